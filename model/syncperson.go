package model

import (
	"iter"
	"slices"
)

// look finds how the directory wants a person to stand in the space, given which groups are connected, and
// how they stand there now; nil for "not at all".
func (d *delivery) look(handle string, groups []string) (wanted, current *Member, err error) {
	if current, err = d.rows.at(handle); err != nil {
		return nil, nil, err
	}
	u, err := d.users.at(handle)
	if err != nil || u == nil || u.Inactive || !overlap(groups, u.Groups) {
		return nil, current, err
	}
	wanted = &Member{Set: d.space.MemberSet, Alias: u.UserName, Name: u.shown(), Email: u.Email, Role: LimitedAccess, Status: StatusMember, Since: d.act.Now}
	for _, id := range groups {
		if slices.Contains(u.Groups, id) {
			wanted.Groups = append(wanted.Groups, id)
		}
	}
	slices.Sort(wanted.Groups)
	if slices.Contains(d.app.Administrators, handle) {
		wanted.Role = SpaceAdministrator
	}
	if current != nil {
		wanted.Since, wanted.Projects, wanted.Teams, wanted.TeamRole = current.Since, current.Projects, current.Teams, current.TeamRole
	}
	return wanted, current, d.placeInTeams(wanted)
}

// settled reports whether the sync has nothing to bring for a person. It looks with the groups that are
// connected and with those that have come: while a group waits the two differ, and its change may be taken back.
// Whom the directory neither wants in the space nor the space has is no chosen Space administrator any more.
func (d *delivery) settled(handle string) (bool, error) {
	wanted, current, err := d.look(handle, d.app.Groups)
	if err != nil {
		return false, err
	}
	if wanted == nil && current == nil && slices.Contains(d.app.Administrators, handle) {
		if err := keepChosen(d.act, d.app, d.store, d.space); err != nil {
			return false, err
		}
		if err := applications.Put(d.act, d.app); err != nil {
			return false, err
		}
	}
	if !sameMember(wanted, current) || slices.Equal(d.app.Groups, d.app.Arrived) {
		return sameMember(wanted, current), nil
	}
	arrived, _, err := d.look(handle, d.app.Arrived)
	return sameMember(arrived, current), err
}

// placeInTeams gives a person the teams that their groups bring, beside those that they were added to directly.
func (d *delivery) placeInTeams(m *Member) error {
	if len(d.teams) == 0 {
		return nil
	}
	list := slices.Clone(m.Teams)
	for _, t := range d.teams {
		name := fold(t.Name)
		in, at := overlap(t.Groups, m.Groups), slices.Index(list, name)
		switch {
		case in && at < 0 && t.Members < MaxTeamUsers:
			list = append(list, name)
		case !in && at >= 0:
			list = slices.Delete(list, at, at+1)
		}
	}
	m.Teams, m.TeamRole = list, ""
	for _, name := range list {
		t, found, err := teams.Get(d.act, K(m.Set, name))
		if err != nil {
			return err
		}
		if found && t.Role.strength() > m.TeamRole.strength() {
			m.TeamRole = t.Role
		}
	}
	return nil
}

// sameMember reports whether the sync has nothing to bring for a person.
func sameMember(a, b *Member) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Name == b.Name && a.Alias == b.Alias && a.Email == b.Email && a.Role == b.Role &&
		slices.Equal(a.Groups, b.Groups) && slices.Equal(a.Teams, b.Teams)
}

// reconcile brings one person: joins, changes or leaves, or nothing where nothing differs (FED-16).
func (d *delivery) reconcile(handle string, groups []string) error {
	wanted, current, err := d.look(handle, groups)
	if err != nil {
		return err
	}
	d.room--
	d.cycle.Budget--
	switch {
	case sameMember(wanted, current):
		d.cycle.Unchanged++
		return nil
	case wanted == nil:
		d.cycle.Left++
		return d.leave(current)
	case current == nil:
		d.cycle.Joined++
	default:
		d.cycle.Changed++
	}
	return d.put(current, wanted)
}

func (d *delivery) leave(m *Member) error {
	if err := leaveSpace(d.act, d.space, m); err != nil {
		return err
	}
	for _, name := range m.Teams {
		d.resize(name, -1)
	}
	return d.record(m, "took @%s (%s) from the space: in no connected group any more", m.Alias, m.Name)
}

// put writes a person who joined or changed, with the rows of their teams.
func (d *delivery) put(current, wanted *Member) error {
	var before []string
	if current != nil {
		before = current.Teams
	}
	if err := putMember(d.act, d.space, current, wanted); err != nil {
		return err
	}
	if err := d.moveTeams(wanted, before); err != nil {
		return err
	}
	if current == nil {
		return d.record(wanted, "brought @%s (%s) to the space as %s", wanted.Alias, wanted.Name, wanted.Effective().Title())
	}
	return d.record(wanted, "changed @%s (%s)", wanted.Alias, wanted.Name)
}

func (d *delivery) moveTeams(m *Member, before []string) error {
	for _, name := range before {
		if !slices.Contains(m.Teams, name) {
			if err := leaveTeamRow(d.act, m, name); err != nil {
				return err
			}
			d.resize(name, -1)
		}
	}
	for _, name := range m.Teams {
		if slices.Contains(before, name) {
			continue
		}
		t, found, err := teams.Get(d.act, K(m.Set, name))
		if err != nil || !found {
			return err
		}
		t.Members++
		if err := teams.Put(d.act, t); err != nil {
			return err
		}
		if err := teamMembers.Put(d.act, &teamMember{Set: m.Set, Team: name, Handle: m.handle()}); err != nil {
			return err
		}
		d.resize(name, +1)
	}
	return nil
}

// resize keeps the size of a team of SSO groups as the delivery knows it, for the most users of a team (MEM-10).
func (d *delivery) resize(name string, by int) {
	for _, t := range d.teams {
		if fold(t.Name) == name {
			t.Members += by
		}
	}
}

// record leaves an entry for one person, unless the cycle brings so many that they are counted (ACT-01).
func (d *delivery) record(m *Member, text string, args ...any) error {
	if d.quiet {
		return nil
	}
	return d.act.record(d.space.ID, m.Alias, text, args...)
}

// seeker looks rows of one prefix up by handle. Handles that ascend, as those of a large group do, are
// found by going on in one scan instead of searching anew for each.
type seeker[R any] struct {
	r      Reader
	table  Table[R]
	prefix Key
	next   func() (Row, error, bool)
	halt   func()
	last   Key // what was asked for last
	row    Row // where the scan stands; nil at its end
	head   Key // the key of row
}

func newSeeker[R any](r Reader, table Table[R], prefix Key) *seeker[R] {
	return &seeker[R]{r: r, table: table, prefix: prefix}
}

// strides is how many rows a seeker passes before it searches instead.
const strides = 16

// at returns the row of a handle, or nil where there is none.
func (s *seeker[R]) at(handle string) (*R, error) {
	target := s.prefix.With(handle)
	if s.next == nil || target <= s.last {
		if err := s.seek(handle); err != nil {
			return nil, err
		}
	}
	s.last = target
	for range strides {
		if s.row == nil || s.head >= target {
			return s.decode(target)
		}
		if err := s.step(); err != nil {
			return nil, err
		}
	}
	if s.row != nil && s.head < target {
		if err := s.seek(handle); err != nil {
			return nil, err
		}
	}
	return s.decode(target)
}

// seek opens the scan at the first key that is not before the handle's: the key without its end sorts just
// below it.
func (s *seeker[R]) seek(handle string) error {
	s.stop()
	rows := s.r.Scan(s.table.name, Range{Prefix: s.prefix, After: s.prefix + Key(handle)})
	s.next, s.halt = iter.Pull2(rows)
	return s.step()
}

func (s *seeker[R]) step() error {
	row, err, ok := s.next()
	if err != nil {
		return err
	}
	if s.row = row; !ok {
		s.row = nil
		return nil
	}
	s.head = row.Key()
	return nil
}

func (s *seeker[R]) decode(target Key) (*R, error) {
	if s.row == nil || s.head != target {
		return nil, nil
	}
	return s.table.decode(s.row)
}

func (s *seeker[R]) stop() {
	if s.halt != nil {
		s.halt()
	}
	s.next, s.halt, s.row = nil, nil, nil
}

// keys goes through the handles under a prefix.
type keys struct {
	prefix Key
	next   func() (Row, error, bool)
	stop   func()
	head   string // the handle where it stands; empty at the end
	err    error
}

func newKeys(r Reader, table string, prefix Key, cursor string) *keys {
	k := &keys{prefix: prefix}
	k.next, k.stop = iter.Pull2(r.Scan(table, Range{Prefix: prefix, After: after(prefix, cursor)}))
	k.step()
	return k
}

func (k *keys) step() {
	row, err, ok := k.next()
	k.head, k.err = "", err
	if ok && err == nil {
		k.head = row.Key()[len(k.prefix):].Part(0)
	}
}

// lesser takes the lesser handle of two, and steps whichever stands on it; empty when both are at the end.
func lesser(a, b *keys) (string, error) {
	if a.err != nil || b.err != nil {
		return "", firstOf(a.err, b.err)
	}
	handle := a.head
	if handle == "" || (b.head != "" && b.head < handle) {
		handle = b.head
	}
	if handle == "" {
		return "", nil
	}
	for _, k := range []*keys{a, b} {
		if k.head == handle {
			k.step()
		}
	}
	return handle, nil
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
