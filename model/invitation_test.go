package model_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

func invite(email string, role model.SpaceRole) *model.InviteMember {
	return &model.InviteMember{Space: "acme", Email: email, Role: role}
}

func TestInvitations(t *testing.T) {
	t.Run("MEM-02 Space administrators and Power users invite to the space, with an email and one of three roles", func(t *testing.T) {
		w := acme(t)
		for i, role := range model.SpaceRoles() {
			w.Do(as("Ada"), invite(fmt.Sprintf("new%d@example.com", i), role))
			mustEqual(t, "role", w.Member(as("Ada"), "acme", fmt.Sprintf("new%d@example.com", i)).Role, role)
		}
		w.Do(as("Pat"), invite("bypat@example.com", model.PowerUser))
		refusal := w.Refused("ACT-02", as("Lee"), invite("bylee@example.com", model.LimitedAccess))
		mustHold(t, refusal.Who, "Space administrator", "Power user")
		for _, role := range []model.SpaceRole{"", "owner", "Space administrator", "contributor"} {
			_, err := w.Service.Do(t.Context(), as("Ada"), invite("x@example.com", role))
			if refusal, _ := model.AsRefusal(err); refusal == nil || refusal.Field != "role" {
				t.Errorf("role %q: %v", role, err)
			}
		}
	})
	t.Run("MEM-03 an invitation is mailed, and listed as pending until it is accepted", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Pat"), invite(" Out@Example.com ", model.PowerUser))
		mail := modeltest.Ask[[]model.Mail](w, modeltest.Nobody, &model.ListOutbox{})[0]
		mustEqual(t, "to", mail.To, "Out@Example.com")
		mustHold(t, mail.Subject+mail.Body, "acme", "@Pat", "Power user", "24 hours")
		row := w.Member(as("Lee"), "acme", "out@example.com")
		mustEqual(t, "status", row.Status.Title(), "Invited")
		mustEqual(t, "invited by", row.InvitedBy, "Pat")
		mustEqual(t, "spaces", spaceNames(w, as("Out")), "")
		own := modeltest.Ask[[]model.InvitationView](w, as("Out"), &model.ListInvitations{})
		mustEqual(t, "own invitations", len(own), 1)
		mustEqual(t, "of", own[0].Space, "acme")
		w.Do(as("Out"), &model.AcceptInvitation{Space: "ACME"})
		mustEqual(t, "status", w.Member(as("Lee"), "acme", "out").Status.Title(), "Member")
		if w.Member(as("Lee"), "acme", "out@example.com") != nil {
			t.Error("the invited row is still there")
		}
		view := w.View(as("Out"), "acme")
		mustEqual(t, "role", view.Role, model.PowerUser)
		mustEqual(t, "invited", view.Invited, 0)
		mustEqual(t, "members", view.Members, 4)
	})
	t.Run("MEM-03 an invitation is good until a second before 24 hours are over", func(t *testing.T) {
		w := acme(t)
		w.SignUp("Max")
		w.Do(as("Ada"), invite("out@example.com", model.PowerUser))
		w.Do(as("Ada"), invite("max@example.com", model.PowerUser))
		w.Clock.Move(24*time.Hour - time.Second)
		w.Do(as("Out"), &model.AcceptInvitation{Space: "acme"})
		w.Clock.Move(time.Second)
		mustHold(t, w.Refused("MEM-03", as("Max"), &model.AcceptInvitation{Space: "acme"}).Error(), "expired", "resend", "@Ada")
		if row := w.Member(as("Ada"), "acme", "max@example.com"); !row.Expired {
			t.Errorf("the expired invitation is not shown as expired: %+v", row)
		}
	})
	t.Run("MEM-03 resending gives an expired invitation another 24 hours and a mail", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Ada"), invite("out@example.com", model.PowerUser))
		w.Clock.Move(25 * time.Hour)
		w.Do(as("Pat"), &model.ResendInvitation{Space: "acme", Email: "OUT@example.com"})
		mustEqual(t, "mails", len(modeltest.Ask[[]model.Mail](w, modeltest.Nobody, &model.ListOutbox{To: "out@example.com"})), 3)
		w.Clock.Move(24*time.Hour - time.Second)
		w.Do(as("Out"), &model.AcceptInvitation{Space: "acme"})
		mustEqual(t, "role", w.View(as("Out"), "acme").Role, model.PowerUser)
		w.Refused("MEM-03", as("Ada"), &model.ResendInvitation{Space: "acme", Email: "out@example.com"})
		w.Refused("ACT-02", as("Lee"), &model.ResendInvitation{Space: "acme", Email: "out@example.com"})
	})
	t.Run("MEM-03 an expired invitation can be sent anew with another role, and counts once", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Ada"), invite("out@example.com", model.SpaceAdministrator))
		w.Clock.Move(24 * time.Hour)
		w.Do(as("Ada"), invite("out@example.com", model.LimitedAccess))
		view := w.View(as("Ada"), "acme")
		mustEqual(t, "invited", view.Invited, 1)
		w.Do(as("Out"), &model.AcceptInvitation{Space: "acme"})
		mustEqual(t, "role", w.View(as("Out"), "acme").Role, model.LimitedAccess)
	})
	t.Run("MEM-03 a cancelled invitation is gone, and can be sent anew", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Ada"), invite("out@example.com", model.PowerUser))
		w.Refused("ACT-02", as("Lee"), &model.CancelInvitation{Space: "acme", Email: "out@example.com"})
		w.Do(as("Pat"), &model.CancelInvitation{Space: "acme", Email: "Out@Example.com"})
		w.Refused("MEM-03", as("Out"), &model.AcceptInvitation{Space: "acme"})
		w.Refused("MEM-03", as("Ada"), &model.CancelInvitation{Space: "acme", Email: "out@example.com"})
		mustEqual(t, "invited", w.View(as("Ada"), "acme").Invited, 0)
		w.Do(as("Ada"), invite("out@example.com", model.PowerUser))
	})
	t.Run("MEM-03 a member is not cancelled like an invitation", func(t *testing.T) {
		w := acme(t)
		w.Refused("MEM-03", as("Ada"), &model.CancelInvitation{Space: "acme", Email: "lee@example.com"})
		w.Refused("MEM-03", as("Ada"), &model.CancelInvitation{Space: "acme", Email: "Lee"})
	})
	t.Run("MEM-03 only the person whose email it names accepts or declines, and learns nothing else of the space", func(t *testing.T) {
		w := acme(t)
		w.SignUp("Max")
		w.Do(as("Ada"), invite("out@example.com", model.PowerUser))
		for _, cmd := range []func(space string) model.Command{
			func(space string) model.Command { return &model.AcceptInvitation{Space: space} },
			func(space string) model.Command { return &model.DeclineInvitation{Space: space} },
		} {
			for _, alias := range []string{"Max", "Ada", "Lee"} {
				existing, missing := w.Refused("MEM-03", as(alias), cmd("acme")), w.Refused("MEM-03", as(alias), cmd("nope"))
				mustEqual(t, "same words", strings.ReplaceAll(existing.Error(), "acme", "nope"), missing.Error())
			}
		}
		w.Do(as("Out"), &model.DeclineInvitation{Space: "acme"})
		mustEqual(t, "invited", w.View(as("Ada"), "acme").Invited, 0)
		mustEqual(t, "spaces", spaceNames(w, as("Out")), "")
		mustHold(t, activity(w, as("Ada"), "acme")[0].Text, "declined")
	})
	t.Run("MEM-03 who signs up later with the invited email, in other letter case, can accept", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Ada"), invite("Later.Person@Example.com", model.PowerUser))
		w.Do(modeltest.Nobody, begin(w, "later.person@EXAMPLE.COM", "Later", "Later"))
		w.Do(as("Later"), &model.AcceptInvitation{Space: "acme"})
		mustEqual(t, "members", w.View(as("Later"), "acme").Members, 4)
	})
	t.Run("MEM-05 who is a member or invited already is not invited twice, in any case of letters", func(t *testing.T) {
		w := acme(t)
		w.Do(as("Ada"), invite("new@example.com", model.PowerUser))
		for _, email := range []string{"new@example.com", "NEW@example.COM", " new@example.com", "lee@example.com", "LEE@EXAMPLE.COM", "ada@example.com"} {
			mustEqual(t, "field", w.Refused("MEM-05", as("Pat"), invite(email, model.LimitedAccess)).Field, "email")
		}
		w.Do(as("Ada"), &model.CreateProject{Space: "acme", Name: "rocket"})
		w.Refused("MEM-05", as("Ada"), &model.InviteToProject{Space: "acme", Project: "rocket", Email: "new@example.com", Role: model.Reviewer})
	})
	t.Run("MEM-05 a malformed email is refused", func(t *testing.T) {
		w := acme(t)
		for _, email := range []string{"plain", "@example.com", "x@", "a b@example.com", "a@b@c", "a,b@example.com", "x\x1b@example.com", "x@exa\nmple.com", "\xff@example.com",
			strings.Repeat("x", 250) + "@example.com", "x\u200b@example.com"} {
			mustEqual(t, "field", w.Refused("MEM-05", as("Ada"), invite(email, model.PowerUser)).Field, "email")
		}
	})
	t.Run("MEM-06 a Power user makes nobody Space administrator, by a new invitation or a resent one", func(t *testing.T) {
		w := acme(t)
		mustHold(t, w.Refused("MEM-06", as("Pat"), invite("new@example.com", model.SpaceAdministrator)).Who, "Space administrator")
		w.Do(as("Ada"), invite("new@example.com", model.SpaceAdministrator))
		mustHold(t, w.Refused("MEM-06", as("Pat"), &model.ResendInvitation{Space: "acme", Email: "new@example.com"}).Who, "Space administrator")
	})
}

func TestInvitationLimits(t *testing.T) {
	t.Run("MEM-03 a sender has 500 invitations a day, over all spaces and resent ones too, and 500 more the next day", func(t *testing.T) {
		w := acme(t)
		w.Space("beta", "Ada", otherAccount)
		w.Do(as("Ada"), &model.CreateProject{Space: "acme", Name: "rocket"})
		sent := 2 // Pat and Lee
		for ; sent < 497; sent++ {
			w.Do(as("Ada"), invite(fmt.Sprintf("p%d@example.com", sent), model.PowerUser))
		}
		w.Do(as("Ada"), &model.InviteMember{Space: "beta", Email: "beta@example.com", Role: model.PowerUser})
		w.Do(as("Ada"), &model.InviteToProject{Space: "acme", Project: "rocket", Email: "proj@example.com", Role: model.Reviewer})
		w.Do(as("Ada"), &model.ResendInvitation{Space: "acme", Email: "p100@example.com"}) // the 500th
		for _, cmd := range []model.Command{
			invite("toomany@example.com", model.PowerUser),
			&model.ResendInvitation{Space: "acme", Email: "p100@example.com"},
			&model.InviteMember{Space: "beta", Email: "toomany@example.com", Role: model.PowerUser},
			&model.InviteToProject{Space: "acme", Project: "rocket", Email: "toomany@example.com", Role: model.Reviewer},
		} {
			mustHold(t, w.Refused("MEM-03", as("Ada"), cmd).Message, "500")
		}
		w.Do(as("Pat"), invite("bypat@example.com", model.PowerUser))
		w.Clock.Move(12*time.Hour - time.Second) // the last second of the day
		w.Refused("MEM-03", as("Ada"), invite("toomany@example.com", model.PowerUser))
		w.Clock.Move(time.Second)
		w.Do(as("Ada"), invite("nextday@example.com", model.PowerUser))
	})
	t.Run("MEM-03 an address receives 25 invitations a day, from whomever and for whatever, and 25 more the next day", func(t *testing.T) {
		w := acme(t)
		w.Space("beta", "Out", otherAccount)
		for i := range 24 {
			w.Do(as("Ada"), invite([]string{"busy@example.com", "BUSY@Example.com"}[i%2], model.PowerUser))
			w.Do(as("Pat"), &model.CancelInvitation{Space: "acme", Email: "busy@example.com"})
		}
		w.Do(as("Out"), &model.InviteMember{Space: "beta", Email: "busy@example.com", Role: model.PowerUser}) // the 25th
		refusal := w.Refused("MEM-03", as("Pat"), invite("Busy@example.com", model.PowerUser))
		mustEqual(t, "field", refusal.Field, "email")
		mustHold(t, refusal.Message, "25")
		w.Refused("MEM-03", as("Out"), &model.ResendInvitation{Space: "beta", Email: "busy@example.com"})
		w.Clock.Move(12 * time.Hour)
		w.Do(as("Pat"), invite("busy@example.com", model.PowerUser))
	})
	t.Run("MEM-03 a refused or rehearsed invitation does not count", func(t *testing.T) {
		w := acme(t)
		for range 30 {
			w.Refuse("MEM-05", as("Ada"), invite("lee@example.com", model.PowerUser))
			w.Plan(as("Ada"), invite("new@example.com", model.PowerUser))
		}
		w.Do(as("Ada"), invite("new@example.com", model.PowerUser))
	})
}
