package door

import (
	"net"
	"sync"
	"time"

	"github.com/charmbracelet/ssh"
)

// connection is one connection of somebody, from before the handshake on. It is closed when it has no session
// for longer than the handshake may take: without one it is good for nothing.
type connection struct {
	net.Conn
	within time.Duration
	closed func()

	mu       sync.Mutex
	timer    *time.Timer
	channels int // that are open, also before a session has begun in them
	sessions int
	proven   bool
	once     sync.Once
}

// connectionKey finds the connection in the context of its sessions.
type connectionKey struct{}

func newConnection(conn net.Conn, within time.Duration, closed func()) *connection {
	c := &connection{Conn: conn, within: within, closed: closed}
	if within > 0 {
		c.timer = time.AfterFunc(within, func() { _ = c.Close() }) // nobody is there to tell
	}
	return c
}

// connectionOf is the connection that a session belongs to.
func connectionOf(ctx ssh.Context) *connection { return ctx.Value(connectionKey{}).(*connection) }

// Close closes the connection, once.
func (c *connection) Close() error {
	err := net.ErrClosed
	c.once.Do(func() {
		err = c.Conn.Close()
		c.closed()
	})
	return err
}

// mostChannels is how many channels one connection may have open.
const mostChannels = 16

// open counts one more channel, and reports whether there may be one more.
func (c *connection) open() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.channels == mostChannels {
		return false
	}
	c.channels++
	return true
}

func (c *connection) shut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.channels--
}

// begin counts a session; it reports whether this is the first of the connection.
func (c *connection) begin() (first bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sessions++
	if c.timer != nil {
		c.timer.Stop()
	}
	first, c.proven = !c.proven, true
	return first
}

// end counts a session that ended.
func (c *connection) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.sessions--; c.sessions == 0 && c.timer != nil {
		c.timer.Reset(c.within)
	}
}
