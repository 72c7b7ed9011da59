package figure

import (
	"errors"
	"io"
	"strings"

	"atrium/model/jsonfile"
)

// maxTableBytes is far above what a table takes.
const maxTableBytes = 1 << 20

// ReadTable reads the one document of a table. The name is that of the table, and what errors call the file.
func ReadTable(name string, r io.Reader) (*jsonfile.Value, error) {
	documents, err := jsonfile.Read(r, name, maxTableBytes)
	if err != nil {
		return nil, err
	}
	if len(documents) > 1 {
		return nil, documents[1].Fault("is a second one", "give one table at a time")
	}
	return documents[0], nil
}

// InEntry gives an error the id of an entry of the table for its number in the list.
func InEntry(err error, entry *jsonfile.Value, id string) error {
	var e *jsonfile.Error
	if errors.As(err, &e) {
		if field, found := strings.CutPrefix(e.Path, entry.Path()); found {
			e.Path = id + field
		}
	}
	return err
}
