package model

// verifyPeople holds the addresses against the people who have them, and the daily tallies against their limits.
func verifyPeople(a *audit) error {
	return inTurn(func() error {
		return verifyIndex(a, index[emailOwner]{table: emails,
			leads: func(row *emailOwner) (bool, error) {
				p, found, err := people.Get(a, K(fold(row.Alias)))
				return found && fold(p.Email) == fold(row.Email), err
			},
			each: func(want func(Key) error) error {
				return eachRow(a, people, "", func(p *Person) error {
					if p.Kind == SSOUser || p.Email == "" {
						return nil
					}
					return want(K(fold(p.Email)))
				})
			}})
	}, func() error {
		return eachRow(a, tallies, "", func(t *tally) error {
			most := map[string]int{sentSequenceName: MaxSentInDay, receivedSequenceName: MaxReceivedInDay}[t.What]
			if t.N < 0 || most > 0 && t.N > most {
				a.find(rowName(tallies.name, K(t.What, t.Whom)), "The tally of %s is %d, and at most %d are let through in a day.", t.Day, t.N, most)
			}
			return nil
		})
	})
}
