package door

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// noteFile lies in the data folder and says where the socket is: whoever looks for it may have another runtime
// folder, for instance beside a service.
const noteFile = "atrium.door"

// longestPath is what the kernel takes as the path of a socket, on Linux and on others.
const longestPath = 103

// socketPath is where the socket of a data folder is: in the runtime folder of the session, else below the data
// folder, else in a folder for temporary files. Two stores have two sockets.
func socketPath(dir string) (string, error) {
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	sum := sha256.Sum256([]byte(dir))
	name := hex.EncodeToString(sum[:8]) + ".sock"
	var folders []string
	if base := os.Getenv("XDG_RUNTIME_DIR"); filepath.IsAbs(base) && isFolder(base) {
		folders = append(folders, filepath.Join(base, "atrium"))
	}
	folders = append(folders, filepath.Join(dir, "run"), filepath.Join(os.TempDir(), "atrium-"+strconv.Itoa(os.Getuid())))
	for _, folder := range folders {
		if path := filepath.Join(folder, name); len(path) <= longestPath {
			return path, nil
		}
	}
	return "", fmt.Errorf("there is no folder for a socket whose path is short enough; set XDG_RUNTIME_DIR to one")
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// listenSocket opens the socket, for its owner alone. The caller holds the lock of the store, so that a socket
// which is there already belongs to a process that has ended.
func listenSocket(path string) (net.Listener, error) {
	if err := ownFolder(filepath.Dir(path)); err != nil {
		return nil, err
	}
	switch info, err := os.Lstat(path); {
	case err == nil && info.Mode().Type() != fs.ModeSocket:
		return nil, fmt.Errorf("%s is in the way of the socket", path)
	case err == nil:
		if err := os.Remove(path); err != nil {
			return nil, err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	return listener, nil
}

// ownFolder makes a folder that nobody else may enter, or makes sure that it is one: where others may write,
// anybody could have put it there.
func ownFolder(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	info, err := os.Lstat(folder)
	switch {
	case err != nil:
		return err
	case !info.IsDir() || !ownedByMe(info):
		return fmt.Errorf("%s belongs to someone else", folder)
	case info.Mode().Perm()&0o077 != 0:
		return os.Chmod(folder, 0o700)
	}
	return nil
}

// leaveNote writes down where the socket is, whole or not at all.
func leaveNote(dir, path string) error {
	name := filepath.Join(dir, noteFile)
	if err := os.WriteFile(name+".new", []byte(path+"\n"), 0o600); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}

// dialTimeout bounds the waiting for a process that has the socket open and does not answer.
const dialTimeout = 2 * time.Second

// dialSocket reaches the process that has the store of a data folder open, and makes sure that it is one's own.
func dialSocket(dir string) (net.Conn, error) {
	path, err := socketPath(dir)
	if note, noteErr := os.ReadFile(filepath.Join(dir, noteFile)); noteErr == nil && len(note) > 0 {
		path, err = strings.TrimSpace(string(note)), nil
	}
	if err != nil {
		return nil, err
	}
	conn, err := net.DialTimeout("unix", path, dialTimeout)
	if err != nil {
		return nil, err
	}
	if err := mine(conn); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}
