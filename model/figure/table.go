package figure

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"atrium/model/jsonfile"
)

// maxTableBytes is far above what a table takes.
const maxTableBytes = 1 << 20

// ReadTable reads a table with the function that knows what stands in it. The name is that of the table, and what errors
// call the file.
func ReadTable[T any](name string, r io.Reader, read func(*jsonfile.Value) (*T, error)) (*T, error) {
	documents, err := jsonfile.Read(r, name, maxTableBytes)
	if err != nil {
		return nil, err
	}
	if len(documents) > 1 {
		return nil, documents[1].Fault("is a second one", "give one table at a time")
	}
	return read(documents[0])
}

// ReadEntries reads the list under a key, which has just the entries of these ids, in their order. The path of an
// error within an entry begins with its id.
func ReadEntries[T any](v *jsonfile.Value, key string, ids []string, read func(entry *jsonfile.Value, id string) (T, error)) ([]T, error) {
	list, err := v.Objects(key)
	switch {
	case err != nil:
		return nil, err
	case v.Get(key) == nil:
		return nil, v.Missing(key)
	case len(list) != len(ids):
		return nil, v.Get(key).Fault(fmt.Sprintf("holds %d %s", len(list), key), "give "+inOrder(ids))
	}
	entries := make([]T, len(ids))
	for i, id := range ids {
		if err := isEntry(list[i], key, id, ids); err != nil {
			return nil, inEntry(err, list[i], id)
		}
		if entries[i], err = read(list[i], id); err != nil {
			return nil, inEntry(err, list[i], id)
		}
	}
	return entries, nil
}

// isEntry refuses an entry of another id than is expected in its place.
func isEntry(entry *jsonfile.Value, key, id string, ids []string) error {
	is, err := entry.Text("id")
	if err == nil && is != id {
		return entry.Get("id").Fault("is "+jsonfile.Quote(is), "the "+key+" are "+inOrder(ids))
	}
	return err
}

// inOrder names ids in a sentence: free, standard and enterprise, in this order.
func inOrder(ids []string) string {
	last := len(ids) - 1
	return strings.Join(ids[:last], ", ") + " and " + ids[last] + ", in this order"
}

// inEntry gives an error the id of an entry of the table for its number in the list.
func inEntry(err error, entry *jsonfile.Value, id string) error {
	var e *jsonfile.Error
	if errors.As(err, &e) {
		if field, found := strings.CutPrefix(e.Path, entry.Path()); found {
			e.Path = id + field
		}
	}
	return err
}
