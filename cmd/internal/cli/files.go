package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"atrium/model"
)

// moreFiles takes the files that stand behind the first one of a list, as the shell writes out a pattern:
// --scim users-*.json.
func moreFiles(in *model.ImportDirectory, names []string) error {
	switch {
	case len(in.SCIM) > 0 && len(in.CSV) == 0:
		in.SCIM = append(in.SCIM, names...)
	case len(in.CSV) > 0 && len(in.SCIM) == 0:
		in.CSV = append(in.CSV, names...)
	default:
		return &usageError{"A file was named without saying of what kind it is.", "Name files with --users, --groups and --memberships, with --scim, or with --csv."}
	}
	return nil
}

// openFile opens a file to import; - is the standard input.
func (p *program) openFile(name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(p.streams.In), nil
	}
	info, err := os.Stat(name)
	if err == nil && info.IsDir() {
		return nil, errors.New("it is a folder, not a file")
	}
	file, err := os.Open(name)
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		return nil, at.Err // the sentence names the file already
	}
	return file, err
}

// filesIn lists the files of a folder and of those in it, in the order of their names. Hidden ones are left
// out, and what is no file. A file, or - for the standard input, is itself.
func filesIn(dir string) ([]string, error) {
	if dir == "-" {
		return []string{dir}, nil
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
