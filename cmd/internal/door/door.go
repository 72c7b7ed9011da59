package door

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/charmbracelet/ssh"
)

// Options are what a door is opened with.
type Options struct {
	// Dir is the data folder of the store, whose lock this process holds.
	Dir string
	// Serve carries a visit out and returns its exit code. It must return soon after ctx ends.
	Serve func(ctx context.Context, v *Visit) int
	// Fault logs an error whole.
	Fault func(doing string, err error) string
	// Note is told who comes and goes over the network; nil for nobody.
	Note func(line string)
	// Limits bound those who come over the network.
	Limits Limits
}

// Door is the way into the process for others.
type Door struct {
	o       Options
	path    string
	servers []served
	stop    context.CancelFunc
	running sync.WaitGroup // what serves and watches

	mu       sync.Mutex
	closing  bool
	unproven int
	visits   map[*Visit]*connection
	idle     chan struct{} // closed once no visit is left; made when the door closes
}

// Open opens the socket of the data folder.
func Open(o Options) (*Door, error) {
	path, err := socketPath(o.Dir)
	if err != nil {
		return nil, err
	}
	listener, err := listenSocket(path)
	if err != nil {
		return nil, fmt.Errorf("the socket for others cannot be opened: %w", err)
	}
	d := &Door{o: o, path: path, visits: map[*Visit]*connection{}, stop: func() {}}
	signer, err := passingHostKey()
	if err == nil {
		err = leaveNote(o.Dir, path)
	}
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	server, err := d.newServer(&way{door: d}, signer)
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	d.serve(server, listener)
	return d, nil
}

// Path is where the socket is.
func (d *Door) Path() string { return d.path }

// Listen lets people in over the network as well, by the keys of a file. It returns the address that it listens
// at and the fingerprint of the host key.
func (d *Door) Listen(address string, keys *Keyring) (at net.Addr, fingerprint string, err error) {
	signer, err := hostKey(d.o.Dir)
	if err != nil {
		return nil, "", err
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, "", err
	}
	server, err := d.newServer(&way{door: d, keys: keys, meter: meter{most: d.o.Limits.PerMinute}}, signer)
	if err != nil {
		return nil, "", errors.Join(err, listener.Close())
	}
	ctx, stop := context.WithCancel(context.Background())
	d.stop = stop
	d.running.Go(func() {
		keys.watch(ctx, func() { d.revoke(keys) }, func(err error) { d.o.Fault("reading the keys file", err) })
	})
	d.serve(server, listener)
	return listener.Addr(), fingerprintOf(signer.PublicKey()), nil
}

// served is a server with what it listens at.
type served struct {
	*ssh.Server
	listener net.Listener
}

// Close closes both: the library forgets a listener that is closed before it listens.
func (s served) Close() error {
	err := errors.Join(s.Server.Close(), s.listener.Close())
	if errors.Is(err, net.ErrClosed) {
		return nil // one closes what the other has closed
	}
	return err
}

func (d *Door) serve(server *ssh.Server, listener net.Listener) {
	d.servers = append(d.servers, served{server, listener})
	d.running.Go(func() {
		if err := server.Serve(listener); err != nil && !errors.Is(err, ssh.ErrServerClosed) && d.isOpen() {
			d.o.Fault("listening for others", err)
		}
	})
}

func (d *Door) isOpen() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return !d.closing
}

// errFull is why somebody is not let in.
type errFull string

func (e errFull) Error() string { return string(e) }

// enter lets a visit in, as far as the limits do.
func (d *Door) enter(v *Visit, c *connection) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	all, same := 0, 0
	for other := range d.visits {
		if !other.Local() {
			all++
		}
		if !other.Local() && !v.Local() && other.Grant.sameKey(v.Grant) {
			same++
		}
	}
	limits := d.o.Limits
	switch {
	case d.closing:
		return farewellClosing
	case v.Local():
	case limits.Sessions > 0 && all >= limits.Sessions:
		return errFull(fmt.Sprintf("There are %d sessions, which is as many as there may be. Try again later.", all))
	case limits.PerKey > 0 && same >= limits.PerKey:
		return errFull(fmt.Sprintf("Your key has %d sessions, which is as many as it may have. End one of them first.", same))
	}
	d.visits[v] = c
	return nil
}

func (d *Door) leave(v *Visit) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.visits, v)
	if d.idle != nil && len(d.visits) == 0 {
		close(d.idle)
		d.idle = nil
	}
}

// present lists the visits.
func (d *Door) present() []*Visit {
	d.mu.Lock()
	defer d.mu.Unlock()
	list := make([]*Visit, 0, len(d.visits))
	for v := range d.visits {
		list = append(list, v)
	}
	return list
}

// revoke ends the sessions of keys that grant something else now, or nothing.
func (d *Door) revoke(keys *Keyring) {
	for _, v := range d.present() {
		if !v.Local() && !v.Grant.same(keys.grant(v.Grant.key)) {
			v.end(farewellRevoked)
		}
	}
}

// How long the door takes to close: commands may finish, then everyone must go, and what hangs is cut off.
const (
	finishWithin = 4 * time.Second
	goWithin     = 3 * time.Second
)

// Close lets nobody in any more, tells everyone, lets commands finish that are under way, and closes. It takes
// less than ten seconds, whatever others do.
func (d *Door) Close() error {
	d.mu.Lock()
	d.closing = true
	idle := make(chan struct{})
	if d.idle = idle; len(d.visits) == 0 {
		close(idle)
		d.idle = nil
	}
	d.mu.Unlock()
	d.stop()
	for _, v := range d.present() {
		if v.screens.Load() {
			v.end(farewellClosing)
		}
	}
	if !within(idle, finishWithin) {
		for _, v := range d.present() {
			v.end(farewellClosing)
		}
		within(idle, goWithin)
	}
	var err error
	for _, server := range slices.Backward(d.servers) {
		err = errors.Join(err, server.Close())
	}
	d.running.Wait()
	_ = os.Remove(filepath.Join(d.o.Dir, noteFile)) // whoever finds it looks in vain, and does no harm
	return err
}

// within reports whether something happens in time.
func within(done <-chan struct{}, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-done:
		return true
	case <-timer.C:
		return false
	}
}

// guard runs fn and logs a panic in it, which ends nothing else.
func (d *Door) guard(doing string, fn func()) (whole bool) {
	defer func() {
		if cause := recover(); cause != nil {
			d.o.Fault(doing, fmt.Errorf("panic: %v\n%s", cause, debug.Stack()))
			whole = false
		}
	}()
	fn()
	return true
}
