package store

import "sort"

// packed is a run of ascending fences in one piece: what all of them begin with, and the rest of each. The
// lists of pages grow with the tables, and a string for each fence takes two to three times as much.
type packed struct {
	prefix string
	rest   string
	ends   []uint32 // where the rest of each fence ends
}

// pack takes fences that stand one behind the other and end where ends tells. It keeps ends.
func pack(fences []byte, ends []uint32) packed {
	if len(ends) == 0 {
		return packed{}
	}
	first, last := fences[:ends[0]], fences[:ends[0]]
	if n := len(ends); n > 1 {
		last = fences[ends[n-2]:ends[n-1]]
	}
	same := shared(first, last)
	rest, start := make([]byte, 0, len(fences)-same*len(ends)), uint32(0)
	for i, end := range ends {
		rest = append(rest, fences[int(start)+same:end]...)
		ends[i], start = uint32(len(rest)), end
	}
	return packed{string(first[:same]), string(rest), ends}
}

func (p *packed) len() int { return len(p.ends) }

// tail is what a fence has beside the prefix.
func (p *packed) tail(i int) string {
	if i == 0 {
		return p.rest[:p.ends[0]]
	}
	return p.rest[p.ends[i-1]:p.ends[i]]
}

func (p *packed) fence(i int) string { return p.prefix + p.tail(i) }

// upTo counts the fences that are not above key.
func (p *packed) upTo(key string) int {
	n := len(p.prefix)
	switch {
	case key < p.prefix:
		return 0
	case len(key) < n || key[:n] != p.prefix:
		return p.len()
	}
	return sort.Search(p.len(), func(i int) bool { return p.tail(i) > key[n:] })
}
