package model_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/model/quotas"
)

// inventor gives random commands on generative AI in two spaces, many of which must be refused, and lets time go by.
// The same seed gives the same commands at the same moments, in however many steps the time between goes by.
type inventor struct {
	*modeltest.World
	*rand.Rand
	steps   int            // how often time stops on its way
	done    map[string]int // commands that were carried out, by catalogue id
	stopped map[string]bool
}

func newInventor(t testing.TB, seed uint64, steps int) *inventor {
	t.Helper()
	w := inventive(t)
	w.Space("beta", "Ada", otherAccount)
	w.Do(as("Ada"), &model.CreateProject{Space: "beta", Name: "rocket"})
	return &inventor{World: w, Rand: rand.New(rand.NewPCG(seed, 5)), steps: steps, done: map[string]int{}, stopped: map[string]bool{}}
}

// command draws a command and who gives it.
func (v *inventor) command() (model.Session, model.Command) {
	space, item := []string{"acme", "acme", "beta"}[v.IntN(3)], 1+v.IntN(40)
	if list := ofAmazonQ(v.World, as("Ada")); len(list) > 0 && v.IntN(4) > 0 {
		item = list[v.IntN(min(len(list), 8))].Number // mostly something new
	}
	by := as([]string{"Ada", "Lee", "Pat"}[v.IntN(3)])
	if v.IntN(3) > 0 {
		by = as("Ada")
	}
	switch v.IntN(24) {
	case 0:
		return by, &model.TurnOffGenerativeAI{Space: space}
	case 1, 2:
		return by, &model.TurnOnGenerativeAI{Space: space}
	case 3, 4, 5, 6, 7:
		return by, &model.AssignIssue{Space: space, Project: "rocket", Title: fmt.Sprint("Issue ", v.IntN(1000)), Repository: "hull", StepApproval: v.IntN(2) == 0, Workflows: v.IntN(3) == 0}
	case 8, 9:
		return by, &model.WriteDescription{Space: space, Project: "rocket", PullRequest: "x"}
	case 10, 11:
		return by, &model.SummariseComments{Space: space, Project: "rocket", PullRequest: "x"}
	case 12, 13, 14:
		return by, &model.ApproveApproach{Space: space, Number: item}
	case 15, 16, 17:
		return by, &model.RevisePullRequest{Space: space, Number: item, Comments: "x"}
	case 18, 19, 20:
		return by, &model.MergePullRequest{Space: space, Number: item}
	case 21:
		return by, &model.CloseIssue{Space: space, Number: item}
	default:
		return by, &model.Subscribe{Subscription: []model.Subscription{model.FreeSubscription, model.ProSubscription, model.ProSubscription}[v.IntN(3)]}
	}
}

// pass lets time go by: minutes, now and then days.
func (v *inventor) pass() {
	v.T.Helper()
	d := time.Duration(v.IntN(900)) * time.Second
	if v.IntN(20) == 0 {
		d *= 100
	}
	for i := range v.steps {
		v.Clock.Move(d*time.Duration(i+1)/time.Duration(v.steps) - d*time.Duration(i)/time.Duration(v.steps))
		if v.steps == 1 {
			continue // what fell due comes with the next command
		}
		if _, err := v.Service.Step(v.T.Context()); err != nil {
			v.T.Fatal(err)
		}
	}
}

// act gives one command: it is carried out, or refused by a rule.
func (v *inventor) act() {
	v.T.Helper()
	by, cmd := v.command()
	_, err := v.Service.Do(v.T.Context(), by, cmd)
	if _, refused := model.AsRefusal(err); err != nil && !refused {
		v.T.Fatalf("%T: %v", cmd, err)
	}
	if err == nil {
		v.done[v.Service.EntryOf(cmd).ID]++
	}
}

// holds fails the test where an invariant is broken.
func (v *inventor) holds(step int) {
	v.T.Helper()
	if _, err := v.Service.Step(v.T.Context()); err != nil {
		v.T.Fatal(err)
	}
	for _, space := range []string{"acme", "beta"} {
		on := v.View(as("Ada"), space).GenerativeAI
		for _, a := range modeltest.Ask[[]model.Assist](v.World, as("Ada"), &model.ListAssists{Space: space, Limit: 10_000}) {
			id := fmt.Sprint(space, " ", a.Number)
			switch {
			case !on && !a.State.Ended():
				v.T.Fatalf("step %d: %s is in progress while the features are off: %+v", step, id, a)
			case v.stopped[id] && a.State != model.AssistStopped:
				v.T.Fatalf("step %d: %s was stopped, and goes on: %+v", step, id, a)
			case a.State.Ended() && a.Due != 0, a.Due != 0 && a.Due <= v.Service.Now():
				v.T.Fatalf("step %d: %s goes on in the past: %+v", step, id, a)
			case a.State == model.AssistMerged && a.EndedBy == "":
				v.T.Fatalf("step %d: nobody merged %s: %+v", step, id, a)
			}
			v.stopped[id] = a.State == model.AssistStopped
		}
	}
	for _, alias := range []string{"Ada", "Lee", "Pat"} {
		for _, f := range quotas.Features() {
			if u := aiUsed(v.World, alias, f); u.Used > u.Quota {
				v.T.Fatalf("step %d: %s used more than the quota: %+v", step, alias, u)
			}
		}
	}
}

// inventorCommands are what every run must have carried out.
var inventorCommands = []string{"genai.on", "genai.off", "genai.assign", "genai.approve", "genai.revise", "genai.merge", "genai.close", "genai.describe", "genai.summarise", "person.subscribe"}

func TestGenerativeAIHolds(t *testing.T) {
	steps := 1200
	if testing.Short() {
		steps = 300
	}
	for seed := range uint64(3) {
		t.Run(fmt.Sprintf("GEN-05 GEN-06 GEN-08 nothing goes on where the features are off, stopped stays stopped, a person merges, usage keeps to the quota, seed %d", seed), func(t *testing.T) {
			t.Parallel()
			v := newInventor(t, seed, 1)
			for n := range steps {
				v.act()
				v.pass()
				v.holds(n)
			}
			mustBeSound(v.World)
			for _, id := range inventorCommands {
				if v.done[id] == 0 && !testing.Short() {
					t.Errorf("%s was never carried out: %v", id, v.done)
				}
			}
		})
	}
}

func TestGenerativeAITime(t *testing.T) {
	t.Run("FED-15 GEN-04 what Amazon Q does depends on the seed and the commands, and not on when or how often time is looked at", func(t *testing.T) {
		t.Parallel()
		var dumps []string
		for _, steps := range []int{1, 7} {
			v := newInventor(t, 11, steps)
			for range 250 {
				v.act()
				v.pass()
			}
			if _, err := v.Service.Step(t.Context()); err != nil {
				t.Fatal(err)
			}
			var lines []string
			for line := range strings.SplitSeq(v.Dump(), "\n") {
				if !strings.HasPrefix(line, "system ") { // which notes when something was written last
					lines = append(lines, line)
				}
			}
			dumps = append(dumps, strings.Join(lines, "\n"))
		}
		if dumps[0] != dumps[1] {
			t.Errorf("first of what differs: in one step\n%s\nin seven\n%s", modeltest.Lines(dumps[0], dumps[1])[0], modeltest.Lines(dumps[1], dumps[0])[0])
		}
	})
}
