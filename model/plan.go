package model

import "fmt"

// Plan is what a change would do, or did: its effects in the order in which they matter.
type Plan struct {
	Effects []Effect `json:"effects"`
}

// EffectKind tells what sort of effect it is.
type EffectKind string

// The kinds of effects. What is lost comes under EffectRemoves and EffectEnds.
const (
	EffectCreates EffectKind = "creates"
	EffectChanges EffectKind = "changes"
	EffectRemoves EffectKind = "removes"
	EffectEnds    EffectKind = "ends"
	EffectMails   EffectKind = "mails"
	EffectNote    EffectKind = "note"
)

// Effect is one consequence, counted and, where there are not too many, listed.
type Effect struct {
	Kind EffectKind `json:"kind"`
	// Text is a phrase for people that already holds the count: "12 members lose access".
	Text string `json:"text"`
	// Count is how many things are concerned; 0 where counting makes no sense.
	Count int `json:"count,omitempty"`
	// Names lists them, at most NamesShown.
	Names []string `json:"names,omitempty"`
}

// NamesShown is how many names an effect lists at the most; the count is always whole.
const NamesShown = 200

// Takes reports whether the plan takes anything away.
func (p Plan) Takes() bool {
	for _, e := range p.Effects {
		if e.Kind == EffectRemoves || e.Kind == EffectEnds {
			return true
		}
	}
	return false
}

// plan adds an effect that is not counted.
func (act *Act) plan(kind EffectKind, text string, args ...any) {
	act.effects = append(act.effects, Effect{Kind: kind, Text: fmt.Sprintf(text, args...)})
}

// planCounted adds an effect on count things, some of them named. Nothing is added for none.
func (act *Act) planCounted(kind EffectKind, count int, text string, names ...string) {
	if count == 0 {
		return
	}
	if len(names) > NamesShown {
		names = names[:NamesShown]
	}
	act.effects = append(act.effects, Effect{Kind: kind, Text: text, Count: count, Names: names})
}

// count writes a number with the right form of its noun: 1 member, 2 members.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
