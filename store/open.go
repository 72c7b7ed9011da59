package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
)

// databaseFolder lies in the store's folder and belongs to the engine. After a backup was restored another one does;
// see [schema].
const databaseFolder = "db"

// partEnd ends the name of a folder that is being made.
const partEnd = ".part"

// An Option changes how a store is opened.
type Option func(*settings)

type settings struct {
	log       *slog.Logger
	readOnly  string
	floor     uint64
	freeSpace func(dir string) (uint64, error)
}

// WithLog sends what the engine has to say to log. By default nobody hears it: standard error belongs
// to the screens.
func WithLog(log *slog.Logger) Option { return func(s *settings) { s.log = log } }

// WithReadOnly refuses all writes with a *model.ReadOnlyError that gives reason, a sentence for people, and writes
// nothing into the store's folder, which may lie on a file system that cannot be written. A store that was not closed
// cleanly is looked at in a copy, in the folder for temporary files.
func WithReadOnly(reason string) Option { return func(s *settings) { s.readOnly = reason } }

// WithFreeFloor sets how many bytes must be free on the disk for a write to be taken; 64 MiB by default.
func WithFreeFloor(bytes uint64) Option { return func(s *settings) { s.floor = bytes } }

// WithFreeSpace replaces the question how many bytes are free where dir is.
func WithFreeSpace(probe func(dir string) (uint64, error)) Option {
	return func(s *settings) { s.freeSpace = probe }
}

func settingsOf(opts []Option) settings {
	s := settings{log: slog.New(slog.NewTextHandler(io.Discard, nil)), floor: 64 << 20}
	for _, o := range opts {
		o(&s)
	}
	return s
}

// OpenMemory opens an empty store that is gone when it is closed. The engine has no place for large
// values of their own there, so all values stand with their keys.
func OpenMemory(opts ...Option) (*Store, error) {
	o := engineOptions("").WithInMemory(true).WithValueThreshold(1 << 20)
	return start(settingsOf(opts), "the store in memory", nil, o)
}

// Open opens the store in the folder dir and makes it where there is none. The folder and all that is in
// it belong to its owner alone. Errors that a program may want to tell apart are [*HeldError] and
// [*NewerError]; every error is a sentence for people. Files that appear later get the process's umask,
// which should be 077.
func Open(dir string, opts ...Option) (*Store, error) {
	set := settingsOf(opts)
	if set.freeSpace == nil {
		set.freeSpace = freeSpace
	}
	if set.readOnly != "" {
		return openToLook(dir, set)
	}
	dir, err := prepareFolder(dir)
	if err != nil {
		return nil, err
	}
	if free, err := set.freeSpace(dir); err == nil && free < min(openFloor, set.floor) {
		set.readOnly = fullReason(dir, free, set.floor)
		if !HasStore(dir) {
			return nil, errors.New(set.readOnly)
		}
		return openToLook(dir, set)
	}
	lock, err := takeLock(dir)
	if err != nil {
		return nil, err
	}
	s, err := openLocked(dir, set, lock)
	if err != nil {
		_ = lock.release() // the first fault is the one to tell
		return nil, err
	}
	return s, nil
}

// openLocked opens a store whose lock this process holds.
func openLocked(dir string, set settings, lock *dirLock) (*Store, error) {
	signed, err := settleSchema(dir)
	if err != nil {
		return nil, err
	}
	database := signed.database()
	state, err := inspect(dir, database, expectsDatabase(dir, signed), true)
	if err != nil {
		return nil, err
	}
	if state.unsettled && signed.Schema >= countedSchema {
		if err := keepFound(dir, database); err != nil {
			set.log.Warn("the files of the database could not be set aside", "error", err)
		}
	}
	if state.fresh {
		if err := beginStore(dir, database); err != nil {
			return nil, err
		}
		signed.Schema = schemaVersion
	}
	s, err := start(set, "the store "+dir, lock, engineOptions(filepath.Join(dir, database)))
	if err != nil {
		return nil, err
	}
	s.dir, s.database = dir, database
	s.keeper.path = headPath(dir, database)
	if err := s.settle(signed.Schema); err != nil {
		_ = s.db.Close() // the first fault is the one to tell
		return nil, err
	}
	return s, nil
}

// countedSchema is the first schema with a head file.
const countedSchema = 2

// expectsDatabase tells whether a store that was signed so must have a database. Only one that was begun and never
// came to it has none, and a head file that says so.
func expectsDatabase(dir string, signed schema) bool {
	if signed.Schema < countedSchema {
		return false
	}
	f, err := readHead(headPath(dir, signed.database()))
	return err != nil || f.Head.Commit > 0
}

// beginStore signs a new store. The head file comes before the signature, and the signature before the database: a
// store that is signed and has no head file has lost it.
func beginStore(dir, database string) error {
	if err := writeHead(headPath(dir, database), Head{}); err != nil {
		return fmt.Errorf("the folder %s cannot be written: %w; mend its permissions or use another --data folder", dir, err)
	}
	return writeSchema(dir, database)
}

// settle holds a store that was just opened against its head file, or begins one in a store that has none yet.
func (s *Store) settle(schema int) (err error) {
	if schema < countedSchema {
		if err := s.writeHead(); err != nil {
			return err
		}
		if err := writeSchema(s.dir, s.database); err != nil {
			return err
		}
	} else if s.lost, err = s.compareHead(); err != nil {
		return err
	}
	aside := foundPath(s.dir, s.database)
	if s.lost == nil {
		_ = os.RemoveAll(aside) // a copy of what is all there
	} else if _, err := os.Stat(aside); err == nil {
		s.lost.Kept = aside
	}
	return errors.Join(mendModes(filepath.Join(s.dir, s.database)), mendModes(filepath.Join(s.dir, schemaFile)), mendModes(s.keeper.path))
}

// engineOptions are measured for a jump host: small when idle, and every commit on the disk. The cache of
// blocks is small, since pages that are asked for often are kept by the pageCache. Checksums are
// verified with each block that is read: verifying whole tables when they are opened decompresses all of
// them, which took 200-280 ms and 140 MB with a million rows, against 18-32 ms and 19 MB so.
func engineOptions(dir string) badger.Options {
	return badger.DefaultOptions(dir).
		WithSyncWrites(true).
		WithMemTableSize(8 << 20).
		WithNumMemtables(2).
		WithNumCompactors(2).
		WithValueLogFileSize(4 << 20).
		WithValueThreshold(64 << 10).
		WithBlockCacheSize(4 << 20).
		WithIndexCacheSize(8 << 20).
		WithMetricsEnabled(false).
		WithChecksumVerificationMode(options.OnBlockRead).
		WithVerifyValueChecksum(true).
		WithCompression(options.Snappy).
		WithDetectConflicts(true).
		WithNumVersionsToKeep(1)
}

// start opens the engine and reads the lists of pages.
func start(set settings, where string, lock *dirLock, o badger.Options) (*Store, error) {
	db, err := openEngine(o.WithLogger(engineLog{set.log}))
	if err != nil {
		return nil, fmt.Errorf("%s cannot be opened: %w; if its files are damaged, restore a copy or use another --data folder", where, err)
	}
	dirs, err := readDirectories(db)
	if err != nil {
		_ = db.Close() // the first fault is the one to tell
		return nil, fmt.Errorf("%s cannot be read: %w", where, err)
	}
	s := &Store{db: db, set: set, where: where, lock: lock, turn: make(chan struct{}, 1), dirs: dirs}
	if err := db.View(func(txn *badger.Txn) (err error) { s.count, err = countIn(txn); return err }); err != nil {
		_ = db.Close() // the first fault is the one to tell
		return nil, fmt.Errorf("%s cannot be read: the number of commits: %w", where, err)
	}
	if chunks := chunksIn(dirs); s.count.commits > 0 && chunks != s.count.chunks {
		_ = db.Close() // the damage is what there is to tell
		return nil, &DamagedError{strings.TrimPrefix(where, "the store "), fmt.Sprintf("of its lists of pages there are %d parts, and there should be %d", chunks, s.count.chunks)}
	}
	return s, nil
}

// openEngine opens the engine, a second time when the first one fails on an empty file: a crash at the
// wrong moment leaves one behind, on which the engine fails once and which it has mended by then
// (dgraph-io/badger issue 2207).
func openEngine(o badger.Options) (*badger.DB, error) {
	db, err := tryEngine(o)
	if err != nil && strings.Contains(err.Error(), "Create a new file") {
		return tryEngine(o)
	}
	return db, err
}

// tryEngine turns a panic of the engine, which damaged files can cause, into an error.
func tryEngine(o badger.Options) (db *badger.DB, err error) {
	defer func() {
		if p := recover(); p != nil {
			db, err = nil, fmt.Errorf("the database engine gave up: %v", p)
		}
	}()
	return badger.Open(o)
}

// readDirectories reads the lists of pages of all tables.
func readDirectories(db *badger.DB) (map[string]*directory, error) {
	chunks := map[string][]*chunk{}
	err := db.View(func(txn *badger.Txn) error {
		o := badger.DefaultIteratorOptions
		o.Prefix = []byte(chunkKind)
		it := txn.NewIterator(o)
		defer it.Close()
		for it.Rewind(); it.Valid(); it.Next() {
			table, c, err := readChunk(it.Item())
			if err != nil {
				return err
			}
			chunks[table] = append(chunks[table], c)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	dirs := map[string]*directory{}
	for table, list := range chunks {
		if dirs[table], err = assemble(table, list); err != nil {
			return nil, err
		}
	}
	return dirs, nil
}

func readChunk(item *badger.Item) (table string, c *chunk, err error) {
	table, id, err := splitChunkKey(item.Key())
	if err != nil {
		return "", nil, err
	}
	err = item.Value(func(raw []byte) error {
		c, err = parseChunk(id, raw)
		return err
	})
	if err != nil {
		err = fmt.Errorf("table %s: the list of pages: %w", table, err)
	}
	return table, c, err
}

// mendModes takes a file, or a folder and all that is in it, away from everybody but the owner.
func mendModes(dir string) error {
	return filepath.WalkDir(dir, func(path string, f fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("%s cannot be read: %w; mend its permissions", path, reason(err))
		}
		info, err := f.Info()
		if err != nil || info.Mode().Perm()&0o077 == 0 {
			return nil // a file that is gone by now needs no mending
		}
		if err := os.Chmod(path, info.Mode().Perm()&0o700); err != nil {
			return fmt.Errorf("others may read %s, and that cannot be changed: %w; run chmod go= on it", path, reason(err))
		}
		return nil
	})
}
