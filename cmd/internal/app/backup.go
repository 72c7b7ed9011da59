package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"atrium/model"
	"atrium/store"
)

const (
	// backupsFolder in the data folder holds the backups that the program takes by itself.
	backupsFolder = "backups"
	// keptBackups is how many of them are kept; the oldest goes first.
	keptBackups = 5
)

// Backup writes everything in the store, as of one moment, to a file that is not there yet. Others go on working
// meanwhile, in this process and through it. progress may be nil.
func (a *App) Backup(ctx context.Context, file string, progress store.Progress) (store.BackupInfo, error) {
	records, err := a.records(ctx)
	if err != nil {
		return store.BackupInfo{}, err
	}
	return a.store.BackupFile(ctx, file, records, progress)
}

// records is the version of the store's records.
func (a *App) records(ctx context.Context) (records int, err error) {
	err = a.store.View(ctx, func(r model.Reader) (err error) {
		records, err = model.RecordsOf(r)
		return err
	})
	return records, err
}

// keepBackup takes a backup before the records are brought to a newer version. Without one they are left alone.
func (a *App) keepBackup(ctx context.Context, from, to int) error {
	if a.dir == "" {
		return nil
	}
	dir := filepath.Join(a.dir, backupsFolder)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("the store has to be brought to a newer version, and no backup can be taken before: %w", err)
	}
	file := filepath.Join(dir, fmt.Sprintf("before-version-%d-%s.backup", to, time.Now().UTC().Format("20060102T150405.000Z")))
	if _, err := a.store.BackupFile(ctx, file, from, nil); err != nil {
		return fmt.Errorf("the store has to be brought to a newer version, and no backup can be taken before: %w", err)
	}
	a.Log.Logger().Warn("the records are brought to a newer version; a backup was taken before", "from", from, "to", to, "backup", file)
	return a.pruneBackups()
}

// OwnBackups lists the backups that the program took by itself, the oldest first.
func OwnBackups(data string) []string {
	dir, files := filepath.Join(data, backupsFolder), []string{}
	names, _ := os.ReadDir(dir) // there is no such folder before the first of them
	for _, n := range names {
		if strings.HasPrefix(n.Name(), "before-version-") && strings.HasSuffix(n.Name(), ".backup") {
			files = append(files, filepath.Join(dir, n.Name()))
		}
	}
	slices.SortFunc(files, func(a, b string) int { return taken(a).Compare(taken(b)) })
	return files
}

// taken is when a backup was written.
func taken(file string) time.Time {
	info, err := os.Stat(file)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

func (a *App) pruneBackups() error {
	files := OwnBackups(a.dir)
	var errs []error
	for len(files) > keptBackups {
		errs = append(errs, os.Remove(files[0]))
		files = files[1:]
	}
	return errors.Join(errs...)
}

// FindingsError tells that a backup holds a store that does not agree with itself.
type FindingsError struct{ Findings []model.Finding }

func (e *FindingsError) Error() string {
	return fmt.Sprintf("the backup was read whole, and what it holds does not agree with itself: %d findings, the first of them: %s %s", len(e.Findings), e.Findings[0].Where, e.Findings[0].Message)
}

// Restore makes a backup the content of the store that the configuration names, which nobody may have open. What the
// backup holds is verified before, and with findings it is a *[FindingsError] unless accept is set.
func Restore(ctx context.Context, c Config, file string, accept bool, progress store.Progress) (store.Restored, error) {
	dir, err := DataFolder(c.Data)
	if err != nil {
		return store.Restored{}, &OpenError{err}
	}
	check := func(s *store.Store) error {
		findings, err := verify(ctx, s, nil)
		if err == nil && len(findings) > 0 && !accept {
			err = &FindingsError{findings}
		}
		return err
	}
	done, err := store.Restore(ctx, file, dir, check, progress)
	var held *store.HeldError
	var newer *store.NewerError
	if errors.As(err, &held) || errors.As(err, &newer) {
		err = &OpenError{err}
	}
	return done, err
}

// CheckBackup reads a whole backup and returns what it holds.
func CheckBackup(ctx context.Context, file string, progress store.Progress) (store.BackupInfo, error) {
	return store.CheckBackup(ctx, file, progress)
}
