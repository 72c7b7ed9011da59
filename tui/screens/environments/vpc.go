package environments

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

const vpcTitle = "VPC connection of environment"

// setVPC gives the environment under the cursor a VPC connection of the space, or none (VPC-17).
func (s *screen) setVPC() tea.Cmd {
	e, some := s.Row()
	if !some {
		return nil
	}
	ask := func(ctx context.Context) ([]model.VPCView, error) {
		return kit.Ask[[]model.VPCView](ctx, s.env, &model.ListVPCs{Space: s.space})
	}
	return kit.Go(s.env, "vpcs", ask, func(list []model.VPCView, err error) tea.Cmd {
		if err != nil {
			return kit.Tell(s.env, vpcTitle, err)
		}
		return kit.Send(kit.Open{Dialog: kit.NewChooser(s.env, vpcTitle+" "+e.Name, "Where do the workflow actions in it run?", s.vpcWays(e, list)...)})
	})
}

// vpcWays are the VPC connections of the space, none, and the way to the list of them.
func (s *screen) vpcWays(e row, list []model.VPCView) []kit.Way {
	give := func(name string) func() tea.Cmd {
		return func() tea.Cmd {
			return kit.Run(s.env, &model.SetEnvironmentVPC{Space: s.space, Project: e.Project, Name: e.Name, VPC: name},
				kit.RunOptions{Plan: true, Skip: []string{vpcField}})
		}
	}
	none := kit.Way{Title: "None of its own", Text: "They run outside any VPC: the space has no default VPC connection.", Run: give("")}
	var ways []kit.Way
	for _, v := range list {
		if v.Default {
			none.Text = "They run in the default VPC connection of the space: " + v.Name + "."
		}
		ways = append(ways, vpcWay(v, give(v.Name)))
	}
	return append(append([]kit.Way{none}, ways...), kit.Way{Title: "VPC connections", Text: "Look at those of the space, or add one.",
		Run: func() tea.Cmd { return kit.Goto(kit.To("vpcs", "space", s.space)) }})
}

// vpcWay offers one VPC connection, with what is to know of it.
func vpcWay(v model.VPCView, give func() tea.Cmd) kit.Way {
	way := kit.Way{Title: v.Name, Text: v.VPC + " of AWS account " + string(v.Account) + ". Check: " + strings.ToUpper(string(v.Verdict)) + ".", Run: give}
	if v.Default {
		way.Title += " (default)"
	}
	if v.Broken != "" {
		way.Text += " It does not work: " + v.Broken + "."
	}
	return way
}
