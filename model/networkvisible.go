package model

import (
	"fmt"
	"maps"
	"slices"
)

// NetworksImported is what an import of networks came to.
type NetworksImported struct {
	Account AccountID `json:"account"`
	Regions []string  `json:"regions"`
	VPCs    int       `json:"vpcs"`
	Added   int       `json:"added"`
	Changed int       `json:"changed"`
	Removed int       `json:"removed"`
	// Failing lists the VPCs that do not pass the check, with their verdicts.
	Failing []string `json:"failing"`
	Notes   []string `json:"notes"`
}

// apply makes the staged networks those of the account.
func (c *ImportNetworks) apply(act *Act) error {
	m, ok := act.staged.(*networkStage)
	if !ok {
		return fmt.Errorf("the import of networks was not staged")
	}
	result := NetworksImported{Account: m.account, Regions: slices.Sorted(maps.Keys(m.regions)), Failing: []string{}, Notes: append([]string{}, m.notes...)}
	for _, name := range result.Regions {
		region := m.regions[name]
		if err := region.stillThere(act, m.account, name); err != nil {
			return err
		}
		region.plan(act, name)
		result.VPCs += len(region.rows)
		result.Added, result.Changed, result.Removed = result.Added+len(region.added), result.Changed+len(region.changed), result.Removed+len(region.removed)
		result.Failing = append(result.Failing, region.failing...)
		if err := m.show(act, name, region); err != nil {
			return err
		}
	}
	m.planRest(act, &result)
	act.result = result
	if m.set != "" {
		if err := keepGarbage(act, K(m.set), networkTables()...); err != nil {
			return err
		}
	}
	return m.record(act, &result)
}

// stillThere refuses where somebody else imported the Region meanwhile.
func (region *regionStage) stillThere(r Reader, account AccountID, name string) error {
	in, found, err := networkImports.Get(r, K(string(account), name))
	if err != nil {
		return err
	}
	before := region.before
	if found == (before != nil) && (!found || in.Set == before.Set) {
		return nil
	}
	return refuse("VPC-11", "dir", "The networks of AWS account %s in %s were imported anew while the files were read.", account, name).fix("Import them again. Nothing was imported.")
}

func (region *regionStage) plan(act *Act, name string) {
	act.planCounted(EffectCreates, len(region.added), count(len(region.added), "VPC", "VPCs")+" of "+name, region.added...)
	act.planCounted(EffectChanges, len(region.changed), count(len(region.changed), "VPC", "VPCs")+" of "+name+", as the files describe them now", region.changed...)
	act.planCounted(EffectRemoves, len(region.removed), count(len(region.removed), "VPC", "VPCs")+" of "+name+", which the files no longer hold", region.removed...)
}

// show makes the import of a Region the one in use, and the one before garbage.
func (m *networkStage) show(act *Act, name string, region *regionStage) error {
	in := &networkImport{Account: m.account, Region: name, Set: m.set, At: act.Now, VPCs: len(region.rows)}
	if m.set == "" { // it holds the same, or it is rehearsed
		if region.before == nil {
			return nil
		}
		in.Set = region.before.Set
	} else if region.before != nil {
		if err := putGarbage(act, K(region.before.Set, name), networkTables()...); err != nil {
			return err
		}
	}
	return networkImports.Put(act, in)
}

// planRest says what concerns the import as a whole.
func (m *networkStage) planRest(act *Act, result *NetworksImported) {
	if result.Added+result.Changed+result.Removed == 0 {
		act.plan(EffectNote, "all of it was imported already: nothing changes")
	}
	act.planCounted(EffectNote, len(result.Failing), count(len(result.Failing), "VPC does", "VPCs do")+" not pass the check", result.Failing...)
	for _, owner := range slices.Sorted(maps.Keys(m.owners)) {
		n := m.owners[owner]
		act.plan(EffectNote, "the files say that %s to AWS account %s: taken as what AWS account %s sees of it", count(n, "VPC belongs", "VPCs belong"), owner, m.account)
	}
	for _, note := range m.notes {
		act.plan(EffectNote, "%s", note)
	}
}

// record enters the import in the activity of each space that has a VPC connection through the account.
func (m *networkStage) record(act *Act, result *NetworksImported) error {
	text := fmt.Sprintf("imported %s of AWS account %s", count(result.VPCs, "VPC", "VPCs"), m.account)
	if err := act.record("", string(m.account), "%s", text); err != nil {
		return err
	}
	for row, err := range accountSpaces.All(act, Range{Prefix: K(string(m.account))}) {
		if err != nil {
			return err
		}
		list, err := vpcConnectionsThrough(act, row.Space, m.account)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			continue
		}
		if err := act.record(row.Space, string(m.account), "%s", text); err != nil {
			return err
		}
	}
	return nil
}
