package kit

import (
	"slices"
	"strings"
)

// The ids of the keys that mean the same everywhere.
const (
	KeyUp       = "up"
	KeyDown     = "down"
	KeyLeft     = "left"
	KeyRight    = "right"
	KeyPageUp   = "page-up"
	KeyPageDown = "page-down"
	KeyHome     = "home"
	KeyEnd      = "end"
	KeyOpen     = "open"
	KeyBack     = "back"
	KeyNext     = "next"
	KeyPrevious = "previous"
	KeySubmit   = "submit"
	KeyFilter   = "filter"
	KeySort     = "sort"
	KeyReverse  = "reverse"
	KeySelect   = "select"
	KeyHelp     = "help"
	KeyPalette  = "palette"
	KeyQuit     = "quit"
	KeyStop     = "stop"
	KeyYes      = "yes"
	KeySpaces   = "spaces"
)

// Keys maps the id of an action to the keys that do it. It is data: a person can change it.
type Keys map[string][]string

// DefaultKeys are the keys unless somebody changes them. Keys that tmux or the terminal take for
// themselves (ctrl+b, ctrl+s, ctrl+q, F-keys, alt) are never the only way to something.
func DefaultKeys() Keys {
	return Keys{
		KeyUp: {"up", "k"}, KeyDown: {"down", "j"}, KeyLeft: {"left", "h"}, KeyRight: {"right", "l"},
		KeyPageUp: {"pgup", "ctrl+u"}, KeyPageDown: {"pgdown", "ctrl+d"}, KeyHome: {"home", "g"}, KeyEnd: {"end", "G"},
		KeyOpen: {"enter"}, KeyBack: {"esc"}, KeyNext: {"tab"}, KeyPrevious: {"shift+tab"}, KeySubmit: {"ctrl+s"},
		KeyFilter: {"/"}, KeySort: {"s"}, KeyReverse: {"S"}, KeySelect: {" "},
		KeyHelp: {"?"}, KeyPalette: {":", "ctrl+p"}, KeyQuit: {"q"}, KeyStop: {"ctrl+c"}, KeyYes: {"y"}, KeySpaces: {"W"},
	}
}

// Is reports whether a key does what an id stands for.
func (k Keys) Is(key, id string) bool { return slices.Contains(k[id], key) }

// IsTyping is Is while a text has the focus: keys that would type a character do not count.
func (k Keys) IsTyping(key, id string) bool { return len([]rune(key)) > 1 && k.Is(key, id) }

// Of gives the keys of an action: those that somebody chose, or its own.
func (k Keys) Of(a Action) []string {
	if chosen := k[a.ID]; len(chosen) > 0 {
		return chosen
	}
	if a.Key == "" {
		return nil
	}
	return []string{a.Key}
}

// Label is the first key of an id as it is written for people.
func (k Keys) Label(id string) string {
	if len(k[id]) == 0 {
		return ""
	}
	return keyLabel(k[id][0])
}

// Labels is all keys of an id, with "or" between.
func (k Keys) Labels(id string) string {
	labels := make([]string, len(k[id]))
	for i, key := range k[id] {
		labels[i] = keyLabel(key)
	}
	return strings.Join(labels, " or ")
}

func keyLabel(key string) string {
	if key == " " {
		return "space"
	}
	return key
}

// Find gives the action that a key does in a place.
func (k Keys) Find(actions []Action, key string) (Action, bool) {
	for _, a := range actions {
		if slices.Contains(k.Of(a), key) {
			return a, true
		}
	}
	return Action{}, false
}
