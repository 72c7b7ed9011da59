package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"maps"
	"slices"
	"time"
)

// A backup is one file: a magic, then frames, each with a checksum of its own. The first frame is the header, the
// last one counts the rows and has a digest of all bytes before it, so that a file that was cut off or changed is
// found. In between stand the rows of one moment, table by table, in the order of their keys:
//
//	magic   8 bytes
//	frame   kind           1 byte: h header, r rows, e end
//	        length         4 bytes, little endian
//	        payload        JSON in the header and the end
//	        checksum       4 bytes, little endian: CRC-32C of kind, length and payload
//	rows    length of the table's name as uvarint, the name, then each row:
//	        length of the key as uvarint, the key, length of the record as uvarint, the record
//
// Rows, and not pages or the engine's files: another engine, or another shape of pages, can take a backup too.
const backupMagic = "atriumB\n"

// backupFormat is the newest format of a backup that this program writes and reads.
const backupFormat = 1

// The kinds of frames.
const (
	headerFrame = 'h'
	rowsFrame   = 'r'
	endFrame    = 'e'
)

const (
	// frameTarget is the size in bytes at which a frame of rows is written.
	frameTarget = 256 << 10
	// frameMax is the size in bytes beyond which a frame cannot be right.
	frameMax = frameTarget + MaxRecord + MaxKey + 1024
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// BackupHeader stands at the beginning of a backup.
type BackupHeader struct {
	// Format is the version of the file, Schema of the store's shape, Records of the model's records.
	Format  int `json:"format"`
	Schema  int `json:"schema"`
	Records int `json:"records"`
	// Created is the wall clock's reading; Store is the folder that it was taken from.
	Created time.Time `json:"created"`
	Store   string    `json:"store"`
}

// BackupInfo tells what a backup holds.
type BackupInfo struct {
	BackupHeader
	// Rows counts the rows of each table.
	Rows map[string]int `json:"rows"`
	// Bytes is the size of the file.
	Bytes int64 `json:"bytes"`
}

// Total is how many rows there are in all tables.
func (b BackupInfo) Total() (rows int) {
	for _, n := range b.Rows {
		rows += n
	}
	return rows
}

// backupEnd is the last frame.
type backupEnd struct {
	Rows   map[string]int `json:"rows"`
	SHA256 string         `json:"sha256"`
}

// Progress hears how much of a long work is done, in units of its own.
type Progress func(done, total int)

// report is nil-safe.
func (p Progress) report(done, total int) {
	if p != nil {
		p(done, total)
	}
}

// Backup writes all rows as of one moment to a file; others go on reading and writing meanwhile. records is the
// version of the model's records. The canceled context ends it with the context's error.
func (s *Store) Backup(ctx context.Context, to io.Writer, records int, progress Progress) (BackupInfo, error) {
	if err := s.life.enter(); err != nil {
		return BackupInfo{}, err
	}
	defer s.life.leave()
	r := s.snapshot(ctx)
	defer r.end()
	header := BackupHeader{Format: backupFormat, Schema: schemaVersion, Records: records, Created: time.Now().UTC().Truncate(time.Second), Store: s.dir}
	b := &backupWriter{to: to, sum: sha256.New(), info: BackupInfo{BackupHeader: header, Rows: map[string]int{}}}
	if err := b.begin(); err != nil {
		return BackupInfo{}, err
	}
	done, total := 0, pagesIn(r.dirs)
	for _, table := range slices.Sorted(maps.Keys(r.dirs)) {
		if err := b.table(r, table, func(pages int) { progress.report(done+pages, total) }); err != nil {
			return BackupInfo{}, err
		}
		done += r.dirs[table].pages()
	}
	if err := b.end(); err != nil {
		return BackupInfo{}, err
	}
	progress.report(total, total)
	return b.info, nil
}

// pagesIn counts the pages of all tables.
func pagesIn(dirs map[string]*directory) (pages int) {
	for _, d := range dirs {
		pages += d.pages()
	}
	return pages
}

// backupWriter writes the frames of a backup.
type backupWriter struct {
	to    io.Writer
	sum   hash.Hash
	info  BackupInfo
	frame []byte
}

func (b *backupWriter) begin() error {
	if err := b.write([]byte(backupMagic)); err != nil {
		return err
	}
	return b.writeJSON(headerFrame, b.info.BackupHeader)
}

// table writes the rows of a table; walked hears how many of its pages are done.
func (b *backupWriter) table(r *reader, table string, walked func(pages int)) error {
	b.open(table)
	c := &cursor{from: r, table: table, span: prefixSpan("")}
	defer func() { c.stream.close() }()
	pages := 0
	for c.advance() {
		row := &c.current
		b.frame = appendRow(b.frame, row)
		b.info.Rows[table]++
		if len(b.frame) >= frameTarget {
			if err := b.flush(); err != nil {
				return err
			}
			b.open(table)
		}
		if c.turned != pages && c.turned%64 == 0 {
			pages = c.turned
			walked(pages)
		}
	}
	if c.err != nil {
		return c.err
	}
	return b.flush()
}

// open begins a frame of rows.
func (b *backupWriter) open(table string) { b.frame = appendBytes(b.frame[:0], []byte(table)) }

func appendRow(frame []byte, r *row) []byte {
	frame = binary.AppendUvarint(frame, uint64(len(r.head)+len(r.tail)))
	frame = append(append(frame, r.head...), r.tail...)
	return appendBytes(frame, r.record)
}

func (b *backupWriter) flush() error { return b.writeFrame(rowsFrame, b.frame) }

func (b *backupWriter) end() error {
	return b.writeJSON(endFrame, backupEnd{Rows: b.info.Rows, SHA256: fmt.Sprintf("%x", b.sum.Sum(nil))})
}

func (b *backupWriter) writeJSON(kind byte, payload any) error {
	data, err := json.Marshal(payload)
	if err != nil {
		return err
	}
	return b.writeFrame(kind, data)
}

func (b *backupWriter) writeFrame(kind byte, payload []byte) error {
	head := binary.LittleEndian.AppendUint32([]byte{kind}, uint32(len(payload)))
	check := crc32.Update(crc32.Checksum(head, castagnoli), castagnoli, payload)
	for _, part := range [][]byte{head, payload, binary.LittleEndian.AppendUint32(nil, check)} {
		if err := b.write(part); err != nil {
			return err
		}
	}
	return nil
}

func (b *backupWriter) write(data []byte) error {
	b.sum.Write(data)
	n, err := b.to.Write(data)
	b.info.Bytes += int64(n)
	return err
}
