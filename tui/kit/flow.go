package kit

import (
	"cmp"
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/text"
)

// RunOptions bend how a command is run.
type RunOptions struct {
	// Title stands over the dialog; the entry's title without it.
	Title string
	// Ask names fields that are asked for although they are filled in; Skip names those that stay empty.
	Ask, Skip []string
	// Options gives the values to choose from for a field whose type does not list them.
	Options map[string][]Option
	// Plan shows the plan although nothing is taken away.
	Plan bool
	// Word must be typed to confirm, where the command takes more away than it does of itself.
	Word string
	// Said is the toast after it was done; what the plan did without it.
	Said func(model.Receipt) string
	// Done is called after it was done.
	Done func(model.Receipt) tea.Cmd
}

// Run carries a command out with everything that belongs to it: it asks for the fields that are missing,
// shows the plan where something is taken away or a confirmation is due, does it, and says what happened.
// A refusal goes back to the field that it concerns. cmd is a pointer, filled as far as it is known.
func Run(env *Env, cmd model.Command, o RunOptions) tea.Cmd {
	return Send(Open{newFlow(env, cmd, o)})
}

// flow is one command on its way.
type flow struct {
	env     *Env
	cmd     model.Command
	seen    model.Command // cmd as it was when it was shown
	entry   *model.Entry
	o       RunOptions
	form    *Form
	confirm *Confirm
	opener  string
	w, h    int
}

func newFlow(env *Env, cmd model.Command, o RunOptions) *flow {
	f := &flow{env: env, cmd: cmd, seen: copied(cmd), entry: env.Service.EntryOf(cmd), o: o}
	if files, ok := cmd.(model.FromFiles); ok && env.Open != nil {
		files.OpenWith(env.Open)
	}
	if folders, ok := cmd.(model.FromFolders); ok {
		folders.ListWith(env.List)
	}
	if f.o.Title == "" {
		f.o.Title = f.entry.Title
	}
	asked, given := f.split()
	if len(asked) > 0 {
		f.form = NewForm(env, f.o.Title, InputsOf(cmd, asked, o.Options))
		f.form.Given, f.form.Topic = given, f.entry.Topic
		f.form.Submit, f.form.Leave = f.submit, f.close
	}
	return f
}

// copied is a copy of a command, which stays as it is while the command is filled in.
func copied(cmd model.Command) model.Command {
	c := reflect.New(reflect.TypeOf(cmd).Elem())
	c.Elem().Set(reflect.ValueOf(cmd).Elem())
	return c.Interface().(model.Command)
}

// confirmField is the field that takes the word of a confirmation.
const confirmField = "confirm"

// split says which fields are asked for, and words those that are settled.
func (f *flow) split() (asked, given []string) {
	for _, field := range model.FieldsOf(f.cmd) {
		v := reflect.ValueOf(field.Pointer(f.cmd)).Elem()
		switch {
		case field.Name == confirmField && f.entry.Confirm.Typed(), slices.Contains(f.o.Skip, field.Name):
		case v.IsZero() || slices.Contains(f.o.Ask, field.Name):
			asked = append(asked, field.Name)
		case !field.Secret:
			given = append(given, field.Label+": "+readField(v))
		}
	}
	return asked, given
}

// Init begins at once where nothing has to be asked.
func (f *flow) Init() tea.Cmd {
	if f.form == nil {
		return f.check()
	}
	return nil
}

func (f *flow) Title() string { return f.o.Title }

// Topic is what explains the command, or the refusal that is shown.
func (f *flow) Topic() string {
	if f.confirm != nil && f.confirm.Topic() != "" {
		return f.confirm.Topic()
	}
	return f.entry.Topic
}

func (f *flow) Typing() bool {
	if f.confirm != nil {
		return f.confirm.Typing()
	}
	return f.form != nil
}

func (f *flow) MayLeave() string {
	if f.form != nil {
		return f.form.MayLeave()
	}
	return ""
}

// OpenedBy passes on which key opened the dialog.
func (f *flow) OpenedBy(key string) { f.opener = key }

func (f *flow) SetSize(w, h int) {
	f.w, f.h = w, h
	if part := f.part(); part != nil {
		part.SetSize(w, h)
	}
}

// part is what is shown now: the question whether to do it, or the form; nil while it runs without either.
func (f *flow) part() Screen {
	switch {
	case f.confirm != nil:
		return f.confirm
	case f.form != nil:
		return f.form
	default:
		return nil
	}
}

func (f *flow) Update(msg tea.Msg) tea.Cmd {
	if part := f.part(); part != nil {
		return part.Update(msg)
	}
	if key, ok := msg.(tea.KeyMsg); ok && f.env.Keys.Is(key.String(), KeyBack) {
		return f.close()
	}
	return nil
}

func (f *flow) View() string {
	if part := f.part(); part != nil {
		return part.View()
	}
	t := f.env.Theme
	return text.Block([]string{t.Title.Render(text.Visible(f.o.Title)), "", "Working" + t.More}, f.w, f.h)
}

func (f *flow) close() tea.Cmd { return Send(Close{f}) }

func (f *flow) submit() tea.Cmd {
	if !f.form.Fill(f.cmd) {
		return nil
	}
	return f.check()
}

// check asks what the command would do where the person has to be asked; otherwise it is done at once.
func (f *flow) check() tea.Cmd {
	if f.form != nil {
		f.form.Busy(true)
	}
	if !f.entry.Takes && !f.entry.Confirm.Needed && !f.o.Plan {
		return f.do()
	}
	ask := func(ctx context.Context) (model.Plan, error) { return f.env.Service.Check(ctx, f.env.Session, f.cmd) }
	return Go(f.env, f, ask, func(plan model.Plan, err error) tea.Cmd {
		if err != nil {
			return f.refused(err)
		}
		f.askPlan(plan)
		return nil
	})
}

func (f *flow) askPlan(plan model.Plan) {
	f.confirm = NewConfirm(f.env, f.o.Title, plan, cmp.Or(f.o.Word, f.entry.Confirm.WordFor(f.cmd)))
	f.confirm.OpenedBy(f.opener)
	f.confirm.Do, f.confirm.Cancel = f.confirmed, f.back
	f.confirm.SetSize(f.w, f.h)
}

// back leaves the question: to the form where there is one, which keeps what was typed.
func (f *flow) back() tea.Cmd {
	if f.form == nil {
		return f.close()
	}
	f.confirm = nil
	f.form.Busy(false)
	f.form.SetSize(f.w, f.h)
	return nil
}

func (f *flow) confirmed(word string) tea.Cmd {
	for _, field := range model.FieldsOf(f.cmd) {
		if field.Name == confirmField && f.entry.Confirm.Typed() {
			writeField(reflect.ValueOf(field.Pointer(f.cmd)).Elem(), field.Name, word)
		}
	}
	return f.do()
}

func (f *flow) do() tea.Cmd {
	ask := func(ctx context.Context) (model.Receipt, error) {
		if f.form != nil {
			ctx = model.HavingSeen(ctx, f.seen)
		}
		return f.env.Service.Do(ctx, f.env.Session, f.cmd)
	}
	return Go(f.env, f, ask, func(receipt model.Receipt, err error) tea.Cmd {
		if err != nil {
			return f.refused(err)
		}
		return f.done(receipt)
	})
}

// refused shows why not: on the field, in the question, or by itself.
func (f *flow) refused(err error) tea.Cmd {
	refusal, ok := model.AsRefusal(err)
	if changed, is := errors.AsType[*model.MeanwhileError](err); is && f.form != nil {
		f.seen = changed.Now
		f.form.renew(changed.Now)
	}
	if f.form != nil && (f.confirm == nil || ok && f.form.Input(refusal.Field) != nil) {
		f.confirm = nil
		f.form.Refuse(err)
		f.form.SetSize(f.w, f.h)
		return nil
	}
	if f.confirm != nil {
		f.confirm.Refuse(err)
		return nil
	}
	return tea.Sequence(f.close(), Tell(f.env, f.o.Title, err))
}

func (f *flow) done(receipt model.Receipt) tea.Cmd {
	said := f.o.Title + ": " + Did(receipt.Plan)
	if f.o.Said != nil {
		said = f.o.Said(receipt)
	}
	cmds := []tea.Cmd{f.close(), Say(said)}
	if f.o.Done != nil {
		cmds = append(cmds, f.o.Done(receipt))
	}
	return tea.Sequence(cmds...)
}

// Did says in a line what a plan did.
func Did(plan model.Plan) string {
	var parts []string
	for _, e := range plan.Effects {
		if e.Kind != model.EffectNote {
			parts = append(parts, string(e.Kind)+" "+e.Text)
		}
	}
	if len(parts) == 0 {
		return "done"
	}
	return strings.Join(parts, "; ")
}
