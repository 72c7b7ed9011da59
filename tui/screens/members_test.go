package screens_test

import (
	"bytes"
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/tui/kit"
)

func TestMembers(t *testing.T) {
	onScreen(t, "MEM-01 three tables, and a Space administrator stands in the first alone", func(w *world) {
		w.acme()
		w.Do(modeltest.As("mary"), &model.InviteToProject{Space: "acme", Project: "web", Email: "jane@example.com", Role: model.Reviewer})
		r := w.open(modeltest.As("mary"), "members?space=acme")
		r.See("[2 Members]", "[Space administrators 1]", "Space members 2", "Project members 1", "mary of Example", "no project role").SeeNot("lin of")
		r.Press("tab").See("[Space members 2]", "lin of", "Power user", "jane of", "Limited access").SeeNot("mary of")
		r.Press("right").See("[Project members 1]", "jane of", "web", "Reviewer").SeeNot("mary of", "lin of")
		r.Press("left", "left").See("[Space administrators 1]", "mary of Example")
	})
	onScreen(t, "MEM-11 name, alias, role, status, and a mark for a role through a team", func(w *world) {
		w.acme()
		w.Do(modeltest.As("mary"), &model.CreateTeam{Space: "acme", Name: "core", Role: model.PowerUser})
		w.Do(modeltest.As("mary"), &model.AddToTeam{Space: "acme", Team: "core", Alias: "jane"})
		r := w.open(modeltest.As("mary"), "members?space=acme&table=space-members")
		r.See("Display name", "Alias", "Role", "Status", "Via", "jane of", "Power user", "team", "Member")
		r.See("jane of Example: Power user through a team, of their own Limited access")
		r.Press("enter").See("Role: Power user (through a team)", "Own role: Limited access", "Teams: core")
	})
	onScreen(t, "MEM-03 MEM-11 an invitation is Invited until it is accepted, says when it expires, and can be sent again or taken back", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "members?space=acme&table=space-members")
		r.Press("i").See("Email").Type("new@example.com").Press("enter", "enter")
		r.See("Invited", "05-16 12:00", "[Space members 3]").Press("end").See("invited by @mary, expires 2024-05-16 12:00 UTC")
		w.Clock.Move(25 * time.Hour)
		w.Advance(time.Second)
		r.Wait(time.Second).See("expired").Press("e").See("05-17 13:00")
		r.Press("c").See("ends", "the invitation of new@example.com", "Cancel").Press("y").See("[Space members 2]")
	})
	onScreen(t, "MEM-02 MEM-06 a role is changed with its plan in sight", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "members?space=acme&table=space-members")
		r.Press("r").See("Alias: jane", "(choose)").Press("right", "right", "enter").See("changes", "the role of @jane from Limited access to Power user")
		r.Press("y").SeeNot("> Cancel <").See("jane of", "Power user").SeeNot("Limited access  ")
	})
	onScreen(t, "MEM-08 removing a member shows what goes, and the person is gone", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "members?space=acme&table=space-members")
		r.Press("x").See("removes", "@jane", "stops seeing it at once", "> Cancel <").Press("enter").See("jane of")
		r.Press("x", "y").See("[Space members 1]").SeeNot("jane of Example   ")
	})
	onScreen(t, "SPC-01 the type of the space is in the header", func(w *world) {
		w.acme()
		w.open(modeltest.As("mary"), "members?space=acme").See("acme (AWS Builder ID)")
	})
}

func TestRemoveAdministrator(t *testing.T) {
	begin := func(w *world) {
		w.acme()
		w.Join("acme", "mary", model.SpaceAdministrator, "bob")
	}
	onScreen(t, "MEM-08 two choices, each explained: the role only", func(w *world) {
		begin(w)
		r := w.open(modeltest.As("mary"), "members?space=acme")
		r.See("bob of").Press("x").See("There are two ways", "1 Remove only the role Space administrator", "2 Remove from the space and all its projects",
			"Whoever has no project", "stops seeing the")
		r.Press("enter").See("note", "@bob has no project role and therefore leaves the space", "> Cancel <").Press("esc").See("bob of")
		w.Do(modeltest.As("mary"), &model.CreateTeam{Space: "acme", Name: "core", Role: model.PowerUser})
		w.Do(modeltest.As("mary"), &model.AddToTeam{Space: "acme", Team: "core", Alias: "bob"})
		r.Wait(time.Second).Press("x", "enter").See("the role Space administrator from @bob", "keeps").Press("y").See("[Space administrators 1]", "Space members 3")
	})
	onScreen(t, "MEM-08 two choices, each explained: the space and all projects", func(w *world) {
		begin(w)
		r := w.open(modeltest.As("mary"), "members?space=acme")
		r.Press("x", "2").See("> 2 Remove from the space").Press("enter").See("@bob (bob of Example) from acme").Press("y")
		r.See("[Space administrators 1]", "Space members 2").SeeNot("bob of Example   ")
	})
	onScreen(t, "MEM-07 nobody removes themself", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "members?space=acme")
		r.Press("x", "enter").See("! Nobody removes themself as Space administrator.", "Who may: another Space administrator", "Rule MEM-07")
	})
}

func TestMembersClosed(t *testing.T) {
	onScreen(t, "ACT-05 what one may not do is shown with who may", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("jane"), "members?space=acme&table=space-members")
		r.See("×i invite", "×x remove", "×r change role").Press("i")
		r.See("is not open to the role Limited access", "Who may: a Space administrator or Power user of the space.")
		r.Press("enter", "x").See("Who may: a Space administrator of the space.")
		r.Press("enter", "?").See("Members")
		for range 40 {
			r.Press("down")
		}
		r.See("Who may")
	})
	onScreen(t, "MEM-09 in a federated space the refusal says who does it, and the way there is a key", func(w *world) {
		pat := w.corp()
		r := w.open(pat, "members?space=corp-space")
		r.See("People come from IAM Identity Center", "d directory", "×i invite").Press("i")
		r.See("nobody is invited, added or", "removed here.", "Who may: the Identity federation administrator.", "Rule MEM-09", "The key d goes there.")
		r.Press("enter", "d").See("IAM Identity Center", "A Sign in to AWS "+thirdAccount)
		r.Press("A").See("Identity store", "[Users 1]", "Groups 1", "pat")
	})
	onScreen(t, "MEM-09 FED-11 of a federated space's administrator only the role can be taken here", func(w *world) {
		dir := w.Directory(thirdAccount, map[string][]string{"Admins": {"pat", "kim"}})
		w.Do(modeltest.AWS(thirdAccount), &model.SetupSSO{ApplicationName: "corp", DisplayName: "Corp Inc", NewSpace: "corp-space", Region: model.Oregon,
			Groups: []string{"Admins"}, Administrators: []string{"pat", "kim"}})
		w.Advance(48 * time.Hour)
		r := w.open(model.Session{Person: model.SSOPerson(dir, "pat")}, "members?space=corp-space")
		r.Press("x").See("Remove only the role", "Rule MEM-09").Press("2", "enter").See("Rule MEM-09").Press("enter", "1", "enter")
		r.See("the role Space administrator from @kim").Press("y").See("[Space administrators 1]", "Space members 1")
	})
	onScreen(t, "SPC-15 who does not belong to a space is told that there is nothing to see", func(w *world) {
		w.acme()
		w.open(modeltest.As("bob"), "members?space=acme").See("! You have no access to a space named \"acme\"").SeeNot("mary of", "lin of")
	})
}

// hostile are names that would move the cursor, rename the window, turn the reading direction or hide. The
// model lets none of them in; a store can still hold them, from another hand.
var hostile = []string{"ev\x1b[2Jil", "ti\x1b]0;owned\atle", "bi\u202edi\u2066", "c1\u009b31m", "ze\u200bro", "tag\U000e0041", "li\nne\rfeed"}

// tampered is a model over a store that somebody else wrote.
type tampered struct{ kit.Service }

func (s tampered) Answer(ctx context.Context, session model.Session, q model.Question) (any, error) {
	answer, err := s.Service.Answer(ctx, session, q)
	page, ok := answer.(model.Page[model.MemberView])
	if !ok {
		return answer, err
	}
	page.Items = nil
	for i, name := range hostile {
		page.Items = append(page.Items, model.MemberView{Alias: name, Name: name, Email: name, Handle: strconv.Itoa(i), Role: model.LimitedAccess,
			Own: model.LimitedAccess, Status: model.StatusInvited, InvitedBy: name, Expires: 1, Teams: []string{name}, Projects: []model.Grant{{Project: name}}})
	}
	page.Total = len(page.Items)
	return page, err
}

func TestHostileNames(t *testing.T) {
	onScreen(t, "MEM-11 nothing of a hostile name reaches the terminal raw", func(w *world) {
		w.acme()
		env := w.env(modeltest.As("mary"))
		env.Service = tampered{w.Service}
		r := w.openWith(env, "members?space=acme&table=space-members")
		r.See("[Space members 7]", "ev␛[2Jil", "c1‹U+009B›31m", "bi‹U+202E›di")
		seen := ""
		for range hostile {
			seen += r.Screen()
			r.Press("enter")
			seen += r.Screen()
			r.Press("esc", "c")
			seen += r.Screen()
			r.Press("esc", "down")
		}
		out := r.Bytes()
		for _, raw := range []string{"\u202e", "\u2066", "\u200b", "\U000e0041", "\u009b", "\x1b]0;", "\x1b[2Jil", "\a", "\rfeed"} {
			if strings.Contains(seen, raw) || bytes.Contains(out, []byte(raw)) {
				t.Errorf("%q reached the terminal", raw)
			}
		}
	})
}
