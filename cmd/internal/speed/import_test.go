package speed

import (
	"fmt"
	"testing"
	"time"

	badger "github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"

	"atrium/model"
)

// rawOptions are the options that the store opens Badger with.
func rawOptions(dir string) badger.Options {
	return badger.DefaultOptions(dir).WithSyncWrites(true).WithMemTableSize(8 << 20).WithNumMemtables(2).WithNumCompactors(2).
		WithValueLogFileSize(4 << 20).WithValueThreshold(64 << 10).WithBlockCacheSize(4 << 20).WithIndexCacheSize(8 << 20).
		WithMetricsEnabled(false).WithCompression(options.Snappy).WithLogger(nil)
}

// rawBatch is the floor of an import: n rows of a user's size, one by one, in Badger's own write batches.
func rawBatch(b *testing.B, n int) time.Duration {
	b.Helper()
	db, err := badger.Open(rawOptions(b.TempDir()))
	if err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	batch := db.NewWriteBatch()
	for i := range n {
		key := fmt.Appendf(nil, "user/d-9067729b3d.1/user%07d", i)
		value := fmt.Appendf(nil, "user%07d 9067729b3d-94f1e0b3-c394-48d5-8ab1-%012d Given%d Family%d user%07d@corp.example everyone", i, i, i%7919, i%6007, i)
		if err := batch.Set(key, value); err != nil {
			b.Fatal(err)
		}
	}
	if err := batch.Flush(); err != nil {
		b.Fatal(err)
	}
	took := time.Since(began)
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	return took
}

// BenchmarkImportMillion imports a million users with their memberships from the JSON of the AWS command
// line: read, checked, merged, written to five tables and made visible at once. The ratio is the speed
// against raw batch writes of a million rows: 1 is as fast.
func BenchmarkImportMillion(b *testing.B) {
	files := b.TempDir()
	export(b, files, million)
	for b.Loop() {
		b.StopTimer()
		floor := rawBatch(b, million)
		s, service := open(b, b.TempDir())
		c := &company{files: files, n: million}
		c.store = do(b, service, &model.EnableInstance{Type: model.OrganizationInstance, Region: model.Oregon}).Result.(model.Instance).Store
		b.StartTimer()
		began := time.Now()
		do(b, service, c.importing())
		took := time.Since(began)
		b.StopTimer()
		b.ReportMetric(floor.Seconds()/took.Seconds(), "x-raw-batch")
		b.ReportMetric(floor.Seconds(), "floor-s")
		closing(b, s)
		b.StartTimer()
	}
}
