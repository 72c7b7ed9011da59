package screens_test

import (
	"strings"
	"testing"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/tui/kit/kittest"
)

const password = "Correct-Horse?7"

// signUp goes through the pages up to the alias.
func signUp(r *kittest.Robot, email, name string) {
	r.See("[1 email]", "Your email address").Type(email).Press("enter")
	r.See("[2 name]", "Your name").Type(name).Press("enter")
	r.See("[3 code]", "Verification code").Press("o").See("Your verification code").Press("enter", "enter")
	r.See("[4 password]", "Password", "Confirm password", "I agree").Type(password).Press("enter").Type(password).Press("enter", "space", "enter")
	r.See("[5 alias]", "Alias")
}

func TestSignUp(t *testing.T) {
	onScreen(t, "IDN-01 email, name, code, password with agreement, alias, and then the first space at once", func(w *world) {
		r := w.open(modeltest.Nobody, "sign-up")
		signUp(r, "mary@example.com", "Mary Major")
		r.Type("MaryMajor").Press("enter").See("Create a space", "Name your space", "as marymajor")
		r.Wait(ages).Press("ctrl+p").Type("mysettings").Press("enter").See("Mary Major", "@MaryMajor")
	})
	onScreen(t, "IDN-01 going back loses nothing, and an unchanged address gets no second code", func(w *world) {
		r := w.open(modeltest.Nobody, "sign-up")
		signUp(r, "mary@example.com", "Mary Major")
		r.Type("Mary").Press("esc", "esc").See("[3 code]", w.Code("mary@example.com")).Press("esc").See("Mary Major").Press("esc").See("mary@example.com")
		r.Press("enter", "enter", "enter").See("[4 password]", "***************", "[x]").Press("ctrl+s").See("[5 alias]", "Mary")
		if mails := modeltest.Ask[[]model.Mail](w.World, modeltest.Nobody, &model.ListOutbox{}); len(mails) != 1 {
			t.Errorf("%d codes were mailed", len(mails))
		}
	})
	onScreen(t, "IDN-01 leaving asks whether to throw away what was typed", func(w *world) {
		r := w.open(modeltest.Nobody, "welcome")
		r.Press("u").Type("mary@example.com").Press("esc").See("Throw away this sign-up?").Press("esc").See("mary@example.com")
		r.Press("esc", "y").See("Welcome to atrium")
	})
	onScreen(t, "IDN-02 a wrong code is refused on its field; Resend brings another and the old one stops working", func(w *world) {
		r := w.open(modeltest.Nobody, "sign-up")
		r.Type("mary@example.com").Press("enter").Type("Mary Major").Press("enter").Type("12").Press("enter")
		r.See("[3 code]", "! This is not the verification code.", "Rule IDN-02")
		old := w.Code("mary@example.com")
		r.Press("r").See("A new code was mailed.").Type(old).Press("enter").See("! This is not the verification code.")
		r.Press("o").See("1 of 2").Press("enter", "enter").See("[4 password]")
	})
	onScreen(t, "IDN-02 a code that expired meanwhile leads back to its page", func(w *world) {
		r := w.open(modeltest.Nobody, "sign-up")
		signUp(r, "mary@example.com", "Mary Major")
		w.Clock.Move(model.CodeLifetime)
		r.Type("Mary").Press("enter").See("[3 code]", "! The verification code expired")
	})
	onScreen(t, "IDN-03 IDN-04 refusals stand on the password's page, and the password is never shown", func(w *world) {
		r := w.open(modeltest.Nobody, "sign-up")
		r.Type("mary@example.com").Press("enter").Type("Mary Major").Press("enter").Press("o", "enter", "enter")
		r.Type("Sh0rt").Press("enter").Type("Sh0rt").Press("ctrl+s").See("! The password must have 8 to 64 characters.").SeeNot("Sh0rt")
		r.Type("-but-longer").Press("ctrl+s").See("! The two passwords differ.").Type("-but-longer").Press("ctrl+s")
		r.See("! An AWS Builder ID needs your agreement").SeeNot("longer")
		if strings.Contains(string(r.Bytes()), "longer") {
			t.Error("the password was written to the terminal")
		}
	})
	onScreen(t, "IDN-05 a taken alias is refused on its field, and the rest is kept", func(w *world) {
		w.SignUp("mary")
		r := w.open(modeltest.Nobody, "sign-up")
		signUp(r, "mary2@example.com", "Mary Minor")
		r.Type("MARY").Press("enter").See("! The alias MARY belongs to someone else.").Type("2").Press("enter").See("Create a space", "as mary2")
	})
	onScreen(t, "a session that cannot switch goes on as it is", func(w *world) {
		w.SignUp("bob")
		env := w.env(modeltest.As("bob"))
		env.MaySwitch = false
		r := w.openWith(env, "spaces").Press("ctrl+p").Type("signup").Press("enter")
		signUp(r, "mary@example.com", "Mary Major")
		r.Type("Mary").Press("enter").See("@Mary is signed up. This session goes on as bob.", "as bob")
	})
}
