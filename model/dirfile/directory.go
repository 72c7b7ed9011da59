package dirfile

import (
	"context"
	"fmt"
	"slices"

	"atrium/model/filetext"
)

// Source is one file to read.
type Source = filetext.Source

// Options are what every reader can be told. The zero value is ready to use.
type Options struct {
	// Progress hears, a few times per megabyte, how many bytes of all files have been read.
	Progress func(done int64)
	// MaxBytes is the size above which one file is refused; 0 or more than 2 GiB means 2 GiB.
	MaxBytes int64
}

// maxFileBytes keeps every line number and index of a file within 32 bits.
const maxFileBytes = 2<<30 - 1

// Place is where in the files something was read.
type Place struct {
	File  int32 // index in Directory.Files
	Line  int32 // from 1
	Index int32 // of the user, group, membership, resource or row within its file, from 1
}

// User is one person of a directory. Only UserName is always there; what the file does not say is "".
type User struct {
	UserName    string
	UserID      string
	DisplayName string // or, where the file has none, the formatted name
	GivenName   string
	FamilyName  string
	Email       string // the primary address, else the first
	Inactive    bool
	Where       Place
}

// Group is one group of a directory. GroupID is "" where the file gives none, as CSV never does.
type Group struct {
	GroupID     string
	Name        string
	Description string
	Where       Place
}

// Member says that a user belongs to a group; both are indices in the Directory.
type Member struct {
	Group, User int32
}

// Dangling is a membership whose group or user is not in the files. The directory that exists already
// may know them. Unlike members, the same pair may come twice.
type Dangling struct {
	Group   int32  // index in Directory.Groups, or -1 where the group is not in the files
	GroupID string // as the file has it
	UserID  string // as the file has it; the id of a group where Nested is set
	Nested  bool   // the member is itself a group
	Where   Place
}

// Directory is what the files hold, in their order.
type Directory struct {
	Files  []string
	Users  []User
	Groups []Group
	// Members is ordered by group, then user, and holds every pair once. Members of nested groups are
	// members of the outer group as well.
	Members  []Member
	Dangling []Dangling
	// StoreIDs are the identity stores that the records say they come from, in order of appearance.
	StoreIDs []string
	// Notes are sentences about what was read, for a person.
	Notes []string
}

// At names a place for a person, such as "users.json, line 12".
func (d *Directory) At(p Place) string {
	return fmt.Sprintf("%s, line %d", filetext.Name(d.Files[p.File]), p.Line)
}

// builder collects a directory and keeps its names, ids and emails unique.
type builder struct {
	ctx     context.Context
	opts    Options
	tally   *tally
	dir     *Directory
	names   *index
	ids     *index
	emails  *index
	groups  *index // by id
	titles  *index // groups by name
	noEmail int
	stores  map[string]bool
}

func newBuilder(ctx context.Context, opts Options) *builder {
	if opts.MaxBytes <= 0 || opts.MaxBytes > maxFileBytes {
		opts.MaxBytes = maxFileBytes
	}
	d := new(Directory)
	return &builder{
		ctx: ctx, opts: opts, tally: &tally{}, dir: d, stores: map[string]bool{},
		names:  newIndex(true, func(i int32) string { return d.Users[i].UserName }),
		ids:    newIndex(false, func(i int32) string { return d.Users[i].UserID }),
		emails: newIndex(true, func(i int32) string { return d.Users[i].Email }),
		groups: newIndex(false, func(i int32) string { return d.Groups[i].GroupID }),
		titles: newIndex(true, func(i int32) string { return d.Groups[i].Name }),
	}
}

// addUser takes a checked user in, or says with whom it shares its name, id or email. The kind is what
// the indices of the file count.
func (b *builder) addUser(u User, kind string, labels *labels) *Error {
	at := int32(len(b.dir.Users))
	if int(at) == cap(b.dir.Users) { // append alone would copy a million users a dozen times over
		b.dir.Users = slices.Grow(b.dir.Users, max(64, int(at)))
	}
	b.dir.Users = append(b.dir.Users, u)
	for _, unique := range []struct {
		in    *index
		value string
		field field
	}{{b.names, u.UserName, userName}, {b.ids, u.UserID, userID}, {b.emails, u.Email, email}} {
		if unique.value == "" {
			continue
		}
		if other, taken := unique.in.add(unique.value, at); taken {
			return b.taken(labels[unique.field], unique.value, kind, b.dir.Users[other].Where)
		}
	}
	if u.Email == "" {
		b.noEmail++
	}
	return nil
}

// addGroup takes a checked group in, or says with which one it shares its id or name.
func (b *builder) addGroup(g Group, kind, idLabel, nameLabel string) *Error {
	at := int32(len(b.dir.Groups))
	b.dir.Groups = append(b.dir.Groups, g)
	if g.GroupID != "" {
		if other, taken := b.groups.add(g.GroupID, at); taken {
			return b.taken(idLabel, g.GroupID, kind, b.dir.Groups[other].Where)
		}
	}
	if other, taken := b.titles.add(g.Name, at); taken {
		return b.taken(nameLabel, g.Name, kind, b.dir.Groups[other].Where)
	}
	return nil
}

func (b *builder) taken(field, value, kind string, first Place) *Error {
	return &Error{Field: field, Problem: fmt.Sprintf("%s is already that of %s %d (%s)",
		quote(value), kind, first.Index, b.dir.At(first))}
}

func (b *builder) addStore(id []byte) {
	if !b.stores[string(id)] {
		b.stores[string(id)] = true
		b.dir.StoreIDs = append(b.dir.StoreIDs, string(id))
	}
}

func (b *builder) note(format string, args ...any) {
	b.dir.Notes = append(b.dir.Notes, fmt.Sprintf(format, args...))
}

// finish orders the memberships and writes the notes that need the whole directory.
func (b *builder) finish() *Directory {
	d := b.dir
	slices.SortFunc(d.Members, compareMembers)
	d.Members = slices.Compact(d.Members)
	if b.noEmail > 0 {
		b.note("%d of %d users have no email address, and none was made up", b.noEmail, len(d.Users))
	}
	return d
}

func compareMembers(a, b Member) int {
	if a.Group != b.Group {
		return int(a.Group) - int(b.Group)
	}
	return int(a.User) - int(b.User)
}
