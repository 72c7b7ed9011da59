package model_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"atrium/model"
	"atrium/model/modeltest"
)

func TestSweepDuringImport(t *testing.T) {
	w := newWorld(t)
	aws := modeltest.AWS(corpAccount)
	id := w.Directory(corpAccount, nil)
	const users = 12_000 // more than it takes to be told of progress in the middle
	var csv strings.Builder
	csv.WriteString("userName,email\n")
	for i := range users {
		fmt.Fprintf(&csv, "user%05d,user%05d@corp.example\n", i, i)
	}
	swept := 0
	w.Do(aws, &model.ImportDirectory{Store: id, CSV: []string{"users.csv"},
		Open: func(string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(csv.String())), nil },
		Progress: func(_ int64, written int) {
			if written == 0 {
				return
			}
			swept++
			if err := w.Service.Sweep(context.Background()); err != nil {
				t.Error(err)
			}
		}})
	t.Run("FED-25 what an import has written is not swept before it is visible", func(t *testing.T) {
		page := modeltest.Ask[model.Page[model.DirectoryUserView]](w, aws, &model.ListUsers{Store: id, Limit: users})
		if swept == 0 || len(page.Items) != users {
			t.Errorf("after %d sweeps %d of %d users are there", swept, len(page.Items), users)
		}
	})
}

func TestImportOfGroupsAlone(t *testing.T) {
	w := newWorld(t)
	aws := modeltest.AWS(corpAccount)
	id := w.Directory(corpAccount, nil)
	groups := func(description string) *model.ImportDirectory {
		document := fmt.Sprintf(`{"Groups": [{"GroupId": "11111111-2222-4333-8444-555555555555", "DisplayName": "devs", "Description": %q}]}`, description)
		return &model.ImportDirectory{Store: id, Groups: []string{"groups.json"},
			Open: func(string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(document)), nil }}
	}
	for _, description := range []string{"They build.", "They build and mend."} {
		t.Run("FED-25 groups come in and change without any user", func(t *testing.T) {
			w.Do(aws, groups(description))
			list := modeltest.Ask[[]model.DirectoryGroup](w, aws, &model.ListGroups{Store: id})
			if len(list) != 1 || list[0].Description != description {
				t.Errorf("%+v", list)
			}
		})
	}
}
