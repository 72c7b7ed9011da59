package kit

import (
	"context"
	"errors"
	"io/fs"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/text"
)

// DocumentView shows a text that is handed on as it is: a policy, a command, an export. It is copied or saved
// to a file.
type DocumentView struct {
	env      *Env
	document model.Document
	pager    *Pager
	w        int
	// Next goes on from here with enter, and Going says to what; without it enter closes.
	Next  func() tea.Cmd
	Going string
}

// NewDocument makes the dialog of a document.
func NewDocument(env *Env, d model.Document) *DocumentView {
	return &DocumentView{env: env, document: d, pager: NewPager(env)}
}

// ShowDocument asks for a document and shows it.
func ShowDocument(env *Env, q model.Question) tea.Cmd {
	ask := func(ctx context.Context) (model.Document, error) { return Ask[model.Document](ctx, env, q) }
	return Go(env, "document", ask, func(d model.Document, err error) tea.Cmd {
		if err != nil {
			return Tell(env, env.Service.EntryOf(q).Title, err)
		}
		return Send(Open{NewDocument(env, d)})
	})
}

// Init does nothing.
func (v *DocumentView) Init() tea.Cmd { return nil }

// Title is the crumb.
func (v *DocumentView) Title() string { return v.document.Title }

// SetSize leaves room for the title and the keys.
func (v *DocumentView) SetSize(w, h int) {
	v.w = w
	v.pager.SetSize(w, max(h-4, 1))
	var lines []string
	for _, note := range v.document.Notes {
		lines = append(lines, Paragraphs("Note: "+note+".", w)...)
	}
	if len(lines) > 0 {
		lines = append(lines, "")
	}
	for line := range strings.SplitSeq(strings.TrimRight(v.document.Text, "\n"), "\n") {
		lines = append(lines, text.Wrap(text.Visible(line), w)...) // whole, because it is about every word of it
	}
	v.pager.SetLines(lines)
}

// Update copies, saves, scrolls and closes.
func (v *DocumentView) Update(msg tea.Msg) tea.Cmd {
	key, ok := msg.(tea.KeyMsg)
	if !ok {
		return nil
	}
	k := v.env.Keys
	switch s := key.String(); {
	case k.Is(s, KeyOpen) && v.Next != nil:
		return tea.Sequence(Send(Close{v}), v.Next())
	case k.Is(s, KeyBack), k.Is(s, KeyOpen), k.Is(s, KeyQuit):
		return Send(Close{v})
	case k.Is(s, KeyYes):
		return v.env.Copy(v.document.Text)
	case s == "s":
		return v.save()
	default:
		v.pager.Key(s)
	}
	return nil
}

// save asks for a file name and writes the document there.
func (v *DocumentView) save() tea.Cmd {
	if v.env.Save == nil {
		return Say("No file can be written from here: this session runs on a machine that is not yours. Copy it instead.")
	}
	const field = "file"
	form := NewForm(v.env, "Save "+v.document.Title, []*Input{NewInput(Input{Name: field, Label: "File", Required: true,
		Help: "it is made anew; a file that is there is never overwritten"}, v.document.Name)})
	form.Leave = func() tea.Cmd { return Send(Close{form}) }
	form.Submit = func() tea.Cmd {
		form.Busy(true)
		name := form.Input(field).Value()
		write := func(context.Context) (struct{}, error) { return struct{}{}, v.env.Save(name, []byte(v.document.Text)) }
		return Go(v.env, form, write, func(_ struct{}, err error) tea.Cmd {
			if err != nil {
				form.Refuse(unsaved(field, name, err))
				return nil
			}
			return tea.Sequence(Send(Close{form}), Say("Saved as "+text.Visible(name)+"."))
		})
	}
	return Send(Open{form})
}

// unsaved is why a file was not written.
func unsaved(field, name string, err error) error {
	r := &model.Refusal{Field: field, Message: "The file " + text.Visible(name) + " could not be written: " + text.Visible(err.Error()) + ".", Fix: "Give another name."}
	if errors.Is(err, fs.ErrExist) {
		r.Message = "There is a file " + text.Visible(name) + " already, and it was not touched."
	}
	return r
}

// View draws the title, the text and the keys.
func (v *DocumentView) View() string {
	t, k := v.env.Theme, v.env.Keys
	title := t.Title.Render(text.Truncate(text.Visible(v.document.Title), v.w))
	going := ""
	if v.Next != nil {
		going = k.Label(KeyOpen) + " " + v.Going + t.Dot
	}
	keys := t.Dim.Render(text.Truncate(going+k.Label(KeyYes)+" copies"+t.Dot+"s saves to a file"+t.Dot+"arrows scroll"+t.Dot+k.Label(KeyBack)+" closes", v.w))
	return text.Block([]string{title, ""}, v.w, 2) + "\n" + v.pager.View() + "\n" + text.Block([]string{"", keys}, v.w, 2)
}
