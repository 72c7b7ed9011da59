// Package modeltest gives tests a system of their own: a service on a store in memory, with a clock that
// stands still until the test moves it, and short ways to the states that rules speak of.
package modeltest

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/figure"
	"atrium/model/quotas"
	"atrium/model/tiers"
)

// Noon is when a world begins: the middle of a day in the middle of a month.
var Noon = time.Date(2024, 5, 15, 12, 0, 0, 0, time.UTC)

// Clock is a wall clock that a test moves.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now reads the clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Move moves the clock.
func (c *Clock) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// World is a system for a test.
type World struct {
	T       testing.TB
	Clock   *Clock
	Service *model.Service
	Store   model.Store
	// Tiers is the table of tiers that the service is opened with from the next Reopen on.
	Tiers *tiers.Table
	// Quotas is the table of quotas that the service is opened with from the next Reopen on.
	Quotas *quotas.Table
}

// New makes a world on a store, with seed 1.
func New(t testing.TB, store model.Store) *World {
	t.Helper()
	return NewAt(t, store, Noon)
}

// NewAt makes a world that begins at another moment than Noon.
func NewAt(t testing.TB, store model.Store, at time.Time) *World {
	t.Helper()
	w := &World{T: t, Clock: &Clock{now: at}, Store: store, Tiers: Tiers(), Quotas: Quotas()}
	w.Reopen()
	return w
}

// Reopen makes a new service on the same store, as a new process would.
func (w *World) Reopen() {
	w.T.Helper()
	if w.Service != nil {
		w.Service.Close()
	}
	service, err := model.NewService(context.Background(), w.Store, model.Options{Clock: w.Clock, Seed: 1, Tiers: w.Tiers, Quotas: w.Quotas})
	if err != nil {
		w.T.Fatalf("open the service: %v", err)
	}
	w.Service = service
}

// Tiers is a table of tiers for tests, with round numbers: for each member Standard costs 5 and Enterprise 20.
func Tiers() *tiers.Table {
	number := func(n int64) tiers.Number {
		return tiers.Number{Millionths: n * 1_000_000, Source: "test", Date: "2024-05-01"}
	}
	all := func(n int64) map[tiers.Resource]tiers.Number {
		m := map[tiers.Resource]tiers.Number{}
		for _, r := range tiers.Resources() {
			m[r] = number(n)
		}
		return m
	}
	free := tiers.Tier{ID: "free", Title: "Free", Price: number(0), Included: all(100)}
	free.Included[tiers.SourceStorage] = tiers.Number{Millionths: 10_000_000, Assumption: true, Why: "for the test"}
	return &tiers.Table{Name: "test", Currency: "USD", Tiers: []tiers.Tier{free,
		{ID: "standard", Title: "Standard", PerMember: true, Price: number(5), Included: all(200), Overage: all(1)},
		{ID: "enterprise", Title: "Enterprise", PerMember: true, Price: number(20), Included: all(1000), Overage: all(1)},
	}}
}

// Quotas is a table of quotas for tests: Free gives 3 issues, 10 descriptions and, as an assumption, 5 summaries a
// month, and Pro ten times as much.
func Quotas() *quotas.Table {
	times := func(n int64) map[quotas.Feature]figure.Number {
		return map[quotas.Feature]figure.Number{
			quotas.Issues:       {Millionths: 3 * n * figure.Whole, Source: "test", Date: "2024-05-01"},
			quotas.Descriptions: {Millionths: 10 * n * figure.Whole, Source: "test", Date: "2024-05-01"},
			quotas.Summaries:    {Millionths: 5 * n * figure.Whole, Assumption: true, Why: "for the test"},
		}
	}
	return &quotas.Table{Name: "test", Subscriptions: []quotas.Subscription{{ID: "free", Quotas: times(1)}, {ID: "pro", Quotas: times(10)}}}
}

// As is the session of a person with an AWS Builder ID, or of any person by id.
func As(alias string) model.Session { return model.Session{Person: model.BuilderPerson(alias)} }

// AWS is the session of an administrator of an AWS account.
func AWS(account string) model.Session {
	return model.Session{AWS: &model.SignIn{Account: model.AccountID(account), Administrator: true}}
}

// Nobody is a session without anyone.
var Nobody = model.Session{}

// Do carries out a command that must succeed.
func (w *World) Do(session model.Session, cmd model.Command) model.Receipt {
	w.T.Helper()
	receipt, err := w.Service.Do(context.Background(), session, cmd)
	if err != nil {
		w.T.Fatalf("%T: %v", cmd, err)
	}
	return receipt
}

// Plan rehearses a command that must be allowed.
func (w *World) Plan(session model.Session, cmd model.Command) model.Plan {
	w.T.Helper()
	plan, err := w.Service.Check(context.Background(), session, cmd)
	if err != nil {
		w.T.Fatalf("check %T: %v", cmd, err)
	}
	return plan
}

// Refuse carries out a command that must be refused by a rule, and returns the refusal.
func (w *World) Refuse(rule string, session model.Session, cmd model.Command) *model.Refusal {
	w.T.Helper()
	_, err := w.Service.Do(context.Background(), session, cmd)
	return w.refusal(rule, cmd, err)
}

// RefuseAnswer asks a question that must be refused by a rule.
func (w *World) RefuseAnswer(rule string, session model.Session, q model.Question) *model.Refusal {
	w.T.Helper()
	_, err := w.Service.Answer(context.Background(), session, q)
	return w.refusal(rule, q, err)
}

func (w *World) refusal(rule string, subject any, err error) *model.Refusal {
	w.T.Helper()
	refusal, is := model.AsRefusal(err)
	if !is {
		w.T.Fatalf("%T was not refused by %s: %v", subject, rule, err)
	}
	if refusal.Rule != rule {
		w.T.Fatalf("%T was refused by %s, not by %s: %v", subject, refusal.Rule, rule, refusal)
	}
	return refusal
}

// Ask asks a question that must be answered.
func Ask[T any](w *World, session model.Session, q model.Question) T {
	w.T.Helper()
	answer, err := model.Answer[T](context.Background(), w.Service, session, q)
	if err != nil {
		w.T.Fatalf("%T: %v", q, err)
	}
	return answer
}

// SignUp brings a person with an AWS Builder ID into the system; the email is ALIAS@example.com.
func (w *World) SignUp(aliases ...string) {
	w.T.Helper()
	for _, alias := range aliases {
		email := alias + "@example.com"
		w.Do(Nobody, &model.SignUp{Email: email, Name: alias + " of Example"})
		w.Do(Nobody, &model.CreateBuilderID{Email: email, Code: w.Code(email), Password: "correct-horse", Confirmation: "correct-horse", Agree: true, Alias: alias})
	}
}

// Code is the newest code that was mailed to an address.
func (w *World) Code(email string) string {
	w.T.Helper()
	for _, m := range Ask[[]model.Mail](w, Nobody, &model.ListOutbox{To: email}) {
		if m.Code != "" {
			return m.Code
		}
	}
	w.T.Fatalf("no code was mailed to %s", email)
	return ""
}

// Space brings a Builder ID space into being, created by a person and billed to an account.
func (w *World) Space(name, creator, account string) {
	w.T.Helper()
	receipt := w.Do(As(creator), &model.CreateSpace{Name: name, Region: model.Oregon, Account: model.AccountID(account)})
	w.Do(AWS(account), &model.VerifyAccount{Token: receipt.Result.(model.SpaceRequest).Token})
}

// Connect connects one more account to a space.
func (w *World) Connect(space, manager, account string) {
	w.T.Helper()
	receipt := w.Do(As(manager), &model.RequestAccount{Space: space, Account: model.AccountID(account)})
	w.Do(AWS(account), &model.VerifyAccount{Token: receipt.Result.(model.SpaceRequest).Token})
}

// Join brings people into a space with a role, by invitation.
func (w *World) Join(space, inviter string, role model.SpaceRole, aliases ...string) {
	w.T.Helper()
	for _, alias := range aliases {
		w.Do(As(inviter), &model.InviteMember{Space: space, Email: alias + "@example.com", Role: role})
		w.Do(As(alias), &model.AcceptInvitation{Space: space})
	}
}

// Directory enables IAM Identity Center in an account, with groups and their users by user name, and
// returns the id of the identity store.
func (w *World) Directory(account string, groups map[string][]string) string {
	w.T.Helper()
	session := AWS(account)
	store := w.Do(session, &model.EnableInstance{Type: model.OrganizationInstance, Region: model.Oregon}).Result.(model.Instance).Store
	made := map[string]bool{}
	for _, group := range slices.Sorted(maps.Keys(groups)) {
		users := groups[group]
		w.Do(session, &model.CreateGroup{Store: store, Name: group})
		for _, user := range users {
			if !made[user] {
				w.Do(session, &model.CreateUser{Store: store, UserName: user, DisplayName: "Dr " + user, Email: user + "@corp.example"})
				made[user] = true
			}
			w.Do(session, &model.AddToGroup{Store: store, UserName: user, Group: group})
		}
	}
	return store
}

// Advance moves program time forward, with all that falls due.
func (w *World) Advance(d time.Duration) {
	w.T.Helper()
	w.Do(Nobody, &model.AdvanceTime{By: d})
}

// Members lists the members of a space as someone sees them.
func (w *World) Members(session model.Session, space string) []model.MemberView {
	w.T.Helper()
	return Ask[model.Page[model.MemberView]](w, session, &model.ListMembers{Space: space}).Items
}

// AddGroup makes a group with n users of its own, named after it.
func (w *World) AddGroup(session model.Session, store, group string, n int) {
	w.T.Helper()
	w.Do(session, &model.CreateGroup{Store: store, Name: group})
	for i := range n {
		w.Do(session, &model.CreateUser{Store: store, UserName: fmt.Sprintf("%s-%03d", group, i), Groups: []string{group}})
	}
}

// Import brings n made-up users into an identity store from a file, beginning with number from.
func (w *World) Import(session model.Session, store string, n, from int) {
	w.T.Helper()
	type email struct{ Value string }
	type user struct {
		UserName, UserID, DisplayName string
		Emails                        []email
	}
	var users struct{ Users []user }
	for i := from; i < from+n; i++ {
		name := fmt.Sprintf("user%07d", i)
		users.Users = append(users.Users, user{UserName: name, UserID: "id-" + name, DisplayName: "User " + name, Emails: []email{{name + "@corp.example"}}})
	}
	data, err := json.Marshal(users)
	if err != nil {
		w.T.Fatal(err)
	}
	text := strings.ReplaceAll(string(data), "UserID", "UserId")
	w.Do(session, &model.ImportDirectory{Store: store, Users: []string{"users.json"}, Open: Files(map[string]string{"users.json": text})})
}

// Files opens files that a test has in memory.
func Files(files map[string]string) func(string) (io.ReadCloser, error) {
	return func(name string) (io.ReadCloser, error) {
		text, found := files[name]
		if !found {
			return nil, fmt.Errorf("open %s: no such file", name)
		}
		return io.NopCloser(strings.NewReader(text)), nil
	}
}
