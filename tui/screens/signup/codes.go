package signup

import (
	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// codes is the outbox as a dialog beside the code: enter takes the code of a message over.
type codes struct {
	*kit.Mailbox
	env *kit.Env
	w   int
}

// openOutbox shows the messages to the address that signs up.
func (s *screen) openOutbox() tea.Cmd {
	d := &codes{env: s.env}
	d.Mailbox = kit.NewMailbox(s.env, s.value(emailField), "", func(mail model.Mail) tea.Cmd {
		if mail.Code == "" {
			return kit.Say("This message holds no code.")
		}
		s.form().Input(codeField).Set(mail.Code)
		return tea.Sequence(kit.Send(kit.Close{Dialog: d}), kit.Say("The code was taken over."))
	})
	return kit.Send(kit.Open{Dialog: d})
}

// Title is the crumb.
func (d *codes) Title() string { return "Outbox" }

// Topic is what the help explains.
func (d *codes) Topic() string { return "outbox" }

// SetSize leaves the last lines for the keys.
func (d *codes) SetSize(w, h int) {
	d.w = w
	d.Mailbox.SetSize(w, max(h-2, 1))
}

// Update closes, or leaves the key to the messages.
func (d *codes) Update(msg tea.Msg) tea.Cmd {
	if key, ok := msg.(tea.KeyMsg); ok && !d.Typing() && !d.Wants(key.String()) {
		if k := d.env.Keys; k.Is(key.String(), kit.KeyBack) || k.Is(key.String(), kit.KeyQuit) {
			return kit.Send(kit.Close{Dialog: d})
		}
	}
	return d.Mailbox.Update(msg)
}

// View draws the messages and the keys.
func (d *codes) View() string {
	k, t := d.env.Keys, d.env.Theme
	keys := k.Label(kit.KeyOpen) + " takes the code over" + t.Dot + k.Label(kit.KeyBack) + " closes"
	return d.Mailbox.View() + "\n\n" + t.Dim.Render(text.Truncate(keys, d.w))
}
