package kit

import (
	"reflect"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/text"
)

// Form asks for fields. What was typed stays when it is refused; the refusal stands on its field.
type Form struct {
	env    *Env
	title  string
	inputs []*Input
	at     int
	top    int // the first visible line
	w, h   int
	busy   bool
	asking bool  // whether to throw away what was typed
	err    error // a refusal or fault that concerns no field
	// Topic is the guide topic that the help key opens while nothing is typed into the field in focus.
	Topic string
	// Given are lines shown above the fields: what is settled already.
	Given []string
	// Submit is called when the form is complete, and Leave when it is left.
	Submit, Leave func() tea.Cmd
}

// NewForm makes a form of inputs.
func NewForm(env *Env, title string, inputs []*Input) *Form {
	return &Form{env: env, title: title, inputs: inputs}
}

// InputsOf makes the inputs of a command for the named fields, in the command's order. options gives the
// values to choose from for a field whose type does not.
func InputsOf(command any, names []string, options map[string][]Option) []*Input {
	var inputs []*Input
	for _, field := range model.FieldsOf(command) {
		if slices.Contains(names, field.Name) {
			inputs = append(inputs, inputOf(field, command, options[field.Name]))
		}
	}
	return inputs
}

// Init does nothing: a form waits for keys.
func (f *Form) Init() tea.Cmd { return nil }

// Title is the crumb.
func (f *Form) Title() string { return f.title }

// Typing reports that keys go into a field.
func (f *Form) Typing() bool { return true }

// Wants claims every key but those that stop the program.
func (f *Form) Wants(string) bool { return true }

// SetSize says how much room there is.
func (f *Form) SetSize(w, h int) { f.w, f.h = w, h }

// MayLeave asks where something was typed.
func (f *Form) MayLeave() string {
	if f.Dirty() {
		return "Throw away what you typed?"
	}
	return ""
}

// Dirty reports whether something was typed.
func (f *Form) Dirty() bool { return slices.ContainsFunc(f.inputs, (*Input).changed) }

// Busy says that the form is being submitted; it takes no keys until it is told otherwise.
func (f *Form) Busy(busy bool) { f.busy = busy }

// Input finds a field by its name; nil where there is none.
func (f *Form) Input(name string) *Input {
	for _, in := range f.inputs {
		if in.Name == name {
			return in
		}
	}
	return nil
}

// Fill puts what was typed into the fields of a command. It reports false where something cannot be read;
// the form then says so.
func (f *Form) Fill(command any) bool {
	for _, field := range model.FieldsOf(command) {
		in := f.Input(field.Name)
		if in == nil {
			continue
		}
		v := reflect.ValueOf(field.Pointer(command)).Elem()
		if refusal := writeField(v, field.Name, in.Value()); refusal != nil {
			f.Refuse(refusal)
			return false
		}
	}
	return true
}

// renew takes over what stands in a command now. What the person typed stays; where they typed nothing, nothing
// of what stands there is overwritten by what stood there before.
func (f *Form) renew(command any) {
	for _, field := range model.FieldsOf(command) {
		in := f.Input(field.Name)
		if in == nil {
			continue
		}
		value := readField(reflect.ValueOf(field.Pointer(command)).Elem())
		if !in.changed() {
			in.Set(value)
		}
		in.initial = value
	}
}

// Refuse shows what went wrong: on its field where the form has it, and the field gets the focus.
func (f *Form) Refuse(err error) {
	f.busy, f.err = false, err
	refusal, ok := model.AsRefusal(err)
	if !ok || refusal.Field == "" {
		return
	}
	for i, in := range f.inputs {
		if in.Name == refusal.Field {
			f.err, in.refusal, f.at = nil, refusal, i
		}
	}
}

// Update takes keys.
func (f *Form) Update(msg tea.Msg) tea.Cmd {
	key, ok := msg.(tea.KeyMsg)
	if !ok || f.busy {
		return nil
	}
	if f.asking {
		return f.answerLeave(key.String())
	}
	if len(f.inputs) == 0 {
		return f.command(key.String())
	}
	if topic := f.explained(); topic != "" && !key.Paste && f.env.Keys.Is(key.String(), KeyHelp) {
		return Send(Open{NewHelp(f.env, topic, nil)})
	}
	if in := f.inputs[f.at]; !key.Paste && (in.Kind == Several || !f.owns(key.String())) || key.Paste {
		if in.key(key) {
			in.refusal, f.err = nil, nil
			return nil
		}
	}
	return f.command(key.String())
}

// refused is what went wrong as it is shown: with the field in focus, or with none.
func (f *Form) refused() error {
	switch {
	case f.err != nil:
		return f.err
	case f.at < len(f.inputs) && f.inputs[f.at].refusal != nil:
		return f.inputs[f.at].refusal
	default:
		return nil
	}
}

// explained is the topic that the help key opens now; empty where the key is typed. A refusal that leads to
// a topic of its own comes first, whatever was typed, until one goes on typing (HLP-03).
func (f *Form) explained() string {
	in := f.inputs[f.at]
	if topic := TopicOf(f.refused()); topic != "" && in.Kind != Secret {
		return topic
	}
	if in.idle() {
		return f.Topic
	}
	return ""
}

// owns reports whether a key is the form's own and not the field's.
func (f *Form) owns(key string) bool {
	k := f.env.Keys
	for _, id := range []string{KeyBack, KeySubmit, KeyNext, KeyPrevious, KeyOpen, KeyUp, KeyDown} {
		if k.IsTyping(key, id) {
			return true
		}
	}
	return false
}

func (f *Form) command(key string) tea.Cmd {
	k := f.env.Keys
	switch {
	case k.IsTyping(key, KeyBack):
		return f.leave()
	case k.IsTyping(key, KeySubmit):
		return f.submit()
	case k.IsTyping(key, KeyOpen):
		if f.at >= len(f.inputs)-1 {
			return f.submit()
		}
		f.focus(f.at + 1)
	case k.IsTyping(key, KeyNext), k.IsTyping(key, KeyDown):
		f.focus(f.at + 1)
	case k.IsTyping(key, KeyPrevious), k.IsTyping(key, KeyUp):
		f.focus(f.at - 1)
	}
	return nil
}

// focus moves to a field, round the ends.
func (f *Form) focus(at int) {
	if n := len(f.inputs); n > 0 {
		f.at = (at + n) % n
	}
}

func (f *Form) submit() tea.Cmd {
	f.err = nil
	for i, in := range f.inputs {
		if in.refusal = nil; in.Required && in.Value() == "" {
			in.refusal = &model.Refusal{Field: in.Name, Message: in.Label + " is missing."}
			f.at = i
			return nil
		}
	}
	return f.Submit()
}

func (f *Form) leave() tea.Cmd {
	if f.Dirty() {
		f.asking = true
		return nil
	}
	return f.Leave()
}

// answerLeave takes the answer to "throw away?"; anything but yes stays.
func (f *Form) answerLeave(key string) tea.Cmd {
	f.asking = false
	if f.env.Keys.Is(key, KeyYes) {
		return f.Leave()
	}
	return nil
}

// View draws the title, as many fields as fit around the one in focus, and the help of that one.
func (f *Form) View() string {
	foot := f.foot()
	lines, first, last := f.body()
	room := max(f.h-2-len(foot), 1)
	if last-f.top >= room {
		f.top = last - room + 1
	}
	f.top = max(min(f.top, first, len(lines)-1), 0)
	shown := lines[f.top:min(f.top+room, len(lines))]
	all := append([]string{f.env.Theme.Title.Render(text.Truncate(text.Visible(f.title), f.w)), ""}, shown...)
	for len(all) < f.h-len(foot) {
		all = append(all, "")
	}
	return text.Block(append(all, foot...), f.w, f.h)
}

// body draws all fields, and says which lines belong to the one in focus.
func (f *Form) body() (lines []string, first, last int) {
	for _, given := range f.Given {
		for _, line := range wrapClean(given, f.w) {
			lines = append(lines, f.env.Theme.Dim.Render(line))
		}
	}
	if len(lines) > 0 {
		lines = append(lines, "")
	}
	if f.err != nil {
		lines = append(lines, BadLines(f.env.Theme, f.err, f.w)...)
		lines = append(lines, "")
	}
	for i, in := range f.inputs {
		drawn := f.draw(in, i == f.at)
		if i == f.at {
			first, last = len(lines), len(lines)+len(drawn)-1
		}
		lines = append(lines, drawn...)
	}
	if f.at == 0 || len(f.inputs) == 0 || f.err != nil {
		first = 0 // from the top, so that what is given and what went wrong can be read
	}
	return lines, first, last
}

// foot is the help of the field in focus, and the keys; or the question whether to leave.
func (f *Form) foot() []string {
	t, k := f.env.Theme, f.env.Keys
	switch {
	case f.asking:
		return []string{t.Strong.Render("Throw away what you typed? " + k.Label(KeyYes) + " throws it away, any other key stays.")}
	case f.busy:
		return []string{"Working" + t.More}
	}
	keys := []string{k.Label(KeyNext) + " next field", k.Labels(KeySubmit) + " done", k.Label(KeyBack) + " leave"}
	if f.at == len(f.inputs)-1 {
		keys[1] = k.Label(KeyOpen) + " done"
	}
	if len(f.inputs) > 0 && f.explained() != "" {
		word := " help"
		if TopicOf(f.refused()) != "" {
			word = " explains"
		}
		keys = append(keys, k.Label(KeyHelp)+word)
	}
	foot := []string{t.Dim.Render(strings.Join(keys, t.Dot))}
	if f.at < len(f.inputs) && f.inputs[f.at].Help != "" {
		foot = append(wrapClean(f.inputs[f.at].Help, f.w), foot...)
	}
	return foot
}
