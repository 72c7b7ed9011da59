package model

// Mail is a message that the program would have sent. The outbox stands in for mail (IDN-02).
type Mail struct {
	Seq     uint64  `json:"seq" cbor:"1,keyasint"`
	To      string  `json:"to" cbor:"2,keyasint"`
	Subject string  `json:"subject" cbor:"3,keyasint"`
	Body    string  `json:"body" cbor:"4,keyasint"`
	Code    string  `json:"code,omitempty" cbor:"5,keyasint,omitempty"`
	At      Instant `json:"at" cbor:"6,keyasint"`
}

var outbox = Table[Mail]{name: "outbox", key: func(m *Mail) Key { return Key("").Uint(m.Seq) }}

// mail puts a message in the outbox.
func (act *Act) mail(to, subject, body, code string) error {
	return outbox.Put(act, &Mail{Seq: act.next("mail"), To: to, Subject: subject, Body: body, Code: code, At: act.Now})
}

// ListOutbox asks for the messages of the outbox, newest first: all of them, since whoever may act as anyone reads
// for all; only one's own in a session whose person was proven.
type ListOutbox struct {
	To    string `flag:"to" help:"only messages to this address"`
	Limit int    `flag:"limit" help:"how many at the most" default:"100"`
}

func (q *ListOutbox) answer(ask *Ask) (any, error) {
	list := []Mail{}
	mine := func(string) bool { return true }
	if ask.session.proven {
		p, found, err := findPerson(ask, ask.session.Person)
		if err != nil {
			return nil, err
		}
		mine = func(to string) bool { return found && fold(to) == fold(p.Email) }
	}
	for m, err := range outbox.All(ask, Range{Reverse: true}) {
		if err != nil {
			return nil, err
		}
		if mine(m.To) && (q.To == "" || fold(q.To) == fold(m.To)) {
			list = append(list, *m)
		}
		if q.Limit > 0 && len(list) == q.Limit {
			break
		}
	}
	return list, nil
}
