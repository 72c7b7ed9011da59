package model

// ListAssists asks for the work of Amazon Q in the projects that the acting person sees (PRJ-02), newest first.
type ListAssists struct {
	Space   string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Project string `flag:"project" label:"Project" help:"name of the project; all without it"`
	Open    bool   `flag:"open" help:"only what is in progress"`
	Limit   int    `flag:"limit" help:"how many at the most" default:"200"`
}

func (q *ListAssists) spaceName() string { return q.Space }

func (q *ListAssists) answer(ask *Ask) (any, error) {
	limit := q.Limit
	if limit <= 0 {
		limit = 200
	}
	list, sees := []Assist{}, map[string]bool{}
	for a, err := range assists.All(ask, Range{Prefix: K(ask.space.ID), Reverse: true}) {
		if err != nil {
			return nil, err
		}
		if q.Open && a.State.Ended() || q.Project != "" && fold(a.Project) != fold(q.Project) {
			continue
		}
		if _, known := sees[a.Project]; !known {
			if sees[a.Project], err = seesProject(ask, ask.member, a.Project); err != nil {
				return nil, err
			}
		}
		if !sees[a.Project] {
			continue
		}
		if list = append(list, *a); len(list) == limit {
			break
		}
	}
	return list, nil
}
