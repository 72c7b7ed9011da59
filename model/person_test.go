package model_test

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"reflect"
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

// begin signs an address up and returns the rest of the sign-up, filled in well.
func begin(w *modeltest.World, email, name, alias string) *model.CreateBuilderID {
	w.T.Helper()
	w.Do(modeltest.Nobody, &model.SignUp{Email: email, Name: name})
	return &model.CreateBuilderID{Email: email, Code: w.Code(email), Password: "s3cret+Pass", Confirmation: "s3cret+Pass", Agree: true, Alias: alias}
}

// with returns a changed copy of a command.
func with[C any](cmd *C, change func(*C)) *C {
	other := *cmd
	change(&other)
	return &other
}

func TestSignUp(t *testing.T) {
	t.Run("IDN-01 the inputs of the sign-up come in the guide's order", func(t *testing.T) {
		var order []string
		for _, cmd := range []any{&model.SignUp{}, &model.CreateBuilderID{}} {
			for _, f := range model.FieldsOf(cmd) {
				order = append(order, f.Name)
			}
		}
		mustEqual(t, "order", strings.Join(order, " "), "email name email code password password-confirmation agree alias")
	})
	t.Run("IDN-01 the first fault in the order of the steps is the one that is told, so that each step can be checked alone", func(t *testing.T) {
		w := newWorld(t)
		good := begin(w, "mary@example.com", "Mary Major", "Mary")
		faulty := &model.CreateBuilderID{Email: good.Email}
		for _, step := range []struct {
			field  string
			repair func()
		}{
			{"code", func() { faulty.Code = good.Code }},
			{"password", func() { faulty.Password = good.Password }},
			{"password-confirmation", func() { faulty.Confirmation = good.Confirmation }},
			{"agree", func() { faulty.Agree = true }},
			{"alias", func() { faulty.Alias = good.Alias }},
		} {
			_, err := w.Service.Do(t.Context(), modeltest.Nobody, faulty)
			refusal, _ := model.AsRefusal(err)
			if refusal == nil || refusal.Field != step.field {
				t.Fatalf("before %s was mended: %v", step.field, err)
			}
			step.repair()
		}
		person := w.Do(modeltest.Nobody, faulty).Result.(model.Person)
		mustEqual(t, "alias", person.Alias, "Mary")
		mustEqual(t, "name", person.Name, "Mary Major")
	})
	t.Run("IDN-01 email and full name are asked for, in a form that can be shown, and an email signs up once", func(t *testing.T) {
		w := newWorld(t)
		w.SignUp("Mary")
		for name, cmd := range map[string]*model.SignUp{
			"no email":        {Name: "Li Juan"},
			"blank email":     {Email: "  ", Name: "Li Juan"},
			"malformed email": {Email: "li juan@example.com", Name: "Li Juan"},
			"two ats":         {Email: "li@juan@example.com", Name: "Li Juan"},
			"no name":         {Email: "li@example.com"},
			"blank name":      {Email: "li@example.com", Name: " \t"},
			"escape in name":  {Email: "li@example.com", Name: "Li\x1b[2J"},
			"taken":           {Email: "mary@example.com", Name: "Mary"},
			"taken, in case":  {Email: "MARY@Example.COM", Name: "Mary"},
		} {
			t.Run(name, func(t *testing.T) { w.Refused("IDN-01", modeltest.Nobody, cmd) })
		}
	})
	t.Run("IDN-01 going on to a first space follows at once", func(t *testing.T) {
		w := newWorld(t)
		w.Do(modeltest.Nobody, begin(w, "mary@example.com", "Mary Major", "Mary"))
		w.Space("first", "Mary", acmeAccount)
		mustEqual(t, "spaces", spaceNames(w, as("Mary")), "first")
	})
	t.Run("IDN-04 sign-up without the agreement is refused", func(t *testing.T) {
		w := newWorld(t)
		good := begin(w, "mary@example.com", "Mary", "Mary")
		refusal := w.Refused("IDN-04", modeltest.Nobody, with(good, func(c *model.CreateBuilderID) { c.Agree = false }))
		mustEqual(t, "field", refusal.Field, "agree")
		mustHold(t, refusal.Message, "Customer Agreement", "Service Terms")
	})
}

func TestVerificationCode(t *testing.T) {
	t.Run("IDN-02 the code is mailed to the outbox, and a wrong one is refused", func(t *testing.T) {
		w := newWorld(t)
		good := begin(w, "mary@example.com", "Mary", "Mary")
		mails := modeltest.Ask[[]model.Mail](w, modeltest.Nobody, &model.ListOutbox{})
		mustEqual(t, "mails", len(mails), 1)
		mustEqual(t, "to", mails[0].To, "mary@example.com")
		for _, wrong := range []string{"", "000000x", good.Code[:5], good.Code + "0", strings.Repeat("9", 6)} {
			w.Refused("IDN-02", modeltest.Nobody, with(good, func(c *model.CreateBuilderID) { c.Code = wrong }))
		}
		w.Do(modeltest.Nobody, good)
		w.Refused("IDN-02", modeltest.Nobody, with(good, func(c *model.CreateBuilderID) { c.Alias = "Again" }))
	})
	t.Run("IDN-02 a code is for its own address only", func(t *testing.T) {
		w := newWorld(t)
		mary, li := begin(w, "mary@example.com", "Mary", "Mary"), begin(w, "li@example.com", "Li", "LiJuan")
		if mary.Code == li.Code {
			t.Fatal("two addresses were given the same code")
		}
		w.Refused("IDN-02", modeltest.Nobody, with(mary, func(c *model.CreateBuilderID) { c.Code = li.Code }))
	})
	t.Run("IDN-02 the code works until a second before ten minutes are over, and not from then on", func(t *testing.T) {
		w := newWorld(t)
		good := begin(w, "mary@example.com", "Mary", "Mary")
		late := begin(w, "late@example.com", "Late", "Late")
		w.Clock.Move(10*time.Minute - time.Second)
		w.Do(modeltest.Nobody, good)
		w.Clock.Move(time.Second)
		refusal := w.Refused("IDN-02", modeltest.Nobody, late)
		mustEqual(t, "field", refusal.Field, "code")
		mustHold(t, refusal.Fix, "resend")
	})
	t.Run("IDN-02 resending issues a new code with ten minutes of its own, and the old one stops working", func(t *testing.T) {
		w := newWorld(t)
		old := begin(w, "mary@example.com", "Mary", "Mary")
		w.Clock.Move(9 * time.Minute)
		w.Do(modeltest.Nobody, &model.ResendCode{Email: "MARY@example.com"})
		fresh := with(old, func(c *model.CreateBuilderID) { c.Code = w.Code(old.Email) })
		if fresh.Code == old.Code {
			t.Fatal("the new code is the old one")
		}
		w.Refused("IDN-02", modeltest.Nobody, old)
		w.Clock.Move(9 * time.Minute)
		w.Do(modeltest.Nobody, fresh)
	})
	t.Run("IDN-02 a code is not sent to an address that did not begin to sign up", func(t *testing.T) {
		newWorld(t).Refused("IDN-02", modeltest.Nobody, &model.ResendCode{Email: "nobody@example.com"})
	})
}

func TestPassword(t *testing.T) {
	t.Run("IDN-03 a password that meets the requirements of form is taken, any other is refused", func(t *testing.T) {
		w := newWorld(t)
		good := begin(w, "mary@example.com", "Mary", "Mary")
		for _, c := range []struct {
			password string
			taken    bool
		}{
			{strings.Repeat("a", 7), false}, {strings.Repeat("a", 8), true}, {strings.Repeat("Z", 64), true}, {strings.Repeat("Z", 65), false},
			{"~!@#$%^&*_-+=`|\\(){}[]:;\"'<>,.?/09", true}, {"with a space", true}, {"tab\tinside", false},
			{"pässword", false}, {"new\nline1", false}, {"nul\x00inside", false}, {"\xff\xfeinvalid", false}, {"", false},
		} {
			cmd := with(good, func(cmd *model.CreateBuilderID) { cmd.Password, cmd.Confirmation = c.password, c.password })
			if c.taken {
				w.Plan(modeltest.Nobody, cmd)
				continue
			}
			mustEqual(t, "field", w.Refused("IDN-03", modeltest.Nobody, cmd).Field, "password")
		}
	})
	t.Run("IDN-03 a confirmation that differs is refused, in letter case too", func(t *testing.T) {
		w := newWorld(t)
		good := begin(w, "mary@example.com", "Mary", "Mary")
		for _, other := range []string{"", "s3cret+pass", "s3cret+Pass "} {
			cmd := with(good, func(c *model.CreateBuilderID) { c.Confirmation = other })
			mustEqual(t, "field", w.Refused("IDN-03", modeltest.Nobody, cmd).Field, "password-confirmation")
		}
	})
	t.Run("IDN-03 no refusal says anything of the password, not its length either", func(t *testing.T) {
		w := newWorld(t)
		good := begin(w, "mary@example.com", "Mary", "Mary")
		texts := map[string]bool{}
		for _, password := range []string{"abc", "qwert", strings.Repeat("y", 99)} {
			refusal := w.Refuse("IDN-03", modeltest.Nobody, with(good, func(c *model.CreateBuilderID) { c.Password = password }))
			texts[refusal.Error()] = true
			if strings.Contains(refusal.Error(), password) {
				t.Errorf("the refusal repeats the password: %v", refusal)
			}
		}
		mustEqual(t, "different refusals", len(texts), 1)
	})
	t.Run("IDN-03 neither the password nor anything derived from it is in the store, the receipt or the plan", func(t *testing.T) {
		const password = "Xylophone#4711"
		worlds := map[string]string{}
		for _, chosen := range []string{password, "Quite-another-1"} {
			w := newWorld(t)
			cmd := begin(w, "mary@example.com", "Mary", "Mary")
			cmd.Password, cmd.Confirmation = chosen, chosen
			receipt := w.Do(modeltest.Nobody, cmd)
			w.Do(as("Mary"), &model.ResetPassword{})
			worlds[chosen] = w.Dump() + planned(receipt.Plan) + reflect.ValueOf(receipt.Result).String()
			for what, trace := range traces(chosen) {
				if strings.Contains(strings.ToLower(worlds[chosen]), strings.ToLower(trace)) {
					t.Errorf("%s of the password is in the store", what)
				}
			}
		}
		if worlds[password] != worlds["Quite-another-1"] {
			t.Error("two worlds that differ in the password alone differ in the store")
		}
	})
}

// traces are forms in which a password could be hidden.
func traces(password string) map[string]string {
	b := []byte(password)
	sum1, sum256, sum512, sum5 := sha1.Sum(b), sha256.Sum256(b), sha512.Sum512(b), md5.Sum(b)
	return map[string]string{
		"the text": password, "base64": base64.StdEncoding.EncodeToString(b), "hexadecimal": hex.EncodeToString(b),
		"the md5": hex.EncodeToString(sum5[:]), "the sha1": hex.EncodeToString(sum1[:]), "the sha256": hex.EncodeToString(sum256[:]),
		"the sha512": hex.EncodeToString(sum512[:]), "the base64 of the sha256": base64.StdEncoding.EncodeToString(sum256[:]),
	}
}

func TestAlias(t *testing.T) {
	t.Run("IDN-05 an alias has 3 to 100 letters and digits, begins with a letter, and holds no spaces", func(t *testing.T) {
		w := newWorld(t)
		good := begin(w, "mary@example.com", "Mary", "Mary")
		for alias, taken := range map[string]bool{
			"": false, "ab": false, "abc": true, strings.Repeat("a", 100): true, strings.Repeat("a", 101): false, "a1b2": true, "1abc": false,
			"mary major": false, " mary": false, "mary ": false, "mary\n": false, "ma-ry": false, "ma.ry": false, "ma_ry": false, "märy": false,
			"ma?ry": false, "ma^ry": false, "ma*ry": false, "ma[ry": false, `ma\ry`: false, "ma~ry": false, "ma:ry": false, "мария": false, "ＡＢＣ": false,
		} {
			cmd := with(good, func(c *model.CreateBuilderID) { c.Alias = alias })
			if taken {
				w.Plan(modeltest.Nobody, cmd)
				continue
			}
			mustEqual(t, "field", w.Refused("IDN-05", modeltest.Nobody, cmd).Field, "alias")
		}
	})
	t.Run("IDN-05 an alias is unique across all users, without regard to case", func(t *testing.T) {
		w := newWorld(t)
		w.SignUp("Mary")
		second := begin(w, "second@example.com", "Second", "mary")
		for _, alias := range []string{"mary", "MARY", "Mary"} {
			w.Refused("IDN-05", modeltest.Nobody, with(second, func(c *model.CreateBuilderID) { c.Alias = alias }))
		}
	})
	t.Run("IDN-05 no command changes an alias", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Ada"), &model.EditProfile{Name: "Someone Else", Nickname: "Addie"})
		profile := modeltest.Ask[model.Profile](w, as("Ada"), &model.ShowProfile{})
		mustEqual(t, "alias", profile.Alias, "Ada")
		mustEqual(t, "id", profile.ID, model.BuilderPerson("ada"))
		for _, f := range model.FieldsOf(&model.EditProfile{}) {
			if f.Name == "alias" {
				t.Error("the profile's form asks for an alias")
			}
		}
	})
}

func TestProfile(t *testing.T) {
	t.Run("IDN-06 a new full name, with spaces and any script, shows everywhere and leaves the alias", func(t *testing.T) {
		w := acme(t)
		w.Space("beta", "Out", otherAccountOf(1))
		w.Join("beta", "Out", model.PowerUser, "Lee")
		w.Do(as("Ada"), &model.CreateTeam{Space: "acme", Name: "core", Role: model.LimitedAccess})
		w.Do(as("Ada"), &model.AddToTeam{Space: "acme", Team: "core", Alias: "Lee"})
		w.Do(as("Ada"), &model.CreateProject{Space: "acme", Name: "rocket"})
		w.Do(as("Ada"), &model.InviteToProject{Space: "acme", Project: "rocket", Email: "lee@example.com", Role: model.Reviewer})
		const name = "  李 娟 Ólafsdóttir "
		w.Do(as("Lee"), &model.EditProfile{Name: name})
		want := strings.TrimSpace(name)
		mustEqual(t, "profile", modeltest.Ask[model.Profile](w, as("Out"), &model.ShowProfile{Alias: "lee"}).Name, want)
		for session, space := range map[model.Session]string{as("Ada"): "acme", as("Lee"): "beta"} {
			mustEqual(t, "members of "+space, w.Member(session, space, "lee").Name, want)
		}
		mustEqual(t, "team", modeltest.Ask[[]model.MemberView](w, as("Ada"), &model.ListTeamMembers{Space: "acme", Team: "core"})[0].Name, want)
		mustEqual(t, "project", modeltest.Ask[[]model.ProjectMemberView](w, as("Ada"), &model.ListProjectMembers{Space: "acme", Project: "rocket"})[0].Name, want)
		found := modeltest.Ask[model.Page[model.MemberView]](w, as("Ada"), &model.ListMembers{Space: "acme", Filter: "ólafs"})
		mustEqual(t, "found by the new name", found.Total, 1)
		mustEqual(t, "alias", found.Items[0].Alias, "Lee")
	})
	t.Run("IDN-06 a full name that is empty, too long or cannot be shown is refused", func(t *testing.T) {
		w := acme(t)
		for _, name := range []string{"", "   ", "a\x1b[31mb", "a\nb", "a\u202eb", "a\u2028b", "\xff", strings.Repeat("x", 1025)} {
			w.Refused("IDN-06", as("Ada"), &model.EditProfile{Name: name})
		}
		w.Do(as("Ada"), &model.EditProfile{Name: strings.Repeat("é", 1024)})
	})
	t.Run("IDN-07 a profile holds full name, alias, nickname, email and the kind of user", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Ada"), &model.EditProfile{Name: "Ada Byron", Nickname: "Enchantress"})
		p := modeltest.Ask[model.Profile](w, as("Ada"), &model.ShowProfile{})
		got := strings.Join([]string{p.Name, p.Alias, p.Nickname, p.Email, p.KindTitle, string(p.Kind)}, "|")
		mustEqual(t, "profile", got, "Ada Byron|Ada|Enchantress|Ada@example.com|AWS Builder ID|aws-builder-id")
		w.Refused("IDN-07", as("Ada"), &model.EditProfile{Name: "Ada", Nickname: "x\x07y"})
	})
	t.Run("IDN-07 an SSO user's profile names the company's application", func(t *testing.T) {
		w, store := federated(t)
		p := modeltest.Ask[model.Profile](w, sso(store, "ana"), &model.ShowProfile{})
		mustEqual(t, "kind", p.KindTitle, "SSO user of Corp Inc")
		mustEqual(t, "name", p.Name, "Dr ana")
		mustEqual(t, "alias", p.Alias, "ana")
		mustEqual(t, "email", p.Email, "ana@corp.example")
	})
	t.Run("IDN-08 anyone's profile can be looked up; one's own is marked, and only common spaces are told", func(t *testing.T) {
		w := acme(t)
		own := modeltest.Ask[model.Profile](w, as("Lee"), &model.ShowProfile{})
		if !own.Own || own.Alias != "Lee" {
			t.Errorf("My settings is not Lee's own: %+v", own)
		}
		other := modeltest.Ask[model.Profile](w, as("Lee"), &model.ShowProfile{Alias: "ADA"})
		if other.Own || other.Alias != "Ada" || strings.Join(other.Spaces, " ") != "acme" {
			t.Errorf("Ada's profile as Lee sees it: %+v", other)
		}
		if stranger := modeltest.Ask[model.Profile](w, as("Out"), &model.ShowProfile{Alias: "Ada"}); len(stranger.Spaces) > 0 {
			t.Errorf("a stranger is told Ada's spaces: %v", stranger.Spaces)
		}
		w.RefuseAnswer("ACT-02", as("Lee"), &model.ShowProfile{Alias: "nobody"})
		w.RefuseAnswer("ACT-02", modeltest.Nobody, &model.ShowProfile{Alias: "Ada"})
	})
	t.Run("IDN-09 a password reset of a Builder ID user mails a message to that user alone", func(t *testing.T) {
		w := acme(t)
		mustHold(t, planned(w.Plan(as("Ada"), &model.ResetPassword{})), "mails: ", "Ada@example.com")
		before := len(modeltest.Ask[[]model.Mail](w, as("Ada"), &model.ListOutbox{}))
		w.Do(as("Ada"), &model.ResetPassword{})
		mails := modeltest.Ask[[]model.Mail](w, as("Ada"), &model.ListOutbox{})
		mustEqual(t, "new mails", len(mails)-before, 1)
		mustEqual(t, "to", mails[0].To, "Ada@example.com")
		mustHold(t, mails[0].Subject, "Reset", "password")
	})
	t.Run("IDN-09 an SSO user's password lives with the identity provider", func(t *testing.T) {
		w, store := federated(t)
		refusal := w.Refused("IDN-09", sso(store, "ana"), &model.ResetPassword{})
		mustHold(t, refusal.Error(), "identity provider", "Corp Inc", "Identity federation administrator")
		w.Refused("FED-11", sso(store, "ana"), &model.EditProfile{Name: "Ana"})
	})
	t.Run("IDN-10 activity mentions people by alias, members tables show the full name", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Ada"), &model.ChangeRole{Space: "acme", Alias: "Lee", Role: model.PowerUser})
		entry := activity(w, as("Ada"), "acme")[0]
		mustEqual(t, "actor", entry.Actor.String(), "@Ada")
		mustHold(t, entry.Text, "@Lee")
		if strings.Contains(entry.Text, "of Example") {
			t.Errorf("activity shows a full name: %s", entry.Text)
		}
		mustEqual(t, "member row", w.Member(as("Ada"), "acme", "lee").Name, "Lee of Example")
	})
}
