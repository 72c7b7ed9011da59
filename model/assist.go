package model

// AssistKind is which of the generative AI features does a piece of work (GEN-04).
type AssistKind string

// The three features (facts.md 8).
const (
	AssistIssue       AssistKind = "issue"
	AssistDescription AssistKind = "description"
	AssistSummary     AssistKind = "summary"
)

// Title is the kind in the product's words.
func (k AssistKind) Title() string {
	switch k {
	case AssistDescription:
		return "Pull request description"
	case AssistSummary:
		return "Comment summary"
	default:
		return "Issue"
	}
}

// AssistState is how far a piece of work is.
type AssistState string

// The states. An issue goes through analysis, approach (with step approval it then waits for a person) and the
// generation of code to an open pull request, which a person merges or closes, if wanted after one revision. A
// description and a summary are written and done. Stopped is what was in progress when the features were turned off.
const (
	AssistAnalysing  AssistState = "analysing"
	AssistApproach   AssistState = "approach"
	AssistApproval   AssistState = "approval"
	AssistGenerating AssistState = "generating"
	AssistReview     AssistState = "review"
	AssistRevising   AssistState = "revising"
	AssistWriting    AssistState = "writing"
	AssistMerged     AssistState = "merged"
	AssistClosed     AssistState = "closed"
	AssistDone       AssistState = "done"
	AssistStopped    AssistState = "stopped"
)

var assistTitles = map[AssistState]string{
	AssistAnalysing: "Analysing", AssistApproach: "Drafting approach", AssistApproval: "Waits for approval",
	AssistGenerating: "Generating code", AssistReview: "Pull request open", AssistRevising: "Revising", AssistWriting: "Writing",
	AssistMerged: "Merged by a person", AssistClosed: "Closed", AssistDone: "Done", AssistStopped: "Stopped for good",
}

// Title is the state in words.
func (s AssistState) Title() string { return assistTitles[s] }

// Ended reports whether the work is over.
func (s AssistState) Ended() bool {
	return s == AssistMerged || s == AssistClosed || s == AssistDone || s == AssistStopped
}

// Assist is a piece of work of Amazon Q in a project.
type Assist struct {
	Space string `json:"-" cbor:"1,keyasint"` // the space's id
	// Number counts the pieces of work of a space, from 1.
	Number  int         `json:"number" cbor:"2,keyasint"`
	Kind    AssistKind  `json:"kind" cbor:"3,keyasint"`
	Project string      `json:"project" cbor:"4,keyasint"`
	State   AssistState `json:"state" cbor:"5,keyasint"`
	// Title is that of the issue, or of the pull request that a description or a summary is about. An issue's title
	// and description are frozen once it is assigned (facts.md 8).
	Title       string `json:"title" cbor:"6,keyasint"`
	Description string `json:"description,omitempty" cbor:"7,keyasint,omitempty"`
	Repository  string `json:"repository,omitempty" cbor:"8,keyasint,omitempty"`
	// Workflows tells that Amazon Q may create and update workflows (GEN-07), StepApproval that it asks before it
	// goes on from the approach.
	Workflows    bool `json:"workflows" cbor:"9,keyasint,omitempty"`
	StepApproval bool `json:"stepApproval" cbor:"10,keyasint,omitempty"`
	// Revised tells that the one revision was asked for, on Comments (GEN-06).
	Revised  bool   `json:"revised" cbor:"11,keyasint,omitempty"`
	Comments string `json:"comments,omitempty" cbor:"12,keyasint,omitempty"`
	// By is the alias of who began it at At; EndedBy of who merged, closed or stopped it.
	By      string  `json:"by" cbor:"13,keyasint"`
	At      Instant `json:"at" cbor:"14,keyasint"`
	EndedBy string  `json:"endedBy,omitempty" cbor:"15,keyasint,omitempty"`
	// Since is when it came into its state. Due is when it leaves it by itself: nothing while a person has the word.
	Since Instant `json:"since" cbor:"16,keyasint"`
	Due   Instant `json:"due" cbor:"17,keyasint,omitempty"`
}

// openAssist lists a piece of work that is in progress.
type openAssist struct {
	Space  string `cbor:"1,keyasint"`
	Number int    `cbor:"2,keyasint"`
}

// assistDue is when a piece of work goes on by itself.
type assistDue struct {
	Due    Instant `cbor:"1,keyasint"`
	Space  string  `cbor:"2,keyasint"` // the folded name
	Number int     `cbor:"3,keyasint"`
}

var (
	assists     = Table[Assist]{name: "assist", key: func(a *Assist) Key { return K(a.Space).Uint(uint64(a.Number)) }}
	openAssists = Table[openAssist]{name: "assistopen", key: func(o *openAssist) Key { return K(o.Space).Uint(uint64(o.Number)) }}
	assistDues  = Table[assistDue]{name: "assistdue", key: func(d *assistDue) Key { return K().At(d.Due).With(d.Space).Uint(uint64(d.Number)) }}
)

// named tells a piece of work in a sentence: issue 3 “Fix the gauge”.
func (a *Assist) named() string {
	switch a.Kind {
	case AssistDescription:
		return "the description of the pull request “" + a.Title + "”"
	case AssistSummary:
		return "the comment summary of the pull request “" + a.Title + "”"
	default:
		return "the issue “" + a.Title + "”"
	}
}

// beginAssist writes a new piece of work, under the next number of the space.
func beginAssist(act *Act, a *Assist, state AssistState) error {
	last, found, err := assists.First(act, Range{Prefix: K(act.space.ID), Reverse: true})
	if err != nil {
		return err
	}
	a.Space, a.Number, a.By, a.At = act.space.ID, 1, act.actor().Name, act.Now
	if found {
		a.Number = last.Number + 1
	}
	if err := openAssists.Put(act, &openAssist{Space: a.Space, Number: a.Number}); err != nil {
		return err
	}
	return moveAssist(act, a, state)
}

// moveAssist brings a piece of work into another state, in which it stays until a person or time moves it on.
func moveAssist(act *Act, a *Assist, to AssistState) error {
	if a.Due != 0 {
		if err := assistDues.Delete(act, &assistDue{Due: a.Due, Space: fold(act.space.Name), Number: a.Number}); err != nil {
			return err
		}
	}
	a.State, a.Since, a.Due = to, act.Now, act.assistDueAt(a.Number, to)
	if a.Due != 0 {
		if err := assistDues.Put(act, &assistDue{Due: a.Due, Space: fold(act.space.Name), Number: a.Number}); err != nil {
			return err
		}
	}
	return assists.Put(act, a)
}

// endAssist ends a piece of work for good.
func endAssist(act *Act, a *Assist, as AssistState) error {
	if !act.session.system {
		a.EndedBy = act.actor().Name
	}
	if err := openAssists.Delete(act, &openAssist{Space: a.Space, Number: a.Number}); err != nil {
		return err
	}
	return moveAssist(act, a, as)
}

// openAssistsOf lists what Amazon Q has in progress in a space, in all projects.
func openAssistsOf(r Reader, space *Space) ([]*Assist, error) {
	var list []*Assist
	for open, err := range openAssists.All(r, Range{Prefix: K(space.ID)}) {
		if err != nil {
			return nil, err
		}
		a, found, err := assists.Get(r, K(space.ID).Uint(uint64(open.Number)))
		if err != nil {
			return nil, err
		}
		if found {
			list = append(list, a)
		}
	}
	return list, nil
}

// dropAssists lets go of all that Amazon Q did in a space that is deleted: nothing of it falls due any more.
func dropAssists(act *Act, space *Space) error {
	running, err := openAssistsOf(act, space)
	if err != nil {
		return err
	}
	for _, a := range running {
		if a.Due == 0 {
			continue
		}
		if err := assistDues.Delete(act, &assistDue{Due: a.Due, Space: fold(space.Name), Number: a.Number}); err != nil {
			return err
		}
	}
	return putGarbage(act, K(space.ID), assists.name, openAssists.name)
}
