package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"
)

const (
	// chunkVersion is the newest format of a directory chunk that this program writes and reads.
	chunkVersion = 1
	// chunkFences is how many pages one chunk of a directory lists at most.
	chunkFences = 256
	// chunkMax is the size in bytes beyond which a chunk with more than one fence is split.
	chunkMax = 16 << 10
	// fenceOverhead is what a fence costs in a chunk beside its bytes, at most, in bytes.
	fenceOverhead = 6
)

// directory lists the pages of one table by their fences, in order. A fence is the lowest key that a
// page may hold; the page reaches to the next fence. The first fence is always "", so every key has
// its page. The list is kept in the engine in chunks and in memory as a whole (some 20 bytes for each
// 40 rows), which spares every read a walk through an iterator. A published directory never changes.
type directory struct {
	chunks []*chunk
	nextID uint32
}

// chunk is a run of fences that is stored as one value. It holds them packed as they were read, or in a
// list that a transaction may change.
type chunk struct {
	id     uint32
	fences []string
	packed packed
	size   int // the bytes of all fences
}

func (c *chunk) len() int { return max(len(c.fences), c.packed.len()) }

func (c *chunk) fence(i int) string {
	if c.fences == nil {
		return c.packed.fence(i)
	}
	return c.fences[i]
}

// upTo counts the fences that are not above key.
func (c *chunk) upTo(key string) int {
	if c.fences == nil {
		return c.packed.upTo(key)
	}
	return sort.Search(len(c.fences), func(i int) bool { return c.fences[i] > key })
}

// begins says whether the first fence is not above key.
func (c *chunk) begins(key string) bool {
	if c.fences == nil {
		rest, found := strings.CutPrefix(key, c.packed.prefix)
		return found && c.packed.tail(0) <= rest || !found && c.packed.prefix < key
	}
	return c.fences[0] <= key
}

// list gives the fences in a new list.
func (c *chunk) list() []string {
	list := make([]string, c.len())
	for i := range list {
		list[i] = c.fence(i)
	}
	return list
}

// place is where a fence stands in a directory.
type place struct{ chunk, index int }

// newDirectory lists one page.
func newDirectory() *directory {
	return &directory{chunks: []*chunk{{id: 0, fences: []string{""}}}, nextID: 1}
}

func (d *directory) fence(at place) string { return d.chunks[at.chunk].fence(at.index) }

// find returns the place of the page that holds key.
func (d *directory) find(key string) place {
	c := sort.Search(len(d.chunks), func(i int) bool { return !d.chunks[i].begins(key) }) - 1
	return place{c, d.chunks[c].upTo(key) - 1}
}

// lists says whether a page begins at fence. There is no page in a directory that is nil.
func (d *directory) lists(fence string) bool { return d != nil && d.fence(d.find(fence)) == fence }

// pages counts the pages of the table.
func (d *directory) pages() (pages int) {
	for _, c := range d.chunks {
		pages += c.len()
	}
	return pages
}

func (d *directory) last() place {
	c := len(d.chunks) - 1
	return place{c, d.chunks[c].len() - 1}
}

func (d *directory) next(at place) (place, bool) {
	if at.index+1 < d.chunks[at.chunk].len() {
		return place{at.chunk, at.index + 1}, true
	}
	return place{at.chunk + 1, 0}, at.chunk+1 < len(d.chunks)
}

func (d *directory) prev(at place) (place, bool) {
	if at.index > 0 {
		return place{at.chunk, at.index - 1}, true
	}
	if at.chunk == 0 {
		return place{}, false
	}
	return place{at.chunk - 1, d.chunks[at.chunk-1].len() - 1}, true
}

// plan is a directory that a transaction changes. It shares the chunks that it leaves alone with the
// directory that it began as.
type plan struct {
	directory
	// own are the chunks that differ from the published ones; a nil chunk was removed.
	own map[uint32]*chunk
	// grown is about how many bytes of chunks were added to the transaction and not yet counted there.
	grown int
}

func planOf(d *directory) *plan {
	return &plan{directory: directory{slices.Clone(d.chunks), d.nextID}, own: map[uint32]*chunk{}}
}

// chunkAt gives the chunk at place c, as one that may be changed.
func (p *plan) chunkAt(c int) *chunk {
	old := p.chunks[c]
	if mine := p.own[old.id]; mine == old {
		return old
	}
	mine := &chunk{id: old.id, fences: old.list(), size: old.size}
	p.chunks[c], p.own[old.id] = mine, mine
	p.grown += mine.size + len(mine.fences)*fenceOverhead + pageCost
	return mine
}

// insert lists a page behind the one at place.
func (p *plan) insert(after place, fence string) place {
	at := place{after.chunk, after.index + 1}
	c := p.chunkAt(at.chunk)
	c.fences = slices.Insert(c.fences, at.index, fence)
	c.size += len(fence)
	p.grown += len(fence) + fenceOverhead
	if len(c.fences) > chunkFences || c.size > chunkMax && len(c.fences) > 1 {
		p.split(at)
		return p.find(fence)
	}
	return at
}

// split moves the upper part of a chunk to a new one: half of it, or only the newest fence when that
// came at the very end, so that ascending keys leave full chunks behind.
func (p *plan) split(grown place) {
	c := p.chunks[grown.chunk]
	cut := len(c.fences) / 2
	if grown.index == len(c.fences)-1 {
		cut = grown.index
	}
	upper := &chunk{id: p.nextID, fences: slices.Clone(c.fences[cut:])}
	for _, f := range upper.fences {
		upper.size += len(f)
	}
	p.nextID++
	c.fences, c.size = c.fences[:cut], c.size-upper.size
	p.own[upper.id] = upper
	p.grown += pageCost
	p.chunks = slices.Insert(p.chunks, grown.chunk+1, upper)
}

// remove strikes a page, which must not be the first one of its table.
func (p *plan) remove(at place) {
	mine := p.chunkAt(at.chunk)
	mine.size -= len(mine.fences[at.index])
	mine.fences = slices.Delete(mine.fences, at.index, at.index+1)
	if len(mine.fences) == 0 {
		p.own[mine.id] = nil
		p.chunks = slices.Delete(p.chunks, at.chunk, at.chunk+1)
	}
}

// encodeChunk writes each fence as what it shares with the one before and the rest.
func encodeChunk(c *chunk) []byte {
	raw := append(make([]byte, 0, c.size+4*c.len()+8), chunkVersion)
	raw = binary.AppendUvarint(raw, uint64(c.len()))
	last := ""
	for _, f := range c.list() {
		n := shared([]byte(last), []byte(f))
		raw = binary.AppendUvarint(raw, uint64(n))
		raw = appendBytes(raw, []byte(f[n:]))
		last = f
	}
	return raw
}

func parseChunk(id uint32, raw []byte) (*chunk, error) {
	rest, err := checkVersion(raw, chunkVersion)
	if err != nil {
		return nil, err
	}
	count, rest, err := takeUvarint(rest)
	if err != nil || count == 0 || count > uint64(len(rest)) {
		return nil, errCorrupt
	}
	var all, last []byte
	ends := make([]uint32, 0, count)
	for ; count > 0; count-- {
		same, after, err := takeUvarint(rest)
		if err != nil || same > uint64(len(last)) {
			return nil, errCorrupt
		}
		var tail []byte
		if tail, rest, err = takeBytes(after); err != nil {
			return nil, err
		}
		start := len(all)
		all = append(append(all, last[:same]...), tail...)
		if len(ends) > 0 && bytes.Compare(all[start:], last) <= 0 || len(all) > math.MaxUint32 {
			return nil, errCorrupt
		}
		last, ends = all[start:], append(ends, uint32(len(all)))
	}
	return &chunk{id: id, packed: pack(all, ends), size: len(all)}, nil
}

// assemble makes a directory of the chunks that were found for a table.
func assemble(table string, chunks []*chunk) (*directory, error) {
	slices.SortFunc(chunks, func(a, b *chunk) int { return strings.Compare(a.fence(0), b.fence(0)) })
	d := &directory{chunks: chunks}
	last := ""
	for i, c := range chunks {
		first := c.fence(0)
		if (i == 0) != (first == "") || i > 0 && first <= last {
			return nil, fmt.Errorf("table %s: the list of pages: %w", table, errCorrupt)
		}
		last = c.fence(c.len() - 1)
		d.nextID = max(d.nextID, c.id+1)
	}
	return d, nil
}
