package kit

import (
	"context"
	"io"
	"io/fs"
	"strings"
	"sync/atomic"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/text"
)

// FromFiles is a command that imports files; see [model.FromFiles].
type FromFiles interface {
	model.Command
	model.FromFiles
}

// ImportOptions are what an import is made with.
type ImportOptions struct {
	Title string
	// Fields are asked for; Given are lines above them, with what is settled.
	Fields, Given []string
	// Written says how much is written by now, where the command tells; nil or "" where it does not.
	Written func() string
	// Said says what was imported; what the plan did without it.
	Said func(model.Receipt) string
}

// Import is the dialog of one import of files: which, what they would change, and how far it is. It can be
// cancelled at any time, and then nothing is imported.
type Import struct {
	env     *Env
	cmd     FromFiles
	entry   *model.Entry
	o       ImportOptions
	form    *Form
	confirm *Confirm
	cancel  context.CancelFunc // not nil while files are read or written
	doing   string
	far     far
	opener  string
	w, h    int
}

// far is how many bytes there are to read, as far as that is known, and how many were read.
type far struct{ size, bytes atomic.Int64 }

// NewImport makes the dialog for a command, which is filled as far as it is known.
func NewImport(env *Env, cmd FromFiles, o ImportOptions) *Import {
	i := &Import{env: env, cmd: cmd, entry: env.Service.EntryOf(cmd), o: o}
	cmd.OpenWith(i.open)
	if folders, ok := cmd.(model.FromFolders); ok {
		folders.ListWith(env.List)
	}
	i.form = NewForm(env, o.Title, InputsOf(cmd, o.Fields, nil))
	i.form.Given, i.form.Topic = o.Given, i.entry.Topic
	i.form.Submit, i.form.Leave = i.check, i.close
	return i
}

// ImportAction is the action that begins an import. It is closed in a session that has no files; there names the
// command line that imports on the machine that has them.
func ImportAction(env *Env, key string, entry *model.Entry, closed *Reason, there string, begin func() tea.Cmd) Action {
	a := Action{ID: entry.ID, Key: key, Title: "import", Run: begin, Disabled: closed}
	if env.Open == nil && a.Disabled == nil {
		a.Disabled = &Reason{Why: "This session has no files of yours: the program runs on another machine.", Fix: "Import on that machine: " + there}
	}
	return a
}

// open counts how much there is to read, and what is read.
func (i *Import) open(name string) (io.ReadCloser, error) {
	f, err := i.env.Open(name)
	if err != nil {
		return nil, err
	}
	if file, ok := f.(interface{ Stat() (fs.FileInfo, error) }); ok {
		if info, err := file.Stat(); err == nil {
			i.far.size.Add(info.Size())
		}
	}
	return &counted{f, &i.far.bytes}, nil
}

// counted counts the bytes that are read.
type counted struct {
	io.ReadCloser
	bytes *atomic.Int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.bytes.Add(int64(n))
	return n, err
}

// Init does nothing: the form waits for keys.
func (i *Import) Init() tea.Cmd { return nil }

// Title is the crumb.
func (i *Import) Title() string { return "Import" }

// Topic is what explains the command.
func (i *Import) Topic() string { return i.entry.Topic }

// Typing reports that keys go into a field.
func (i *Import) Typing() bool { return i.cancel == nil && i.confirm == nil }

// OpenedBy says which key opened the dialog: that one does not confirm it.
func (i *Import) OpenedBy(key string) { i.opener = key }

// MayLeave asks while files are read, or where something was typed.
func (i *Import) MayLeave() string {
	if i.cancel != nil {
		return "An import is under way. Leave it?"
	}
	return i.form.MayLeave()
}

// SetSize gives the part that is shown all the room.
func (i *Import) SetSize(w, h int) {
	i.w, i.h = w, h
	i.form.SetSize(w, h)
	if i.confirm != nil {
		i.confirm.SetSize(w, h)
	}
}

func (i *Import) close() tea.Cmd { return Send(Close{i}) }

// check reads the files and asks what they would change.
func (i *Import) check() tea.Cmd {
	if !i.form.Fill(i.cmd) {
		return nil
	}
	return work(i, "Reading", func(ctx context.Context) (model.Plan, error) {
		return i.env.Service.Check(ctx, i.env.Session, i.cmd)
	}, i.ask)
}

// ask shows the plan and asks whether to do it.
func (i *Import) ask(plan model.Plan) tea.Cmd {
	i.confirm = NewConfirm(i.env, i.o.Title, plan, "")
	i.confirm.OpenedBy(i.opener)
	i.confirm.Do = func(string) tea.Cmd { i.confirm = nil; return i.do() }
	i.confirm.Cancel = func() tea.Cmd { i.confirm = nil; return nil }
	i.confirm.SetSize(i.w, i.h)
	return nil
}

func (i *Import) do() tea.Cmd {
	return work(i, "Importing", func(ctx context.Context) (model.Receipt, error) {
		return i.env.Service.Do(ctx, i.env.Session, i.cmd)
	}, i.done)
}

// done says what was imported; what the files had to remark is among the effects.
func (i *Import) done(receipt model.Receipt) tea.Cmd {
	var b strings.Builder
	for _, e := range receipt.Plan.Effects {
		b.WriteString("- " + e.Text + "\n")
	}
	said := b.String()
	if i.o.Said != nil {
		said = i.o.Said(receipt)
	}
	return tea.Sequence(i.close(), Send(Open{NewText(i.env, "Imported", said, "")}))
}

// work does something long, without the time limit of other questions: it can be cancelled instead.
func work[T any](i *Import, doing string, what func(context.Context) (T, error), then func(T) tea.Cmd) tea.Cmd {
	unlimited := *i.env
	unlimited.Timeout = 0
	asked, cancel := context.WithCancel(context.Background())
	i.cancel, i.doing = cancel, doing
	i.far.size.Store(0)
	i.far.bytes.Store(0)
	ask := func(ctx context.Context) (T, error) {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		defer context.AfterFunc(asked, stop)()
		return what(ctx)
	}
	return tea.Batch(i.watch(), Go(&unlimited, i, ask, func(value T, err error) tea.Cmd {
		cancelled := asked.Err() != nil
		cancel()
		i.cancel = nil
		switch {
		case err != nil && cancelled:
			return i.failed(&model.Refusal{Message: "The import was cancelled.", Fix: "Nothing was imported."})
		case err != nil:
			return i.failed(err)
		default:
			return then(value)
		}
	}))
}

// failed goes back to the form, which keeps what was typed.
func (i *Import) failed(err error) tea.Cmd {
	i.form.Refuse(err)
	return nil
}

// watch draws how far it is, five times a second while it runs.
func (i *Import) watch() tea.Cmd {
	return After(i.env, &i.far, time.Second/5, func() tea.Cmd {
		if i.cancel == nil {
			return nil
		}
		return i.watch()
	})
}

// Update takes keys; while files are read only the one that cancels.
func (i *Import) Update(msg tea.Msg) tea.Cmd {
	key, ok := msg.(tea.KeyMsg)
	switch {
	case i.cancel != nil:
		if ok && i.env.Keys.Is(key.String(), KeyBack) {
			i.doing = "Cancelling"
			i.cancel()
		}
		return nil
	case i.confirm != nil:
		return i.confirm.Update(msg)
	default:
		return i.form.Update(msg)
	}
}

// View draws the fields, the plan, or how far it is.
func (i *Import) View() string {
	switch {
	case i.cancel != nil:
		return i.progress()
	case i.confirm != nil:
		return i.confirm.View()
	default:
		return i.form.View()
	}
}

// progress shows the bytes that are read, and what is written after that.
func (i *Import) progress() string {
	t := i.env.Theme
	lines := []string{t.Title.Render(text.Truncate(i.o.Title, i.w)), "", i.doing + t.More,
		Progress(t, i.w, int(i.far.bytes.Load()>>10), int(i.far.size.Load()>>10)) + " KiB"}
	if i.o.Written != nil {
		lines = append(lines, i.o.Written())
	}
	lines = append(lines, "", t.Dim.Render(i.env.Keys.Label(KeyBack)+" cancels; nothing is imported then"))
	return text.Block(lines, i.w, i.h)
}
