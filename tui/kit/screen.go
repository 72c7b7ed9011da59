package kit

import (
	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
)

// Screen is something that fills the space between header and footer: a screen, or a dialog over one.
// It is a pointer and changes in place. View gives exactly h lines of at most w cells, is called after
// every message, and so asks nobody.
type Screen interface {
	Init() tea.Cmd
	Update(msg tea.Msg) tea.Cmd
	SetSize(w, h int)
	View() string
}

// What a screen may have beside; the root asks by type assertion.
type (
	// Titled gives the crumb.
	Titled interface{ Title() string }
	// Actor gives what can be done here, most important first. It is asked on every draw: answer from
	// memory.
	Actor interface{ Actions() []Action }
	// Typist tells that single keys go into a text now.
	Typist interface{ Typing() bool }
	// Wanter claims a key that would otherwise go to the root, such as esc while a filter is set.
	Wanter interface{ Wants(key string) bool }
	// Leaver is asked before its screen is left: a question for the person, or empty to let go.
	Leaver interface{ MayLeave() string }
	// Explained names the guide topic of the place.
	Explained interface{ Topic() string }
	// Resumer is told when it can be seen again, after another place or a dialog was in front of it.
	Resumer interface{ Resume() tea.Cmd }
	// Routed gives the route as it is now, with filter and the like, to come back to.
	Routed interface{ Route() Route }
)

// Action is something that can be done in a place.
type Action struct {
	// ID is the catalogue id where there is one, otherwise a name of its own; keys are remapped by it.
	ID string
	// Key is the key unless it was remapped.
	Key string
	// Title is what the footer shows.
	Title string
	// Run does it. It is not called while Disabled.
	Run func() tea.Cmd
	// Disabled says why it cannot be done; nil where it can.
	Disabled *Reason
}

// Do runs the action, or shows why it cannot be done.
func (a Action) Do(env *Env) tea.Cmd {
	if a.Disabled != nil {
		return Tell(env, a.Title, a.Disabled.Refusal())
	}
	return a.Run()
}

// Begin does the action that a route asks for by its id; none where the place does not have it.
func Begin(env *Env, actions []Action, id string) tea.Cmd {
	for _, a := range actions {
		if a.ID == id {
			return a.Do(env)
		}
	}
	return nil
}

// Reason says why something cannot be done, and who may; Topic is what the guide says to it, where it does.
type Reason struct{ Why, Fix, Who, Rule, Topic string }

// ReasonOf makes a reason of a refusal; nil of nil.
func ReasonOf(err error) *Reason {
	if err == nil {
		return nil
	}
	if r, ok := model.AsRefusal(err); ok {
		return &Reason{Why: r.Message, Fix: r.Fix, Who: r.Who, Rule: r.Rule, Topic: r.Topic}
	}
	return &Reason{Why: err.Error()}
}

// Refusal is the reason as the model would put it.
func (r *Reason) Refusal() *model.Refusal {
	return &model.Refusal{Rule: r.Rule, Message: r.Why, Fix: r.Fix, Who: r.Who, Topic: r.Topic}
}

// Messages to the root.
type (
	// Navigate goes to a place; Back comes back from there. Replace leaves no way back to the present one,
	// Anew none to any: what one would come back to is gone.
	Navigate struct {
		Route         Route
		Replace, Anew bool
	}
	// Back goes to where one came from, and at the first place asks to quit.
	Back struct{}
	// Quit ends the session, after asking where something would be lost.
	Quit struct{}
	// Open puts a dialog over the screen.
	Open struct{ Dialog Screen }
	// Close takes a dialog away, with everything that was opened over it.
	Close struct{ Dialog Screen }
	// Changed tells the visible screen that something was committed, by whomever. It comes at most ten
	// times a second, and once on coming back to a screen if something changed meanwhile.
	Changed struct{}
	// SwitchSession has somebody else act from now on; the screens are made anew.
	SwitchSession struct{ Session model.Session }
	// Toast shows a line for a few seconds; Bad marks it as an error.
	Toast struct {
		Text string
		Bad  bool
	}
)

// Send makes a command of a message.
func Send(msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }

// Goto makes a command that goes to a route.
func Goto(r Route) tea.Cmd { return Send(Navigate{Route: r}) }

// Say makes a command that shows a toast.
func Say(s string) tea.Cmd { return Send(Toast{Text: s}) }

// Tell makes a command that shows an error whole, in a dialog.
func Tell(env *Env, title string, err error) tea.Cmd { return Send(Open{NewNotice(env, title, err)}) }
