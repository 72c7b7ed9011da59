package model

// verifyAssists holds the lists of what Amazon Q has in progress, and of what goes on by itself, against its work.
func verifyAssists(a *audit) error {
	live, err := liveSpaces(a)
	if err != nil {
		return err
	}
	byName := map[string]*Space{}
	for _, s := range live {
		byName[fold(s.Name)] = s
		if err := verifyOpenAssists(a, K(s.ID)); err != nil {
			return err
		}
	}
	return verifyIndex(a, index[assistDue]{table: assistDues,
		leads: func(row *assistDue) (bool, error) {
			s := byName[row.Space]
			if s == nil {
				return false, nil
			}
			work, found, err := assists.Get(a, K(s.ID).Uint(uint64(row.Number)))
			return found && work.Due == row.Due, err
		},
		each: func(want func(Key) error) error {
			for name, s := range byName {
				err := eachRow(a, assists, K(s.ID), func(work *Assist) error {
					if work.Due == 0 {
						return nil
					}
					return want(K().At(work.Due).With(name).Uint(uint64(work.Number)))
				})
				if err != nil {
					return err
				}
			}
			return nil
		}})
}

func verifyOpenAssists(a *audit, space Key) error {
	return verifyIndex(a, index[openAssist]{table: openAssists, prefix: space,
		leads: func(row *openAssist) (bool, error) {
			work, found, err := assists.Get(a, space.Uint(uint64(row.Number)))
			return found && !work.State.Ended(), err
		},
		each: func(want func(Key) error) error {
			return eachRow(a, assists, space, func(work *Assist) error {
				if work.State.Ended() {
					return nil
				}
				return want(space.Uint(uint64(work.Number)))
			})
		}})
}
