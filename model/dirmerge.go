package model

import (
	"cmp"
	"slices"
	"strings"

	"atrium/model/dirfile"
)

// incoming is a user of the files with its handle and the groups that the files give it.
type incoming struct {
	handle string
	file   int32
}

// mergeUsers goes through the users that are there and those of the files in the order of their handles.
func (m *merge) mergeUsers(old []*DirectoryUser, place []*DirectoryGroup) error {
	files := m.sorted()
	groups, err := m.memberships(old, place)
	if err != nil {
		return err
	}
	renamed := m.renames(old)
	m.users = make([]*DirectoryUser, 0, len(old)+len(files))
	for len(old) > 0 || len(files) > 0 {
		switch {
		case len(files) == 0 || (len(old) > 0 && fold(old[0].UserName) < files[0].handle):
			m.keep(old[0], renamed, groups.old[old[0].ID])
			old = old[1:]
		case len(old) == 0 || files[0].handle < fold(old[0].UserName):
			m.take(m.previous(&m.dir.Users[files[0].file], renamed), files[0], groups)
			files = files[1:]
		default:
			m.take(old[0], files[0], groups)
			old, files = old[1:], files[1:]
		}
	}
	m.result.Users = len(m.users)
	m.countMemberships()
	return nil
}

func (m *merge) sorted() []incoming {
	list := make([]incoming, len(m.dir.Users))
	for i := range m.dir.Users {
		list[i] = incoming{handle: fold(m.dir.Users[i].UserName), file: int32(i)}
	}
	slices.SortFunc(list, func(a, b incoming) int { return strings.Compare(a.handle, b.handle) })
	return list
}

// renames finds the users that are there under another user name than the files give to their id.
func (m *merge) renames(old []*DirectoryUser) map[string]*DirectoryUser {
	renamed := map[string]*DirectoryUser{}
	if len(old) == 0 {
		return renamed
	}
	names := make(map[string]string, len(m.dir.Users))
	for i := range m.dir.Users {
		if id := m.dir.Users[i].UserID; id != "" {
			names[id] = fold(m.dir.Users[i].UserName)
		}
	}
	for _, u := range old {
		if name, found := names[u.ID]; found && name != fold(u.UserName) {
			renamed[u.ID] = u
		}
	}
	return renamed
}

// previous is what is there of a user whom the files give a new user name; nil for a new user.
func (m *merge) previous(file *dirfile.User, renamed map[string]*DirectoryUser) *DirectoryUser {
	return renamed[file.UserID]
}

// keep leaves a user whom the files do not name as it is, unless they are to replace the directory.
func (m *merge) keep(u *DirectoryUser, renamed map[string]*DirectoryUser, extra []string) {
	if _, gone := renamed[u.ID]; gone {
		m.note(fold(u.UserName))
		return // the user comes again under the new name
	}
	if m.command.Replace {
		m.result.UsersRemoved++
		m.note(fold(u.UserName))
		return
	}
	before := u.Groups
	u.Groups = union(u.Groups, extra)
	m.compareGroups(u, before)
	m.users = append(m.users, u)
}

// take brings a user of the files in, over what is there (nil for nothing).
func (m *merge) take(before *DirectoryUser, in incoming, groups *joins) {
	file := &m.dir.Users[in.file]
	u := &DirectoryUser{UserName: file.UserName, ID: file.UserID, DisplayName: file.DisplayName, GivenName: file.GivenName,
		FamilyName: file.FamilyName, Email: file.Email, Inactive: file.Inactive, Groups: groups.of(in.file)}
	if before != nil && u.ID == "" {
		u.ID = before.ID
	}
	if u.ID == "" {
		u.ID = m.newID("user", u.UserName)
	}
	var had []string
	if before != nil {
		had = before.Groups
		u.Groups = union(u.Groups, groups.old[before.ID])
		if !m.command.Replace {
			u.Groups = union(before.Groups, u.Groups)
		}
	}
	m.compare(before, u)
	m.compareGroups(u, had)
	if u.Email == "" {
		m.result.WithoutEmail++
	}
	if u.Inactive {
		m.result.Inactive++
	}
	m.users = append(m.users, u)
}

func (m *merge) compare(before, after *DirectoryUser) {
	switch {
	case before == nil:
		m.result.UsersAdded++
	case before.UserName == after.UserName && before.ID == after.ID && before.DisplayName == after.DisplayName && before.GivenName == after.GivenName &&
		before.FamilyName == after.FamilyName && before.Email == after.Email && before.Inactive == after.Inactive:
		return
	default:
		m.result.UsersChanged++
	}
	m.note(fold(after.UserName))
}

func (m *merge) compareGroups(u *DirectoryUser, before []string) {
	added, lost := 0, 0
	for _, id := range u.Groups {
		if !slices.Contains(before, id) {
			added++
		}
	}
	for _, id := range before {
		if !slices.Contains(u.Groups, id) {
			lost++
		}
	}
	m.result.MembersAdded += added
	m.result.membersLess += lost
	if added+lost > 0 {
		m.note(fold(u.UserName))
	}
}

// note remembers who changed, while they are few enough for the sync to await each alone.
func (m *merge) note(handle string) {
	if len(m.changed) <= awaitedAlone && (len(m.changed) == 0 || m.changed[len(m.changed)-1] != handle) {
		m.changed = append(m.changed, handle)
	}
}

// awaitedAlone is up to how many changed users an import lets the sync await one by one; with more it
// awaits the directory as a whole.
const awaitedAlone = 1000

// joins holds the groups that the files give to users: of the files by index, of the directory by id.
type joins struct {
	starts []int32
	groups []*DirectoryGroup // of each membership, ordered by user
	old    map[string][]string
}

// of lists the ids of a file user's groups, in order.
func (j *joins) of(user int32) []string {
	from, to := j.starts[user], j.starts[user+1]
	if from == to {
		return nil
	}
	ids := make([]string, 0, to-from)
	for _, g := range j.groups[from:to] {
		ids = append(ids, g.ID)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// memberships turns the files' memberships, which are ordered by group, into lists by user.
func (m *merge) memberships(old []*DirectoryUser, place []*DirectoryGroup) (*joins, error) {
	j := &joins{starts: make([]int32, len(m.dir.Users)+1), groups: make([]*DirectoryGroup, len(m.dir.Members)), old: map[string][]string{}}
	for _, member := range m.dir.Members {
		j.starts[member.User+1]++
	}
	for i := 1; i < len(j.starts); i++ {
		j.starts[i] += j.starts[i-1]
	}
	next := slices.Clone(j.starts)
	for _, member := range m.dir.Members {
		j.groups[next[member.User]] = place[member.Group]
		next[member.User]++
	}
	return j, m.resolve(old, place, j)
}

// resolve finds the users and groups of memberships that the files alone do not explain in the directory
// that is there already.
func (m *merge) resolve(old []*DirectoryUser, place []*DirectoryGroup, j *joins) error {
	if len(m.dir.Dangling) == 0 {
		return nil
	}
	known := make(map[string]bool, len(old))
	for _, u := range old {
		known[u.ID] = true
	}
	files := make(map[string]int32, len(m.dir.Users))
	for i := range m.dir.Users {
		files[m.dir.Users[i].UserID] = int32(i)
	}
	skipped := 0
	for _, d := range m.dir.Dangling {
		group := m.byID[d.GroupID]
		if d.Group >= 0 {
			group = place[d.Group]
		}
		_, inFiles := files[d.UserID]
		if group == nil || d.Nested || (!known[d.UserID] && !inFiles) {
			if !m.command.SkipDangling {
				return m.dangling(d, group == nil)
			}
			skipped++
			continue
		}
		j.old[d.UserID] = append(j.old[d.UserID], group.ID)
	}
	if skipped > 0 {
		m.result.Notes = append(m.result.Notes, count(skipped, "membership of an unknown user or group was left out", "memberships of unknown users or groups were left out"))
	}
	return nil
}

func (m *merge) dangling(d dirfile.Dangling, noGroup bool) *Refusal {
	field, what, id := "MemberId", "user", d.UserID
	if noGroup {
		field, what, id = "GroupId", "group", d.GroupID
	} else if d.Nested {
		what = "nested group"
	}
	return refuse("FED-25", field, "%s: the membership names the %s %q, which neither the files nor the identity store hold.", m.dir.At(d.Where), what, clip(id)).
		fix("Give the file that holds it, or leave such memberships out (--skip-dangling). Nothing was imported.").unreadable()
}

func union(a, b []string) []string {
	if len(b) == 0 {
		return a
	}
	all := append(slices.Clone(a), b...)
	slices.Sort(all)
	return slices.Compact(all)
}

// countMemberships counts the users of each group anew.
func (m *merge) countMemberships() {
	for _, g := range m.groups {
		g.Users = 0
	}
	for _, u := range m.users {
		for _, id := range u.Groups {
			if g := m.byID[id]; g != nil {
				g.Users++
				m.result.Memberships++
			}
		}
	}
}

// unique makes sure that no two users share an id or an email, be they of the files or there already.
func (m *merge) unique() error {
	if err := m.noTwo("UserId", func(u *DirectoryUser) string { return u.ID }); err != nil {
		return err
	}
	return m.noTwo("Emails", func(u *DirectoryUser) string { return fold(u.Email) })
}

func (m *merge) noTwo(field string, of func(*DirectoryUser) string) error {
	order := m.orderedBy(of)
	for i := 1; i < len(order); i++ {
		if value := order[i].name; value == order[i-1].name {
			return refuse("FED-25", field, "The users %q and %q would have the same %s, %q.", clip(order[i-1].user.UserName), clip(order[i].user.UserName), field, clip(value)).
				fix("Mend one of them. Nothing was imported.").unreadable()
		}
	}
	return nil
}

// named is a user with a name that leads to it.
type named struct {
	name string
	user *DirectoryUser
}

// orderedBy lists the users that have a value, in the order of it.
func (m *merge) orderedBy(of func(*DirectoryUser) string) []named {
	list := make([]named, 0, len(m.users))
	for _, u := range m.users {
		if value := of(u); value != "" {
			list = append(list, named{value, u})
		}
	}
	slices.SortFunc(list, func(a, b named) int { return cmp.Compare(a.name, b.name) })
	return list
}
