package store

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"atrium/model"
)

// TableSize tells how much a table holds.
type TableSize struct {
	Table string `json:"table"`
	Rows  int    `json:"rows"`
	Pages int    `json:"pages"`
}

// Sizes counts the rows and pages of every table that has any, in the order of their names. It reads all pages.
func (s *Store) Sizes(ctx context.Context) ([]TableSize, error) {
	sizes := []TableSize{}
	err := s.View(ctx, func(r model.Reader) error {
		from := r.(*reader)
		for _, table := range slices.Sorted(maps.Keys(from.dirs)) {
			rows, err := from.count(table)
			if err != nil {
				return err
			}
			sizes = append(sizes, TableSize{table, rows, from.dirs[table].pages()})
		}
		return nil
	})
	return sizes, err
}

// count counts the rows of a table without decoding any.
func (r *reader) count(table string) (rows int, err error) {
	c := &cursor{from: r, table: table, span: prefixSpan("")}
	defer func() { c.stream.close() }()
	for c.turn() {
		rows += c.page.len()
	}
	return rows, c.err
}

// Engine names what keeps the tables.
func (s *Store) Engine() string {
	if s.dir == "" {
		return "badger, in memory"
	}
	return "badger"
}

// Folders are the store's folder and that of its database; empty for a store in memory.
func (s *Store) Folders() (dir, database string) {
	if s.dir == "" {
		return "", ""
	}
	return s.dir, filepath.Join(s.dir, s.database)
}

// SchemaVersion is the newest shape of a store that this program knows, and the one that it gives to stores.
const SchemaVersion = schemaVersion

// SizeOnDisk is how many bytes a folder takes on the disk, with all that is in it. The files of the engine are larger
// in name than on the disk.
func SizeOnDisk(dir string) (bytes int64) {
	_ = filepath.WalkDir(dir, func(_ string, f fs.DirEntry, err error) error {
		if err != nil {
			return nil // what is gone or closed takes nothing that could be told
		}
		if info, err := f.Info(); err == nil && !f.IsDir() {
			bytes += onDisk(info)
		}
		return nil
	})
	return bytes
}

// Holder says who has the store in a folder open for writing; empty for nobody.
func Holder(dir string) string {
	f, err := os.Open(filepath.Join(dir, lockFile))
	if err != nil {
		return ""
	}
	lock, err := lockFor(dir, f, lockShared)
	if held, is := err.(*HeldError); is {
		return held.Holder
	}
	if lock != nil {
		_ = lock.release() // it was only looked at
	}
	return ""
}
