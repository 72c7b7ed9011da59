package app

import (
	"context"
	"io"
	"time"

	"atrium/model"
	"atrium/tui"
	"atrium/tui/kit"
)

// Terminal is where the screens are shown.
type Terminal struct {
	In  io.Reader
	Out io.Writer
	// Environ is the environment of the terminal's session.
	Environ []string
}

// answerWithin is how long a question or a change of the screens may take. An import of a million people
// stays well within it, and whoever waits can cancel.
const answerWithin = 10 * time.Minute

// Show runs the screens until the person leaves them. who names who acts; the zero Session stands for whoever
// acted last. demo tells that the person asked for the demo company instead.
func (a *App) Show(ctx context.Context, t Terminal, who model.Session) (demo bool, err error) {
	last := a.lastPlace()
	if who == (model.Session{}) {
		who = last.session()
	}
	who, start := a.begin(ctx, who, last)
	env := a.env(ctx, t, who)
	env.Left = func(session model.Session, at kit.Route) { a.keepPlace(session, at) }
	if !a.demo {
		env.OpenDemo = func() { demo = true }
	}
	err = tui.Run(ctx, env, tui.All(), start, t.In, t.Out)
	return demo, err
}

// env is what the session has.
func (a *App) env(ctx context.Context, t Terminal, who model.Session) *kit.Env {
	return &kit.Env{
		Context: ctx, Service: a.Service, Session: who,
		Theme: kit.NewTheme(t.Out, t.Environ), Keys: kit.DefaultKeys(), Clipboard: kit.NewClipboard(t.Out, t.Environ),
		Clock: time.Now, Log: a.Log.Logger(), Timeout: answerWithin,
		Places: tui.Places(), Status: tui.SpaceStatus, Open: kit.OpenFile, List: kit.ListFiles, Save: kit.SaveFile,
		ReadOnly: a.readOnly, Warning: a.warning(), MaySwitch: true, MaySuspend: true,
	}
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
