package cli

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"atrium/cmd/internal/door"
	"atrium/tui/text"
)

// serving is what atrium serve is called with.
type serving struct {
	listen, keys string
	limits       door.Limits
}

// serve is the command that holds the store for others.
func (p *program) serve() *cobra.Command {
	s := serving{limits: door.DefaultLimits()}
	cmd := &cobra.Command{Use: "serve", Short: "Hold the store for others: over a socket, and over SSH", GroupID: groupProgram, Args: noSuchCommand,
		Long: "Hold the store for others: over a socket for the same user of this machine, and\nwith --listen over SSH for people elsewhere, by public key only.\n\n" +
			"The keys file is an authorized_keys file whose options name the person, and the\nAWS accounts that the key may act in:\n\n" +
			"  person=\"MaryMajor\",aws=\"111122223333\" ssh-ed25519 AAAA… mary@laptop\n\n" +
			"It is read again whenever it changes; the sessions of a key that was taken out\nof it end. The process ends when it is told to (SIGTERM, ctrl+c).\n\nMore:    atrium guide serve",
		Example: "  atrium serve\n  atrium serve --listen :2222 --keys /etc/atrium/keys",
		RunE: func(cmd *cobra.Command, _ []string) error {
			p.doing, p.topic = "serve", "serve"
			return p.runServe(cmd.Context(), &s)
		}}
	flags, l := cmd.Flags(), &s.limits
	flags.StringVar(&s.listen, "listen", "", "address to listen at for SSH, for example :2222 or 10.0.0.5:2222")
	flags.StringVar(&s.keys, "keys", "", "file with the public keys that may come, and whom each stands for")
	flags.DurationVar(&l.Idle, "idle", l.Idle, "end screens in which no key was pressed for so long; 0 for never")
	flags.DurationVar(&l.Total, "total", l.Total, "end a session after so long; 0 for never")
	flags.IntVar(&l.Sessions, "sessions", l.Sessions, "most sessions at a time over the network; 0 for no limit")
	flags.IntVar(&l.PerKey, "sessions-per-key", l.PerKey, "most sessions at a time with one key; 0 for no limit")
	flags.IntVar(&l.PerMinute, "connections-per-minute", l.PerMinute, "most connections that one address may open in a minute; 0 for no limit")
	flags.DurationVar(&l.Handshake, "handshake", l.Handshake, "close a connection that has no session after so long")
	return cmd
}

// runServe holds the store until the process is told to end.
func (p *program) runServe(ctx context.Context, s *serving) error {
	if err := s.check(&p.globals); err != nil {
		return err
	}
	var keys *door.Keyring
	if s.keys != "" {
		var err error
		if keys, err = door.OpenKeys(p.path(s.keys)); err != nil {
			return &usageError{sentence(err.Error()), "A line is: person=\"ALIAS\",aws=\"ACCOUNT\" ssh-ed25519 AAAA…"}
		}
	}
	if err := p.open(ctx, false); err != nil {
		return err
	}
	return p.withEngine(ctx, func(ctx context.Context) error { return p.serveUntil(ctx, s, keys) })
}

// check refuses flags that make no sense together.
func (s *serving) check(g *globals) error {
	l := s.limits
	switch {
	case g.readOnly:
		return &usageError{"Whoever only looks at a store writes nothing, not even a socket for others.", "Leave --read-only to the sessions: each takes it for itself."}
	case g.demo:
		return &usageError{"The demo is in memory, and nobody else can be let into it.", "Name a folder with --data."}
	case (s.listen == "") != (s.keys == ""):
		return &usageError{"--listen and --keys go together: nobody comes over the network without a key.", "For example: atrium serve --listen :2222 --keys /etc/atrium/keys"}
	case l.Idle < 0 || l.Total < 0 || l.Handshake <= 0 || l.Sessions < 0 || l.PerKey < 0 || l.PerMinute < 0:
		return &usageError{"A limit cannot be below 0, and --handshake must be above it.", "“atrium serve --help” lists the limits."}
	}
	return nil
}

// serveUntil lets others in until ctx ends.
func (p *program) serveUntil(ctx context.Context, s *serving, keys *door.Keyring) error {
	d, err := p.openDoor(s.limits, p.noter())
	if err != nil {
		return &usageError{sentence(err.Error()), "Set XDG_RUNTIME_DIR to a folder of your own."}
	}
	lines := []string{"The store " + p.app.Dir() + " is open for others.", "Socket:   " + d.Path()}
	if keys != nil {
		at, fingerprint, err := d.Listen(s.listen, keys)
		if err != nil {
			return errors.Join(&usageError{sentence(err.Error()), "Name another address with --listen, or see what listens there."}, d.Close())
		}
		lines = append(lines, "SSH:      "+at.String(), "Host key: "+fingerprint)
	}
	err = p.printLines(lines)
	if err = errors.Join(err, p.out.Flush()); err == nil {
		<-ctx.Done()
	}
	return errors.Join(err, d.Close())
}

// noter writes down who comes and goes, a line for each. Nobody is left to tell when that fails.
func (p *program) noter() func(string) {
	var one sync.Mutex
	return func(line string) {
		one.Lock()
		defer one.Unlock()
		_, _ = fmt.Fprintln(p.streams.Out, time.Now().UTC().Format(time.RFC3339)+" "+text.Visible(line))
	}
}
