package store

import (
	"encoding/binary"
	"hash/crc32"
)

// MendFrame puts the checksum of a backup's frame right, after a test has changed what stands in it.
func MendFrame(frame []byte) {
	end := 5 + int(binary.LittleEndian.Uint32(frame[1:]))
	binary.LittleEndian.PutUint32(frame[end:], crc32.Checksum(frame[:end], castagnoli))
}

// WriteHead writes the head file now.
func (s *Store) WriteHead() error { return s.writeHead() }

// HeadEvery is how long after a change the head file is written at the latest.
const HeadEvery = headEvery
