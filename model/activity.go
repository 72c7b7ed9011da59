package model

import "fmt"

// readingEntries are the entries that only look, at what happened and who may do what.
func readingEntries() []Entry {
	return []Entry{
		ask[ListActivity]("activity.list", "Activity", "activity", byManagers()),
		ask[ListPermissions]("rules.permissions", "Permissions", "permissions", Anyone()),
	}
}

// ActorKind tells who did something.
type ActorKind string

// The kinds of actors.
const (
	ActorPerson  ActorKind = "person"
	ActorAccount ActorKind = "aws-account"
	ActorProgram ActorKind = "program"
	ActorNobody  ActorKind = "nobody"
)

// Actor is who did something, as it was named then.
type Actor struct {
	Kind ActorKind `json:"kind" cbor:"1,keyasint"`
	// Name is the alias of a person, the id of an AWS account, or the part of the program.
	Name   string   `json:"name" cbor:"2,keyasint"`
	Person PersonID `json:"-" cbor:"3,keyasint,omitempty"`
}

// String names the actor as activity shows it: people are mentioned by alias (IDN-10).
func (a Actor) String() string {
	switch a.Kind {
	case ActorPerson:
		return "@" + a.Name
	case ActorAccount:
		return "AWS account " + a.Name
	default:
		return a.Name
	}
}

// Activity is one entry of the record of what was done (ACT-01). Entries are never changed or removed.
type Activity struct {
	Seq uint64 `json:"seq" cbor:"1,keyasint"`
	// Space is the id of the space it belongs to; empty for what concerns no space, such as signing up.
	Space string  `json:"-" cbor:"2,keyasint,omitempty"`
	At    Instant `json:"at" cbor:"3,keyasint"`
	Actor Actor   `json:"actor" cbor:"4,keyasint"`
	// Command is the catalogue id of what was done; Object is what it was done to.
	Command string `json:"command" cbor:"5,keyasint"`
	Object  string `json:"object" cbor:"6,keyasint"`
	// Text is a phrase that follows the actor: "invited li@example.com as Power user".
	Text string `json:"text" cbor:"7,keyasint"`
	// Hash chains the entry to the one before it in the store; see [Head].
	Hash Digest `json:"-" cbor:"8,keyasint"`
}

var activities = Table[Activity]{name: "activity", key: func(a *Activity) Key { return K(a.Space).Uint(a.Seq) }}

// record appends an activity entry to a space ("" for none).
func (act *Act) record(space, object, text string, args ...any) error {
	act.written++
	entry := &Activity{
		Seq: act.next("activity"), Space: space, At: act.Now, Actor: act.actor(),
		Command: act.entry.ID, Object: object, Text: fmt.Sprintf(text, args...),
	}
	act.system.Head = act.system.Head.chained(entry)
	return activities.Put(act, entry)
}

// recordHere appends an activity entry to the space that the command is about.
func (act *Act) recordHere(object, text string, args ...any) error {
	return act.record(act.space.ID, object, text, args...)
}

// ListActivity asks for the activity of a space, newest first (ACT-01).
type ListActivity struct {
	Space  string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Filter string `flag:"filter" help:"only entries that hold this text"`
	Limit  int    `flag:"limit" help:"how many entries at the most" default:"100"`
	// Before asks for entries older than this one; 0 for the newest.
	Before uint64 `flag:"before" help:"only entries before this number"`
}

func (q *ListActivity) spaceName() string { return q.Space }
func (q *ListActivity) outlivesSpace()    {}

func (q *ListActivity) answer(ask *Ask) (any, error) {
	return listActivity(ask, ask.space.ID, q.Filter, q.Before, q.Limit)
}

// listActivity reads entries of a space backwards.
func listActivity(ask *Ask, space, filter string, before uint64, limit int) ([]Activity, error) {
	if limit <= 0 {
		limit = 100
	}
	in := Range{Prefix: K(space), Reverse: true}
	if before > 0 {
		in.After = K(space).Uint(before)
	}
	list := []Activity{}
	for entry, err := range activities.All(ask, in) {
		if err != nil {
			return nil, err
		}
		if filter != "" && !containsFold(filter, entry.Text, entry.Object, entry.Actor.Name, entry.Command) {
			continue
		}
		if list = append(list, *entry); len(list) == limit {
			break
		}
	}
	return list, nil
}
