package app_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"atrium/assets"
	"atrium/cmd/internal/app"
	"atrium/model"
)

// tableOf opens a store and names the table of tiers that it goes by.
func tableOf(t *testing.T, c app.Config) (string, error) {
	t.Helper()
	a, err := app.Open(t.Context(), c)
	if err != nil {
		return "", err
	}
	defer func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}()
	return answer[[]model.TierOffer](t, a, &model.CompareTiers{})[0].Table, nil
}

func TestTheTableOfTiersIsTheFlagsOrTheFoldersOrTheBuiltInOne(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	named := write("mine.json", string(assets.Tiers))
	inFolder := filepath.Join(dir, "tiers.json")
	check := func(c app.Config, want string) {
		t.Helper()
		if got, err := tableOf(t, c); err != nil || got != want {
			t.Errorf("the table is %q, not %q: %v", got, want, err)
		}
	}
	t.Run("BIL-07 without a table of one's own it is the built-in one", func(t *testing.T) {
		check(app.Config{Data: dir}, "built in")
		write("tiers.json", "")
		check(app.Config{Data: dir}, "built in") // the shell made the file, and is about to fill it
	})
	t.Run("BIL-07 a table of one's own lies in the data folder, and one that is named comes before it", func(t *testing.T) {
		write("tiers.json", string(assets.Tiers))
		check(app.Config{Data: dir}, inFolder)
		check(app.Config{Data: dir, Memory: true}, inFolder)
		check(app.Config{Data: dir, Tiers: named}, named)
		check(app.Config{Data: dir, Demo: true}, "built in")
		check(app.Config{Demo: true, Tiers: named}, named)
	})
	t.Run("BIL-07 a faulty table is told with file, line, tier and field", func(t *testing.T) {
		write("tiers.json", strings.Replace(string(assets.Tiers), `"value": 4,`, `"value": "4",`, 1))
		_, err := tableOf(t, app.Config{Data: dir})
		fault, told := errors.AsType[*app.TableError](err)
		if !told || !strings.Contains(fault.Error(), inFolder+", line ") || !strings.Contains(fault.Error(), "standard.pricePerUserMonth.value") {
			t.Errorf("it says %v", err)
		}
	})
}

func TestTheTableOfQuotasIsTheFlagsOrTheFoldersOrTheBuiltInOne(t *testing.T) {
	dir := t.TempDir()
	own := filepath.Join(dir, "quotas.json")
	used := func(c app.Config) string {
		t.Helper()
		a, err := app.Open(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = a.Close() }()
		return answer[model.Document](t, a, &model.ShowQuotaTable{}).Title
	}
	t.Run("GEN-08 without a table of one's own it is the built-in one", func(t *testing.T) {
		if got := used(app.Config{Data: dir}); got != "Table of quotas (built in)" {
			t.Errorf("it is the %s", got)
		}
	})
	t.Run("GEN-08 a table of one's own lies in the data folder, or is named; a faulty one is told with file and field", func(t *testing.T) {
		if err := os.WriteFile(own, assets.Quotas, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, c := range []app.Config{{Data: dir}, {Demo: true, Quotas: own}} {
			if got := used(c); got != "Table of quotas ("+own+")" {
				t.Errorf("it is the %s", got)
			}
		}
		if err := os.WriteFile(own, []byte(strings.Replace(string(assets.Quotas), `"value": 5,`, `"value": 5.5,`, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := app.Open(t.Context(), app.Config{Data: dir})
		fault, told := errors.AsType[*app.TableError](err)
		if !told || !strings.Contains(fault.Error(), "the table of quotas cannot be read: "+own+", line ") || !strings.Contains(fault.Error(), "free.quotas.issues.value") {
			t.Errorf("it says %v", err)
		}
	})
}
