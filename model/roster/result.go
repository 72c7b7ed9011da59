package roster

import (
	"math/bits"
	"slices"
	"sort"
)

// Result is the lines of a view, as the list was when they were selected. It keeps that list in memory
// and should be dropped when a newer result takes its place. It is safe for concurrent use.
type Result struct {
	list       *snapshot
	words      []string
	classes    classSet
	field      int
	descending bool

	lines []uint64 // a bit for each line of the base that was found, by position
	over  []uint64 // a bit for each line of the overlay that was found, in the order of keys

	order  []uint32 // the positions in the order of the view; nil for that of keys
	ranks  []uint64 // the bits of lines, in the order of the view
	before []uint32 // how many bits of ranks are set before each word, and at last altogether
	sorted []*entry // the lines of the overlay that were found, in the order of the view
	at     []int    // where each of sorted is in the ascending result
}

// Len is the number of lines.
func (r *Result) Len() int {
	return int(r.before[len(r.ranks)]) + len(r.sorted)
}

// Keys gives the keys of up to limit lines from an offset on, counted from 0. There are fewer at the
// end, and none beyond it.
func (r *Result) Keys(offset, limit int) []string {
	from := min(max(offset, 0), r.Len())
	to := from + min(max(limit, 0), r.Len()-from)
	if !r.descending {
		return r.ascending(from, to)
	}
	keys := r.ascending(r.Len()-to, r.Len()-from)
	slices.Reverse(keys)
	return keys
}

// ascending gives the keys from one place of the ascending result to another.
func (r *Result) ascending(from, to int) []string {
	keys := make([]string, 0, to-from)
	next := sort.SearchInts(r.at, from)
	rank := r.rankAt(from - next)
	for i := from; i < to; i++ {
		if next < len(r.at) && r.at[next] == i {
			keys = append(keys, r.sorted[next].key)
			next++
			continue
		}
		rank = r.nextRank(rank)
		keys = append(keys, string(r.list.base.key(r.position(rank))))
		rank++
	}
	return keys
}

// rankAt gives the rank of the line of the base that so many others are before, or one that no line
// is behind.
func (r *Result) rankAt(n int) int {
	word := sort.Search(len(r.ranks), func(i int) bool { return int(r.before[i+1]) > n })
	if word == len(r.ranks) {
		return word * 64
	}
	w := r.ranks[word]
	for range n - int(r.before[word]) {
		w &= w - 1
	}
	return word*64 + bits.TrailingZeros64(w)
}

// nextRank gives the first rank from one on that has a line. There must be one. Words without a line
// are leapt over, as a result of few lines may have thousands of them.
func (r *Result) nextRank(rank int) int {
	if w := r.ranks[rank>>6] >> (rank & 63); w != 0 {
		return rank + bits.TrailingZeros64(w)
	}
	return r.rankAt(int(r.before[rank>>6+1]))
}

// position gives the position in the base of the line of a rank.
func (r *Result) position(rank int) int {
	if r.order == nil {
		return rank
	}
	return int(r.order[rank])
}

// below gives how many lines of the base were found below a rank.
func (r *Result) below(rank int) int {
	n := int(r.before[rank>>6])
	if rank&63 != 0 {
		n += bits.OnesCount64(r.ranks[rank>>6] & (1<<(rank&63) - 1))
	}
	return n
}

// Find gives the position of a key in the result, counted from 0, and whether it is there.
func (r *Result) Find(key string) (position int, ok bool) {
	position, ok = r.findOver(key)
	if !ok {
		position, ok = r.findBase(key)
	}
	if ok && r.descending {
		position = r.Len() - 1 - position
	}
	return position, ok
}

// findOver gives where a key of the overlay is in the ascending result.
func (r *Result) findOver(key string) (int, bool) {
	i, ok := slices.BinarySearchFunc(r.list.over, key, compareKey)
	if !ok || !has(r.over, i) {
		return 0, false
	}
	return r.at[slices.Index(r.sorted, r.list.over[i])], true
}

// findBase gives where a key of the base is in the ascending result.
func (r *Result) findBase(key string) (int, bool) {
	rank, ok := r.list.base.find(key)
	if !ok || !has(r.lines, rank) {
		return 0, false
	}
	if r.order != nil {
		text := r.list.base.field(rank, r.field, nil)
		rank = r.list.base.before(r.order, r.field, text, rank)
	}
	n := r.below(rank)
	return n + sort.Search(len(r.at), func(i int) bool { return r.at[i]-i > n }), true
}
