// Package screens_test drives the screens as a person would, over the real model on a store in memory.
package screens_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"atrium/assets"
	"atrium/model"
	"atrium/model/modeltest"
	"atrium/store"
	"atrium/tui"
	"atrium/tui/kit"
	"atrium/tui/kit/kittest"
)

// The people and accounts of the tests.
const (
	account      = "111122223333"
	otherAccount = "444455556666"
	thirdAccount = "777788889999"
)

// world is a system with the guide, and a window of a certain size on it.
type world struct {
	*modeltest.World
	t    *testing.T
	w, h int
}

// onScreen runs a scenario in virtual time, in the smallest window that is promised and in a large one.
func onScreen(t *testing.T, name string, scenario func(w *world)) {
	t.Helper()
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		t.Run(fmt.Sprintf("%s, at %dx%d", name, size[0], size[1]), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { scenario(newWorld(t, size[0], size[1])) })
		})
	}
}

func newWorld(t *testing.T, w, h int) *world {
	t.Helper()
	memory, err := store.OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = memory.Close() })
	made := &world{World: modeltest.New(t, memory), t: t, w: w, h: h}
	made.Service.Close()
	guide, err := model.ReadGuide(assets.Guide)
	if err != nil {
		t.Fatal(err)
	}
	made.Service, err = model.NewService(t.Context(), memory, model.Options{Clock: made.Clock, Seed: 1, Guide: guide, Tiers: modeltest.Tiers(), Quotas: modeltest.Quotas()})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// env is the Env of a session on this world.
func (w *world) env(session model.Session) *kit.Env {
	env := kittest.NewEnv(w.t, w.Service)
	env.Session, env.Places, env.Status = session, tui.Places(), tui.SpaceStatus
	return env
}

// open opens a place for a session.
func (w *world) open(session model.Session, route string) *kittest.Robot {
	w.t.Helper()
	return w.openWith(w.env(session), route)
}

func (w *world) openWith(env *kit.Env, route string) *kittest.Robot {
	w.t.Helper()
	return kittest.Start(w.t, tui.New(env, tui.All(), kit.ParseRoute(route)), w.w, w.h)
}

// acme is a world with a space acme: mary administers it, lin is a Power user, jane has limited access; bob
// belongs to no space.
func (w *world) acme() {
	w.t.Helper()
	w.SignUp("mary", "lin", "jane", "bob")
	w.Space("acme", "mary", account)
	w.Join("acme", "mary", model.PowerUser, "lin")
	w.Join("acme", "mary", model.LimitedAccess, "jane")
	w.Do(modeltest.As("mary"), &model.CreateProject{Space: "acme", Name: "web", Description: "The web site"})
}

// corp is a space with identity federation in which the SSO user pat is Space administrator.
func (w *world) corp() (pat model.Session) {
	w.t.Helper()
	dir := w.Directory(thirdAccount, map[string][]string{"Admins": {"pat"}})
	w.Do(modeltest.AWS(thirdAccount), &model.SetupSSO{ApplicationName: "corp", DisplayName: "Corp Inc", NewSpace: "corp-space", Region: model.Oregon,
		Groups: []string{"Admins"}, Administrators: []string{"pat"}})
	w.Advance(48 * time.Hour) // the sync brings people in with a delay
	return model.Session{Person: model.SSOPerson(dir, "pat")}
}
