package iam

import "strings"

// weigh is the share of the requests of a kind for which a condition holds. A value that begins a policy
// variable cannot be weighed where the policy knows variables.
func (c Condition) weigh(k requestKind, spaceID string, variables bool) share {
	if !strings.EqualFold(c.Key, sourceARN) {
		return unclear
	}
	if c.Operator == "Null" {
		return c.weighNull(k)
	}
	negative := strings.Contains(c.Operator, "Not")
	operator := strings.Replace(c.Operator, "Not", "", 1)
	if !strings.HasPrefix(operator, "Arn") && !strings.HasPrefix(operator, "String") {
		return unclear
	}
	if k == unnamed {
		return c.weighUnnamed(negative)
	}
	holds := none
	for _, value := range c.Values {
		if variables && strings.Contains(value, "${") {
			holds = holds.or(unclear)
		} else {
			holds = holds.or(weighValue(operator, value, k, spaceID))
		}
	}
	if negative {
		return holds.not()
	}
	return holds
}

// mistaken reports a condition on the source that has wildcards with an operator that knows none.
func (c Condition) mistaken() bool {
	return strings.EqualFold(c.Key, sourceARN) && strings.Contains(c.Operator, "Equals") &&
		strings.HasPrefix(c.Operator, "String") && strings.ContainsAny(strings.Join(c.Values, ""), wildcards)
}

func (c Condition) weighNull(k requestKind) share {
	holds := none
	for _, value := range c.Values {
		if strings.EqualFold(value, "true") == (k == unnamed) {
			holds = all
		}
	}
	return holds
}

// weighUnnamed tells whether a condition on a source holds for a request that names none.
func (c Condition) weighUnnamed(negative bool) share {
	if c.IfExists || c.Qualifier == "ForAllValues" || negative && c.Qualifier == "" {
		return all
	}
	return none
}

// weighValue is the share of the requests of a kind whose source matches one value.
func weighValue(operator, value string, k requestKind, spaceID string) share {
	switch {
	case strings.HasPrefix(operator, "Arn"): // ArnEquals takes wildcards as well
		return weighARN(value, k, spaceID)
	case operator == "StringLike":
		return k.covers(parsePattern(value, true), spacePrefix, spaceID)
	case strings.ContainsAny(value, wildcards):
		return none // no source has such characters
	case operator == "StringEqualsIgnoreCase":
		return k.covers(parsePattern(strings.ToLower(value), false), spacePrefix, strings.ToLower(spaceID))
	default:
		return k.covers(parsePattern(value, false), spacePrefix, spaceID)
	}
}

// weighARN compares the six parts of an ARN one by one, so that no wildcard reaches over a colon of the
// first five.
func weighARN(value string, k requestKind, spaceID string) share {
	if value == "*" {
		return all
	}
	want, parts := strings.SplitN(spacePrefix, ":", 6), strings.SplitN(value, ":", 6)
	if len(parts) < len(want) {
		if strings.ContainsAny(value, wildcards) {
			return unclear // IAM does not say how it fills the missing parts
		}
		return none
	}
	resource := len(want) - 1
	for i, part := range parts[:resource] {
		if !parsePattern(part, true).matches(want[i]) {
			return none
		}
	}
	return k.covers(parsePattern(parts[resource], true), want[resource], spaceID)
}

// weigh is the share of the requests of a kind by a service principal that a statement is about.
func (s Statement) weigh(service string, k requestKind, spaceID string, variables bool) share {
	about := s.names(service).and(s.acts(assumeRole))
	for _, c := range s.Conditions {
		about = about.and(c.weigh(k, spaceID, variables))
	}
	return about
}

// names tells whether a service is among the principals.
func (s Statement) names(service string) share {
	if s.NotPrincipal {
		return unclear
	}
	for _, p := range s.Principals {
		if p.Type == Everyone || p.Type == Service && strings.EqualFold(p.Value, service) {
			return all
		}
	}
	return none
}

// acts tells whether an action is among the actions.
func (s Statement) acts(action string) share {
	if s.NotAction {
		return unclear
	}
	for _, a := range s.Actions {
		if matchesFolded(a, action) {
			return all
		}
	}
	return none
}

// access is what a trust policy lets a service principal do, by the kind of its requests.
type access struct{ allowed, denied, granted [requestKinds]share }

func (d Document) access(service, spaceID string) (a access) {
	variables := d.Version == policyVersion
	for k := range requestKinds {
		for _, s := range d.Statements {
			if s.Deny {
				a.denied[k] = a.denied[k].or(s.weigh(service, k, spaceID, variables))
			} else {
				a.allowed[k] = a.allowed[k].or(s.weigh(service, k, spaceID, variables))
			}
		}
		a.granted[k] = a.allowed[k].and(a.denied[k].not())
	}
	return a
}
