package model

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Export writes everything in a store as one JSON document, table by table in the order of [Tables], each with its
// records in the order of their keys: the same store gives the same document. Fields that hold nothing are left out,
// and the seed is, from which codes and tokens are drawn; passwords there are none (IDN-03). It goes out line by line,
// one Write for each, however large the store is.
func Export(ctx context.Context, r Reader, to io.Writer) error {
	system, err := readSystem(r)
	if err != nil {
		return err
	}
	head, err := json.Marshal(struct {
		Program Instant `json:"programTime"`
		Records int     `json:"records"`
		Head    Head    `json:"activity"`
	}{system.Program, system.Records, system.Head})
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(to, "{\"store\":%s,\n\"tables\":{\n", head); err != nil {
		return err
	}
	for i, table := range Tables() {
		if err := exportTable(ctx, r, to, table, i == 0); err != nil {
			return fmt.Errorf("table %s: %w", table.Name, err)
		}
	}
	_, err = io.WriteString(to, "}}\n")
	return err
}

func exportTable(ctx context.Context, r Reader, to io.Writer, table TableInfo, first bool) error {
	begin := fmt.Sprintf("%q:[\n", table.Name)
	if !first {
		begin = "," + begin
	}
	if _, err := io.WriteString(to, begin); err != nil {
		return err
	}
	var line bytes.Buffer
	for row, err := range r.Scan(table.Name, Range{}) {
		if err := firstOf(err, ctx.Err()); err != nil {
			return err
		}
		record, _, err := table.Read(row)
		if err != nil {
			return err
		}
		if line.Len() > 0 {
			line.Reset()
			line.WriteByte(',')
		} else {
			line.WriteByte(' ')
		}
		if err := exportValue(&line, reflect.ValueOf(record)); err != nil {
			return err
		}
		line.WriteByte('\n')
		if _, err := to.Write(line.Bytes()); err != nil {
			return err
		}
	}
	_, err := io.WriteString(to, "]\n")
	return err
}

// exportValue writes a value of a record. Structs are written field by field, since what is not meant for a listing
// belongs to an export all the same.
func exportValue(to *bytes.Buffer, v reflect.Value) error {
	_, own := v.Interface().(json.Marshaler)
	switch kind := v.Kind(); {
	case own, kind == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8:
	case kind == reflect.Pointer && v.IsNil():
	case kind == reflect.Pointer:
		return exportValue(to, v.Elem())
	case kind == reflect.Struct:
		return exportFields(to, v)
	case kind == reflect.Slice:
		to.WriteByte('[')
		for i := range v.Len() {
			if i > 0 {
				to.WriteByte(',')
			}
			if err := exportValue(to, v.Index(i)); err != nil {
				return err
			}
		}
		to.WriteByte(']')
		return nil
	}
	return exportPlain(to, v.Interface())
}

// exportPlain writes what JSON has a form for. Maps come in the order of their keys.
func exportPlain(to *bytes.Buffer, value any) error {
	out := json.NewEncoder(to)
	out.SetEscapeHTML(false)
	if err := out.Encode(value); err != nil {
		return err
	}
	to.Truncate(to.Len() - 1) // the encoder ends the line
	return nil
}

func exportFields(to *bytes.Buffer, v reflect.Value) error {
	before := byte('{')
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if v.Field(i).IsZero() || !f.IsExported() || f.Tag.Get("export") == "-" {
			continue
		}
		to.WriteByte(before)
		fmt.Fprintf(to, "%q:", exportName(f))
		if err := exportValue(to, v.Field(i)); err != nil {
			return err
		}
		before = ','
	}
	if before == '{' {
		to.WriteByte('{')
	}
	to.WriteByte('}')
	return nil
}

// exportName is what a field is called in an export: as in a listing, where it has a name there.
func exportName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name != "" && name != "-" {
		return name
	}
	if strings.ToUpper(f.Name) == f.Name {
		return strings.ToLower(f.Name) // ID
	}
	r, size := utf8.DecodeRuneInString(f.Name)
	return string(unicode.ToLower(r)) + f.Name[size:]
}
