package door

import (
	"context"
	"fmt"
	"net"
	"time"

	"github.com/charmbracelet/ssh"
	"github.com/charmbracelet/wish"
	gossh "golang.org/x/crypto/ssh"

	"atrium/tui/kit"
)

// way is one of the two ways in: the socket, or the network with its keys.
type way struct {
	door  *Door
	keys  *Keyring // nil for the socket
	meter meter
}

// newServer makes the SSH server of a way in.
func (d *Door) newServer(w *way, signer gossh.Signer) (*ssh.Server, error) {
	options := []ssh.Option{
		func(s *ssh.Server) error { s.AddHostKey(signer); return nil },
		wish.WithVersion("atrium"),
		ssh.WrapConn(w.connect),
		func(s *ssh.Server) error {
			s.ServerConfigCallback = serverConfig
			s.ChannelHandlers = map[string]ssh.ChannelHandler{"session": w.session}
			s.RequestHandlers = map[string]ssh.RequestHandler{}
			s.SubsystemHandlers = map[string]ssh.SubsystemHandler{}
			return nil
		},
	}
	if w.keys != nil {
		options = append(options, wish.WithPublicKeyAuth(func(_ ssh.Context, key ssh.PublicKey) bool { return w.keys.grant(key.Marshal()) != nil }))
	}
	return wish.NewServer(options...)
}

func serverConfig(ssh.Context) *gossh.ServerConfig {
	return &gossh.ServerConfig{MaxAuthTries: 6, PublicKeyAuthAlgorithms: gossh.SupportedAlgorithms().PublicKeyAuths}
}

// connect takes a connection, or refuses it before anything is read from it.
func (w *way) connect(ctx ssh.Context, conn net.Conn) net.Conn {
	d := w.door
	limit := d.o.Limits.Handshake
	if limit <= 0 {
		limit = DefaultLimits().Handshake
	}
	if w.keys == nil {
		if mine(conn) != nil {
			return nil
		}
	} else if !w.meter.allows(conn.RemoteAddr(), time.Now()) {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if w.keys != nil && d.unproven >= mostUnproven {
		return nil
	}
	d.unproven++
	c := newConnection(conn, limit, nil)
	c.closed = func() {
		c.mu.Lock()
		proven := c.proven
		c.proven = true
		c.mu.Unlock()
		if !proven {
			d.proven()
		}
	}
	ctx.SetValue(connectionKey{}, c)
	return c
}

// proven counts a connection that has a session, or is gone.
func (d *Door) proven() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.unproven--
}

// session opens one session of a connection behind its gate.
func (w *way) session(_ *ssh.Server, conn *gossh.ServerConn, asked gossh.NewChannel, ctx ssh.Context) {
	d, c := w.door, connectionOf(ctx)
	if !c.open() {
		_ = asked.Reject(gossh.ResourceShortage, "too many sessions in one connection") // it fails where nobody is there
		return
	}
	defer c.shut()
	inner, cancel := context.WithCancelCause(ctx)
	g := &gate{NewChannel: asked, local: w.keys == nil, open: d.isOpen, width: &size{}, windows: make(chan kit.Window, 1),
		interrupt: func() { cancel(context.Canceled) }, gone: func() { cancel(context.Canceled) }}
	// A server of its own for each session: the library knows no other way to give each a handler of its own.
	own := &ssh.Server{Handler: func(s ssh.Session) {
		d.guard("a session", func() { w.receive(inner, cancel, c, g, s) })
		cancel(nil)
	}}
	_ = own.SetOption(ssh.EmulatePty()) // it only sets a field
	d.guard("the requests of a session", func() { ssh.DefaultSessionHandler(own, conn, g, ctx) })
	cancel(nil)
}

// receive carries out what the visitor came for.
func (w *way) receive(ctx context.Context, cancel context.CancelCauseFunc, c *connection, g *gate, s ssh.Session) {
	if c.begin() {
		w.door.proven()
	}
	defer c.end()
	v := w.visit(cancel, g, s)
	code := exitRefused
	if err := w.mayCome(v, s, c); err != nil {
		_, _ = fmt.Fprintln(v.Err, "atrium: "+err.Error()) // who has gone needs no answer
	} else {
		code = w.stay(ctx, v, c)
	}
	if v.Local() {
		_ = send(g.channel, outcomeRequest, v.outcome) // who has gone needs no answer
	}
	_ = s.Exit(code)
}

// exitRefused ends a session that was not let in, and exitFault one that failed.
const (
	exitFault   = 1
	exitRefused = 4
)

// mayCome reads from the proven key who it is, and lets the visit in as far as the limits do.
func (w *way) mayCome(v *Visit, s ssh.Session, c *connection) error {
	if w.keys != nil {
		// The library keeps the key here that the handshake proved; the keys that were merely offered before
		// it count for nothing (CVE-2024-45337).
		key := s.PublicKey()
		if key == nil {
			return farewellRevoked
		}
		if v.Grant = w.keys.grant(key.Marshal()); v.Grant == nil {
			v.Grant = &Grant{}
			return farewellRevoked
		}
	}
	return w.door.enter(v, c)
}

// stay runs the visit within its limits, and tells why it was ended where the visitor did not end it.
func (w *way) stay(ctx context.Context, v *Visit, c *connection) (code int) {
	d := w.door
	defer d.leave(v)
	if !v.Local() && !v.Grant.same(w.keys.grant(v.Grant.key)) {
		v.end(farewellRevoked) // the file changed while the visit was let in
	}
	defer context.AfterFunc(ctx, func() { cutOff(ctx, c) })()
	if limits := d.o.Limits; !v.Local() {
		v.limit(limits.Idle)
		if limits.Total > 0 {
			defer time.AfterFunc(limits.Total, func() { v.end(totalFarewell(limits.Total)) }).Stop()
		}
		d.note("%s came from %s with the key %s", v.Grant.Person, v.From, v.Grant.Fingerprint)
		defer func() { d.note("%s from %s left", v.Grant.Person, v.From) }()
	}
	if v.idle != nil {
		defer v.idle.Stop()
	}
	code = exitFault
	if !d.guard("a session", func() { code = d.o.Serve(ctx, v) }) {
		_, _ = fmt.Fprintln(v.Err, "atrium: An internal error ended this session; it is logged.") // as above
	}
	why, told := context.Cause(ctx).(farewell)
	v.outcome.Closing = told && why == farewellClosing && v.screens.Load()
	if told && !(v.Local() && v.outcome.Closing) { // the visitor's own program goes on by itself
		_, _ = fmt.Fprintln(v.Err, "atrium: "+why.Error())
		code = exitFault
	}
	return code
}

// cutOff closes the connection of a session that was ended and does not go, because its other end reads nothing.
func cutOff(ctx context.Context, c *connection) {
	if _, told := context.Cause(ctx).(farewell); told {
		time.AfterFunc(goWithin, func() { _ = c.Close() })
	}
}

func (d *Door) note(format string, args ...any) {
	if d.o.Note != nil {
		d.o.Note(fmt.Sprintf(format, args...))
	}
}
