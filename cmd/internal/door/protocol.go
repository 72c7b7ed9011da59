package door

import (
	"encoding/binary"
	"encoding/json"
	"io"

	"golang.org/x/crypto/ssh"
)

// What the two ends of the socket say to each other beside SSH. Over the network none of it is understood.
const (
	callRequest    = "call@atrium"    // what is called, and from where; before the session begins
	readRequest    = "read@atrium"    // the command wants to read its standard input
	placeRequest   = "place@atrium"   // where the screens are, and who acts in them
	outcomeRequest = "outcome@atrium" // how the session ended; before its exit status
)

// Call is what a program asks the holder of the store to do in its place.
type Call struct {
	// Args are the arguments that it was called with, and Folder is the one that it was called in.
	Args   []string
	Folder string
	// Environ is what matters of its environment.
	Environ []string
	// Input and Output tell whether standard input and output are terminals, and Width is how wide the
	// latter is, in cells; 0 where it is none.
	Input, Output bool
	Width         int
	// Place is where the screens go on, as [Visit.Moved] told it; empty for where they usually begin.
	Place []byte
	// Input that was read already, and is read again: it belongs to the command.
	Taken []byte
}

// Outcome is how a session ended.
type Outcome struct {
	// Code is the exit code.
	Code int `json:"-"`
	// Changed tells that a change was made, whatever went wrong after it.
	Changed bool
	// Demo tells that the person asked for the demo company.
	Demo bool
	// Closing tells that the holder leaves, and has not finished what was asked of it.
	Closing bool
}

// send says something as JSON that needs no answer.
func send(ch ssh.Channel, request string, value any) error {
	payload, err := json.Marshal(value)
	if err != nil {
		return err
	}
	_, err = ch.SendRequest(request, false, payload)
	return err
}

// writePiece sends one piece of the standard input, as long as it was read.
func writePiece(w io.Writer, piece []byte) error {
	framed := binary.BigEndian.AppendUint32(make([]byte, 0, 4+len(piece)), uint32(len(piece)))
	_, err := w.Write(append(framed, piece...))
	return err
}

// longestPiece bounds a piece of the standard input.
const longestPiece = 32 << 10

// readPiece takes one piece of the standard input; io.EOF is its end.
func readPiece(r io.Reader) ([]byte, error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	piece := make([]byte, min(binary.BigEndian.Uint32(head[:]), longestPiece))
	_, err := io.ReadFull(r, piece)
	return piece, err
}

// The payloads of SSH's own requests (RFC 4254, sections 6.2, 6.4, 6.5, 6.7, 6.9 and 6.10).
type (
	terminalPayload struct {
		Term                                   string
		Columns, Rows, PixelWidth, PixelHeight uint32
		Modes                                  string
	}
	windowPayload  struct{ Columns, Rows, PixelWidth, PixelHeight uint32 }
	envPayload     struct{ Name, Value string }
	commandPayload struct{ Command string }
	signalPayload  struct{ Signal string }
	statusPayload  struct{ Status uint32 }
)
