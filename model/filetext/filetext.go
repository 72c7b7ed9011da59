// Package filetext is what the readers of files from outside share: what a file is to them, and how a sentence
// about one shows what stands in it, so that none of it can reach a terminal as a control sequence.
package filetext

import (
	"errors"
	"io/fs"
	"strconv"
	"unicode/utf8"
)

// Quote shows a text of a file in quotes, cut off after most characters.
func Quote(text string, most int) string {
	n := 0
	for i := range text {
		if n == most {
			return strconv.Quote(text[:i]) + "…"
		}
		n++
	}
	return strconv.Quote(text)
}

// Name shows a file name as it is, unless it could disturb a terminal.
func Name(name string) string {
	for _, r := range name {
		if !strconv.IsPrint(r) || r == utf8.RuneError {
			return strconv.Quote(name)
		}
	}
	return name
}

// Reason is what went wrong outside, without the path, which the sentence has already.
func Reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return Name(err.Error())
}

// ValidPrefix is how many bytes of a text are valid UTF-8 before the first that is not.
func ValidPrefix(b []byte) int {
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(b)
}
