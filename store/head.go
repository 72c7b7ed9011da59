package store

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/dgraph-io/badger/v4"

	"atrium/model"
)

// The engine opens without an error where the end of its log, or a part of the list of its files, is gone. So the
// store counts its commits in the engine, and a small file outside of the database, the head file, says how far
// they had come and what the last entry of the activity was. A store that stands behind its head file has lost
// something, and is not written to until a person has seen to it.
//
// The head file is written at most [headEvery] after a commit and when the store is closed, each time after the
// commits that it speaks of were durable: it may be behind the store, never ahead of it. What a crash of the
// machine takes away unseen is at most the commits of that moment.

// headEvery is how long after a commit the head file is written at the latest.
const headEvery = time.Second

// headKey is where the engine keeps the [tally].
var headKey = []byte("h")

// headVersion is the newest format of the value at headKey.
const headVersion = 1

// Head is how far a store has come.
type Head struct {
	// Commit counts the transactions that changed anything.
	Commit uint64 `json:"commit"`
	// Activity is the newest entry of the activity.
	Activity model.Head `json:"activity"`
}

// headFile is the file's content. Check is a checksum of the rest, so that a flipped bit is told from a loss.
type headFile struct {
	Head  Head      `json:"head"`
	At    time.Time `json:"at"`
	Check uint32    `json:"check"`
}

func (f headFile) sum() uint32 {
	f.Check = 0
	data, err := json.Marshal(f)
	if err != nil {
		return 0
	}
	return crc32.Checksum(data, castagnoli)
}

// headPath is the head file of a database of a store's folder.
func headPath(dir, database string) string { return filepath.Join(dir, database+".head") }

var errDamagedHead = errors.New("the head file is damaged")

// readHead reads a head file; fs.ErrNotExist where there is none.
func readHead(path string) (headFile, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return headFile{}, err
	}
	var f headFile
	if json.Unmarshal(data, &f) != nil || f.Check != f.sum() {
		return headFile{}, errDamagedHead
	}
	return f, nil
}

func writeHead(path string, h Head) error {
	f := headFile{Head: h, At: time.Now().UTC().Truncate(time.Second)}
	f.Check = f.sum()
	data, err := json.Marshal(f)
	if err != nil {
		return err
	}
	if err := writeWhole(filepath.Dir(path), filepath.Base(path), append(data, '\n')); err != nil {
		return fmt.Errorf("%s cannot be written: %w", path, reason(err))
	}
	return nil
}

// tally is what the engine keeps at headKey.
type tally struct {
	// commits counts the transactions that changed anything, and chunks the parts of all lists of pages: one that is
	// lost would take its pages out of sight without a word.
	commits uint64
	chunks  uint32
}

// countIn reads the tally of a snapshot of the engine; nothing in a store from before there was one.
func countIn(txn *badger.Txn) (t tally, err error) {
	item, err := txn.Get(headKey)
	if errors.Is(err, badger.ErrKeyNotFound) {
		return t, nil
	}
	if err != nil {
		return t, err
	}
	err = item.Value(func(raw []byte) error {
		rest, err := checkVersion(raw, headVersion)
		if err == nil && len(rest) != 12 {
			err = errCorrupt
		}
		if err == nil {
			t = tally{binary.BigEndian.Uint64(rest), binary.BigEndian.Uint32(rest[8:])}
		}
		return err
	})
	return t, err
}

func (t tally) put(txn *badger.Txn) error {
	raw := binary.BigEndian.AppendUint64([]byte{headVersion}, t.commits)
	return txn.Set(headKey, binary.BigEndian.AppendUint32(raw, t.chunks))
}

// chunksIn counts the parts of all lists of pages.
func chunksIn(dirs map[string]*directory) (n uint32) {
	for _, d := range dirs {
		n += uint32(len(d.chunks))
	}
	return n
}

// head is how far the snapshot has come.
func (r *reader) head() (Head, error) {
	t, err := countIn(r.txn)
	if err != nil {
		return Head{}, fmt.Errorf("the number of commits: %w", err)
	}
	activity, err := model.HeadOf(r)
	return Head{Commit: t.commits, Activity: activity}, err
}

// Head is how far the store has come.
func (s *Store) Head(ctx context.Context) (Head, error) {
	var h Head
	err := s.View(ctx, func(r model.Reader) (err error) {
		h, err = r.(*reader).head()
		return err
	})
	return h, err
}

// headKeeper writes the head file some time after commits.
type headKeeper struct {
	path string // empty where none is kept

	mu    sync.Mutex
	timer *time.Timer // nil while nothing is to be written
	dirty bool
}

// committed asks for the head file to be written before long.
func (k *headKeeper) committed(write func()) {
	if k.path == "" {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.dirty = true
	if k.timer == nil {
		k.timer = time.AfterFunc(headEvery, write)
	}
}

// stop ends the waiting and reports whether something is still to be written.
func (k *headKeeper) stop() (dirty bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.timer != nil {
		k.timer.Stop()
	}
	return k.dirty
}

// keepHead writes the head file in the middle of the store's life. What cannot be written now is tried again with
// the next commit: an older head is a weaker watch and never a wrong one.
func (s *Store) keepHead() {
	if s.life.enter() != nil {
		return // who closes the store writes it
	}
	defer s.life.leave()
	if err := s.writeHead(); err != nil {
		s.set.log.Warn("the head file", "error", err)
	}
}

// writeHead writes how far the store has come. The engine must be open.
func (s *Store) writeHead() error {
	k := &s.keeper
	k.mu.Lock()
	k.timer, k.dirty = nil, false
	k.mu.Unlock()
	r := s.snapshot(context.Background())
	defer r.end()
	h, err := r.head()
	if err == nil {
		err = writeHead(k.path, h)
	}
	if err != nil {
		k.mu.Lock()
		k.dirty = true
		k.mu.Unlock()
	}
	return err
}

// Lost tells that a store is not what its head file says it was.
type Lost struct {
	// Was is what the head file says, where it can be read, and Since when it was written.
	Was   *Head     `json:"was,omitempty"`
	Since time.Time `json:"since,omitzero"`
	// Is is what the store holds.
	Is Head `json:"is"`
	// What is wrong, as a sentence.
	What string `json:"what"`
	// Kept is the folder with the files as they were found, before the engine put them in order; empty for none.
	Kept string `json:"kept,omitempty"`
}

// Fix says what to do about it.
func (l *Lost) Fix() string {
	text := "Nothing is changed until you have seen to it: run “atrium store verify”, then “atrium store restore FILE” with a backup, or “atrium store accept” to go on with what is there."
	if l.Kept != "" {
		text += " The files as they were found are kept in " + l.Kept + "."
	}
	return text
}

// Sentence says what is wrong and what to do about it.
func (l *Lost) Sentence() string { return l.What + " " + l.Fix() }

// compareHead holds a store that was just opened against its head file. It returns nil where nothing is lost.
func (s *Store) compareHead() (*Lost, error) {
	r := s.snapshot(context.Background())
	defer r.end()
	is, err := r.head()
	if err != nil {
		return nil, err
	}
	f, err := readHead(s.keeper.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &Lost{Is: is, What: fmt.Sprintf("The store %s has no head file %s, so that nobody can tell whether its newest changes are all there.", s.dir, s.keeper.path)}, nil
	case errors.Is(err, errDamagedHead):
		return &Lost{Is: is, What: fmt.Sprintf("The head file %s is damaged, so that nobody can tell whether the newest changes of the store %s are all there.", s.keeper.path, s.dir)}, nil
	case err != nil:
		return nil, fmt.Errorf("%s cannot be read: %w", s.keeper.path, reason(err))
	}
	lost := &Lost{Was: &f.Head, Since: f.At, Is: is}
	if is.Commit < f.Head.Commit {
		lost.What = fmt.Sprintf("The store %s has lost changes: it holds %d of the %d that it had on %s (the newest entry of the activity was number %d, and is %d).",
			s.dir, is.Commit, f.Head.Commit, f.At.Format("2006-01-02 15:04 UTC"), f.Head.Activity.Seq, is.Activity.Seq)
		return lost, nil
	}
	stands, err := f.Head.Activity.Stands(r)
	if err != nil || stands {
		return nil, err
	}
	lost.What = fmt.Sprintf("The store %s is not the one that its head file was written for: entry %d of the activity is not what stood there on %s.",
		s.dir, f.Head.Activity.Seq, f.At.Format("2006-01-02 15:04 UTC"))
	return lost, nil
}

// Lost tells what the store has lost, as far as its head file knows; nil for nothing.
func (s *Store) Lost() *Lost {
	s.fault.Lock()
	defer s.fault.Unlock()
	return s.lost
}

// Accept goes on with what is there after something was lost: the head file is written anew, and the store takes
// changes again.
func (s *Store) Accept(ctx context.Context) error {
	if err := s.life.enter(); err != nil {
		return err
	}
	defer s.life.leave()
	if err := s.takeTurn(ctx); err != nil {
		return err
	}
	defer s.passTurn()
	if s.set.readOnly != "" {
		return &model.ReadOnlyError{Reason: s.set.readOnly}
	}
	if err := s.writeHead(); err != nil {
		return err
	}
	s.fault.Lock()
	defer s.fault.Unlock()
	if s.lost != nil && s.lost.Kept != "" { // or the next opening would take it away
		kept := freeName(s.dir, filepath.Base(s.lost.Kept)+"-"+stamp())
		if err := os.Rename(s.lost.Kept, filepath.Join(s.dir, kept)); err != nil {
			return fmt.Errorf("%s cannot be renamed: %w", s.lost.Kept, reason(err))
		}
	}
	s.lost = nil
	return nil
}
