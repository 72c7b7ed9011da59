package kit

import (
	"strings"

	"atrium/tui/text"
)

// labelWidth is the column of the labels, at most.
const labelWidth = 24

// draw draws one field: its label, its value, and what was refused about it.
func (f *Form) draw(in *Input, focus bool) []string {
	head := "  "
	if focus {
		head = "> "
	}
	label := in.Label
	if in.Required {
		label += " *"
	}
	head += text.Fit(text.Visible(label), f.labels()) + "  "
	value := f.value(in, focus, max(f.w-text.Width(head), 4))
	lines := []string{head + value[0]}
	for _, more := range value[1:] {
		lines = append(lines, text.Spaces(text.Width(head))+more)
	}
	if focus {
		lines[0] = f.env.Theme.Strong.Render(head) + value[0]
	}
	if in.refusal != nil {
		lines = append(lines, f.refusal(in)...)
	}
	return lines
}

func (f *Form) labels() int {
	w := 0
	for _, in := range f.inputs {
		w = max(w, text.Width(text.Visible(in.Label))+2)
	}
	return min(w, labelWidth, max(f.w/3, 8))
}

func (f *Form) refusal(in *Input) []string {
	lines := ExplainOn(in.refusal, f.w-4)
	for i := range lines {
		lines[i] = "    " + f.env.Theme.Bad.Render(lines[i])
	}
	return lines
}

// value draws what is filled in, in w cells.
func (f *Form) value(in *Input, focus bool, w int) []string {
	t := f.env.Theme
	switch in.Kind {
	case Check:
		return []string{f.box(in.picked[""]) + " " + t.Dim.Render(hint(focus, "space changes it"))}
	case Choice:
		return []string{text.Truncate(f.choice(in, focus), w)}
	case Several:
		return f.several(in, focus, w)
	case Secret:
		return []string{f.line(strings.Repeat("*", len([]rune(in.text.Value()))), in.text.Position(), focus, w)}
	default:
		return []string{f.line(in.text.Value(), in.text.Position(), focus, w)}
	}
}

func hint(focus bool, s string) string {
	if focus {
		return s
	}
	return ""
}

func (f *Form) box(on bool) string {
	if on {
		return f.env.Theme.On
	}
	return f.env.Theme.Off
}

// choice shows all options where they are few, else the chosen one between arrows.
func (f *Form) choice(in *Input, focus bool) string {
	if len(in.Options) == 0 {
		return ""
	}
	chosen := text.Visible(in.Options[in.at].Title)
	if !focus {
		return chosen
	}
	return "< " + f.env.Theme.Strong.Render(chosen) + " >  " +
		f.env.Theme.Dim.Render(Thousands(in.at+1)+" of "+Thousands(len(in.Options))+", left and right")
}

// severalShown is how many options of a list are visible at once.
const severalShown = 6

func (f *Form) several(in *Input, focus bool, w int) []string {
	if len(in.Options) == 0 {
		return []string{f.env.Theme.Dim.Render("there is nothing to choose from")}
	}
	from := max(min(in.at-severalShown/2, len(in.Options)-severalShown), 0)
	var lines []string
	for i := from; i < min(from+severalShown, len(in.Options)); i++ {
		o := in.Options[i]
		line := text.Truncate("  "+f.box(in.picked[o.Value])+" "+text.Visible(o.Title), w)
		if focus && i == in.at {
			line = f.env.Theme.Cursor.Render(">" + line[1:])
		}
		lines = append(lines, line)
	}
	if len(in.Options) > severalShown {
		lines = append(lines, f.env.Theme.Dim.Render(Thousands(in.at+1)+" of "+Thousands(len(in.Options))))
	}
	return lines
}

// line draws a text, with its cursor where it has the focus.
func (f *Form) line(value string, cursor int, focus bool, w int) string {
	switch {
	case focus:
		return EditedLine(f.env.Theme, value, cursor, w)
	case value == "":
		return f.env.Theme.Dim.Render("-")
	default:
		return text.Truncate(text.Visible(value), w)
	}
}

// EditedLine draws a text that is being typed in w cells, moved along so that its cursor is always visible. The
// cursor does not blink: an idle screen writes nothing.
func EditedLine(t *Theme, value string, cursor, w int) string {
	runes := []rune(value)
	cursor = min(cursor, len(runes))
	before, after := text.Visible(string(runes[:cursor])), text.Visible(string(runes[cursor:]))
	for text.Width(before) > w-2 && before != "" {
		before = dropFirst(before)
	}
	return text.Truncate(before+caret(t, after), w)
}

// caret marks the place of the cursor: the character under it reversed, or a mark where nothing is styled.
func caret(t *Theme, after string) string {
	if t.Plain {
		return t.Caret + after
	}
	if after == "" {
		return t.Cursor.Render(" ")
	}
	runes := []rune(after)
	return t.Cursor.Render(string(runes[:1])) + string(runes[1:])
}

func dropFirst(s string) string {
	for i := range s {
		if i > 0 {
			return s[i:]
		}
	}
	return ""
}
