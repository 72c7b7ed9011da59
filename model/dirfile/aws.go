package dirfile

import (
	"context"
	"fmt"

	"atrium/model/filetext"
)

// ReadAWS reads what `aws identitystore list-users`, `list-groups` and `list-group-memberships` print
// (FED-25). A file may hold several documents one behind the other, as pages or groups were written.
// Each of the three may be missing: memberships of users or groups that are not in the files come back
// as dangling. The error is an [*Error]. Memberships are read beside users and groups, as most of the time
// goes into the text; a fault of those counts first all the same.
func ReadAWS(ctx context.Context, users, groups, memberships []Source, opts Options) (*Directory, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	b := newBuilder(ctx, opts)
	later := &aws{b: b.beside(ctx, users, groups), joins: &joins{}}
	read := make(chan error, 1)
	go func() { read <- later.files(awsMemberships, memberships) }()
	first := &aws{b: b}
	err := first.files(awsUsers, users)
	if err == nil {
		err = first.files(awsGroups, groups)
	}
	if err != nil {
		stop()
	}
	if failed := <-read; err == nil {
		err = failed
	}
	if err != nil {
		return nil, err
	}
	b.join(later.b)
	later.joins.resolve(b)
	return b.finish(), nil
}

// files reads the files of one kind.
func (a *aws) files(kind awsKind, sources []Source) error {
	for _, source := range sources {
		if err := a.file(source, kind); err != nil {
			return err
		}
	}
	return nil
}

// awsKind is one of the three commands, by the key that its output has at the top.
type awsKind struct{ key, one, many, command string }

var (
	awsUsers       = awsKind{"Users", "user", "users", "list-users"}
	awsGroups      = awsKind{"Groups", "group", "groups", "list-groups"}
	awsMemberships = awsKind{"GroupMemberships", "membership", "memberships", "list-group-memberships"}
)

// foreign are the keys at the top that tell a file of another kind, and what it is.
var foreign = map[string]string{
	awsUsers.key:       "users (list-users)",
	awsGroups.key:      "groups (list-groups)",
	awsMemberships.key: "memberships (list-group-memberships)",
	"Resources":        "a SCIM list response",
	"schemas":          "SCIM",
}

// aws reads the output of the AWS command line.
type aws struct {
	b         *builder
	r         *jsonReader // of the file being read
	count     int         // records seen in the file
	filing    *filing     // of the users of the file
	joins     *joins      // of all files
	draft     draft
	addresses [2]address
	groupID   []byte
	userID    []byte
	name      []byte
	about     []byte
}

func (a *aws) file(source Source, kind awsKind) error {
	in, failed := a.b.open(source)
	if failed != nil {
		return failed
	}
	defer in.close()
	a.r, a.count, a.filing = newJSONReader(in, false), 0, a.b.file(kind.one, &awsLabels)
	unfinished, err := a.documents(kind)
	if failed := a.filing.finish(); failed != nil {
		return failed
	}
	if err != nil {
		return err
	}
	if unfinished {
		a.b.note("%s ends with a NextToken, so there are pages of %s that are not in it",
			filetext.Name(source.Name), kind.many)
	}
	return nil
}

// documents reads all pages of a file and reports whether the last one says that another one follows.
func (a *aws) documents(kind awsKind) (unfinished bool, err error) {
	n := 0
	for a.r.document() {
		unfinished = a.document(kind)
		n++
	}
	if n == 0 {
		a.r.fail("", "the file is empty", "")
	}
	if a.r.err != nil {
		return false, a.r.err
	}
	return unfinished, nil
}

// document reads one page and reports whether it says that another one follows.
func (a *aws) document(kind awsKind) (unfinished bool) {
	r, found := a.r, false
	if !r.record() {
		return false
	}
	for r.key() {
		key := string(r.name)
		switch other, known := foreign[key]; {
		case key == kind.key:
			found = true
			a.list(kind)
		case known:
			r.fail("", fmt.Sprintf("the file holds %s where %s (%s) are expected",
				other, kind.many, kind.command), "")
		case key == "NextToken":
			_, unfinished = r.textValue(key)
		default:
			r.skip()
		}
	}
	if r.err == nil && !found {
		r.fail("", "there is no key "+kind.key+" in the document",
			"give the JSON that aws identitystore "+kind.command+" prints")
	}
	return unfinished
}

// list reads the records of one page.
func (a *aws) list(kind awsKind) {
	r := a.r
	if !r.list(kind.key) {
		return
	}
	for r.element() {
		a.count++
		r.token()
		r.kind, r.index = kind.one, a.count
		where := r.place()
		if r.record() {
			a.record(kind, where)
		}
		if r.err == nil {
			r.index = 0
		}
	}
}

func (a *aws) record(kind awsKind, where Place) {
	switch kind {
	case awsUsers:
		a.user(where)
	case awsGroups:
		a.group(where)
	default:
		a.membership(where)
	}
}

var awsLabels = labels{"UserName", "UserId", "DisplayName", "Name.GivenName", "Name.FamilyName", "Emails.Value"}

var awsAddress = addressLabels{
	list: "Emails", item: "Emails", value: "Emails.Value", primary: "Emails.Primary",
	valueKey: "Value", primaryKey: "Primary",
}

func (a *aws) user(where Place) {
	r, d := a.r, &a.draft
	d.reset(where)
	for r.key() {
		switch string(r.name) {
		case "UserName":
			r.put(d, userName, "UserName")
		case "UserId":
			r.put(d, userID, "UserId")
		case "DisplayName":
			r.put(d, displayName, "DisplayName")
		case "Name":
			a.personName()
		case "Emails":
			r.addresses(d, &awsAddress, &a.addresses)
		case "UserStatus":
			a.status()
		case "IdentityStoreId":
			a.store()
		default:
			r.skip()
		}
	}
	if !d.has(userName) {
		r.missing(where, awsLabels[userName])
	}
	if r.err == nil {
		r.err = a.filing.add(d.user())
	}
}

func (a *aws) personName() {
	r, d := a.r, &a.draft
	if !r.object("Name") {
		return
	}
	for r.key() {
		switch string(r.name) {
		case "GivenName":
			r.put(d, givenName, "Name.GivenName")
		case "FamilyName":
			r.put(d, familyName, "Name.FamilyName")
		case "Formatted":
			r.formatted(d, "Name.Formatted")
		default:
			r.skip()
		}
	}
}

func (a *aws) status() {
	value, present := a.r.textValue("UserStatus")
	switch {
	case !present, string(value) == "ENABLED":
	case string(value) == "DISABLED":
		a.draft.inactive = true
	default:
		a.r.fail("UserStatus", "is "+quote(value)+" where ENABLED or DISABLED is expected", "")
	}
}

func (a *aws) store() {
	if id := a.r.keep(a.about[:0], "IdentityStoreId", checkID); len(id) > 0 {
		a.b.addStore(id)
	}
}

func (a *aws) group(where Place) {
	r := a.r
	a.groupID, a.name = a.groupID[:0], a.name[:0]
	description := ""
	for r.key() {
		switch string(r.name) {
		case "GroupId":
			a.groupID = r.keep(a.groupID, "GroupId", checkID)
		case "DisplayName":
			a.name = r.keep(a.name, "DisplayName", checkName)
		case "Description":
			description = string(r.keep(a.about[:0], "Description", checkName))
		case "IdentityStoreId":
			a.store()
		default:
			r.skip()
		}
	}
	if len(a.name) == 0 {
		r.missing(where, "DisplayName")
	}
	if r.err == nil {
		g := Group{GroupID: string(a.groupID), Name: string(a.name), Description: description, Where: where}
		r.refuse(where, a.b.addGroup(g, r.kind, "GroupId", "DisplayName"))
	}
}

func (a *aws) membership(where Place) {
	r := a.r
	a.groupID, a.userID = a.groupID[:0], a.userID[:0]
	for r.key() {
		switch string(r.name) {
		case "GroupId":
			a.groupID = r.keep(a.groupID, "GroupId", checkID)
		case "MemberId":
			a.member()
		case "IdentityStoreId":
			a.store()
		default:
			r.skip()
		}
	}
	switch {
	case len(a.groupID) == 0:
		r.missing(where, "GroupId")
	case len(a.userID) == 0:
		r.missing(where, "MemberId.UserId")
	case r.err == nil:
		a.joins.add(a.groupID, a.userID, where)
	}
}

func (a *aws) member() {
	r := a.r
	if !r.object("MemberId") {
		return
	}
	for r.key() {
		if string(r.name) == "UserId" {
			a.userID = r.keep(a.userID, "MemberId.UserId", checkID)
		} else {
			r.skip()
		}
	}
}
