package app

import (
	"cmp"
	"context"
	"io"
	"path/filepath"
	"strings"
	"time"

	"atrium/model"
	"atrium/tui"
	"atrium/tui/kit"
)

// answerWithin is how long a question or a change of the screens may take. An import of a million people
// stays well within it, and whoever waits can cancel.
const answerWithin = 10 * time.Minute

// Stay says how a session is at the screens.
type Stay struct {
	tui.Terminal
	// Who acts; the zero Session stands for whoever acted last.
	Who model.Session
	// Place is where the session goes on, as Moved told it; empty for where it usually begins.
	Place []byte
	// From is where the person comes from.
	From string
	// Folder is what names of files are relative to; empty for the folder of the process.
	Folder string
	// Visiting tells that the process is not this session's own, and Network that not even the machine is: who
	// acts is settled then, and no file can be reached.
	Visiting, Network bool
	// LookOnly says why the session changes nothing; empty where it may.
	LookOnly string
	// Moved is told where the session is, to go on there; it may be nil.
	Moved func(place []byte)
}

// Show runs the screens until the person leaves them or ctx ends. demo tells that the person asked for the
// demo company instead.
func (a *App) Show(ctx context.Context, s Stay) (demo bool, err error) {
	who, start := a.start(ctx, &s)
	g, leave := a.enter(who, s.From, "")
	defer leave()
	env := a.env(ctx, &s, g, who.LookOnly(s.LookOnly))
	env.Left = func(session model.Session, at kit.Route) {
		if !s.Network {
			a.keepPlace(session, at)
		}
		s.tell(session, at)
	}
	if !a.demo && !s.Network {
		env.OpenDemo = func() { demo = true }
	}
	err = tui.Run(ctx, env, tui.All(), start, s.Terminal)
	return demo, err
}

// start says who acts and where the session begins.
func (a *App) start(ctx context.Context, s *Stay) (model.Session, kit.Route) {
	last := a.lastPlace()
	if s.Network {
		last = place{}
	}
	if at, ok := readPlace(s.Place); ok {
		last, s.Who = at, at.session()
	}
	if s.Who == (model.Session{}) {
		s.Who = last.session()
	}
	return a.begin(ctx, s.Who, last)
}

// tell tells where the session is.
func (s *Stay) tell(session model.Session, at kit.Route) {
	if s.Moved != nil {
		s.Moved(placeOf(session, at))
	}
}

// env is what the session has.
func (a *App) env(ctx context.Context, s *Stay, g *guest, who model.Session) *kit.Env {
	env := &kit.Env{
		Context: ctx, Service: a.Service, Session: who,
		Theme: kit.NewTheme(s.Out, s.Environ), Keys: kit.DefaultKeys(), Clipboard: kit.NewClipboard(s.Out, s.Environ),
		Clock: time.Now, Log: a.Log.Logger(), Timeout: answerWithin,
		Places: tui.Places(), Status: tui.SpaceStatus,
		ReadOnly: cmp.Or(a.readOnly, s.LookOnly), Warning: a.warning(), MaySwitch: !s.Network, MaySuspend: !s.Visiting,
		Typed: g.touched, Attend: a.here.attend,
		Moved: func(session model.Session, at kit.Route) {
			g.moved(session, at)
			s.tell(session, at)
			a.here.changed()
		},
		Here: func(ctx context.Context, session model.Session) ([]kit.Presence, error) {
			list, err := a.Present(ctx, session, s.Network)
			for i := range list {
				list[i].Own = list[i].ID == g.id
			}
			return list, err
		},
	}
	if s.Network || s.LookOnly != "" {
		env.Service = ownClock{a.Service}
	}
	if !s.Network {
		env.Open = func(name string) (io.ReadCloser, error) { return kit.OpenFile(within(s.Folder, name)) }
		env.List = func(name string) ([]string, error) { return kit.ListFiles(within(s.Folder, name)) }
		env.Save = func(name string, data []byte) error { return kit.SaveFile(within(s.Folder, name), data) }
	}
	return env
}

// ownClock is the model for a session that leaves program time to the process: its pace is the same for everyone.
type ownClock struct{ *model.Service }

// SetPace is refused.
func (ownClock) SetPace(int) error {
	return &model.Refusal{Rule: "FED-15", Field: "pace", Message: "How fast program time goes is the same for everyone here, and this session cannot change it.",
		Fix: "Change it on the machine that has the store.", Who: "whoever runs the program on the machine that has the store"}
}

// within is the name of a file that is relative to a folder, unless it begins elsewhere.
func within(folder, name string) string {
	name = strings.TrimSpace(name)
	if folder == "" || filepath.IsAbs(name) || strings.HasPrefix(name, "~/") {
		return name
	}
	return filepath.Join(folder, name)
}

// begin says who acts and where the session begins: where the last one ended, or the first thing that makes
// sense for a store as full as this one.
func (a *App) begin(ctx context.Context, who model.Session, last place) (model.Session, kit.Route) {
	if who.Person != "" {
		if _, err := a.Service.Answer(ctx, who, &model.ShowProfile{}); err != nil {
			who.Person = "" // whoever acted last is gone
		}
	}
	if who.Person == "" && who.AWS == nil && a.nobodyIsThere(ctx) {
		return who, kit.To("welcome")
	}
	switch {
	case who.Person == "" && who.AWS == nil:
		return who, kit.To("acting-as")
	case last.Route != "" && last.session() == who:
		return who, kit.ParseRoute(last.Route)
	case who.Person == "":
		return who, kit.To("directory")
	default:
		return who, kit.To("spaces")
	}
}

// nobodyIsThere tells a store in which nobody has signed up yet.
func (a *App) nobodyIsThere(ctx context.Context) bool {
	people, err := model.Answer[[]model.Person](ctx, a.Service, model.Session{}, &model.ListPeople{Limit: 1})
	return err != nil || len(people) == 0
}
