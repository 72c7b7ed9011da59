package cli

import (
	"encoding/csv"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"

	"atrium/model"
	"atrium/tui/text"
)

// printCSV prints records as RFC 4180 has it, under a header of their JSON names.
func printCSV(out io.Writer, rows reflect.Value) error {
	w := csv.NewWriter(out)
	w.UseCRLF = true
	if rows.Type().Elem().Kind() == reflect.Map {
		return writeMaps(w, rows)
	}
	columns := columnsOf(rows.Type().Elem())
	line := make([]string, len(columns))
	for i, c := range columns {
		line[i] = c.name
	}
	if err := w.Write(line); err != nil {
		return err
	}
	for i := range rows.Len() {
		for j, c := range columns {
			line[j] = csvCell(rows.Index(i).FieldByIndex(c.index))
		}
		if err := w.Write(line); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// writeMaps writes records that have no type of their own.
func writeMaps(w *csv.Writer, rows reflect.Value) error {
	for i := range rows.Len() {
		values := map[string]string{}
		for _, key := range rows.Index(i).MapKeys() {
			values[key.String()] = csvCell(rows.Index(i).MapIndex(key))
		}
		names := slices.Sorted(maps.Keys(values))
		line := make([]string, len(names))
		for j, name := range names {
			line[j] = values[name]
		}
		if err := w.WriteAll([][]string{names, line}); err != nil {
			return err
		}
	}
	return nil
}

// csvCell writes a value for another program: enumerations as JSON has them. A cell that a spreadsheet
// would take for a formula gets an apostrophe before it, which makes it text.
func csvCell(v reflect.Value) string {
	cell := text.Visible(plainValue(v))
	if cell != "" && strings.ContainsRune("=+-@", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// plainValue writes a value without the words that tables use for enumerations and truths.
func plainValue(v reflect.Value) string {
	if at, is := v.Interface().(model.Instant); is {
		return at.String()
	}
	switch v.Kind() {
	case reflect.String:
		return v.String()
	case reflect.Bool:
		if v.Bool() {
			return "true"
		}
		return "false"
	case reflect.Slice:
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = plainValue(v.Index(i))
		}
		return strings.Join(parts, ", ")
	case reflect.Pointer:
		if v.IsNil() {
			return ""
		}
		return plainValue(v.Elem())
	default:
		return inWords(v)
	}
}
