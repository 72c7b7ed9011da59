package store_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"atrium/store"
	"atrium/store/storetest"
)

// childRole tells the test binary, started again by a test, what to do; childFolder on which store.
const (
	childRole   = "ATRIUM_STORE_TEST_ROLE"
	childFolder = "ATRIUM_STORE_TEST_FOLDER"
)

// child is the other process of a test.
func child(role string) int {
	dir := os.Getenv(childFolder)
	if role == "restore" {
		return ended(restoreChild(dir))
	}
	s, err := store.Open(dir)
	if err == nil && role == "write" {
		err = storetest.WriteUntilKilled(s, os.Stdout)
	}
	if err == nil && role == "fill" {
		err = fillChild(s)
	}
	if err == nil && role == "limited" {
		err = limitedChild(s, dir)
	}
	if err == nil && role == "backup" {
		err = errors.Join(backupChild(s, dir), s.Close())
	}
	if err == nil && role == "hold" {
		fmt.Println("held")
		_, err = io.ReadAll(os.Stdin)
		err = errors.Join(err, s.Close())
	}
	return ended(err)
}

// ended is the exit code of a child.
func ended(err error) int {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// process is a running child: lines are what it says, and stop lets it end by itself.
type process struct {
	*exec.Cmd
	lines *bufio.Scanner
	stop  io.Closer
}

func startChild(t *testing.T, role, dir string) *process {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childRole+"="+role, childFolder+"="+dir)
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() }) // most tests have ended it by then
	return &process{cmd, bufio.NewScanner(stdout), stdin}
}

// killAfter kills the child once it has acknowledged so many changes, and returns the number of the last
// one that it acknowledged at all.
func (p *process) killAfter(t *testing.T, count int) uint64 {
	t.Helper()
	last := ""
	for p.lines.Scan() {
		last = p.lines.Text()
		if count--; count == 0 {
			if err := p.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := p.Wait(); count > 0 || err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("the child ended by itself: %v", err)
	}
	n, err := strconv.ParseUint(last, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestKilledWriterLeavesEveryAcknowledgedChangeWholeAndNoneHalf(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	random := rand.New(rand.NewPCG(5, 6))
	for range 6 {
		acknowledged := startChild(t, "write", dir).killAfter(t, 1+random.IntN(150))
		s := openDisk(t, dir)
		storetest.CheckAfterKill(t, s, acknowledged)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSecondProcessLearnsWhoHoldsTheStore(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	p := startChild(t, "hold", dir)
	if !p.lines.Scan() {
		t.Fatal("the child did not open the store")
	}
	_, err := store.Open(dir)
	var held *store.HeldError
	if !errors.As(err, &held) {
		t.Fatalf("got %v, want a HeldError", err)
	}
	want := fmt.Sprintf("the store %s is held by %s (process %d, user ", dir, filepath.Base(os.Args[0]), p.Process.Pid)
	if !strings.HasPrefix(err.Error(), want) || !strings.HasSuffix(err.Error(), "; close it there or use another --data folder") {
		t.Errorf("the sentence is %q", err)
	}
	if err := errors.Join(p.stop.Close(), p.Wait()); err != nil {
		t.Fatal(err)
	}
	openDisk(t, dir)
}

func TestKilledHolderHoldsNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	p := startChild(t, "hold", dir)
	if !p.lines.Scan() {
		t.Fatal("the child did not open the store")
	}
	if err := p.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := p.Wait(); err == nil {
		t.Fatal("the child was not killed")
	}
	openDisk(t, dir)
}
