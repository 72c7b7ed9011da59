// Package outbox shows the mail that the program would have sent.
package outbox

import (
	tea "github.com/charmbracelet/bubbletea"

	"atrium/tui/kit"
)

type screen struct {
	*kit.Mailbox
	env *kit.Env
}

// New makes the place.
func New(env *kit.Env, r kit.Route) kit.Screen {
	return &screen{env: env, Mailbox: kit.NewMailbox(env, "", r.Get("filter"), nil)}
}

// Title is the crumb.
func (s *screen) Title() string { return "Outbox" }

// Topic is what the help explains.
func (s *screen) Topic() string { return "outbox" }

// Route keeps the filter.
func (s *screen) Route() kit.Route { return kit.To("outbox", "filter", s.Filter()) }

// Actions copy what a mail is for.
func (s *screen) Actions() []kit.Action {
	code := kit.Action{ID: "outbox.copy-code", Key: "y", Title: "copy code", Run: s.copyCode}
	if mail, ok := s.Mail(); !ok || mail.Code == "" {
		code.Disabled = &kit.Reason{Why: "This message holds no code.", Fix: "Choose one that does."}
	}
	return append([]kit.Action{code, {ID: "outbox.copy-address", Key: "a", Title: "copy address", Run: s.copyAddress}}, s.Mailbox.Actions()...)
}

func (s *screen) copyCode() tea.Cmd {
	mail, _ := s.Mail()
	return s.env.Copy(mail.Code)
}

func (s *screen) copyAddress() tea.Cmd {
	mail, ok := s.Mail()
	if !ok {
		return nil
	}
	return s.env.Copy(mail.To)
}
