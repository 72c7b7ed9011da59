package store

import (
	"fmt"
	"io/fs"
	"syscall"

	"golang.org/x/sys/unix"

	"atrium/model"
)

// freeSpace is how many bytes this process may still write where dir is.
func freeSpace(dir string) (uint64, error) {
	var disk unix.Statfs_t
	if err := unix.Statfs(dir, &disk); err != nil {
		return 0, err
	}
	return disk.Bavail * uint64(disk.Bsize), nil
}

// checkSpace refuses writes while the disk is nearly full. The engine maps its files into memory, so a
// write that finds no block would end the whole process. The question takes about a microsecond, a
// hundredth of what the write takes, so it is asked every time.
func (s *Store) checkSpace() error {
	if s.set.freeSpace == nil {
		return nil
	}
	free, err := s.set.freeSpace(s.dir)
	if err != nil {
		return &model.ReadOnlyError{Reason: fmt.Sprintf("nothing can be changed because the disk of %s does not answer (%v); see to the disk and try again", s.dir, err)}
	}
	if free < s.set.floor {
		return &model.ReadOnlyError{Reason: fullReason(s.dir, free, s.set.floor)}
	}
	return nil
}

// openFloor is how many bytes must be free for the engine to be opened for writing: it makes new files when it opens.
const openFloor = 24 << 20

func fullReason(dir string, free, floor uint64) string {
	return fmt.Sprintf("nothing can be changed because only %d MiB are free where the store %s lies, and %d MiB are needed; free some space there and try again", free>>20, dir, floor>>20)
}

// onDisk is how many bytes a file takes on the disk.
func onDisk(info fs.FileInfo) int64 {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return stat.Blocks * 512
	}
	return info.Size()
}
