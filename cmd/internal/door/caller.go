package door

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"sync"

	"golang.org/x/crypto/ssh"
)

// Caller is this program's connection to the process that has the store open.
type Caller struct {
	conn ssh.Conn
}

// ErrNotAsked is what a call is answered with that never began: it can be made again.
var ErrNotAsked = errors.New("the process that has the store open takes no more calls")

// ErrLost is what a call is answered with that began and whose end nobody told: it must not be made again.
var ErrLost = errors.New("the process that has the store open is gone")

// Reach connects to the process that has the store of a data folder open. It fails where that process lets
// nobody in, because it is a command that is done in a moment, or belongs to another user.
func Reach(dir string) (*Caller, error) {
	socket, err := dialSocket(dir)
	if err != nil {
		return nil, err
	}
	conn, channels, requests, err := ssh.NewClientConn(socket, "atrium", &ssh.ClientConfig{
		User: "atrium", HostKeyCallback: ssh.InsecureIgnoreHostKey(), // the kernel said who is there
	})
	if err != nil {
		return nil, errors.Join(err, socket.Close())
	}
	go ssh.DiscardRequests(requests)
	go func() {
		for channel := range channels {
			_ = channel.Reject(ssh.Prohibited, "") // nobody asked for one
		}
	}()
	return &Caller{conn}, nil
}

// Close ends the connection, and with it every call.
func (c *Caller) Close() error { return c.conn.Close() }

// Ends are the streams of the program that calls, and what it is told meanwhile.
type Ends struct {
	In       io.Reader
	Out, Err io.Writer
	// Terminal is where the screens are shown; nil for a command.
	Terminal *Screen
	// Moved is told where the screens are; it may be nil.
	Moved func(place []byte)
}

// call is a call under way.
type call struct {
	Ends
	channel ssh.Channel
	pieces  chan struct{} // a piece of the standard input is wanted
	ended   bool          // the exit status was told
	outcome Outcome
	fault   error // of a stream on this side
}

// Do makes a call and waits for its end. When ctx ends the call is interrupted, and its end still waited for.
// The error is [ErrNotAsked], [ErrLost], or a fault of a stream on this side.
func (c *Caller) Do(ctx context.Context, what Call, ends Ends) (Outcome, error) {
	channel, requests, err := c.conn.OpenChannel("session", nil)
	if err != nil {
		return Outcome{}, ErrNotAsked
	}
	defer func() { _ = channel.Close() }() // it is closed already, as a rule
	k := &call{Ends: ends, channel: channel, pieces: make(chan struct{}, 1)}
	if err := k.begin(what); err != nil {
		return Outcome{}, err
	}
	defer context.AfterFunc(ctx, func() { _, _ = channel.SendRequest("signal", false, ssh.Marshal(&signalPayload{"INT"})) })()
	var streams sync.WaitGroup
	streams.Go(func() { k.copyOut(k.Out, channel) })
	streams.Go(func() { k.copyOut(k.Err, channel.Stderr()) })
	stop := k.input()
	k.listen(requests)
	streams.Wait()
	stop()
	switch {
	case !k.ended:
		return k.outcome, ErrLost
	default:
		return k.outcome, k.fault
	}
}

// begin asks for what is called.
func (k *call) begin(what Call) error {
	payload, err := json.Marshal(what)
	if err != nil {
		return err
	}
	if err := k.ask(callRequest, payload); err != nil {
		return err
	}
	if k.Terminal == nil {
		return k.start("exec", ssh.Marshal(&commandPayload{"atrium"}))
	}
	if err := k.ask("pty-req", k.Terminal.request()); err != nil {
		return err
	}
	return k.start("shell", nil)
}

// ask makes a request without which nothing begins.
func (k *call) ask(request string, payload []byte) error {
	if ok, err := k.channel.SendRequest(request, true, payload); err != nil || !ok {
		return ErrNotAsked
	}
	return nil
}

// start begins what was asked for. Where no answer comes it may have begun.
func (k *call) start(request string, payload []byte) error {
	switch ok, err := k.channel.SendRequest(request, true, payload); {
	case err != nil:
		return ErrLost
	case !ok:
		return ErrNotAsked
	}
	return nil
}

// copyOut copies what is written there to a stream here. When the stream takes no more, the rest is thrown
// away: the call goes on to its end, as it would have at home.
func (k *call) copyOut(to io.Writer, from io.Reader) {
	_, err := io.Copy(to, from)
	if err != nil && to == k.Out {
		k.fault = err
	}
	_, _ = io.Copy(io.Discard, from)
}

// listen takes what is told until the channel is closed.
func (k *call) listen(requests <-chan *ssh.Request) {
	for request := range requests {
		switch request.Type {
		case readRequest:
			select {
			case k.pieces <- struct{}{}:
			default: // one is wanted already
			}
		case placeRequest:
			if k.Moved != nil {
				k.Moved(request.Payload)
			}
		case outcomeRequest:
			_ = json.Unmarshal(request.Payload, &k.outcome) // one that cannot be read leaves nothing but the exit code
		case "exit-status":
			var status statusPayload
			k.ended = ssh.Unmarshal(request.Payload, &status) == nil
			k.outcome.Code = int(status.Status)
		}
		answer(request, false)
	}
}

// input passes the standard input on: keys as they come, for a command only what it asks for. The returned
// function ends it.
func (k *call) input() (stop func()) {
	if k.Terminal != nil {
		return k.Terminal.attach(k.channel)
	}
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-k.pieces:
			case <-done:
				return
			}
			if !k.sendPiece() {
				return
			}
		}
	}()
	return func() { close(done) }
}

// sendPiece reads once and passes on what was read; it reports whether there may be more.
func (k *call) sendPiece() bool {
	chunk := make([]byte, longestPiece)
	n, err := k.In.Read(chunk)
	if n > 0 && writePiece(k.channel, chunk[:n]) != nil {
		return false
	}
	if n == 0 && err == nil {
		return writePiece(k.channel, nil) == nil // nothing was read, and the command asks again
	}
	if err != nil {
		_ = k.channel.CloseWrite() // the call has ended, if this fails
		return false
	}
	return true
}
