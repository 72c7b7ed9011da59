package screens_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/tui"
	"atrium/tui/kit"
)

// route is a place with everything that any of the screens needs.
func route(name string) string { return name + "?space=acme&alias=mary&group=Admins" }

func TestHelp(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(tui.All())) {
		onScreen(t, "HLP-01 ? opens the topic where one stands: "+name, func(w *world) {
			w.acme()
			session := modeltest.As("mary")
			session.AWS = &model.SignIn{Account: account, Administrator: true}
			screen := tui.All()[name](w.env(session), kit.ParseRoute(route(name)))
			explained, ok := screen.(kit.Explained)
			if !ok {
				t.Fatalf("the place %s names no topic", name)
			}
			topic := w.Service.Guide().Topic(explained.Topic())
			if topic == nil {
				t.Fatalf("the place %s names the topic %q, which the guide does not have", name, explained.Topic())
			}
			r := w.open(session, route(name)).Press("?")
			if got := r.Lines()[1]; strings.TrimSpace(got) != topic.Title {
				t.Errorf("? in %s shows %q and not %q:\n%s", name, got, topic.Title, r.Screen())
			}
			r.Press("esc").SeeNot("esc close")
		})
	}
	onScreen(t, "HLP-01 ? opens the topic of a command that is being filled in", func(w *world) {
		w.acme()
		w.open(modeltest.As("mary"), "projects?space=acme").Press("n", "?").See("A project is where people work together").Press("esc").Type("a?").See("a?")
	})
}

func TestIdle(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(tui.All())) {
		t.Run("an idle screen writes nothing: "+name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, 80, 24)
				w.acme()
				r := w.open(modeltest.As("mary"), route(name)).Wait(time.Minute)
				r.Bytes()
				if written := r.Wait(10 * time.Minute).Bytes(); len(written) > 0 {
					t.Errorf("ten idle minutes wrote %q", written)
				}
			})
		})
	}
}

func TestGuide(t *testing.T) {
	onScreen(t, "HLP-01 topics are browsed by area, searched, and linked", func(w *world) {
		r := w.open(modeltest.Nobody, "guide").See("accounts", "Connecting an AWS account")
		r.Press("/").Type("twelve digits").Press("enter").See("Creating a space").Press("esc")
		r.Press("/").Type("register").Press("enter").See("1 of 1").Press("enter").See("Signing up", "An email address that nobody else has used").Press("end").See("Rules that apply").Press("home")
		r.Press("tab", "enter").See("left return").Press("left").See("Signing up").Press("esc").See("filter: register")
	})
	onScreen(t, "HLP-02 the eleven concepts are a glossary", func(w *world) {
		r := w.open(modeltest.Nobody, "guide").Press("c").See("1 of 11", "AWS Builder ID space", "Space with identity federation",
			"Identity provider (IdP)", "Identity source", "Identity store", "Single sign-on (SSO)", "Identity Center application",
			"Instance of IAM Identity Center", "Organization instance", "Account instance", "How identity federation works")
		r.Press("enter").See("A space whose members each have an AWS Builder ID").Press("esc").Press("c").SeeNot("of 11")
	})
	onScreen(t, "HLP-02 the sign-up links to the concept that it uses", func(w *world) {
		r := w.open(modeltest.Nobody, "sign-up").Press("?", "shift+tab").See("> AWS Builder ID space").Press("enter").See("on being invited")
		r.Press("esc").Type("a").See("a")
	})
	onScreen(t, "HLP-02 the creation of a space links to the concepts that it uses", func(w *world) {
		w.SignUp("mary")
		r := w.open(modeltest.As("mary"), "create-space").Press("?", "shift+tab").See("> AWS Builder ID space")
		r.Press("enter").See("A space whose members each have an AWS Builder ID")
	})
}

func TestPermissions(t *testing.T) {
	onScreen(t, "ACT-04 the table holds every command with its roles, as the service decides", func(w *world) {
		w.acme()
		list := modeltest.Ask[[]model.Permission](w.World, modeltest.Nobody, &model.ListPermissions{})
		r := w.open(modeltest.As("mary"), "permissions").See("Admin", "Power", "Limit", "AWS", "1 of "+kit.Thousands(len(list)))
		for _, p := range list {
			row := cursorLine(r.Lines())
			want := marks(p.SpaceAdministrator, p.PowerUser, p.LimitedAccess, p.AWSSide)
			if !strings.Contains(row, p.Title) || !strings.Contains(strings.Join(strings.Fields(row), " "), want) {
				t.Errorf("%s is shown as %q, want %q", p.Command, row, want)
			}
			r.See("("+p.Command+", ", "Who may: "+p.Who[:min(len(p.Who), 60)])
			r.Press("down")
		}
	})
	onScreen(t, "ACT-04 what a row says is what the service does", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "permissions").Press("/").Type("space.delete").Press("enter")
		if row := strings.Join(strings.Fields(cursorLine(r.Lines())), " "); !strings.Contains(row, marks(true, false, false, false)) {
			t.Errorf("space.delete is shown as %q", row)
		}
		w.Refuse("ACT-02", modeltest.As("lin"), &model.DeleteSpace{Name: "acme", Confirm: "delete"})
	})
}

// cursorLine is the row under the cursor.
func cursorLine(lines []string) string {
	at := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, "> ") })
	return lines[max(at, 0)]
}

// marks are the four marks of a row.
func marks(yes ...bool) string {
	shown := make([]string, len(yes))
	for i := range yes {
		shown[i] = "–"
		if yes[i] {
			shown[i] = "✓"
		}
	}
	return strings.Join(shown, " ")
}

func TestWindows(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(tui.All())) {
		t.Run("every frame keeps to its window: "+name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, 80, 24)
				w.acme()
				r := w.open(modeltest.As("mary"), route(name))
				for _, size := range [][2]int{{60, 15}, {61, 40}, {200, 16}, {132, 43}, {30, 5}, {80, 24}} {
					r.Resize(size[0], size[1]).Press("down", "end", "?", "end", "esc", "home") // the robot checks each frame
				}
			})
		})
	}
}
