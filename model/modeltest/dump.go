package modeltest

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"atrium/model"
)

// Dump writes every record of the store as text, in order: two dumps are equal when nothing changed. The
// program's own record, which holds the time, is left out.
func (w *World) Dump() string {
	w.T.Helper()
	var b strings.Builder
	err := w.Store.View(context.Background(), func(r model.Reader) error {
		for _, table := range model.Tables() {
			if table.Name == "system" {
				continue
			}
			for row, err := range r.Scan(table.Name, model.Range{}) {
				if err != nil {
					return err
				}
				record := table.New()
				if err := row.Decode(record); err != nil {
					return err
				}
				fmt.Fprintf(&b, "%s %q %s\n", table.Name, row.Key(), fields(reflect.ValueOf(record).Elem()))
			}
		}
		return nil
	})
	if err != nil {
		w.T.Fatalf("dump the store: %v", err)
	}
	return b.String()
}

// fields writes a record with what its pointers lead to, instead of where they do.
func fields(v reflect.Value) string {
	var b strings.Builder
	for i := range v.NumField() {
		field := v.Field(i)
		if field.Kind() == reflect.Pointer && !field.IsNil() {
			field = field.Elem()
		}
		fmt.Fprintf(&b, "%s:%+v ", v.Type().Field(i).Name, field)
	}
	return b.String()
}
