package kit

import (
	"context"
	"io"
	"log/slog"
	"slices"
	"time"

	"atrium/model"
)

// Service is what the screens need of the model; *model.Service is one.
type Service interface {
	Check(ctx context.Context, session model.Session, cmd model.Command) (model.Plan, error)
	Do(ctx context.Context, session model.Session, cmd model.Command) (model.Receipt, error)
	Answer(ctx context.Context, session model.Session, q model.Question) (any, error)
	May(ctx context.Context, session model.Session, value any) error
	Subscribe(fn func(model.Commit)) (cancel func())
	Catalogue() []model.Entry
	Entry(id string) *model.Entry
	EntryOf(value any) *model.Entry
	Guide() *model.Guide
	Now() model.Instant
	Pace() int
	SetPace(pace int) error
	UntilProgram(t model.Instant) time.Duration
}

// Place is somewhere that the palette can go to.
type Place struct {
	Title string
	Route Route
	// Does is the id of the catalogue entry that is carried out there, where a screen of its own does it:
	// the palette then goes there instead of asking for the fields.
	Does string
	// InSpace tells that it is a place of a space: it can be gone to from inside one.
	InSpace bool
}

// Status is what the header says about the space that one stands in.
type Status struct {
	// Type is the space's type in words; Sync the state of its directory, empty where there is none.
	Type, Sync string
	// Bad marks a sync that needs attention.
	Bad bool
}

// Window is the size of a terminal, in cells.
type Window struct{ Width, Height int }

// Presence is a session of somebody in this process.
type Presence struct {
	ID int
	// Who names who acts, and From where they come from.
	Who, From string
	Since     time.Time
	// Typed is when something was typed last.
	Typed time.Time
	// Place is where they are in the screens; At says it in words, or what else they do.
	Place Route
	At    string
	// Own marks the session that asks.
	Own bool
}

// Where says in words where the session is: what it does, or its place with the space that it is of.
func (p Presence) Where(places []Place) string {
	if p.At != "" {
		return p.At
	}
	title := p.Place.Name
	if at := slices.IndexFunc(places, func(place Place) bool { return place.Route.Name == p.Place.Name }); at >= 0 {
		title = places[at].Title
	}
	if space := p.Place.Get("space"); space != "" {
		title = space + ": " + title
	}
	return title
}

// Env is all that one session has. The root gives each screen a copy whose Context ends with the screen.
type Env struct {
	// Context ends with the session, and in a screen's copy with the screen.
	Context context.Context
	Service Service
	Session model.Session
	Theme   *Theme
	Keys    Keys
	// Clipboard is nil where the session has none.
	Clipboard *Clipboard
	// Clock reads the wall clock; program time is Service.Now.
	Clock func() time.Time
	Log   *slog.Logger
	// Timeout ends a question or a change that takes too long; 0 for none.
	Timeout time.Duration
	// Places are what the palette lists beside the catalogue.
	Places []Place
	// Status is asked for the header whenever something changed; nil for a header without it.
	Status func(ctx context.Context, env *Env, space string) (Status, error)
	// Open opens a file of the person's own machine, such as [OpenFile] does; nil where the session has none,
	// because the process runs on a machine that is not the person's.
	Open func(name string) (io.ReadCloser, error)
	// List lists the files of a folder of the person's own machine, such as [ListFiles] does; nil where Open is.
	List func(name string) ([]string, error)
	// Save writes a new file on the person's own machine, such as [SaveFile] does; nil where the session has none.
	Save func(name string, data []byte) error
	// OpenDemo notes that the program begins anew with the demo company once this session has ended; nil
	// where it cannot.
	OpenDemo func()
	// Left is told at the end who acted and where the session was, to come back to; it may be nil.
	Left func(session model.Session, at Route)
	// Moved is told who acts and where the session is whenever it goes on; it may be nil.
	Moved func(session model.Session, at Route)
	// Typed is told of every key; it may be nil.
	Typed func()
	// Here lists the sessions of the process that this one may know of; nil where there are no others.
	Here func(ctx context.Context, session model.Session) ([]Presence, error)
	// Attend has fn called whenever one of them comes, moves or goes; nil where there are no others.
	Attend func(fn func()) (cancel func())
	// ReadOnly says why nothing can be changed; empty where it can.
	ReadOnly string
	// Warning, where not nil, is said in a dialog when the screens begin.
	Warning error
	// MaySwitch tells that the session may choose who acts.
	MaySwitch bool
	// MaySuspend tells that ctrl+z may stop the process: only where the process is this session's own.
	MaySuspend bool

	calls *calls
}

// Within makes the copy of an Env for one screen: its Context ends when the returned function is called.
func (e *Env) Within() (*Env, context.CancelFunc) {
	inner := *e
	ctx, cancel := context.WithCancel(e.Context)
	inner.Context, inner.calls = ctx, newCalls()
	return &inner, cancel
}

// Ask answers a question for the session, with its type.
func Ask[T any](ctx context.Context, env *Env, q model.Question) (T, error) {
	var zero T
	answer, err := env.Service.Answer(ctx, env.Session, q)
	if err != nil {
		return zero, err
	}
	return answer.(T), nil
}
