package app

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
)

// maxLog is how large the log file grows before it is put aside; one older file is kept beside it.
const maxLog = 1 << 20

// Log is the log file of a store's folder. It is opened with the first line that is written, so that a
// command without a fault costs nothing and leaves no file behind.
type Log struct {
	// Path is where the file is; empty for a store in memory, whose log nobody keeps.
	Path string

	mu   sync.Mutex
	file *os.File
	size int64
}

func newLog(dir string) *Log {
	if dir == "" {
		return &Log{}
	}
	return &Log{Path: filepath.Join(dir, "atrium.log")}
}

// Fault logs an error whole and returns the id under which it stands there, or "" where no log is kept.
// What a person typed is never part of it: only what was being done.
func (l *Log) Fault(doing string, err error) string {
	if l.Path == "" {
		return ""
	}
	var b [4]byte
	_, _ = rand.Read(b[:]) // it never fails, or ends the program itself
	id := hex.EncodeToString(b[:])
	l.Logger().Error("fault", "id", id, "doing", doing, "error", err, "stack", string(debug.Stack()))
	return id
}

// Logger writes to the file; what is below a warning is left out.
func (l *Log) Logger() *slog.Logger {
	if l.Path == "" {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(l, &slog.HandlerOptions{Level: slog.LevelWarn}))
}

// Write appends one line.
func (l *Log) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.makeRoom(int64(len(line))); err != nil {
		return 0, err
	}
	n, err := l.file.Write(line)
	l.size += int64(n)
	return n, err
}

// makeRoom opens the file, and begins a new one when the line would make it too large.
func (l *Log) makeRoom(n int64) error {
	if err := l.open(); err != nil {
		return err
	}
	if l.size == 0 || l.size+n <= maxLog {
		return nil
	}
	err := errors.Join(l.file.Close(), os.Rename(l.Path, l.Path+".1"))
	l.file = nil
	return errors.Join(err, l.open())
}

func (l *Log) open() error {
	if l.file != nil {
		return nil
	}
	file, err := os.OpenFile(l.Path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	l.file = file
	l.size, err = file.Seek(0, io.SeekEnd)
	return err
}

// Close closes the file, if anything was written.
func (l *Log) Close() error {
	if l == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil {
		return nil
	}
	err := l.file.Close()
	l.file = nil
	return err
}
