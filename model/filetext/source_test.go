package filetext_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"atrium/model/filetext"
)

func TestStoppable(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	file := filetext.Stoppable(ctx, strings.NewReader("four"))
	t.Run("what is waited for is read", func(t *testing.T) {
		b := make([]byte, 2)
		if n, err := io.ReadFull(file, b); n != 2 || err != nil || string(b) != "fo" {
			t.Errorf("%d %q %v", n, b, err)
		}
	})
	t.Run("nothing is read when nobody waits", func(t *testing.T) {
		stop()
		if rest, err := io.ReadAll(file); len(rest) != 0 || !errors.Is(err, context.Canceled) {
			t.Errorf("%q %v", rest, err)
		}
	})
}
