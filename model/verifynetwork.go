package model

// verifyNetworks counts the imported VPCs of each account and Region, and puts every one of them together from its
// parts.
func verifyNetworks(a *audit) error {
	imported, is := map[Key]int{}, map[Key]int{}
	return inTurn(func() error {
		return eachRow(a, networkImports, "", func(in *networkImport) error {
			imported[K(in.Set, in.Region)] = in.VPCs
			return nil
		})
	}, func() error {
		return eachRow(a, networks, "", func(n *network) error {
			under := K(n.Set, n.Region)
			is[under]++
			if _, there := imported[under]; !there {
				return a.mustBeSwept(networks.name, n.Set, under)
			}
			if _, err := n.read(a); err != nil {
				a.find(rowName(networks.name, under.With(n.ID)), "The VPC cannot be put together from its parts: %v.", err)
			}
			return nil
		})
	}, func() error {
		return eachRow(a, networkParts, "", func(p *networkPart) error {
			under := K(p.Set, p.Region)
			if _, there := imported[under]; !there {
				return a.mustBeSwept(networkParts.name, p.Set, under)
			}
			has, err := networks.Has(a, under.With(p.ID))
			if err == nil && !has {
				a.find(rowName(networkParts.name, under.With(p.ID)), "It is a part of a VPC that is not there.")
			}
			return err
		})
	}, func() error {
		return eachRow(a, networkImports, "", func(in *networkImport) error {
			a.equal(rowName(networkImports.name, K(string(in.Account), in.Region)), "VPCs", in.VPCs, is[K(in.Set, in.Region)])
			return nil
		})
	})
}

// mustBeSwept tells of rows of a set that nothing has and nothing sweeps; under is the part of the set.
func (a *audit) mustBeSwept(table, set string, under Key) error {
	whole, err := garbageTable.Has(a, K(table)+K(set))
	if err != nil || whole {
		return err
	}
	part, err := garbageTable.Has(a, K(table)+under)
	if err == nil && !part {
		a.find(rowName(table, under), "The rows belong to nothing, and are not going to be swept.")
	}
	return err
}

// verifyVPCs holds the VPC connections against the spaces that have them, and the default ones against them.
func verifyVPCs(a *audit) error {
	live, err := liveSpaces(a)
	if err != nil {
		return err
	}
	byID := map[string]bool{}
	for _, s := range live {
		byID[s.ID] = true
		if s.DefaultVPC == "" {
			continue
		}
		has, err := vpcConnections.Has(a, K(s.ID, fold(s.DefaultVPC)))
		if err != nil {
			return err
		}
		if !has {
			a.find(rowName(spaces.name, K(fold(s.Name))), "The default VPC connection %s is not there.", s.DefaultVPC)
		}
	}
	return eachRow(a, vpcConnections, "", func(c *VPCConnection) error {
		if !byID[c.Space] {
			a.find(rowName(vpcConnections.name, K(c.Space, fold(c.Name))), "The space of the VPC connection is not there.")
		}
		return nil
	})
}
