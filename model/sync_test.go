package model_test

import (
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/store"
)

const corpAccount = "444455556666"

func newWorld(t testing.TB) *modeltest.World {
	t.Helper()
	s, err := store.OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close the store: %v", err)
		}
	})
	return modeltest.New(t, s)
}

func TestSmoke(t *testing.T) {
	w := newWorld(t)
	w.SignUp("Mary", "LiJuan")
	w.Space("acme", "Mary", "111122223333")
	w.Join("acme", "Mary", model.PowerUser, "LiJuan")
	t.Logf("%+v", w.Members(modeltest.As("Mary"), "acme"))
	id := w.Directory(corpAccount, map[string][]string{"devs": {"ana", "bo"}, "ops": {"cy"}})
	w.Do(modeltest.AWS(corpAccount), &model.SetupSSO{ApplicationName: "corp", DisplayName: "Corp", NewSpace: "corp", Region: model.Oregon, Groups: []string{"devs"}, Administrators: []string{"ana"}})
	t.Logf("%+v", modeltest.Ask[[]model.SyncChangeView](w, modeltest.AWS(corpAccount), &model.SyncStatus{Space: "corp"}))
	w.Advance(3 * time.Hour)
	ana := model.Session{Person: model.SSOPerson(id, "ana")}
	t.Logf("%+v", w.Members(ana, "corp"))
	for _, a := range modeltest.Ask[[]model.Activity](w, ana, &model.ListActivity{Space: "corp"}) {
		t.Logf("%s %s %s", a.At, a.Actor, a.Text)
	}
	t.Logf("%+v", modeltest.Ask[model.SyncState](w, ana, &model.ShowSync{Space: "corp"}))
}
