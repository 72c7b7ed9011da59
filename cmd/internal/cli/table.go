package cli

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"atrium/tui/text"
)

// gap stands between two columns.
const gap = "  "

// printTable prints records in aligned columns. It goes through them twice, once to measure and once to
// write, so that a long list is not kept as text.
func (p *program) printTable(columns []column, rows reflect.Value) error {
	widths := make([]int, len(columns))
	titles := make([]string, len(columns))
	for i, c := range columns {
		titles[i] = c.title()
		widths[i] = text.Width(titles[i])
	}
	for i := range rows.Len() {
		for j, c := range columns {
			widths[j] = max(widths[j], text.Width(text.Visible(c.cell(rows.Index(i)))))
		}
	}
	if err := p.printLine(aligned(columns, widths, titles)); err != nil {
		return err
	}
	cells := make([]string, len(columns))
	for i := range rows.Len() {
		for j, c := range columns {
			cells[j] = text.Visible(c.cell(rows.Index(i)))
		}
		if err := p.printLine(aligned(columns, widths, cells)); err != nil {
			return err
		}
	}
	return nil
}

// aligned puts the cells of a row under their columns; numbers stand to the right.
func aligned(columns []column, widths []int, cells []string) string {
	parts := make([]string, len(cells))
	for i, cell := range cells {
		if columns[i].number() {
			parts[i] = text.FitRight(cell, widths[i])
		} else {
			parts[i] = text.Fit(cell, widths[i])
		}
	}
	return strings.TrimRight(strings.Join(parts, gap), " ")
}

// printRecord prints one record: a line for each field that holds anything, and the lists in it as tables.
func (p *program) printRecord(record any) error {
	v := reflect.ValueOf(record)
	for v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() == reflect.Map {
		return p.printPairs(pairsOfMap(v))
	}
	var pairs []pair
	var lists []column
	for _, c := range columnsOf(v.Type()) {
		field := v.FieldByIndex(c.index)
		switch {
		case isRecord(field.Type()) && !field.IsZero():
			lists = append(lists, c)
		case field.Kind() == reflect.Slice && field.Len() == 0: // a list without an entry says nothing
		case !field.IsZero() || c.kind == reflect.Bool || c.number():
			pairs = append(pairs, pair{c.title(), c.cell(v)})
		}
	}
	if err := p.printPairs(pairs); err != nil {
		return err
	}
	for _, c := range lists {
		if err := p.printInnerList(c, v.FieldByIndex(c.index)); err != nil {
			return err
		}
	}
	return nil
}

// isRecord tells a field that holds a list of records, or a pointer to one, from one that fits in a line.
func isRecord(t reflect.Type) bool {
	inner := t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer
	return inner && t.Elem().Kind() == reflect.Struct
}

func (p *program) printInnerList(c column, rows reflect.Value) error {
	if rows.Kind() == reflect.Pointer {
		rows = oneRow(rows.Elem().Interface())
	}
	if rows.Len() == 0 {
		return nil
	}
	if err := p.printLines([]string{"", c.title() + ":"}); err != nil {
		return err
	}
	return p.printTable(columnsOf(rows.Type().Elem()), rows)
}

// pair is a field with its value in words.
type pair struct{ title, value string }

func pairsOfMap(v reflect.Value) []pair {
	values := map[string]string{}
	for _, key := range v.MapKeys() {
		values[key.String()] = inWords(v.MapIndex(key))
	}
	var pairs []pair
	for _, key := range slices.Sorted(maps.Keys(values)) {
		pairs = append(pairs, pair{column{name: key}.title(), values[key]})
	}
	return pairs
}

func (p *program) printPairs(pairs []pair) error {
	width := 0
	for _, pair := range pairs {
		width = max(width, text.Width(pair.title))
	}
	for _, pair := range pairs {
		if err := p.printLine(fmt.Sprintf("%s%s%s", text.Fit(pair.title, width), gap, text.Visible(pair.value))); err != nil {
			return err
		}
	}
	return nil
}
