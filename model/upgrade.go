package model

import (
	"context"
	"fmt"
)

// newestRecords is the newest version of the model's records. With version 1 spaces have a billing month, the
// AWS accounts that they are connected to are known to the program, and the requests for more of them listed. With
// version 2 the entries of the activity are a chain (see [Head]).
const newestRecords = 2

// NewestRecords is the newest version of the model's records that this program knows.
const NewestRecords = newestRecords

// RecordsOf is the version of a store's records: 0 for an empty store, and for one from before they had versions.
func RecordsOf(r Reader) (int, error) {
	system, err := readSystem(r)
	return system.Records, err
}

// NewerRecordsError is the answer to opening a store whose records a newer program wrote. Nothing was changed.
type NewerRecordsError struct{ Found int }

func (e *NewerRecordsError) Error() string {
	return fmt.Sprintf("the records of the store were written by a newer atrium (version %d, this one knows up to %d) and were left alone; use the newer one", e.Found, newestRecords)
}

// upgradeRecords brings a store that was written by an earlier program to the newest version, all of it or
// nothing. What is there already stays. A store that cannot be written is left as it is, to be looked at. before is
// asked first, once it is clear that the store can be written; its error leaves the store as it was.
func upgradeRecords(ctx context.Context, store Store, from int, before func(ctx context.Context, from, to int) error) error {
	err := store.Update(ctx, func(Writer) error { return nil })
	if err == nil && before != nil {
		err = before(ctx, from, newestRecords)
	}
	if err == nil {
		err = upgradeAll(ctx, store)
	}
	if _, unwritable := readOnly(err); unwritable {
		return nil
	}
	return err
}

func upgradeAll(ctx context.Context, store Store) error {
	head, err := chainActivity(ctx, store)
	if err != nil {
		return err
	}
	return store.Update(ctx, func(w Writer) error {
		system, err := readSystem(w)
		if err != nil {
			return err
		}
		if system.Records < 1 {
			if err := firstOf(upgradeSpaces(w, system.Program), upgradeRequests(w)); err != nil {
				return err
			}
		}
		system.Records, system.Head = newestRecords, head
		return systemTable.Put(w, system)
	})
}

// chainActivity gives the entries of the activity their digests, and returns the newest one. They may be too many for
// one transaction. Until the program's own record names the head, the digests count for nothing, so that it can be
// done again where it was broken off.
func chainActivity(ctx context.Context, store Store) (head Head, err error) {
	err = store.View(ctx, func(r Reader) error {
		links, err := chainLinks(r)
		if err != nil || len(links) == 0 {
			return err
		}
		hashes(links)
		last := links[len(links)-1].seq
		return store.Load(ctx, func(l Loader) error {
			for entry, err := range activities.All(r, Range{}) {
				if err != nil {
					return err
				}
				entry.Hash = hashOf(links, entry.Seq)
				if entry.Seq == last {
					head = Head{Seq: entry.Seq, Space: entry.Space, Hash: entry.Hash}
				}
				if err := activities.Load(l, entry); err != nil {
					return err
				}
			}
			return nil
		})
	})
	return head, err
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
