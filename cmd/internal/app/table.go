package app

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"atrium/assets"
	"atrium/model/tiers"
)

// tiersFile is the person's own table of tiers in the data folder.
const tiersFile = "tiers.json"

// TiersError tells that the table of billing tiers could not be read, in a sentence for people that names the
// file, and where the fault lies in it the line, the tier and the field.
type TiersError struct{ Err error }

func (e *TiersError) Error() string { return "the table of tiers cannot be read: " + e.Err.Error() }

// Unwrap gives the reader's own error.
func (e *TiersError) Unwrap() error { return e.Err }

// tierTable reads the table of tiers: the one that was named, else the one in the data folder, else the one
// that ships with the program (BIL-07). The demo, which is the same each time, looks into no folder.
func tierTable(c Config) (*tiers.Table, error) {
	if c.Tiers != "" {
		return readTiers(c.Tiers)
	}
	if !c.Demo {
		// Without a data folder there is no table in it; the store says what is wrong with the folder.
		if dir, err := DataFolder(c.Data); err == nil && filled(filepath.Join(dir, tiersFile)) {
			return readTiers(filepath.Join(dir, tiersFile))
		}
	}
	table, err := tiers.Read("built in", bytes.NewReader(assets.Tiers))
	if err != nil {
		return nil, fmt.Errorf("the table of tiers: %w", err)
	}
	return table, nil
}

// filled reports whether there is anything to read under a name. An empty file is none: the shell makes it
// before the built-in table is printed into it. A folder that cannot be entered the store tells of.
func filled(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Size() > 0
}

// readTiers reads a table from a file.
func readTiers(name string) (*tiers.Table, error) {
	file, err := os.Open(name)
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		return nil, &TiersError{fmt.Errorf("%s: %w", name, at.Err)}
	}
	if err != nil {
		return nil, &TiersError{err}
	}
	defer func() { _ = file.Close() }() // it was only read
	table, err := tiers.Read(name, file)
	if err != nil {
		return nil, &TiersError{err}
	}
	return table, nil
}
