package dirfile

import (
	"fmt"
	"strings"
)

// linkKind is what a member of a group is.
type linkKind uint8

const (
	toUnknown linkKind = iota
	toUser
	toGroup
)

// maxNesting bounds the steps from groups to members that nested groups may cost: 25 times as many as
// there are memberships where a million people are in two groups each, and 400 MB of members.
const maxNesting = 50_000_000

// resolve makes members of the links: users of nested groups belong to the outer groups as well. An
// unknown member is carried along like a user, behind the last real one, and dangles from every group
// that it belongs to, so that whoever knows it can add it to all of them.
func (s *scim) resolve() error {
	n := &nesting{b: s.b, links: s.links, users: int32(len(s.b.dir.Users))}
	n.identify()
	n.divide()
	if err := n.walk(); err != nil {
		return err
	}
	n.noteCycles()
	return nil
}

// nesting is the graph of groups and their members.
type nesting struct {
	b       *builder
	links   []link
	users   int32
	unknown int32   // members that are not in the files
	first   []int32 // by group: its first link; the next group's first one ends them
	userIn  []int32 // by user: the last group it was found in, plus one
	groupIn []int32 // by group: the last group it was reached from, plus one
	queue   []int32 // groups to visit
	cyclic  []int32 // groups that hold themselves
	steps   int
}

// identify finds out what every link leads to.
func (n *nesting) identify() {
	var id []byte
	for i := range n.links {
		l := &n.links[i]
		if l.kind != toUnknown {
			continue
		}
		id = append(id[:0], l.id...)
		if at, known := n.b.ids.find(id); known && l.typed != toGroup {
			l.at, l.kind = at, toUser
		} else if at, known := n.b.groups.find(id); known && l.typed != toUser {
			l.at, l.kind = at, toGroup
		} else {
			l.at = n.users + n.unknown
			n.unknown++
		}
	}
}

// divide notes where the links of each group begin. They are in the order of the groups as they stand.
func (n *nesting) divide() {
	n.first = make([]int32, len(n.b.dir.Groups)+1)
	for _, l := range n.links {
		n.first[l.group+1]++
	}
	for g := range n.b.dir.Groups {
		n.first[g+1] += n.first[g]
	}
}

// walk goes from every group to all that it holds.
func (n *nesting) walk() error {
	n.userIn = make([]int32, n.users+n.unknown)
	n.groupIn = make([]int32, len(n.b.dir.Groups))
	for g := range n.b.dir.Groups {
		if err := n.reach(int32(g)); err != nil {
			return err
		}
	}
	return nil
}

// reach gives a group the members of all groups that can be reached from it.
func (n *nesting) reach(outer int32) error {
	if err := n.b.ctx.Err(); err != nil {
		return &Error{File: n.fileOf(outer), Problem: "reading was stopped: " + err.Error(), Err: err}
	}
	n.queue = append(n.queue[:0], outer)
	for at := 0; at < len(n.queue); at++ {
		inner := n.queue[at]
		links := n.links[n.first[inner]:n.first[inner+1]]
		if n.steps += 1 + len(links); n.steps > maxNesting {
			return n.tooMuch(outer)
		}
		for i := range links {
			n.follow(outer, &links[i])
		}
	}
	return nil
}

func (n *nesting) follow(outer int32, l *link) {
	if l.kind == toGroup {
		if l.at == outer {
			n.cycle(outer)
		} else if n.groupIn[l.at] != outer+1 {
			n.groupIn[l.at] = outer + 1
			n.queue = append(n.queue, l.at)
		}
		return
	}
	if n.userIn[l.at] == outer+1 {
		return
	}
	n.userIn[l.at] = outer + 1
	if l.kind == toUser {
		n.b.dir.Members = append(n.b.dir.Members, Member{Group: outer, User: l.at})
		return
	}
	n.b.dir.Dangling = append(n.b.dir.Dangling, Dangling{Group: outer,
		GroupID: n.b.dir.Groups[outer].GroupID, UserID: l.id, Nested: l.typed == toGroup, Where: l.where})
}

func (n *nesting) fileOf(group int32) string { return n.b.dir.Files[n.b.dir.Groups[group].Where.File] }

func (n *nesting) tooMuch(group int32) error {
	g := &n.b.dir.Groups[group]
	return &Error{File: n.fileOf(group), Line: int(g.Where.Line), Kind: "resource", Index: int(g.Where.Index),
		Field: "members", Problem: "nest groups in groups so far that they cannot be counted up",
		Fix: "take out groups that hold other groups"}
}

func (n *nesting) cycle(group int32) {
	if len(n.cyclic) == 0 || n.cyclic[len(n.cyclic)-1] != group {
		n.cyclic = append(n.cyclic, group)
	}
}

// namedGroups is how many groups a note calls by name.
const namedGroups = 5

// noteCycles tells which groups hold themselves, by way of each other or directly.
func (n *nesting) noteCycles() {
	if len(n.cyclic) == 0 {
		return
	}
	var names []string
	for _, g := range n.cyclic[:min(len(n.cyclic), namedGroups)] {
		names = append(names, quote(n.b.dir.Groups[g].Name))
	}
	if more := len(n.cyclic) - len(names); more > 0 {
		names = append(names, fmt.Sprintf("and %d others", more))
	}
	n.b.note("groups that hold themselves by way of nested groups, each with the members of all it reaches: %s",
		strings.Join(names, ", "))
}
