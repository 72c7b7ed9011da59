package iam

// share is how many of the requests of a kind something holds for.
type share uint8

const (
	none share = iota
	some
	all
	unclear // because that depends on what only a real request shows
)

// and is the share for which both hold. Where each holds for some, they need not be the same.
func (a share) and(b share) share {
	switch {
	case a == none || b == none:
		return none
	case a == all:
		return b
	case b == all:
		return a
	}
	return unclear
}

// or is the share for which one of the two holds at least.
func (a share) or(b share) share {
	switch {
	case a == all || b == all:
		return all
	case a == some || b == some:
		return some
	case a == unclear || b == unclear:
		return unclear
	}
	return none
}

func (a share) not() share { return [...]share{none: all, some: some, all: none, unclear: unclear}[a] }

// holds reports whether it certainly holds for some requests.
func (a share) holds() bool { return a == some || a == all }

// requestKind is what CodeCatalyst says with a request about the source that it makes it for.
type requestKind uint8

const (
	ownProject   requestKind = iota // a project of the space
	ownSpace                        // the space itself
	otherProject                    // a project of another space
	otherSpace                      // another space itself
	unnamed                         // nothing
	requestKinds
)

// wildLength is how many characters the id of a space or a project has.
const wildLength = 36

// covers is the share of the requests of a kind, other than [unnamed], whose source matches the pattern.
// The source begins with the prefix, behind which the id of the space follows.
func (k requestKind) covers(p pattern, prefix, spaceID string) share {
	unknown := p.literally(p.start(), prefix) // where ids are, any that can be is possible
	certain := unknown                        // where ids are, only a wildcard matches
	if k == otherProject || k == otherSpace {
		unknown, certain = p.other(unknown, spaceID), p.wildly(certain)
	} else {
		unknown = p.literally(unknown, spaceID)
		certain = unknown
	}
	if k == ownProject || k == otherProject {
		const project = "/project/"
		unknown, certain = p.literally(unknown, project), p.literally(certain, project)
		unknown = p.steps(p.step(unknown, anything), anything)
		certain = p.wildly(certain)
	}
	switch {
	case certain.matched():
		return all
	case unknown.matched():
		return some
	}
	return none
}

// wildly consumes an id that may be any.
func (p pattern) wildly(s places) places {
	for range wildLength {
		s = p.step(s, func(rune) bool { return false })
	}
	return s
}
