package app

import (
	"context"
	"errors"
	"path/filepath"

	"atrium/model"
	"atrium/store"
)

// Info describes a store. Of one that another process has open only the first part is known.
type Info struct {
	// Data is the data folder, and Database the folder of the database in it; empty in memory.
	Data     string `json:"data"`
	Database string `json:"database,omitempty"`
	Engine   string `json:"engine"`
	// Bytes is what the data folder takes on the disk.
	Bytes int64 `json:"bytesOnDisk"`
	// HeldBy says which process has the store open for writing.
	HeldBy string `json:"heldBy"`
	// Backups are those that the program took by itself, the oldest first.
	Backups []string `json:"ownBackups"`
	// ReadOnly says why nothing can be changed, where nothing can.
	ReadOnly string `json:"readOnly,omitempty"`

	Schema      int           `json:"schema,omitempty"`
	Records     int           `json:"records,omitempty"`
	ProgramTime model.Instant `json:"programTime,omitempty"`
	// Commits counts the changes of the store ever, and Activity is the newest entry of the activity.
	Commits  uint64            `json:"commits,omitempty"`
	Activity *model.Head       `json:"activity,omitempty"`
	Rows     int               `json:"rows,omitempty"`
	Tables   []store.TableSize `json:"tables,omitempty"`
}

// Info describes the open store.
func (a *App) Info(ctx context.Context) (Info, error) {
	dir, database := a.store.Folders()
	info := Info{Data: dir, Database: database, Engine: a.store.Engine(), ReadOnly: a.readOnly, Schema: store.SchemaVersion, ProgramTime: a.Service.Now()}
	if dir != "" {
		info.Bytes, info.Backups, info.HeldBy = store.SizeOnDisk(dir), OwnBackups(dir), store.Holder(dir)
	}
	var err error
	if info.Records, err = a.records(ctx); err != nil {
		return info, err
	}
	head, err := a.store.Head(ctx)
	if err != nil {
		return info, err
	}
	info.Commits, info.Activity = head.Commit, &head.Activity
	info.Tables, err = a.store.Sizes(ctx)
	for _, t := range info.Tables {
		info.Rows += t.Rows
	}
	return info, err
}

// HeldInfo describes a store that another process has open, as far as that can be seen from outside. It returns the
// error that it is given where that tells of anything else.
func HeldInfo(err error) (Info, error) {
	held := (*store.HeldError)(nil)
	if !errors.As(err, &held) {
		return Info{}, err
	}
	return Info{Data: held.Dir, Engine: "badger", Bytes: store.SizeOnDisk(held.Dir), HeldBy: held.Holder, Backups: OwnBackups(held.Dir)}, nil
}

// HasStore reports whether there is a store where the configuration points to.
func HasStore(c Config) bool {
	dir, err := DataFolder(c.Data)
	return err == nil && store.HasStore(filepath.Clean(dir))
}
