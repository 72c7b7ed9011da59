package kit

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"runtime/debug"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
)

// calls counts what a screen asked, so that an answer which another question overtook is dropped. It is
// only touched inside Update.
type calls struct {
	latest map[any]int
	cancel map[any]context.CancelFunc
}

func newCalls() *calls {
	return &calls{latest: map[any]int{}, cancel: map[any]context.CancelFunc{}}
}

// Answered carries an answer back into Update. The root delivers it; no screen has to look at it.
type Answered struct{ deliver func() tea.Cmd }

// Deliver hands the answer to whoever asked, unless it came too late.
func (a Answered) Deliver() tea.Cmd { return a.deliver() }

// Go asks outside Update, and calls then inside it with the answer. A question that is asked again in the
// same slot overtakes the one before, whose answer is dropped; so is every answer after the screen is
// gone. A panic, a fault and a timeout come back as a [Fault], logged; a refusal as it is.
//
// The slot is any comparable value: a name, or the address of a component. A nil slot is never overtaken.
func Go[T any](env *Env, slot any, ask func(context.Context) (T, error), then func(T, error) tea.Cmd) tea.Cmd {
	ctx, cancel := context.WithCancel(env.Context)
	number := env.calls.begin(slot, cancel)
	return func() tea.Msg {
		value, err := attempt(ctx, env, ask)
		return Answered{func() tea.Cmd {
			defer cancel()
			if ctx.Err() != nil || !env.calls.isLatest(slot, number) {
				return nil
			}
			return then(value, err)
		}}
	}
}

func (c *calls) begin(slot any, cancel context.CancelFunc) int {
	if slot == nil {
		return 0
	}
	if before := c.cancel[slot]; before != nil {
		before()
	}
	c.latest[slot]++
	c.cancel[slot] = cancel
	return c.latest[slot]
}

func (c *calls) isLatest(slot any, number int) bool { return slot == nil || c.latest[slot] == number }

// attempt runs ask with the session's time limit, and turns what goes wrong into words.
func attempt[T any](ctx context.Context, env *Env, ask func(context.Context) (T, error)) (value T, err error) {
	if env.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, env.Timeout)
		defer cancel()
	}
	defer func() {
		if caught := recover(); caught != nil {
			err = NewFault(env, fmt.Errorf("panic: %v\n%s", caught, debug.Stack()))
		}
	}()
	value, err = ask(ctx)
	if _, refused := model.AsRefusal(err); err == nil || refused {
		return value, err
	}
	return value, NewFault(env, err)
}

// Fault is an error that is no refusal: people see its log id, the log has the rest.
type Fault struct {
	ID  string
	err error
}

// NewFault logs an error whole and gives it an id.
func NewFault(env *Env, err error) *Fault {
	var fault *Fault
	if errors.As(err, &fault) {
		return fault
	}
	sum := fnv.New32a()
	fmt.Fprint(sum, env.Clock().UnixNano(), err)
	fault = &Fault{ID: fmt.Sprintf("%08x", sum.Sum32()), err: err}
	if !errors.Is(err, context.Canceled) {
		env.Log.Error("internal error", "id", fault.ID, "error", err.Error())
	}
	return fault
}

func (f *Fault) Error() string {
	if errors.Is(f.err, context.DeadlineExceeded) {
		return "This took too long and was given up (log id " + f.ID + "). Try again."
	}
	return "Internal error (log id " + f.ID + ")."
}

// Unwrap is the error behind.
func (f *Fault) Unwrap() error { return f.err }

// After calls then inside Update when d has passed, unless it is overtaken in its slot.
func After(env *Env, slot any, d time.Duration, then func() tea.Cmd) tea.Cmd {
	wait := func(ctx context.Context) (struct{}, error) {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
		}
		return struct{}{}, nil
	}
	unlimited := *env
	unlimited.Timeout = 0
	return Go(&unlimited, slot, wait, func(struct{}, error) tea.Cmd { return then() })
}

// Explain puts an error into lines for people: what is wrong after a "!", how to mend it, who may, and
// the rule that is kept.
func Explain(err error) []string {
	refusal, ok := model.AsRefusal(err)
	if !ok {
		return []string{"! " + err.Error()}
	}
	lines := []string{"! " + refusal.Message}
	if refusal.Fix != "" {
		lines = append(lines, "  "+refusal.Fix)
	}
	if refusal.Who != "" {
		lines = append(lines, "  Who may: "+refusal.Who+".")
	}
	if refusal.Rule != "" {
		lines = append(lines, "  Rule "+refusal.Rule)
	}
	return lines
}

// ExplainOn is [Explain], wrapped to w cells and cleaned.
func ExplainOn(err error, w int) []string {
	var lines []string
	for _, line := range Explain(err) {
		indent := "  "
		for i, part := range wrapClean(strings.TrimPrefix(line, "  "), w-2) {
			if i == 0 && strings.HasPrefix(line, "!") {
				lines = append(lines, part)
				continue
			}
			lines = append(lines, indent+part)
		}
	}
	return lines
}
