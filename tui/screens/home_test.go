package screens_test

import (
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
)

func TestHome(t *testing.T) {
	onScreen(t, "BIL-11 VPC-10 a space at a glance tells how things stand, marks what to look at, and leads where each belongs", func(w *world) {
		w.connected()
		w.Do(modeltest.As("mary"), &model.InviteMember{Space: "acme", Email: "new@example.com", Role: model.PowerUser})
		r := w.open(modeltest.As("mary"), "projects?space=acme")
		r.See("0 Home").Press("0").See("[0 Home]", "Members", "3 members, 1 Space administrator", "1 pending", "Billing tier", "Free", "Compute used",
			"VPC connections", "2 pass their check", "Generative AI", "off", "Workflow runs", "0 running, 0 queued").SeeNot("!  ")
		w.Do(modeltest.AWS(account), modeltest.NetworkImport(modeltest.NetworkFiles([3]string{"us/nats.json", "available", "failed"})))
		w.Advance(25 * time.Hour)
		r.Wait(time.Second).See("!  Invitations", "1 expired: resend or cancel", "!  VPC connection", "corp: vpc-1 does not pass")
		r.Press("/").Type("corp:").Press("enter", "enter").See("VPC connection corp", "FAIL")
	})
	onScreen(t, "BIL-08 ACT-01 tier, meters and activity are told to those who may see them", func(w *world) {
		w.acme()
		w.open(modeltest.As("lin"), "home?space=acme").See("Members", "Activity").SeeNot("Billing tier", "Compute used")
		w.open(modeltest.As("jane"), "home?space=acme").See("Members").SeeNot("Billing tier", "Compute used", "ago: ", "just now: ")
		w.open(modeltest.As("bob"), "home?space=acme").See("no access")
	})
	onScreen(t, "FED-14 in a space with identity federation it tells what the sync has still to bring", func(w *world) {
		pat := w.staff(3)
		w.open(pat, "home?space=corp-space").See("Home]", "Sync", "2 changes wait for 4 people")
	})
}
