package model_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"atrium/model"
	"atrium/model/modeltest"
)

func exported(w *modeltest.World) []byte {
	w.T.Helper()
	var b bytes.Buffer
	err := w.Store.View(w.T.Context(), func(r model.Reader) error { return model.Export(w.T.Context(), r, &b) })
	if err != nil {
		w.T.Fatal(err)
	}
	return b.Bytes()
}

func TestExport(t *testing.T) {
	s := newStage(t)
	w := s.World
	data := exported(w)
	var document struct {
		Store  struct{ Records int }
		Tables map[string][]map[string]any
	}
	if err := json.Unmarshal(data, &document); err != nil {
		t.Fatal(err)
	}
	t.Run("every row of every table is there", func(t *testing.T) {
		rows := map[string]int{}
		for _, row := range storedRows(w) {
			rows[row.table]++
		}
		for _, table := range model.Tables() {
			if list, there := document.Tables[table.Name]; !there || len(list) != rows[table.Name] {
				t.Errorf("%s has %d rows in the export, and %d in the store", table.Name, len(list), rows[table.Name])
			}
		}
	})
	t.Run("a record says whose it is, also where its listing and its value do not", func(t *testing.T) {
		for table, fields := range map[string]string{"activity": "seq at actor command hash", "groupuser": "set group handle", "user": "set userName groups",
			"member": "set alias role status since", "space": "id name region memberSet", "environment": "set project account"} {
			for field := range strings.FieldsSeq(fields) {
				if list := document.Tables[table]; len(list) == 0 || list[0][field] == nil {
					t.Errorf("%s lacks %s: %v", table, field, list)
				}
			}
		}
	})
	t.Run("the same store gives the same document", func(t *testing.T) {
		if !bytes.Equal(exported(w), data) {
			t.Error("it differs")
		}
	})
	t.Run("IDN-03 no password is in it, and no seed", func(t *testing.T) {
		if bytes.Contains(data, []byte("correct-horse")) || bytes.Contains(data, []byte("seed")) {
			t.Error("there is a secret")
		}
	})
}
