//go:build !linux

package door

import (
	"io/fs"
	"net"
	"os"
	"syscall"
)

// mine trusts the folder of the socket, which nobody else may enter.
func mine(net.Conn) error { return nil }

func ownedByMe(info fs.FileInfo) bool {
	owner, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(owner.Uid) == os.Geteuid()
}
