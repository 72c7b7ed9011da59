package store

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"os"
)

// DamagedBackupError tells that a file is not a whole backup, and where the fault lies.
type DamagedBackupError struct {
	File string
	// At is the byte of the file at which the faulty part begins.
	At int64
	// What is wrong there, as half a sentence.
	What string
}

func (e *DamagedBackupError) Error() string {
	return fmt.Sprintf("the backup %s is damaged at byte %d: %s; use another backup", e.File, e.At, e.What)
}

// CheckBackup reads a whole backup, tests every checksum and returns what it holds. A *[DamagedBackupError] tells
// where it is damaged, a *[NewerBackupError] that a newer program wrote it.
func CheckBackup(ctx context.Context, file string, progress Progress) (BackupInfo, error) {
	return readBackup(ctx, file, progress, func(string, string, []byte) error { return nil })
}

// NewerBackupError tells that a newer atrium wrote a backup.
type NewerBackupError struct {
	File   string
	Header BackupHeader
}

func (e *NewerBackupError) Error() string {
	return fmt.Sprintf("the backup %s was written by a newer atrium (format %d, schema %d); restore it with that one", e.File, e.Header.Format, e.Header.Schema)
}

// readBackup gives every row of a backup to each. It answers with the backup's content only when all of it was
// read and found sound; each must be ready to have its work thrown away.
func readBackup(ctx context.Context, file string, progress Progress, each func(table, key string, record []byte) error) (BackupInfo, error) {
	f, err := os.Open(file)
	if err != nil {
		return BackupInfo{}, fmt.Errorf("the backup %s cannot be read: %w", file, reason(err))
	}
	defer func() { _ = f.Close() }() // it was only read
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is not a file")
	}
	if err != nil {
		return BackupInfo{}, fmt.Errorf("the backup %s cannot be read: %w", file, reason(err))
	}
	b := &backupReader{file: file, from: bufio.NewReaderSize(f, 256<<10), sum: sha256.New(), size: info.Size(),
		info: BackupInfo{Rows: map[string]int{}, Bytes: info.Size()}}
	if err := b.header(); err != nil {
		return BackupInfo{}, err
	}
	for !b.ended {
		if err := ctx.Err(); err != nil {
			return BackupInfo{}, err
		}
		if err := b.frame(each); err != nil {
			return BackupInfo{}, err
		}
		progress.report(int(b.at), int(b.size))
	}
	return b.info, nil
}

// backupReader reads the frames of a backup.
type backupReader struct {
	file  string
	from  *bufio.Reader
	sum   hash.Hash
	at    int64 // how many bytes were read
	begun int64 // where the frame began that is read
	size  int64
	info  BackupInfo
	ended bool
	room  []byte
	last  struct{ table, key string }
}

func (b *backupReader) damaged(what string, args ...any) error {
	return &DamagedBackupError{File: b.file, At: b.begun, What: fmt.Sprintf(what, args...)}
}

// header reads what stands before the rows.
func (b *backupReader) header() error {
	magic := make([]byte, len(backupMagic))
	if _, err := io.ReadFull(b.from, magic); err != nil || string(magic) != backupMagic {
		return b.damaged("it does not begin as a backup of atrium does")
	}
	b.sum.Write(magic)
	b.at = int64(len(magic))
	kind, payload, err := b.next()
	if err != nil {
		return err
	}
	if kind != headerFrame || json.Unmarshal(payload, &b.info.BackupHeader) != nil || b.info.Format < 1 {
		return b.damaged("there is no header")
	}
	if b.info.Format > backupFormat || b.info.Schema > schemaVersion {
		return &NewerBackupError{File: b.file, Header: b.info.BackupHeader}
	}
	return nil
}

// frame reads one frame behind the header.
func (b *backupReader) frame(each func(table, key string, record []byte) error) error {
	before := b.sum.Sum(nil)
	kind, payload, err := b.next()
	switch {
	case err != nil:
		return err
	case kind == rowsFrame:
		return b.rows(payload, each)
	case kind == endFrame:
		return b.end(payload, before)
	}
	return b.damaged("there is a part of a kind that no backup has")
}

// rows reads a frame of rows, which must go on in the order of tables and keys.
func (b *backupReader) rows(payload []byte, each func(table, key string, record []byte) error) error {
	name, rest, err := takeBytes(payload)
	if err != nil || checkTable(string(name)) != nil || string(name) < b.last.table {
		return b.damaged("the name of a table is wrong")
	}
	table := string(name)
	fresh := table != b.last.table
	for len(rest) > 0 {
		var key, record []byte
		if key, rest, err = takeBytes(rest); err == nil {
			record, rest, err = takeBytes(rest)
		}
		if err != nil || len(key) > MaxKey || len(record) > MaxRecord || !fresh && string(key) <= b.last.key {
			return b.damaged("a row of the table %s is wrong", table)
		}
		fresh, b.last.table, b.last.key = false, table, string(key)
		b.info.Rows[table]++
		if err := each(table, b.last.key, record); err != nil {
			return err
		}
	}
	return nil
}

// end compares what was read with what the end of the backup tells.
func (b *backupReader) end(payload, before []byte) error {
	var end backupEnd
	switch {
	case json.Unmarshal(payload, &end) != nil:
		return b.damaged("its end cannot be read")
	case end.SHA256 != fmt.Sprintf("%x", before):
		return b.damaged("the digest at its end is not that of its content")
	case !maps.Equal(end.Rows, b.info.Rows):
		return b.damaged("it does not hold as many rows as its end says")
	}
	if _, err := b.from.ReadByte(); !errors.Is(err, io.EOF) {
		b.begun = b.at
		return b.damaged("something stands behind its end")
	}
	b.ended = true
	return nil
}

// next reads one frame and tests its checksum. The payload is good until the next call.
func (b *backupReader) next() (kind byte, payload []byte, err error) {
	b.begun = b.at
	head := make([]byte, 5)
	if err := b.take(head); err != nil {
		return 0, nil, err
	}
	length := int(binary.LittleEndian.Uint32(head[1:]))
	if length > frameMax {
		return 0, nil, b.damaged("the length of a part is wrong")
	}
	if cap(b.room) < length+4 {
		b.room = make([]byte, length+4)
	}
	body := b.room[:length+4]
	if err := b.take(body); err != nil {
		return 0, nil, err
	}
	payload = body[:length]
	if crc32.Update(crc32.Checksum(head, castagnoli), castagnoli, payload) != binary.LittleEndian.Uint32(body[length:]) {
		return 0, nil, b.damaged("a checksum is wrong")
	}
	return head[0], payload, nil
}

// take reads exactly as many bytes as fit.
func (b *backupReader) take(to []byte) error {
	n, err := io.ReadFull(b.from, to)
	b.sum.Write(to[:n])
	b.at += int64(n)
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return b.damaged("the file ends here, and the backup does not")
	case err != nil:
		var at *fs.PathError
		if errors.As(err, &at) {
			err = at.Err
		}
		return fmt.Errorf("the backup %s cannot be read at byte %d: %w", b.file, b.at, err)
	}
	return nil
}
