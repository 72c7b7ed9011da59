package door

import (
	"context"
	"io"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/ssh"

	"atrium/tui/kit"
)

// Visit is one session of somebody who came through the door: what is asked, by whom, and the streams.
type Visit struct {
	Call
	// Grant is what the proven key grants; nil over the socket, whose visitor may do what the holder's own
	// user may.
	Grant *Grant
	// From is where the visitor comes from: the address, or "socket".
	From  string
	Began time.Time
	// In, Out and Err are the streams. Each also answers Terminal() bool and Width() int.
	In       io.Reader
	Out, Err io.Writer
	// Windows are the sizes of the terminal, the present one first; nil without a terminal.
	Windows <-chan kit.Window

	console *console
	channel ssh.Channel
	cancel  context.CancelCauseFunc
	screens atomic.Bool
	last    atomic.Int64 // when something was typed last, in nanoseconds since 1970
	idle    *time.Timer  // runs while the screens are shown; nil without a limit
	allowed time.Duration
	outcome Outcome
}

// size is how wide a terminal is now.
type size = atomic.Int64

// Local reports whether the visitor is a program of the same user on the same machine.
func (v *Visit) Local() bool { return v.Grant == nil }

// Show tells that the screens are shown from now on: keys come as they are pressed, and nobody stays for long
// who presses none.
func (v *Visit) Show() {
	v.screens.Store(true)
	if v.console != nil {
		v.console.makeRaw()
	}
	if v.idle != nil {
		v.idle.Reset(v.allowed)
	}
}

// limit ends the visit once nothing was typed for so long while the screens are shown.
func (v *Visit) limit(idle time.Duration) {
	if v.allowed = idle; idle > 0 {
		v.idle = time.AfterFunc(idle, func() { v.end(idleFarewell(idle)) })
		v.idle.Stop()
	}
}

// LastTyped is when the visitor typed something last, or came.
func (v *Visit) LastTyped() time.Time { return time.Unix(0, v.last.Load()) }

// Read notes that something was typed.
func (v *Visit) Read(p []byte) (int, error) {
	n, err := v.channel.Read(p)
	v.last.Store(time.Now().UnixNano())
	if v.idle != nil && v.screens.Load() {
		v.idle.Reset(v.allowed)
	}
	return n, err
}

// Moved tells a program on this machine where its screens are, so that it can go on there when this process is
// no more.
func (v *Visit) Moved(place []byte) {
	if v.Local() {
		_, _ = v.channel.SendRequest(placeRequest, false, place) // who has gone needs no place
	}
}

// MadeChange notes that a change was made, whatever goes wrong after it.
func (v *Visit) MadeChange() { v.outcome.Changed = true }

// WantsDemo notes that the person asked for the demo company instead.
func (v *Visit) WantsDemo() { v.outcome.Demo = true }

// end asks the session to end, and says why.
func (v *Visit) end(why error) { v.cancel(why) }

// farewell is why a session was ended that the visitor did not end, as a sentence for them.
type farewell string

func (f farewell) Error() string { return string(f) }

const (
	farewellClosing = farewell("The process that has the store open was told to end. Everything that was acknowledged is kept.")
	farewellRevoked = farewell("Your key was taken out of the keys file, or changed there.")
)

func idleFarewell(after time.Duration) farewell {
	return farewell("No key was pressed for " + inWords(after) + ", so the session was ended.")
}

func totalFarewell(after time.Duration) farewell {
	return farewell("A session lasts for " + inWords(after) + " at the most, and this one has. Begin another.")
}

// inWords writes a limit without the zeros that a duration has at its end.
func inWords(d time.Duration) string {
	text := d.String()
	for _, zeros := range []string{"m0s", "h0m"} {
		if n := len(text) - len(zeros) + 1; n > 0 && text[n-1:] == zeros {
			text = text[:n]
		}
	}
	return text
}
