package door

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/ssh"

	"atrium/tui/kit"
)

// gate stands before one session and lets through only what a session of the program needs: a terminal, its
// size, three variables of the environment, a command or the screens, and an interrupt. Forwarding, agents,
// subsystems and everything else end here.
type gate struct {
	ssh.NewChannel
	local bool
	// open reports whether sessions may begin, interrupt stops what runs, and gone tells that the session's
	// channel was closed.
	open            func() bool
	interrupt, gone func()

	channel  ssh.Channel
	call     *Call // over the socket
	terminal bool
	width    *size
	windows  chan kit.Window
}

// The sizes of windows that are believed: a larger one would only cost memory.
const (
	widest, highest = 500, 300
	usualWidth      = 80
	usualHeight     = 24
)

// windowOf believes a size as far as it makes sense.
func windowOf(columns, rows uint32) kit.Window {
	if columns == 0 || rows == 0 {
		return kit.Window{Width: usualWidth, Height: usualHeight}
	}
	return kit.Window{Width: int(min(columns, widest)), Height: int(min(rows, highest))}
}

// Accept opens the session's channel.
func (g *gate) Accept() (ssh.Channel, <-chan *ssh.Request, error) {
	channel, requests, err := g.NewChannel.Accept()
	if err != nil {
		return nil, nil, err
	}
	g.channel = channel
	through := make(chan *ssh.Request)
	go g.watch(requests, through)
	return channel, through, nil
}

// watch answers requests, and passes on those that the session answers itself.
func (g *gate) watch(requests <-chan *ssh.Request, through chan<- *ssh.Request) {
	defer close(through)
	defer g.gone()
	for request := range requests {
		if g.passes(request) {
			through <- request
		}
	}
}

// passes reports whether a request is for the session; otherwise it was answered.
func (g *gate) passes(request *ssh.Request) bool {
	switch request.Type {
	case "exec", "shell":
		return g.open() || answer(request, false)
	case "env":
		return g.mayHave(request.Payload) || answer(request, false)
	case "pty-req":
		return g.takeTerminal(request) || answer(request, false)
	case "window-change":
		var window windowPayload
		known := ssh.Unmarshal(request.Payload, &window) == nil && g.terminal
		if known {
			g.resized(windowOf(window.Columns, window.Rows))
		}
		return answer(request, known)
	case "signal":
		var signal signalPayload
		if ssh.Unmarshal(request.Payload, &signal) == nil && slices.Contains([]string{"INT", "TERM", "HUP"}, signal.Signal) {
			g.interrupt()
		}
		return answer(request, true)
	case callRequest:
		return answer(request, g.local && g.takeCall(request.Payload))
	default:
		return answer(request, false)
	}
}

// answer answers a request where an answer is wanted. It returns false: the request goes no further.
func answer(request *ssh.Request, ok bool) bool {
	if request.WantReply {
		_ = request.Reply(ok, nil) // it fails where nobody is there any more
	}
	return false
}

// environment is what a session may say of its environment, and longestValue bounds each value in bytes.
var environment = []string{"TERM", "LANG", "COLORTERM"}

const longestValue = 128

func (g *gate) mayHave(payload []byte) bool {
	var variable envPayload
	return ssh.Unmarshal(payload, &variable) == nil && slices.Contains(environment, variable.Name) && plain(variable.Value)
}

// plain tells a short value that holds nothing a terminal would obey.
func plain(value string) bool {
	return len(value) <= longestValue && utf8.ValidString(value) && !strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 })
}

// takeTerminal takes a terminal of a size that makes sense.
func (g *gate) takeTerminal(request *ssh.Request) bool {
	var asked terminalPayload
	if g.terminal || ssh.Unmarshal(request.Payload, &asked) != nil || !plain(asked.Term) {
		return false
	}
	window := windowOf(asked.Columns, asked.Rows)
	request.Payload = ssh.Marshal(&terminalPayload{Term: asked.Term, Columns: uint32(window.Width), Rows: uint32(window.Height), Modes: asked.Modes})
	g.terminal = true
	g.resized(window)
	return true
}

// resized keeps the newest size for whoever draws: nobody is waited for.
func (g *gate) resized(window kit.Window) {
	g.width.Store(int64(window.Width))
	select {
	case <-g.windows:
	default:
	}
	g.windows <- window
}

// takeCall takes what a program on this machine asks for.
func (g *gate) takeCall(payload []byte) bool {
	var call Call
	if json.Unmarshal(payload, &call) != nil {
		return false
	}
	g.call = &call
	if !g.terminal {
		g.width.Store(int64(call.Width))
	}
	return true
}
