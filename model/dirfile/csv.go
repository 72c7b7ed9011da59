package dirfile

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"atrium/model/filetext"
)

// ReadCSV reads people from CSV files with a header line (FED-25; RFC 4180). The mapping says which
// column has which field: keys are userName, userId, displayName, givenName, familyName, email, active
// and groups, values are names of columns. A field that is not mapped comes from the column of its own
// name, without regard to case, spaces, _ and -. Groups are named in one column, with ; or | between
// them. Columns with passwords, birthdays and the like are never read, and noted. The error is an
// [*Error].
func ReadCSV(ctx context.Context, sources []Source, mapping map[string]string, opts Options) (*Directory, error) {
	t := &table{b: newBuilder(ctx, opts)}
	for _, source := range sources {
		if err := t.file(source, mapping); err != nil {
			return nil, err
		}
	}
	return t.b.finish(), nil
}

// table reads the rows of CSV files into users and groups.
type table struct {
	b       *builder
	r       *csvReader // of the file being read
	columns columns
	labels  labels
	draft   draft
}

func (t *table) file(source Source, mapping map[string]string) error {
	in, failed := t.b.open(source)
	if failed != nil {
		return failed
	}
	defer in.close()
	t.r = &csvReader{in: in}
	if failed = t.header(mapping); failed != nil {
		return failed
	}
	for t.r.next() {
		if failed = t.row(); failed != nil {
			failed.File, failed.Line, failed.Kind, failed.Index = source.Name, t.r.line, "row", t.r.row
			return failed
		}
	}
	if t.r.err != nil {
		return t.r.err
	}
	return nil
}

// header finds out which columns to read, before any of the others can be.
func (t *table) header(mapping map[string]string) *Error {
	r := t.r
	r.detect()
	if !r.next() {
		if r.err == nil {
			r.fail("the file is empty, so there is no header line", "")
		}
		return r.err
	}
	names := make([]string, len(r.cells))
	for i := range names {
		names[i] = string(r.cell(i))
		if strings.ContainsRune(names[i], 0) {
			r.fail("the header line holds a NUL character", "save the file as UTF-8")
			return r.err
		}
	}
	cols, failed := chooseColumns(names, mapping)
	if failed != nil {
		failed.File, failed.Line = r.in.name(), r.line
		return failed
	}
	t.columns = *cols
	r.row, r.want = 0, t.columns.wanted(len(names))
	t.label(names)
	t.noteSecrets(names)
	return nil
}

// label names the fields as messages call them.
func (t *table) label(names []string) {
	for f := range fieldCount {
		if c := t.columns.texts[f]; c >= 0 {
			t.labels[f] = fmt.Sprintf("%s (column %s)", fieldNames[f], quote(names[c]))
		} else {
			t.labels[f] = fieldNames[f]
		}
	}
}

func (t *table) noteSecrets(names []string) {
	var secret []string
	for _, name := range names {
		if isSecret(name) {
			secret = append(secret, quote(name))
		}
	}
	if len(secret) > 0 {
		t.b.note("these columns of %s were not read, for they look like secrets or birthdays: %s",
			filetext.Name(t.r.in.name()), strings.Join(secret, ", "))
	}
}

// row takes in the user of the row that has been read.
func (t *table) row() *Error {
	r, d := t.r, &t.draft
	d.reset(Place{File: r.in.file, Line: int32(r.line), Index: int32(r.row)})
	for f, c := range t.columns.texts {
		if c < 0 {
			continue
		}
		value := r.cell(c)
		if len(value) == 0 {
			continue
		}
		if problem := field(f).check(value); problem != "" {
			return &Error{Field: t.labels[f], Problem: problem}
		}
		d.set(field(f), value)
	}
	if !d.has(userName) {
		return &Error{Field: t.labels[userName], Problem: "is missing"}
	}
	if failed := t.active(); failed != nil {
		return failed
	}
	if failed := t.b.addUser(d.user(), "row", &t.labels); failed != nil {
		return failed
	}
	return t.groups()
}

// activeWords are the ways in which a table says yes and no.
var activeWords = map[string]bool{
	"true": true, "yes": true, "y": true, "1": true, "active": true, "enabled": true,
	"false": false, "no": false, "n": false, "0": false, "inactive": false, "disabled": false,
}

func (t *table) active() *Error {
	if t.columns.active < 0 {
		return nil
	}
	value := t.r.cell(t.columns.active)
	active, known := activeWords[strings.ToLower(string(value))]
	if !known && len(value) > 0 {
		return &Error{Field: "active", Problem: "is " + quote(value) + " where true or false is expected"}
	}
	t.draft.inactive = known && !active
	return nil
}

// groups makes the user that was added last a member of the groups that the row names.
func (t *table) groups() *Error {
	if t.columns.groups < 0 {
		return nil
	}
	rest := t.r.cell(t.columns.groups)
	for len(rest) > 0 {
		name := rest
		if i := bytes.IndexAny(rest, ";|"); i >= 0 {
			name, rest = rest[:i], rest[i+1:]
		} else {
			rest = nil
		}
		if failed := t.join(bytes.Trim(name, blank)); failed != nil {
			return failed
		}
	}
	return nil
}

// join adds the user that was added last to a group, which it makes if no row named it before.
func (t *table) join(name []byte) *Error {
	if len(name) == 0 {
		return nil
	}
	if problem := checkName(name); problem != "" {
		return &Error{Field: "groups", Problem: problem}
	}
	d := t.b.dir
	at, known := t.b.titles.find(name)
	if !known {
		at = int32(len(d.Groups))
		if failed := t.b.addGroup(Group{Name: string(name), Where: t.draft.where}, "row", "", "groups"); failed != nil {
			return failed
		}
	}
	d.Members = append(d.Members, Member{Group: at, User: int32(len(d.Users) - 1)})
	return nil
}
