package jsonfile

import (
	"iter"
	"strconv"
	"strings"
)

// Kind is what a value is.
type Kind uint8

// The kinds of values.
const (
	Null Kind = iota
	Bool
	Number
	Text
	List
	Object
)

var kindNames = [...]string{"null", "true or false", "a number", "a text", "a list", "an object"}

// String names the kind in a sentence: "a text".
func (k Kind) String() string { return kindNames[k] }

// Value is one value of a document. A nil *Value is a value that is not there; reading from it finds
// nothing. Values are not to be changed and may be read by many goroutines.
type Value struct {
	file    *file
	parent  *Value // nil for a document
	child   *Value // the first of an object or a list
	sibling *Value // the next one within the parent
	key     span
	text    span // of a text what it says, of other scalars how they are written
	line    uint32
	kind    Kind
}

// file is what the values of a file share.
type file struct {
	name string
	text []byte // decoded, with the escapes of texts resolved in place
}

// span is a piece of the text of a file.
type span struct{ from, to uint32 }

func (f *file) at(s span) []byte { return f.text[s.from:s.to] }

// Kind is what the value is; Null where it is not there.
func (v *Value) Kind() Kind {
	if v == nil {
		return Null
	}
	return v.kind
}

// Line is the line of the file on which the value begins, from 1; 0 where it is not there.
func (v *Value) Line() int {
	if v == nil {
		return 0
	}
	return int(v.line)
}

// Get finds the value of a key of an object; nil where there is none or where v is no object. It looks at
// one key after the other: go through [Value.Fields] where an object is used as a table.
func (v *Value) Get(key string) *Value {
	if v.Kind() != Object {
		return nil
	}
	for c := v.child; c != nil; c = c.sibling {
		if string(v.file.at(c.key)) == key {
			return c
		}
	}
	return nil
}

// Fields goes through the keys and values of an object in the order of the file; through nothing where v
// is no object.
func (v *Value) Fields() iter.Seq2[string, *Value] {
	return func(yield func(string, *Value) bool) {
		if v.Kind() != Object {
			return
		}
		for c := v.child; c != nil; c = c.sibling {
			if !yield(string(v.file.at(c.key)), c) {
				return
			}
		}
	}
}

// Keys are the keys of an object in the order of the file.
func (v *Value) Keys() []string {
	var keys []string
	for key := range v.Fields() {
		keys = append(keys, key)
	}
	return keys
}

// List is the elements of a list in the order of the file; nil where v is no list.
func (v *Value) List() []*Value {
	if v.Kind() != List {
		return nil
	}
	n := 0
	for c := v.child; c != nil; c = c.sibling {
		n++
	}
	all := make([]*Value, 0, n)
	for c := v.child; c != nil; c = c.sibling {
		all = append(all, c)
	}
	return all
}

// Literal is what a text says, and how a number, true, false or null is written in the file; "" for an
// object, a list and nothing.
func (v *Value) Literal() string {
	if v == nil {
		return ""
	}
	return string(v.file.at(v.text))
}

// pathSteps is how many steps a path shows; of a longer one the last ones.
const pathSteps = 10

// Path is where in its document the value stands, such as Subnets[0].CidrBlock; "" for a document.
func (v *Value) Path() string {
	var steps []string
	for ; v != nil && v.parent != nil; v = v.parent {
		if len(steps) == pathSteps {
			steps = append(steps, "…")
			break
		}
		steps = append(steps, v.step())
	}
	var path strings.Builder
	for i := len(steps) - 1; i >= 0; i-- {
		if path.Len() > 0 && steps[i][0] != '[' {
			path.WriteByte('.')
		}
		path.WriteString(steps[i])
	}
	return path.String()
}

// step is the last step of the path.
func (v *Value) step() string {
	if v.parent.kind == Object {
		return keyStep(string(v.file.at(v.key)))
	}
	n := 0
	for c := v.parent.child; c != nil && c != v; c = c.sibling {
		n++
	}
	return "[" + strconv.Itoa(n) + "]"
}

// keyStep writes a key as a step of a path.
func keyStep(key string) string {
	for _, r := range key {
		if (r|0x20 < 'a' || r|0x20 > 'z') && (r < '0' || r > '9') && r != '_' && r != '-' {
			return Quote(key)
		}
	}
	if key == "" || len(key) > quotedRunes {
		return Quote(key)
	}
	return key
}

// Fault is the error that something is wrong with a value. The problem continues a sentence that begins
// with the path of the value; the fix may be "".
func (v *Value) Fault(problem, fix string) *Error {
	path := v.Path()
	if path == "" {
		problem = "the document " + problem
	}
	return &Error{File: v.fileName(), Line: v.Line(), Path: path, Problem: problem, Fix: fix}
}

func (v *Value) fileName() string {
	if v == nil {
		return "the file"
	}
	return v.file.name
}
