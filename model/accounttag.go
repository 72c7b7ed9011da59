package model

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Limits on the tags of a connection (ACC-10, facts.md 3.4).
const (
	MaxTags     = 50
	MaxTagKey   = 128
	MaxTagValue = 256
)

// Tag is a key and a value on a connection. Keys are case-sensitive.
type Tag struct {
	Key   string `json:"key" cbor:"1,keyasint"`
	Value string `json:"value" cbor:"2,keyasint"`
}

// String writes a tag as key=value.
func (t Tag) String() string { return t.Key + "=" + t.Value }

// tagCharacters are those that AWS takes in keys and values (facts.md 3.4).
var tagCharacters = regexp.MustCompile(`^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$`)

// reservedTag begins the keys that belong to AWS itself.
const reservedTag = "aws:"

// problem says what is wrong with one row; empty for nothing.
func (t Tag) problem() string {
	switch n := utf8.RuneCountInString(t.Key); {
	case n == 0:
		return "the key is empty"
	case n > MaxTagKey:
		return fmt.Sprintf("the key has %d characters, and %d are the most", n, MaxTagKey)
	case strings.HasPrefix(strings.ToLower(t.Key), reservedTag):
		return "a key must not begin with " + reservedTag
	case !tagCharacters.MatchString(t.Key):
		return "the key holds a character that is not allowed"
	}
	if n := utf8.RuneCountInString(t.Value); n > MaxTagValue {
		return fmt.Sprintf("the value has %d characters, and %d are the most", n, MaxTagValue)
	}
	if !tagCharacters.MatchString(t.Value) {
		return "the value holds a character that is not allowed"
	}
	return ""
}

// TagAccount adds, edits and removes tags of a connection on the AWS side: all of it together, or nothing
// (ACC-10). To edit a key is to remove it and to set another.
type TagAccount struct {
	Space   string    `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Account AccountID `flag:"account" label:"AWS account ID" help:"twelve digits; the account that you are signed in to without it"`
	Set     []Tag     `flag:"set" label:"Tags to set" help:"key=value with commas between; a key that is there gets the new value"`
	Remove  []string  `flag:"remove" label:"Tags to remove" help:"keys with commas between"`
}

func (c *TagAccount) spaceName() string { return c.Space }

func (c *TagAccount) awsAccount(Reader) (AccountID, error) { return c.Account.given() }

func (c *TagAccount) apply(act *Act) error {
	connection, err := act.connection()
	if err != nil {
		return err
	}
	before := tagMap(connection.Tags)
	if err := c.check(act, before); err != nil {
		return err
	}
	after := maps.Clone(before)
	for _, key := range c.Remove {
		delete(after, key)
	}
	for _, t := range c.Set {
		after[t.Key] = t.Value
	}
	if len(after) > MaxTags {
		return refuse("ACC-10", "set", "The connection would have %d tags, and %d are the most.", len(after), MaxTags).fix("Remove some first. Nothing was saved.")
	}
	if maps.Equal(before, after) {
		return refuse("ACC-10", "set", "The tags are as they would be after this.").fix("Nothing needs to be done.")
	}
	planTags(act, before, after)
	connection.Tags = tagList(after)
	if err := connections.Put(act, connection); err != nil {
		return err
	}
	return act.recordHere(string(connection.Account), "changed the tags of the connection of AWS account %s", connection.Account)
}

// check names every row that is wrong, so that all can be mended at once.
func (c *TagAccount) check(act *Act, before map[string]string) error {
	var wrong []Detail
	seen := map[string]bool{}
	for i, t := range c.Set {
		problem := t.problem()
		if problem == "" && seen[t.Key] {
			problem = "the key is given twice"
		}
		if problem == "" && slices.Contains(c.Remove, t.Key) {
			problem = "the key is set and removed at once"
		}
		seen[t.Key] = true
		if problem != "" {
			wrong = append(wrong, Detail{Field: "set", Row: i + 1, Subject: printable(clip(t.Key)), Message: problem})
		}
	}
	for i, key := range c.Remove {
		if _, there := before[key]; !there {
			wrong = append(wrong, Detail{Field: "remove", Row: i + 1, Subject: printable(clip(key)), Message: "there is no tag with this key"})
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	r := refuse("ACC-10", wrong[0].Field, "%s: %s.", count(len(wrong), "tag is wrong", "tags are wrong"), detailWords(wrong)).
		fix("Keys have 1 to %d and values up to %d letters, digits, spaces and _ . : / = + - @. Nothing was saved.", MaxTagKey, MaxTagValue)
	r.Details = wrong
	return r
}

func planTags(act *Act, before, after map[string]string) {
	for _, t := range tagList(after) {
		was, there := before[t.Key]
		switch {
		case !there:
			act.plan(EffectCreates, "the tag %s", t)
		case was != t.Value:
			act.plan(EffectChanges, "the tag %s from %q to %q", t.Key, was, t.Value)
		}
	}
	for _, t := range tagList(before) {
		if _, stays := after[t.Key]; !stays {
			act.plan(EffectRemoves, "the tag %s", t)
		}
	}
}

func tagMap(list []Tag) map[string]string {
	m := make(map[string]string, len(list))
	for _, t := range list {
		m[t.Key] = t.Value
	}
	return m
}

func tagList(m map[string]string) []Tag {
	list := make([]Tag, 0, len(m))
	for key, value := range m {
		list = append(list, Tag{Key: key, Value: value})
	}
	slices.SortFunc(list, func(a, b Tag) int { return cmp.Compare(a.Key, b.Key) })
	return list
}
