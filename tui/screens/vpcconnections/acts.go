package vpcconnections

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// acts are what can be done with the VPC connections of a space, in the list and on the page of one.
type acts struct {
	env   *kit.Env
	space string
	gates *kit.Gates
}

func newActs(env *kit.Env, space string) acts {
	return acts{env: env, space: space, gates: kit.NewGates(env, &model.AddVPC{Space: space}, &model.EditVPC{Space: space},
		&model.SetDefaultVPC{Space: space}, &model.RemoveDefaultVPC{Space: space}, &model.RemoveVPC{Space: space})}
}

// wizard goes to add or to edit.
func (a *acts) wizard(key, id, title, name string) kit.Action {
	return kit.Action{ID: id, Key: key, Title: title, Disabled: a.gates.Reason(id),
		Run: func() tea.Cmd { return kit.Goto(kit.To("vpc-add", "space", a.space, "edit", name)) }}
}

func (a *acts) add() kit.Action { return a.wizard("n", "vpc.add", "add", "") }

// on are the acts on one connection; removed is called when it is gone, and may be nil.
func (a *acts) on(v model.VPCView, removed func(model.Receipt) tea.Cmd) []kit.Action {
	remove := a.gates.Action("x", "vpc.remove", "remove", func() model.Command {
		return &model.RemoveVPC{Space: a.space, Name: v.Name}
	}, kit.RunOptions{Title: "Remove the VPC connection " + v.Name, Done: removed})
	endpoints := kit.Action{ID: "vpc.endpoint", Key: "o", Title: "endpoints", Disabled: a.gates.Reason("vpc.add"), Run: func() tea.Cmd { return a.endpoints(v) }}
	return []kit.Action{a.wizard("e", "vpc.edit", "edit", v.Name), a.setDefault(v), remove, endpoints}
}

// setDefault makes a connection the default, or the default one no default.
func (a *acts) setDefault(v model.VPCView) kit.Action {
	if v.Default {
		return a.gates.Action("d", "vpc.no-default", "remove default", func() model.Command { return &model.RemoveDefaultVPC{Space: a.space} }, kit.RunOptions{})
	}
	return a.gates.Action("d", "vpc.default", "set default", func() model.Command {
		return &model.SetDefaultVPC{Space: a.space, Name: v.Name}
	}, kit.RunOptions{Plan: true})
}

// spaceActions are those that concern no single connection.
func (a *acts) spaceActions() []kit.Action {
	return []kit.Action{
		{ID: "vpc.policy", Key: "p", Title: "policies", Run: func() tea.Cmd { return kit.VPCPolicies(a.env, a.space) }, Disabled: a.gates.Reason("vpc.add")},
		{ID: "vpc.services", Key: "v", Title: "service names", Run: a.services},
	}
}

// endpoints shows the command that creates the VPC endpoints of a connection, for one service or for all (VPC-16).
func (a *acts) endpoints(v model.VPCView) tea.Cmd {
	way := func(title, words string, service model.EndpointService) kit.Way {
		return kit.Way{Title: title, Text: words, Stays: true,
			Run: func() tea.Cmd {
				return kit.ShowDocument(a.env, &model.ShowEndpoint{Space: a.space, Name: v.Name, Service: service})
			}}
	}
	ways := []kit.Way{way("All services", "Three commands, ready to run.", "")}
	for _, s := range []model.EndpointService{model.SourceService, model.APIService, model.PackagesService} {
		ways = append(ways, way(s.Title(), "", s))
	}
	return kit.Send(kit.Open{Dialog: kit.NewChooser(a.env, "VPC endpoints for "+v.Name,
		"With VPC endpoints the traffic between "+v.VPC+" and CodeCatalyst stays in the AWS network. The aws ec2 create-vpc-endpoint command is filled in with the VPC, the subnets and the security groups of this connection.", ways...)})
}

// services lists the service names of the Regions (VPC-16).
func (a *acts) services() tea.Cmd {
	type names = []model.EndpointServiceView
	ask := func(ctx context.Context) (names, error) {
		return kit.Ask[names](ctx, a.env, &model.ListEndpointServices{})
	}
	return kit.Go(a.env, "services", ask, func(list names, err error) tea.Cmd {
		if err != nil {
			return kit.Tell(a.env, "VPC endpoint service names", err)
		}
		lines := serviceLines(list)
		return kit.Send(kit.Open{Dialog: kit.NewText(a.env, "VPC endpoint service names", lines, lines)})
	})
}

// serviceLines lists the names under their services.
func serviceLines(list []model.EndpointServiceView) string {
	var services []string
	under := map[string]string{}
	for _, s := range list {
		if under[s.Service] == "" {
			services = append(services, s.Service)
		}
		under[s.Service] += "- " + string(s.Region) + ": " + s.Name + "\n"
	}
	var b strings.Builder
	for _, service := range services {
		b.WriteString(service + "\n" + under[service] + "\n")
	}
	return b.String()
}
