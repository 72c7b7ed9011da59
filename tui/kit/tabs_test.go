package kit_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/kit/kittest"
)

func TestTheBarOfASpaceNamesEveryPlaceInItsWindow(t *testing.T) {
	for name, federated := range map[string]bool{"builder": false, "federated": true} {
		service := &kittest.Service{Answers: func(model.Question) (any, error) { return model.SyncState{Federated: federated}, nil }}
		for _, place := range []string{"projects", "teams", "accounts", "billing", "settings"} {
			tabs := kit.NewSpaceTabs(kittest.NewEnv(t, service), place, "acme")
			tabs.Init()().(kit.Answered).Deliver()
			for w, words := range map[int][]string{60: {"Pro", "Set"}, 80: {"Projects", "Members", "7 Billing", "8 Activity", "9 Settings"}, 120: {"6 Accounts", "9 Settings"}} {
				bar := ansi.Strip(tabs.View(w))
				if len(bar) > w || strings.Contains(bar, "…") {
					t.Errorf("%s, %s: the bar does not fit %d cells: %q", name, place, w, bar)
				}
				for _, word := range append(words, "[") {
					if !strings.Contains(bar, word) {
						t.Errorf("%s, %s: no %q in the bar of %d cells: %q", name, place, word, w, bar)
					}
				}
			}
		}
		home := kit.NewSpaceTabs(kittest.NewEnv(t, service), "home", "acme")
		home.Init()().(kit.Answered).Deliver()
		if bar := ansi.Strip(home.View(80)); len(bar) > 80 || !strings.Contains(bar, "Home]") || !strings.Contains(bar, "Settings") {
			t.Errorf("%s: the bar of the home is %q", name, bar)
		}
	}
}
