// Package networkpage is the page of one VPC, which several screens show: its check, its picture, the guide's
// troubleshooting list with this VPC's verdicts, and its subnets (VPC-10, VPC-18). Tab goes from one part to the
// next.
package networkpage

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
	"atrium/tui/text"
	"atrium/tui/vpcmap"
	"atrium/tui/vpcreport"
)

// The parts that each network has.
const (
	Check           = "Check"
	Picture         = "Picture"
	Troubleshooting = "Troubleshooting"
	Subnets         = "Subnets"
)

// Part is one part of a page.
type Part struct {
	Name string
	// Lines draws it in w cells; the lines may be styled.
	Lines func(w int) []string
}

// Page is the page. A screen embeds it or stands it below its own lines; in a dialog it has Leave.
type Page struct {
	env     *kit.Env
	first   []Part // the screen's own, before those of the network
	details *model.NetworkDetails
	err     error // why there is nothing to see
	at      string
	trouble int // the entry of the troubleshooting list under the cursor
	pager   *kit.Pager
	w, h    int
	// Leave goes back; nil where that is the root's business.
	Leave func() tea.Cmd
}

// New makes a page that begins with parts of the screen's own, and stands on the one named at, or else the first.
func New(env *kit.Env, at string, first ...Part) *Page {
	return &Page{env: env, first: first, at: at, pager: kit.NewPager(env)}
}

// NewDialog makes a dialog of a network that is known.
func NewDialog(env *kit.Env, details *model.NetworkDetails) *Page {
	p := New(env, Check)
	p.Leave = func() tea.Cmd { return kit.Send(kit.Close{Dialog: p}) }
	p.Show(details, nil)
	return p
}

// Show shows a network, or says why there is none; with a nil report in it only the screen's own parts stand.
func (p *Page) Show(details *model.NetworkDetails, err error) {
	p.details, p.err = details, err
	p.compose()
}

// Init does nothing: the screen asks.
func (p *Page) Init() tea.Cmd { return nil }

// Title is the crumb of a dialog.
func (p *Page) Title() string {
	if p.details == nil {
		return "VPC"
	}
	return p.details.VPC
}

// At is the part that is shown, for the route.
func (p *Page) At() string { return p.parts()[p.index()].Name }

// Topic is what the help explains: the part that is shown.
func (p *Page) Topic() string {
	switch {
	case p.err != nil && kit.TopicOf(p.err) != "":
		return kit.TopicOf(p.err)
	case p.At() == Picture:
		return "vpc-picture"
	case p.At() == Troubleshooting && p.checked():
		return p.details.Report.Troubleshooting[p.trouble].Topic
	default:
		return "vpc-check"
	}
}

func (p *Page) checked() bool { return p.details != nil && p.details.Report != nil }

// parts are those that there are.
func (p *Page) parts() []Part {
	if !p.checked() && len(p.first) > 0 {
		return p.first
	}
	report := func(draw func(w int) []string) func(int) []string {
		return func(w int) []string {
			if !p.checked() {
				return []string{"Loading" + p.env.Theme.More}
			}
			return draw(w)
		}
	}
	return append(p.first[:len(p.first):len(p.first)], Part{Check, report(p.checkLines)}, Part{Picture, report(p.pictureLines)},
		Part{Troubleshooting, report(p.troubleLines)}, Part{Subnets, report(p.subnetLines)})
}

func (p *Page) index() int {
	for i, part := range p.parts() {
		if part.Name == p.at {
			return i
		}
	}
	return 0
}

// Actions are the ways from part to part.
func (p *Page) Actions() []kit.Action {
	parts := p.parts()
	next := parts[(p.index()+1)%len(parts)].Name
	return []kit.Action{{ID: kit.KeyNext, Key: "tab", Title: strings.ToLower(next), Run: func() tea.Cmd { p.turn(1); return nil }}}
}

// turn goes on by a number of parts, round the ends, and to the beginning of it.
func (p *Page) turn(by int) {
	parts := p.parts()
	p.at = parts[(p.index()+by+len(parts))%len(parts)].Name
	p.compose()
	p.pager.Key("home")
}

// Update takes keys: from part to part, over the troubleshooting list, and to scroll.
func (p *Page) Update(msg tea.Msg) tea.Cmd {
	key, ok := msg.(tea.KeyMsg)
	if !ok {
		return nil
	}
	s, k := key.String(), p.env.Keys
	switch {
	case p.Leave != nil && (k.Is(s, kit.KeyBack) || k.Is(s, kit.KeyQuit)):
		return p.Leave()
	case k.Is(s, kit.KeyNext):
		p.turn(1)
	case k.Is(s, kit.KeyPrevious):
		p.turn(-1)
	case p.At() == Troubleshooting && p.checked():
		return p.troubleKey(s)
	default:
		p.pager.Key(s)
	}
	return nil
}

// troubleKey moves over the troubleshooting list; enter opens the guide's topic of an entry (VPC-18).
func (p *Page) troubleKey(key string) tea.Cmd {
	k, list := p.env.Keys, p.details.Report.Troubleshooting
	switch {
	case k.Is(key, kit.KeyDown):
		p.trouble = min(p.trouble+1, len(list)-1)
	case k.Is(key, kit.KeyUp):
		p.trouble = max(p.trouble-1, 0)
	case k.Is(key, kit.KeyOpen):
		return kit.Send(kit.Open{Dialog: kit.NewTopic(p.env, list[p.trouble].Topic)})
	default:
		p.pager.Key(key)
		return nil
	}
	p.compose()
	p.pager.Show(p.troubleLine(p.trouble+1) - 1)
	p.pager.Show(p.troubleLine(p.trouble))
	return nil
}

// SetSize gives the part what the bar leaves, and in a dialog the line about the keys.
func (p *Page) SetSize(w, h int) {
	p.w, p.h = w, h
	p.pager.SetSize(w, max(h-len(p.head())-len(p.foot()), 1))
	p.compose()
}

// compose draws the part that is shown.
func (p *Page) compose() {
	if p.err != nil {
		p.pager.SetLines(kit.BadLines(p.env.Theme, p.err, p.w))
		return
	}
	p.pager.SetLines(p.parts()[p.index()].Lines(p.w))
}

// head names the parts, the one that is shown in brackets.
func (p *Page) head() []string {
	parts := p.parts()
	line := ""
	for i, part := range parts {
		if i == p.index() {
			line += p.env.Theme.Strong.Render("["+part.Name+"]") + " "
			continue
		}
		line += " " + part.Name + "  "
	}
	return []string{text.Truncate(line, p.w), ""}
}

// foot names the keys of a dialog, which has no footer.
func (p *Page) foot() []string {
	if p.Leave == nil {
		return nil
	}
	k, t := p.env.Keys, p.env.Theme
	keys := k.Label(kit.KeyNext) + " next part" + t.Dot + "arrows scroll" + t.Dot
	if p.At() == Troubleshooting {
		keys = k.Label(kit.KeyNext) + " next part" + t.Dot + k.Label(kit.KeyOpen) + " explains" + t.Dot
	}
	return []string{"", t.Dim.Render(text.Truncate(keys+k.Label(kit.KeyBack)+" closes", p.w))}
}

// View draws the bar and the part.
func (p *Page) View() string {
	head, foot := p.head(), p.foot()
	view := text.Block(head, p.w, len(head)) + "\n" + p.pager.View()
	if len(foot) > 0 {
		view += "\n" + text.Block(foot, p.w, len(foot))
	}
	return view
}

// checkLines are the checks, with what came of them as a whole above.
func (p *Page) checkLines(w int) []string {
	r, t := p.details.Report, p.env.Theme
	lines := []string{t.Title.Render(text.Truncate(vpcreport.Title(r), w))}
	lines = append(lines, vpcreport.Indented(0, "", vpcreport.About(r), w)...)
	for _, line := range vpcreport.Checks(r, w) {
		if line != "" && line[0] != ' ' {
			line = t.Title.Render(line)
		}
		lines = append(lines, line)
	}
	return lines
}

func (p *Page) pictureLines(w int) []string {
	return vpcmap.Draw(p.details.Network, p.details.Report, vpcmap.Options{Width: w, ASCII: p.env.Theme.ASCII()})
}

func (p *Page) subnetLines(w int) []string {
	usable := 0
	for _, s := range p.details.Report.Subnets {
		if s.Usable {
			usable++
		}
	}
	title := kit.Thousands(usable) + " of " + kit.Counted(len(p.details.Report.Subnets), "subnet", "subnets") + " can be used by a VPC connection"
	return append([]string{p.env.Theme.Title.Render(text.Truncate(title, w)), ""}, vpcreport.Subnets(p.details.Report.Subnets, w)...)
}

// troubleHead stands over the troubleshooting list.
func (p *Page) troubleHead(w int) []string {
	lines := []string{p.env.Theme.Title.Render(text.Truncate("Troubleshooting your VPC setup: "+text.Visible(p.details.VPC), w))}
	return append(append(lines, kit.Paragraphs("The guide's list in its order, with what is known of this VPC. enter opens the guide.", w)...), "")
}

func (p *Page) troubleLines(w int) []string {
	lines := p.troubleHead(w)
	for i := range p.details.Report.Troubleshooting {
		for n, line := range vpcreport.Trouble(&p.details.Report.Troubleshooting[i], w) {
			if i == p.trouble && n == 0 {
				line = p.env.Theme.Cursor.Render(">" + line[1:])
			}
			lines = append(lines, line)
		}
	}
	return lines
}

// troubleLine is where an entry of the list begins.
func (p *Page) troubleLine(n int) int {
	at := len(p.troubleHead(p.w))
	for i := range p.details.Report.Troubleshooting[:n] {
		at += len(vpcreport.Trouble(&p.details.Report.Troubleshooting[i], p.w))
	}
	return at
}
