package model

import (
	"context"
	"encoding/binary"
	"strconv"
	"time"
)

// assistSpan is how long Amazon Q stays in a state by itself: at least so long, and up to so much longer.
type assistSpan struct{ least, drawn time.Duration }

// assistSpans is the model of how fast Amazon Q works. No source says how long any of it takes: all of these are
// assumptions, chosen so that something is seen to happen within an hour. How long a state lasts is drawn from the
// store's seed, the space, the number of the piece of work, the state and the moment at which it was entered. In
// every other state a person has the word, or the work is over.
var assistSpans = map[AssistState]assistSpan{
	AssistAnalysing:  {2 * time.Minute, 6 * time.Minute},
	AssistApproach:   {time.Minute, 4 * time.Minute},
	AssistGenerating: {5 * time.Minute, 25 * time.Minute},
	AssistRevising:   {4 * time.Minute, 12 * time.Minute},
	AssistWriting:    {20 * time.Second, 100 * time.Second},
}

// assistDueAt is when a piece of work that comes into a state now leaves it by itself; 0 for never.
func (act *Act) assistDueAt(number int, state AssistState) Instant {
	span, moves := assistSpans[state]
	if !moves {
		return 0
	}
	purpose := "genai/" + act.space.ID + "/" + strconv.Itoa(number) + "/" + string(state)
	drawn := draw(act.system.Seed, purpose, uint64(act.Now))
	return act.Now.Add(span.least + time.Duration(binary.BigEndian.Uint32(drawn[:4]))%(span.drawn/time.Second)*time.Second)
}

// nextAssist is the piece of work of Amazon Q that goes on first; nil for none.
func (s *Service) nextAssist(r Reader) (*due, error) {
	next, found, err := assistDues.First(r, Range{})
	if err != nil || !found {
		return nil, err
	}
	return &due{at: next.Due, run: func(ctx context.Context) error {
		_, err := s.doAt(ctx, &ContinueAssist{Space: next.Space, Number: next.Number}, next.Due)
		return err
	}}, nil
}

// ContinueAssist brings a piece of work from the state in which it has been long enough into the next one. It is
// done by the program, once for each entry of the list of what is due.
type ContinueAssist struct {
	Space  string
	Number int
}

func (c *ContinueAssist) spaceName() string { return c.Space }

func (c *ContinueAssist) apply(act *Act) error {
	a, found, err := assists.Get(act, K(act.space.ID).Uint(uint64(c.Number)))
	if err != nil || !found {
		return err
	}
	if a.State == AssistWriting {
		if err := endAssist(act, a, AssistDone); err != nil {
			return err
		}
		return act.recordHere(a.Project, "wrote %s in the project %s", a.named(), a.Project)
	}
	to, did := a.next()
	if err := moveAssist(act, a, to); err != nil {
		return err
	}
	return act.recordHere(a.Project, "%s %s in the project %s", did, a.named(), a.Project)
}

// next is the state of an issue after one that it leaves by itself, and what Amazon Q did in that. A pull request is
// never merged this way (GEN-06).
func (a *Assist) next() (to AssistState, did string) {
	switch {
	case a.State == AssistAnalysing:
		return AssistApproach, "analysed"
	case a.State == AssistApproach && a.StepApproval:
		return AssistApproval, "asks to approve its approach to"
	case a.State == AssistApproach:
		return AssistGenerating, "has an approach to"
	case a.State == AssistRevising:
		return AssistReview, "revised its pull request for"
	default:
		return AssistReview, "opened a pull request for"
	}
}
