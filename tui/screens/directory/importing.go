package directory

import (
	"context"
	"io"
	"io/fs"
	"strings"
	"sync/atomic"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// importing is the dialog of one import: which files, what they would change, and how far it is.
type importing struct {
	env     *kit.Env
	cmd     *model.ImportDirectory
	title   string
	form    *kit.Form
	confirm *kit.Confirm
	cancel  context.CancelFunc // not nil while files are read or written
	doing   string
	far     far
	opener  string
	w, h    int
}

// far is how far it is; the model counts while the screen looks.
type far struct{ size, bytes, users atomic.Int64 }

func newImport(env *kit.Env, store, kind string, fields []string) *importing {
	i := &importing{env: env, title: "Import a directory: " + kind}
	i.cmd = &model.ImportDirectory{Store: store, Open: i.open}
	i.cmd.Progress = func(bytes int64, users int) {
		if bytes > 0 { // it is 0 again while users are written
			i.far.bytes.Store(bytes)
		}
		i.far.users.Store(int64(users))
	}
	i.form = kit.NewForm(env, i.title, kit.InputsOf(i.cmd, fields, nil))
	i.form.Given = []string{"Identity store: " + store, "Paths of files, with commas between."}
	i.form.Submit, i.form.Leave = i.check, i.close
	return i
}

// open counts how much there is to read.
func (i *importing) open(name string) (io.ReadCloser, error) {
	f, err := i.env.Open(name)
	if err != nil {
		return nil, err
	}
	if file, ok := f.(interface{ Stat() (fs.FileInfo, error) }); ok {
		if info, err := file.Stat(); err == nil {
			i.far.size.Add(info.Size())
		}
	}
	return f, nil
}

func (i *importing) Init() tea.Cmd { return nil }

func (i *importing) Title() string { return "Import" }

func (i *importing) Topic() string { return "directory-import" }

func (i *importing) Typing() bool { return i.cancel == nil && i.confirm == nil }

func (i *importing) OpenedBy(key string) { i.opener = key }

func (i *importing) MayLeave() string {
	if i.cancel != nil {
		return "An import is under way. Leave it?"
	}
	return i.form.MayLeave()
}

func (i *importing) SetSize(w, h int) {
	i.w, i.h = w, h
	i.form.SetSize(w, h)
	if i.confirm != nil {
		i.confirm.SetSize(w, h)
	}
}

func (i *importing) close() tea.Cmd { return kit.Send(kit.Close{Dialog: i}) }

// check reads the files and asks what they would change.
func (i *importing) check() tea.Cmd {
	if !i.form.Fill(i.cmd) {
		return nil
	}
	return run(i, "Reading", func(ctx context.Context) (model.Plan, error) {
		return i.env.Service.Check(ctx, i.env.Session, i.cmd)
	}, i.ask)
}

// ask shows the plan and asks whether to do it.
func (i *importing) ask(plan model.Plan) tea.Cmd {
	i.confirm = kit.NewConfirm(i.env, i.title, plan, "")
	i.confirm.OpenedBy(i.opener)
	i.confirm.Do = func(string) tea.Cmd { i.confirm = nil; return i.do() }
	i.confirm.Cancel = func() tea.Cmd { i.confirm = nil; return nil }
	i.confirm.SetSize(i.w, i.h)
	return nil
}

func (i *importing) do() tea.Cmd {
	return run(i, "Importing", func(ctx context.Context) (model.Receipt, error) {
		return i.env.Service.Do(ctx, i.env.Session, i.cmd)
	}, i.done)
}

// done says what was imported; what the files had to remark is among the effects.
func (i *importing) done(receipt model.Receipt) tea.Cmd {
	var b strings.Builder
	for _, e := range receipt.Plan.Effects {
		b.WriteString("- " + e.Text + "\n")
	}
	return tea.Sequence(i.close(), kit.Send(kit.Open{Dialog: kit.NewText(i.env, "Imported", b.String(), "")}))
}

// run does something long, without the time limit of other questions: it can be cancelled instead.
func run[T any](i *importing, doing string, what func(context.Context) (T, error), then func(T) tea.Cmd) tea.Cmd {
	unlimited := *i.env
	unlimited.Timeout = 0
	asked, cancel := context.WithCancel(context.Background())
	i.cancel, i.doing = cancel, doing
	i.far.size.Store(0)
	i.far.bytes.Store(0)
	i.far.users.Store(0)
	work := func(ctx context.Context) (T, error) {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		defer context.AfterFunc(asked, stop)()
		return what(ctx)
	}
	return tea.Batch(i.watch(), kit.Go(&unlimited, i, work, func(value T, err error) tea.Cmd {
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
func (i *importing) failed(err error) tea.Cmd {
	i.form.Refuse(err)
	return nil
}

// watch draws how far it is, five times a second while it runs.
func (i *importing) watch() tea.Cmd {
	return kit.After(i.env, &i.far, time.Second/5, func() tea.Cmd {
		if i.cancel == nil {
			return nil
		}
		return i.watch()
	})
}

func (i *importing) Update(msg tea.Msg) tea.Cmd {
	key, ok := msg.(tea.KeyMsg)
	switch {
	case i.cancel != nil:
		if ok && i.env.Keys.Is(key.String(), kit.KeyBack) {
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

func (i *importing) View() string {
	switch {
	case i.cancel != nil:
		return i.progress()
	case i.confirm != nil:
		return i.confirm.View()
	default:
		return i.form.View()
	}
}

// progress shows the bytes that are read, and the users that are written after that.
func (i *importing) progress() string {
	t := i.env.Theme
	lines := []string{t.Title.Render(text.Truncate(i.title, i.w)), "", i.doing + t.More,
		kit.Progress(t, i.w, int(i.far.bytes.Load()>>10), int(i.far.size.Load()>>10)) + " KiB"}
	if users := int(i.far.users.Load()); users > 0 {
		lines = append(lines, kit.Thousands(users)+" users written")
	}
	lines = append(lines, "", t.Dim.Render(i.env.Keys.Label(kit.KeyBack)+" cancels; nothing is imported then"))
	return text.Block(lines, i.w, i.h)
}
