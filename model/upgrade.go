package model

import "context"

// newestRecords is the newest version of the model's records. With version 1 spaces have a billing month, the
// AWS accounts that they are connected to are known to the program, and the requests for more of them listed.
const newestRecords = 1

// upgradeRecords brings a store that was written by an earlier program to the newest version, all of it or
// nothing. What is there already stays. A store that cannot be written is left as it is, to be looked at.
func upgradeRecords(ctx context.Context, store Store) error {
	err := store.Update(ctx, func(w Writer) error {
		system, err := readSystem(w)
		if err != nil {
			return err
		}
		if err := upgradeSpaces(w, system.Program); err != nil {
			return err
		}
		if err := upgradeRequests(w); err != nil {
			return err
		}
		system.Records = newestRecords
		return systemTable.Put(w, system)
	})
	if _, unwritable := readOnly(err); unwritable {
		return nil
	}
	return err
}

// upgradeSpaces gives every space the billing month that holds the moment at which the store was left, so
// that the months since then are closed like any others.
func upgradeSpaces(w Writer, left Instant) error {
	list, err := spaces.Under(w, "")
	if err != nil {
		return err
	}
	for _, s := range list {
		if s.Deleted() || s.MonthEnds != 0 {
			continue
		}
		s.MonthTier, s.MonthEnds = s.Tier, left.NextMonth()
		if err := monthTurns.Put(w, &monthTurn{Due: s.MonthEnds, Space: fold(s.Name)}); err != nil {
			return err
		}
		if err := upgradeConnections(w, s); err != nil {
			return err
		}
		if err := spaces.Put(w, s); err != nil {
			return err
		}
	}
	return nil
}

// upgradeConnections makes the accounts of a space known, and lists it under them by its name.
func upgradeConnections(w Writer, space *Space) error {
	connected, err := connections.Under(w, K(space.ID))
	if err != nil {
		return err
	}
	for _, c := range connected {
		if err := accountSpaces.Put(w, &accountSpace{Account: c.Account, Space: space.ID, Name: fold(space.Name)}); err != nil {
			return err
		}
		known, err := awsAccounts.Has(w, K(string(c.Account)))
		if err == nil && !known {
			err = awsAccounts.Put(w, &AWSAccount{ID: c.Account, Status: ActiveAccount, Since: c.At})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// upgradeRequests lists the requests to connect an account. There was no end to them before: of several for
// the same account the newest stays, and none for an account that is connected.
func upgradeRequests(w Writer) error {
	list, err := spaceRequests.Under(w, "")
	if err != nil {
		return err
	}
	newest := map[Key]*SpaceRequest{}
	for _, q := range list {
		if q.Space == "" {
			continue
		}
		if key := K(q.Space, string(q.Account)); newest[key] == nil || newest[key].At <= q.At {
			newest[key] = q
		}
	}
	for _, q := range list {
		if err := upgradeRequest(w, q, newest[K(q.Space, string(q.Account))] == q); err != nil {
			return err
		}
	}
	return nil
}

func upgradeRequest(w Writer, q *SpaceRequest, newest bool) error {
	if q.Space == "" {
		return nil // it asks for a space of its own
	}
	connected, err := connections.Has(w, K(q.Space, string(q.Account)))
	switch {
	case err != nil:
		return err
	case connected || !newest:
		return spaceRequests.Delete(w, q)
	default:
		return accountRequests.Put(w, &accountRequest{Space: q.Space, Account: q.Account, Token: q.Token})
	}
}
