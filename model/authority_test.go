package model_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

// roleHolders are members of the stage's space acme, by role.
var roleHolders = map[model.SpaceRole]string{model.SpaceAdministrator: "Ada", model.PowerUser: "Pat", model.LimitedAccess: "Lee"}

// give checks a command or asks a question.
func give(s *stage, session model.Session, value any) error {
	s.T.Helper()
	if cmd, is := value.(model.Command); is {
		_, err := s.Service.Check(s.T.Context(), session, cmd)
		return err
	}
	_, err := s.Service.Answer(s.T.Context(), session, value.(model.Question))
	return err
}

// subject is the command or question of an entry, filled in with something, about a space where it has one.
func subject(e model.Entry, space string) (value any, spaced bool) {
	if value = any(e.Command()); e.Command() == nil {
		value = e.Question()
	}
	for _, f := range model.FieldsOf(value) {
		v := reflect.ValueOf(f.Pointer(value)).Elem()
		switch {
		case f.Name == "space" || (e.Area() == "space" && f.Name == "name" && e.ID != "space.create"):
			v.SetString(space)
			spaced = true
		case f.Required && v.Kind() == reflect.String:
			v.SetString("x")
		case f.Required && v.Kind() == reflect.Slice:
			v.Set(reflect.ValueOf([]string{"x"}))
		}
	}
	return value, spaced
}

// byRole tells whether space roles decide about an entry, and not the same for all. An invitation is answered by
// whom it names, and a Dev Environment started by its owner, whatever the role.
func byRole(e model.Entry) bool {
	_, spaced := subject(e, "acme")
	return spaced && !e.May.AWSSide() && e.ID != "member.accept" && e.ID != "member.decline" && e.ID != "work.dev-start"
}

func TestAuthority(t *testing.T) {
	t.Run("ACC-12 HLP-03 who is not signed in on the AWS side at all is led to the guide's entry on it", func(t *testing.T) {
		w := acme(t)
		refusal := w.RefuseAnswer("ACC-12", as("Ada"), &model.ListConnectedSpaces{})
		mustEqual(t, "topic", refusal.Topic, "trouble-spaces-page")
	})
	t.Run("ACT-02 ACT-04 every space command and question is open to exactly the roles of the permission table", func(t *testing.T) {
		s := newStage(t)
		table := map[string]model.Permission{}
		for _, row := range modeltest.Ask[[]model.Permission](s.World, modeltest.Nobody, &model.ListPermissions{}) {
			table[row.Command] = row
		}
		for _, e := range model.Catalogue() {
			if e.System || !byRole(e) {
				continue
			}
			value, _ := subject(e, "acme")
			if made, found := examples[e.ID]; found {
				_, value = made(s)
			}
			row := table[e.ID]
			for role, may := range map[model.SpaceRole]bool{model.SpaceAdministrator: row.SpaceAdministrator, model.PowerUser: row.PowerUser, model.LimitedAccess: row.LimitedAccess} {
				err := give(s, as(roleHolders[role]), value)
				refusal, _ := model.AsRefusal(err)
				switch refused := refusal != nil && refusal.Rule == "ACT-02"; {
				case refused && may:
					t.Errorf("%s is open to %s by the table, and refused: %v", e.ID, role, err)
				case !may && !refused:
					t.Errorf("%s is closed to %s by the table, and not refused: %v", e.ID, role, err)
				case refused && (refusal.Who != row.Who || refusal.Fix == ""):
					t.Errorf("%s does not say who may, or what to do: %+v", e.ID, refusal)
				case may && e.Command() != nil && err != nil:
					t.Errorf("the example of %s fails for %s: %v", e.ID, role, err)
				}
			}
		}
	})
	t.Run("ACT-02 a role that is taken away between offering and doing is refused, and nothing changes", func(t *testing.T) {
		for _, e := range model.Catalogue() {
			made, found := examples[e.ID]
			if !found || !byRole(e) || e.May.Allows(model.LimitedAccess) {
				continue
			}
			t.Run(e.ID, func(t *testing.T) {
				s := newStage(t)
				_, cmd := made(s)
				actor := "Sue"
				if e.May.Allows(model.PowerUser) {
					actor = "Pat"
				}
				if e.ID == "member.remove-administrator" {
					cmd = removeAdministrator("Ada", model.SpaceAndProjects)
				}
				if err := s.Service.May(t.Context(), as(actor), cmd); err != nil {
					t.Fatalf("not offered: %v", err)
				}
				s.Plan(as(actor), cmd)
				if actor == "Sue" {
					s.Do(as("Ada"), holdInSpace(s, "Sue"))
					s.Do(as("Ada"), removeAdministrator("Sue", model.RoleOnly))
				} else {
					s.Do(as("Ada"), changeRole("Pat", model.LimitedAccess))
				}
				s.Refused("ACT-02", as(actor), cmd)
				if err := s.Service.May(t.Context(), as(actor), cmd); err == nil {
					t.Error("still offered")
				}
			})
		}
	})
	t.Run("ACT-02 what is done on the AWS side needs that account, with administrative permission", func(t *testing.T) {
		eachCommand(t, func(t *testing.T, s *stage, e model.Entry, session model.Session, cmd model.Command) {
			if !e.May.AWSSide() {
				return
			}
			weak := *session.AWS
			weak.Administrator = false
			for name, wrong := range map[string]model.Session{
				"nobody": modeltest.Nobody, "a Space administrator": as("Ada"), "no permission": {AWS: &weak},
			} {
				if refusal := s.Refused("ACC-12", wrong, cmd); refusal.Who == "" {
					t.Errorf("%s is not told who may: %+v", name, refusal)
				}
			}
		})
	})
	t.Run("ACT-02 who is not signed in may only what is open to anyone", func(t *testing.T) {
		eachCommand(t, func(t *testing.T, s *stage, e model.Entry, _ model.Session, cmd model.Command) {
			if e.May.Who() == "anyone" {
				s.Plan(modeltest.Nobody, cmd)
				return
			}
			for _, session := range []model.Session{modeltest.Nobody, as("Unknown")} {
				var refusal *model.Refusal
				s.Unchanged(func() {
					_, err := s.Service.Do(t.Context(), session, cmd)
					refusal, _ = model.AsRefusal(err)
				})
				if refusal == nil || !slices.Contains([]string{"ACT-02", "SPC-15", "ACC-12"}, refusal.Rule) {
					t.Errorf("%v is not refused: %+v", session, refusal)
				}
			}
		})
	})
	t.Run("ACT-02 what the program does by itself nobody can do", func(t *testing.T) {
		s := newStage(t)
		for _, session := range []model.Session{modeltest.Nobody, as("Ada"), aws(corpAccount), sso(s.store, "ana")} {
			s.Unchanged(func() {
				s.Refuse("ACT-02", session, &model.RunSyncCycle{App: "corp", At: model.At(modeltest.Noon.Add(time.Hour))})
			})
		}
	})
	t.Run("ACT-04 the permission table holds every command and question with who may", func(t *testing.T) {
		s := newStage(t)
		rows := modeltest.Ask[[]model.Permission](s.World, modeltest.Nobody, &model.ListPermissions{})
		i := 0
		for _, e := range model.Catalogue() {
			if e.System {
				continue
			}
			row := rows[i]
			i++
			if row.Command != e.ID || row.Title != e.Title || row.Who != e.May.Who() || row.AWSSide != e.May.AWSSide() || row.Change != (e.Command() != nil) {
				t.Errorf("the row of %s: %+v", e.ID, row)
			}
		}
		mustEqual(t, "rows", len(rows), i)
	})
	t.Run("ACT-05 what someone may not do is told with who may, before anything is filled in", func(t *testing.T) {
		s := newStage(t)
		for _, cmd := range []model.Command{&model.InviteMember{Space: "acme"}, &model.RequestAccount{Space: "acme"}, &model.DeleteSpace{Name: "acme"}} {
			err := s.Service.May(t.Context(), as("Lee"), cmd)
			refusal, _ := model.AsRefusal(err)
			if refusal == nil || refusal.Rule != "ACT-02" || !strings.Contains(refusal.Who, "Space administrator") {
				t.Errorf("%T as Limited access: %v", cmd, err)
			}
			if err := s.Service.May(t.Context(), as("Ada"), cmd); err != nil {
				t.Errorf("%T as Space administrator: %v", cmd, err)
			}
		}
	})
}

// holdInSpace gives a Space administrator who is about to lose the role something to stay for: a team with a
// role in the project, to be joined by the command that it returns.
func holdInSpace(s *stage, alias string) model.Command {
	s.T.Helper()
	s.Do(as("Ada"), &model.GrantTeamProject{Space: "acme", Team: "core", Project: "rocket", Role: model.Reviewer})
	return toTeam("core", alias)
}

func TestNoAccess(t *testing.T) {
	t.Run("SPC-15 a space that is missing, closed to one, or deleted is refused with the same words, by every command and question", func(t *testing.T) {
		s := newStage(t)
		sessions := map[string]model.Session{
			"a stranger": as("Nemo"), "nobody": modeltest.Nobody, "an SSO user of elsewhere": sso(s.free, "eve"), "a user without a group": sso(s.store, "cy"),
			"a foreign account": aws(freeAccount), "a stranger with a foreign account": {Person: model.BuilderPerson("Nemo"), AWS: aws(freeAccount).AWS},
		}
		asked := 0
		for _, e := range model.Catalogue() {
			if _, spaced := subject(e, "x"); !spaced {
				continue
			}
			asked++
			for who, session := range sessions {
				texts := map[string]string{}
				for _, name := range []string{"acme", "ACME", "corp", "gone", "missing"} {
					value, _ := subject(e, name)
					err := give(s, session, value)
					if err == nil {
						t.Fatalf("%s of %s is open to %s", e.ID, name, who)
					}
					texts[strings.ReplaceAll(err.Error(), `"`+name+`"`, "NAME")] = name
				}
				if len(texts) > 1 {
					t.Errorf("%s tells %s of the spaces apart: %q", e.ID, who, texts)
				}
			}
		}
		if asked < 30 {
			t.Errorf("only %d commands and questions are about a space", asked)
		}
	})
	t.Run("SPC-15 offering says the same words as doing", func(t *testing.T) {
		s := newStage(t)
		for _, e := range model.Catalogue() {
			value, spaced := subject(e, "acme")
			if !spaced || strings.HasPrefix(e.May.Who(), "anyone") {
				continue
			}
			offered, done := s.Service.May(t.Context(), as("Nemo"), value), give(s, as("Nemo"), value)
			if offered == nil || done == nil || offered.Error() != done.Error() {
				t.Errorf("%s: offered %v, done %v", e.ID, offered, done)
			}
		}
	})
	t.Run("FED-24 a Builder ID user enters no federated space, nor an SSO user a Builder ID space, whatever their names", func(t *testing.T) {
		s := newStage(t)
		s.Do(aws(corpAccount), &model.CreateUser{Store: s.store, UserName: "Ada", Groups: []string{"devs"}})
		s.Do(modeltest.Nobody, begin(s.World, "bo@example.com", "Bo", "bob"))
		s.Do(modeltest.Nobody, begin(s.World, "ana@example.com", "Ana", "ana"))
		s.Advance(3 * time.Hour)
		s.RefuseAnswer("SPC-15", sso(s.store, "Ada"), &model.ShowSpace{Name: "acme"})
		s.RefuseAnswer("SPC-15", as("ana"), &model.ShowSpace{Name: "corp"})
		mustEqual(t, "the SSO user's space", spaceNames(s.World, sso(s.store, "Ada")), "corp")
		mustEqual(t, "the Builder ID user's spaces", spaceNames(s.World, as("ana")), "")
		s.Refused("FED-24", sso(s.store, "ana"), createSpace("mine", otherAccountOf(7)))
		s.Refused("MEM-03", sso(s.store, "ana"), &model.AcceptInvitation{Space: "acme"})
	})
	t.Run("FED-24 an SSO user signs in through the company's application by its name", func(t *testing.T) {
		s := newStage(t)
		s.Do(aws(freeAccount), &model.CreateUser{Store: s.free, UserName: "ana"})
		for _, name := range []string{"corp/ana", "CORP/Ana"} {
			p := modeltest.Ask[model.Person](s.World, modeltest.Nobody, &model.Whois{Name: name})
			mustEqual(t, "person", p.ID, model.SSOPerson(s.store, "ana"))
		}
		mustHold(t, s.RefuseAnswer("ACT-02", modeltest.Nobody, &model.Whois{Name: "ana"}).Error(), "Several", "APPLICATION/ana")
		s.RefuseAnswer("ACT-02", modeltest.Nobody, &model.Whois{Name: "acme/ana"})
	})
}

func TestProvenSession(t *testing.T) {
	t.Run("ACT-02 who was proven to be somebody rehearses as nobody else: sign-up, the clock, and lists of whom to act as are closed", func(t *testing.T) {
		s := newStage(t)
		proven := as("Ada").Proven()
		for _, e := range model.Catalogue() {
			if !e.Rehearsal {
				continue
			}
			value, _ := subject(e, "acme")
			refusal, refused := model.AsRefusal(give(s, proven, value))
			if !refused || refusal.Rule != "ACT-02" || refusal.Who == "" || refusal.Fix == "" {
				t.Errorf("%s: %v", e.ID, refusal)
			}
		}
		s.Do(proven, invite("other@example.com", model.PowerUser))
		s.Refused("ACT-02", proven, &model.AdvanceTime{By: time.Hour})
		s.Do(as("Ada"), &model.AdvanceTime{By: time.Hour})
	})
	t.Run("ACT-02 IDN-02 of the outbox a proven session reads its own mail only", func(t *testing.T) {
		w := acme(t)
		all, own := 0, modeltest.Ask[[]model.Mail](w, as("Pat").Proven(), &model.ListOutbox{})
		for _, m := range modeltest.Ask[[]model.Mail](w, as("Pat"), &model.ListOutbox{}) {
			if m.To == "Pat@example.com" {
				all++
			}
		}
		mustEqual(t, "its own messages", len(own), all)
		for _, m := range own {
			mustEqual(t, "whose", m.To, "Pat@example.com")
		}
		mustEqual(t, "another's", len(modeltest.Ask[[]model.Mail](w, as("Pat").Proven(), &model.ListOutbox{To: "Ada@example.com"})), 0)
	})
}
