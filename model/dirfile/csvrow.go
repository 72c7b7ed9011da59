package dirfile

import (
	"bytes"
	"fmt"
)

// Bounds of a CSV file, far above what a table of people has.
const (
	maxColumns   = 4096
	maxCellBytes = 64 << 10
)

// blank is what is taken off both ends of a cell.
const blank = " \t"

// csvReader takes a CSV file apart into rows (RFC 4180). Of the columns that are not wanted it keeps
// nothing at all. Quotes are read strictly: one that stands where it must not would otherwise swallow
// the rows behind it.
type csvReader struct {
	in    *input
	err   *Error
	delim byte
	ends  [256]bool // the bytes at which a value without quotes ends, or must not go on
	want  []bool    // nil while the header is being read, of which everything is wanted
	row   int       // of the row being read, from 1 behind the header
	line  int       // on which the row begins
	text  []byte
	cells []struct{ from, to int }
	bare  bool // nothing in the row but delimiters
}

func (r *csvReader) fail(problem, fix string) { r.failAt(r.line, problem, fix) }

func (r *csvReader) failAt(line int, problem, fix string) {
	if r.err == nil {
		r.err = &Error{File: r.in.name(), Line: line, Problem: problem, Fix: fix}
		r.err.Kind, r.err.Index = "row", r.row
	}
}

// cell is what a wanted column of the row holds, without the blanks around it.
func (r *csvReader) cell(column int) []byte {
	c := r.cells[column]
	return bytes.Trim(r.text[c.from:c.to], blank)
}

// detect finds the delimiter: of comma, semicolon and tab the one that is most often in the header line.
func (r *csvReader) detect() {
	r.in.peek()
	var count [256]int
	quoted := false
scan:
	for _, c := range r.in.buf[r.in.pos:r.in.end] {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\n':
			break scan
		default:
			count[c]++
		}
	}
	r.delim = ','
	for _, c := range []byte(";\t") {
		if count[c] > count[r.delim] {
			r.delim = c
		}
	}
	for _, c := range []byte{r.delim, '\n', '\r', '"'} {
		r.ends[c] = true
	}
}

// next reads the next row that holds anything. It returns false at the end and after a fault.
func (r *csvReader) next() bool {
	for r.err == nil {
		_, more := r.in.peek()
		r.line = r.in.line()
		if !more {
			r.err = r.in.err
			return false
		}
		r.row++
		r.readRow()
		switch {
		case r.err != nil:
			return false
		case r.bare:
			r.row--
		case r.want != nil && len(r.cells) != len(r.want):
			r.fail(fmt.Sprintf("the row has %s where the header line has %d", plural(len(r.cells), "column"), len(r.want)),
				"put quotes around a value that holds the delimiter")
			return false
		default:
			return true
		}
	}
	return false
}

// readRow reads the cells up to the end of the line.
func (r *csvReader) readRow() {
	if r.want == nil {
		r.row = 0 // the header is not a row
	}
	r.text, r.cells, r.bare = r.text[:0], r.cells[:0], true
	for more := true; more; {
		if len(r.cells) == maxColumns {
			r.fail(fmt.Sprintf("there are more than %d columns", maxColumns), "")
			return
		}
		column := len(r.cells)
		keep := r.want == nil || column < len(r.want) && r.want[column]
		from := len(r.text)
		more = r.readCell(keep)
		r.cells = append(r.cells, struct{ from, to int }{from, len(r.text)})
	}
}

// readCell reads one cell with what ends it, and reports whether another one follows in the row.
func (r *csvReader) readCell(keep bool) bool {
	c, more := r.in.peek()
	if more && c == '"' {
		r.in.pos++
		r.bare = false
		r.quoted(keep)
	} else {
		r.unquoted(keep)
	}
	return r.err == nil && r.endCell()
}

// unquoted reads up to what ends the cell.
func (r *csvReader) unquoted(keep bool) {
	in, from := r.in, len(r.text)
	for r.room(from) {
		if _, more := in.peek(); !more {
			r.broken()
			return
		}
		rest := in.buf[in.pos:in.end]
		n := 0
		for n < len(rest) && !r.ends[rest[n]] {
			n++
		}
		r.take(rest[:n], keep)
		if n == len(rest) {
			continue
		}
		if rest[n] == '"' {
			r.failAt(in.line(), "there is a quote within a value that does not begin with one",
				"put quotes around the value and double the one within")
		}
		return
	}
}

// take consumes a piece of a cell.
func (r *csvReader) take(piece []byte, keep bool) {
	r.in.pos += len(piece)
	if len(piece) > 0 {
		r.bare = false
	}
	if keep {
		r.text = append(r.text, piece[:min(len(piece), maxCellBytes+1)]...)
	}
}

// room reports whether the cell that begins at from may still grow.
func (r *csvReader) room(from int) bool {
	if len(r.text)-from > maxCellBytes {
		r.fail(fmt.Sprintf("a value is longer than %d bytes", maxCellBytes), "look for a quote that is not closed")
	}
	return r.err == nil
}

// quoted reads up to the closing quote; two quotes stand for one.
func (r *csvReader) quoted(keep bool) {
	in, from := r.in, len(r.text)
	for r.room(from) {
		if _, more := in.peek(); !more {
			if !r.broken() {
				r.fail("the file ends within a quoted value", "look for a quote that is not closed")
			}
			return
		}
		rest := in.buf[in.pos:in.end]
		n := bytes.IndexByte(rest, '"')
		if n < 0 {
			r.take(rest, keep)
			continue
		}
		r.take(rest[:n], keep)
		in.pos++
		if c, more := in.peek(); !more || c != '"' {
			return
		}
		r.take(in.buf[in.pos:in.pos+1], keep)
	}
}

// broken reports whether the text ended for another reason than that the file does.
func (r *csvReader) broken() bool {
	if r.err == nil && r.in.err != nil {
		r.err = r.in.err
		r.err.Kind, r.err.Index = "row", r.row
	}
	return r.err != nil
}

// endCell consumes what ends a cell and reports whether it was the delimiter.
func (r *csvReader) endCell() bool {
	in := r.in
	c, more := in.peek()
	switch {
	case !more:
		r.broken()
		return false
	case c == r.delim:
		in.pos++
		return true
	case c == '\n':
		in.pos++
		return false
	case c == '\r':
		return r.carriageReturn()
	}
	r.failAt(in.line(), "there is something behind the closing quote of a value", "double the quotes within a value")
	return false
}

func (r *csvReader) carriageReturn() bool {
	r.in.pos++
	c, more := r.in.peek()
	switch {
	case !more:
		r.broken()
	case c == '\n':
		r.in.pos++
	default:
		r.failAt(r.in.line(), "there is a carriage return within a line", "end lines with a line feed")
	}
	return false
}
