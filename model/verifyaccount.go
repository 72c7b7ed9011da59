package model

// verifyAccounts holds the spaces of each AWS account against the connections of each space, and the accounts that
// pay against the spaces.
func verifyAccounts(a *audit) error {
	live, err := liveSpaces(a)
	if err != nil {
		return err
	}
	byID := map[string]*Space{}
	for _, s := range live {
		byID[s.ID] = s
	}
	return inTurn(
		func() error { return verifyAccountSpaces(a, byID) },
		func() error { return verifyPayers(a, byID) },
		func() error {
			return eachRow(a, connections, "", func(c *Connection) error {
				known, err := awsAccounts.Has(a, K(string(c.Account)))
				if err != nil {
					return err
				}
				where := rowName(connections.name, K(c.Space, string(c.Account)))
				if !known {
					a.find(where, "The AWS account %s is connected, and not known.", c.Account)
				}
				if s := byID[c.Space]; s == nil || s.Region != c.Region {
					a.find(where, "The connection leads to a space that is not there, or lies in another Region.")
				}
				return nil
			})
		})
}

func verifyAccountSpaces(a *audit, byID map[string]*Space) error {
	return verifyIndex(a, index[accountSpace]{table: accountSpaces,
		leads: func(row *accountSpace) (bool, error) {
			s := byID[row.Space]
			if s == nil || row.Name != fold(s.Name) {
				return false, nil
			}
			return connections.Has(a, K(row.Space, string(row.Account)))
		},
		each: func(want func(Key) error) error {
			return eachRow(a, connections, "", func(c *Connection) error { return want(K(string(c.Account), c.Space)) })
		}})
}

// verifyPayers keeps that an account pays for one space (BIL-01), to which it is connected.
func verifyPayers(a *audit, byID map[string]*Space) error {
	return inTurn(func() error {
		return verifyIndex(a, index[billingOwner]{table: billingOwners,
			leads: func(row *billingOwner) (bool, error) {
				s := byID[row.Space]
				return s != nil && s.Billing == row.Account, nil
			},
			each: func(want func(Key) error) error {
				for _, s := range byID {
					if err := want(K(string(s.Billing))); err != nil {
						return err
					}
				}
				return nil
			}})
	}, func() error {
		for _, s := range byID {
			connected, err := connections.Has(a, K(s.ID, string(s.Billing)))
			if err != nil {
				return err
			}
			if !connected {
				a.find(rowName(spaces.name, K(fold(s.Name))), "AWS account %s pays for the space, and is not connected to it.", s.Billing)
			}
		}
		return nil
	})
}

// verifyRequests holds the list of requests for accounts against the requests themselves (ACC-02).
func verifyRequests(a *audit) error {
	return verifyIndex(a, index[accountRequest]{table: accountRequests,
		leads: func(row *accountRequest) (bool, error) {
			q, found, err := spaceRequests.Get(a, K(row.Token))
			return found && q.Space == row.Space && q.Account == row.Account, err
		},
		each: func(want func(Key) error) error {
			return eachRow(a, spaceRequests, "", func(q *SpaceRequest) error {
				if q.Space == "" {
					return nil // it asks for a space of its own
				}
				return want(K(q.Space, string(q.Account)))
			})
		}})
}

// verifyBilling keeps that the month of every space turns once (BIL-15), and holds the bills of each account against
// those of each space (BIL-16).
func verifyBilling(a *audit) error {
	return inTurn(func() error {
		return verifyIndex(a, index[monthTurn]{table: monthTurns,
			leads: func(row *monthTurn) (bool, error) {
				s, found, err := spaces.Get(a, K(row.Space))
				return found && !s.Deleted() && s.MonthEnds == row.Due, err
			},
			each: func(want func(Key) error) error {
				live, err := liveSpaces(a)
				for _, s := range live {
					if err := want(Key("").At(s.MonthEnds).With(fold(s.Name))); err != nil {
						return err
					}
				}
				return err
			}})
	}, func() error {
		return verifyIndex(a, index[accountBill]{table: accountBills,
			leads: func(row *accountBill) (bool, error) {
				b, found, err := bills.Get(a, K(row.Space, row.Month))
				return found && b.Account == row.Account, err
			},
			each: func(want func(Key) error) error {
				return eachRow(a, bills, "", func(b *Bill) error { return want(K(string(b.Account), b.Month, b.Space)) })
			}})
	}, func() error {
		return eachRow(a, usages, "", func(u *monthUsage) error {
			for resource, used := range u.Used {
				if used < 0 {
					a.find(rowName(usages.name, K(u.Space, u.Month)), "The usage of %s is below zero.", resource)
				}
			}
			return nil
		})
	})
}

// verifyOrganizations keeps that every organizational unit stands under another one or the root, and every account of
// an organization under one of them, known as its own.
func verifyOrganizations(a *audit) error {
	return inTurn(func() error {
		return eachRow(a, units, "", func(u *unit) error {
			return a.standsUnder(rowName(units.name, K(u.Organization, u.ID)), u.Organization, u.Parent)
		})
	}, func() error {
		return eachRow(a, awsAccounts, "", func(known *AWSAccount) error {
			if known.Organization == "" {
				return nil
			}
			return a.standsUnder(rowName(awsAccounts.name, K(string(known.ID))), known.Organization, known.Unit)
		})
	}, func() error {
		return verifyIndex(a, index[organizationAccount]{table: organizationAccounts,
			leads: func(row *organizationAccount) (bool, error) {
				known, found, err := awsAccounts.Get(a, K(string(row.Account)))
				return found && known.Organization == row.Organization, err
			},
			each: func(want func(Key) error) error {
				return eachRow(a, awsAccounts, "", func(known *AWSAccount) error {
					if known.Organization == "" {
						return nil
					}
					return want(K(known.Organization, string(known.ID)))
				})
			}})
	})
}

// standsUnder tells where something of an organization stands neither under a unit that is there nor under the root.
func (a *audit) standsUnder(where, organization, parent string) error {
	org, found, err := organizations.Get(a, K(organization))
	if err != nil || found && (parent == org.Root || parent == "") {
		return err
	}
	under, err := units.Has(a, K(organization, parent))
	if err == nil && !(found && under) {
		a.find(where, "It stands in the organization %s, under a unit that is not there.", organization)
	}
	return err
}
