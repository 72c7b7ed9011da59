package work

import (
	"context"
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

type dev = model.DevEnvironmentView

// NewDevEnvironments makes the screen of dev-envs?space=…&project=….
func NewDevEnvironments(env *kit.Env, r kit.Route) kit.Screen {
	b := &board[dev]{env: env, space: r.Get("space"), project: r.Get("project"), do: r.Get("do")}
	b.subject = subject[dev]{
		route: "dev-envs", title: "Dev Environments", topic: "dev-environments",
		rows: func(ctx context.Context) ([]dev, error) {
			return kit.Ask[[]dev](ctx, env, &model.ListDevEnvironments{Space: b.space, Project: b.project})
		},
		summary: devsUp,
		turns:   func(v dev) []model.Instant { return v.Turns() },
		about:   func(v dev) string { return aboutDev(env.Theme, v) },
		begin:   &model.CreateDevEnvironment{Space: b.space, Project: b.project},
		act: func(v dev) []model.Command {
			return []model.Command{&model.StartDevEnvironment{Space: b.space, Dev: v.Dev}, &model.DeleteDevEnvironment{Space: b.space, Dev: v.Dev}}
		},
	}
	b.actions = func() []kit.Action { return devActions(b) }
	b.Table = kit.NewTable(env, kit.TableOptions[dev]{
		Source: kit.List[dev]{Rows: b.rows, Text: devWords, Field: devField},
		Columns: append(projectColumn(b.project, func(v dev) string { return v.Project }),
			kit.Column[dev]{Title: "Name", Min: 6, Cell: func(v dev) string { return v.Dev }},
			kit.Column[dev]{Title: "Alias", Min: 8, Flex: 1, Sort: "alias", Cell: func(v dev) string { return v.Alias }},
			kit.Column[dev]{Title: "State", Min: 8, Sort: "state", Cell: func(v dev) string { return string(v.State) }},
			kit.Column[dev]{Title: "Owner", Min: 9, Flex: 1, Sort: "owner", Cell: owner},
			kit.Column[dev]{Title: "Compute", Min: 7, Priority: 1, Cell: size},
			kit.Column[dev]{Title: "Storage", Min: 7, Cell: func(v dev) string { return v.Storage.Title() }},
			kit.Column[dev]{Title: "VPC connection", Min: 14, Flex: 1, Priority: 3, Cell: func(v dev) string { return v.VPC }},
			kit.Column[dev]{Title: "Since", Min: 11, Cell: func(v dev) string { return moment(v.Since) }},
			kit.Column[dev]{Title: "Until", Min: 11, Priority: 2, Cell: func(v dev) string { return moment(v.Until) }}),
		ID:      func(v dev) string { return v.Dev },
		Nothing: "No Dev Environment that you can see. It is a machine to work on the code of a project. Press n to create one.",
		Filter:  r.Get("filter"),
		Open:    func(v dev) tea.Cmd { return kit.Send(kit.Open{Dialog: kit.NewText(env, v.Dev, devStory(v), v.Dev)}) },
		Moved:   func(dev) tea.Cmd { return b.askReasons() },
	})
	return b
}

func devActions(b *board[dev]) []kit.Action {
	return []kit.Action{
		b.action("n", "work.dev-create", "create", func() tea.Cmd { return createDev(b.env, b.space, b.project) }),
		b.on("r", "work.dev-start", "start", func(v dev) model.Command { return &model.StartDevEnvironment{Space: b.space, Dev: v.Dev} }),
		b.on("t", "work.dev-stop", "stop", func(v dev) model.Command { return &model.StopDevEnvironment{Space: b.space, Dev: v.Dev} }),
		b.on("x", "work.dev-delete", "delete", func(v dev) model.Command { return &model.DeleteDevEnvironment{Space: b.space, Dev: v.Dev} }),
		b.other("v", "work", "workflow runs"),
		b.simulate(),
	}
}

func devField(v dev, sort string) string {
	switch sort {
	case "project":
		return v.Project
	case "state":
		return string(v.State)
	case "owner":
		return v.Owner
	default:
		return v.Alias
	}
}

func devWords(v dev) string {
	return strings.Join([]string{v.Dev, v.Alias, v.Project, string(v.State), owner(v), string(v.Compute), v.VPC, string(v.IDE)}, " ")
}

// owner is whose it is; one whose owner left the space is nobody's.
func owner(v dev) string {
	switch {
	case v.Owner == "":
		return "nobody"
	case v.Yours:
		return "you"
	default:
		return "@" + v.Owner
	}
}

// size is the instance type without what all have in common.
func size(v dev) string { return strings.TrimPrefix(string(v.Compute), "dev.standard1.") }

func devsUp(list []dev) string {
	n := 0
	for _, v := range list {
		if v.Up() {
			n++
		}
	}
	return fmt.Sprintf("%d of %d up", n, len(list))
}

// aboutDev is what is to mind about a Dev Environment.
func aboutDev(t *kit.Theme, v dev) string {
	switch {
	case v.Owner == "":
		return t.Bad.Render("! " + text.Visible(v.Dev+" has no owner any more, and still holds "+v.Storage.Title()+"."))
	case v.Reason != "":
		return t.Dim.Render(text.Visible("It stopped: " + v.Reason + "."))
	case v.Up() && v.Until == 0:
		return t.Dim.Render("Without a timeout: it uses hours until somebody stops it.")
	default:
		return t.Dim.Render(fmt.Sprintf("%v hours in all.", v.Hours))
	}
}

// devStory is everything about a Dev Environment.
func devStory(v dev) string {
	timeout := "none"
	if v.Timeout > 0 {
		timeout = fmt.Sprintf("%d minutes after each start", v.Timeout)
	}
	lines := []string{"Alias: " + v.Alias, "Project: " + v.Project, "State: " + string(v.State), "Owner: " + owner(v), "Compute: " + string(v.Compute),
		"Storage: " + v.Storage.Title(), "IDE: " + string(v.IDE), "Timeout: " + timeout}
	lines = append(lines, connectionStory(v.Connection)...)
	lines = append(lines, "Created: "+v.CreatedAt.Stamp()+" by @"+v.By, "In this state since: "+v.Since.Stamp())
	if v.Until != 0 {
		lines = append(lines, "Stops by itself: "+v.Until.Stamp())
	}
	lines = append(lines, fmt.Sprintf("Used: %v hours", v.Hours))
	if v.Reason != "" {
		lines = append(lines, "", "It stopped: "+v.Reason+".")
	}
	return strings.Join(lines, "\n")
}
