package model

import (
	"bytes"
	"context"
	"fmt"
	"strings"
)

// Finding is something in a store that does not agree with the rest of it. No command leads there: it tells of a
// damaged store, or of a fault of the program.
type Finding struct {
	// Check is what found it, for instance space-counts.
	Check string `json:"check"`
	// Where is the table, and the row where there is one.
	Where string `json:"where"`
	// Message is what is wrong, and Fix what to do about it, each a sentence.
	Message string `json:"message"`
	Fix     string `json:"fix"`
}

// verification is one thing that must hold in every store.
type verification struct {
	// id is the Finding's Check.
	id  string
	run func(*audit) error
}

// verifications are all of them, each defined beside the records that it is about. The first ones tell whether the
// others can be trusted.
func verifications() []verification {
	return []verification{
		{"records", verifyRecords},
		{"activity-chain", verifyActivity},
		{"sets", verifySets},
		{"people", verifyPeople},
		{"space-counts", verifySpaces},
		{"members", verifyMembers},
		{"teams", verifyTeams},
		{"accounts", verifyAccounts},
		{"account-requests", verifyRequests},
		{"billing", verifyBilling},
		{"directories", verifyDirectories},
		{"applications", verifyApplications},
		{"sync", verifySync},
		{"networks", verifyNetworks},
		{"vpc-connections", verifyVPCs},
		{"generative-ai", verifyAssists},
		{"organizations", verifyOrganizations},
	}
}

// Verifications lists the ids of everything that [Verify] checks.
func Verifications() []string {
	var ids []string
	for _, v := range verifications() {
		ids = append(ids, v.id)
	}
	return ids
}

// findingsShown is how many findings of one check are told one by one.
const findingsShown = 20

// The fixes of findings.
const (
	fixRestore = "Restore a backup from before (atrium store restore FILE)."
	fixUpgrade = "Open the store once for writing, so that its records are brought to the newest version, and verify again."
)

// Verify reads a whole store and tells everything in it that does not agree with the rest: rows that cannot be read,
// counts, lists that lead from one record to another, and the chain of the activity (ACT-01). walked, where not nil,
// hears how many checks are done. An error means that the store could not be read to its end.
func Verify(ctx context.Context, r Reader, found func(Finding), walked func(done, total int)) error {
	system, err := readSystem(r)
	if err != nil {
		return err
	}
	list := verifications()
	for done, v := range list {
		if err := ctx.Err(); err != nil {
			return err
		}
		a := &audit{Reader: r, system: system, check: v.id, found: found}
		if err := v.run(a); err != nil {
			a.find("", "The check could not be carried out: %v.", err)
		}
		a.end()
		if walked != nil {
			walked(done+1, len(list))
		}
	}
	return ctx.Err()
}

// audit is one check at work.
type audit struct {
	Reader
	system *systemRecord
	check  string
	found  func(Finding)
	count  int
	fix    string // instead of restoring a backup
}

// find tells that something is wrong. where names the table, and the row if there is one.
func (a *audit) find(where, message string, args ...any) {
	if a.count++; a.count > findingsShown {
		return
	}
	fix := a.fix
	if fix == "" {
		fix = fixRestore
	}
	a.found(Finding{Check: a.check, Where: printable(where), Message: printable(fmt.Sprintf(message, args...)), Fix: fix})
}

// end tells how many more there are than were told.
func (a *audit) end() {
	if more := a.count - findingsShown; more > 0 {
		a.found(Finding{Check: a.check, Message: fmt.Sprintf("There are %d more findings of this kind.", more), Fix: fixRestore})
	}
}

// equal tells where a count is not what it should be.
func (a *audit) equal(where, what string, is, should int) {
	if is != should {
		a.find(where, "The count of %s is %d, and there are %d.", what, is, should)
	}
}

// rowName names a row of a table, with the parts of its key in sight.
func rowName(table string, key Key) string {
	return table + " " + strings.TrimRight(strings.ReplaceAll(string(key), keyEnd, "/"), "/")
}

// eachRow gives every record under a prefix to fn.
func eachRow[R any](r Reader, table Table[R], prefix Key, fn func(*R) error) error {
	for record, err := range table.All(r, Range{Prefix: prefix}) {
		if err != nil {
			return err
		}
		if err := fn(record); err != nil {
			return err
		}
	}
	return nil
}

// inTurn does one thing after the other, up to the first that fails.
func inTurn(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// index is a table that leads from an attribute to the record that has it.
type index[R any] struct {
	table  Table[R]
	prefix Key
	// left, where not nil, tells rows that may be left over where nothing reaches them.
	left func(*R) (bool, error)
	// leads reports whether what the row leads to is there and has the attribute.
	leads func(*R) (bool, error)
	// each gives the keys that the table must have, one for each record with the attribute.
	each func(want func(Key) error) error
}

// verifyIndex holds an index against what it leads to, in both directions. Whether rows are missing is known from
// their number; only then they are looked for one by one.
func verifyIndex[R any](a *audit, x index[R]) error {
	rows, wanted := 0, 0
	for row, err := range x.table.All(a, Range{Prefix: x.prefix}) {
		if err != nil {
			return err
		}
		counts, err := x.counts(a, row)
		if err != nil {
			return err
		}
		if counts {
			rows++
		}
	}
	if err := x.each(func(Key) error { wanted++; return nil }); err != nil || rows == wanted {
		return err
	}
	return x.each(func(key Key) error {
		has, err := x.table.Has(a, key)
		if err == nil && !has {
			a.find(rowName(x.table.name, key), "The row is missing, and something should be found through it.")
		}
		return err
	})
}

// counts reports whether a row leads where it should, and tells of one that leads nowhere.
func (x *index[R]) counts(a *audit, row *R) (bool, error) {
	if x.left != nil {
		if left, err := x.left(row); left || err != nil {
			return false, err
		}
	}
	leads, err := x.leads(row)
	if err == nil && !leads {
		a.find(rowName(x.table.name, x.table.key(row)), "The row leads to nothing that has it.")
	}
	return leads, err
}

// verifyRecords reads every row of every table, and tells those that cannot be read or stand in a wrong place.
func verifyRecords(a *audit) error {
	if a.system.Program == 0 {
		a.find(systemTable.name, "The program's own record is missing.")
	}
	if a.system.Records < newestRecords {
		a.fix = fixUpgrade
		a.find(systemTable.name, "The records have version %d, and this program knows version %d: what follows may be true of older records.", a.system.Records, newestRecords)
		a.fix = ""
	}
	for _, table := range Tables() {
		for row, err := range a.Scan(table.Name, Range{}) {
			if err != nil {
				a.find(table.Name, "The table cannot be read to its end: %v.", err)
				break
			}
			_, key, err := table.Read(row)
			switch at := row.Key(); {
			case err != nil:
				a.find(rowName(table.Name, at), "The row cannot be read: %v.", err)
			case key != at:
				a.find(rowName(table.Name, at), "The row stands in a wrong place: its fields ask for %s.", rowName(table.Name, key))
			}
		}
	}
	return nil
}

// verifyActivity follows the chain of the activity from its first entry to its head (ACT-01).
func verifyActivity(a *audit) error {
	if a.system.Records < newestRecords {
		return nil // it is not chained yet
	}
	links, err := chainLinks(a)
	if err != nil {
		return err
	}
	for i, l := range links {
		if l.seq != uint64(i)+1 {
			a.find(activities.name, "Entry %d of the activity is missing, or stands there twice.", i+1)
			return nil
		}
	}
	a.equal(activities.name, "entries of the activity", int(a.system.Sequences["activity"]), len(links))
	head := a.system.Head
	if stands, err := head.Stands(a); err != nil || !stands || head.Seq != uint64(len(links)) {
		a.find(activities.name, "The newest entry of the activity, number %d, is not the one that the store knows.", head.Seq)
		return err
	}
	return a.followChain(links)
}

// followChain compares every entry with the digest that it must have. One that was changed breaks the chain there, and
// nothing behind it can be told: the first one is.
func (a *audit) followChain(links []chainLink) error {
	hashes(links)
	broken, space := uint64(0), ""
	for entry, err := range activities.All(a, Range{}) {
		if err != nil {
			return err
		}
		if !bytes.Equal(entry.Hash, hashOf(links, entry.Seq)) && (broken == 0 || entry.Seq < broken) {
			broken, space = entry.Seq, entry.Space
		}
	}
	if broken > 0 {
		a.find(rowName(activities.name, K(space)), "Entry %d of the activity is not what was written, or an entry before it was another; the entries from there on cannot be trusted.", broken)
	}
	return nil
}
