package jsonfile

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"

	"atrium/model/filetext"
)

// decode takes a byte order mark off a text and makes UTF-8 of UTF-16. Without a mark a text is UTF-8. It
// returns the text up to the first fault, and what that is, or "".
func decode(raw []byte) (text []byte, problem string) {
	switch {
	case bytes.HasPrefix(raw, []byte{0xFF, 0xFE}):
		return decodeUTF16(raw[2:], binary.LittleEndian)
	case bytes.HasPrefix(raw, []byte{0xFE, 0xFF}):
		return decodeUTF16(raw[2:], binary.BigEndian)
	}
	text = bytes.TrimPrefix(raw, []byte{0xEF, 0xBB, 0xBF})
	if utf8.Valid(text) {
		return text, ""
	}
	return text[:filetext.ValidPrefix(text)], "is not valid UTF-8"
}

func decodeUTF16(raw []byte, order binary.ByteOrder) (text []byte, problem string) {
	text = make([]byte, 0, len(raw)/2)
	for len(raw) >= 2 {
		r, size := rune(order.Uint16(raw)), 2
		if utf16.IsSurrogate(r) {
			if len(raw) < 4 {
				break
			}
			if r, size = utf16.DecodeRune(r, rune(order.Uint16(raw[2:]))), 4; r == utf8.RuneError {
				break
			}
		}
		text = utf8.AppendRune(text, r)
		raw = raw[size:]
	}
	if len(raw) > 0 {
		return text, "is not valid UTF-16"
	}
	return text, ""
}
