package iam

import (
	"fmt"
	"strings"

	"atrium/model/jsonfile"
)

func (j *judge) add(verdict FindingVerdict, message, fix string) {
	j.judgement.Findings = append(j.judgement.Findings, Finding{verdict, message, fix})
}

// findServices says of each of the two service principals whether it can assume the role.
func (j *judge) findServices() {
	j.findService(j.service, ServicePrincipal, "CodeCatalyst's access to AWS")
	j.findService(j.runner, RunnerPrincipal, "the deployments of workflows")
}

func (j *judge) findService(a access, service, purpose string) {
	name := service + ", which stands for " + purpose + ","
	granted := a.granted[ownProject].or(a.granted[ownSpace])
	allowed := a.allowed[ownProject].or(a.allowed[ownSpace])
	switch {
	case granted.holds():
		j.add(Met, name+" can assume the role", "")
	case granted == unclear:
		j.add(Warning, "it cannot be told whether "+name+" can assume the role", "")
	case allowed != none:
		j.add(NotMet, name+" is kept from the role by a Deny statement", "take it out of the Deny statement")
	case !j.names(service):
		j.add(NotMet, name+" cannot assume the role: no statement allows it",
			"add it to Principal.Service of a statement that allows sts:AssumeRole")
	default:
		j.add(NotMet, name+" cannot assume the role for this space: the conditions keep it out", j.restrict())
	}
}

// names reports whether a statement allows a service to assume the role, if its conditions hold.
func (j *judge) names(service string) bool {
	for _, s := range j.trust.Statements {
		if !s.Deny && s.names(service).and(s.acts(assumeRole)) != none {
			return true
		}
	}
	return false
}

// restrict is how the role is restricted to the space.
func (j *judge) restrict() string {
	return "set the condition ArnLike aws:SourceArn to " + spacePrefix + shown(j.spaceID) + "/project/*"
}

// findRestriction says for which spaces CodeCatalyst can assume the role.
func (j *judge) findRestriction() {
	switch j.judgement.Verdict {
	case Fits:
		j.add(Met, "CodeCatalyst can assume the role only for this space", "")
		if j.granted[ownProject] == some {
			j.add(Warning, "only some projects of this space can use the role: "+j.sources(), "")
		}
	case NotFromProjects:
		j.add(NotMet, "CodeCatalyst can assume the role for the space itself, but for none of its projects: "+j.sources(), j.restrict())
	case OtherSpace:
		j.add(NotMet, "CodeCatalyst can assume the role for other spaces, but not for this one: "+j.sources(), j.restrict())
	case Unrestricted:
		j.findOpenings()
	case NotAssumable, Unclear: // said with the service principals and with what cannot be weighed
	}
}

// findOpenings says how others than the space get to the role.
func (j *judge) findOpenings() {
	others := j.others()
	switch {
	case others == all:
		j.add(NotMet, "CodeCatalyst can assume the role from any space", j.restrict())
	case others == some:
		j.add(NotMet, "CodeCatalyst can assume the role from other spaces too: "+j.sources(), j.restrict())
	default:
		j.add(NotMet, "CodeCatalyst can assume the role also with a request that does not say which space it is for: "+j.sources(),
			"use the condition without IfExists and without ForAllValues, and none that only excludes")
	}
}

// sources lists the conditions on the source of a request.
func (j *judge) sources() string {
	var list []Condition
	for _, s := range j.trust.Statements {
		if s.names(RunnerPrincipal).or(s.names(ServicePrincipal)) == none {
			continue
		}
		for _, c := range s.Conditions {
			if strings.EqualFold(c.Key, sourceARN) {
				list = append(list, c)
			}
		}
	}
	return told(list)
}

// findUnweighed names what stands in the policy about CodeCatalyst and cannot be weighed.
func (j *judge) findUnweighed() {
	variables := j.trust.Version == policyVersion
	for i, s := range j.trust.Statements {
		if s.names(RunnerPrincipal).or(s.names(ServicePrincipal)).and(s.acts(assumeRole)) == none {
			continue
		}
		where := j.statement(i)
		if s.NotPrincipal {
			j.add(Warning, where+" says with NotPrincipal whom it is not about, so it cannot be told whom it is about", "name the principals with Principal")
		}
		if s.NotAction {
			j.add(Warning, where+" says with NotAction what it is not about, so it cannot be told whether it is about sts:AssumeRole", "name the actions with Action")
		}
		for _, c := range s.Conditions {
			if c.weigh(ownProject, j.spaceID, variables).or(c.weigh(otherProject, j.spaceID, variables)) == unclear {
				j.add(Warning, where+" has a condition that cannot be weighed here: "+told([]Condition{c}), "")
			}
			if c.mistaken() {
				j.add(Warning, where+" has a condition that takes * and ? for themselves, so no source is like it: "+told([]Condition{c}), "use ArnLike or StringLike")
			}
		}
	}
}

// statement names a statement for a person, from 1.
func (j *judge) statement(i int) string {
	s := j.trust.Statements[i]
	switch {
	case s.Line > 0:
		return fmt.Sprintf("statement %d (line %d)", i+1, s.Line)
	case len(j.trust.Statements) == 1:
		return "the statement"
	}
	return fmt.Sprintf("statement %d", i+1)
}

// told writes conditions in a sentence.
func told(conditions []Condition) string {
	const most = 4
	var list []string
	for _, c := range conditions[:min(len(conditions), most)] {
		var values []string
		for _, value := range c.Values[:min(len(c.Values), most)] {
			values = append(values, shown(value))
		}
		if more := len(c.Values) - len(values); more > 0 {
			values = append(values, fmt.Sprintf("%d more", more))
		}
		list = append(list, c.String()+" "+strings.Join(values, " or "))
	}
	if more := len(conditions) - len(list); more > 0 {
		list = append(list, fmt.Sprintf("%d more", more))
	}
	return strings.Join(list, " and ")
}

// shownRunes is how long an ARN or a name may be to be shown as it is.
const shownRunes = 200

// shown shows a text of the document without quotes, unless it could disturb a terminal or a sentence.
func shown(text string) string {
	plain := text != "" && len(text) <= shownRunes
	for _, r := range text {
		plain = plain && r > ' ' && r < 0x7f
	}
	if plain {
		return text
	}
	return jsonfile.Quote(text)
}
