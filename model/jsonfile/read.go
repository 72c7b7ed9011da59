package jsonfile

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"atrium/model/filetext"
)

// DefaultMaxBytes is the size above which a file is refused where nothing else is said.
const DefaultMaxBytes = 64 << 20

// Bounds of what is read.
const (
	maxDepth    = 64        // objects and lists within each other
	maxFileSize = 2<<30 - 1 // so that every place in a file has 32 bits
)

// Read reads every document of a stream: one at least, each an object or a list, one behind the other as
// pages were written. The text is UTF-8, or UTF-16 with a byte order mark. A stream of more than maxBytes
// bytes is refused; 0 stands for [DefaultMaxBytes]. The name is what errors call the stream; each is an
// [*Error].
func Read(r io.Reader, name string, maxBytes int64) ([]*Value, error) {
	if maxBytes <= 0 {
		maxBytes = DefaultMaxBytes
	}
	maxBytes = min(maxBytes, maxFileSize)
	raw, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	switch {
	case err != nil:
		return nil, &Error{File: name, Problem: "cannot be read: " + filetext.Reason(err), Err: err}
	case int64(len(raw)) > maxBytes:
		return nil, &Error{File: name, Problem: fmt.Sprintf("the file is larger than %d bytes", maxBytes)}
	}
	text, problem := decode(raw)
	p := &parser{file: &file{name: name, text: text}, text: text, line: 1, broken: problem}
	documents := p.documents()
	if p.err != nil {
		return nil, p.err
	}
	return documents, nil
}

// parser makes a tree of a text in one pass. The first fault stays in err; from then on every loop ends.
type parser struct {
	file   *file
	text   []byte
	pos    int
	line   int
	broken string // why the text ends before the file does, or ""
	err    *Error
	at     *Value // what is being read, for messages
	room   []Value
	depth  int
	seen   [maxDepth]keySet
}

// documents reads all documents.
func (p *parser) documents() []*Value {
	var all []*Value
	for p.err == nil {
		c := p.token()
		if c == 0 {
			break
		}
		p.at = p.add(nil)
		if c != '{' && c != '[' {
			fix := ""
			if len(all) == 0 {
				fix = "give the JSON that the command prints with --output json"
			}
			p.unexpected("an object or a list", fix)
			break
		}
		p.value(p.at)
		all = append(all, p.at)
	}
	if p.err == nil && (len(all) == 0 || p.broken != "") {
		p.at = nil
		p.ended()
	}
	return all
}

// add makes room for a value that begins here.
func (p *parser) add(parent *Value) *Value {
	if len(p.room) == cap(p.room) {
		p.room = make([]Value, 0, min(max(16, 2*cap(p.room)), 4096))
	}
	p.room = append(p.room, Value{file: p.file, parent: parent, line: uint32(p.line)})
	return &p.room[len(p.room)-1]
}

// fail notes the first fault of what is being read.
func (p *parser) fail(problem, fix string) { p.failAt(p.line, problem, fix) }

func (p *parser) failAt(line int, problem, fix string) {
	if p.err == nil {
		if p.at == nil {
			p.err = &Error{File: p.file.name, Problem: "the file " + problem, Fix: fix}
		} else {
			p.err = p.at.Fault(problem, fix)
		}
		p.err.Line = line
	}
}

// token skips white space and returns the byte that the next token begins with, which is 0 at the end of
// the text and after a fault.
func (p *parser) token() byte {
	if p.err != nil {
		return 0
	}
	for i, c := range p.text[p.pos:] {
		if c > ' ' {
			p.pos += i
			return c
		}
		switch c {
		case '\n':
			p.line++
		case ' ', '\t', '\r':
		default:
			p.pos += i
			return p.stray(c)
		}
	}
	p.pos = len(p.text)
	return 0
}

func (p *parser) stray(c byte) byte {
	if c == 0 {
		p.fail("has a NUL character between the values", "save the file as UTF-8")
	} else {
		p.fail(fmt.Sprintf("has the control character U+%04X between the values", c), "")
	}
	return 0
}

// ended notes that the text ends too early.
func (p *parser) ended() {
	switch {
	case p.broken != "":
		p.fail(p.broken+" from here on", "save the file as UTF-8")
	case p.at == nil:
		p.fail("is empty", "")
	default:
		p.fail("is cut off: the file ends in the middle of it", "")
	}
}

// quotes that are not those of JSON, and what they are called.
var quotes = []struct{ mark, name string }{
	{"'", "single"}, {"`", "backward"}, {"“", "curly"}, {"”", "curly"}, {"‘", "curly"}, {"’", "curly"}, {"„", "curly"},
}

// unexpected notes that what comes next is not what has to come, or that nothing comes.
func (p *parser) unexpected(wanted, fix string) {
	if p.err != nil {
		return
	}
	rest := p.text[p.pos:]
	if len(rest) == 0 {
		p.ended()
		return
	}
	head := string(rest[:min(len(rest), 4*quotedRunes)])
	for _, q := range quotes {
		if strings.HasPrefix(head, q.mark) {
			p.fail("has a text in "+q.name+" quotes", "JSON takes double quotes only")
			return
		}
	}
	switch {
	case strings.HasPrefix(head, "//"), strings.HasPrefix(head, "/*"), head[0] == '#':
		p.fail("has a comment", "JSON knows none: take it out")
	case strings.HasPrefix(head, "..."), strings.HasPrefix(head, "…"):
		p.fail("has an ellipsis where "+wanted+" is expected", "something was left out there: give the whole output")
	default:
		p.fail("has "+shown(head)+" where "+wanted+" is expected", fix)
	}
}

// shown is the word, the mark or the character that a text begins with.
func shown(text string) string {
	n := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	r, size := utf8.DecodeRuneInString(text)
	switch {
	case r == '"':
		return "a text"
	case !unicode.IsPrint(r) || r == utf8.RuneError:
		return "an unreadable character"
	case n == 0:
		n = size
	case n < 0:
		n = len(text)
	}
	return Quote(strings.ToValidUTF8(text[:n], ""))
}
