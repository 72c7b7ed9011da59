package model

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"atrium/model/jsonfile"
	"atrium/model/vpccheck"
	"atrium/model/vpcfile"
)

// ImportNetworks takes the VPCs of an account over from what the aws ec2 describe commands printed (VPC-11), on
// the AWS side. What the files hold of a Region takes the place of what was imported of it before: it is
// another snapshot, and nothing is merged.
type ImportNetworks struct {
	Account AccountID `flag:"account" label:"AWS account ID" help:"twelve digits; the account that you are signed in to without it"`
	Dir     []string  `flag:"dir" label:"Folder" help:"folders or files with what the aws ec2 describe commands printed, with commas between" need:"yes"`
	Region  string    `flag:"region" label:"Region" help:"take in the VPCs of this Region only; it is that of VPCs, too, whose files do not tell"`

	// Open opens a file by the name that the person gave, and List lists the files of a folder; the model knows
	// no disk.
	Open func(name string) (io.ReadCloser, error) `json:"-"`
	List func(name string) ([]string, error)      `json:"-"`
}

func (c *ImportNetworks) awsAccount(Reader) (AccountID, error) { return c.Account.given() }

// OpenWith tells how to open the files that the command names.
func (c *ImportNetworks) OpenWith(open func(name string) (io.ReadCloser, error)) { c.Open = open }

// ListWith tells how to list the files of a folder that the command names.
func (c *ImportNetworks) ListWith(list func(name string) ([]string, error)) { c.List = list }

// networkStage is an import being prepared: what it holds of each Region, and what was there.
type networkStage struct {
	account AccountID
	regions map[string]*regionStage
	notes   []string
	owners  map[string]int // VPCs that the files give to other accounts, by account
	set     string         // that was written; "" for none
}

// regionStage is one Region of an import.
type regionStage struct {
	before                  *networkImport // nil where nothing was imported
	rows                    []network
	parts                   [][]networkPart
	added, changed, removed []string
	failing                 []string
	seen                    map[string]bool
}

// stage reads and checks the files, and writes the networks beside those that are in use.
func (c *ImportNetworks) stage(ctx context.Context, s *Service, session Session, rehearsal bool) (any, error) {
	inventory, err := c.read(ctx)
	if err != nil {
		return nil, err
	}
	m := &networkStage{account: session.AWS.Account, regions: map[string]*regionStage{}, notes: inventory.Notes, owners: map[string]int{}}
	if err := m.sort(inventory, c.Region); err != nil {
		return nil, err
	}
	if err := s.store.View(ctx, m.compare); err != nil {
		return nil, err
	}
	if rehearsal || m.unchanged() {
		return m, nil
	}
	return m, m.write(ctx, s)
}

// read reads the files that are named.
func (c *ImportNetworks) read(ctx context.Context) (*vpcfile.Inventory, error) {
	if c.Open == nil || c.List == nil {
		return nil, refuse("VPC-11", "dir", "No file can be opened from here.").fix("Import on the machine that has the files (“vpc import” on the command line).")
	}
	var sources []vpcfile.Source
	for _, dir := range c.Dir {
		files, err := c.List(dir)
		if err != nil {
			return nil, unreadableFile("VPC-11", "dir", dir, err)
		}
		for _, name := range files {
			sources = append(sources, vpcfile.Source{Name: name, Open: func() (io.ReadCloser, error) { return c.Open(name) }})
		}
	}
	inventory, err := vpcfile.Read(ctx, sources)
	var fault *jsonfile.Error
	if errors.As(err, &fault) {
		return nil, refuse("VPC-11", "dir", "%s.", err.Error()).fix("Mend the file or take it away. Nothing was imported.").in("vpc-check").unreadable()
	}
	return inventory, err
}

// sort checks the VPCs and puts them under their Regions.
func (m *networkStage) sort(inventory *vpcfile.Inventory, only string) error {
	reports := vpccheck.Check(inventory, vpccheck.Which{})
	for i, v := range inventory.VPCs {
		v.Region = cmp.Or(v.Region, only)
		if only != "" && v.Region != only {
			continue
		}
		if v.Region == "" {
			return refuse("VPC-09", "region", "The files do not tell the Region of %s.", clip(v.ID)).fix("Say it (--region). Nothing was imported.").unreadable()
		}
		if err := m.add(v, &reports[i]); err != nil {
			return err
		}
	}
	if len(m.regions) == 0 {
		return refuse("VPC-11", "dir", "The files describe no VPC of %s.", clip(cmp.Or(only, "any Region"))).
			fix("Give what “aws ec2 describe-vpcs” and the other describe commands print.").in("vpc-check").unreadable()
	}
	for _, region := range m.regions {
		slices.SortFunc(region.rows, func(a, b network) int { return cmp.Compare(a.ID, b.ID) })
		slices.SortFunc(region.parts, func(a, b []networkPart) int { return cmp.Compare(a[0].ID, b[0].ID) })
	}
	return nil
}

// add puts a VPC under its Region. Two snapshots of one VPC cannot both be what is there.
func (m *networkStage) add(v *vpcfile.VPC, report *vpccheck.Report) error {
	region := m.regions[v.Region]
	if region == nil {
		region = &regionStage{seen: map[string]bool{}}
		m.regions[v.Region] = region
	}
	if region.seen[v.ID] {
		return refuse("VPC-11", "dir", "The files hold two snapshots of %s that differ.", clip(v.ID)).
			fix("Import the folder of one of them (the later one is %s). Nothing was imported.", clip(v.Folder)).unreadable()
	}
	region.seen[v.ID] = true
	data, err := vpcfile.Encode(v)
	if err != nil {
		return err
	}
	n := network{Region: v.Region, ID: v.ID, Name: v.Name, Owner: v.Account, Blocks: v.Blocks, Subnets: len(v.Subnets), Groups: len(v.SecurityGroups),
		Verdict: report.Verdict, Digest: fmt.Sprintf("%x", sha256.Sum256(data))}
	for _, s := range report.Subnets {
		if s.Usable {
			n.Usable++
		}
	}
	if report.Verdict != vpccheck.Pass {
		region.failing = append(region.failing, fmt.Sprintf("%s (%s)", v.ID, report.Verdict))
	}
	if v.Account != "" && v.Account != string(m.account) {
		m.owners[v.Account]++
	}
	region.rows = append(region.rows, n)
	region.parts = append(region.parts, partsOf(&n, data))
	return nil
}

// partsOf cuts a VPC into records.
func partsOf(n *network, data []byte) []networkPart {
	var parts []networkPart
	for piece := range slices.Chunk(data, networkPartSize) {
		parts = append(parts, networkPart{Region: n.Region, ID: n.ID, N: uint64(len(parts)), Data: piece})
	}
	return parts
}

// compare finds out what is new against what was imported before.
func (m *networkStage) compare(r Reader) error {
	for name, region := range m.regions {
		in, found, err := networkImports.Get(r, K(string(m.account), name))
		if err != nil {
			return err
		}
		before := map[string]string{}
		if found {
			region.before = in
			for n, err := range networks.All(r, Range{Prefix: K(in.Set, name)}) {
				if err != nil {
					return err
				}
				before[n.ID] = n.Digest
			}
		}
		for _, n := range region.rows {
			switch digest, there := before[n.ID]; {
			case !there:
				region.added = append(region.added, n.ID)
			case digest != n.Digest:
				region.changed = append(region.changed, n.ID)
			}
			delete(before, n.ID)
		}
		region.removed = slices.Sorted(maps.Keys(before))
	}
	return nil
}

// unchanged reports whether all of it was imported already.
func (m *networkStage) unchanged() bool {
	for _, region := range m.regions {
		if len(region.added)+len(region.changed)+len(region.removed) > 0 {
			return false
		}
	}
	return true
}

// networkSet names a set of networks.
func networkSet(account AccountID, n uint64) string { return fmt.Sprintf("%s.%d", account, n) }

// write writes the networks under a set of their own.
func (m *networkStage) write(ctx context.Context, s *Service) error {
	n, err := s.reserveSet(ctx, "network set", func(n uint64) Key { return K(networkSet(m.account, n)) }, networkTables()...)
	if err != nil {
		return err
	}
	m.set = networkSet(m.account, n)
	regions := slices.Sorted(maps.Keys(m.regions))
	return s.load(ctx, func(l Loader) error {
		for _, name := range regions {
			for i := range m.regions[name].rows {
				row := &m.regions[name].rows[i]
				row.Set = m.set
				if err := errors.Join(ctx.Err(), networks.Load(l, row)); err != nil {
					return err
				}
			}
		}
		for _, name := range regions {
			for _, parts := range m.regions[name].parts {
				for i := range parts {
					parts[i].Set = m.set
					if err := errors.Join(ctx.Err(), networkParts.Load(l, &parts[i])); err != nil {
						return err
					}
				}
			}
		}
		return nil
	})
}
