package awstags

import (
	"context"
	"slices"
	"strconv"

	tea "github.com/charmbracelet/bubbletea"

	"atrium/model"
	"atrium/tui/kit"
)

// Actions are what can be done with the rows.
func (s *screen) Actions() []kit.Action {
	if s.closed {
		return append([]kit.Action{kit.WayIn(s.env, s.err, "")}, s.tabs.Actions()...)
	}
	if s.edit != nil {
		return []kit.Action{{ID: "aws-tags.next", Key: "enter", Title: "next cell", Run: s.next}, {ID: "account.tag", Key: "ctrl+s", Title: "Save changes", Run: s.keepAndSave}}
	}
	save := kit.Action{ID: "account.tag", Key: "s", Title: "Save changes", Run: s.save}
	if !s.dirty() {
		save.Disabled = &kit.Reason{Why: "Nothing was changed.", Fix: "Change, add or remove a row first."}
	}
	actions := []kit.Action{save, {ID: "aws-tags.add", Key: "a", Title: "Add tag", Run: s.add}}
	if r := s.current(); r != nil {
		word := "Remove"
		if r.removed {
			word = "keep"
		}
		actions = append(actions, kit.Action{ID: "aws-tags.remove", Key: "x", Title: word, Run: s.remove},
			kit.Action{ID: "aws-tags.undo", Key: "u", Title: "undo row", Run: s.undo},
			kit.Action{ID: "account.policy", Key: "p", Title: "policy", Run: s.policy})
	}
	return append(actions, s.tabs.Actions()...)
}

// add adds a row and types into its key.
func (s *screen) add() tea.Cmd {
	if !s.known || s.busy {
		return nil
	}
	s.rows = append(s.rows, &row{})
	s.at, s.col = len(s.rows)-1, keyColumn
	s.begin()
	return nil
}

// remove marks a row to go, or takes the mark away; a row that was never saved goes at once.
func (s *screen) remove() tea.Cmd {
	r := s.current()
	if r.was == (model.Tag{}) {
		s.rows = slices.Delete(s.rows, s.at, s.at+1)
		s.moveTo(s.at)
		return nil
	}
	r.removed, r.problem = !r.removed, ""
	return nil
}

// undo makes a row what it is where it is saved.
func (s *screen) undo() tea.Cmd {
	r := s.current()
	if r.was == (model.Tag{}) {
		return s.remove()
	}
	r.now, r.removed, r.problem = r.was, false, ""
	return nil
}

// policy shows the policy that is based on the tag under the cursor.
func (s *screen) policy() tea.Cmd {
	return kit.ShowDocument(s.env, &model.ShowPolicy{Space: s.space, Account: s.account(), Kind: model.TagPolicy, Tag: s.current().now.String()})
}

// change is what saving would do, and which row each part of it is of.
type change struct {
	command *model.TagAccount
	set     []*row
	removed []*row
}

// change puts the rows together: a key that was edited is removed, and set under its new name.
func (s *screen) change() change {
	c := change{command: &model.TagAccount{Space: s.space, Account: s.account()}}
	setting := map[string]bool{}
	for _, r := range s.rows {
		if r.changed() && !r.removed {
			c.command.Set, c.set = append(c.command.Set, r.now), append(c.set, r)
			setting[r.now.Key] = true
		}
	}
	for _, r := range s.rows {
		gone := r.was.Key != "" && (r.removed || r.was.Key != r.now.Key)
		if gone && !setting[r.was.Key] { // another row may have taken the key over
			c.command.Remove, c.removed = append(c.command.Remove, r.was.Key), append(c.removed, r)
		}
	}
	return c
}

// save saves all rows, or none; each wrong row is told what is wrong with it.
func (s *screen) save() tea.Cmd {
	for _, r := range s.rows {
		r.problem = ""
	}
	if !s.dirty() {
		return nil
	}
	if s.err = s.twice(); s.err != nil {
		return nil
	}
	s.busy = true
	c := s.change()
	ask := func(ctx context.Context) (model.Receipt, error) {
		return s.env.Service.Do(ctx, s.env.Session, c.command)
	}
	return kit.Go(s.env, s, ask, func(receipt model.Receipt, err error) tea.Cmd {
		s.busy = false
		if err != nil {
			s.err = c.refuse(err)
			return nil
		}
		s.rows = nil
		return tea.Sequence(kit.Say("Tags: "+kit.Did(receipt.Plan)), s.Init())
	})
}

// twice refuses rows with the same key: one of them would take the other's place without a word.
func (s *screen) twice() error {
	first := map[string]*row{}
	wrong := 0
	for _, r := range s.rows {
		if r.removed || r.now == (model.Tag{}) {
			continue
		}
		if other, taken := first[r.now.Key]; taken {
			other.problem, r.problem = sameKey, sameKey
			wrong++
			continue
		}
		first[r.now.Key] = r
	}
	if wrong == 0 {
		return nil
	}
	return &model.Refusal{Rule: "ACC-10", Message: "A key stands in more than one row.", Fix: "Give each row a key of its own. Nothing was saved."}
}

const sameKey = "another row has the same key"

// refuse puts what is wrong on the rows, and gives what is left to say of all of them.
func (c change) refuse(err error) error {
	refusal, ok := model.AsRefusal(err)
	if !ok || len(refusal.Details) == 0 {
		return err
	}
	for _, d := range refusal.Details {
		of := c.set
		if d.Field == "remove" {
			of = c.removed
		}
		if d.Row >= 1 && d.Row <= len(of) {
			of[d.Row-1].problem = d.Message
		}
	}
	whole := *refusal // each row says itself what is wrong with it
	whole.Message = "Some rows are wrong: " + strconv.Itoa(len(refusal.Details)) + "."
	return &whole
}
