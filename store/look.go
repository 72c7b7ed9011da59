package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// openToLook opens a store without writing anything into its folder. The engine writes nothing either where it was
// closed cleanly; where it was not, it has to put its files in order first, and does so in a copy.
func openToLook(dir string, set settings) (*Store, error) {
	if dir == "" {
		return nil, errors.New("no folder was named for the store; name one with --data")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("the store's folder cannot be found: %w", err)
	}
	signed, known, err := readSchema(dir)
	if err == nil && !known {
		err = fmt.Errorf("the folder %s holds no store that could be looked at; name another one with --data, or leave out --read-only to begin a store there", dir)
	}
	if err != nil {
		return nil, err
	}
	lock, err := shareLock(dir)
	if err != nil {
		return nil, err
	}
	s, err := lookLocked(dir, signed, set, lock)
	if err != nil {
		_ = lock.release() // the first fault is the one to tell
		return nil, err
	}
	return s, nil
}

// lookLocked opens a store that nobody writes to meanwhile.
func lookLocked(dir string, signed schema, set settings, lock *dirLock) (*Store, error) {
	database := signed.database()
	state, err := inspect(dir, database, true, false)
	if err != nil {
		return nil, err
	}
	options, copied := engineOptions(filepath.Join(dir, database)).WithReadOnly(true), ""
	if state.unsettled {
		if copied, err = copyToLook(filepath.Join(dir, database)); err != nil {
			return nil, fmt.Errorf("the store %s was not closed cleanly and has to be copied to be looked at, and the copy failed: %w; free some space for temporary files (TMPDIR), or open the store once without --read-only", dir, reason(err))
		}
		options = engineOptions(filepath.Join(copied, database))
	}
	s, err := start(set, "the store "+dir, lock, options)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(copied))
	}
	s.dir, s.database, s.copied = dir, database, copied
	if signed.Schema >= countedSchema {
		s.keeper.path = headPath(dir, database)
		s.lost, err = s.compareHead()
		s.keeper.path = "" // it is only read
	}
	if err != nil {
		return nil, errors.Join(err, s.db.Close(), os.RemoveAll(copied))
	}
	return s, nil
}

// copyToLook copies a database to a folder for temporary files, which it returns.
func copyToLook(from string) (string, error) {
	temporary, err := os.MkdirTemp("", "atrium-look-*") // MkdirTemp gives mode 0700
	if err != nil {
		return "", err
	}
	if err := copyDatabase(from, filepath.Join(temporary, filepath.Base(from)), nil); err != nil {
		return "", errors.Join(err, os.RemoveAll(temporary))
	}
	return temporary, nil
}

// shareLock takes the lock of a store's folder together with others who only look, and writes nothing. A folder
// without a lock file was never open for writing where it lies now: the engine's own lock has to do.
func shareLock(dir string) (*dirLock, error) {
	f, err := os.Open(filepath.Join(dir, lockFile))
	if errors.Is(err, fs.ErrNotExist) {
		return &dirLock{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w; mend its permissions", filepath.Join(dir, lockFile), reason(err))
	}
	return lockFor(dir, f, lockShared)
}
