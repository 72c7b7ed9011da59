package app

import (
	"context"
	"slices"
	"sync"
	"time"

	"atrium/model"
	"atrium/tui/kit"
)

// here is who is in the process now: its own screens, and the sessions of others.
type here struct {
	mu        sync.Mutex
	next      int
	present   map[int]*guest
	listeners map[int]func()
}

// guest is one session.
type guest struct {
	id    int
	from  string
	since time.Time

	mu    sync.Mutex
	typed time.Time
	who   model.Session
	place kit.Route
	at    string
}

// Enter notes a session that began: who acts, where they come from, and what they do where it is not the
// screens. It is present until leave is called.
func (a *App) Enter(who model.Session, from, at string) (leave func()) {
	_, leave = a.enter(who, from, at)
	return leave
}

func (a *App) enter(who model.Session, from, at string) (*guest, func()) {
	now := time.Now()
	g := &guest{from: from, since: now, typed: now, who: who, at: at}
	h := &a.here
	h.mu.Lock()
	h.next++
	id := h.next
	g.id = id
	if h.present == nil {
		h.present = map[int]*guest{}
	}
	h.present[id] = g
	h.mu.Unlock()
	h.changed()
	return g, func() {
		h.mu.Lock()
		delete(h.present, id)
		h.mu.Unlock()
		h.changed()
	}
}

// moved notes where the session is now.
func (g *guest) moved(who model.Session, place kit.Route) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.who, g.place = who, place
}

// touched notes that something was typed.
func (g *guest) touched() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.typed = time.Now()
}

// attend has fn called whenever somebody comes, moves or goes.
func (h *here) attend(fn func()) (cancel func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.listeners == nil {
		h.listeners = map[int]func(){}
	}
	h.next++
	id := h.next
	h.listeners[id] = fn
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.listeners, id)
	}
}

// changed tells the listeners, which must not wait for anything.
func (h *here) changed() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, fn := range h.listeners {
		fn()
	}
}

// snapshot lists the sessions, the oldest first.
func (h *here) snapshot() (list []kit.Presence, who []model.Session) {
	h.mu.Lock()
	defer h.mu.Unlock()
	ids := make([]int, 0, len(h.present))
	for id := range h.present {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		g := h.present[id]
		g.mu.Lock()
		list = append(list, kit.Presence{ID: id, Who: present(g.who), From: g.from, Since: g.since, Typed: g.typed, Place: g.place, At: g.at})
		who = append(who, g.who)
		g.mu.Unlock()
	}
	return list, who
}

// present names who acts in a session, on either side.
func present(s model.Session) string {
	if s.AWS == nil {
		return kit.Who(s)
	}
	return kit.Who(s) + ", AWS " + string(s.AWS.Account)
}

// Present lists the sessions of the process that one may know of. Whoever came over the socket may act as
// anyone, and sees all of them. Over the network a person sees their own sessions, and a Space administrator
// also those of the members of the space.
func (a *App) Present(ctx context.Context, asking model.Session, network bool) ([]kit.Presence, error) {
	list, who := a.here.snapshot()
	if !network {
		return list, nil
	}
	administered, err := a.administered(ctx, asking)
	if err != nil {
		return nil, err
	}
	var seen []kit.Presence
	for i, p := range list {
		visible := who[i].Person == asking.Person
		if !visible && len(administered) > 0 {
			if visible, err = a.belongs(ctx, who[i], administered); err != nil {
				return nil, err
			}
		}
		if visible {
			seen = append(seen, p)
		}
	}
	return seen, nil
}

// administered are the ids of the spaces that a person administers.
func (a *App) administered(ctx context.Context, s model.Session) ([]string, error) {
	views, err := a.spacesOf(ctx, s)
	var ids []string
	for i := range views {
		if views[i].Role == model.SpaceAdministrator {
			ids = append(ids, views[i].ID)
		}
	}
	return ids, err
}

// belongs reports whether somebody is a member of one of the spaces.
func (a *App) belongs(ctx context.Context, s model.Session, spaces []string) (bool, error) {
	views, err := a.spacesOf(ctx, s)
	return slices.ContainsFunc(views, func(v model.SpaceView) bool { return slices.Contains(spaces, v.ID) }), err
}

// spacesOf lists the spaces of a person; nobody has none.
func (a *App) spacesOf(ctx context.Context, s model.Session) ([]model.SpaceView, error) {
	if s.Person == "" {
		return nil, nil
	}
	views, err := model.Answer[[]model.SpaceView](ctx, a.Service, model.Session{Person: s.Person}, &model.ListSpaces{})
	if _, refused := model.AsRefusal(err); refused {
		return nil, nil // a person who is gone has no spaces
	}
	return views, err
}
