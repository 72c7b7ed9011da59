package jsonfile

import (
	"fmt"
	"strings"
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

// escapes are what the letters behind a backslash stand for.
var escapes = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// str consumes a string, of which the opening quote has been seen. Escapes are resolved where they stand:
// what they stand for is never longer than they are.
func (p *parser) str() span {
	p.pos++
	from, text := p.pos, p.text
	end := from // behind what has been resolved
	for ; p.pos < len(text) && plain[text[p.pos]]; p.pos++ {
		end++
	}
	for p.err == nil && p.pos < len(text) {
		c := text[p.pos]
		switch {
		case plain[c]:
			text[end] = c
			end++
			p.pos++
		case c == '"':
			p.pos++
			return span{uint32(from), uint32(end)}
		case c == '\\':
			p.pos++
			if r := p.escape(); p.err == nil {
				end += utf8.EncodeRune(text[end:], r)
			}
		default:
			p.fail(fmt.Sprintf("has the bare control character U+%04X in a text", c),
				"it has to be written as an escape, or a closing quote is missing")
		}
	}
	p.nothing()
	return span{}
}

// escape consumes what stands behind a backslash and returns what it stands for.
func (p *parser) escape() rune {
	if p.pos == len(p.text) {
		p.ended()
		return 0
	}
	c := p.text[p.pos]
	if c == 'u' {
		p.pos++
		return p.unicodeEscape()
	}
	if escapes[c] == 0 {
		p.unexpected("a JSON escape", "")
		return 0
	}
	p.pos++
	return rune(escapes[c])
}

// unicodeEscape consumes the digits of an escape, and the second half of a pair with its first.
func (p *parser) unicodeEscape() rune {
	r := p.hex4()
	if utf16.IsSurrogate(r) {
		low := rune(0)
		if p.pos+1 < len(p.text) && p.text[p.pos] == '\\' && p.text[p.pos+1] == 'u' {
			p.pos += 2
			low = p.hex4()
		}
		if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
			p.fail("has half a character in a text, an escaped surrogate without its other half", "")
		}
	}
	if r == 0 {
		p.fail("has a NUL character in a text", "")
	}
	return r
}

func (p *parser) hex4() (r rune) {
	for range 4 {
		if p.pos == len(p.text) {
			p.nothing()
			return utf8.RuneError
		}
		c := p.text[p.pos]
		switch {
		case '0' <= c && c <= '9':
			r = r<<4 | rune(c-'0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			p.unexpected("a hexadecimal digit", "")
			return utf8.RuneError
		}
		p.pos++
	}
	return r
}

// number consumes a number.
func (p *parser) number() span {
	from := p.pos
	p.accept("-")
	if p.accept("0") {
		if p.pos < len(p.text) && isDigit(p.text[p.pos]) {
			p.fail("has a number that begins with 0", "JSON forbids it: take the 0 out, or write the number as a text")
		}
	} else {
		p.digits()
	}
	if p.accept(".") {
		p.digits()
	}
	if p.accept("eE") {
		p.accept("+-")
		p.digits()
	}
	return span{uint32(from), uint32(p.pos)}
}

// accept consumes a byte if it is one of these.
func (p *parser) accept(set string) bool {
	if p.pos < len(p.text) && strings.IndexByte(set, p.text[p.pos]) >= 0 {
		p.pos++
		return true
	}
	return false
}

// digits consumes one digit or more.
func (p *parser) digits() {
	from := p.pos
	for p.pos < len(p.text) && isDigit(p.text[p.pos]) {
		p.pos++
	}
	if p.pos == from {
		p.unexpected("a digit", "")
	}
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
