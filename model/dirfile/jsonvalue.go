package dirfile

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// plain marks the bytes that stand for themselves in a string.
var plain = func() (table [256]bool) {
	for c := range table {
		table[c] = c >= ' ' && c != '"' && c != '\\'
	}
	return table
}()

// textValue reads a text; null and "" count as absent. The text is only good until the next call.
func (r *jsonReader) textValue(field string) (value []byte, present bool) {
	switch r.token() {
	case '"':
		value = r.str(field, true)
		return value, r.err == nil && len(value) > 0
	case 'n':
		r.literal("null")
	default:
		r.mistyped(field, "text")
	}
	return nil, false
}

// boolValue reads true or false; null counts as absent.
func (r *jsonReader) boolValue(field string) (value, present bool) {
	switch r.token() {
	case 't':
		r.literal("true")
		return true, r.err == nil
	case 'f':
		r.literal("false")
		return false, r.err == nil
	case 'n':
		r.literal("null")
	default:
		r.mistyped(field, "true or false")
	}
	return false, false
}

// countValue reads a whole number that is not negative.
func (r *jsonReader) countValue(field string) int {
	if c := r.token(); c != '-' && (c < '0' || c > '9') {
		r.mistyped(field, "a number")
		return 0
	}
	digits := r.number()
	n, err := strconv.ParseInt(string(digits), 10, 64)
	if r.err == nil && (err != nil || n < 0) {
		r.fail(field, quote(digits)+" is not a whole number from 0", "")
	}
	return int(n)
}

// literal consumes a word of which the first letter has been seen.
func (r *jsonReader) literal(word string) {
	for i := range len(word) {
		if c, more := r.in.peek(); !more || c != word[i] {
			r.unexpected("the word " + word)
			return
		}
		r.in.pos++
	}
}

// skip passes over one value of any kind, which has to be well formed all the same.
func (r *jsonReader) skip() {
	var lists uint64 // bit n says that the level n is a list
	base := r.depth
	for again := true; again; {
		switch r.token() {
		case '{':
			r.in.pos++
			lists &^= 1 << (r.depth & 63)
			r.deeper()
		case '[':
			r.in.pos++
			lists |= 1 << (r.depth & 63)
			r.deeper()
		default:
			r.skipScalar()
		}
		again = r.skipOn(base, lists)
	}
}

// skipOn moves to the next value within what is being skipped, out of every level that ends, and
// reports whether there is one.
func (r *jsonReader) skipOn(base int, lists uint64) bool {
	for r.err == nil && r.depth > base {
		if lists&(1<<((r.depth-1)&63)) != 0 {
			if r.element() {
				return true
			}
		} else if r.separate('}', `"," or "}"`) {
			return r.skipKey()
		}
	}
	return false
}

func (r *jsonReader) skipKey() bool {
	if r.token() != '"' {
		r.unexpected("a key in quotes")
		return false
	}
	r.str("", false)
	if r.token() != ':' {
		r.unexpected(`":"`)
		return false
	}
	r.in.pos++
	return true
}

func (r *jsonReader) skipScalar() {
	switch c := r.token(); {
	case c == '"':
		r.str("", false)
	case c == 't':
		r.literal("true")
	case c == 'f':
		r.literal("false")
	case c == 'n':
		r.literal("null")
	case c == '-', '0' <= c && c <= '9':
		r.number()
	default:
		r.unexpected("a value")
	}
}

// number consumes a number and returns its first bytes.
func (r *jsonReader) number() []byte {
	r.text = r.text[:0]
	if c, _ := r.in.peek(); c == '-' {
		r.take(c)
	}
	if c, _ := r.in.peek(); c == '0' {
		r.take(c)
	} else {
		r.digits()
	}
	if c, more := r.in.peek(); more && c == '.' {
		r.take(c)
		r.digits()
	}
	if c, more := r.in.peek(); more && (c == 'e' || c == 'E') {
		r.take(c)
		if c, _ := r.in.peek(); c == '+' || c == '-' {
			r.take(c)
		}
		r.digits()
	}
	return r.text
}

// digits consumes one digit or more.
func (r *jsonReader) digits() {
	for n := 0; ; n++ {
		c, more := r.in.peek()
		if !more || c < '0' || c > '9' {
			if n == 0 {
				r.unexpected("a digit")
			}
			return
		}
		r.take(c)
	}
}

// take consumes a byte of a number. No number that is looked at is as long as what is kept of it.
func (r *jsonReader) take(c byte) {
	r.in.pos++
	if len(r.text) < quotedRunes {
		r.text = append(r.text, c)
	}
}

// str consumes a string, of which the opening quote has been seen. Most lie in the window in one piece
// and hold no escapes; they are returned as they stand there. Where keep is false nothing is returned.
func (r *jsonReader) str(field string, keep bool) []byte {
	in := r.in
	in.pos++
	rest := in.buf[in.pos:in.end]
	for i, c := range rest {
		if plain[c] {
			continue
		}
		if c == '"' {
			in.pos += i + 1
			return r.bounded(field, rest[:i], keep)
		}
		break
	}
	return r.longString(field, keep)
}

func (r *jsonReader) bounded(field string, text []byte, keep bool) []byte {
	if keep && len(text) > maxText {
		r.badText(field, fmt.Sprintf("is longer than %d bytes", maxText), "")
	}
	return text
}

// badText notes a fault of a text that may be that of a field, a key or something that is skipped.
func (r *jsonReader) badText(field, problem, fix string) {
	if field == "" {
		problem = "a text " + problem
	}
	r.fail(field, problem, fix)
}

// longString consumes a string piece by piece.
func (r *jsonReader) longString(field string, keep bool) []byte {
	r.text = r.text[:0]
	for r.err == nil {
		r.run(keep)
		switch c, more := r.in.peek(); {
		case !more:
			r.unexpected("the rest of a text")
		case c == '"':
			r.in.pos++
			return r.bounded(field, r.text, keep)
		case c == '\\':
			r.in.pos++
			r.escape(field, keep)
		case plain[c]: // the window has moved on
		default:
			r.badText(field, fmt.Sprintf("holds the bare control character U+%04X", c),
				`it has to be written as an escape, such as \n`)
		}
		if keep && len(r.text) > maxText {
			r.bounded(field, r.text, keep)
		}
	}
	return nil
}

// run takes the bytes of the window that stand for themselves.
func (r *jsonReader) run(keep bool) {
	in := r.in
	rest := in.buf[in.pos:in.end]
	n := 0
	for n < len(rest) && plain[rest[n]] {
		n++
	}
	in.pos += n
	if keep {
		r.text = append(r.text, rest[:min(n, maxText+1)]...)
	}
}

// escapes are what the letters behind a backslash stand for.
var escapes = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// escape consumes what stands behind a backslash.
func (r *jsonReader) escape(field string, keep bool) {
	c, more := r.in.peek()
	switch {
	case more && c == 'u':
		r.in.pos++
		r.unicodeEscape(field, keep)
		return
	case !more || escapes[c] == 0:
		r.unexpected("a JSON escape")
		return
	}
	r.in.pos++
	if keep {
		r.text = append(r.text, escapes[c])
	}
}

// unicodeEscape consumes the digits of an escape, and the second half of a pair with its first.
func (r *jsonReader) unicodeEscape(field string, keep bool) {
	c := r.hex4()
	if utf16.IsSurrogate(c) && keep {
		for _, want := range []byte(`\u`) {
			if b, more := r.in.peek(); !more || b != want {
				r.halfPair(field)
				return
			}
			r.in.pos++
		}
		c = utf16.DecodeRune(c, r.hex4())
		if r.err == nil && c == utf8.RuneError {
			r.halfPair(field)
		}
	}
	if keep {
		r.text = utf8.AppendRune(r.text, c)
	}
}

func (r *jsonReader) halfPair(field string) {
	if _, more := r.in.peek(); !more {
		r.unexpected("the rest of a text")
		return
	}
	r.badText(field, "holds half a character, an escaped surrogate without its other half", "")
}

func (r *jsonReader) hex4() rune {
	var value rune
	for range 4 {
		c, more := r.in.peek()
		digit := bytes.IndexByte([]byte("0123456789abcdef"), c|0x20)
		if !more || digit < 0 || (c < '0' || c > '9' && c < 'A') {
			r.unexpected("a hexadecimal digit")
			return 0
		}
		r.in.pos++
		value = value<<4 | rune(digit)
	}
	return value
}
