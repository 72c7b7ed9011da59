package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"atrium/model"
	"atrium/tui/kit"
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
	if p.fromNetwork() {
		return nil, errElsewhere
	}
	name = p.path(name)
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

// errElsewhere is why a visitor from the network names no file.
var errElsewhere = errors.New("it lies on your own machine; name - instead and send it through the standard input")

// path is a name of a file as it was meant: relative to the folder in which the program was called.
func (p *program) path(name string) string {
	if p.visit == nil || p.visit.Folder == "" || filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(p.visit.Folder, name)
}

// listFiles lists the files of a folder to import; - is the standard input.
func (p *program) listFiles(name string) ([]string, error) {
	if name == "-" {
		return []string{name}, nil
	}
	if p.fromNetwork() {
		return nil, errElsewhere
	}
	files, err := kit.ListFiles(p.path(name))
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		return nil, at.Err // the sentence names the folder already
	}
	return files, err
}
