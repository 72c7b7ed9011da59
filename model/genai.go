package model

// genaiEntries are the entries of generative AI in a space.
func genaiEntries() []Entry {
	return []Entry{
		define[TurnOnGenerativeAI]("genai.on", "Turn generative AI features on", "generative-ai", byAdministrators(), Yes).gives(),
		define[TurnOffGenerativeAI]("genai.off", "Turn generative AI features off", "generative-ai", byAdministrators(), Yes),
		define[AssignIssue]("genai.assign", "Assign issue to Amazon Q", "amazon-q", EveryMember(), unasked()),
		define[ApproveApproach]("genai.approve", "Approve the approach of Amazon Q", "amazon-q", EveryMember(), unasked()),
		define[RevisePullRequest]("genai.revise", "Have Amazon Q create a revision", "amazon-q", EveryMember(), unasked()),
		define[MergePullRequest]("genai.merge", "Approve and merge pull request", "amazon-q", EveryMember(), unasked()),
		define[CloseIssue]("genai.close", "Close issue of Amazon Q", "amazon-q", EveryMember(), Yes),
		define[WriteDescription]("genai.describe", "Write description for me", "amazon-q", EveryMember(), unasked()),
		define[SummariseComments]("genai.summarise", "Create comment summary", "amazon-q", EveryMember(), unasked()),
		define[ContinueAssist]("genai.continue", "Amazon Q goes on", "amazon-q", ByProgram(), unasked()).system(),
		ask[ShowGenerativeAI]("genai.show", "Generative AI", "generative-ai", EveryMember()),
		ask[ListAssists]("genai.list", "Work of Amazon Q", "amazon-q", EveryMember()),
	}
}

// GenerativeAIRegion is the one Region in which the generative AI features exist (GEN-03).
const GenerativeAIRegion = Oregon

// GenerativeAIToggle is what the guide calls the switch of a space.
const GenerativeAIToggle = "Projects in this space can access generative AI features"

// Consideration is something to be aware of before the features are turned on (GEN-09).
type Consideration struct {
	Title string `json:"title"`
	Text  string `json:"text"`
}

// Considerations lists what the guide asks an administrator to be aware of, in our own words (GEN-09).
func Considerations() []Consideration {
	return []Consideration{
		{"Amazon Q cannot make arbitrary changes to a project.", "It opens pull requests and merges none: a person approves and merges. " +
			"Workflows that listen to branch events run as soon as the pull request is there, and those that build and deploy run after the merge."},
		{"Amazon Q might misread what is meant, and the code that it finds.", "It goes by the title and description of the issue and by the code of one repository, " +
			"whose errors it may repeat. Every pull request and every revision needs a thorough review."},
		{"Workflows made by Amazon Q might deploy to production as soon as they are merged.", "It may not create or update workflows unless the person who " +
			"assigns an issue allows it for that issue. A merged workflow runs at once when its conditions are met."},
	}
}

// planConsiderations adds the considerations to a plan, where the features are turned on (GEN-09).
func planConsiderations(act *Act) {
	for _, c := range Considerations() {
		act.plan(EffectNote, "%s %s", c.Title, c.Text)
	}
}

// TurnOnGenerativeAI gives all projects of a space the generative AI features, at once (GEN-01 to GEN-04).
type TurnOnGenerativeAI struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
}

func (c *TurnOnGenerativeAI) spaceName() string { return c.Space }

func (c *TurnOnGenerativeAI) apply(act *Act) error {
	if err := generativeAIExists(act.space); err != nil {
		return err
	}
	if act.space.GenerativeAI != 0 {
		return refuse("GEN-01", "space", "The generative AI features are on in %s already, since %s.", act.space.Name, act.space.GenerativeAI.Stamp()).
			fix("Nothing needs to be done.")
	}
	act.space.GenerativeAI = act.Now
	if err := spaces.Put(act, act.space); err != nil {
		return err
	}
	act.plan(EffectChanges, "the generative AI features of %s from off to on: %s at once", act.space.Name, count(act.space.Projects, "project has them", "projects have them"))
	planConsiderations(act)
	return act.recordHere(act.space.Name, "turned the generative AI features on")
}

// generativeAIExists keeps GEN-03.
func generativeAIExists(space *Space) error {
	if space.Region == GenerativeAIRegion {
		return nil
	}
	return refuse("GEN-03", "space", "The generative AI features exist in US West (Oregon), %s, only, and %s is in %s.", GenerativeAIRegion, space.Name, space.Region).
		fix("A space never changes its Region: create one in %s for the projects that need the features.", GenerativeAIRegion)
}

// generativeAIOn keeps GEN-01: nothing begins or goes on where the features are off.
func generativeAIOn(space *Space) error {
	if space.GenerativeAI != 0 {
		return nil
	}
	if err := generativeAIExists(space); err != nil {
		return err
	}
	return refuse("GEN-01", "", "The generative AI features are off in %s.", space.Name).
		fix("They are turned on for the whole space (“genai on”).").who("a Space administrator of the space turns them on").in("generative-ai")
}

// TurnOffGenerativeAI takes the features from all projects of a space, and stops for good what Amazon Q is working
// on there (GEN-05).
type TurnOffGenerativeAI struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
}

func (c *TurnOffGenerativeAI) spaceName() string { return c.Space }

func (c *TurnOffGenerativeAI) apply(act *Act) error {
	if act.space.GenerativeAI == 0 {
		return refuse("GEN-01", "space", "The generative AI features are off in %s already.", act.space.Name).fix("Nothing needs to be done.")
	}
	running, err := openAssistsOf(act, act.space)
	if err != nil {
		return err
	}
	act.plan(EffectEnds, "the generative AI features in %s of %s, at once", count(act.space.Projects, "project", "projects"), act.space.Name)
	planStops(act, running)
	if len(running) > 0 {
		act.plan(EffectNote, "what stops cannot be restarted, also when the features are turned on again; a pull request that is open stays in its repository, for people to decide on")
	}
	for _, a := range running {
		if err := endAssist(act, a, AssistStopped); err != nil {
			return err
		}
	}
	act.space.GenerativeAI = 0
	if err := spaces.Put(act, act.space); err != nil {
		return err
	}
	return act.recordHere(act.space.Name, "turned the generative AI features off, which stopped %s", count(len(running), "piece of work of Amazon Q", "pieces of work of Amazon Q"))
}

// GenerativeAIView is the page Generative AI of a space.
type GenerativeAIView struct {
	Space string `json:"space"`
	// Toggle is what the switch says, in the guide's words, and On whether it is on, and since when.
	Toggle string  `json:"toggle"`
	On     bool    `json:"on"`
	Since  Instant `json:"since"`
	Region Region  `json:"region"`
	// Available tells that the features exist in the Region (GEN-03).
	Available bool `json:"available"`
	// Who may turn them on and off, in words (GEN-02).
	Who string `json:"who"`
	// Stops is what turning them off would stop, told to Space administrators: they see all projects (GEN-05).
	Stops          *AssistCounts   `json:"stops"`
	Considerations []Consideration `json:"considerations"`
}

// ShowGenerativeAI asks whether the projects of a space can access generative AI features.
type ShowGenerativeAI struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
}

func (q *ShowGenerativeAI) spaceName() string { return q.Space }

func (q *ShowGenerativeAI) answer(ask *Ask) (any, error) {
	v := GenerativeAIView{Space: ask.space.Name, Toggle: GenerativeAIToggle, On: ask.space.GenerativeAI != 0, Since: ask.space.GenerativeAI, Region: ask.space.Region,
		Available: ask.space.Region == GenerativeAIRegion, Who: byAdministrators().Who(), Considerations: Considerations()}
	if !ask.member.administers() {
		return v, nil
	}
	running, err := openAssistsOf(ask, ask.space)
	if err != nil {
		return nil, err
	}
	counts := countAssists(running)
	v.Stops = &counts
	return v, nil
}
