package dirfile

import "context"

// joins are memberships that were read while users and groups were still being read, in their order. They
// are resolved when both are known.
type joins struct {
	groups []string // the id of each run of memberships of one group
	users  []byte   // the ids, one behind the other
	list   []pendingJoin
}

// pendingJoin is a membership: its group, and where in users its id ends.
type pendingJoin struct {
	group int32
	end   int64
	where Place
}

func (j *joins) add(group, user []byte, where Place) {
	if n := len(j.groups); n == 0 || j.groups[n-1] != string(group) {
		j.groups = append(j.groups, string(group))
	}
	j.users = append(j.users, user...)
	j.list = append(j.list, pendingJoin{int32(len(j.groups) - 1), int64(len(j.users)), where})
}

// resolve makes members of the memberships, or notes that one side of them is not in the files.
func (j *joins) resolve(b *builder) {
	start := int64(0)
	var id []byte
	for _, p := range j.list {
		id = append(id[:0], j.groups[p.group]...)
		group, groupKnown := b.groups.find(id)
		userID := j.users[start:p.end]
		start = p.end
		if user, userKnown := b.ids.find(userID); groupKnown && userKnown {
			b.dir.Members = append(b.dir.Members, Member{Group: group, User: user})
			continue
		}
		if !groupKnown {
			group = -1
		}
		b.dir.Dangling = append(b.dir.Dangling,
			Dangling{Group: group, GroupID: j.groups[p.group], UserID: string(userID), Where: p.where})
	}
}

// beside is a builder for files that are read at the same time as others that come before them.
func (b *builder) beside(ctx context.Context, before ...[]Source) *builder {
	other := newBuilder(ctx, b.opts)
	other.tally = b.tally
	for _, sources := range before {
		for _, s := range sources {
			other.dir.Files = append(other.dir.Files, s.Name)
		}
	}
	return other
}

// join takes in what was read beside.
func (b *builder) join(other *builder) {
	b.dir.Files = other.dir.Files
	for _, id := range other.dir.StoreIDs {
		b.addStore([]byte(id))
	}
	b.dir.Notes = append(b.dir.Notes, other.dir.Notes...)
}
