package dirfile

import (
	"bytes"
	"context"
	"strings"
)

// ReadSCIM reads SCIM 2.0 list responses and single User and Group resources (FED-25; RFC 7643, RFC
// 7644), as many in a file as there are. A user in a nested group is a member of the outer group as
// well; groups that hold each other are read, and noted. The error is an [*Error].
func ReadSCIM(ctx context.Context, sources []Source, opts Options) (*Directory, error) {
	s := &scim{b: newBuilder(ctx, opts)}
	for _, source := range sources {
		if err := s.file(source); err != nil {
			return nil, err
		}
	}
	if s.total > s.listed {
		s.b.note("the list says that there are %d resources, and the files hold %d of them", s.total, s.listed)
	}
	if err := s.resolve(); err != nil {
		return nil, err
	}
	return s.b.finish(), nil
}

// scim reads SCIM resources. Attribute names are compared without regard to case (RFC 7643 2.1), so
// the reader gives them in lower case.
type scim struct {
	b         *builder
	r         *jsonReader // of the file being read
	count     int         // resources seen in the file
	listed    int         // resources in list responses of all files
	total     int         // the largest number of resources that a list response speaks of
	draft     draft
	addresses [2]address
	value     []byte
	resource  resource
	links     []link
	mark      int // links that belong to the resources before the one at the top of the document
}

// resource is what tells users and groups from each other, while a resource is being read.
type resource struct {
	kind    string // the last part of a schema or the resource type, in lower case
	person  bool   // there is something that only people have
	members bool
	list    bool // it is a list response
}

// link is a member of a group as the file has it, to be looked up when everything is read.
type link struct {
	group int32
	at    int32 // index of the user or group it was found to be, or of the unknown member
	kind  linkKind
	typed linkKind // what the file says it is
	id    string
	where Place
}

func (s *scim) file(source Source) error {
	in, failed := s.b.open(source)
	if failed != nil {
		return failed
	}
	defer in.close()
	s.r, s.count = newJSONReader(in, true), 0
	documents := 0
	for s.r.document() {
		s.document()
		documents++
	}
	if documents == 0 {
		s.r.fail("", "the file is empty", "")
	}
	if s.r.err != nil {
		return s.r.err
	}
	return nil
}

// document reads a list response or a single resource. Which of them it is shows at the latest at its
// end, so it is read as a resource in which a list of others may turn up.
func (s *scim) document() {
	s.r.token()
	s.begin()
	where := s.r.place()
	if !s.r.record() {
		return
	}
	s.mark = len(s.links)
	s.fields()
	if s.resource.list {
		s.links = s.links[:s.mark]
		s.r.index = 0
		s.count--
		return
	}
	s.end(where, s.mark)
}

// begin counts a resource and forgets the last one.
func (s *scim) begin() {
	s.count++
	s.r.kind, s.r.index = "resource", s.count
	s.resource = resource{}
	s.draft.reset(s.r.place())
}

// element reads one resource of a list response.
func (s *scim) element() {
	s.r.token()
	s.begin()
	where := s.r.place()
	if s.r.record() {
		mark := len(s.links)
		s.fields()
		s.end(where, mark)
	}
}

// end takes in the resource that has been read.
func (s *scim) end(where Place, mark int) {
	if s.r.err != nil {
		return
	}
	switch s.what() {
	case "user":
		s.links = s.links[:mark]
		s.r.finishUser(s.b, &s.draft, &scimLabels)
	case "group":
		s.group(where)
	case "":
		s.r.refuse(where, &Error{Problem: "this is neither a SCIM User nor a Group"})
	default:
		s.r.refuse(where, &Error{Problem: "this is a SCIM " + quote(s.resource.kind) +
			" where a User or a Group is expected"})
	}
	if s.r.err == nil {
		s.r.index = 0
	}
}

// what tells what the resource is: by its schema, else by what it holds.
func (s *scim) what() string {
	switch {
	case s.resource.kind != "":
		return s.resource.kind
	case s.draft.has(userName), s.resource.person:
		return "user"
	case s.resource.members, s.draft.has(displayName):
		return "group"
	}
	return ""
}

func (s *scim) group(where Place) {
	d := &s.draft
	if !d.has(displayName) {
		s.r.missing(where, "displayName")
		return
	}
	g := Group{GroupID: string(d.get(userID)), Name: string(d.get(displayName)), Where: where}
	s.r.refuse(where, s.b.addGroup(g, s.r.kind, "id", "displayName"))
}

var scimLabels = labels{"userName", "id", "displayName", "name.givenName", "name.familyName", "emails.value"}

var scimAddress = addressLabels{
	list: "emails", item: "emails", value: "emails.value", primary: "emails.primary",
	valueKey: "value", primaryKey: "primary",
}

// fields reads the attributes of a resource or the parts of a list response.
func (s *scim) fields() {
	r, d := s.r, &s.draft
	for r.key() {
		switch string(r.name) {
		case "username":
			r.put(d, userName, "userName")
		case "id":
			r.put(d, userID, "id")
		case "displayname":
			r.put(d, displayName, "displayName")
		case "name":
			s.resource.person = true
			s.personName()
		case "emails":
			s.resource.person = true
			r.addresses(d, &scimAddress, &s.addresses)
		case "active":
			s.resource.person = true
			active, present := r.boolValue("active")
			d.inactive = present && !active
		case "members":
			s.resource.members = true
			s.members()
		default:
			s.envelope()
		}
	}
}

// envelope reads what a resource says about itself, and the parts that only a list response has.
func (s *scim) envelope() {
	switch r := s.r; string(r.name) {
	case "schemas":
		s.schemas()
	case "meta":
		s.meta()
	case "resources":
		if r.depth == 1 {
			s.resources()
			return
		}
		r.skip()
	case "totalresults":
		s.total = max(s.total, r.countValue("totalResults"))
	default:
		r.skip()
	}
}

// resources reads the resources of a list response, between two attributes of the response itself.
func (s *scim) resources() {
	r := s.r
	s.resource.list = true
	if !r.list("Resources") {
		return
	}
	s.links = s.links[:s.mark] // a list has no members of its own
	s.count--
	for r.element() {
		s.listed++
		s.element()
	}
	s.count++
	s.mark = len(s.links)
	s.resource = resource{list: true}
}

func (s *scim) personName() {
	r, d := s.r, &s.draft
	if !r.object("name") {
		return
	}
	for r.key() {
		switch string(r.name) {
		case "givenname":
			r.put(d, givenName, "name.givenName")
		case "familyname":
			r.put(d, familyName, "name.familyName")
		case "formatted":
			r.formatted(d, "name.formatted")
		default:
			r.skip()
		}
	}
}

// schemas reads the schema names: the core one says what the resource is.
func (s *scim) schemas() {
	r := s.r
	if !r.list("schemas") {
		return
	}
	for r.element() {
		value, _ := r.textValue("schemas")
		urn := lower(bytes.Clone(value))
		switch {
		case bytes.HasPrefix(urn, []byte("urn:ietf:params:scim:schemas:core:2.0:")),
			bytes.HasPrefix(urn, []byte("urn:ietf:params:scim:api:messages:2.0:")):
			s.isA(string(urn[bytes.LastIndexByte(urn, ':')+1:]))
		}
	}
}

func (s *scim) meta() {
	r := s.r
	if !r.object("meta") {
		return
	}
	for r.key() {
		if string(r.name) != "resourcetype" {
			r.skip()
			continue
		}
		if value, present := r.textValue("meta.resourceType"); present {
			s.isA(strings.ToLower(string(value)))
		}
	}
}

// isA notes what a resource says it is. A user or a group stays one whatever else it says.
func (s *scim) isA(kind string) {
	switch {
	case kind == "listresponse":
		s.resource.list = true
	case s.resource.kind != "user" && s.resource.kind != "group":
		s.resource.kind = kind
	}
}

// members reads the members of the group that will be the next one if the resource is a group.
func (s *scim) members() {
	r := s.r
	if !r.list("members") {
		return
	}
	for r.element() {
		r.token()
		l := link{group: int32(len(s.b.dir.Groups)), where: r.place()}
		if r.object("members") {
			s.member(&l)
			s.links = append(s.links, l)
		}
	}
}

func (s *scim) member(l *link) {
	r := s.r
	s.value = s.value[:0]
	for r.key() {
		switch string(r.name) {
		case "value":
			s.value = r.keep(s.value, "members.value", checkID)
		case "type":
			if value, _ := r.textValue("members.type"); bytes.EqualFold(value, []byte("Group")) {
				l.typed = toGroup
			} else if bytes.EqualFold(value, []byte("User")) {
				l.typed = toUser
			}
		default:
			r.skip()
		}
	}
	if len(s.value) == 0 {
		r.missing(l.where, "members.value")
	}
	l.id = s.identify(l)
}

// identify finds the member among the users and groups read so far, and keeps its id only if it is not
// one of them, as most are where users come first.
func (s *scim) identify(l *link) string {
	if at, known := s.b.ids.find(s.value); known && l.typed != toGroup {
		l.at, l.kind = at, toUser
		return ""
	}
	return string(s.value)
}
