package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/dgraph-io/badger/v4"
)

// schemaVersion is the newest shape of a whole store that this program knows. With version 2 commits are counted and
// a head file stands beside the database.
const schemaVersion = 2

// schemaFile says which version wrote a store. It lies beside the database, so that it can be read
// before the engine touches anything.
const schemaFile = "atrium.json"

type schema struct {
	Program string `json:"program"`
	Schema  int    `json:"schema"`
	// Database is the folder of the database within the store's folder. Restoring a backup makes a new one, and
	// this name is what swaps it in, all at once.
	Database string `json:"database,omitempty"`
}

// database is the folder of the database; stores did not always say.
func (s schema) database() string {
	if s.Database == "" {
		return databaseFolder
	}
	return s.Database
}

// NewerError is the answer to opening a store that a newer atrium wrote. Nothing in it was touched.
type NewerError struct {
	Dir           string
	Found, Newest int // schema versions: the store's, and the newest that this program knows
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("the store %s was written by a newer atrium (schema %d, this one knows up to %d) and was left alone; install the newer atrium or use another --data folder", e.Dir, e.Found, e.Newest)
}

// prepareFolder makes the folder of a store, or checks and mends the one that is there. It refuses
// before it changes anything.
func prepareFolder(dir string) (string, error) {
	if dir == "" {
		return "", errors.New("no folder was named for the store; name one with --data")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("the store's folder cannot be found: %w", err)
	}
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return "", fmt.Errorf("the folder %s cannot be made for the store: %w; use another --data folder", dir, reason(err))
		}
		return dir, nil
	case err != nil:
		return "", fmt.Errorf("the folder %s of the store cannot be reached: %w; use another --data folder", dir, reason(err))
	case !info.IsDir():
		return "", fmt.Errorf("%s is a file, and the store needs a folder; use another --data folder", dir)
	}
	return dir, adoptFolder(dir, info.Mode().Perm())
}

// adoptFolder checks a folder that was there already. One that others may enter and that holds anything
// but a store, such as /tmp, is surely a mistake: it must not be closed to them.
func adoptFolder(dir string, mode fs.FileMode) error {
	_, known, err := readSchema(dir)
	if err != nil || mode&0o077 == 0 {
		return err
	}
	if !known {
		names, err := os.ReadDir(dir)
		if err != nil {
			return fmt.Errorf("the folder %s cannot be read: %w; use another --data folder", dir, reason(err))
		}
		if len(names) > 0 {
			return fmt.Errorf("the folder %s holds other things and is open to other users; use a new or empty folder with --data", dir)
		}
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return fmt.Errorf("other users may enter the store's folder %s, and that cannot be changed: %w; run chmod 700 on it or use another --data folder", dir, reason(err))
	}
	return nil
}

// readSchema reads and checks the schema file; known is false where there is none.
func readSchema(dir string) (found schema, known bool, err error) {
	path := filepath.Join(dir, schemaFile)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return found, false, nil
	}
	if err != nil {
		return found, false, fmt.Errorf("%s cannot be read: %w; mend its permissions or use another --data folder", path, reason(err))
	}
	if err := json.Unmarshal(data, &found); err != nil || found.Schema < 1 || found.database() != filepath.Base(found.database()) {
		return found, false, fmt.Errorf("%s does not say which atrium wrote the store; restore a copy of it or use another --data folder", path)
	}
	if found.Schema > schemaVersion {
		return found, false, &NewerError{Dir: dir, Found: found.Schema, Newest: schemaVersion}
	}
	return found, true, nil
}

// settleSchema checks the schema once more, now that nobody else can change it. In a new store nothing is written
// yet, but a database that nobody signed is refused.
func settleSchema(dir string) (found schema, err error) {
	found, known, err := readSchema(dir)
	if err != nil || known {
		return found, err
	}
	if len(databasesIn(dir)) > 0 {
		return found, fmt.Errorf("the folder %s has a database and no %s that says which atrium wrote it; restore a copy of it or use another --data folder", dir, schemaFile)
	}
	return schema{}, nil
}

// databasesIn lists the databases in a store's folder. One that was restored has a name of its own behind the usual one.
func databasesIn(dir string) (databases []string) {
	names, _ := os.ReadDir(dir) // what cannot be read holds nothing that could be told
	for _, n := range names {
		if !strings.HasPrefix(n.Name(), databaseFolder) {
			continue
		}
		if _, err := os.Stat(filepath.Join(dir, n.Name(), badger.ManifestFilename)); err == nil {
			databases = append(databases, n.Name())
		}
	}
	return databases
}

// writeSchema signs a store as one of this program, with the database that it has from now on.
func writeSchema(dir, database string) error {
	s := schema{Program: "atrium", Schema: schemaVersion}
	if database != databaseFolder {
		s.Database = database
	}
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if err := writeWhole(dir, schemaFile, append(data, '\n')); err != nil {
		return fmt.Errorf("the folder %s cannot be written: %w; mend its permissions or use another --data folder", dir, reason(err))
	}
	return nil
}

// writeWhole puts a file in place with all of its content or not at all, also when the machine stops.
func writeWhole(dir, name string, data []byte) (err error) {
	f, err := os.CreateTemp(dir, name+".*") // CreateTemp gives mode 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name()) // the first fault is the one to tell
		}
	}()
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err = os.Rename(f.Name(), filepath.Join(dir, name)); err != nil {
		return err
	}
	return syncFolder(dir)
}

// syncFolder makes the names in a folder durable.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// reason takes the path out of an error whose sentence names it already.
func reason(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
