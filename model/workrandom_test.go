package model_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/model/tiers"
)

// foreman gives random commands on work, billing and members of three spaces. thrift is on the Free tier for good,
// and in alive work is simulated now and then.
type foreman struct {
	*modeltest.World
	*rand.Rand
	done map[string]int
	// rehearsed and gone are what was used beside the work that the store still knows, by space id and resource.
	rehearsed, gone map[string]int64
	ids             map[string]string // of the spaces, by name
	last            workRows          // as they were read last
}

var foremen = []string{"Ada", "Bob", "Cleo", "Dan", "Eve"}

func newForeman(t testing.TB, seed uint64) *foreman {
	t.Helper()
	w := newWorld(t)
	f := &foreman{World: w, Rand: rand.New(rand.NewPCG(seed, 5)), done: map[string]int{}, rehearsed: map[string]int64{}, gone: map[string]int64{}, ids: map[string]string{}}
	w.SignUp(foremen...)
	for i, name := range []string{"acme", "thrift", "alive"} {
		w.Space(name, "Ada", otherAccountOf(i))
		w.Join(name, "Ada", model.PowerUser, "Bob")
		w.Join(name, "Ada", model.LimitedAccess, "Cleo", "Dan")
		for _, project := range []string{"web", "api"} {
			w.Do(as("Bob"), &model.CreateProject{Space: name, Name: project, Blueprint: "library"})
			w.Do(as("Ada"), &model.InviteToProject{Space: name, Project: project, Email: "cleo@example.com", Role: model.Contributor})
			w.Do(as("Ada"), &model.InviteToProject{Space: name, Project: project, Email: "dan@example.com", Role: model.Reviewer})
		}
		f.ids[name] = w.View(as("Ada"), name).ID
	}
	allow(w, otherAccountOf(0), model.AllowPaid)
	return f
}

func choose[T any](f *foreman, list ...T) T { return list[f.IntN(len(list))] }

// command draws one.
func (f *foreman) command() (model.Session, model.Command) {
	space, project, who := choose(f, "acme", "thrift", "alive"), choose(f, "web", "web", "api", "none"), choose(f, foremen...)
	by, dev, run := as(who), fmt.Sprint("dev-", 1+f.IntN(12)), fmt.Sprint("run-", 1+f.IntN(60))
	if f.IntN(4) > 0 {
		space, by, dev, run = f.known(space, by, dev, run)
	}
	switch f.IntN(14) {
	case 0, 1, 2:
		return by, &model.StartRun{Space: space, Project: project, Minutes: f.IntN(120), Compute: choose(f, model.EC2Compute, model.LambdaCompute)}
	case 3:
		return by, &model.StopRun{Space: space, Run: run}
	case 4, 5:
		return by, &model.CreateDevEnvironment{Space: space, Project: project, Timeout: f.IntN(600), Storage: choose[model.DevStorage](f, "16", "32")}
	case 6, 7:
		return by, &model.StartDevEnvironment{Space: space, Dev: dev}
	case 8:
		return by, &model.StopDevEnvironment{Space: space, Dev: dev}
	case 9:
		return by, &model.DeleteDevEnvironment{Space: space, Dev: dev}
	case 10:
		return as("Ada"), &model.RehearseUsage{Space: space, Resource: model.ResourceChoice(choose(f, tiers.Resources()[:3]...)), Amount: 1 + f.IntN(12)}
	case 11:
		return f.member(space)
	case 12:
		return f.tier()
	default:
		return modeltest.Nobody, &model.AdvanceTime{By: time.Duration(1+f.IntN(choose(f, 600, 600, 4*3600, 12*24*3600))) * time.Second}
	}
}

// known draws what is there: a run in progress and a Dev Environment of the space, and who owns that one.
func (f *foreman) known(space string, by model.Session, dev, run string) (string, model.Session, string, string) {
	id := f.ids[space]
	for _, r := range f.last.runs {
		if r.Space == id && r.State == "" {
			run = fmt.Sprint("run-", r.Number)
		}
	}
	for _, i := range f.Perm(len(f.last.devs)) {
		if d := f.last.devs[i]; d.Space == id {
			by, dev = as(d.By), fmt.Sprint("dev-", d.Number)
		}
	}
	return space, by, dev, run
}

func (f *foreman) member(space string) (model.Session, model.Command) {
	alias := choose(f, foremen[1:]...)
	switch f.IntN(5) {
	case 0:
		return as("Ada"), &model.RemoveMember{Space: space, Alias: alias}
	case 1:
		return as(alias), &model.AcceptInvitation{Space: space}
	case 2:
		return as("Ada"), &model.InviteMember{Space: space, Email: strings.ToLower(alias) + "@example.com", Role: choose(f, model.PowerUser, model.LimitedAccess)}
	case 3:
		return as("Ada"), &model.InviteToProject{Space: space, Project: "web", Email: strings.ToLower(alias) + "@example.com", Role: choose(f, model.Contributor, model.Reviewer, model.ProjectAdministrator)}
	default:
		return as("Ada"), &model.SimulateWork{Space: "alive", State: choose(f, model.On, model.Off)}
	}
}

func (f *foreman) tier() (model.Session, model.Command) {
	if f.IntN(4) == 0 {
		return aws(otherAccountOf(0)), &model.AllowTiers{Space: "acme", Tiers: choose(f, model.AllowFree, model.AllowPaid)}
	}
	return as("Ada"), &model.ChangeTier{Space: choose(f, "acme", "thrift"), Tier: choose(f, model.Tiers()...)}
}

// step gives one command, and keeps account of what was used beside the work that the store still knows.
func (f *foreman) step(n int) {
	f.T.Helper()
	session, cmd := f.command()
	var lost int64
	if c, is := cmd.(*model.DeleteDevEnvironment); is {
		lost = f.hours(f.ids[c.Space], c.Dev)
	}
	receipt, err := f.Service.Do(f.T.Context(), session, cmd)
	refusal, refused := model.AsRefusal(err)
	if err != nil && (!refused || refusal.Message == "" || refusal.Fix == "") {
		f.T.Fatalf("step %d, %T %+v: %v", n, cmd, cmd, err)
	}
	if refused {
		return
	}
	f.done[f.Service.EntryOf(cmd).ID]++
	switch c := cmd.(type) {
	case *model.DeleteDevEnvironment:
		f.gone[f.ids[c.Space]] += lost
	case *model.RehearseUsage:
		amount := receipt.Result.(model.Rehearsed).Used * float64(tiers.Resource(c.Resource).Scale())
		f.rehearsed[f.ids[c.Space]+string(c.Resource)] += int64(amount + 0.5)
	}
}

// hours is what a Dev Environment has used by now, in seconds: reckoned from its moments, beside the model.
func (f *foreman) hours(space, name string) int64 {
	for _, d := range f.read().devs {
		if d.Space == space && fmt.Sprint("dev-", d.Number) == name {
			return d.Time.Used + since(d.Up, d.Time.From, d.Time.Until, d.Time.Counted, f.Service.Now())
		}
	}
	return 0
}

// since is how long something was in use that is not counted yet.
func since(inUse bool, from, until, counted, now model.Instant) int64 {
	if until != 0 {
		now = min(now, until)
	}
	if !inUse || now <= max(from, counted) {
		return 0
	}
	return int64(now - max(from, counted))
}

// workRows is what the store holds of work.
type workRows struct {
	runs   []model.WorkflowRun
	devs   []model.DevEnvironment
	usages []usageRow
	places []placeRow
	dues   []placeDueRow
}

type (
	placeRow struct {
		Space        string        `cbor:"1,keyasint"`
		Name         string        `cbor:"2,keyasint"`
		InProgress   int           `cbor:"5,keyasint"`
		Over         int           `cbor:"6,keyasint"`
		Environments int           `cbor:"7,keyasint"`
		Due          model.Instant `cbor:"8,keyasint"`
	}
	placeDueRow struct {
		Due   model.Instant `cbor:"1,keyasint"`
		Space string        `cbor:"2,keyasint"`
	}
)

func (f *foreman) read() (all workRows) {
	f.T.Helper()
	err := f.Store.View(f.T.Context(), func(r model.Reader) error {
		for _, err := range []error{rowsOf(r, "run", &all.runs), rowsOf(r, "devenvironment", &all.devs), rowsOf(r, "usage", &all.usages),
			rowsOf(r, "workplace", &all.places), rowsOf(r, "workdue", &all.dues)} {
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		f.T.Fatal(err)
	}
	return all
}

// broken lists what does not hold of the work in the store.
func (f *foreman) broken() (wrong []string) {
	say := func(text string, args ...any) { wrong = append(wrong, fmt.Sprintf(text, args...)) }
	f.last = f.read()
	all, now := f.last, f.Service.Now()
	for _, place := range all.places {
		f.checkPlace(&all, place, now, say)
	}
	for _, u := range all.usages {
		for resource, n := range u.Used {
			included := int64(100) * resource.Scale()
			if resource == tiers.SourceStorage {
				included = 10 * resource.Scale()
			}
			if n < 0 || u.Space == f.ids["thrift"] && n > included {
				say("in %s %d of %s are used", u.Month, n, resource)
			}
		}
	}
	return wrong
}

// checkPlace compares what a space says of its work with the work, and the meters with what the work used.
func (f *foreman) checkPlace(all *workRows, place placeRow, now model.Instant, say func(string, ...any)) {
	count := placeRow{Space: place.Space, Name: place.Name, Due: place.Due}
	compute, hours, held := f.rehearsed[place.Space+"compute-minutes"], f.rehearsed[place.Space+"dev-environment-hours"]+f.gone[place.Space], f.rehearsed[place.Space+"dev-environment-storage"]
	for _, run := range all.runs {
		if run.Space != place.Space {
			continue
		}
		if compute += run.Time.Used; run.State != "" {
			count.Over++
			continue
		}
		if count.InProgress++; run.Time.Until <= now || run.Ended != 0 {
			say("run-%d is in progress after its end", run.Number)
		}
	}
	for _, d := range all.devs {
		if d.Space != place.Space {
			continue
		}
		count.Environments++
		hours += d.Time.Used
		held += map[model.DevStorage]int64{"16": 16, "32": 32, "64": 64}[d.Storage] * 1000
		if d.Up && (d.Owner == "" || d.Time.Until != 0 && d.Time.Until <= now) {
			say("dev-%d is up: %+v", d.Number, d)
		}
	}
	if count != place {
		say("%s says %+v, and there is %+v", place.Name, place, count)
	}
	dues := 0
	for _, due := range all.dues {
		if due.Space == place.Name {
			if dues++; due.Due != place.Due {
				say("%s is due at %s and at %s", place.Name, due.Due, place.Due)
			}
		}
	}
	if want := min(int(place.Due), 1); dues != want {
		say("%s stands %d times in the order of what is due", place.Name, dues)
	}
	metered := tiers.Usage{}
	for _, u := range all.usages {
		if u.Space == place.Space {
			metered[tiers.ComputeMinutes] += u.Used[tiers.ComputeMinutes]
			metered[tiers.DevEnvironmentHours] += u.Used[tiers.DevEnvironmentHours]
			if u.Month == now.Month() {
				metered[tiers.DevEnvironmentStorage] = u.Used[tiers.DevEnvironmentStorage]
			}
		}
	}
	if place.Name == "alive" {
		hours = metered[tiers.DevEnvironmentHours] // the simulation deletes some as well, and nobody knows what those used
	}
	if metered[tiers.ComputeMinutes] != compute || metered[tiers.DevEnvironmentHours] != hours || metered[tiers.DevEnvironmentStorage] != held {
		say("%s: the meters say %v, and the work used %d, %d, %d", place.Name, metered, compute, hours, held)
	}
}

func TestRandomWork(t *testing.T) {
	seeds, steps := uint64(5), 2000
	if testing.Short() {
		seeds, steps = 3, 800
	}
	for seed := range seeds {
		t.Run(fmt.Sprintf("PRJ-04 BIL-12 meters are what the work used and never above the maximum of Free, after any commands by anyone, seed %d", seed), func(t *testing.T) {
			t.Parallel()
			f := newForeman(t, seed)
			for n := range steps {
				f.step(n)
				if n%10 != 9 {
					continue
				}
				if wrong := f.broken(); len(wrong) > 0 {
					t.Fatalf("after step %d: %s", n, strings.Join(wrong, "\n"))
				}
			}
			for _, id := range []string{"work.run", "work.stop", "work.dev-create", "work.dev-start", "work.dev-stop", "work.dev-delete", "work.simulate", "billing.use", "billing.tier", "billing.allow", "member.remove"} {
				if f.done[id] == 0 && !testing.Short() {
					t.Errorf("%s was never carried out: %v", id, f.done)
				}
			}
		})
	}
}
