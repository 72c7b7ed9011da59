package store

import (
	"bytes"

	"github.com/dgraph-io/badger/v4"
)

// streamAfter is how many pages a scan looks up one by one before it opens a stream. A stream costs more
// to open than a few lookups, and stumbles over the old versions of pages that change often; on a long
// way it is several times faster.
const streamAfter = 6

// pageStream reads the pages of a table one after the other, in either direction.
type pageStream struct {
	reader  *reader
	it      *badger.Iterator
	room    []byte // of the page that was read last
	started bool
	closed  bool
}

// stream opens a stream; it is closed by the caller, or else with the reader.
func (r *reader) stream(table string, reverse bool) *pageStream {
	o := badger.DefaultIteratorOptions
	o.PrefetchValues = false // the values lie beside the keys; fetching ahead would only cost goroutines
	o.Reverse = reverse
	o.Prefix = pageKey(table, "")
	r.streaming.Lock()
	defer r.streaming.Unlock()
	s := &pageStream{reader: r, it: r.txn.NewIterator(o)}
	if r.streams == nil {
		r.streams = map[*pageStream]struct{}{}
	}
	r.streams[s] = struct{}{}
	return s
}

// raw returns the bytes stored at key, or nil where the stream does not find it. They are good until the
// next call, as the rows of a scan are until the next one.
func (s *pageStream) raw(key []byte) ([]byte, error) {
	if s.closed {
		return nil, errEnded
	}
	if s.started && s.it.Valid() {
		s.it.Next()
	}
	if !s.started || !s.it.Valid() || !bytes.Equal(s.it.Item().Key(), key) {
		s.it.Seek(key)
		s.started = true
	}
	if !s.it.Valid() || !bytes.Equal(s.it.Item().Key(), key) {
		return nil, nil
	}
	var err error
	s.room, err = s.it.Item().ValueCopy(s.room)
	return s.room, err
}

// close may be called on a nil stream and on one that is closed.
func (s *pageStream) close() {
	if s != nil {
		s.reader.streaming.Lock()
		defer s.reader.streaming.Unlock()
		s.shut()
	}
}

func (s *pageStream) shut() {
	if !s.closed {
		s.closed = true
		s.it.Close()
		delete(s.reader.streams, s)
	}
}

// end closes the snapshot, and the streams of scans that were left standing: the engine does not let a
// transaction go before its iterators.
func (r *reader) end() {
	r.streaming.Lock()
	defer r.streaming.Unlock()
	for s := range r.streams {
		s.shut()
	}
	r.ended.Store(true)
	r.txn.Discard()
}
