package app

import (
	"encoding/json"
	"os"
	"path/filepath"

	"atrium/model"
	"atrium/tui/kit"
)

// place is where the screens were left, so that the next session comes back to it.
type place struct {
	Person model.PersonID `json:"person,omitempty"`
	AWS    *model.SignIn  `json:"aws,omitempty"`
	Route  string         `json:"route,omitempty"`
}

// session is who acted there.
func (p place) session() model.Session { return model.Session{Person: p.Person, AWS: p.AWS} }

// placeOf writes down where a session is.
func placeOf(session model.Session, at kit.Route) []byte {
	data, _ := json.Marshal(place{Person: session.Person, AWS: session.AWS, Route: at.String()}) // it holds nothing but text
	return data
}

// readPlace reads what [placeOf] wrote.
func readPlace(data []byte) (at place, ok bool) {
	ok = len(data) > 0 && json.Unmarshal(data, &at) == nil
	return at, ok
}

// lastPlace reads where the screens were left. Without it, or with one that cannot be read, a session
// begins at the beginning: nothing but convenience is lost.
func (a *App) lastPlace() place {
	var p place
	if a.dir == "" {
		return place{Person: a.Session.Person, AWS: a.Session.AWS}
	}
	data, err := os.ReadFile(a.placeFile())
	if err != nil || json.Unmarshal(data, &p) != nil {
		return place{}
	}
	return p
}

// keepPlace writes it: beside the old one first, so that there is always a whole one.
func (a *App) keepPlace(session model.Session, at kit.Route) {
	if a.dir == "" || a.readOnly != "" {
		return
	}
	a.keeping.Lock()
	defer a.keeping.Unlock()
	err := os.WriteFile(a.placeFile()+".new", placeOf(session, at), 0o600)
	if err == nil {
		err = os.Rename(a.placeFile()+".new", a.placeFile())
	}
	if err != nil {
		a.Log.Fault("keeping the place", err)
	}
}

func (a *App) placeFile() string { return filepath.Join(a.dir, "place.json") }
