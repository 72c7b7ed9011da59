package roster

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"
)

const benchLines = 1_000_000

// people are lines as members of a space have them: a user name, a full name, an address and a team, of
// about sixty bytes together.
func people(n int) iter.Seq[Line] {
	names := []string{"Anna", "Bernhard", "Chloé", "Dmitri", "Elizabeth", "Farid", "Giovanna", "Hiroshi",
		"Ingrid", "Jan", "Katarzyna", "Lukas", "Maria", "Nadia", "Oluwaseun", "Priya", "Quentin", "Rosa"}
	families := []string{"Andersson", "Brown", "Castillo", "Dubois", "Eriksen", "Fischer", "García", "Hansen",
		"Ivanov", "Jackson", "Kowalski", "Lindqvist", "Müller", "Nakamura", "Okafor", "Petrov", "Zhang"}
	return func(yield func(Line) bool) {
		s := rand.New(rand.NewPCG(1, 2))
		for i := range n {
			name, family := names[s.IntN(len(names))], families[s.IntN(len(families))]
			l := Line{
				Key:    fmt.Sprintf("u%07d", i),
				Fields: []string{name + " " + family, fmt.Sprintf("%.4s.%.5s%d@corp.example", name, family, s.IntN(9999)), fmt.Sprintf("Team %d", s.IntN(300))},
				Class:  uint8(s.IntN(20) / 19),
			}
			if !yield(l) {
				return
			}
		}
	}
}

// benched is an index of a million lines, and as many bytes in one piece.
var benched = sync.OnceValues(func() (*Index, []byte) {
	b := NewBuilder(Layout{Fields: 3})
	for l := range people(benchLines) {
		b.Add(l)
	}
	x := b.Build()
	var whole []byte
	for _, c := range x.state.base.chunks {
		whole = append(whole, c.records...)
	}
	return x, whole
})

// floor is what one goroutine needs to look once at every byte of a million lines.
func floor(b *testing.B) *clock {
	_, whole := benched()
	c := &clock{floor: time.Hour, step: time.Hour}
	for range 7 {
		began := time.Now()
		if bytes.Contains(whole, []byte("\x01\x02")) {
			b.Fatal("found what is not there")
		}
		c.floor = min(c.floor, time.Since(began))
	}
	return c
}

// clock has the least time of the floor and of a step, as other programs may hold up either.
type clock struct{ floor, step time.Duration }

// time times one step.
func (c *clock) time(step func()) {
	began := time.Now()
	step()
	c.step = min(c.step, time.Since(began))
}

// report gives the times and their ratio.
func (c *clock) report(b *testing.B) {
	b.ReportMetric(float64(c.step)/1e6, "ms/step")
	b.ReportMetric(float64(c.floor)/1e6, "ms/floor")
	b.ReportMetric(float64(c.step)/float64(c.floor), "step/floor")
}

// selected selects a view for a benchmark.
func selected(b *testing.B, x *Index, v View, previous *Result) *Result {
	r, err := x.Select(context.Background(), v, previous)
	if err != nil {
		b.Fatal(err)
	}
	return r
}

// BenchmarkFirstLetter searches the whole list, for what all lines, about half and few of them have, and
// for words of more letters that were pasted.
func BenchmarkFirstLetter(b *testing.B) {
	x, _ := benched()
	for _, filter := range []string{"", "a", "m", "k", "z", "q", "#", "an", "ü", "anna", "e@corp"} {
		for _, field := range []int{ByKey, 0} {
			b.Run(fmt.Sprintf("filter=%s/field=%d", filter, field), func(b *testing.B) {
				v := View{Filter: filter, Field: field}
				found := selected(b, x, v, nil).Len()
				clock := floor(b)
				for b.Loop() {
					clock.time(func() { selected(b, x, v, nil).Keys(0, 50) })
				}
				clock.report(b)
				b.ReportMetric(float64(found)/benchLines, "found")
			})
		}
	}
}

// BenchmarkSixLetters types words letter by letter, each search having the previous result.
func BenchmarkSixLetters(b *testing.B) {
	x, _ := benched()
	for _, filter := range []string{"anna m", "kowals", "u01234", "e z ro"} {
		for letters := 1; letters <= 6; letters++ {
			b.Run(fmt.Sprintf("typed=%s", filter[:letters]), func(b *testing.B) {
				v := View{Filter: filter[:letters], Field: ByKey}
				var previous *Result
				for i := range letters {
					previous = selected(b, x, View{Filter: filter[:i], Field: ByKey}, previous)
				}
				clock := floor(b)
				for b.Loop() {
					clock.time(func() { selected(b, x, v, previous).Keys(0, 50) })
				}
				clock.report(b)
			})
		}
	}
}

// BenchmarkSort has the sorting of as many strings by the library as its floor.
func BenchmarkSort(b *testing.B) {
	x, _ := benched()
	for field := range 3 {
		b.Run(fmt.Sprintf("field=%d", field), func(b *testing.B) {
			texts := make([]string, benchLines)
			for i := range texts {
				texts[i] = string(x.state.base.field(i, field, nil))
			}
			began := time.Now()
			slices.Sort(texts)
			clock := &clock{floor: time.Since(began), step: time.Hour}
			for b.Loop() {
				x.state.base.orders = newOrders(3)
				clock.time(func() { selected(b, x, View{Field: field}, nil).Keys(0, 50) })
			}
			clock.report(b)
		})
	}
}

// BenchmarkBuild has the copying of the texts, which it contains, as its floor.
func BenchmarkBuild(b *testing.B) {
	lines := slices.Collect(people(benchLines))
	began, dst := time.Now(), []byte(nil)
	for _, l := range lines {
		dst = append(append(dst[:0], l.Key...), l.Fields[0]...)
		dst = append(append(dst, l.Fields[1]...), l.Fields[2]...)
	}
	clock := &clock{floor: time.Since(began), step: time.Hour}
	for b.Loop() {
		clock.time(func() {
			builder := NewBuilder(Layout{Fields: 3})
			for _, l := range lines {
				builder.Add(l)
			}
			builder.Build()
		})
	}
	clock.report(b)
}

// BenchmarkMerge makes the new base of a list that has changed.
func BenchmarkMerge(b *testing.B) {
	x, _ := benched()
	clock := floor(b)
	for b.Loop() {
		clock.time(func() { x.snapshot().merged() })
	}
	clock.report(b)
}

// BenchmarkMemory counts what an index keeps, and what it keeps once it is sorted by a field.
func BenchmarkMemory(b *testing.B) {
	for b.Loop() {
		before := heap()
		builder := NewBuilder(Layout{Fields: 3})
		for l := range people(benchLines) {
			builder.Add(l)
		}
		x := builder.Build()
		text := 0
		for _, c := range x.state.base.chunks {
			text += len(c.records)
		}
		b.ReportMetric(float64(text)/benchLines, "record-B/line")
		b.ReportMetric(float64(heap()-before)/benchLines, "B/line")
		r := selected(b, x, View{Field: 0, Filter: "a"}, nil)
		b.ReportMetric(float64(heap()-before)/benchLines, "B/line-sorted")
		runtime.KeepAlive(r)
		runtime.KeepAlive(x)
	}
}

// heap is how many bytes live on the heap.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkPut replaces lines all over the list; with each=select, a search follows every change.
func BenchmarkPut(b *testing.B) {
	for _, each := range []string{"put", "select"} {
		b.Run("each="+each, func(b *testing.B) {
			builder := NewBuilder(Layout{Fields: 3})
			for l := range people(benchLines) {
				builder.Add(l)
			}
			x, s := builder.Build(), rand.New(rand.NewPCG(6, 6))
			for b.Loop() {
				x.Put(Line{Key: fmt.Sprintf("u%07d", s.IntN(benchLines)), Fields: []string{"Zoe New", "zoe@corp.example", "Team 4"}})
				if each == "select" {
					selected(b, x, View{Field: ByKey}, nil)
				}
			}
		})
	}
}

// BenchmarkOverlay searches a list with as many changes as it may have before they are merged.
func BenchmarkOverlay(b *testing.B) {
	builder := NewBuilder(Layout{Fields: 3})
	for l := range people(benchLines) {
		builder.Add(l)
	}
	x := builder.Build()
	for i := range benchLines / overShare {
		x.Put(Line{Key: fmt.Sprintf("u%07dx", i*overShare), Fields: []string{fmt.Sprintf("Zoe New %d", i*7919%10007), "zoe@corp.example", "Team 4"}})
	}
	for _, v := range []View{{Filter: "a", Field: ByKey}, {Filter: "a", Field: 0}, {Filter: "zoe", Field: 0}} {
		b.Run(fmt.Sprintf("filter=%s/field=%d", v.Filter, v.Field), func(b *testing.B) {
			selected(b, x, v, nil)
			clock := floor(b)
			for b.Loop() {
				clock.time(func() { selected(b, x, v, nil).Keys(0, 50) })
			}
			clock.report(b)
		})
	}
}
