package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// ExistsError tells that a file is there already, which a backup does not write over.
type ExistsError struct{ File string }

func (e *ExistsError) Error() string {
	return fmt.Sprintf("the file %s is there already, and a backup writes over nothing; choose another name", e.File)
}

// BackupFile writes a backup to a file that belongs to its owner alone, in whole or not at all: to a temporary name
// in the same folder, which is made durable and then renamed. A file that is there already is an *[ExistsError].
func (s *Store) BackupFile(ctx context.Context, file string, records int, progress Progress) (info BackupInfo, err error) {
	if _, err := os.Lstat(file); err == nil {
		return info, &ExistsError{file}
	}
	dir := filepath.Dir(file)
	f, err := os.CreateTemp(dir, "."+filepath.Base(file)+".*.part") // CreateTemp gives mode 0600
	if err != nil {
		return info, fmt.Errorf("the backup %s cannot be written: %w", file, reason(err))
	}
	defer func() { _ = os.Remove(f.Name()) }() // after the renaming there is nothing of that name
	out := bufio.NewWriterSize(f, 256<<10)
	info, err = s.Backup(ctx, out, records, progress)
	if err == nil {
		err = errors.Join(out.Flush(), f.Sync())
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = settleFile(f.Name(), file)
	}
	if err != nil {
		return BackupInfo{}, backupFault(file, err)
	}
	return info, nil
}

// settleFile gives a file its name, which nothing may have, and makes that durable. A link and not a renaming: a
// renaming would write over what came to stand there meanwhile.
func settleFile(temporary, file string) error {
	err := os.Link(temporary, file)
	switch {
	case errors.Is(err, fs.ErrExist):
		return &ExistsError{file}
	case err != nil: // a file system without links
		err = os.Rename(temporary, file)
	}
	return errors.Join(err, syncFolder(filepath.Dir(file)))
}

// backupFault says what could not be written, where the error is the file's and not the store's.
func backupFault(file string, err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return fmt.Errorf("the backup %s cannot be written: %w; see whether the disk is full", file, at.Err)
	}
	return err
}
