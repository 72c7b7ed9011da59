package tui

import (
	"context"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
)

// page is one place on the way back. Its screen is nil until it is shown.
type page struct {
	route  kit.Route
	title  string
	screen kit.Screen
	env    *kit.Env
	cancel context.CancelFunc
	stale  bool // something changed while it was hidden
	onAWS  bool // it is a place of the AWS side
}

// furthest is how many places the way back has; the oldest are forgotten.
const furthest = 50

// page is the place on top.
func (r *root) page() *page { return r.pages[len(r.pages)-1] }

// show brings the place on top to the screen: it is made, or told what it missed while it was hidden.
func (r *root) show() tea.Cmd {
	p := r.page()
	if r.env.Moved != nil {
		r.env.Moved(r.env.Session, p.route)
	}
	if p.screen != nil {
		p.screen.SetSize(r.w, r.bodyHeight())
		if !p.stale {
			return tea.Batch(r.askStatus(), resume(p.screen))
		}
		p.stale = false
		return tea.Batch(r.askStatus(), resume(p.screen), p.screen.Update(kit.Changed{}))
	}
	p.env, p.cancel = r.env.Within()
	p.screen = r.make(p)
	p.onAWS = onAWS(p.screen)
	p.screen.SetSize(r.w, r.bodyHeight())
	return tea.Batch(r.askStatus(), p.screen.Init())
}

// make makes the screen of a place. A route can come from anywhere, so it may name none.
func (r *root) make(p *page) kit.Screen {
	if construct, ok := r.screens[p.route.Name]; ok {
		return construct(p.env, p.route)
	}
	return kit.NewNotice(p.env, p.route.Name, &model.Refusal{
		Message: fmt.Sprintf("There is no place named %q.", p.route.Name),
		Fix:     "Press " + r.env.Keys.Label(kit.KeyPalette) + " to find one.",
	})
}

// navigate goes to a place. Only where it takes the present one's place is that one asked first.
func (r *root) navigate(msg kit.Navigate) tea.Cmd {
	arrive := func() tea.Cmd {
		r.dialogs = nil
		r.remember()
		switch {
		case msg.Anew:
			for _, p := range r.pages {
				p.end()
			}
			r.pages = nil
		case msg.Replace:
			r.drop()
		}
		if len(r.pages) == furthest {
			r.pages[0].end()
			r.pages = r.pages[1:]
		}
		r.pages = append(r.pages, &page{route: msg.Route})
		return r.show()
	}
	if msg.Replace || msg.Anew {
		return r.leaving(arrive)
	}
	return arrive()
}

// back leaves the place on top; leaving the first one ends the session.
func (r *root) back() tea.Cmd {
	if len(r.pages) == 1 {
		return r.quit()
	}
	return r.leaving(func() tea.Cmd {
		r.drop()
		return r.show()
	})
}

// otherSide goes back to the last place of the other side; where there is none it goes on to the spaces.
func (r *root) otherSide() tea.Cmd {
	r.remember()
	here, at := r.page().onAWS, len(r.pages)-1
	for at >= 0 && r.pages[at].onAWS == here {
		at--
	}
	if at < 0 {
		return r.navigate(kit.Navigate{Route: kit.To("spaces")})
	}
	return r.leaving(func() tea.Cmd {
		for len(r.pages) > at+1 {
			r.drop()
		}
		return r.show()
	})
}

func (r *root) drop() {
	r.page().end()
	r.pages = r.pages[:len(r.pages)-1]
	r.dialogs = nil
}

// end drops what the page still asks for, and its screen.
func (p *page) end() {
	if p.cancel != nil {
		p.cancel()
	}
	p.screen, p.cancel = nil, nil
}

// remember keeps the route, the title and the side of the place on top as they are now, with filter and the
// like.
func (r *root) remember() {
	p := r.page()
	p.title, p.onAWS = title(p), onAWS(p.screen)
	if routed, ok := p.screen.(kit.Routed); ok {
		p.route = routed.Route()
	}
}

// switchSession has somebody else act: every place is made anew when it is shown.
func (r *root) switchSession(session model.Session) tea.Cmd {
	if !r.env.MaySwitch {
		return r.say(kit.Toast{Text: "This session acts as " + kit.Who(r.env.Session) + " and cannot be switched.", Bad: true})
	}
	return r.leaving(func() tea.Cmd {
		r.remember()
		for _, p := range r.pages {
			p.end()
		}
		r.dialogs, r.status = nil, kit.Status{}
		said := switched(r.env.Session, session)
		r.env.Session = session.LookOnly(r.env.ReadOnly)
		return tea.Batch(r.show(), r.say(kit.Toast{Text: said}))
	})
}

// switched says what became of the session: who acts, or what one is signed in to.
func switched(before, after model.Session) string {
	signIn := after.AWS
	switch {
	case before.Person != after.Person, before.AWS == nil && signIn == nil:
		return "You act as " + kit.Who(after) + " now."
	case signIn == nil:
		return "You are signed out on the AWS side now."
	}
	said := "You are signed in to AWS account " + string(signIn.Account)
	if signIn.Region != "" {
		said += " in " + string(signIn.Region)
	}
	said += " now"
	if !signIn.Administrator {
		said += ", no admin"
	}
	return text.Visible(said + ".")
}

// askStatus asks what the header says of the space one stands in.
func (r *root) askStatus() tea.Cmd {
	space := r.page().route.Get("space")
	if space != r.space {
		r.space, r.status = space, kit.Status{}
	}
	if space == "" || r.env.Status == nil {
		return nil
	}
	env := *r.page().env
	ask := func(ctx context.Context) (kit.Status, error) { return env.Status(ctx, &env, space) }
	return kit.Go(&env, "status", ask, func(status kit.Status, err error) tea.Cmd {
		if err == nil && r.space == space {
			r.status = status
		}
		return nil
	})
}
