// Package cli is the command line: a tree of commands made from the model's catalogue, and the three forms
// of what they print. Nothing here decides anything about spaces and people; the model does.
package cli
