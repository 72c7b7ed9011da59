package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/table"
)

// DamagedError tells that files of a store are missing or damaged. Nothing was changed.
type DamagedError struct {
	Dir string
	// What is wrong, as half a sentence.
	What string
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("the store %s is damaged: %s; it was left as it is: put the file back, restore a backup with “atrium store restore FILE”, or use another --data folder", e.Dir, e.What)
}

// found is what stands in the folder of a database before the engine opens it. The engine does not mind a missing
// file where it should: without the list of its files it begins a new one and deletes what is not on it.
type found struct {
	// fresh tells that there is no database yet.
	fresh bool
	// unsettled tells that the engine was not closed, or that there are files that its list does not name: it
	// will write and delete when it opens them.
	unsettled bool
}

// inspect looks at a database before the engine does, and refuses one whose files are not all there. Nothing is
// changed. expected tells that there must be a database, and blocks has everything in small ones tested.
func inspect(dir, database string, expected, blocks bool) (found, error) {
	names, err := os.ReadDir(filepath.Join(dir, database))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return found{}, fmt.Errorf("%s cannot be read: %w; mend its permissions or use another --data folder", filepath.Join(dir, database), reason(err))
	}
	var tables []uint64
	manifest, others, logs := false, false, false
	for _, n := range names {
		name := n.Name()
		id, isTable := table.ParseFileID(name)
		switch {
		case name == badger.ManifestFilename:
			manifest = true
		case isTable:
			tables, others = append(tables, id), true
		case strings.HasSuffix(name, ".mem"):
			logs, others = true, true
		case strings.HasSuffix(name, ".vlog"):
			others = true
		}
	}
	switch {
	case !manifest && others:
		return found{}, &DamagedError{dir, fmt.Sprintf("the file %s, which lists the others, is missing", filepath.Join(database, badger.ManifestFilename))}
	case !manifest && expected:
		return found{}, &DamagedError{dir, fmt.Sprintf("the folder %s of its database is missing or empty", database)}
	case !manifest:
		return found{fresh: true}, nil
	}
	list, err := readManifest(dir, database)
	if err != nil {
		return found{}, err
	}
	for id := range list.Tables {
		if !slices.Contains(tables, id) {
			return found{}, &DamagedError{dir, fmt.Sprintf("the file %s is missing", table.NewFilename(id, database))}
		}
	}
	return found{unsettled: logs || len(tables) > len(list.Tables)}, testTables(dir, database, list, blocks)
}

// readManifest reads the engine's list of its files.
func readManifest(dir, database string) (badger.Manifest, error) {
	f, err := os.Open(filepath.Join(dir, database, badger.ManifestFilename))
	if err != nil {
		return badger.Manifest{}, fmt.Errorf("the store %s cannot be read: %w; mend its permissions", dir, reason(err))
	}
	defer func() { _ = f.Close() }() // it was only read
	list, _, err := badger.ReplayManifestFile(f, 0, engineOptions(""))
	if err != nil {
		err = &DamagedError{dir, fmt.Sprintf("the file %s, which lists the others, cannot be read (%v)", filepath.Join(database, badger.ManifestFilename), err)}
	}
	return list, err
}

// keepFound sets the files of a database aside as they are, before the engine puts them in order, so that nothing is
// gone for good should it turn out that something is lost. Where a copy stands aside already it stays: it is the
// older witness.
func keepFound(dir, database string) error {
	aside := foundPath(dir, database)
	if _, err := os.Stat(aside); err == nil {
		return nil
	}
	return copyDatabase(filepath.Join(dir, database), aside, os.Link)
}

// foundPath is where the files of a database are set aside.
func foundPath(dir, database string) string { return filepath.Join(dir, database+".found") }

// copyDatabase copies the files of a database. Those that the engine never changes go over by link, where that is
// given and works.
func copyDatabase(from, to string, link func(from, to string) error) (err error) {
	part := to + partEnd
	if err := errors.Join(os.RemoveAll(part), os.Mkdir(part, 0o700)); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(part) // the first fault is the one to tell
		}
	}()
	names, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, n := range names {
		source, target := filepath.Join(from, n.Name()), filepath.Join(part, n.Name())
		if link != nil && strings.HasSuffix(source, ".sst") && link(source, target) == nil {
			continue
		}
		if err := copyFile(source, target); err != nil {
			return err
		}
	}
	return os.Rename(part, to)
}

// copyFile copies a file; where it holds nothing but zeros the copy has a hole, since the engine makes its files
// larger than what stands in them.
func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }() // it was only read
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	size, err := copySparse(out, in)
	return errors.Join(err, out.Truncate(size), out.Close())
}

func copySparse(out *os.File, in io.Reader) (size int64, err error) {
	block, zeros := make([]byte, 64<<10), make([]byte, 64<<10)
	for {
		n, err := io.ReadFull(in, block)
		if n > 0 && string(block[:n]) != string(zeros[:n]) {
			if _, err := out.WriteAt(block[:n], size); err != nil {
				return size, err
			}
		}
		size += int64(n)
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return size, nil
		}
		if err != nil {
			return size, err
		}
	}
}
