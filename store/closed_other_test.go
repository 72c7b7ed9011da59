//go:build !linux

package store_test

import (
	"os"
	"testing"
)

// asNobody does something that files can be closed to. Nothing is closed to root here, so that root can prove nothing.
func asNobody(t *testing.T, do func()) {
	t.Helper()
	if os.Getuid() == 0 {
		t.Fatal("no file is closed to root on this system: run the tests as an ordinary user")
	}
	do()
}
