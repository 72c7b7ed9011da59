package vpcmap

import (
	"fmt"

	"atrium/model/vpccheck"
)

// signs are what a mark begins with, what needs doing first.
var signs = []struct {
	verdict vpccheck.Verdict
	sign    string
}{{vpccheck.NotMet, "!"}, {vpccheck.CannotTell, "?"}, {vpccheck.Advice, "*"}}

// finding is a requirement that is not met, cannot be told or could be better, with its mark.
type finding struct {
	mark string
	vpccheck.Requirement
}

// marks stand beside the resources that decide the findings.
type marks struct {
	findings []finding
	of       map[string]string // the marks of a resource, each after a space
	order    []string          // the resources as the findings name them
	drawn    map[string]bool
}

func newMarks(r *vpccheck.Report) *marks {
	m := &marks{of: map[string]string{}, drawn: map[string]bool{}}
	for _, s := range signs {
		for _, c := range r.Checks {
			if c.Verdict == s.verdict {
				m.note(fmt.Sprintf("%s%d", s.sign, len(m.findings)+1), c)
			}
		}
	}
	return m
}

func (m *marks) note(mark string, c vpccheck.Requirement) {
	m.findings = append(m.findings, finding{mark, c})
	for _, id := range c.Resources {
		if m.of[id] == "" {
			m.order = append(m.order, id)
		}
		m.of[id] += " " + mark
	}
}

// beside is what stands behind a resource that is drawn: its marks, each after a space, or nothing.
func (m *marks) beside(id string) string {
	m.drawn[id] = true
	return m.of[id]
}

// left are the resources with marks that have not been drawn.
func (m *marks) left() []string {
	var left []string
	for _, id := range m.order {
		if !m.drawn[id] {
			left = append(left, id)
		}
	}
	return left
}
