package actingas

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// userField is the field of the form.
const userField = "name"

// askUser asks for the user name of an SSO user: there may be a million of them, so they are not listed.
func (s *screen) askUser() tea.Cmd {
	form := kit.NewForm(s.env, "Act as an SSO user", kit.InputsOf(&model.Whois{}, []string{userField}, nil))
	form.Given = []string{"Type the user name, or APPLICATION/USER where several directories have it."}
	return s.open(form, func() tea.Cmd {
		form.Busy(true)
		ask := func(ctx context.Context) (model.Person, error) {
			name := strings.TrimPrefix(strings.TrimSpace(form.Input(userField).Value()), "@")
			return kit.Ask[model.Person](ctx, s.env, &model.Whois{Name: name})
		}
		return kit.Go(s.env, form, ask, func(p model.Person, err error) tea.Cmd {
			if err != nil {
				form.Refuse(err)
				return nil
			}
			return tea.Sequence(kit.Send(kit.Close{Dialog: form}), s.actAs(p.ID))
		})
	})
}

// open shows a form as a dialog.
func (s *screen) open(form *kit.Form, submit func() tea.Cmd) tea.Cmd {
	form.Topic, form.Submit = s.Topic(), submit
	form.Leave = func() tea.Cmd { return kit.Send(kit.Close{Dialog: form}) }
	return kit.Send(kit.Open{Dialog: form})
}
