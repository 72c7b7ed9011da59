package iam

import "strings"

// findStrangers names everybody but CodeCatalyst and the account itself whom the policy lets assume the
// role, statement by statement.
func (j *judge) findStrangers() {
	for _, s := range j.trust.Statements {
		if !s.lets() || s.NotPrincipal {
			continue
		}
		narrowed := j.narrowed(s)
		said := map[string]bool{}
		for _, p := range s.Principals {
			stranger := j.stranger(p)
			if stranger == "" || said[stranger] {
				continue
			}
			said[stranger] = true
			if p.Type == Everyone && narrowed == "" {
				j.add(NotMet, stranger+" could assume this role", "name the principals that need it instead of *")
			} else {
				j.add(Warning, stranger+" could assume this role"+narrowed, "")
			}
		}
	}
}

// stranger says who a principal is; "" for CodeCatalyst and for the account of the role.
func (j *judge) stranger(p Principal) string {
	switch p.Type {
	case Everyone:
		return "anyone in any AWS account"
	case Service:
		if !strings.EqualFold(p.Value, ServicePrincipal) && !strings.EqualFold(p.Value, RunnerPrincipal) {
			return "the AWS service " + shown(p.Value)
		}
		return ""
	case Federated:
		return "whoever signs in with the identity provider " + shown(p.Value)
	case CanonicalUser:
		return "the owner of the canonical user id " + shown(p.Value)
	}
	switch account := accountOf(p.Value); account {
	case "":
		return shown(p.Value) + ", which names no account and may have been deleted,"
	case j.account:
		return ""
	case p.Value:
		return "account " + account
	default:
		return "account " + account + " (" + shown(p.Value) + ")"
	}
}

// accountOf is the account of an AWS principal; "" where it names none.
func accountOf(value string) string {
	if isAccount(value) {
		return value
	}
	if parts := strings.SplitN(value, ":", 6); len(parts) == 6 && parts[0] == "arn" && isAccount(parts[4]) {
		return parts[4]
	}
	return ""
}

// narrowed says what stands between the principals of a statement and the role; "" where nothing does.
func (j *judge) narrowed(s Statement) string {
	narrowed := ""
	if len(s.Conditions) > 0 {
		narrowed = " where " + told(s.Conditions)
	}
	for i, other := range j.trust.Statements {
		if other.Deny && other.acts(assumeRole) != none {
			return narrowed + ", as far as " + j.statement(i) + ", which denies, leaves it to them"
		}
	}
	return narrowed
}
