package app

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"atrium/assets"
	"atrium/model/quotas"
	"atrium/model/tiers"
)

// replaceable is a table that ships with the program, in whose place a person can put their own.
type replaceable[T any] struct {
	// what is the table in words, and file its name in the data folder.
	what, file string
	builtIn    []byte
	read       func(name string, r io.Reader) (*T, error)
}

// tierTable is what the billing tiers include and cost (BIL-07).
var tierTable = replaceable[tiers.Table]{"the table of tiers", "tiers.json", assets.Tiers, tiers.Read}

// quotaTable is how often a subscription to Amazon Q Developer lets generative AI be used (GEN-08).
var quotaTable = replaceable[quotas.Table]{"the table of quotas", "quotas.json", assets.Quotas, quotas.Read}

// TableError tells that a table could not be read, in a sentence for people that names the file, and where the
// fault lies in it the line, the entry and the field.
type TableError struct {
	// What is the table in words: "the table of tiers".
	What string
	Err  error
}

func (e *TableError) Error() string { return e.What + " cannot be read: " + e.Err.Error() }

// Unwrap gives the reader's own error.
func (e *TableError) Unwrap() error { return e.Err }

// load reads the table: the one that was named, else the one in the data folder, else the one that ships with the
// program. The demo, which is the same each time, looks into no folder.
func (t replaceable[T]) load(named string, c Config) (*T, error) {
	if named != "" {
		return t.open(named)
	}
	if !c.Demo {
		// Without a data folder there is no table in it; the store says what is wrong with the folder.
		if dir, err := DataFolder(c.Data); err == nil && filled(filepath.Join(dir, t.file)) {
			return t.open(filepath.Join(dir, t.file))
		}
	}
	table, err := t.read("built in", bytes.NewReader(t.builtIn))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", t.what, err)
	}
	return table, nil
}

// open reads a table from a file.
func (t replaceable[T]) open(name string) (*T, error) {
	file, err := os.Open(name)
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		return nil, &TableError{t.what, fmt.Errorf("%s: %w", name, at.Err)}
	}
	if err != nil {
		return nil, &TableError{t.what, err}
	}
	defer func() { _ = file.Close() }() // it was only read
	table, err := t.read(name, file)
	if err != nil {
		return nil, &TableError{t.what, err}
	}
	return table, nil
}

// filled reports whether there is anything to read under a name. An empty file is none: the shell makes it
// before the built-in table is printed into it. A folder that cannot be entered the store tells of.
func filled(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Size() > 0
}
