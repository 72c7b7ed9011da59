package screens_test

import (
	"testing"

	"atrium/model"
	"atrium/model/modeltest"
)

func TestSignIn(t *testing.T) {
	onScreen(t, "FED-24 an SSO user signs in through the company's application, and the space opens", func(w *world) {
		w.corp()
		r := w.open(modeltest.Nobody, "welcome").Press("i").See("Sign in", "This is a rehearsal: there are no passwords.", "AWS Builder ID", "SSO")
		r.Press("s").See("Sign in with SSO", "Application name", "User name", "there are no passwords").Type("corp").Press("tab").Type("pat").Press("ctrl+s")
		r.See("corp-space", "[1 Projects]", "as pat (SSO")
		r.Press("esc").See("Welcome to atrium")
	})
	onScreen(t, "FED-24 an AWS Builder ID user signs in by the alias; with several spaces the overview opens", func(w *world) {
		w.acme()
		w.Space("second", "mary", otherAccount)
		r := w.open(modeltest.Nobody, "acting-as").Press("i", "enter").See("Sign in with AWS Builder ID").Type("mary").Press("enter", "enter")
		r.See("as mary", "acme", "second")
		w.open(modeltest.Nobody, "sign-in?to=acme").Press("b").See("Space", "acme").Type("lin").Press("ctrl+s").See("[1 Projects]", "as lin")
	})
	onScreen(t, "FED-24 from inside a space for the other kind of people the palette leads to a way in that works", func(w *world) {
		w.acme()
		w.corp()
		r := w.open(modeltest.As("mary"), "projects?space=acme").Press(":").Type("sign in").Press("enter", "s").Type("corp").Press("tab").Type("pat").Press("ctrl+s")
		r.See("corp-space", "as pat (SSO")
	})
	onScreen(t, "FED-24 the wrong kind of user is refused on the space, and nobody is switched to", func(w *world) {
		w.acme()
		w.corp()
		r := w.open(modeltest.Nobody, "sign-in").Press("b").Type("mary").Press("tab").Type("corp-space").Press("ctrl+s")
		r.See("An AWS Builder ID user cannot sign in to \"corp-space\"", "Sign in with SSO", "Rule FED-24", "as nobody")
		r = w.open(modeltest.Nobody, "sign-in").Press("s").Type("corp").Press("tab").Type("pat").Press("tab").Type("acme").Press("ctrl+s")
		r.See("An SSO user of corp cannot sign in to \"acme\"", "Rule FED-24", "as nobody")
		r.Press("esc").See("Throw away what you typed?").Press("y").See("How does the person sign in?")
	})
	onScreen(t, "FED-24 FED-14 who is unknown, or not brought yet, is told so on the field", func(w *world) {
		w.staff(1)
		r := w.open(modeltest.Nobody, "sign-in").Press("s").Type("nowhere").Press("tab").Type("pat").Press("ctrl+s").See("There is no company application named \"nowhere\"", "Rule FED-24")
		r.Press("ctrl+u").Type("corp").Press("tab", "ctrl+u").Type("kim").Press("ctrl+s").See("is not an SSO user of the space of corp, or not yet", "sync explain")
		w.open(modeltest.Nobody, "sign-in").Press("b", "enter", "enter").See("Alias is missing.").Type("ghost").Press("ctrl+s").See("There is no AWS Builder ID user \"ghost\"")
	})
	onScreen(t, "FED-24 a session that cannot switch is told who could sign in", func(w *world) {
		w.acme()
		env := w.env(modeltest.As("lin"))
		env.MaySwitch = false
		w.openWith(env, "sign-in").Press("b").Type("mary").Press("ctrl+s").See("(@mary) can sign in", "- acme", "cannot be switched").Press("enter").See("as lin")
	})
	onScreen(t, "FED-24 FED-19 an application without a space signs nobody in", func(w *world) {
		w.corp()
		w.Do(modeltest.AWS(thirdAccount), &model.DisassociateSSO{Space: "corp-space", Confirm: "corp-space"})
		w.open(modeltest.Nobody, "sign-in").Press("s").Type("corp").Press("tab").Type("pat").Press("ctrl+s").See("The application corp is associated with no space.")
	})
}
