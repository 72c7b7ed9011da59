package model

import (
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// CodeLifetime is how long an email verification code works (IDN-02, facts.md 3.2).
const CodeLifetime = 10 * time.Minute

// signup is a sign-up that waits for its email to be verified.
type signup struct {
	Email   string  `cbor:"1,keyasint"`
	Name    string  `cbor:"2,keyasint"`
	Code    string  `cbor:"3,keyasint"`
	Expires Instant `cbor:"4,keyasint"`
}

var signups = Table[signup]{name: "signup", key: func(s *signup) Key { return K(fold(s.Email)) }}

// SignUp begins an AWS Builder ID: the email and the full name; a code is mailed (IDN-01, IDN-02).
type SignUp struct {
	Email string `flag:"email" label:"Your email address" help:"a code is mailed to it" need:"yes"`
	Name  string `flag:"name" label:"Your name" help:"first and last name; it can be changed later" need:"yes"`
}

func (c *SignUp) fieldsRule() string { return "IDN-01" }

func (c *SignUp) apply(act *Act) error {
	if err := checkEmail("IDN-01", c.Email); err != nil {
		return err
	}
	if err := checkName("IDN-01", "name", c.Name); err != nil {
		return err
	}
	if taken, err := emails.Has(act, K(fold(c.Email))); err != nil {
		return err
	} else if taken {
		return refuse("IDN-01", "email", "There is an AWS Builder ID with the email %s already.", c.Email).
			fix("Sign in with it, or use another address.")
	}
	s := &signup{Email: strings.TrimSpace(c.Email), Name: strings.TrimSpace(c.Name)}
	if err := s.mailCode(act); err != nil {
		return err
	}
	return act.record("", s.Email, "began to sign up")
}

// mailCode issues a new code; an older one stops working (IDN-02).
func (s *signup) mailCode(act *Act) error {
	s.Code, s.Expires = act.digits("code", 6), act.Now.Add(CodeLifetime)
	if err := signups.Put(act, s); err != nil {
		return err
	}
	act.plan(EffectMails, "a verification code to %s, good for %d minutes", s.Email, int(CodeLifetime/time.Minute))
	return act.mail(s.Email, "Your verification code", "Enter this code to verify your email address. It expires in 10 minutes.", s.Code)
}

// ResendCode issues a new verification code (IDN-02).
type ResendCode struct {
	Email string `flag:"email" label:"Your email address" help:"the address that you signed up with" need:"yes"`
}

func (c *ResendCode) apply(act *Act) error {
	s, err := findSignup(act, c.Email)
	if err != nil {
		return err
	}
	if err := s.mailCode(act); err != nil {
		return err
	}
	return act.record("", s.Email, "asked for a new verification code")
}

func findSignup(r Reader, email string) (*signup, error) {
	s, found, err := signups.Get(r, K(fold(email)))
	if err == nil && !found {
		err = refuse("IDN-02", "email", "No sign-up with the email %s waits for a code.", email).
			fix("Begin with sign-up.")
	}
	return s, err
}

// CreateBuilderID ends a sign-up: the code, a password entered twice with the agreement ticked, and an
// alias, checked in this order (IDN-01). The password is checked and forgotten (IDN-03).
type CreateBuilderID struct {
	Email        string `flag:"email" label:"Your email address" help:"the address that you signed up with" need:"yes"`
	Code         string `flag:"code" label:"Verification code" help:"the code from the mail (outbox list)" need:"yes"`
	Password     string `flag:"password" label:"Password" help:"8 to 64 characters" need:"yes" secret:"yes"`
	Confirmation string `flag:"password-confirmation" label:"Confirm password" help:"the same again" need:"yes" secret:"yes"`
	Agree        bool   `flag:"agree" label:"I agree" help:"agree with the AWS Customer Agreement and the AWS Service Terms"`
	Alias        string `flag:"alias" label:"Alias" help:"3 to 100 letters and digits, beginning with a letter; it can never be changed" need:"yes"`
}

func (c *CreateBuilderID) checksInOrder() {}

func (c *CreateBuilderID) apply(act *Act) error {
	s, err := findSignup(act, c.Email)
	if err != nil {
		return err
	}
	if err := c.check(act, s); err != nil {
		return err
	}
	p := &Person{Alias: c.Alias, Name: s.Name, Email: s.Email, Kind: BuilderID, SignedUp: act.Now, ID: BuilderPerson(c.Alias)}
	if err := people.Put(act, p); err != nil {
		return err
	}
	if err := emails.Put(act, &emailOwner{Email: s.Email, Alias: p.Alias}); err != nil {
		return err
	}
	if err := signups.Delete(act, s); err != nil {
		return err
	}
	act.plan(EffectCreates, "the AWS Builder ID of %s, with the alias @%s", p.Name, p.Alias)
	act.result = *p
	return act.record("", p.Alias, "signed up")
}

// check goes through the steps of the sign-up in their order, so that the first fault is the one to mend.
func (c *CreateBuilderID) check(act *Act, s *signup) error {
	if err := c.checkCode(act.Now, s); err != nil {
		return err
	}
	if err := checkPassword(c.Password, c.Confirmation); err != nil {
		return err
	}
	if !c.Agree {
		return refuse("IDN-04", "agree", "An AWS Builder ID needs your agreement with the AWS Customer Agreement and the AWS Service Terms.").
			fix("Tick the agreement (--agree on the command line).")
	}
	return checkNewAlias(act, c.Alias)
}

func (c *CreateBuilderID) checkCode(now Instant, s *signup) error {
	switch {
	case now >= s.Expires:
		return refuse("IDN-02", "code", "The verification code expired at %s.", s.Expires.Stamp()).fix("Ask for a new one (resend).")
	case strings.TrimSpace(c.Code) != s.Code:
		return refuse("IDN-02", "code", "This is not the verification code.").fix("Look it up in the outbox; only the newest code works.")
	}
	return nil
}

// checkPassword keeps IDN-03 with the form of facts.md 3.3: 8 to 64 printable ASCII characters. The list there does
// not name the space, and passphrases need it, so it is allowed. Which classes must occur no source says, so
// none is asked for. Nothing about the password itself is repeated.
func checkPassword(password, confirmation string) error {
	n := utf8.RuneCountInString(password)
	switch {
	case n < 8 || n > 64:
		return refuse("IDN-03", "password", "The password must have 8 to 64 characters.").fix("Choose another one.")
	case strings.ContainsFunc(password, func(r rune) bool { return r < ' ' || r > '~' }):
		return refuse("IDN-03", "password", "The password holds a character that is not allowed.").
			fix("Use letters A-Z and a-z, digits, spaces and the signs of a US keyboard.")
	case password != confirmation:
		return refuse("IDN-03", "password-confirmation", "The two passwords differ.").fix("Enter the same password twice.")
	}
	return nil
}

// aliasForm is the alias's form of facts.md 3.3.
var aliasForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]{2,99}$`)

func checkNewAlias(r Reader, alias string) error {
	if !aliasForm.MatchString(alias) {
		return refuse("IDN-05", "alias", "The alias %q does not have the form of an alias.", alias).
			fix("Use 3 to 100 letters A-Z, a-z and digits, beginning with a letter, without spaces.")
	}
	taken, err := people.Has(r, K(fold(alias)))
	if err == nil && taken {
		err = refuse("IDN-05", "alias", "The alias %s belongs to someone else.", alias).fix("Choose another one; it cannot be changed later.")
	}
	return err
}

// emailForm is deliberately loose: something, one @, something with no space on either side.
var emailForm = regexp.MustCompile(`^[^\s@<>"(),;]+@[^\s@<>"(),;]+$`)

// maxEmail is the longest address that mail can carry (RFC 5321).
const maxEmail = 254

func checkEmail(rule, email string) error {
	email = strings.TrimSpace(email)
	if len(email) > maxEmail || !emailForm.MatchString(email) || strings.ContainsFunc(email, notShown) {
		return refuse(rule, "email", "%q is not an email address.", clip(email)).fix("Write it as name@example.com.")
	}
	return nil
}

// maxName is the longest full name, as in an identity store (facts.md 6.2).
const maxName = 1024

func checkName(rule, field, name string) error {
	trimmed := strings.TrimSpace(name)
	if trimmed == "" {
		return refuse(rule, field, "The name is empty.").fix("Give a name.")
	}
	if utf8.RuneCountInString(trimmed) > maxName || !utf8.ValidString(trimmed) || strings.ContainsFunc(trimmed, notShown) {
		return refuse(rule, field, "The name holds characters that cannot be shown, or is longer than %d.", maxName).
			fix("Leave out control characters.")
	}
	return nil
}

// notShown tells characters that a terminal would obey or hide instead of showing them.
func notShown(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) || r == utf8.RuneError
}

// clip shortens what someone typed for a sentence that quotes it.
func clip(s string) string {
	if utf8.RuneCountInString(s) > 60 {
		return string([]rune(s)[:60]) + "…"
	}
	return s
}
