// Package assets holds the data that ships inside the program: the topics of the guide, the company
// of the demo, the table of billing tiers and the table of quotas for generative AI.
//
// It only hands the data out. Reading it is the business of those who use it, so this package
// imports nothing of the program and knows none of its types.
package assets

import (
	"embed"
	"io/fs"
)

//go:embed guide networks
var files embed.FS

// Guide holds the topics of the guide at its root, one NAME.md for each, and rules.txt.
//
// A topic is front matter (lines of the form "key: value" with the keys title, area, rules, see and
// words), a blank line, and the text: paragraphs of one line each, "-" lists, numbered steps and
// `code`. rules are ids separated by spaces; see (ids of other topics) and words (further words to
// find the topic by) are separated by commas. The ids of the glossary begin with "glossary-".
//
// rules.txt has one line for each rule: its id, a tab, and what it says in one sentence.
var Guide = folder("guide")

// Demo is the company that --demo shows, as JSON: the people, spaces and directory from which the
// program fills a store by running its own commands. It is input, not state: nothing in it has an
// id or a date.
//
//go:embed demo.json
var Demo []byte

// Networks holds, for each AWS account of the demo that has any, what the aws ec2 describe commands would print of
// its VPCs: one file of several documents, as NAME.json.
var Networks = folder("networks")

// Tiers is the table of billing tiers as JSON. Each number in it carries either its source and the
// date of that source, or the mark that it is an assumption and why it was chosen.
//
//go:embed tiers.json
var Tiers []byte

// Quotas is the table of how often the generative AI features can be used with each subscription to
// Amazon Q Developer, as JSON. Its numbers say where they come from as those of the tiers do.
//
//go:embed quotas.json
var Quotas []byte

// folder returns the embedded folder of that name as a file system of its own.
func folder(name string) fs.FS {
	sub, err := fs.Sub(files, name)
	if err != nil {
		panic(err) // only a malformed name, which is a fault in this file
	}
	return sub
}
