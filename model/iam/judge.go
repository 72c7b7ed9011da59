package iam

// Verdict is the outcome of a judgement.
type Verdict string

// The verdicts on a trust policy.
const (
	// Fits: CodeCatalyst can assume the role, and only for this space.
	Fits Verdict = "fits"
	// Unrestricted: CodeCatalyst can assume the role for this space, and for others too.
	Unrestricted Verdict = "unrestricted"
	// NotFromProjects: CodeCatalyst can assume the role only for the space itself, for none of its projects.
	NotFromProjects Verdict = "not-from-projects"
	// OtherSpace: CodeCatalyst can assume the role for other spaces, not for this one.
	OtherSpace Verdict = "other-space"
	// NotAssumable: CodeCatalyst cannot assume the role.
	NotAssumable Verdict = "not-assumable"
	// Unclear: it cannot be told from the document.
	Unclear Verdict = "unclear"
)

// FindingVerdict is the outcome of one finding.
type FindingVerdict string

// The verdicts on what was found.
const (
	Met     FindingVerdict = "met"
	NotMet  FindingVerdict = "not-met"
	Warning FindingVerdict = "warning"
)

// Finding is one thing that was found out about a trust policy, as sentences without a full stop.
type Finding struct {
	Verdict FindingVerdict `json:"verdict"`
	Message string         `json:"message"`
	Fix     string         `json:"fix,omitempty"` // what to do about it, or ""
}

// Judgement says who can assume a role and whether it is restricted to one space.
type Judgement struct {
	Verdict Verdict `json:"verdict"`
	// Assumable tells that CodeCatalyst can certainly assume the role for the space or projects of it.
	Assumable bool `json:"assumable"`
	// Restricted tells that CodeCatalyst can assume it, and certainly for nothing but the space.
	Restricted bool `json:"restricted"`
	// Who is everybody whom the policy allows to assume the role, under whatever condition, in its order.
	Who      []Principal `json:"who"`
	Findings []Finding   `json:"findings"`
}

// judge makes a judgement of a trust policy.
type judge struct {
	trust            Document
	account, spaceID string
	runner, service  access
	granted          [requestKinds]share // to one of the two
	judgement        Judgement
}

// Judge weighs a trust policy: whether CodeCatalyst can assume the role of an account for the space of that
// id, whether for that space only, and who else can. The id is that of the space, not its name.
func Judge(trust Document, account, spaceID string) Judgement {
	j := &judge{trust: trust, account: account, spaceID: spaceID,
		runner: trust.access(RunnerPrincipal, spaceID), service: trust.access(ServicePrincipal, spaceID)}
	for k := range requestKinds {
		j.granted[k] = j.runner.granted[k].or(j.service.granted[k])
	}
	v := j.verdict()
	j.judgement = Judgement{
		Verdict:    v,
		Assumable:  j.granted[ownProject].holds() || j.granted[ownSpace].holds(),
		Restricted: v == Fits || v == NotFromProjects,
		Who:        trust.who(),
	}
	j.findServices()
	j.findRestriction()
	j.findUnweighed()
	j.findStrangers()
	return j.judgement
}

// others is the share of the requests that are not for the space.
func (j *judge) others() share { return j.granted[otherProject].or(j.granted[otherSpace]) }

func (j *judge) verdict() Verdict {
	projects, space := j.granted[ownProject], j.granted[ownSpace]
	elsewhere := j.others().or(j.granted[unnamed])
	switch {
	case projects == unclear || projects == none && space == unclear:
		return Unclear
	case projects == none && space == none:
		return j.verdictOnOthers()
	case elsewhere == unclear:
		return Unclear
	case elsewhere != none:
		return Unrestricted
	case projects == none:
		return NotFromProjects
	}
	return Fits
}

// verdictOnOthers is the verdict where CodeCatalyst cannot assume the role for the space.
func (j *judge) verdictOnOthers() Verdict {
	switch others := j.others(); {
	case others == unclear:
		return Unclear
	case others.holds():
		return OtherSpace
	}
	return NotAssumable
}

// assuming are the actions by which somebody gets a role.
var assuming = []string{assumeRole, "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"}

// lets reports whether a statement lets its principals assume the role, if its conditions hold.
func (s Statement) lets() bool {
	if s.Deny {
		return false
	}
	for _, action := range assuming {
		if s.acts(action) != none {
			return true
		}
	}
	return false
}

// who lists everybody whom a statement lets assume the role.
func (d Document) who() []Principal {
	who, seen := []Principal{}, map[Principal]bool{}
	for _, s := range d.Statements {
		if !s.lets() || s.NotPrincipal {
			continue
		}
		for _, p := range s.Principals {
			if !seen[p] {
				seen[p] = true
				who = append(who, p)
			}
		}
	}
	return who
}
