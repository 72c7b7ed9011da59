package roster

import (
	"context"
	"fmt"
	"math/bits"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// Select gives the lines of a view. The previous result, which may be nil, is the one of the last key
// press: when nothing has changed since and the view wants no other lines than some of those, only
// those are searched again. The error is that of ctx, or tells that there is no such field. A search
// looks at ctx every some thousands of lines; the first sorting by a field, which is kept until lines
// are merged, looks at it less often.
func (x *Index) Select(ctx context.Context, view View, previous *Result) (*Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	now := x.snapshot()
	if view.Field < ByKey || view.Field >= now.base.fields {
		return nil, fmt.Errorf("roster: no field %d to sort by", view.Field)
	}
	r := &Result{
		list:       now,
		words:      wordsOf(view.Filter),
		classes:    classesOf(view.Classes),
		field:      view.Field,
		descending: view.Descending,
	}
	if err := r.search(ctx, previous); err != nil {
		return nil, err
	}
	if err := r.arrange(ctx); err != nil {
		return nil, err
	}
	return r, nil
}

// classSet has 1 for each class that is wanted.
type classSet [256]uint8

// classesOf gives the set of some classes, or of all when there is none.
func classesOf(classes []uint8) classSet {
	var set classSet
	for _, class := range classes {
		set[class] = 1
	}
	if len(classes) == 0 {
		for i := range set {
			set[i] = 1
		}
	}
	return set
}

// all reports whether every class is wanted.
func (s *classSet) all() bool {
	for _, wanted := range s {
		if wanted == 0 {
			return false
		}
	}
	return true
}

// keep clears the bits of those lines of a chunk whose kind is not wanted; wanted has 1 for each that is.
func keep(c *chunk, wanted []uint8, lines []uint64) {
	for i := range lines {
		kept := uint64(0)
		for k, id := range c.kinds[i*64 : min(i*64+64, len(c.kinds))] {
			kept |= uint64(wanted[id]) << k
		}
		lines[i] &= kept
	}
}

// narrows reports whether the lines of a result are among those of another.
func (r *Result) narrows(other *Result) bool {
	if other == nil || other.list != r.list || other.classes != r.classes {
		return false
	}
	for _, word := range other.words {
		if !within(word, r.words) {
			return false
		}
	}
	return true
}

// search finds the lines of the view, in the order of keys.
func (r *Result) search(ctx context.Context, previous *Result) error {
	r.lines, r.over = r.list.live, allOf(len(r.list.over))
	words, byClass := r.words, !r.classes.all()
	if r.narrows(previous) {
		r.lines, r.over, byClass = previous.lines, previous.over, false
		words = slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(previous.words, w) })
	}
	if len(words) == 0 && !byClass {
		return nil
	}
	needles := make([]*needle, len(words))
	for i, word := range words {
		needles[i] = r.list.base.needle(word)
	}
	r.searchOver(r.over, needles)
	from, wanted := r.lines, r.list.base.kinds.wanted(&r.classes)
	r.lines = make([]uint64, len(from))
	return parallel(ctx, len(r.list.base.chunks), func(i int) {
		c := &r.list.base.chunks[i]
		lines := r.lines[i*chunkWords : min((i+1)*chunkWords, len(from))]
		copy(lines, from[i*chunkWords:])
		if byClass {
			keep(c, wanted, lines)
		}
		for _, n := range needles {
			n.search(c, lines)
		}
	})
}

// arrange puts the lines that were found in the order of the view.
func (r *Result) arrange(ctx context.Context) error {
	r.ranks = r.lines
	if r.field != ByKey {
		if err := r.sort(ctx); err != nil {
			return err
		}
	}
	r.before = make([]uint32, len(r.ranks)+1)
	for i, w := range r.ranks {
		r.before[i+1] = r.before[i] + uint32(bits.OnesCount64(w))
	}
	r.arrangeOver()
	return nil
}

// sort arranges by a field. The bitmap of the lines is written anew with the bits in that order, which
// costs the same for few and for many lines and leaves a result as small as one in the order of keys.
func (r *Result) sort(ctx context.Context) (err error) {
	if r.order, err = r.list.base.order(ctx, r.field); err != nil {
		return err
	}
	r.ranks = make([]uint64, len(r.lines))
	err = parallel(ctx, len(r.list.base.chunks), func(i int) {
		for w := i * chunkWords; w < min((i+1)*chunkWords, len(r.ranks)); w++ {
			found := uint64(0)
			for k, line := range r.order[w*64 : min(w*64+64, len(r.order))] {
				found |= r.lines[line>>6] >> (line & 63) & 1 << k
			}
			r.ranks[w] = found
		}
	})
	return err
}

// parallel calls work with every number below n, on as many goroutines as may run at once. It stops
// when ctx ends and gives its error.
func parallel(ctx context.Context, n int, work func(i int)) error {
	var next atomic.Int64
	loop := func() {
		for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
			work(i)
		}
	}
	var others sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) - 1 {
		others.Go(loop)
	}
	loop()
	others.Wait()
	return ctx.Err()
}
