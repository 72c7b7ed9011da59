package kit

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
)

// Kind is how an input is asked for.
type Kind int

// The kinds of inputs: a line of text, a text that is not shown, one of several, yes or no, any of several.
const (
	Text Kind = iota
	Secret
	Choice
	Check
	Several
)

// Option is one of the values that can be chosen, and what is shown for it.
type Option struct{ Value, Title string }

// Input is one field of a form.
type Input struct {
	// Name is what a refusal names it by: the flag of the command's field.
	Name, Label, Help string
	Kind              Kind
	Required          bool
	// Options are for Choice and Several.
	Options []Option

	text    textinput.Model
	at      int             // of the options
	picked  map[string]bool // for Check under "", for Several by value
	initial string
	refusal *model.Refusal
}

// NewInput makes an input of any kind with a first value; for Several and lists the values are separated
// by commas, for Check it is "true" or empty.
func NewInput(in Input, value string) *Input {
	in.text = textinput.New()
	in.text.Prompt = ""
	in.text.KeyMap.Paste.SetEnabled(false) // it would read the clipboard of the machine that the process runs on
	in.picked = map[string]bool{}
	in.Set(value)
	in.initial = in.Value()
	return &in
}

// inputOf makes the input of a command's field, filled with what the command holds or else its default.
func inputOf(field model.Field, command any, options []Option) *Input {
	in := Input{Name: field.Name, Label: field.Label, Help: field.Help, Required: field.Required, Options: options}
	if len(options) == 0 {
		in.Options = optionsOf(field.Choices)
	}
	in.Kind = kindOf(field, len(in.Options) > 0)
	value := readField(reflect.ValueOf(field.Pointer(command)).Elem())
	if value == "" {
		value = field.Default
	}
	none := slices.ContainsFunc(in.Options, func(o Option) bool { return o.Value == "" })
	if in.Kind == Choice && value == "" && !none { // nobody becomes an administrator by pressing enter
		in.Options = append([]Option{{Title: "(choose)"}}, in.Options...)
	}
	return NewInput(in, value)
}

// optionsOf are the values of an enumeration as they are written.
func optionsOf(choices []string) []Option {
	var options []Option
	for _, choice := range choices {
		options = append(options, Option{Value: choice, Title: choice})
	}
	return options
}

func kindOf(field model.Field, options bool) Kind {
	switch {
	case field.Secret:
		return Secret
	case field.Type.Kind() == reflect.Bool:
		return Check
	case options && field.Type.Kind() == reflect.Slice:
		return Several
	case options:
		return Choice
	default:
		return Text
	}
}

// Value is what was filled in, as text.
func (in *Input) Value() string {
	switch in.Kind {
	case Choice:
		if in.at < len(in.Options) {
			return in.Options[in.at].Value
		}
		return ""
	case Check:
		if in.picked[""] {
			return "true"
		}
		return ""
	case Several:
		var values []string
		for _, o := range in.Options {
			if in.picked[o.Value] {
				values = append(values, o.Value)
			}
		}
		return strings.Join(values, ",")
	default:
		return in.text.Value()
	}
}

// Set fills the input in.
func (in *Input) Set(value string) {
	switch in.Kind {
	case Choice:
		in.at = max(slices.IndexFunc(in.Options, func(o Option) bool { return o.Value == value }), 0)
	case Check:
		in.picked[""] = value == "true"
	case Several:
		clear(in.picked)
		for _, v := range splitList(value) {
			in.picked[v] = true
		}
	default:
		in.text.SetValue(value)
		in.text.CursorEnd()
	}
}

// changed reports whether something was filled in that is not what it began with.
func (in *Input) changed() bool { return in.Value() != in.initial }

// idle reports whether a letter would not be part of a text: nothing is typed here, or not yet. Of a text
// that is not shown this is never told.
func (in *Input) idle() bool { return in.Kind != Secret && (in.Kind != Text || in.Value() == "") }

// key takes a key that is not the form's own. It reports false where the key means nothing here.
func (in *Input) key(msg tea.KeyMsg) bool {
	switch in.Kind {
	case Choice:
		return in.choose(msg.String())
	case Check:
		return in.toggle(msg.String(), "")
	case Several:
		return in.walk(msg.String())
	default:
		in.text.Focus()
		before, at := in.text.Value(), in.text.Position()
		in.text, _ = in.text.Update(msg)
		return in.text.Value() != before || in.text.Position() != at
	}
}

// choose goes through the options of a Choice, round the end; a letter goes to the next that begins with it.
func (in *Input) choose(key string) bool {
	n := len(in.Options)
	if n == 0 {
		return false
	}
	switch key {
	case "left":
		in.at = (in.at + n - 1) % n
	case "right", " ":
		in.at = (in.at + 1) % n
	default:
		return in.chooseByLetter(key)
	}
	return true
}

func (in *Input) chooseByLetter(key string) bool {
	if len([]rune(key)) != 1 {
		return false
	}
	n := len(in.Options)
	for step := 1; step <= n; step++ {
		i := (in.at + step) % n
		if strings.HasPrefix(strings.ToLower(in.Options[i].Title), strings.ToLower(key)) {
			in.at = i
			return true
		}
	}
	return false
}

func (in *Input) toggle(key, value string) bool {
	if key != " " && key != "x" {
		return false
	}
	in.picked[value] = !in.picked[value]
	return true
}

// walk moves over the options of a Several; at its ends the form moves on.
func (in *Input) walk(key string) bool {
	switch {
	case key == "up" && in.at > 0:
		in.at--
	case key == "down" && in.at < len(in.Options)-1:
		in.at++
	case in.at < len(in.Options):
		return in.toggle(key, in.Options[in.at].Value)
	default:
		return false
	}
	return true
}

// readField gives a command's field as the text of an input; a zero value is empty.
func readField(v reflect.Value) string {
	switch {
	case v.IsZero():
		return ""
	case v.Type() == durationType:
		return v.Interface().(time.Duration).String()
	case v.Kind() == reflect.Slice:
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = v.Index(i).String()
		}
		return strings.Join(parts, ",")
	case v.Kind() == reflect.Bool:
		return "true"
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10)
	case v.CanUint():
		return strconv.FormatUint(v.Uint(), 10)
	default:
		return v.String()
	}
}

var durationType = reflect.TypeFor[time.Duration]()

// writeField puts the text of an input into a command's field; a refusal says what is expected.
func writeField(v reflect.Value, name, value string) *model.Refusal {
	switch {
	case value == "":
		v.SetZero()
	case v.Type() == durationType:
		d, err := time.ParseDuration(value)
		if err != nil {
			return &model.Refusal{Field: name, Message: "This is not a duration.", Fix: "Write it as 90m, 36h or 1h30m."}
		}
		v.SetInt(int64(d))
	case v.Kind() == reflect.Slice:
		writeList(v, splitList(value))
	case v.Kind() == reflect.Bool:
		v.SetBool(value == "true")
	case v.CanInt(), v.CanUint():
		return writeNumber(v, name, value)
	default:
		v.SetString(value)
	}
	return nil
}

func writeList(v reflect.Value, values []string) {
	v.SetZero()
	for _, value := range values {
		v.Set(reflect.Append(v, reflect.ValueOf(value).Convert(v.Type().Elem())))
	}
}

func writeNumber(v reflect.Value, name, value string) *model.Refusal {
	n, err := strconv.ParseInt(strings.ReplaceAll(value, ",", ""), 10, v.Type().Bits())
	if err != nil || v.CanUint() && n < 0 {
		return &model.Refusal{Field: name, Message: "This is not a number that fits here.", Fix: "Write it in digits."}
	}
	if v.CanUint() {
		v.SetUint(uint64(n))
	} else {
		v.SetInt(n)
	}
	return nil
}

// splitList reads a list with commas between, as the command line takes it.
func splitList(s string) []string {
	var list []string
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}
