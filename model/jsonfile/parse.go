package jsonfile

import (
	"bytes"
	"fmt"
)

// value reads the value that begins here into v. The depth is bounded, so recursion is.
func (p *parser) value(v *Value) {
	p.at, v.line = v, uint32(p.line)
	switch c := p.text[p.pos]; {
	case c == '{':
		v.kind = Object
		p.within(v, p.object)
	case c == '[':
		v.kind = List
		p.within(v, p.list)
	case c == '"':
		v.kind = Text
		v.text = p.str()
	case c == '-', '0' <= c && c <= '9':
		v.kind = Number
		v.text = p.number()
	default:
		v.kind = Null
		p.word(v)
	}
}

// words are the literals of JSON.
var words = []struct {
	word string
	kind Kind
}{{"true", Bool}, {"false", Bool}, {"null", Null}}

func (p *parser) word(v *Value) {
	for _, w := range words {
		if bytes.HasPrefix(p.text[p.pos:], []byte(w.word)) {
			v.kind = w.kind
			v.text = p.take(len(w.word))
			return
		}
	}
	p.unexpected("a value", "")
}

// take consumes so many bytes.
func (p *parser) take(n int) span {
	s := span{uint32(p.pos), uint32(p.pos + n)}
	p.pos += n
	return s
}

// within reads what stands between brackets, one level deeper.
func (p *parser) within(v *Value, read func(*Value)) {
	if p.depth == maxDepth {
		p.fail(fmt.Sprintf("is nested in more than %d objects and lists", maxDepth), "")
		return
	}
	p.depth++
	p.pos++
	read(v)
	p.depth--
}

// next moves to the next member of what is open, or out of it at the closing bracket.
func (p *parser) next(begun bool, closing byte) bool {
	c := p.token()
	switch {
	case c == closing:
		p.pos++
		return false
	case !begun:
		return c != 0 || p.nothing()
	case c != ',':
		p.uncommaed(c, closing)
		return false
	}
	line := p.line
	p.pos++
	if c = p.token(); c == closing {
		p.failAt(line, "has a trailing comma before "+string(closing), "take the comma out")
		return false
	}
	return c != 0 || p.nothing()
}

// nothing notes that the text ends and is false.
func (p *parser) nothing() bool {
	if p.err == nil {
		p.ended()
	}
	return false
}

// uncommaed notes that a member is not followed by a comma or the bracket.
func (p *parser) uncommaed(c, closing byte) {
	fix := ""
	if c == '"' || c == '{' || c == '[' {
		fix = "a comma seems to be missing before it"
	}
	p.unexpected(fmt.Sprintf(`"," or %q`, string(closing)), fix)
}

func (p *parser) list(v *Value) {
	for link := &v.child; p.next(v.child != nil, ']'); {
		c := p.add(v)
		*link, link = c, &c.sibling
		p.value(c)
		if p.err != nil {
			return
		}
		p.at = v
	}
}

func (p *parser) object(v *Value) {
	seen := &p.seen[p.depth-1]
	seen.reset()
	for link := &v.child; p.next(v.child != nil, '}'); {
		key, ok := p.key()
		if !ok {
			return
		}
		if !seen.add(p.text, key) {
			p.fail("has the key "+Quote(string(p.file.at(key)))+" twice", "")
			return
		}
		c := p.add(v)
		c.key = key
		*link, link = c, &c.sibling
		p.at = c
		if !p.colon() {
			return
		}
		p.value(c)
		if p.err != nil {
			return
		}
		p.at = v
	}
}

func (p *parser) key() (key span, ok bool) {
	if p.text[p.pos] != '"' {
		p.unexpected("a key in double quotes", "")
		return span{}, false
	}
	key = p.str()
	return key, p.err == nil
}

// colon moves from a key to its value.
func (p *parser) colon() bool {
	if p.token() != ':' {
		p.unexpected(`":"`, "")
		return false
	}
	p.pos++
	return p.token() != 0 || p.nothing()
}

// manyKeys is where looking through the keys of an object gives way to a map, so that no object is slow.
const manyKeys = 32

// keySet is the keys of an object that is being read.
type keySet struct {
	few  []span
	many map[string]struct{}
}

func (s *keySet) reset() { s.few, s.many = s.few[:0], nil }

// add takes a key in and reports whether it is new.
func (s *keySet) add(text []byte, key span) bool {
	name := text[key.from:key.to]
	if s.many != nil {
		before := len(s.many)
		s.many[string(name)] = struct{}{}
		return len(s.many) > before
	}
	for _, k := range s.few {
		if bytes.Equal(text[k.from:k.to], name) {
			return false
		}
	}
	s.few = append(s.few, key)
	if len(s.few) == manyKeys {
		s.many = make(map[string]struct{}, 2*manyKeys)
		for _, k := range s.few {
			s.many[string(text[k.from:k.to])] = struct{}{}
		}
	}
	return true
}
