package roster

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"
)

const testFields = 3

// model is the list as the documentation describes it, without any thought of speed.
type model map[string]Line

func (m model) put(l Line) { m[l.Key] = l }

func (m model) count(classes []uint8) int {
	n := 0
	for _, l := range m {
		if len(classes) == 0 || slices.Contains(classes, l.Class) {
			n++
		}
	}
	return n
}

func (m model) wanted(l Line, v View) bool {
	if len(v.Classes) > 0 && !slices.Contains(v.Classes, l.Class) {
		return false
	}
	for _, word := range strings.Fields(strings.ToLower(v.Filter)) {
		met := strings.Contains(strings.ToLower(l.Key), word)
		for _, field := range l.Fields[:min(len(l.Fields), testFields)] {
			met = met || strings.Contains(strings.ToLower(field), word)
		}
		if !met {
			return false
		}
	}
	return true
}

func (l Line) lowerField(i int) string {
	if i < 0 || i >= len(l.Fields) {
		return ""
	}
	return strings.ToLower(l.Fields[i])
}

func (m model) keys(v View) []string {
	var lines []Line
	for _, l := range m {
		if m.wanted(l, v) {
			lines = append(lines, l)
		}
	}
	slices.SortFunc(lines, func(a, b Line) int {
		return cmp.Or(cmp.Compare(a.lowerField(v.Field), b.lowerField(v.Field)), cmp.Compare(a.Key, b.Key))
	})
	keys := make([]string, len(lines))
	for i, l := range lines {
		keys[i] = l.Key
	}
	if v.Descending {
		slices.Reverse(keys)
	}
	return keys
}

// source makes random lines and views of few pieces, so that keys and texts often meet.
type source struct{ *rand.Rand }

var pieces = []string{
	"a", "b", "e", "n", "A", "N", "an", "x", "z", "-", "0", "9", "é", "É", "İ", "ß", "K", "日", "\x00",
	"\xff", "\xfe", "\xe6\x97", "�", "same beginning of eight",
}

func (s source) text(most int) string {
	var b strings.Builder
	for range s.IntN(most + 1) {
		b.WriteString(pieces[int(float64(len(pieces))*s.Float64()*s.Float64())])
	}
	return b.String()
}

func (s source) key() string {
	return fmt.Sprintf("%s%d%s", []string{"u", "U", "é", "\xff"}[s.IntN(4)], s.IntN(3000), s.text(1))
}

func (s source) line() Line {
	l := Line{Key: s.key(), Class: uint8(s.IntN(4))}
	for range s.IntN(testFields + 2) {
		l.Fields = append(l.Fields, s.field(l.Key))
	}
	return l
}

// field is a text that may begin with a key, in another case too.
func (s source) field(key string) string {
	text := strings.Repeat(s.text(3), 1+s.IntN(2))
	switch s.IntN(8) {
	case 0:
		return key + "@" + text
	case 1:
		return strings.ToUpper(key) + "@a@An"
	case 2, 3:
		return key + []string{"", "@", "@n.a", text}[s.IntN(4)]
	}
	return text
}

// layout keeps none, some or all of the fields in the kinds of lines, whether that is fit or not.
func (s source) layout() Layout { return Layout{Fields: testFields, Few: s.IntN(testFields + 2)} }

func (s source) view() View {
	v := View{Field: s.IntN(testFields+1) - 1, Descending: s.IntN(2) == 0}
	for range s.IntN(3) {
		v.Filter += s.text(2) + []string{"", " ", "  ", "@", "@a", "@an"}[s.IntN(6)]
	}
	if s.IntN(2) == 0 {
		v.Classes = []uint8{uint8(s.IntN(4)), uint8(s.IntN(5))}
	}
	return v
}

// compareResult compares a result with the keys that it should have, and its pages and positions.
func compareResult(t *testing.T, s source, r *Result, want []string, v View) {
	t.Helper()
	if got := r.Keys(0, r.Len()+1); r.Len() != len(want) || !slices.Equal(got, want) {
		t.Fatalf("%+v: %d lines %.300q, want %d lines %.300q", v, r.Len(), got, len(want), want)
	}
	for range 4 {
		offset, limit := s.IntN(len(want)+2), s.IntN(40)
		from := min(offset, len(want))
		page := want[from:min(from+limit, len(want))]
		if got := r.Keys(offset, limit); !slices.Equal(got, page) {
			t.Fatalf("%+v: page at %d of %d: %q, want %q", v, offset, limit, got, page)
		}
		key := s.key()
		if len(page) > 0 {
			key = page[len(page)-1]
		}
		at := slices.Index(want, key)
		if got, ok := r.Find(key); ok != (at >= 0) || ok && got != at {
			t.Fatalf("%+v: Find(%q) = %d, %v, want %d", v, key, got, ok, at)
		}
	}
}

// press selects a view, as a key press does, and compares the result.
func press(t *testing.T, s source, x *Index, m model, v View, previous *Result) *Result {
	t.Helper()
	r, err := x.Select(context.Background(), v, previous)
	if err != nil {
		t.Fatal(err)
	}
	compareResult(t, s, r, m.keys(v), v)
	return r
}

func TestIndexIsAsTheModel(t *testing.T) {
	for seed := range uint64(5) {
		s := source{rand.New(rand.NewPCG(seed, 1))}
		x, m := build(s, int(seed)*2000)
		var previous *Result
		for range 40 {
			for range s.IntN(3) * s.IntN(300) {
				change(s, x, m)
			}
			v := s.view()
			previous = press(t, s, x, m, v, previous)
			for _, letter := range []string{"a", "N", "@", " ", "9"} {
				v.Filter += letter
				previous = press(t, s, x, m, v, previous)
			}
			v.Field, v.Descending = s.IntN(testFields+1)-1, !v.Descending
			previous = press(t, s, x, m, v, previous)
			if x.Len() != len(m) || x.Count() != len(m) || x.Count(1, 3) != m.count([]uint8{1, 3}) {
				t.Fatalf("%d lines, %d of classes 1 and 3; want %d, %d",
					x.Len(), x.Count(1, 3), len(m), m.count([]uint8{1, 3}))
			}
		}
	}
}

// build makes an index of random lines, most of them in order.
func build(s source, lines int) (*Index, model) {
	m, b := model{}, NewBuilder(s.layout())
	for range lines {
		m.put(s.line())
	}
	for _, key := range m.keys(View{Field: ByKey}) {
		b.Add(m[key])
	}
	for range lines / 50 {
		l := s.line()
		m.put(l)
		b.Add(l)
	}
	return b.Build(), m
}

// change puts or deletes a random line.
func change(s source, x *Index, m model) {
	if l := s.line(); s.IntN(3) > 0 {
		x.Put(l)
		m.put(l)
	} else {
		x.Delete(l.Key)
		delete(m, l.Key)
	}
}

func TestMergesKeepTheList(t *testing.T) {
	s := source{rand.New(rand.NewPCG(7, 7))}
	x, m := build(s, 20_000)
	bases := map[*base]bool{}
	for i := range 30_000 {
		l := s.line()
		l.Key = fmt.Sprintf("%d%s", s.IntN(60_000), l.Key)
		x.Put(l)
		m.put(l)
		bases[x.snapshot().base] = true
		if i%10_000 == 9_999 {
			press(t, s, x, m, View{Field: 0}, nil)
		}
	}
	for key := range m {
		if s.IntN(8) > 0 {
			x.Delete(key)
			delete(m, key)
		}
		bases[x.state.base] = true
	}
	press(t, s, x, m, View{Field: 1, Descending: true}, nil)
	if len(bases) < 4 {
		t.Errorf("%d bases, want several merges", len(bases))
	}
}

// TestKindsAreBounded puts lines of more kinds than are kept.
func TestKindsAreBounded(t *testing.T) {
	s := source{rand.New(rand.NewPCG(6, 6))}
	m, b := model{}, NewBuilder(Layout{Fields: testFields, Few: 2})
	for i := range 3 * maxKinds {
		l := Line{Key: fmt.Sprintf("k%06d", i), Fields: []string{"same", fmt.Sprintf("role %d", i*7%(2*maxKinds)), s.text(1)}, Class: uint8(i % 3)}
		m.put(l)
		b.Add(l)
	}
	x := b.Build()
	if n := len(x.state.base.kinds.list); n != maxKinds {
		t.Fatalf("%d kinds, want %d", n, maxKinds)
	}
	for _, v := range []View{{Filter: "role 7", Field: 1}, {Filter: "role an", Field: 2, Descending: true}, {Filter: "2", Classes: []uint8{1}}} {
		press(t, s, x, m, v, press(t, s, x, m, View{Classes: v.Classes}, nil))
	}
}

func TestResultIsASnapshot(t *testing.T) {
	s := source{rand.New(rand.NewPCG(3, 9))}
	x, m := build(s, 5000)
	v := View{Field: 1, Filter: "a"}
	r := press(t, s, x, m, v, nil)
	want := m.keys(v)
	for range 12_000 {
		change(s, x, m)
	}
	compareResult(t, s, r, want, v)
	press(t, s, x, m, v, r)
}

func TestPutOfTheSameLineChangesNothing(t *testing.T) {
	x := NewBuilder(Layout{Fields: 1}).Build()
	l := Line{Key: "Ann", Fields: []string{"Ann Lee"}, Class: 2}
	x.Put(l)
	before := x.snapshot()
	x.Put(l)
	if x.snapshot() != before {
		t.Error("the list changed")
	}
	l.Class = 3
	if x.Put(l); x.Count(2) != 0 || x.Count(3) != 1 {
		t.Error("the class did not change")
	}
}

func TestSelectErrors(t *testing.T) {
	x, _ := build(source{rand.New(rand.NewPCG(1, 1))}, 9000)
	for _, field := range []int{-2, testFields} {
		if _, err := x.Select(context.Background(), View{Field: field}, nil); err == nil {
			t.Errorf("field %d: no error", field)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := x.Select(ctx, View{Field: 0, Filter: "a"}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
}

// TestCanceledSortIsMadeLater ends ctx in the middle of a sort, at every check in turn until none is left.
func TestCanceledSortIsMadeLater(t *testing.T) {
	s := source{rand.New(rand.NewPCG(5, 5))}
	x, m := build(s, 9000)
	v := View{Field: 2, Filter: "a n"}
	for checks := int64(1); ; checks *= 2 {
		r, err := x.Select(&ending{Context: context.Background(), left: checks}, v, nil)
		if err == nil {
			compareResult(t, s, r, m.keys(v), v)
			return
		}
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Fatal(err)
		}
	}
}

// ending is a context that ends when it has been asked some times.
type ending struct {
	context.Context
	mu   sync.Mutex
	left int64
}

func (c *ending) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.left--; c.left < 0 {
		return context.DeadlineExceeded
	}
	return nil
}

func TestConcurrentUse(t *testing.T) {
	s := source{rand.New(rand.NewPCG(2, 2))}
	x, _ := build(s, 6000)
	var all sync.WaitGroup
	for worker := range uint64(4) {
		all.Go(func() {
			s := source{rand.New(rand.NewPCG(worker, 3))}
			var previous *Result
			for range 150 {
				for range 20 {
					change(s, x, model{})
				}
				r, err := x.Select(context.Background(), s.view(), previous)
				if err != nil {
					t.Error(err)
					return
				}
				checkFound(t, r)
				previous = r
			}
		})
	}
	all.Wait()
}

// checkFound finds every tenth key of a result.
func checkFound(t *testing.T, r *Result) {
	for i := 0; i < r.Len(); i += 10 {
		key := r.Keys(i, 1)[0]
		if at, ok := r.Find(key); !ok || at != i {
			t.Errorf("Find(%q) = %d, %v, want %d", key, at, ok, i)
		}
	}
}

// TestLowerCaseIsFinal keeps what records rely on: what matches in a key as given matches in lower case.
func TestLowerCaseIsFinal(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if lower := unicode.ToLower(r); unicode.ToLower(lower) != lower {
			t.Errorf("%U: lower case %U has another lower case", r, lower)
		}
	}
	if got := string(appendLower(nil, "a\xffB\xfe")); got != "a�b�" {
		t.Errorf("lower case of bytes that are not text: %q", got)
	}
}

func FuzzFilter(f *testing.F) {
	for _, filter := range []string{"", "a", "An é", "İ", "\xff", "K ß", "  n  an ", "日\x00", "ann lee@"} {
		f.Add(filter)
	}
	s := source{rand.New(rand.NewPCG(4, 4))}
	x, m := build(s, 300)
	f.Fuzz(func(t *testing.T, filter string) {
		s := source{rand.New(rand.NewPCG(8, uint64(len(filter))))}
		var previous *Result
		for i := range filter {
			previous = press(t, s, x, m, View{Filter: filter[:i], Field: 1}, previous)
		}
		press(t, s, x, m, View{Filter: filter, Field: ByKey}, previous)
	})
}

func FuzzNeedle(f *testing.F) {
	f.Add("an", "banana split and some more", uint16(9))
	f.Add("é", "É é", uint16(0))
	f.Fuzz(func(t *testing.T, word, text string, noise uint16) {
		if word == "" {
			return
		}
		var common frequencies
		common.add([]byte(strings.Repeat(text, int(noise%4)) + word))
		if got, want := newNeedle(word, &common).find([]byte(text)), strings.Index(text, word); got != want {
			t.Errorf("%q in %q: %d, want %d", word, text, got, want)
		}
	})
}
