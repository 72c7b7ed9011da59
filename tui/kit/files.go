package kit

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// OpenFile opens a file for reading by the name that a person typed: ~/ is the home folder. It is what
// [Env].Open is for a person who sits at the machine that the process runs on.
func OpenFile(name string) (io.ReadCloser, error) {
	path, err := typedPath(name)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // a device or a pipe could hold the program up for good
		return nil, errors.New("it is not a file but a folder or a device")
	}
	return os.Open(path)
}

// ListFiles lists the files of a folder, by the name that a person typed, and of the folders in it, in the order of
// their names. Hidden ones are left out, and what is no file. A file is itself. It is what [Env].List is for a person
// who sits at the machine that the process runs on.
func ListFiles(name string) ([]string, error) {
	dir, err := typedPath(name)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(dir)
	switch {
	case err != nil:
		return nil, err
	case !info.IsDir():
		return []string{dir}, nil
	}
	var names []string
	err = fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != "." && strings.HasPrefix(entry.Name(), ".") && entry.IsDir():
			return fs.SkipDir
		case strings.HasPrefix(entry.Name(), "."), entry.IsDir():
			return nil
		}
		path := filepath.Join(dir, filepath.FromSlash(name))
		if info, err := os.Stat(path); err != nil || info.Mode().IsRegular() { // through a link, too
			names = append(names, path)
		}
		return nil
	})
	return names, err
}

// SaveFile writes a new file by the name that a person typed, for its owner alone; a file that is there is left
// as it is. It is what [Env].Save is for a person who sits at the machine that the process runs on.
func SaveFile(name string, data []byte) error {
	path, err := typedPath(name)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err = file.Write(data); err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		err = errors.Join(err, os.Remove(path)) // half a document is worse than none
	}
	return err
}

// typedPath is the path that a person typed: ~/ is the home folder.
func typedPath(name string) (string, error) {
	path := strings.TrimSpace(name)
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", err
		}
		path = filepath.Join(home, rest)
	}
	return filepath.Clean(path), nil
}
