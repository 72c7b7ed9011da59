package screens_test

import (
	"io"
	"io/fs"
	"strings"
	"testing"
	"time"

	"atrium/model/modeltest"
	"atrium/tui/kit"
	"atrium/tui/kit/kittest"
)

// desk opens the directory for someone with files at hand.
func (w *world) desk(files map[string]string) *kittest.Robot {
	w.t.Helper()
	env := w.env(modeltest.AWS(thirdAccount))
	env.Open = func(name string) (io.ReadCloser, error) {
		body, ok := files[name]
		if !ok {
			return nil, fs.ErrNotExist
		}
		return io.NopCloser(strings.NewReader(body)), nil
	}
	return w.openWith(env, "directory")
}

func TestDirectory(t *testing.T) {
	onScreen(t, "FED-03 an instance is enabled, and users and groups are kept in its identity store", func(w *world) {
		r := w.desk(nil)
		r.See("IAM Identity Center is not enabled in AWS account "+thirdAccount).Press("n").See("Instance type", "organization").Press("ctrl+s")
		r.See("Instance", "ssoins-", "Identity store", "d-", "Identity Center directory", "[Users 0]", "No user yet")
		r.Press("n").See("User name").Type("anna").Press("tab", "tab", "tab").Type("Anna A").Press("ctrl+s").See("[Users 1]", "anna", "Anna A", "active")
		r.Press("tab").See("[Groups 0]", "No group yet").Press("n").Type("Writers").Press("ctrl+s").See("[Groups 1]", "Writers")
		r.Press("tab", "a").See("(choose)").Press("right").See("Writers").Press("enter").See("Writers")
		r.Press("e").See("anna").Press("tab", "tab").Type("nette").Press("ctrl+s").See("Anna Anette")
		r.Press("x").See("removes", "anna", "> Cancel <").Press("y").See("[Users 0]")
	})
	onScreen(t, "ACC-12 who is not signed in on the AWS side is told so, and can sign in", func(w *world) {
		w.SignUp("mary")
		w.corpDirectory()
		r := w.open(modeltest.As("mary"), "directory?account="+thirdAccount)
		r.See("done on the AWS side", "Rule ACC-12").Press("A").See("[Users 2]", "AWS "+thirdAccount)
	})
	onScreen(t, "ACC-12 a session that cannot switch is told so", func(w *world) {
		w.SignUp("mary")
		env := w.env(modeltest.As("mary"))
		env.MaySwitch = false
		w.openWith(env, "directory?account="+thirdAccount).See("×A Sign in to AWS").Press("A").See("This session cannot sign in")
	})
}

// slow gives a byte a second.
type slow struct{ from io.Reader }

func (s *slow) Read(p []byte) (int, error) {
	time.Sleep(time.Second)
	return s.from.Read(p[:min(len(p), 1)])
}

func TestImport(t *testing.T) {
	good := "login,mail,name,groups\nanna,anna@corp.example,Anna A,Writers\nben,,Ben B,Writers\n"
	onScreen(t, "FED-25 a directory is imported after its plan is shown", func(w *world) {
		w.corpDirectory()
		r := w.desk(map[string]string{"people.csv": good})
		r.Press("m").See("1 AWS command line", "2 SCIM 2.0", "3 CSV", "Nothing of a faulty file is applied").Press("3", "enter")
		r.See("Import a directory: CSV", "CSV files", "Replace the directory").Type("people.csv").Press("tab")
		r.Type("userName=login,email=mail,displayName=name,groups=groups").Press("ctrl+s")
		r.See("creates", "2 users are added", "1 group is added", "> Cancel <").Press("esc").See("CSV files", "people.csv")
		r.Press("ctrl+s").Press("y").See("Imported", "2 users are added").Press("enter").See("[Users 4]", "Groups 2", "anna", "Ben B")
	})
	onScreen(t, "FED-25 a faulty file is refused with file, line and field, and nothing of it is applied", func(w *world) {
		w.corpDirectory()
		r := w.desk(map[string]string{"bad.csv": "userName,email\nanna,anna@corp.example\nan na,x\n"})
		r.Press("m", "3", "enter").Type("bad.csv").Press("ctrl+s")
		r.See("! bad.csv, line 3, row 2: userName", "\"an na\" holds", "Nothing was imported.", "Rule FED-25", "bad.csv")
		r.Press("esc").See("Throw away what you typed?").Press("y").See("[Users 2]").SeeNot("anna")
	})
	onScreen(t, "FED-25 a long import shows how far it is, and can be cancelled", func(w *world) {
		w.corpDirectory()
		env := w.env(modeltest.AWS(thirdAccount))
		env.Open = func(string) (io.ReadCloser, error) { return io.NopCloser(&slow{strings.NewReader(good)}), nil }
		r := w.openWith(env, "directory")
		r.Press("m", "3", "enter").Type("people.csv").Press("tab").Type("userName=login,email=mail,displayName=name,groups=groups").Press("ctrl+s")
		r.See("Reading", "esc cancels").Press("x").See("Reading").Press("esc").Wait(time.Minute).See("! The import was cancelled.", "Nothing was imported.", "people.csv")
		r.Press("ctrl+s").Wait(10 * time.Minute).See("2 users are added").Press("y").See("Importing").Wait(10 * time.Minute).See("Imported")
	})
	onScreen(t, "FED-25 an import can be begun from anywhere", func(w *world) {
		w.corpDirectory()
		env := w.env(modeltest.AWS(thirdAccount))
		env.Open = kit.OpenFile
		r := w.openWith(env, "outbox")
		r.Press(":").Type("import a dir").Press("enter").See("1 AWS command line").Press("esc").See("[Users 2]")
	})
	onScreen(t, "FED-25 a file that is not there is named", func(w *world) {
		w.corpDirectory()
		r := w.desk(nil)
		r.Press("m", "1", "enter").See("Users files", "Leave out dangling").Type("gone.json").Press("ctrl+s").See("gone.json: cannot be opened: file does not exist")
	})
	onScreen(t, "FED-25 ACT-05 a session without files of its own is told where to import", func(w *world) {
		w.corpDirectory()
		w.open(modeltest.AWS(thirdAccount), "directory").Press("m").See("This session has no files of yours", "atrium identity import")
	})
}

func TestOpenFile(t *testing.T) {
	if _, err := kit.OpenFile(t.TempDir()); err == nil {
		t.Error("a folder was opened as a file")
	}
	if _, err := kit.OpenFile("/dev/zero"); err == nil {
		t.Error("a device was opened as a file")
	}
}
