package screens_test

import (
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/model/tiers"
)

// use has acme use something.
func (w *world) use(resource tiers.Resource, amount int) {
	w.t.Helper()
	w.Do(modeltest.As("mary"), &model.RehearseUsage{Space: "acme", Resource: model.ResourceChoice(resource), Amount: amount})
}

// paid is acme on a tier, which its billing account allows.
func (w *world) paid(tier model.Tier) {
	w.t.Helper()
	w.acme()
	w.Do(modeltest.AWS(account), &model.AllowTiers{Space: "acme", Tiers: model.AllowPaid})
	if tier != model.FreeTier {
		w.Do(modeltest.As("mary"), &model.ChangeTier{Space: "acme", Tier: tier})
	}
}

func TestBillingDetails(t *testing.T) {
	onScreen(t, "BIL-11 the tier, the account's name and status, and every meter against what the tier includes", func(w *world) {
		w.acme()
		w.use(tiers.ComputeMinutes, 30)
		r := w.open(modeltest.As("mary"), "members?space=acme").Press("7").See("[7 Billing]", "Billing details")
		r.See("Current tier", "Free", "AWS account name", account, "AWS account status", "Active, allows Free", "Team members", "3")
		r.See("Compute", "30 of 100 minutes, 30 %", "Dev Environments", "0 of 100 hours", "Dev Environment storage", "Source storage", "Package storage", "0 of 100 GB, 0 %")
	})
	onScreen(t, "BIL-07 a number that no source gives is marked, and says why one key away", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "billing?space=acme").See("0 of 10* GB", "* is an assumption").SeeNot("100*")
		r.Press("down", "down", "down", "enter").See("Source storage", "0 of 10* GB are used", "* What the tier includes is an assumption. for the test", "Month by month:", "2024-05")
		r.Press("esc", "up", "enter").See("Dev Environment storage", "comes from a source")
	})
	onScreen(t, "BIL-12 usage warns near the maximum, and at the maximum says until when work halts", func(w *world) {
		w.acme()
		w.use(tiers.ComputeMinutes, 80)
		r := w.open(modeltest.As("mary"), "billing?space=acme")
		r.See("! Compute: 80 of 100 minutes. At the maximum, work that needs it halts", "80 of 100 minutes, 80 %, near the maximum")
		r.Press("u").See("Rehearse usage", "Resource").Type("c").See("Compute, in minutes").Press("tab").Type("30").Press("enter")
		r.See("Rehearse usage: changes the usage of Compute by 20 minutes; ends the work halts", "100 of 100 minutes, 100 %, maximum reached: work halts until 2024-06-01", "The maximum is reached")
		r.Wait(ages).Press("u").Type("c").Press("tab").Type("1").Press("enter").See("! acme has used all of what the Free tier includes of Compute", "halts until 2024-06-01", "Rule BIL-12")
		r.Press("esc", "y")
		w.Advance(20 * 24 * time.Hour)
		r.Wait(time.Second).See("0 of 100 minutes, 0 %").SeeNot("halts")
	})
	onScreen(t, "BIL-12 on a paid tier nothing halts: what goes beyond is charged", func(w *world) {
		w.paid(model.StandardTier)
		w.use(tiers.ComputeMinutes, 620)
		w.open(modeltest.As("mary"), "billing?space=acme").See("Compute: 620 of 600 minutes. What goes beyond is charged.", "620 of 600 minutes, 103 %, beyond it: the rest is charged")
	})
	onScreen(t, "BIL-14 the estimate is shown by line with its total, and the months before it", func(w *world) {
		w.paid(model.StandardTier)
		w.use(tiers.ComputeMinutes, 610)
		w.use(tiers.SourceStorage, 7)
		w.Advance(31 * 24 * time.Hour)
		r := w.open(modeltest.As("mary"), "billing?space=acme")
		r.Press("end").See("Estimate for 2024-06", "Standard tier", "3 team members at 5", "15.00 USD", "Total so far", "Month by month", "2024-06 so far", "2024-05", "25.00 USD")
		r.Press("enter").See("Bill of 2024-05", "Team members", "Compute", "10.00 USD", "Total", "25.00 USD", account).Press("esc")
		r.Press("home", "enter").See("Compute", "0 of 600 minutes are used", "2024-05", "610 minutes").Press("esc")
		r.Press("down", "down", "down").See("7 of 600 GB, 1 %") // what is held goes on being held
	})
	onScreen(t, "BIL-14 the estimate is exported as CSV and as JSON, to copy or to save", func(w *world) {
		w.paid(model.StandardTier)
		w.use(tiers.ComputeMinutes, 610)
		saved := map[string]string{}
		env := w.env(modeltest.As("mary"))
		env.Save = func(name string, data []byte) error { saved[name] = string(data); return nil }
		r := w.openWith(env, "billing?space=acme").Press("x").See("Export the bills of acme", "1 CSV", "2 JSON").Press("enter").See("month,current,space", "2024-05,true,acme,"+account+",standard,3,tier")
		r.Press("y").See("Sent to the terminal's clipboard").Press("s").See("acme-bills.csv").Press("enter").See("Saved as acme-bills.csv.").Press("esc")
		r.Press("x", "2", "enter").See("\"month\": \"2024-05\"").Press("s", "enter").See("Saved as acme-bills.json.")
		if csv := saved["acme-bills.csv"]; !strings.Contains(csv, ",compute-minutes,610,600,10,minutes,1,10.00,USD,false") {
			t.Errorf("the CSV is\n%s", csv)
		}
		if json := saved["acme-bills.json"]; !strings.Contains(json, "\"total\": 25.00") {
			t.Errorf("the JSON is\n%s", json)
		}
	})
	onScreen(t, "BIL-08 others than Space administrators see no billing and are told who may", func(w *world) {
		w.acme()
		for _, alias := range []string{"lin", "jane"} {
			r := w.open(modeltest.As(alias), "billing?space=acme").See("is not open to the role", "Who may: a Space administrator of the space", "×e account").SeeNot("Current tier", account, "USD")
			for _, key := range []string{"e", "m", "x", "u"} {
				r.Press(key).See("is not open to the role", "Who may: a Space administrator").Press("enter")
			}
			r.Press("c").See("Number of team members: 3", "Enterprise", "×enter Change tier").SeeNot("(now)").Press("enter").See("Who may: a Space administrator")
		}
		w.open(modeltest.As("lin"), "settings?space=acme").See("It is shown to Space administrators, under Billing (7).", "under Accounts (6)").SeeNot(account, "Free")
		w.open(modeltest.As("mary"), "settings?space=acme").See("Free tier, paid by AWS account "+account, "Billing (7)")
	})
	onScreen(t, "BIL-13 the AWS side's page of the billing account is one key away", func(w *world) {
		w.acme()
		w.open(modeltest.As("mary"), "billing?space=acme").Press("m").See("AWS "+account+" us-west-2", "acme")
	})
}

func TestBillingAccount(t *testing.T) {
	onScreen(t, "BIL-09 only connected accounts are offered, by name", func(w *world) {
		w.paid(model.FreeTier)
		w.Do(modeltest.As("mary"), &model.RequestAccount{Space: "acme", Account: otherAccount, Name: "finance"})
		w.Do(modeltest.AWS(otherAccount), &model.VerifyAccount{Token: w.token("acme", otherAccount)})
		w.Do(modeltest.As("mary"), &model.RequestAccount{Space: "acme", Account: thirdAccount, Name: "waiting"})
		r := w.open(modeltest.As("mary"), "billing?space=acme").Press("e").See("Change AWS billing account", "(choose)", "1 of 2")
		r.Press("right").See("finance ("+otherAccount+"), allows Free", "2 of 2").SeeNot("waiting").Press("enter")
		r.See("changes", "the billing account of acme from "+account+" to "+otherAccount, "does not allow paid tiers", "> Cancel <").Press("y")
		r.See("finance (" + otherAccount + ")")
	})
	onScreen(t, "BIL-09 without another account one is led to where one is connected", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "billing?space=acme").Press("e").See("! No other AWS account is connected to acme", "Rule BIL-09", "> 1 Connect an AWS account")
		r.Press("enter").See("Connect an AWS account", "> AWS account ID")
	})
	onScreen(t, "BIL-10 an account that allows no paid tiers takes the tier to Free, and the plan says so before", func(w *world) {
		w.paid(model.StandardTier)
		w.use(tiers.ComputeMinutes, 150)
		w.Connect("acme", "mary", otherAccount)
		r := w.open(modeltest.As("mary"), "billing?space=acme").Press("e", "right", "enter")
		r.See("ends", "the Standard tier of acme, at once", "work that needs Compute halts", "> Cancel <").Press("esc").See("allows Free").Press("enter", "y")
		r.See("Current tier", "Free", otherAccount, "maximum reached")
	})
}

func TestCompareTiers(t *testing.T) {
	onScreen(t, "BIL-07 the three tiers stand side by side with what each includes and charges", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "billing?space=acme").Press("c").See("Compare tiers", "[Free]", "Standard", "Enterprise", "(now)", "Number of team members: 3", "Table of tiers: test")
		r.See("Price for each member", "5 USD", "20 USD", "Price for 3 members", "15.00 USD", "60.00 USD", "Compute, minutes", "600", "3,000", "work halts", "1 USD each", "10*")
	})
	onScreen(t, "BIL-07 the number of team members is typed, and every total follows", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "billing-tiers?space=acme").Type("12").See("Number of team members: 12", "Price for 12 members", "240.00 USD", "12,000")
		r.Press("backspace").See("Price for 1 member", "20.00 USD", "1,000").Press("backspace").See("Price for 1 member")
		r.Type("9999999").See("is 9999999, and not between 1 and 1000000", "Rule BIL-07").Press("backspace").See("999,999 members", "999,999,000")
	})
	onScreen(t, "BIL-07 every number says where it comes from, and the table can be taken and changed", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "billing-tiers?space=acme").See("* is an assumption").Press("w")
		r.See("Where the numbers come from", "Price: 0 USD. Source: test, 2024-05-01.", "Source storage included: 10 GB. * Assumption: for the test").Press("esc")
		r.Press("t").See("Table of tiers", "change it and give it with --tiers FILE", "\"currency\"")
	})
	onScreen(t, "BIL-05 HLP-03 a refused tier leads to the guide's entry and over to where paid tiers are turned on", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "billing-tiers?space=acme").Press("right").See("[Standard]", "allows only the Free tier").Press("enter")
		r.See("does not allow paid tiers", "(STANDARD, ENTERPRISE)", "Rule BIL-05", "> 1 Manage billing in AWS", "? explains")
		r.Press("?").See("I cannot change the billing tier for my space").Press("esc").See("Rule BIL-05").Press("enter").See("AWS "+account+" us-west-2", "acme")
		w.Do(modeltest.AWS(account), &model.AllowTiers{Space: "acme", Tiers: model.AllowPaid})
		r.Press("g").See("[Standard]", "enter shows what a change to Standard means").Press("enter").See("the tier of acme from Free to Standard, at once")
	})
	onScreen(t, "BIL-05 HLP-03 a tier is changed from anywhere in the space, and its refusal leads to the guide's entry", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "outbox?space=acme").Press(":").Type("change billing tier").Press("enter").See("Compare tiers", "Number of team members")
		r.Press("left").See("[Enterprise]").Press("enter").See("Rule BIL-05", "? explains").Press("?").See("I cannot change the billing tier for my space")
	})
	onScreen(t, "BIL-15 a higher tier holds at once, after its plan with the estimate before and after", func(w *world) {
		w.paid(model.FreeTier)
		r := w.open(modeltest.As("mary"), "billing?space=acme").Press("c", "right").See("[Standard]", "enter shows what a change to Standard means").Press("enter")
		r.See("Change tier", "the tier of acme from Free to Standard, at once", "the estimate for 2024-05 from 0.00 USD to 15.00 USD", "> Cancel <").Press("y")
		r.See("[Standard]", "Standard is the tier of acme now").Press("esc").See("Current tier", "Standard").SeeNot("Pending tier")
	})
	onScreen(t, "BIL-15 a lower tier is pending with its date, comes with the month, and can be taken back before", func(w *world) {
		w.paid(model.StandardTier)
		w.use(tiers.SourceStorage, 50)
		r := w.open(modeltest.As("mary"), "billing?space=acme").Press("c", "left", "enter")
		r.See("ends", "the Standard tier of acme on 2024-06-01", "work that needs Source storage halts", "> Cancel <").Press("y").See("from 2024-06-01", "(now)", "Free comes on 2024-06-01")
		r.Press("esc").See("Pending tier", "Free, from 2024-06-01. Until then Standard holds.").Wait(ages)
		r.Press("c").See("[Standard]", "enter keeps Standard and takes the change to Free back").Press("enter").See("the pending change to the Free tier on 2024-06-01").Press("y", "esc").SeeNot("Pending tier")
		r.Wait(ages).Press("c", "left", "enter", "y", "esc").See("Pending tier")
		w.Advance(17 * 24 * time.Hour)
		r.Wait(time.Second).See("Current tier", "Free").SeeNot("Pending tier")
	})
	onScreen(t, "BIL-15 a higher tier clears a pending one", func(w *world) {
		w.paid(model.StandardTier)
		w.Do(modeltest.As("mary"), &model.ChangeTier{Space: "acme", Tier: model.FreeTier})
		r := w.open(modeltest.As("mary"), "billing-tiers?space=acme").See("[Standard]", "from 2024-06-01").Press("right", "enter")
		r.See("the pending change to the Free tier on 2024-06-01", "from Standard to Enterprise, at once").Press("y").See("Enterprise is the tier of acme now").SeeNot("from 2024")
	})
}
