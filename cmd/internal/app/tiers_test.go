package app_test

import (
	"bytes"
	"testing"

	"atrium/assets"
	"atrium/model/quotas"
	"atrium/model/tiers"
)

func TestTheTableOfTiersThatShipsIsRead(t *testing.T) {
	t.Run("BIL-07 the table that ships is read, and written back as it is", func(t *testing.T) {
		table, err := tiers.Read("built in", bytes.NewReader(assets.Tiers))
		if err != nil {
			t.Fatal(err)
		}
		if got := table.JSON(); !bytes.Equal(got, assets.Tiers) {
			t.Errorf("it is written as\n%s", got)
		}
	})
}

func TestTheTableOfQuotasThatShipsIsRead(t *testing.T) {
	t.Run("GEN-08 the table that ships is read, and written back as it is", func(t *testing.T) {
		table, err := quotas.Read("built in", bytes.NewReader(assets.Quotas))
		if err != nil {
			t.Fatal(err)
		}
		if got := table.JSON(); !bytes.Equal(got, assets.Quotas) {
			t.Errorf("it is written as\n%s", got)
		}
	})
}
