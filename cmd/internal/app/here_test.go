package app_test

import (
	"slices"
	"testing"

	"atrium/cmd/internal/app"
	"atrium/model"
)

func TestWhoMayKnowOfWhom(t *testing.T) {
	a, err := app.Open(t.Context(), app.Config{Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }() // it is in memory
	person := func(alias string) model.Session { return model.Session{Person: model.BuilderPerson(alias)} }
	members := answer[model.Page[model.MemberView]](t, a, &model.ListMembers{Space: "riverbend-labs"})
	var limited string
	for _, m := range members.Items {
		if m.Role == model.LimitedAccess && m.Alias != "" {
			limited = m.Alias
		}
	}
	for _, alias := range []string{"MaryMajor", limited, "nobody-we-know"} {
		defer a.Enter(person(alias), "192.0.2.7:4711", "")()
	}
	defer a.Enter(model.Session{AWS: &model.SignIn{Account: "111122223333"}}, "socket", "atrium org show")()
	for name, c := range map[string]struct {
		asking  model.Session
		network bool
		want    []string
	}{
		"over the socket everyone is seen":                                               {model.Session{}, false, []string{"marymajor", string(model.BuilderPerson(limited)), "nobody-we-know", "nobody, AWS 111122223333"}},
		"ACT-02 a Space administrator from the network sees the members of their spaces": {person("MaryMajor"), true, []string{"marymajor", string(model.BuilderPerson(limited))}},
		"ACT-02 anyone else from the network sees themself":                              {person(limited), true, []string{string(model.BuilderPerson(limited))}},
		"ACT-02 also somebody who belongs to no space":                                   {person("nobody-we-know"), true, []string{"nobody-we-know"}},
	} {
		t.Run(name, func(t *testing.T) {
			list, err := a.Present(t.Context(), c.asking, c.network)
			if err != nil {
				t.Fatal(err)
			}
			var who []string
			for _, p := range list {
				who = append(who, p.Who)
			}
			if !slices.Equal(who, c.want) {
				t.Errorf("they are %q, not %q", who, c.want)
			}
		})
	}
}
