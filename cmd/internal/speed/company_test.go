// Package speed measures the program with a million people in one space, each figure against a floor that
// is measured in the same run: what the same machine does with the bare libraries underneath.
package speed

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"atrium/model"
	"atrium/store"
)

const (
	account = model.AccountID("444455556666")
	million = 1_000_000
)

// tick is a wall clock that stands still: program time moves only when it is told to.
type tick struct{}

func (tick) Now() time.Time { return time.Date(2024, 5, 15, 12, 0, 0, 0, time.UTC) }

func aws() model.Session {
	return model.Session{AWS: &model.SignIn{Account: account, Administrator: true}}
}

// export writes what the AWS command line would print of a directory of n users in one group.
func export(t testing.TB, dir string, n int) {
	t.Helper()
	write(t, filepath.Join(dir, "users.json"), func(w *bufio.Writer) {
		for i := range n {
			fmt.Fprintf(w, `%s{"UserName":"user%07d","UserId":"9067729b3d-94f1e0b3-c394-48d5-8ab1-%012d","Name":{"Formatted":"Given%d Family%d","FamilyName":"Family%d","GivenName":"Given%d"},"DisplayName":"Given%d Family%d","Emails":[{"Value":"user%07d@corp.example","Type":"work","Primary":true}],"IdentityStoreId":"d-9067729b3d"}`,
				lead(i, `{"Users":[`), i, i, i%7919, i%6007, i%6007, i%7919, i%7919, i%6007, i)
		}
	})
	write(t, filepath.Join(dir, "groups.json"), func(w *bufio.Writer) {
		fmt.Fprint(w, `{"Groups":[{"GroupId":"9067729b3d-everyone","DisplayName":"everyone","IdentityStoreId":"d-9067729b3d"}`)
	})
	write(t, filepath.Join(dir, "memberships.json"), func(w *bufio.Writer) {
		for i := range n {
			fmt.Fprintf(w, `%s{"IdentityStoreId":"d-9067729b3d","MembershipId":"m%d","GroupId":"9067729b3d-everyone","MemberId":{"UserId":"9067729b3d-94f1e0b3-c394-48d5-8ab1-%012d"}}`,
				lead(i, `{"GroupMemberships":[`), i, i)
		}
	})
}

func lead(i int, first string) string {
	if i == 0 {
		return first
	}
	return ","
}

func write(t testing.TB, name string, body func(*bufio.Writer)) {
	t.Helper()
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriterSize(f, 1<<20)
	body(w)
	fmt.Fprint(w, "]}")
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// company is a store with a federated space of n people.
type company struct {
	files string // what the directory was imported from
	data  string // the store's folder
	store string // the identity store
	n     int
}

func open(t testing.TB, data string) (*store.Store, *model.Service) {
	t.Helper()
	s, err := store.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	service, err := model.NewService(context.Background(), s, model.Options{Clock: tick{}, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	return s, service
}

func closing(t testing.TB, s *store.Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func do(t testing.TB, service *model.Service, cmd model.Command) model.Receipt {
	t.Helper()
	receipt, err := service.Do(context.Background(), aws(), cmd)
	if err != nil {
		t.Fatal(err)
	}
	return receipt
}

func openFile(name string) (io.ReadCloser, error) { return os.Open(name) }

// importing brings the company's files into the identity store.
func (c *company) importing() *model.ImportDirectory {
	return &model.ImportDirectory{Store: c.store, Users: []string{filepath.Join(c.files, "users.json")}, Groups: []string{filepath.Join(c.files, "groups.json")},
		Memberships: []string{filepath.Join(c.files, "memberships.json")}, Open: openFile}
}

// build makes a company: imported, connected, and brought to the space by the sync.
func build(t testing.TB, files string, n int) *company {
	t.Helper()
	data, err := os.MkdirTemp("", "atrium-speed")
	if err != nil {
		t.Fatal(err)
	}
	c := &company{files: files, data: data, n: n}
	s, service := open(t, c.data)
	defer closing(t, s)
	c.store = do(t, service, &model.EnableInstance{Type: model.OrganizationInstance, Region: model.Oregon}).Result.(model.Instance).Store
	do(t, service, c.importing())
	do(t, service, &model.SetupSSO{ApplicationName: "corp", DisplayName: "Corp", NewSpace: "corp-space", Region: model.Oregon, Groups: []string{"everyone"}, Administrators: []string{"user0000000"}})
	do(t, service, &model.AdvanceTime{By: 24 * time.Hour})
	return c
}

// companies are built once for all benchmarks of a run, and removed by the temporary folder's owner.
var companies = struct {
	sync.Mutex
	bySize map[int]*company
}{bySize: map[int]*company{}}

// of gives the company of a size.
func of(t testing.TB, n int) *company {
	t.Helper()
	companies.Lock()
	defer companies.Unlock()
	if c, found := companies.bySize[n]; found {
		return c
	}
	files, err := os.MkdirTemp("", "atrium-speed")
	if err != nil {
		t.Fatal(err)
	}
	export(t, files, n)
	c := build(t, files, n)
	companies.bySize[n] = c
	return c
}

func TestMain(m *testing.M) {
	if data := os.Getenv(bareVariable); data != "" {
		if err := bare(data); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	code := m.Run()
	for _, c := range companies.bySize {
		os.RemoveAll(c.files)
		os.RemoveAll(c.data)
	}
	os.Exit(code)
}
