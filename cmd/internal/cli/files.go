package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"

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

// listFiles lists the files of a folder to import; - is the standard input.
func (p *program) listFiles(name string) ([]string, error) {
	if name == "-" {
		return []string{name}, nil
	}
	files, err := kit.ListFiles(name)
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		return nil, at.Err // the sentence names the folder already
	}
	return files, err
}
