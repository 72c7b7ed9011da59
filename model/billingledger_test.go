package model_test

import (
	"fmt"
	"slices"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/model/tiers"
)

// The rows of tables that the model keeps to itself.
type (
	accountSpaceRow struct {
		Account string `cbor:"1,keyasint"`
		Space   string `cbor:"2,keyasint"`
		Name    string `cbor:"3,keyasint"`
	}
	ownerRow struct {
		Account string `cbor:"1,keyasint"`
		Space   string `cbor:"2,keyasint"`
	}
	turnRow struct {
		Due   model.Instant `cbor:"1,keyasint"`
		Space string        `cbor:"2,keyasint"`
	}
	waitingRow struct {
		Space   string `cbor:"1,keyasint"`
		Account string `cbor:"2,keyasint"`
		Token   string `cbor:"3,keyasint"`
	}
	usageRow struct {
		Space string      `cbor:"1,keyasint"`
		Month string      `cbor:"2,keyasint"`
		Used  tiers.Usage `cbor:"3,keyasint"`
	}
	accountBillRow struct {
		Account string `cbor:"1,keyasint"`
		Month   string `cbor:"2,keyasint"`
		Space   string `cbor:"3,keyasint"`
	}
)

// ledger is what the store holds of accounts and billing.
type ledger struct {
	spaces       []model.Space // also the deleted ones
	connections  []model.Connection
	bySpace      []accountSpaceRow
	owners       []ownerRow
	turns        []turnRow
	requests     []model.SpaceRequest
	waiting      []waitingRow
	usages       []usageRow
	bills        []model.Bill
	accountBills []accountBillRow
}

// rowsOf reads a whole table.
func rowsOf[R any](r model.Reader, table string, into *[]R) error {
	for row, err := range r.Scan(table, model.Range{}) {
		if err != nil {
			return err
		}
		if err := keep(row, func(v R) { *into = append(*into, v) }); err != nil {
			return err
		}
	}
	return nil
}

func readLedger(w *modeltest.World) (l ledger) {
	w.T.Helper()
	err := w.Store.View(w.T.Context(), func(r model.Reader) error {
		for _, read := range []error{
			rowsOf(r, "space", &l.spaces), rowsOf(r, "connection", &l.connections), rowsOf(r, "accountspace", &l.bySpace),
			rowsOf(r, "billing", &l.owners), rowsOf(r, "monthturn", &l.turns), rowsOf(r, "request", &l.requests),
			rowsOf(r, "accountrequest", &l.waiting), rowsOf(r, "usage", &l.usages), rowsOf(r, "bill", &l.bills), rowsOf(r, "accountbill", &l.accountBills),
		} {
			if read != nil {
				return read
			}
		}
		return nil
	})
	if err != nil {
		w.T.Fatal(err)
	}
	return l
}

// active lists the spaces that are there, by id.
func (l *ledger) active() map[string]model.Space {
	m := map[string]model.Space{}
	for _, s := range l.spaces {
		if !s.Deleted() {
			m[s.ID] = s
		}
	}
	return m
}

// of finds the connection of an account to a space; nil for none.
func (l *ledger) of(space, account string) *model.Connection {
	for i, c := range l.connections {
		if c.Space == space && string(c.Account) == account {
			return &l.connections[i]
		}
	}
	return nil
}

// broken lists what does not hold in the ledger at a moment.
func (l *ledger) broken(now model.Instant) (wrong []string) {
	say := func(text string, args ...any) { wrong = append(wrong, fmt.Sprintf(text, args...)) }
	active := l.active()
	l.checkSpaces(active, now, say)
	l.checkConnections(active, say)
	l.checkRequests(active, say)
	l.checkMonths(active, now, say)
	return wrong
}

// checkSpaces keeps BIL-01, BIL-03, BIL-10 and BIL-15.
func (l *ledger) checkSpaces(active map[string]model.Space, now model.Instant, say func(string, ...any)) {
	if len(l.owners) != len(active) {
		say("%d accounts bill %d spaces", len(l.owners), len(active))
	}
	for _, o := range l.owners { // an account stands here once: it is the key
		if s, there := active[o.Space]; !there || string(s.Billing) != o.Account {
			say("account %s is kept as the payer of %q, which is billed to %q", o.Account, s.Name, s.Billing)
		}
	}
	for id, s := range active {
		c := l.of(id, string(s.Billing))
		switch {
		case c == nil:
			say("%s is billed to %s, which is not connected to it", s.Name, s.Billing)
		case s.Tier.Paid() && !c.Paid:
			say("%s is on the %s tier, and its billing account allows none", s.Name, s.Tier)
		}
		rank := func(t model.Tier) int { return slices.Index(model.Tiers(), t) }
		if rank(s.Tier) < 0 || s.PendingTier != "" && (rank(s.PendingTier) < 0 || rank(s.PendingTier) >= rank(s.Tier)) || rank(s.MonthTier) < rank(s.Tier) {
			say("%s is on the tier %q, %q pending, %q in this month", s.Name, s.Tier, s.PendingTier, s.MonthTier)
		}
		if s.MonthEnds != now.NextMonth() {
			say("the month of %s ends at %s, and it is %s", s.Name, s.MonthEnds, now)
		}
	}
}

// checkConnections keeps ACC-03, ACC-09, ACC-10 and ACC-11, and that both directions agree.
func (l *ledger) checkConnections(active map[string]model.Space, say func(string, ...any)) {
	if len(l.connections) != len(l.bySpace) {
		say("%d connections, and %d of them by account", len(l.connections), len(l.bySpace))
	}
	for _, row := range l.bySpace {
		if s := active[row.Space]; l.of(row.Space, row.Account) == nil || model.K(row.Name) != model.K(lower(s.Name)) {
			say("account %s is listed under %s, to which it is not connected", row.Account, row.Name)
		}
	}
	arns := map[string]bool{}
	for _, c := range l.connections {
		s, there := active[c.Space]
		if !there || c.Region != s.Region || arns[c.ARN()] {
			say("the connection %s of %q", c.ARN(), s.Name)
		}
		arns[c.ARN()] = true
		names, keys := map[string]bool{}, map[string]bool{}
		for _, role := range c.Roles {
			names[lower(role.Name)] = true
		}
		for _, t := range c.Tags {
			keys[t.Key] = true
		}
		if len(names) != len(c.Roles) || len(keys) != len(c.Tags) || len(keys) > model.MaxTags {
			say("the roles %v or tags %v of %s", c.Roles, c.Tags, c.ARN())
		}
	}
}

// checkRequests keeps ACC-02: a request and its place in the list of its space go together.
func (l *ledger) checkRequests(active map[string]model.Space, say func(string, ...any)) {
	listed := map[string]waitingRow{}
	for _, w := range l.waiting {
		listed[w.Token] = w
		if _, there := active[w.Space]; !there || l.of(w.Space, w.Account) != nil {
			say("account %s waits for a space that is gone or that it is connected to: %+v", w.Account, w)
		}
	}
	waiting := 0
	for _, q := range l.requests {
		if q.Space == "" {
			continue
		}
		waiting++
		if w := listed[q.Token]; w.Space != q.Space || w.Account != string(q.Account) {
			say("the request %+v is listed as %+v", q, w)
		}
	}
	if waiting != len(l.waiting) {
		say("%d requests for accounts, and %d are listed", waiting, len(l.waiting))
	}
}

// checkMonths keeps BIL-12, BIL-15 and BIL-16: one turn for each space, in the future, and bills in both directions.
func (l *ledger) checkMonths(active map[string]model.Space, now model.Instant, say func(string, ...any)) {
	turns := map[string]model.Instant{}
	for _, turn := range l.turns {
		turns[turn.Space] = turn.Due
	}
	for _, s := range active {
		if due := turns[lower(s.Name)]; due != s.MonthEnds || due <= now {
			say("the month of %s turns at %s, and ends at %s", s.Name, due, s.MonthEnds)
		}
	}
	if len(l.turns) != len(active) {
		say("%d months turn, of %d spaces", len(l.turns), len(active))
	}
	free := modeltest.Tiers().Tier("free")
	for _, u := range l.usages {
		s, there := active[u.Space]
		for resource, used := range u.Used {
			most, _ := free.Allowance(resource, 1)
			if used < 0 || there && u.Month == now.Month() && s.MonthTier == model.FreeTier && !resource.Held() && used > most {
				say("%s used %d of %s in %s", s.Name, used, resource, u.Month)
			}
		}
	}
	paidBy := map[accountBillRow]bool{}
	for _, b := range l.accountBills {
		paidBy[b] = true
	}
	for _, b := range l.bills {
		if !paidBy[accountBillRow{string(b.Account), b.Month, b.Space}] {
			say("the bill of %s for %s is not listed by its account", b.Name, b.Month)
		}
	}
	if len(l.bills) != len(paidBy) {
		say("%d bills, and %d by account", len(l.bills), len(paidBy))
	}
}
