package model

import (
	"context"
	"sync"
	"time"

	"atrium/model/roster"
)

// rosterLine is what a members list is searched and sorted by: a part of [Member], so that a million rows
// are decoded quickly.
type rosterLine struct {
	Name     string       `cbor:"3,keyasint,omitempty"`
	Email    string       `cbor:"4,keyasint,omitempty"`
	Role     SpaceRole    `cbor:"5,keyasint,omitempty"`
	TeamRole SpaceRole    `cbor:"6,keyasint,omitempty"`
	Status   MemberStatus `cbor:"7,keyasint"`
}

// The fields of a roster's lines, by their place, and the classes that tell the two tables apart.
const (
	rosterName = iota
	rosterEmail
	rosterRole
	rosterStatus
	rosterFields

	classAdministrator uint8 = 1
	classMember        uint8 = 2
)

// rosterLayout says that of the fields role and status are the same few for all.
var rosterLayout = roster.Layout{Fields: rosterFields, Few: 2}

// sortFields leads from the JSON name of a column to its field.
var sortFields = map[string]int{"": roster.ByKey, "alias": roster.ByKey, "name": rosterName, "email": rosterEmail, "role": rosterRole, "status": rosterStatus}

// line is the line of a member; its fields go into room that may be used again.
func (l *rosterLine) line(handle string, room []string) roster.Line {
	role := l.Role
	if l.TeamRole.strength() > role.strength() {
		role = l.TeamRole
	}
	class := classMember
	if role == SpaceAdministrator {
		class = classAdministrator
	}
	return roster.Line{Key: handle, Fields: append(room[:0], l.Name, l.Email, role.Title(), l.Status.Title()), Class: class}
}

// memberRoster is the index over the members of one space.
type memberRoster struct {
	set   string
	ready chan struct{} // closed once index or err is set

	mu     sync.Mutex
	index  *roster.Index
	err    error
	missed []string // handles that changed while the index was being built
	last   map[MemberTable]*roster.Result
}

// rosters keeps the indexes of the spaces that are looked at.
type rosters struct {
	service *Service
	mu      sync.Mutex
	sets    map[string]*memberRoster
}

// maxRosters bounds the memory: an index of a million members takes some 60 MB.
const maxRosters = 2

func newRosters(s *Service) *rosters {
	return &rosters{service: s, sets: map[string]*memberRoster{}}
}

// of returns the index of a space, being built or ready; the first call begins to build it.
func (r *rosters) of(set string) *memberRoster {
	r.mu.Lock()
	defer r.mu.Unlock()
	if m, found := r.sets[set]; found {
		return m
	}
	for other := range r.sets {
		if len(r.sets) >= maxRosters {
			delete(r.sets, other)
		}
	}
	m := &memberRoster{set: set, ready: make(chan struct{}), last: map[MemberTable]*roster.Result{}}
	r.sets[set] = m
	go r.build(m)
	return m
}

// build reads every member of the space. What is committed meanwhile is read again at the end.
func (r *rosters) build(m *memberRoster) {
	index, err := r.read(m.set)
	m.mu.Lock()
	m.index, m.err = index, err
	missed := m.missed
	m.missed = nil
	close(m.ready)
	if err == nil {
		m.err = r.refresh(m, missed)
	}
	m.mu.Unlock()
	if err != nil {
		r.forget(m)
	}
}

// An index is built in so many rows at a time, with a pause between them. Without it, on a machine of two
// cores, whoever moves about in the first page meanwhile waits a frame longer for each key; to yield is not
// enough, as the core then never comes to look whether a key was pressed.
const (
	breath = 256
	pause  = 20 * time.Microsecond
)

func (r *rosters) read(set string) (*roster.Index, error) {
	builder := roster.NewBuilder(rosterLayout)
	err := r.service.store.View(context.Background(), func(tx Reader) error {
		var line rosterLine
		prefix, room := K(set), make([]string, rosterFields)
		for row, err := range tx.Scan(members.name, Range{Prefix: prefix}) {
			if err != nil {
				return err
			}
			if err := row.Decode(&line); err != nil {
				return err
			}
			if builder.Len()%breath == 0 {
				time.Sleep(pause)
			}
			builder.Add(line.line(row.Key()[len(prefix):].Part(0), room))
		}
		return nil
	})
	return builder.Build(), err
}

func (r *rosters) forget(m *memberRoster) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.sets[m.set] == m {
		delete(r.sets, m.set)
	}
}

// committed brings the indexes up to date with what a transaction touched.
func (r *rosters) committed(c Commit) {
	r.mu.Lock()
	if len(r.sets) == 0 {
		r.mu.Unlock()
		return
	}
	if c.Bulk {
		clear(r.sets)
		r.mu.Unlock()
		return
	}
	touched := map[*memberRoster][]string{}
	for _, t := range c.Touched {
		if t.Table != members.name {
			continue
		}
		if m, found := r.sets[t.Key.Part(0)]; found {
			touched[m] = append(touched[m], t.Key.Part(1))
		}
	}
	r.mu.Unlock()
	for m, handles := range touched {
		r.touch(m, handles)
	}
}

func (r *rosters) touch(m *memberRoster, handles []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	select {
	case <-m.ready:
		if m.err == nil {
			m.err = r.refresh(m, handles)
		}
	default:
		m.missed = append(m.missed, handles...)
	}
	if m.err != nil {
		r.forget(m)
	}
}

// refresh reads rows again and puts them in the index.
func (r *rosters) refresh(m *memberRoster, handles []string) error {
	return r.service.store.View(context.Background(), func(tx Reader) error {
		for _, handle := range handles {
			var line rosterLine
			found, err := tx.Get(members.name, K(m.set, handle), &line)
			if err != nil {
				return err
			}
			if found {
				m.index.Put(line.line(handle, nil))
			} else {
				m.index.Delete(handle)
			}
		}
		return nil
	})
}

// isReady tells whether the index can be used without waiting.
func (m *memberRoster) isReady() bool {
	select {
	case <-m.ready:
		return true
	default:
		return false
	}
}

// selectRows finds the rows of a view; it waits for an index that is being built.
func (m *memberRoster) selectRows(ctx context.Context, table MemberTable, view roster.View) (*roster.Result, error) {
	select {
	case <-m.ready:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	m.mu.Lock()
	index, err, previous := m.index, m.err, m.last[table]
	m.mu.Unlock()
	if err != nil {
		return nil, err
	}
	result, err := index.Select(ctx, view, previous)
	if err == nil {
		m.mu.Lock()
		m.last[table] = result
		m.mu.Unlock()
	}
	return result, err
}
