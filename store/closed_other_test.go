//go:build !linux

package store_test

import (
	"os"
	"testing"
)

// asNobody does something that files can be closed to. Nothing is closed to root here.
func asNobody(t *testing.T, do func()) {
	t.Helper()
	if os.Getuid() == 0 {
		t.Skip("nothing is closed to root")
	}
	do()
}
