package model

import (
	"maps"
	"slices"
)

// ListProjects asks for the projects of a space that the acting person sees (PRJ-02).
type ListProjects struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
}

func (q *ListProjects) spaceName() string { return q.Space }

func (q *ListProjects) answer(ask *Ask) (any, error) {
	list := []Project{}
	for p, err := range projects.All(ask, Range{Prefix: K(ask.space.MemberSet)}) {
		if err != nil {
			return nil, err
		}
		sees, err := seesProject(ask, ask.member, p.Name)
		if err != nil {
			return nil, err
		}
		if sees {
			list = append(list, *p)
		}
	}
	return list, nil
}

func seesProject(r Reader, m *Member, project string) (bool, error) {
	if m.Effective() == SpaceAdministrator {
		return true, nil
	}
	role, err := projectRole(r, m, project)
	return role != "", err
}

// ProjectMemberView is a row of the table Project members (MEM-01).
type ProjectMemberView struct {
	Alias   string       `json:"alias"`
	Name    string       `json:"name"`
	Email   string       `json:"email"`
	Project string       `json:"project"`
	Role    ProjectRole  `json:"role"`
	Status  MemberStatus `json:"status"`
	// ViaTeam tells that the role comes through a team.
	ViaTeam bool `json:"viaTeam"`
}

// ListProjectMembers asks for the members of a project, or of all projects that the person sees.
type ListProjectMembers struct {
	Space   string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Project string `flag:"project" label:"Project" help:"name of the project; all without it"`
}

func (q *ListProjectMembers) spaceName() string { return q.Space }

func (q *ListProjectMembers) answer(ask *Ask) (any, error) {
	prefix := K(ask.space.MemberSet)
	if q.Project != "" {
		prefix = prefix.With(fold(q.Project))
	}
	list := []ProjectMemberView{}
	asked := false
	for p, err := range projects.All(ask, Range{Prefix: prefix}) {
		if err != nil {
			return nil, err
		}
		sees, err := seesProject(ask, ask.member, p.Name)
		if err != nil {
			return nil, err
		}
		if !sees {
			continue
		}
		asked = true
		if list, err = appendProjectMembers(ask, list, p); err != nil {
			return nil, err
		}
	}
	if q.Project != "" && !asked {
		return nil, noSuchProject(q.Project, ask.space)
	}
	return list, nil
}

// appendProjectMembers lists who has a role in a project, of their own or through a team. Space
// administrators are left out: they have no project role (MEM-01).
func appendProjectMembers(ask *Ask, list []ProjectMemberView, p *Project) ([]ProjectMemberView, error) {
	handles := map[string]bool{}
	for row, err := range projectMembers.All(ask, Range{Prefix: K(p.Set, fold(p.Name))}) {
		if err != nil {
			return nil, err
		}
		handles[row.Handle] = true
	}
	if err := teamHandles(ask, p, handles); err != nil {
		return nil, err
	}
	for _, handle := range slices.Sorted(maps.Keys(handles)) {
		m, found, err := members.Get(ask, K(p.Set, handle))
		if err != nil {
			return nil, err
		}
		if !found || m.Effective() == SpaceAdministrator {
			continue
		}
		role, err := projectRole(ask, m, p.Name)
		if err != nil {
			return nil, err
		}
		own := slices.ContainsFunc(m.Projects, func(g Grant) bool { return fold(g.Project) == fold(p.Name) && g.Role == role })
		list = append(list, ProjectMemberView{Alias: m.Alias, Name: m.Name, Email: m.Email, Project: p.Name, Role: role, Status: m.Status, ViaTeam: !own})
	}
	return list, nil
}

// teamHandles adds the members of the teams that have a role in a project.
func teamHandles(r Reader, p *Project, handles map[string]bool) error {
	for t, err := range teams.All(r, Range{Prefix: K(p.Set)}) {
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(t.Projects, func(g Grant) bool { return fold(g.Project) == fold(p.Name) }) {
			continue
		}
		rows, err := teamMembers.Under(r, K(t.Set, fold(t.Name)))
		if err != nil {
			return err
		}
		for _, row := range rows {
			handles[row.Handle] = true
		}
	}
	return nil
}
