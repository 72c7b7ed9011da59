package model

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"atrium/model/dirfile"
)

// ImportDirectory brings a real directory into an identity store from files: what the AWS command line
// prints, SCIM 2.0 list responses, or CSV (FED-25). Users and groups that are there already are brought up
// to date; none is removed unless the files are to replace the directory. All of it is applied, or nothing.
type ImportDirectory struct {
	Store       string   `flag:"identity-store" label:"Identity store ID" help:"d-…" need:"yes"`
	Users       []string `flag:"users" label:"Users files" help:"what aws identitystore list-users printed"`
	Groups      []string `flag:"groups" label:"Groups files" help:"what aws identitystore list-groups printed"`
	Memberships []string `flag:"memberships" label:"Memberships files" help:"what aws identitystore list-group-memberships printed"`
	SCIM        []string `flag:"scim" label:"SCIM files" help:"SCIM 2.0 list responses, users or groups"`
	CSV         []string `flag:"csv" label:"CSV files" help:"a header line, then one user a line"`
	Map         []string `flag:"map" label:"CSV columns" help:"field=column with commas between: userName, email, displayName, givenName, familyName, active, groups"`
	Replace     bool     `flag:"replace" label:"Replace the directory" help:"users, groups and memberships that the files do not hold are removed"`
	// SkipDangling leaves out memberships whose user or group nobody knows, instead of refusing the files.
	SkipDangling bool `flag:"skip-dangling" label:"Leave out dangling memberships" help:"instead of refusing files with memberships of unknown users or groups"`

	// Open opens a file by the name that the person gave; the model knows no disk.
	Open func(name string) (io.ReadCloser, error) `json:"-"`
	// Progress, where not nil, is told how many bytes were read and how many users written.
	Progress func(bytes int64, users int) `json:"-"`
}

// Imported is what an import brought.
type Imported struct {
	Users         int      `json:"users"`
	UsersAdded    int      `json:"usersAdded"`
	UsersChanged  int      `json:"usersChanged"`
	UsersRemoved  int      `json:"usersRemoved"`
	Groups        int      `json:"groups"`
	GroupsAdded   int      `json:"groupsAdded"`
	Memberships   int      `json:"memberships"`
	MembersAdded  int      `json:"membershipsAdded"`
	WithoutEmail  int      `json:"withoutEmail"`
	Inactive      int      `json:"inactive"`
	Notes         []string `json:"notes"`
	membersLess   int
	groupsRemoved int
	groupsChanged int
}

// changes counts what the directory does not hold yet.
func (i *Imported) changes() int {
	return i.UsersAdded + i.UsersChanged + i.UsersRemoved + i.MembersAdded + i.membersLess + i.GroupsAdded + i.groupsChanged + i.groupsRemoved
}

// OpenWith tells how to open the files that the command names.
func (c *ImportDirectory) OpenWith(open func(name string) (io.ReadCloser, error)) { c.Open = open }

func (c *ImportDirectory) awsAccount(r Reader) (AccountID, error) { return storeAccount(r, c.Store) }

// read reads the files; a faulty one is a refusal with the place and the field.
func (c *ImportDirectory) read(ctx context.Context) (*dirfile.Directory, error) {
	kinds := 0
	for _, given := range []bool{len(c.Users)+len(c.Groups)+len(c.Memberships) > 0, len(c.SCIM) > 0, len(c.CSV) > 0} {
		if given {
			kinds++
		}
	}
	if kinds != 1 {
		return nil, refuse("FED-25", "users", "Name the files of one kind: AWS command line (--users, --groups, --memberships), --scim or --csv.").
			fix("Leave the other kinds out.").unreadable()
	}
	dir, err := c.readKind(ctx)
	return dir, fileFault(err)
}

func (c *ImportDirectory) readKind(ctx context.Context) (*dirfile.Directory, error) {
	opts := dirfile.Options{}
	if c.Progress != nil {
		opts.Progress = func(done int64) { c.Progress(done, 0) }
	}
	switch {
	case len(c.SCIM) > 0:
		return dirfile.ReadSCIM(ctx, c.sources(c.SCIM), opts)
	case len(c.CSV) > 0:
		mapping, err := csvMapping(c.Map)
		if err != nil {
			return nil, err
		}
		return dirfile.ReadCSV(ctx, c.sources(c.CSV), mapping, opts)
	default:
		return dirfile.ReadAWS(ctx, c.sources(c.Users), c.sources(c.Groups), c.sources(c.Memberships), opts)
	}
}

func (c *ImportDirectory) sources(names []string) []dirfile.Source {
	list := make([]dirfile.Source, len(names))
	for i, name := range names {
		list[i] = dirfile.Source{Name: name, Open: func() (io.ReadCloser, error) { return c.Open(name) }}
	}
	return list
}

func csvMapping(pairs []string) (map[string]string, error) {
	mapping := map[string]string{}
	for _, pair := range pairs {
		field, column, found := strings.Cut(pair, "=")
		if !found {
			return nil, refuse("FED-25", "map", "%q is not field=column.", clip(pair)).fix("Write for instance userName=login,email=mail.").unreadable()
		}
		mapping[strings.TrimSpace(field)] = strings.TrimSpace(column)
	}
	return mapping, nil
}

// fileFault turns a reader's error into a refusal; what is not about the files stays a fault.
func fileFault(err error) error {
	var fault *dirfile.Error
	if !errors.As(err, &fault) {
		return err
	}
	return &Refusal{Rule: "FED-25", Field: fault.Field, Message: fault.Error(), Fix: "Nothing was imported.", Unreadable: true}
}

// stage reads the files and writes the whole new directory beside the one that is in use, where nothing
// reaches it until the command's transaction makes it the identity store's.
func (c *ImportDirectory) stage(ctx context.Context, s *Service, _ Session, rehearsal bool) (any, error) {
	dir, err := c.read(ctx)
	if err != nil {
		return nil, err
	}
	m := &merge{command: c, dir: dir, result: Imported{Notes: dir.Notes}}
	if err := s.store.View(ctx, func(r Reader) error { return m.prepare(r) }); err != nil {
		return nil, err
	}
	dir = nil
	m.dir = nil
	if rehearsal || m.result.changes() == 0 {
		return m, nil
	}
	return m, m.write(ctx, s)
}

// merge is a directory being put together from what is there and what the files hold.
type merge struct {
	command *ImportDirectory
	dir     *dirfile.Directory
	store   *identityStore
	seed    uint64
	users   []*DirectoryUser // in order of their handles
	ids     []named          // users in the order of their ids
	emails  []named          // users in the order of their folded emails
	groups  []*DirectoryGroup
	byID    map[string]*DirectoryGroup
	byName  map[string]*DirectoryGroup
	changed []string // handles, while they are few
	removed []*DirectoryGroup
	result  Imported
	set     uint64 // the set that was written; 0 for none
}

// prepare computes the new directory from a snapshot, without writing anything.
func (m *merge) prepare(r Reader) error {
	system, err := readSystem(r)
	if err != nil {
		return err
	}
	if m.store, err = findStore(r, m.command.Store); err != nil {
		return err
	}
	m.seed = system.Seed
	old, err := m.existing(r)
	if err != nil {
		return err
	}
	place, err := m.mergeGroups(r)
	if err != nil {
		return err
	}
	if err := m.mergeUsers(old, place); err != nil {
		return err
	}
	return m.unique()
}

// existing reads the users that are there already, in order. The ids of groups that were deleted go: files
// that bring such a group again say who is in it. The sync looks at whom they may still have kept in a space.
func (m *merge) existing(r Reader) ([]*DirectoryUser, error) {
	names, err := groupNamesOf(r, m.store)
	if err != nil {
		return nil, err
	}
	gone := func(id string) bool { return names[id] == "" }
	old := make([]*DirectoryUser, 0, m.store.Users)
	for u, err := range directoryUsers.All(r, Range{Prefix: K(m.store.set())}) {
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(u.Groups, gone) {
			u.Groups = slices.DeleteFunc(u.Groups, gone)
			m.note(fold(u.UserName))
		}
		old = append(old, u)
	}
	return old, nil
}

// mergeGroups brings the groups of the files to those that are there, and returns the group of each of the
// files' indices.
func (m *merge) mergeGroups(r Reader) ([]*DirectoryGroup, error) {
	m.byID, m.byName = map[string]*DirectoryGroup{}, map[string]*DirectoryGroup{}
	for g, err := range directoryGroups.All(r, Range{Prefix: K(m.store.set())}) {
		if err != nil {
			return nil, err
		}
		m.byID[g.ID], m.byName[fold(g.Name)] = g, g
	}
	known := len(m.byID)
	kept := map[string]bool{}
	place := make([]*DirectoryGroup, len(m.dir.Groups))
	for i, file := range m.dir.Groups {
		g, err := m.mergeGroup(&file)
		if err != nil {
			return nil, err
		}
		place[i], kept[g.ID] = g, true
	}
	for id, g := range m.byID {
		if m.command.Replace && !kept[id] {
			m.result.groupsRemoved++
			m.removed = append(m.removed, g)
			delete(m.byID, id)
			continue
		}
		m.groups = append(m.groups, g)
	}
	slices.SortFunc(m.groups, func(a, b *DirectoryGroup) int { return strings.Compare(a.ID, b.ID) })
	m.result.Groups, m.result.GroupsAdded = len(m.groups), len(m.groups)+m.result.groupsRemoved-known
	return place, nil
}

// mergeGroup finds the group of the directory by its id, or else its name, or makes it.
func (m *merge) mergeGroup(file *dirfile.Group) (*DirectoryGroup, error) {
	g := m.byID[file.GroupID]
	if g == nil {
		g = m.byName[fold(file.Name)]
	}
	if g == nil {
		g = &DirectoryGroup{ID: file.GroupID}
		if g.ID == "" {
			g.ID = m.newID("group", file.Name)
		}
		m.byID[g.ID] = g
	}
	if other := m.byName[fold(file.Name)]; other != nil && other != g {
		return nil, refuse("FED-25", "DisplayName", "%s: the group name %q belongs to another group of the identity store (%s).",
			m.dir.At(file.Where), clip(file.Name), other.ID).fix("Give the group another name. Nothing was imported.").unreadable()
	}
	if g.Name != "" && (g.Name != file.Name || g.Description != file.Description) {
		m.result.groupsChanged++
	}
	delete(m.byName, fold(g.Name))
	g.Name, g.Description = file.Name, file.Description
	m.byName[fold(g.Name)] = g
	return g, nil
}

// newID makes an id for what came without one.
func (m *merge) newID(kind, name string) string {
	r := draw(m.seed, "import/"+m.store.ID+"/"+kind+"/"+fold(name), m.store.Revision)
	return fmt.Sprintf("%s-%x-%x-%x-%x-%x", m.store.ID[len("d-"):], r[0:4], r[4:6], r[6:8], r[8:10], r[10:16])
}
