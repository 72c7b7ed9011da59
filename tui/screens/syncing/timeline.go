package syncing

import (
	"context"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// event is a line of the timeline: a change that waits, or a cycle that brought something.
type event struct {
	change *model.SyncChangeView // nil for a cycle
	cycle  model.SyncCycle
}

// mostCycles is how many cycles the timeline goes back.
const mostCycles = 500

// cycleWord is what every cycle of the timeline is found by.
const cycleWord = "cycle"

// timeline lists what waits, what is late first and then by when it is expected, and after it what came,
// newest first (FED-14).
func timeline(ctx context.Context, env *kit.Env, space string) ([]event, error) {
	changes, err := pending(ctx, env, space)
	if err != nil {
		return nil, err
	}
	cycles, err := kit.Ask[[]model.SyncCycle](ctx, env, &model.ListSyncCycles{Space: space, Limit: mostCycles})
	list := make([]event, 0, len(changes)+len(cycles))
	for i := range changes {
		list = append(list, event{change: &changes[i]})
	}
	for _, c := range cycles {
		list = append(list, event{cycle: c})
	}
	return list, err
}

func pending(ctx context.Context, env *kit.Env, space string) ([]model.SyncChangeView, error) {
	return kit.Ask[[]model.SyncChangeView](ctx, env, &model.SyncStatus{Space: space})
}

func (s *screen) columns() []kit.Column[event] {
	return []kit.Column[event]{
		{Title: "What", Min: 22, Flex: 3, Cell: event.what},
		{Title: "State", Min: 9, Cell: s.stateOf},
		{Title: "When", Min: 11, Cell: func(e event) string { return kit.Moment(e.at()) }},
		{Title: "Since", Min: 11, Cell: event.since},
		{Title: "Brought", Min: 11, Right: true, Cell: event.brought},
	}
}

// id names a line for good.
func (e event) id() string {
	if e.change == nil {
		return cycleWord + "/" + strconv.FormatInt(int64(e.cycle.At), 10)
	}
	return string(e.change.Kind) + "/" + e.change.Subject
}

// words is what a line is found by.
func (e event) words() string {
	if e.change == nil {
		return e.what()
	}
	return e.change.Name + " " + e.change.What + " " + string(e.change.Kind)
}

// at is when a change is expected, or when a cycle ran.
func (e event) at() model.Instant {
	if e.change == nil {
		return e.cycle.At
	}
	return e.change.ExpectedAt
}

func (e event) since() string {
	if e.change == nil {
		return ""
	}
	return kit.Moment(e.change.RequestedAt)
}

func (e event) what() string {
	if e.change == nil {
		return cycleWord + ": " + deeds(e.cycle)
	}
	return subject(*e.change)
}

// brought is how many of the people that it concerns have come.
func (e event) brought() string {
	if e.change == nil {
		c := e.cycle
		return share(c.Joined+c.Left+c.Changed+c.Unchanged, c.Waiting)
	}
	if e.change.Count <= 1 {
		return "-"
	}
	return share(e.change.Done, e.change.Count)
}

// share is short where the numbers are long, so that the words beside it have room.
func share(done, count int) string {
	const long = 1000
	if count >= long {
		return strconv.Itoa(kit.Share(done, count)) + "% of " + short(count)
	}
	return strconv.Itoa(done) + " of " + strconv.Itoa(count)
}

// short writes a large number in thousands: 1.2k, 50k.
func short(n int) string {
	const thousand, exact = 1000, 10_000
	if n < exact {
		return strconv.FormatFloat(float64(n)/thousand, 'f', 1, 64) + "k"
	}
	return kit.Thousands(n/thousand) + "k"
}

// stateOf is a word, because a colour alone says nothing to many. Lateness is decided at the time shown.
func (s *screen) stateOf(e event) string {
	switch {
	case e.change == nil && e.cycle.Throttled:
		return "throttled"
	case e.change == nil:
		return "came"
	case s.now > e.change.ExpectedAt:
		return "OVERDUE"
	case e.change.Done > 0:
		return "in part"
	default:
		return "waits"
	}
}

// subject says who or what waits, and for which change.
func subject(c model.SyncChangeView) string {
	switch c.Kind {
	case model.SyncGroup:
		return "group " + c.Name + ": " + c.What
	case model.SyncDirectory:
		return "directory: " + c.What
	default:
		return "@" + c.Name + ": " + c.What
	}
}

// open goes to the page of a person, and tells everything about a group or a cycle.
func (s *screen) open(e event) tea.Cmd {
	switch {
	case e.change == nil:
		return kit.Send(kit.Open{Dialog: kit.NewText(s.env, "Cycle of "+e.cycle.At.Stamp(), told(e.cycle), "")})
	case e.change.Kind == model.SyncUser:
		return gotoWhy(s.space, e.change.Name)
	default:
		return kit.Send(kit.Open{Dialog: kit.NewText(s.env, subject(*e.change), s.story(*e.change), e.change.Name)})
	}
}

// told tells what a cycle did.
func told(c model.SyncCycle) string {
	lines := []string{"The cycle of " + c.At.Stamp() + " had " + counted(c.Waiting, "person", "people") + " to look at:",
		"- joined the space: " + kit.Thousands(c.Joined), "- left it: " + kit.Thousands(c.Left),
		"- changed (a name, an email address, a group): " + kit.Thousands(c.Changed), "- were as the space knew them: " + kit.Thousands(c.Unchanged)}
	if c.Throttled {
		lines = append(lines, "", "It was throttled by the identity store: it brought a part, and the rest came or comes with the next cycles.")
	}
	return strings.Join(append(lines, "", "The activity of the space (8) names them, unless they were very many."), "\n")
}

// story tells of a change since when it waits, when it is expected, and whether it is late (FED-14).
func (s *screen) story(c model.SyncChangeView) string {
	now := s.env.Service.Now()
	lines := []string{subject(c) + ".",
		"Waits since " + c.RequestedAt.Stamp() + ", for " + length(now.Sub(c.RequestedAt)) + ".",
		"Expected at " + c.ExpectedAt.Stamp() + "."}
	if now > c.ExpectedAt {
		lines = append(lines, "It is OVERDUE by "+length(now.Sub(c.ExpectedAt))+": a cycle was throttled by the identity store, and the rest comes with the next ones.")
	} else {
		lines = append(lines, "That is in "+length(c.ExpectedAt.Sub(now))+", so it is not late: what is changed in IAM Identity Center usually comes within two hours, with much data later.")
	}
	if c.Count > 1 {
		lines = append(lines, "Brought so far: "+kit.Thousands(c.Done)+" of "+kit.Thousands(c.Count)+" people.")
	}
	return strings.Join(lines, "\n")
}
