package dirfile

import (
	"fmt"
	"hash/maphash"
)

// Bounds of the JSON that is read. Both are far above what directories print.
const (
	maxDepth = 64       // objects and lists within each other
	maxText  = 64 << 10 // bytes of a text that is kept
)

// jsonReader pulls values out of a stream of JSON documents, one behind the other, as RFC 8259 has
// them. It differs from encoding/json in being strict where a directory could otherwise be misread:
// keys are not repeated in an object of which anything is read, text that is read is valid Unicode, and
// nothing nests deeper than maxDepth.
//
// The first fault stays in err; from then on every loop over keys, elements and documents ends.
type jsonReader struct {
	in    *input
	err   *Error
	kind  string // of the record being read, for messages
	index int    // of the record being read, from 1
	fold  bool   // keys are compared without regard to case, and name is in lower case
	name  []byte // the last key; only good until the next call
	moved []byte // a key that does not stay in the window
	text  []byte // a string that did not lie in the window in one piece
	depth int
	open  [maxDepth + 1]level
	seed  maphash.Seed
}

// level is an object or a list that is being read.
type level struct {
	begun bool // there was an element before
	few   []uint64
	many  map[uint64]struct{}
}

// manyKeys is where looking through a list of keys gives way to a map, so that no object is slow.
const manyKeys = 64

func newJSONReader(in *input, fold bool) *jsonReader {
	return &jsonReader{in: in, fold: fold, seed: maphash.MakeSeed()}
}

// fail notes the first fault, with where it is.
func (r *jsonReader) fail(field, problem, fix string) {
	r.failAt(r.in.line(), &Error{Field: field, Problem: problem, Fix: fix})
}

func (r *jsonReader) failAt(line int, e *Error) {
	if r.err == nil {
		e.File, e.Line, e.Kind, e.Index = r.in.name(), line, r.kind, r.index
		r.err = e
	}
}

// place is where the next value stands.
func (r *jsonReader) place() Place {
	return Place{File: r.in.file, Line: int32(r.in.line()), Index: int32(r.index)}
}

// token skips white space and returns the byte that the next token begins with, which is 0 at the end
// of the text and after a fault.
func (r *jsonReader) token() byte {
	if r.err != nil {
		return 0
	}
	in := r.in
	for {
		for i, c := range in.buf[in.pos:in.end] {
			if c > ' ' || !isJSONSpace(c) {
				in.pos += i
				return r.solid(c)
			}
		}
		in.pos = in.end
		if !in.fill() {
			return 0
		}
	}
}

func isJSONSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

func (r *jsonReader) solid(c byte) byte {
	if c == 0 {
		r.fail("", "there is a NUL character between the values", "save the file as UTF-8")
	}
	return c
}

// document moves on to the next document and reports whether there is one.
func (r *jsonReader) document() bool {
	if r.token() != 0 {
		return true
	}
	if r.err == nil {
		r.err = r.in.err
	}
	return false
}

// unexpected notes that what comes next is not what has to come, or that nothing comes.
func (r *jsonReader) unexpected(wanted string) {
	if r.err != nil {
		return
	}
	c, more := r.in.peek()
	switch {
	case more && (c < ' ' || c >= 0x7f):
		r.fail("", "there is an unreadable character where "+wanted+" is expected", "")
	case more:
		r.fail("", fmt.Sprintf("there is %q where %s is expected", string(c), wanted), "")
	case r.in.err != nil:
		r.err = r.in.err
		r.err.Kind, r.err.Index = r.kind, r.index
	case r.index > 0:
		r.fail("", "the file ends in the middle of this "+r.kind, "")
	default:
		r.fail("", "the file ends in the middle", "")
	}
}

// mistyped notes that a value is not of the type that its field has.
func (r *jsonReader) mistyped(field, wanted string) {
	var found string
	switch c := r.token(); {
	case c == '"':
		found = "a text"
	case c == '{':
		found = "an object"
	case c == '[':
		found = "a list"
	case c == 't', c == 'f':
		found = "true or false"
	case c == 'n':
		found = "null"
	case c == '-', '0' <= c && c <= '9':
		found = "a number"
	default:
		r.unexpected(wanted)
		return
	}
	if field == "" {
		r.fail("", "there is "+found+" where "+wanted+" is expected", "")
		return
	}
	r.fail(field, "is "+found+" where "+wanted+" is expected", "")
}

// object steps into an object; key then moves through it. It returns false for null and after a fault.
func (r *jsonReader) object(field string) bool { return r.enter(field, '{', "an object") }

// list steps into a list; element then moves through it. It returns false for null and after a fault.
func (r *jsonReader) list(field string) bool { return r.enter(field, '[', "a list") }

func (r *jsonReader) enter(field string, bracket byte, wanted string) bool {
	switch r.token() {
	case bracket:
		r.in.pos++
		return r.deeper()
	case 'n':
		r.literal("null")
	default:
		r.mistyped(field, wanted)
	}
	return false
}

// deeper opens a level for what stands between brackets.
func (r *jsonReader) deeper() bool {
	if r.depth == maxDepth {
		r.fail("", fmt.Sprintf("objects and lists are nested more than %d deep", maxDepth), "")
		return false
	}
	r.depth++
	l := &r.open[r.depth]
	l.begun, l.few, l.many = false, l.few[:0], nil
	return true
}

// separate moves to the next member of what is open, or out of it at the closing bracket.
func (r *jsonReader) separate(closing byte, wanted string) bool {
	c := r.token()
	l := &r.open[r.depth]
	switch {
	case r.err != nil:
		return false
	case c == closing:
		r.in.pos++
		r.depth--
		return false
	case l.begun && c == ',':
		r.in.pos++
		return true
	case l.begun:
		r.unexpected(wanted)
		return false
	}
	l.begun = true
	return true
}

// element moves to the next element of the list that is open.
func (r *jsonReader) element() bool { return r.separate(']', `"," or "]"`) }

// key moves to the value of the next key of the object that is open. The key is in name.
func (r *jsonReader) key() bool {
	if !r.nextKey() {
		return false
	}
	if r.fold {
		r.moveName()
		r.name = lower(r.name)
	}
	if !r.open[r.depth].first(maphash.Bytes(r.seed, r.name)) {
		r.fail(quote(r.name), "is given twice in one object", "")
		return false
	}
	return r.colon()
}

// nextKey reads a key without the colon.
func (r *jsonReader) nextKey() bool {
	if !r.separate('}', `"," or "}"`) {
		return false
	}
	if r.token() != '"' {
		r.unexpected("a key in quotes")
		return false
	}
	r.name = r.str("", true)
	return r.err == nil
}

// moveName takes the key out of the window.
func (r *jsonReader) moveName() {
	r.moved = append(r.moved[:0], r.name...)
	r.name = r.moved
}

func (r *jsonReader) colon() bool {
	if in := r.in; in.pos < in.end && in.buf[in.pos] == ':' {
		in.pos++
		return true
	}
	r.moveName() // the colon may lie in the next window
	if r.token() != ':' {
		r.unexpected(`":"`)
		return false
	}
	r.in.pos++
	return true
}

// first notes a key of an object and reports whether it is new there. Two keys count as one if 64 bits
// of a seeded hash are equal, which by chance does not happen within the age of the world.
func (l *level) first(hash uint64) bool {
	if l.many != nil {
		_, seen := l.many[hash]
		l.many[hash] = struct{}{}
		return !seen
	}
	for _, h := range l.few {
		if h == hash {
			return false
		}
	}
	l.few = append(l.few, hash)
	if len(l.few) == manyKeys {
		l.many = make(map[uint64]struct{}, 2*manyKeys)
		for _, h := range l.few {
			l.many[h] = struct{}{}
		}
	}
	return true
}
