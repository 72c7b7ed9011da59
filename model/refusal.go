package model

import (
	"errors"
	"fmt"
	"strings"
)

// Refusal is the answer to a change or a question that a rule does not allow. Nothing was changed.
type Refusal struct {
	// Rule is the id of the rule that is kept, for instance SPC-03.
	Rule string `json:"rule"`
	// Field names the input that the refusal concerns, as the command line's flag; empty where none does.
	Field string `json:"field,omitempty"`
	// Message is one sentence for people: what was wrong.
	Message string `json:"message"`
	// Fix says what to do about it.
	Fix string `json:"fix,omitempty"`
	// Who says who may do it, where the answer is "not you".
	Who string `json:"who,omitempty"`
	// Topic is the guide topic that explains it.
	Topic string `json:"topic,omitempty"`
	// SignIn is what to be signed in to on the AWS side instead, where that is known (ACC-12, ACC-13).
	SignIn *SignIn `json:"-"`
	// Unreadable tells that the fault lies in a file that was given, not in what the person may do.
	Unreadable bool `json:"-"`
	// Details names each row that is wrong, where several can be.
	Details []Detail `json:"details,omitempty"`
}

// Detail is one of several things that are wrong with an input.
type Detail struct {
	// Field is the input, and Row which entry of it, from 1.
	Field string `json:"field"`
	Row   int    `json:"row"`
	// Subject is what stands there, cut and cleaned.
	Subject string `json:"subject"`
	Message string `json:"message"`
}

// detailWords puts details into a sentence.
func detailWords(list []Detail) string {
	words := make([]string, len(list))
	for i, d := range list {
		words[i] = fmt.Sprintf("%q (%s)", d.Subject, d.Message)
	}
	return strings.Join(words, ", ")
}

// Error is the whole refusal in a line or two of text.
func (r *Refusal) Error() string {
	var b strings.Builder
	b.WriteString(r.Message)
	if r.Fix != "" {
		b.WriteString(" " + r.Fix)
	}
	if r.Who != "" {
		b.WriteString(" Who may: " + r.Who + ".")
	}
	if r.Rule != "" {
		b.WriteString(" [" + r.Rule + "]")
	}
	return b.String()
}

// AsRefusal finds the refusal in an error, if there is one.
func AsRefusal(err error) (*Refusal, bool) {
	var r *Refusal
	ok := errors.As(err, &r)
	return r, ok
}

// refuse begins a refusal for a rule and a field ("" for none).
func refuse(rule, field, message string, args ...any) *Refusal {
	return &Refusal{Rule: rule, Field: field, Message: printable(fmt.Sprintf(message, args...))}
}

// fix adds what to do.
func (r *Refusal) fix(text string, args ...any) *Refusal {
	r.Fix = printable(fmt.Sprintf(text, args...))
	return r
}

// printable replaces what a terminal would obey in a sentence that repeats what someone typed.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if notShown(r) {
			return '\ufffd'
		}
		return r
	}, text)
}

// signIn tells what to be signed in to instead, in a Region or, without one, in whichever is asked for.
func (r *Refusal) signIn(account AccountID, region Region) *Refusal {
	r.SignIn = &SignIn{Account: account, Administrator: true, Region: region}
	return r
}

// unreadable tells that the fault lies in a file that was given.
func (r *Refusal) unreadable() *Refusal {
	r.Unreadable = true
	return r
}

// in names the guide topic that explains it, where the command's own does not.
func (r *Refusal) in(topic string) *Refusal {
	r.Topic = topic
	return r
}

// who adds who may.
func (r *Refusal) who(text string) *Refusal {
	r.Who = text
	return r
}
