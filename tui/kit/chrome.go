package kit

import (
	"strconv"
	"strings"

	"atrium/model"
	"atrium/tui/text"
)

// Header draws the line above everything: the product and where one stands on the left; the space, who
// acts, and the time where it is not the real one, on the right. What matters least goes first where
// there is no room: the end of the right side, then the beginning of the way here, and who acts and how
// the sync stands last of all.
//
// On the AWS side it is the console that stands on the left, and who is signed in to which account comes
// first on the right.
func Header(env *Env, crumbs []string, space string, status Status, onAWS bool, w int) string {
	segments, vital := headerSegments(env, space, status, onAWS)
	product := "atrium"
	if onAWS {
		product = "AWS console"
	}
	left := trail(env, product, crumbs, w)
	for len(segments) > vital && text.Width(left)+2+text.Width(join(env, segments)) > w {
		segments = segments[:len(segments)-1]
	}
	for len(segments) > 1 && leastTrail+2+text.Width(join(env, segments)) > w {
		segments = segments[:len(segments)-1]
	}
	right := join(env, segments)
	room := max(w-text.Width(right)-2, 0)
	return env.Theme.Head.Render(text.Fit(text.Fit(trail(env, product, crumbs, room), room)+"  "+right, w))
}

// leastTrail is how much of the way here is shown at the least.
const leastTrail = 12

// trail draws the way here in w cells; where it is longer, its beginning is left out. That one stands on the AWS
// side is said however little room there is.
func trail(env *Env, product string, crumbs []string, w int) string {
	side, _, onAWS := strings.Cut(product, " ")
	left, less := product, env.Theme.More
	if onAWS {
		less = side + env.Theme.Crumb + env.Theme.More
	}
	line := way(env, left, crumbs)
	for text.Width(line) > w && len(crumbs) > 1 {
		left, crumbs = less, crumbs[1:]
		line = way(env, left, crumbs)
	}
	if onAWS && text.Width(line) > w {
		return way(env, side, crumbs)
	}
	return line
}

func way(env *Env, left string, crumbs []string) string {
	for _, crumb := range crumbs {
		left += env.Theme.Crumb + text.Visible(crumb)
	}
	return left
}

// headerSegments are the right side, most important first, and how many of them are never left out for the
// way here.
func headerSegments(env *Env, space string, status Status, onAWS bool) (segments []string, vital int) {
	segments = []string{"as " + Who(env.Session)}
	if onAWS {
		segments = []string{awsSide(env.Session.AWS), "as " + Who(env.Session)}
	}
	if env.ReadOnly != "" {
		segments = append([]string{"READ ONLY"}, segments...)
	}
	if status.Sync != "" {
		sync := text.Visible(status.Sync)
		if status.Bad {
			sync = "! " + sync
		}
		segments = append(segments, sync)
	}
	vital = len(segments)
	if signIn := env.Session.AWS; signIn != nil && !onAWS {
		segments = append(segments, awsSide(signIn))
	}
	if pace := env.Service.Pace(); pace != 1 {
		segments = append(segments, env.Service.Now().Time().Format("2006-01-02 15:04")+" x"+strconv.Itoa(pace))
	}
	if space != "" && status.Type != "" {
		segments = append(segments, text.Visible(space)+" ("+text.Visible(status.Type)+")")
	}
	return segments, vital
}

func join(env *Env, segments []string) string { return strings.Join(segments, env.Theme.Dot) }

// Who names the person that acts.
func Who(s model.Session) string {
	if store, user, ok := s.Person.SSO(); ok {
		return text.Visible(user + " (SSO " + store + ")")
	}
	if s.Person == "" {
		return "nobody"
	}
	return text.Visible(string(s.Person))
}

func awsSide(signIn *model.SignIn) string {
	if signIn == nil {
		return "not signed in to AWS"
	}
	s := "AWS " + string(signIn.Account)
	if signIn.Region != "" {
		s += " " + string(signIn.Region)
	}
	if !signIn.Administrator {
		s += " no admin"
	}
	return text.Visible(s)
}

// Footer draws the line below everything: the keys of the place, most important first, and the keys of
// the program. What cannot be done now is marked. What has no room is left to the help.
func Footer(env *Env, actions []Action, w int) string {
	k := env.Keys
	fixed := k.Label(KeyHelp) + " help  " + k.Label(KeyPalette) + " find  " + k.Label(KeyBack) + " back"
	room := w - text.Width(fixed) - 2
	var b strings.Builder
	used := 0
	for _, a := range actions {
		item, width := footerItem(env, a)
		if width == 0 {
			continue
		}
		if used+width+2 > room {
			break
		}
		b.WriteString(item + "  ")
		used += width + 2
	}
	return text.Truncate(b.String()+env.Theme.Dim.Render(fixed), w)
}

// footerItem draws an action and says how wide it is; an action without a key is only in the palette.
func footerItem(env *Env, a Action) (string, int) {
	keys := env.Keys.Of(a)
	if len(keys) == 0 {
		return "", 0
	}
	key, title := keyLabel(keys[0]), " "+text.Visible(a.Title)
	if a.Disabled != nil {
		plain := env.Theme.Disabled + key + title
		return env.Theme.Dim.Render(plain), text.Width(plain)
	}
	return env.Theme.Key.Render(key) + title, text.Width(key + title)
}

// ToastLine draws a toast in the place of the footer.
func ToastLine(env *Env, toast Toast, w int) string {
	if toast.Bad {
		return env.Theme.Bad.Render(text.Truncate("! "+text.Visible(toast.Text), w))
	}
	return env.Theme.Strong.Render(text.Truncate(text.Visible(toast.Text), w))
}
