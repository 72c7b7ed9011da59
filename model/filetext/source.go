package filetext

import (
	"context"
	"io"
)

// Source is one file to read. Name is what messages call it, with slashes between the folders it lies in.
type Source struct {
	Name string
	Open func() (io.ReadCloser, error)
}

// Stoppable is a file of which no more is read once nobody waits for it any longer: reading then fails with the
// context's error.
func Stoppable(ctx context.Context, file io.Reader) io.Reader { return stoppable{ctx, file} }

type stoppable struct {
	ctx  context.Context
	file io.Reader
}

func (s stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.file.Read(p)
}
