package model

import (
	"fmt"
	"strings"

	"atrium/model/vpccheck"
)

// HomeArea is a part of a space that its home tells of.
type HomeArea string

// The parts, in the order in which they are told.
const (
	HomeMembers     HomeArea = "members"
	HomeInvitations HomeArea = "invitations"
	HomeSync        HomeArea = "sync"
	HomeTier        HomeArea = "tier"
	HomeMeter       HomeArea = "meter"
	HomeAccounts    HomeArea = "accounts"
	HomeVPC         HomeArea = "vpc"
	HomeAI          HomeArea = "generative-ai"
	HomeRuns        HomeArea = "workflow-runs"
	HomeDevs        HomeArea = "dev-environments"
	HomeActivity    HomeArea = "activity"
)

// HomeLine is one thing that a space's home tells.
type HomeLine struct {
	Area HomeArea `json:"area"`
	// Title says what it is about, State how it stands, in words.
	Title string `json:"title"`
	State string `json:"state"`
	// Attention tells that somebody should look at it.
	Attention bool `json:"attention"`
	// Name is what of the area it is about, such as a VPC connection; empty for the whole.
	Name string `json:"name,omitempty"`
	// At is when it happened, for activity.
	At Instant `json:"at,omitempty"`
}

// HomeView is a space at a glance: as much of it as the asking person may see.
type HomeView struct {
	Space SpaceView  `json:"space"`
	Lines []HomeLine `json:"lines"`
	// Attention counts the lines that somebody should look at.
	Attention int `json:"attention"`
}

// homeActivity is how many of the last activities a home shows.
const homeActivity = 5

// ShowHome asks for a space at a glance: members and invitations, the sync, tier and meters, VPC connections that
// fail their check, generative AI, what runs, and what was done last.
type ShowHome struct {
	Space string `flag:"space" label:"Space" help:"name of the space" need:"yes"`
}

func (q *ShowHome) spaceName() string { return q.Space }

func (q *ShowHome) answer(ask *Ask) (any, error) {
	h := &home{Ask: ask, view: HomeView{Space: viewOf(ask.space, ask.member.Effective()), Lines: []HomeLine{}}}
	for _, tell := range []func() error{h.members, h.sync, h.billing, h.accounts, h.vpcs, h.ai, h.runs, h.devs, h.activity} {
		if err := tell(); err != nil {
			return nil, err
		}
	}
	return h.view, nil
}

// home is the home of a space being put together.
type home struct {
	*Ask
	view HomeView
}

// tell adds a line.
func (h *home) tell(line HomeLine) {
	if line.Attention {
		h.view.Attention++
	}
	h.view.Lines = append(h.view.Lines, line)
}

func (h *home) members() error {
	s := h.space
	line := HomeLine{Area: HomeMembers, Title: "Members", State: fmt.Sprintf("%s, %s", count(s.Members, "member", "members"), count(s.Administrators, "Space administrator", "Space administrators"))}
	if s.Administrators == 0 {
		line.State, line.Attention = line.State+": nobody can manage the space until the AWS side names one", true
	}
	h.tell(line)
	if s.Invited == 0 {
		return nil
	}
	pending, expired := 0, 0
	for m, err := range members.All(h, Range{Prefix: K(s.MemberSet)}) {
		if err != nil {
			return err
		}
		switch {
		case m.Status != StatusInvited || m.Invitation == nil:
		case m.Invitation.Expires <= h.Now:
			expired++
		default:
			pending++
		}
		if pending+expired == s.Invited {
			break
		}
	}
	line = HomeLine{Area: HomeInvitations, Title: "Invitations", State: fmt.Sprintf("%d pending", pending)}
	if expired > 0 {
		line.State, line.Attention = fmt.Sprintf("%s, %d expired: resend or cancel", line.State, expired), true
	}
	h.tell(line)
	return nil
}

func (h *home) sync() error {
	if h.space.Type != FederatedSpace {
		return nil
	}
	answer, err := (&ShowSync{Space: h.space.Name}).answer(h.Ask)
	if err != nil {
		return err
	}
	state := answer.(SyncState)
	line := HomeLine{Area: HomeSync, Title: "Sync", State: "all in"}
	switch {
	case h.space.Application == "":
		line.State, line.Attention = "no Identity Center application serves the space: nobody is brought", true
	case state.Overdue > 0:
		line.State, line.Attention = fmt.Sprintf("%d of %s OVERDUE", state.Overdue, count(state.Pending, "change is", "changes are")), true
	case state.Pending > 0:
		line.State = fmt.Sprintf("%s for %s, next at %s", count(state.Pending, "change waits", "changes wait"), count(state.People, "person", "people"), state.Next.Stamp())
	}
	h.tell(line)
	return nil
}

// billing tells tier and meters to Space administrators (BIL-08).
func (h *home) billing() error {
	if h.member.Effective() != SpaceAdministrator {
		return nil
	}
	answer, err := (&ShowBilling{Space: h.space.Name}).answer(h.Ask)
	if err != nil {
		return err
	}
	view := answer.(BillingView)
	line := HomeLine{Area: HomeTier, Title: "Billing tier", State: fmt.Sprintf("%s, %s %s so far%s", view.Tier.Title(), view.Estimate.Total, view.Estimate.Currency, view.Estimate.doubt())}
	if view.PendingTier != nil {
		line.State += fmt.Sprintf("; %s from %s", view.PendingTier.Title(), view.PendingFrom.Day())
	}
	if view.AccountStatus != ActiveAccount {
		line.State, line.Attention = line.State+"; its AWS account is "+view.AccountStatus.Title(), true
	}
	h.tell(line)
	for _, m := range view.Usage {
		h.tell(HomeLine{Area: HomeMeter, Title: m.Title + " used", Name: string(m.Resource), State: m.sentence(), Attention: m.State != MeterOK})
	}
	return nil
}

// sentence is a meter in a few words.
func (m UsageView) sentence() string {
	words := fmt.Sprintf("%s of %s %s, %d %%", quantityWords(m.Used), quantityWords(m.Included), m.Unit, m.Percent)
	switch m.State {
	case MeterNear:
		return words + ", near the maximum" + assumed(m.Assumption)
	case MeterReached:
		return words + ", work that needs it halts" + assumed(m.Assumption)
	case MeterBeyond:
		return words + ", what goes beyond is charged" + assumed(m.Assumption)
	default:
		return words + assumed(m.Assumption)
	}
}

func (h *home) accounts() error {
	connected, err := connections.Under(h, K(h.space.ID))
	if err != nil {
		return err
	}
	h.tell(HomeLine{Area: HomeAccounts, Title: "AWS accounts", State: count(len(connected), "account is connected", "accounts are connected")})
	return nil
}

// vpcs tells of each VPC connection that does not pass, and of the others in one line.
func (h *home) vpcs() error {
	all, err := vpcConnections.Under(h, K(h.space.ID))
	if err != nil {
		return err
	}
	passing := 0
	for _, v := range all {
		state, err := v.state(h)
		if err != nil {
			return err
		}
		if state.Verdict == vpccheck.Pass && state.Broken == "" {
			passing++
			continue
		}
		why := state.Broken
		if why == "" {
			why = v.VPC + " does not pass the check: " + strings.Join(unmetTitles(state.details.Report), "; ")
		}
		h.tell(HomeLine{Area: HomeVPC, Title: "VPC connection", Name: v.Name, State: v.Name + ": " + why, Attention: true})
	}
	if passing > 0 || len(all) == 0 {
		line := HomeLine{Area: HomeVPC, Title: "VPC connections", State: "none"}
		if passing > 0 {
			line.State = count(passing, "passes its check", "pass their check")
		}
		if h.space.DefaultVPC != "" {
			line.State += ", the default is " + h.space.DefaultVPC
		}
		h.tell(line)
	}
	return nil
}

func (h *home) ai() error {
	line := HomeLine{Area: HomeAI, Title: "Generative AI", State: "off"}
	switch {
	case h.space.GenerativeAI != 0:
		line.State = "on since " + h.space.GenerativeAI.Stamp()
	case generativeAIExists(h.space) != nil:
		line.State = "off: it exists in " + string(GenerativeAIRegion) + " only"
	}
	open, err := (&ListAssists{Space: h.space.Name, Open: true}).answer(h.Ask)
	if err != nil {
		return err
	}
	if n := len(open.([]Assist)); n > 0 {
		line.State += ", " + count(n, "piece of work in progress", "pieces of work in progress")
	}
	h.tell(line)
	return nil
}

func (h *home) runs() error {
	running, queued := 0, 0
	sees := h.seesProjects("")
	for run, err := range runs.All(h, Range{Prefix: K(h.space.ID, runInProgress)}) {
		if err != nil {
			return err
		}
		seen, err := sees(run.Project)
		switch {
		case err != nil:
			return err
		case !seen:
		case run.state(h.Now) == RunQueued:
			queued++
		default:
			running++
		}
	}
	h.tell(HomeLine{Area: HomeRuns, Title: "Workflow runs", State: fmt.Sprintf("%d running, %d queued", running, queued)})
	return nil
}

func (h *home) devs() error {
	list, err := (&ListDevEnvironments{Space: h.space.Name}).answer(h.Ask)
	if err != nil {
		return err
	}
	up, ownerless := 0, 0
	all := list.([]DevEnvironmentView)
	for i := range all {
		if all[i].Up() {
			up++
		}
		if all[i].Owner == "" {
			ownerless++
		}
	}
	line := HomeLine{Area: HomeDevs, Title: "Dev Environments", State: fmt.Sprintf("%d running, %d stopped", up, len(all)-up)}
	if ownerless > 0 {
		line.State, line.Attention = fmt.Sprintf("%s; %d without an owner", line.State, ownerless), true
	}
	h.tell(line)
	return nil
}

// activity tells the last entries to those who may see them (ACT-01).
func (h *home) activity() error {
	if !byManagers().Allows(h.member.Effective()) {
		return nil
	}
	list, err := listActivity(h.Ask, h.space.ID, "", 0, homeActivity)
	if err != nil {
		return err
	}
	for _, a := range list {
		h.tell(HomeLine{Area: HomeActivity, Title: "Activity", State: a.Actor.String() + " " + a.Text, At: a.At})
	}
	return nil
}
