package vpcfile

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"atrium/model/filetext"
	"atrium/model/jsonfile"
)

// Source is one file to read.
type Source = filetext.Source

// MaxBytes is the size above which a file is refused: a large company's description of one Region fits well.
const MaxBytes = 1 << 30

// Read reads the networks that files describe. The files may come in any order, and each may hold several
// documents, such as pages. The error is a [jsonfile.Error] about the first file that cannot be read; files
// that hold nothing about VPCs are no error, and noted.
func Read(ctx context.Context, files []Source) (*Inventory, error) {
	r := &reader{unknown: map[string]int{}}
	for _, file := range files {
		if err := r.file(ctx, file); err != nil {
			return nil, err
		}
	}
	inventory := assemble(r.documents)
	inventory.Notes = append(r.leftOut(), inventory.Notes...)
	return inventory, nil
}

// reader collects what the files hold.
type reader struct {
	documents []*document
	unknown   map[string]int // how often a top-level key was met that says nothing about a check
	notes     []string
}

// document is one kind of records as a command printed them.
type document struct {
	kind    Kind
	folder  string
	file    string
	more    bool // another page follows
	vpcs    []VPC
	subnets []Subnet
	tables  []RouteTable
	inets   []InternetGateway
	nats    []NATGateway
	acls    []NetworkACL
	groups  []SecurityGroup
	zones   []Zone
}

func (r *reader) file(ctx context.Context, source Source) error {
	file, err := source.Open()
	if err != nil {
		return jsonfile.Unopened(source.Name, err)
	}
	defer func() { _ = file.Close() }()
	text := bufio.NewReader(filetext.Stoppable(ctx, file))
	if !strings.EqualFold(path.Ext(source.Name), ".json") && !looksLikeJSON(text) {
		r.notes = append(r.notes, fmt.Sprintf("%s is not JSON and was left out", source.Name))
		return nil
	}
	values, err := jsonfile.Read(text, source.Name, MaxBytes)
	if err != nil {
		return err
	}
	for _, value := range values {
		if err := r.value(source.Name, value); err != nil {
			return err
		}
	}
	return nil
}

// looksLikeJSON tells a file that was saved under a name of its own from notes that lie beside it. It reads
// nothing away.
func looksLikeJSON(text *bufio.Reader) bool {
	head, _ := text.Peek(512)
	if bytes.HasPrefix(head, []byte{0xFF, 0xFE}) || bytes.HasPrefix(head, []byte{0xFE, 0xFF}) {
		return true
	}
	head = bytes.TrimSpace(bytes.TrimPrefix(head, []byte{0xEF, 0xBB, 0xBF}))
	return len(head) > 0 && (head[0] == '{' || head[0] == '[')
}

// value reads a document, or a list of documents, which is how jq -s joins pages.
func (r *reader) value(file string, v *jsonfile.Value) error {
	if v.Kind() != jsonfile.List {
		return r.object(file, v)
	}
	for _, inner := range v.List() {
		if inner.Kind() != jsonfile.Object {
			r.unknown["a list without a top-level key"]++
			return nil
		}
		if err := r.object(file, inner); err != nil {
			return err
		}
	}
	return nil
}

// around are keys that stand beside the records and describe nothing.
var around = []string{"NextToken", "ResponseMetadata"}

func (r *reader) object(file string, v *jsonfile.Value) error {
	token := v.Get("NextToken")
	more := token.Kind() == jsonfile.Text && token.Literal() != ""
	for key, value := range v.Fields() {
		kind := slices.IndexFunc(kindNames[:], func(k struct{ key, command string }) bool { return k.key == key })
		switch {
		case slices.Contains(around, key):
		case kind < 0:
			r.unknown[key]++
		case value.Kind() != jsonfile.Null: // which --query prints for nothing, and tells nothing
			d := &document{kind: Kind(kind), file: file, folder: path.Dir(strings.ReplaceAll(file, `\`, "/")), more: more}
			if err := d.read(v); err != nil {
				return err
			}
			r.documents = append(r.documents, d)
		}
	}
	return nil
}

func (d *document) read(v *jsonfile.Value) error {
	values, err := v.Objects(d.kind.Key())
	if err != nil {
		return err
	}
	for _, value := range values {
		r := &record{value: value}
		switch d.kind {
		case VPCs:
			d.vpcs = append(d.vpcs, r.vpc())
		case Subnets:
			d.subnets = append(d.subnets, r.subnet())
		case RouteTables:
			d.tables = append(d.tables, r.routeTable())
		case InternetGateways:
			d.inets = append(d.inets, r.internetGateway())
		case NATGateways:
			d.nats = append(d.nats, r.natGateway())
		case NetworkACLs:
			d.acls = append(d.acls, r.networkACL())
		case SecurityGroups:
			d.groups = append(d.groups, r.securityGroup())
		case Zones:
			d.zones = append(d.zones, r.zone())
		}
		if r.err != nil {
			return r.err
		}
	}
	return nil
}

// listedKeys is how many unknown keys the notes name.
const listedKeys = 12

// leftOut tells what the files hold beside the documents that count.
func (r *reader) leftOut() []string {
	notes := r.notes
	var keys []string
	for key := range r.unknown {
		keys = append(keys, jsonfile.Quote(key))
	}
	slices.Sort(keys)
	if more := len(keys) - listedKeys; more > 0 {
		keys = append(keys[:listedKeys], fmt.Sprintf("and %d more", more))
	}
	if len(keys) > 0 {
		notes = append(notes, "not needed for the check and left out: "+strings.Join(keys, ", "))
	}
	return notes
}
