package dirfile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// decode takes a byte order mark off a file and makes UTF-8 of UTF-16. Without a mark a file is UTF-8.
func decode(file io.Reader) (io.Reader, error) {
	head := make([]byte, 3)
	n, err := io.ReadFull(file, head)
	head = head[:n]
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte{0xEF, 0xBB, 0xBF}):
		return file, nil
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}):
		return newUTF16(io.MultiReader(bytes.NewReader(head[2:]), file), binary.LittleEndian), nil
	case bytes.HasPrefix(head, []byte{0xFE, 0xFF}):
		return newUTF16(io.MultiReader(bytes.NewReader(head[2:]), file), binary.BigEndian), nil
	}
	return io.MultiReader(bytes.NewReader(head), file), nil
}

var errUTF16 = errors.New("not valid UTF-16")

// utf16Reader turns UTF-16 into UTF-8.
type utf16Reader struct {
	src   io.Reader
	order binary.ByteOrder
	raw   []byte // bytes read and not yet decoded
	room  [32 << 10]byte
	out   []byte // decoded and not yet handed out
	err   error  // what follows behind out
}

func newUTF16(src io.Reader, order binary.ByteOrder) *utf16Reader {
	return &utf16Reader{src: src, order: order}
}

func (u *utf16Reader) Read(p []byte) (int, error) {
	if len(u.out) == 0 && u.err == nil {
		u.refill()
	}
	n := copy(p, u.out)
	u.out = u.out[n:]
	if len(u.out) > 0 {
		return n, nil
	}
	return n, u.err
}

func (u *utf16Reader) refill() {
	kept := copy(u.room[:], u.raw)
	n, err := u.src.Read(u.room[kept:])
	u.raw = u.room[:kept+n]
	u.out = u.out[:0]
	u.err = err
	for len(u.raw) >= 2 {
		r, size := u.first()
		if size == 0 {
			break
		}
		if r == utf8.RuneError && size < 0 {
			u.err = errUTF16
			return
		}
		u.out = utf8.AppendRune(u.out, r)
		u.raw = u.raw[size:]
	}
	if errors.Is(u.err, io.EOF) && len(u.raw) > 0 {
		u.err = errUTF16
	}
}

// first decodes the first character of raw. Its size is 0 where the rest of it is still to come, and
// negative where half a surrogate pair stands alone.
func (u *utf16Reader) first() (rune, int) {
	r := rune(u.order.Uint16(u.raw))
	if !utf16.IsSurrogate(r) {
		return r, 2
	}
	if len(u.raw) < 4 {
		return 0, 0
	}
	pair := utf16.DecodeRune(r, rune(u.order.Uint16(u.raw[2:])))
	if pair == utf8.RuneError {
		return pair, -1
	}
	return pair, 4
}
