package model

import (
	"bufio"
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Topic is one page of the guide at hand (HLP-01).
type Topic struct {
	ID    string   `json:"id"`
	Title string   `json:"title"`
	Area  string   `json:"area"`
	Rules []string `json:"rules"`
	// See names the topics beside it.
	See   []string `json:"see"`
	Words []string `json:"words"`
	// Text is markdown: paragraphs, lists, numbered steps and code.
	Text string `json:"text"`
}

// GuideRule is a rule in a sentence.
type GuideRule struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// Guide is the guide at hand: topics by id, and what each rule says.
type Guide struct {
	topics map[string]*Topic
	order  []string
	rules  map[string]string
}

// ReadGuide reads the topics (NAME.md) and the rules (rules.txt) of a folder.
func ReadGuide(fsys fs.FS) (*Guide, error) {
	g := &Guide{topics: map[string]*Topic{}, rules: map[string]string{}}
	names, err := fs.Glob(fsys, "*.md")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		t, err := readTopic(strings.TrimSuffix(path.Base(name), ".md"), data)
		if err != nil {
			return nil, fmt.Errorf("guide topic %s: %w", name, err)
		}
		g.topics[t.ID] = t
		g.order = append(g.order, t.ID)
	}
	return g, g.readRules(fsys)
}

func (g *Guide) readRules(fsys fs.FS) error {
	data, err := fs.ReadFile(fsys, "rules.txt")
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(data)) {
		id, text, found := strings.Cut(strings.TrimSpace(line), "\t")
		if found {
			g.rules[id] = text
		}
	}
	return nil
}

// readTopic reads the lines "key: value" up to the first empty one, and the text after it.
func readTopic(id string, data []byte) (*Topic, error) {
	head, text, found := bytes.Cut(data, []byte("\n\n"))
	if !found {
		return nil, fmt.Errorf("no empty line ends the front matter")
	}
	t := &Topic{ID: id, Text: strings.TrimSpace(string(text))}
	lines := bufio.NewScanner(bytes.NewReader(head))
	for lines.Scan() {
		key, value, _ := strings.Cut(lines.Text(), ":")
		t.set(key, strings.TrimSpace(value))
	}
	if t.Title == "" {
		return nil, fmt.Errorf("the title is missing")
	}
	return t, lines.Err()
}

func (t *Topic) set(key, value string) {
	switch key {
	case "title":
		t.Title = value
	case "area":
		t.Area = value
	case "rules":
		t.Rules = strings.Fields(value)
	case "see":
		t.See = splitList(value)
	case "words":
		t.Words = splitList(value)
	}
}

// Topic finds a topic by its id; nil where there is none.
func (g *Guide) Topic(id string) *Topic { return g.topics[id] }

// Topics lists the topics by id.
func (g *Guide) Topics() []*Topic {
	list := make([]*Topic, len(g.order))
	for i, id := range g.order {
		list[i] = g.topics[id]
	}
	return list
}

// Rule is what a rule says; empty for a rule that the guide does not hold.
func (g *Guide) Rule(id string) string { return g.rules[id] }

// RulesOf lists the rules that apply to a topic.
func (g *Guide) RulesOf(t *Topic) []GuideRule {
	list := make([]GuideRule, len(t.Rules))
	for i, id := range t.Rules {
		list[i] = GuideRule{ID: id, Text: g.rules[id]}
	}
	return list
}

// ruleForm is a rule's id.
var ruleForm = regexp.MustCompile(`^[A-Z]{3}-\d\d$`)

// Search finds the topics that hold every word of a search, best first: a hit in the title counts most.
func (g *Guide) Search(text string) []*Topic {
	words := strings.Fields(strings.ToLower(text))
	type hit struct {
		topic *Topic
		score int
	}
	var hits []hit
	for _, id := range g.order {
		t := g.topics[id]
		score := 0
		for _, word := range words {
			s := t.score(word)
			if s == 0 {
				score = 0
				break
			}
			score += s
		}
		if score > 0 {
			hits = append(hits, hit{t, score})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return b.score - a.score })
	list := make([]*Topic, len(hits))
	for i, h := range hits {
		list[i] = h.topic
	}
	return list
}

// score weighs a hit: the id or the title, then the topic's words and rules, then its text.
func (t *Topic) score(word string) int {
	switch {
	case t.ID == word || strings.Contains(strings.ToLower(t.Title), word):
		return 3
	case containsFold(word, t.Words...) && len(t.Words) > 0, ruleForm.MatchString(strings.ToUpper(word)) && slices.Contains(t.Rules, strings.ToUpper(word)):
		return 2
	case containsFold(word, t.Text):
		return 1
	default:
		return 0
	}
}

// splitList splits a list with commas, without its empty parts.
func splitList(value string) []string {
	var list []string
	for part := range strings.SplitSeq(value, ",") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}
