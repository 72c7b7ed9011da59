package store_test

import (
	"os"
	"runtime"
	"syscall"
	"testing"
)

// asNobody does something that files can be closed to, also where the tests run as root: as the user nobody, as
// far as the file system is concerned, for which Linux lets a single thread change.
func asNobody(t *testing.T, do func()) {
	t.Helper()
	if os.Getuid() != 0 {
		do()
		return
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := syscall.Setfsuid(65534); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := syscall.Setfsuid(0); err != nil {
			t.Fatal(err)
		}
	}()
	do()
}
