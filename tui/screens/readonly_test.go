package screens_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/tui"
	"atrium/tui/kit"
)

const lookOnly = "The store was opened to be looked at only."

func TestReadOnlyIsSaidEverywhere(t *testing.T) {
	onScreen(t, "the header of every screen says READ ONLY", func(w *world) {
		w.acme()
		w.corp()
		for _, name := range slices.Sorted(maps.Keys(tui.All())) {
			env := w.env(modeltest.As("mary"))
			env.Session.AWS = &model.SignIn{Account: account, Administrator: true}
			env.ReadOnly = lookOnly
			r := w.openWith(env, name+"?space=acme").See("READ ONLY")
			if head := r.Lines()[0]; !strings.Contains(head, "READ ONLY") {
				w.t.Errorf("the header of %s is %q", name, head)
			}
		}
	})
	onScreen(t, "ACT-05 whatever the palette offers that would change something says why it is refused", func(w *world) {
		w.acme()
		env := w.env(modeltest.As("mary"))
		env.ReadOnly = lookOnly
		for _, e := range w.Service.Catalogue() {
			if cmd := e.Command(); cmd != nil {
				if reason := kit.Closed(w.t.Context(), env, cmd); reason == nil || reason.Why != lookOnly || reason.Fix == "" {
					w.t.Errorf("%s is not refused: %+v", e.ID, reason)
				}
			}
		}
	})
}
