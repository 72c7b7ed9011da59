package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
	"github.com/dgraph-io/badger/v4/table"
	"github.com/dgraph-io/ristretto/v2/z"
)

// wholeUpTo is how many bytes the tables of a store may have for each block of them to be tested whenever the store is
// opened for writing: it takes some 5 ms for each MiB. Of larger stores only the indexes are, and “atrium store verify”
// tests the rest.
const wholeUpTo = 4 << 20

// testTables opens every table on the engine's list before the engine does. The engine goes on without a table whose
// index does not fit its checksum, and ends the process at one that it cannot make sense of; and a block that cannot
// be read it passes over, so that what an older table says in its place would be taken for the newest. blocks has the
// blocks tested too.
func testTables(dir, database string, list badger.Manifest, blocks bool) error {
	var size int64
	for id := range list.Tables {
		info, err := os.Stat(table.NewFilename(id, filepath.Join(dir, database)))
		if err == nil {
			size += info.Size()
		}
	}
	for id, t := range list.Tables {
		o := table.Options{Compression: t.Compression, BlockSize: 4 << 10, ChkMode: options.NoVerification}
		if blocks && size <= wholeUpTo {
			o.ChkMode = options.OnTableRead
		}
		file := table.NewFilename(id, filepath.Join(dir, database))
		if err := testTable(file, o); err != nil {
			return &DamagedError{dir, fmt.Sprintf("the file %s is not what was written (%v)", table.NewFilename(id, database), err)}
		}
	}
	return nil
}

// testTable opens one table and closes it again. What the engine cannot make sense of makes it panic.
func testTable(file string, o table.Options) (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("its bytes make no sense")
		}
	}()
	mapped, err := z.OpenMmapFile(file, os.O_RDONLY, 0)
	if err != nil {
		return err
	}
	t, err := table.OpenTable(mapped, o)
	if err != nil {
		return errors.New("a checksum does not fit")
	}
	return t.Close(-1)
}
