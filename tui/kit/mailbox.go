package kit

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/text"
)

// Mailbox shows the outbox, which stands in for mail: the messages, and beside or below them the one under
// the cursor. It is a place of its own, and a dialog where a code is waited for.
type Mailbox struct {
	env   *Env
	table *Table[model.Mail]
	pager *Pager
	w, h  int
}

// NewMailbox makes a mailbox of the messages to an address; of all where to is empty. open is called for
// enter on a message.
func NewMailbox(env *Env, to, filter string, open func(model.Mail) tea.Cmd) *Mailbox {
	m := &Mailbox{env: env, pager: NewPager(env)}
	m.table = NewTable(env, TableOptions[model.Mail]{
		Source: List[model.Mail]{
			Rows: func(ctx context.Context) ([]model.Mail, error) {
				return Ask[[]model.Mail](ctx, env, &model.ListOutbox{To: to})
			},
			Text: func(mail model.Mail) string { return mail.To + " " + mail.Subject + " " + mail.Body + " " + mail.Code },
		},
		Columns: []Column[model.Mail]{
			{Title: "When", Min: 10, Cell: func(mail model.Mail) string { return Ago(env.Service.Now(), mail.At) }},
			{Title: "To", Min: 16, Flex: 2, Priority: 2, Cell: func(mail model.Mail) string { return mail.To }},
			{Title: "Subject", Min: 20, Flex: 3, Cell: func(mail model.Mail) string { return mail.Subject }},
			{Title: "Code", Min: 6, Priority: 1, Cell: func(mail model.Mail) string { return mail.Code }},
		},
		ID:      func(mail model.Mail) string { return Thousands(int(mail.Seq)) },
		Nothing: "No mail yet. Every message that the program would send, such as a verification code or an invitation, is found here.",
		Open:    open, Filter: filter,
		Moved: func(model.Mail) tea.Cmd { m.pager.scrollTo(0); m.compose(); return nil },
	})
	return m
}

// Init asks for the messages.
func (m *Mailbox) Init() tea.Cmd { return m.table.Init() }

// Filter is what the messages are filtered by.
func (m *Mailbox) Filter() string { return m.table.Filter() }

// Mail is the message under the cursor.
func (m *Mailbox) Mail() (model.Mail, bool) { return m.table.Row() }

// Actions are the keys of the list.
func (m *Mailbox) Actions() []Action { return m.table.Actions() }

// Typing reports whether keys go into the filter.
func (m *Mailbox) Typing() bool { return m.table.Typing() }

// Wants claims the keys that the table has use for.
func (m *Mailbox) Wants(key string) bool { return m.table.Wants(key) }

// Update moves about in the messages.
func (m *Mailbox) Update(msg tea.Msg) tea.Cmd { return m.table.Update(msg) }

// messageLines is how much of the height the message gets: its head, and some of its text.
const messageLines = 9

// SetSize gives the list what the message leaves.
func (m *Mailbox) SetSize(w, h int) {
	m.w, m.h = w, h
	m.table.SetSize(w, max(h-messageLines-1, 3))
	m.pager.SetSize(w, max(h-m.table.h-1, 1))
	m.compose()
}

// compose puts the message under the cursor together.
func (m *Mailbox) compose() {
	mail, _ := m.table.Row()
	lines := Facts(m.env.Theme, m.w, "To", mail.To, "Subject", mail.Subject, "Sent", mail.At.Stamp(), "Code", mail.Code)
	m.pager.SetLines(append(append(lines, ""), Paragraphs(mail.Body, m.w)...))
}

// View draws the list and the message under it.
func (m *Mailbox) View() string {
	message := text.Block(nil, m.w, m.pager.h)
	if _, ok := m.table.Row(); ok {
		message = m.pager.View()
	}
	return m.table.View() + "\n" + m.env.Theme.Line(m.w) + "\n" + message
}
