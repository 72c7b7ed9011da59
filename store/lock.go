package store

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// lockFile is locked by the process that has the store open, and says who that is.
const lockFile = "atrium.lock"

// HeldError is the answer to opening a store that another process, or this one, has open.
type HeldError struct {
	Dir string
	// Holder says who has it open, for people.
	Holder string
}

func (e *HeldError) Error() string {
	return fmt.Sprintf("the store %s is held by %s; close it there or use another --data folder", e.Dir, e.Holder)
}

// dirLock is a lock that ends with the process, however that ends.
type dirLock struct {
	file *os.File // nil where there is nothing to lock
	// signed tells that the file says who holds the lock.
	signed bool
}

// How a lock is taken: by one process alone, or together with others.
const (
	lockAlone  = unix.LOCK_EX
	lockShared = unix.LOCK_SH
)

// takeLock takes the lock of a store's folder for this process alone, or returns a *HeldError.
func takeLock(dir string) (*dirLock, error) {
	path := filepath.Join(dir, lockFile)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the folder %s cannot be written: %w; mend its permissions or use another --data folder", dir, reason(err))
	}
	l, err := lockFor(dir, f, lockAlone)
	if err != nil {
		return nil, err
	}
	if err := l.sign(); err != nil {
		_ = f.Close() // the first fault is the one to tell
		return nil, fmt.Errorf("%s cannot be written: %w; see whether the disk is full", path, reason(err))
	}
	return l, nil
}

// lockFor locks the lock file of a folder, alone or together with others, and closes it where that fails.
func lockFor(dir string, f *os.File, how int) (*dirLock, error) {
	err := lockNow(f, how)
	if err == nil {
		return &dirLock{file: f}, nil
	}
	defer func() { _ = f.Close() }() // it was only read
	if errors.Is(err, unix.EWOULDBLOCK) {
		return nil, &HeldError{Dir: dir, Holder: holderOf(f)}
	}
	return nil, fmt.Errorf("%s cannot be locked: %w; use a --data folder on a local disk", f.Name(), err)
}

// lockNow takes the lock without waiting for it.
func lockNow(f *os.File, how int) error {
	for {
		err := unix.Flock(int(f.Fd()), how|unix.LOCK_NB)
		if !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

// sign writes down who holds the lock.
func (l *dirLock) sign() error {
	host, _ := os.Hostname() // without one the line stays empty
	text := fmt.Sprintf("command %s\nprocess %d\nuser %s\nhost %s\nsince %s\n", filepath.Base(os.Args[0]), os.Getpid(), userName(), host, time.Now().UTC().Format(time.RFC3339))
	if err := errors.Join(l.file.Chmod(0o600), l.file.Truncate(0)); err != nil {
		return err
	}
	l.signed = true
	_, err := l.file.WriteAt([]byte(text), 0)
	return err
}

// release lets go of the lock. The file stays: removing it would let two processes lock two files of
// the same name.
func (l *dirLock) release() error {
	if l.file == nil {
		return nil
	}
	var err error
	if l.signed {
		err = l.file.Truncate(0)
	}
	return errors.Join(err, l.file.Close())
}

// holderOf reads who signed the lock, and makes half a sentence of it.
func holderOf(f *os.File) string {
	text, err := io.ReadAll(io.LimitReader(f, 4096))
	if err != nil || len(text) == 0 {
		return "another process that looks at it"
	}
	says := map[string]string{}
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		says[name] = value
	}
	where := ""
	if host, err := os.Hostname(); err == nil && says["host"] != host {
		where = " on host " + says["host"]
	}
	return fmt.Sprintf("%s (process %s, user %s%s, since %s)", says["command"], says["process"], says["user"], where, says["since"])
}

// userName is who runs this process.
func userName() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return strconv.Itoa(os.Getuid())
}
