package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Restored tells what a restoring did.
type Restored struct {
	BackupInfo
	// Database is the folder that the store has its database in from now on.
	Database string `json:"database"`
	// Aside is where the database that was there before is kept; empty where there was none.
	Aside string `json:"aside"`
}

// Restore makes a backup the content of the store in the folder dir, or of a new one. The backup goes into a new
// folder beside the database that is there, is read back there, and is given to check, which may refuse it; only then
// is it swapped in, all at once, and the old database is kept aside. Whatever goes wrong before leaves the store as
// it was. The store must not be open: a *[HeldError] tells who has it. A damaged backup is a *[DamagedBackupError].
func Restore(ctx context.Context, file, dir string, check func(*Store) error, progress Progress, opts ...Option) (Restored, error) {
	set := settingsOf(opts)
	if set.freeSpace == nil {
		set.freeSpace = freeSpace
	}
	dir, err := folderToRestore(dir)
	if err != nil {
		return Restored{}, err
	}
	lock, err := takeLock(dir)
	if err != nil {
		return Restored{}, err
	}
	defer func() { _ = lock.release() }() // the process's end releases it as well
	r := &restoring{dir: dir, set: set, old: databaseFolder, stamp: stamp()}
	if signed, known, err := readSchema(dir); err == nil && known {
		r.old = signed.database()
	}
	if err := r.begin(); err != nil {
		return Restored{}, err
	}
	defer func() { _ = os.RemoveAll(r.part) }() // after the renaming there is nothing of that name
	info, err := r.fill(ctx, file, check, progress)
	if err != nil {
		return Restored{}, err
	}
	aside, err := r.swap()
	return Restored{BackupInfo: info, Database: filepath.Join(dir, r.name), Aside: aside}, err
}

// folderToRestore makes or checks the folder. That its signature cannot be read is no hindrance here: this is what
// backups are for. A store of a newer program is left alone.
func folderToRestore(dir string) (string, error) {
	made, err := prepareFolder(dir)
	var newer *NewerError
	if err == nil || errors.As(err, &newer) {
		return made, err
	}
	abs, absent := filepath.Abs(dir)
	if info, unreachable := os.Stat(abs); dir == "" || absent != nil || unreachable != nil || !info.IsDir() || !HasStore(abs) {
		return "", err
	}
	return abs, nil
}

// HasStore reports whether a folder holds a store, whatever state it is in.
func HasStore(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, schemaFile))
	return err == nil || len(databasesIn(dir)) > 0
}

// restoring is a database that is being made beside another one.
type restoring struct {
	dir, stamp string
	set        settings
	// old is the folder of the database that was there, name that of the new one, and part where it is made.
	old, name, part string
}

// begin finds a name, and removes what a restoring left that was killed.
func (r *restoring) begin() error {
	names, err := os.ReadDir(r.dir)
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w; mend its permissions", r.dir, reason(err))
	}
	for _, n := range names {
		if strings.HasPrefix(n.Name(), databaseFolder) && strings.HasSuffix(n.Name(), partEnd) {
			if err := os.RemoveAll(filepath.Join(r.dir, n.Name())); err != nil {
				return err
			}
		}
	}
	r.name = freeName(r.dir, databaseFolder+"-"+r.stamp)
	r.part = filepath.Join(r.dir, r.name+partEnd)
	return nil
}

// stamp is the moment as part of a name.
func stamp() string { return time.Now().UTC().Format("20060102T150405Z") }

// freeName is a name that nothing in a folder has.
func freeName(dir, name string) string {
	free := name
	for n := 2; ; n++ {
		if _, err := os.Lstat(filepath.Join(dir, free)); errors.Is(err, fs.ErrNotExist) {
			return free
		}
		free = fmt.Sprintf("%s.%d", name, n)
	}
}

// fill writes the rows of the backup, closes the database, opens it again as anybody would, and has it checked.
func (r *restoring) fill(ctx context.Context, file string, check func(*Store) error, progress Progress) (BackupInfo, error) {
	s, err := r.open()
	if err != nil {
		return BackupInfo{}, err
	}
	info, err := s.loadBackup(ctx, file, progress)
	if err := errors.Join(err, s.Close()); err != nil {
		return BackupInfo{}, err
	}
	if s, err = r.open(); err != nil {
		return BackupInfo{}, err
	}
	err = check(s)
	if err == nil {
		s.keeper.path = headPath(r.dir, r.name)
		err = s.writeHead()
	}
	return info, errors.Join(err, s.Close())
}

func (r *restoring) open() (*Store, error) {
	s, err := start(r.set, "the restored store", nil, engineOptions(r.part))
	if err == nil {
		s.dir = r.dir
	}
	return s, err
}

// swap makes the new database the store's. The signature is what does it, in one step: whoever opens the store
// before it finds the old database, whoever opens it after finds the new one.
func (r *restoring) swap() (aside string, err error) {
	if err := errors.Join(syncFolder(r.part), os.Rename(r.part, filepath.Join(r.dir, r.name)), syncFolder(r.dir)); err != nil {
		return "", fmt.Errorf("the restored store cannot be put in place: %w", err)
	}
	if err := writeSchema(r.dir, r.name); err != nil {
		return "", err
	}
	// From here on the restored store is in place. What follows only makes it plain that the old one is out of use.
	old := filepath.Join(r.dir, r.old)
	if _, err := os.Lstat(old); err != nil {
		return "", nil
	}
	aside = filepath.Join(r.dir, freeName(r.dir, r.old+".replaced-"+r.stamp))
	if err := os.Rename(old, aside); err != nil {
		return old, nil
	}
	_ = os.Rename(headPath(r.dir, r.old), aside+".head") // it goes with its database, where it is still there
	return aside, syncFolder(r.dir)
}

// loadBackup puts the rows of a backup into an empty store.
func (s *Store) loadBackup(ctx context.Context, file string, progress Progress) (info BackupInfo, err error) {
	err = s.load(ctx, func(l *loader) (err error) {
		info, err = readBackup(ctx, file, progress, func(table, key string, record []byte) error {
			if err := l.fault(); err != nil {
				return err
			}
			return l.putEncoded(table, key, bytes.Clone(record))
		})
		return err
	})
	return info, err
}
