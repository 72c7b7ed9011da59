package iam

import "strings"

// pattern is a value of a condition, one token for each character.
type pattern []token

// token matches one character, any one, or any number of them.
type token struct {
	r    rune
	kind tokenKind
}

type tokenKind uint8

const (
	exactly tokenKind = iota
	anyOne
	anyMany
)

// wildcards are the characters that stand for others.
const wildcards = "*?"

// parsePattern makes a pattern of a text in which * and ? are wildcards, or of one that means itself.
func parsePattern(text string, wild bool) pattern {
	p := make(pattern, 0, len(text))
	for _, r := range text {
		switch {
		case wild && r == '*':
			p = append(p, token{kind: anyMany})
		case wild && r == '?':
			p = append(p, token{kind: anyOne})
		default:
			p = append(p, token{r: r})
		}
	}
	return p
}

// places is a set of places within a pattern at which matching can stand: before the token of that index,
// or behind the last one.
type places []bool

func (p pattern) start() places {
	s := make(places, len(p)+1)
	s[0] = true
	return p.skip(s)
}

// skip goes on over wildcards that may match nothing.
func (p pattern) skip(s places) places {
	for i, t := range p {
		if s[i] && t.kind == anyMany {
			s[i+1] = true
		}
	}
	return s
}

// step consumes one character of which only is known whether a literal can be it.
func (p pattern) step(s places, canBe func(rune) bool) places {
	next := make(places, len(s))
	for i, t := range p {
		switch {
		case !s[i]:
		case t.kind == anyMany:
			next[i] = true
		case t.kind == anyOne, canBe(t.r):
			next[i+1] = true
		}
	}
	return p.skip(next)
}

func (p pattern) literally(s places, text string) places {
	for _, r := range text {
		s = p.step(s, func(literal rune) bool { return literal == r })
	}
	return s
}

// steps consumes any number of characters, none included.
func (p pattern) steps(s places, canBe func(rune) bool) places {
	reached := append(places(nil), s...)
	for i, t := range p {
		if reached[i] && (t.kind != exactly || canBe(t.r)) {
			reached[i+1] = true
		}
	}
	return reached
}

func anything(rune) bool { return true }

func noSlash(r rune) bool { return r != '/' }

// other consumes every text that is not the given one, is not empty and has no slash.
func (p pattern) other(s places, text string) places {
	away := make(places, len(s)) // having left the text
	ended := make(places, len(s))
	for i, r := range []rune(text) {
		if i > 0 {
			ended.add(s)
		}
		away.add(p.step(s, func(literal rune) bool { return literal != r && literal != '/' }))
		s = p.step(s, func(literal rune) bool { return literal == r })
	}
	away.add(p.step(s, noSlash))
	ended.add(p.steps(away, noSlash))
	return ended
}

func (s places) add(more places) {
	for i, in := range more {
		s[i] = s[i] || in
	}
}

func (s places) matched() bool { return s[len(s)-1] }

// matches reports whether the pattern matches a text.
func (p pattern) matches(text string) bool { return p.literally(p.start(), text).matched() }

// matchesFolded reports whether a text with wildcards matches another one without regard to case.
func matchesFolded(wild, text string) bool {
	return parsePattern(strings.ToLower(wild), true).matches(strings.ToLower(text))
}
