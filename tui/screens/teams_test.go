package screens_test

import (
	"testing"

	"atrium/model"
	"atrium/model/modeltest"
)

func TestTeams(t *testing.T) {
	onScreen(t, "MEM-10 a team is created, filled, given roles, and deleted", func(w *world) {
		w.acme()
		r := w.open(modeltest.As("mary"), "teams?space=acme")
		r.See("[3 Teams]", "No team yet", "At most 100.").Press("n").See("Add members directly", "Team name").Type("core").Press("ctrl+s")
		r.See("core", "Limited access", "Add members directly").Press("enter").See("Space role", "fixed at creation", "Nobody is in this team yet")
		r.Press("a").Type("jane").Press("enter").See("jane of", "1 of 1")
		r.Press("r").See("Space role").Press("tab", "left", "ctrl+s").See("changes", "the role of 1 member through the team, from Limited access to Power")
		r.Press("y").See("Power user", "team", "Limited access") // stronger than jane's own, which stays
		r.Press("p").See("Project *", "Contributor").Press("right").See("web").Press("ctrl+s").See("creates", "in the project web for the team core").Press("y").See("in web")
		r.Press("D").See("removes", "the team core", "1 member loses the role Power user").Press("y").See("No team yet")
	})
	onScreen(t, "MEM-10 removing someone from a team asks to type remove", func(w *world) {
		w.acme()
		w.Do(modeltest.As("mary"), &model.CreateTeam{Space: "acme", Name: "core", Role: model.PowerUser})
		w.Do(modeltest.As("mary"), &model.AddToTeam{Space: "acme", Team: "core", Alias: "jane"})
		r := w.open(modeltest.As("mary"), "teams?space=acme&team=core")
		r.Press("x").See("@jane from the team core, with the role Power user", "Type remove to confirm").Type("y").Press("enter").See("That is not the word remove.")
		r.Press("backspace").Type("remove").Press("enter").See("Nobody is in this team yet")
	})
	onScreen(t, "MEM-10 the way in which a team gets its members is chosen at its creation, and fixed", func(w *world) {
		pat := w.corp()
		r := w.open(pat, "teams?space=corp-space")
		r.Press("n").See("This is fixed when the team is created", "1 Add members directly", "2 Use SSO groups").Press("2", "enter")
		r.See("Create team: Use SSO groups", "Admins (1 users)").Type("staff").Press("tab", "tab", "tab", "space", "enter").See("staff", "Use SSO groups")
		r.Press("enter").See("Use SSO groups (fixed at creation), 1 of them", "pat").Wait(ages).See("×a add member").Press("a")
		r.See("takes its members from SSO groups", "Who may: the Identity federation administrator.", "Rule MEM-10")
	})
	onScreen(t, "ACT-05 MEM-10 only a Space administrator manages teams, and the others are told so", func(w *world) {
		w.acme()
		w.Do(modeltest.As("mary"), &model.CreateTeam{Space: "acme", Name: "core", Role: model.PowerUser})
		r := w.open(modeltest.As("lin"), "teams?space=acme")
		r.See("core", "×n new team").Press("n").See("is not open to the role Power user", "Who may: a Space administrator of the space.")
		r.Press("enter", "enter").See("×a add member").Press("a").See("Who may: a Space administrator of the space.")
	})
}
