package kit

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// OpenFile opens a file for reading by the name that a person typed: ~/ is the home folder. It is what
// [Env].Open is for a person who sits at the machine that the process runs on.
func OpenFile(name string) (io.ReadCloser, error) {
	path := strings.TrimSpace(name)
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		home, err := os.UserHomeDir()
		if err != nil {
			return nil, err
		}
		path = filepath.Join(home, rest)
	}
	path = filepath.Clean(path)
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // a device or a pipe could hold the program up for good
		return nil, errors.New("it is not a file but a folder or a device")
	}
	return os.Open(path)
}
