package store_test

import (
	"fmt"
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// mountReadOnly shows a folder at another place where nothing can be written, if this process may do such things.
func mountReadOnly(t *testing.T, dir, at string) bool {
	t.Helper()
	if err := os.Mkdir(at, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount(dir, at, "", unix.MS_BIND, ""); err != nil {
		t.Logf("this process may not mount: %v", err)
		return false
	}
	t.Cleanup(func() {
		if err := unix.Unmount(at, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	if err := unix.Mount("", at, "", unix.MS_BIND|unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	return true
}

// mountSmall mounts an empty file system of some bytes, if this process may do such things.
func mountSmall(t *testing.T, at string, bytes int) bool {
	t.Helper()
	if err := os.Mkdir(at, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount("tmpfs", at, "tmpfs", 0, fmt.Sprintf("size=%d,mode=700", bytes)); err != nil {
		t.Logf("this process may not mount: %v", err)
		return false
	}
	t.Cleanup(func() {
		if err := unix.Unmount(at, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return true
}
