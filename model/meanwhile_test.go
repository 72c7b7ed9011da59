package model_test

import (
	"errors"
	"strings"
	"testing"

	"atrium/model"
	"atrium/model/modeltest"
)

func TestMeanwhile(t *testing.T) {
	begin := func(t *testing.T) *modeltest.World {
		w := newWorld(t)
		w.SignUp("mary", "lin")
		w.Space("acme", "mary", "111122223333")
		w.Join("acme", "mary", model.SpaceAdministrator, "lin")
		return w
	}
	edit := func(text string) *model.EditSpace { return &model.EditSpace{Name: "acme", Description: text} }
	t.Run("SPC-17 ACT-02 who edits what somebody else changed meanwhile is told, and nothing is changed", func(t *testing.T) {
		w := begin(t)
		w.Do(modeltest.As("lin"), edit("of Lin"))
		_, err := w.Service.Do(model.HavingSeen(t.Context(), edit("")), modeltest.As("mary"), edit("of Mary"))
		changed, is := errors.AsType[*model.MeanwhileError](err)
		if !is || changed.Field != "description" || !strings.Contains(changed.Message, "Description was empty and is “of Lin” now") {
			t.Fatalf("it was answered with %v", err)
		}
		space := w.View(modeltest.As("mary"), "acme")
		if space.Description != "of Lin" {
			t.Errorf("it is %q", space.Description)
		}
		if _, err := w.Service.Do(model.HavingSeen(t.Context(), changed.Now), modeltest.As("mary"), edit("of Mary")); err != nil {
			t.Errorf("once it was seen: %v", err)
		}
	})
	t.Run("what is as it was seen is changed", func(t *testing.T) {
		w := begin(t)
		if _, err := w.Service.Do(model.HavingSeen(t.Context(), edit("")), modeltest.As("mary"), edit("of Mary")); err != nil {
			t.Error(err)
		}
	})
	for name, c := range map[string]struct{ seen, first, second model.Command }{
		"a team": {&model.EditTeam{Space: "acme", Name: "core", Role: model.PowerUser}, &model.EditTeam{Space: "acme", Name: "core", Role: model.LimitedAccess},
			&model.EditTeam{Space: "acme", Name: "core", Description: "x", Role: model.PowerUser}},
		"a profile": {&model.EditProfile{Name: "Mary"}, &model.EditProfile{Name: "Other", Nickname: "o"}, &model.EditProfile{Name: "Mary M"}},
	} {
		t.Run("two edit "+name+" at a time", func(t *testing.T) {
			w := begin(t)
			w.Do(modeltest.As("mary"), &model.CreateTeam{Space: "acme", Name: "core", Role: model.PowerUser})
			w.Do(modeltest.As("mary"), c.first)
			_, err := w.Service.Do(model.HavingSeen(t.Context(), c.seen), modeltest.As("mary"), c.second)
			if _, is := errors.AsType[*model.MeanwhileError](err); !is {
				t.Errorf("it was answered with %v", err)
			}
		})
	}
	t.Run("two edit a user of the directory at a time", func(t *testing.T) {
		w := newWorld(t)
		dir := w.Directory("777788889999", map[string][]string{"Admins": {"pat"}})
		user := func(name string) *model.UpdateUser {
			return &model.UpdateUser{Store: dir, UserName: "pat", DisplayName: name}
		}
		w.Do(modeltest.AWS("777788889999"), user("Pat One"))
		_, err := w.Service.Do(model.HavingSeen(t.Context(), user("Pat")), modeltest.AWS("777788889999"), user("Pat Two"))
		if _, is := errors.AsType[*model.MeanwhileError](err); !is {
			t.Errorf("it was answered with %v", err)
		}
	})
	t.Run("a session that looks only changes nothing, and is told why", func(t *testing.T) {
		w := begin(t)
		looks := modeltest.As("mary").LookOnly("Look only.")
		_, err := w.Service.Do(t.Context(), looks, edit("x"))
		if r, is := model.AsRefusal(err); !is || r.Message != "Look only." {
			t.Errorf("it was answered with %v", err)
		}
		if _, err := w.Service.Answer(t.Context(), looks, &model.ListSpaces{}); err != nil {
			t.Error(err)
		}
	})
}
