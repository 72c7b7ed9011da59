package model_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"atrium/model"
	"atrium/model/modeltest"
)

// tag is the command that sets tags, written as key=value, and removes keys, written as -key.
func tag(changes ...string) *model.TagAccount {
	cmd := &model.TagAccount{Space: "acme"}
	for _, change := range changes {
		if key, remove := strings.CutPrefix(change, "-"); remove {
			cmd.Remove = append(cmd.Remove, key)
			continue
		}
		key, value, _ := strings.Cut(change, "=")
		cmd.Set = append(cmd.Set, model.Tag{Key: key, Value: value})
	}
	return cmd
}

// mustBeTagged compares the tags of acme's billing account with those given as key=value.
func mustBeTagged(t testing.TB, w *modeltest.World, want ...string) {
	t.Helper()
	got := []string{}
	for key, value := range account(w, as("Lee"), "acme", acmeAccount).Connection.Tags {
		got = append(got, key+"="+value)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the tags are %q, and should be %q", got, want)
	}
}

// numbered makes n tags with keys of their own.
func numbered(n int) []model.Tag {
	list := make([]model.Tag, n)
	for i := range list {
		list[i] = model.Tag{Key: fmt.Sprintf("key%02d", i), Value: "v"}
	}
	return list
}

func TestTags(t *testing.T) {
	t.Run("ACC-10 several tags are added, edited and removed at once, by value and by key", func(t *testing.T) {
		w := acme(t)
		w.Do(aws(acmeAccount), tag("team=core", "stage=test", "empty="))
		mustBeTagged(t, w, "team=core", "stage=test", "empty=")
		change := tag("team=rockets", "phase=test", "cost=12", "-stage", "-empty") // stage becomes phase: its key is edited
		plan := planned(w.Plan(aws(acmeAccount), change))
		mustHold(t, plan, "creates: the tag cost=12", "creates: the tag phase=test", `changes: the tag team from "core" to "rockets"`, "removes: the tag stage=test", "removes: the tag empty=")
		w.Do(aws(acmeAccount), change)
		mustBeTagged(t, w, "team=rockets", "phase=test", "cost=12")
		w.Do(aws(acmeAccount), tag("-team", "-phase", "-cost"))
		mustBeTagged(t, w)
	})
	t.Run("ACC-10 keys are told apart by case, and belong to one connection each", func(t *testing.T) {
		w := acme(t)
		w.Space("beta", "Ada", otherAccount)
		w.Connect("beta", "Ada", acmeAccount)
		w.Do(aws(acmeAccount), tag("team=a", "Team=b", "TEAM=c"))
		mustBeTagged(t, w, "team=a", "Team=b", "TEAM=c")
		mustEqual(t, "tags in the other space", len(account(w, as("Ada"), "beta", acmeAccount).Connection.Tags), 0)
	})
	t.Run("ACC-10 keys have 1 to 128 characters and values up to 256, counted as characters", func(t *testing.T) {
		w := acme(t)
		for name, c := range map[string]struct {
			tag   model.Tag
			wrong string
		}{
			"a short key":             {tag: model.Tag{Key: "k"}},
			"the longest key":         {tag: model.Tag{Key: strings.Repeat("é", 128), Value: "v"}},
			"a key of one too many":   {model.Tag{Key: strings.Repeat("k", 129)}, "129 characters"},
			"too many wide letters":   {model.Tag{Key: strings.Repeat("日", 129)}, "129 characters"},
			"no key":                  {model.Tag{Value: "v"}, "empty"},
			"the longest value":       {tag: model.Tag{Key: "k", Value: strings.Repeat("日", 256)}},
			"a value of one too many": {model.Tag{Key: "k", Value: strings.Repeat("v", 257)}, "257 characters"},
		} {
			cmd := &model.TagAccount{Space: "acme", Set: []model.Tag{c.tag}}
			if c.wrong == "" {
				w.Plan(aws(acmeAccount), cmd)
				continue
			}
			refusal := w.Refused("ACC-10", aws(acmeAccount), cmd)
			if len(refusal.Details) != 1 || !strings.Contains(refusal.Details[0].Message, c.wrong) {
				t.Errorf("%s: %+v", name, refusal)
			}
		}
	})
	t.Run("ACC-10 no key begins with aws: in any case, and only the usual characters are taken", func(t *testing.T) {
		w := acme(t)
		for _, wrong := range []string{"aws:", "aws:team=x", "AWS:team=x", "Aws:x=1", "aWs:cloudformation:stack=1", "a,b=1", "a#b=1", "a\tb=1", "a\x1bb=1", "a*b=1", "k=<b>", "k=a\nb", "k=\"x\"", "k=🚀", "k\xff=1"} {
			refusal := w.Refused("ACC-10", aws(acmeAccount), tag(wrong))
			if strings.ContainsFunc(refusal.Error(), func(r rune) bool { return r < ' ' }) || len(refusal.Details) != 1 {
				t.Errorf("%q: %q, %+v", wrong, refusal, refusal.Details)
			}
		}
		w.Do(aws(acmeAccount), tag("aws=1", "my aws:x=1", "a_b.c:d/e+f-g@h=A_b.c:d/e=+f-g@h", "ключ=значение", "awsome=1"))
		mustEqual(t, "tags", len(account(w, as("Lee"), "acme", acmeAccount).Connection.Tags), 5)
	})
	t.Run("ACC-10 a connection has at most 50 tags, counted after the whole change", func(t *testing.T) {
		w := acme(t)
		mustHold(t, w.Refused("ACC-10", aws(acmeAccount), &model.TagAccount{Space: "acme", Set: numbered(51)}).Message, "51", "50")
		w.Do(aws(acmeAccount), &model.TagAccount{Space: "acme", Set: numbered(50)})
		w.Refused("ACC-10", aws(acmeAccount), tag("more=1"))
		w.Refused("ACC-10", aws(acmeAccount), tag("more=1", "other=1", "-key00"))
		w.Do(aws(acmeAccount), tag("more=1", "key01=changed", "-key00"))
		mustEqual(t, "tags", len(account(w, as("Lee"), "acme", acmeAccount).Connection.Tags), 50)
	})
	t.Run("ACC-10 a key stands once: set twice, or set and removed at once, it is refused", func(t *testing.T) {
		w := acme(t)
		w.Do(aws(acmeAccount), tag("team=core"))
		twice := w.Refused("ACC-10", aws(acmeAccount), tag("a=1", "b=1", "a=2"))
		mustEqual(t, "details", fmt.Sprint(twice.Details), "[{set 3 a the key is given twice}]")
		w.Refused("ACC-10", aws(acmeAccount), tag("a=1", "a=1"))
		both := w.Refused("ACC-10", aws(acmeAccount), tag("team=rockets", "-team"))
		mustHold(t, both.Message, "team", "set and removed")
	})
	t.Run("ACC-10 the removal of a key that is not there is refused, and so is a change of nothing", func(t *testing.T) {
		w := acme(t)
		w.Do(aws(acmeAccount), tag("team=core"))
		for _, missing := range []string{"-Team", "-stage", "-"} {
			mustEqual(t, "field", w.Refused("ACC-10", aws(acmeAccount), tag(missing)).Field, "remove")
		}
		mustHold(t, w.Refused("ACC-10", aws(acmeAccount), tag("team=core")).Fix, "Nothing needs to be done")
		w.Refused("ACC-10", aws(acmeAccount), tag())
	})
	t.Run("ACC-10 every wrong row is named with its number, and nothing is saved when one is wrong", func(t *testing.T) {
		w := acme(t)
		w.Do(aws(acmeAccount), tag("team=core"))
		refusal := w.Refused("ACC-10", aws(acmeAccount), tag("good=1", "aws:x=1", "fine=2", "=3", "good=4", "-team", "-stage", "-"))
		got := map[string]int{}
		for _, d := range refusal.Details {
			got[fmt.Sprint(d.Field, " ", d.Row)]++
			if d.Message == "" {
				t.Errorf("a row without a message: %+v", d)
			}
		}
		want := map[string]int{"set 2": 1, "set 4": 1, "set 5": 1, "remove 2": 1, "remove 3": 1}
		if !maps.Equal(got, want) {
			t.Errorf("the wrong rows are %v, and should be %v", got, want)
		}
		mustHold(t, refusal.Message, "5 tags are wrong", "aws:x", "stage")
		mustHold(t, refusal.Fix, "Nothing was saved")
		mustBeTagged(t, w, "team=core")
	})
	t.Run("ACC-10 tags are managed on the AWS side only", func(t *testing.T) {
		w := acme(t)
		for _, session := range []model.Session{as("Ada"), as("Pat"), modeltest.Nobody, {AWS: &model.SignIn{Account: acmeAccount}}} {
			w.Refused("ACC-12", session, tag("team=core"))
		}
	})
}
