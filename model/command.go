package model

import (
	"context"
	"io"
	"reflect"
	"strings"
)

// Command is a change as a value. Its exported fields are what a person fills in; their tags say how
// they are asked for (see [Field]). It knows nothing of who asks: [Service] does.
type Command interface {
	apply(act *Act) error
}

// Question is a request for a snapshot, as a value. The answer is a struct or a slice of structs with
// lowerCamelCase JSON names.
type Question interface {
	answer(ask *Ask) (any, error)
}

// inSpace is a command or question about one space, by the name that the person gave.
type inSpace interface{ spaceName() string }

// onAccount is a command or question of the AWS side: it says which account must be signed in to, and
// what of that account it is about, for the refusal.
type onAccount interface {
	awsAccount(r Reader) (AccountID, error)
}

// concerning is a command or question that only one person may give.
type concerning interface {
	person(r Reader) (PersonID, error)
}

// FromFiles is a command that reads files which the person names: whoever gives it says how they are opened.
type FromFiles interface {
	OpenWith(open func(name string) (io.ReadCloser, error))
}

// FromFolders is a command that reads all files of folders, too.
type FromFolders interface {
	FromFiles
	ListWith(list func(name string) ([]string, error))
}

// Confirmation is what a person is asked before a change is carried out.
type Confirmation struct {
	// Needed is whether anything is asked.
	Needed bool
	// Word must be typed where it is not empty; otherwise a yes is enough.
	Word string
	// NameOf says of what the name is asked for, instead of a word: “the space”. The command is a [hasName] then.
	NameOf string
}

// hasName is a command that asks for the name of what it takes away.
type hasName interface{ ownName() string }

// Typed reports whether something must be typed, and not only said yes to.
func (c Confirmation) Typed() bool { return c.Word != "" || c.NameOf != "" }

// WordFor is what must be typed to confirm this command; empty where a yes is enough.
func (c Confirmation) WordFor(cmd Command) string {
	if named, ok := cmd.(hasName); ok && c.NameOf != "" {
		return named.ownName()
	}
	return c.Word
}

// Yes asks for a plain yes. TypeWord asks for a word to be typed.
var Yes = Confirmation{Needed: true}

// TypeWord asks for a word to be typed.
func TypeWord(word string) Confirmation { return Confirmation{Needed: true, Word: word} }

// TypeNameOf asks for the name of what is taken away to be typed, such as “the space”.
func TypeNameOf(what string) Confirmation { return Confirmation{Needed: true, NameOf: what} }

// Entry is one command or question of the catalogue.
type Entry struct {
	// ID is area.verb, for instance space.create: the command line's verb, and the key in the help.
	ID string
	// Title is what a menu shows.
	Title string
	// Topic is the guide topic that explains it.
	Topic string
	// May says who may do it.
	May Authority
	// Confirm says what is asked first.
	Confirm Confirmation
	// Takes tells that it takes something away, so that its plan is shown before.
	Takes bool
	// System marks what only the program itself does; it is not offered to anyone.
	System bool
	// Rehearsal marks what belongs to whoever may act as anyone: a session whose person was proven cannot do it.
	Rehearsal bool

	command  func() Command
	question func() Question
}

// Command makes an empty command of this kind, as a pointer to its struct; nil for a question.
func (e *Entry) Command() Command {
	if e.command == nil {
		return nil
	}
	return e.command()
}

// Question makes an empty question of this kind, as a pointer to its struct; nil for a command.
func (e *Entry) Question() Question {
	if e.question == nil {
		return nil
	}
	return e.question()
}

// Area and Verb are the two halves of the id.
func (e *Entry) Area() string { area, _, _ := strings.Cut(e.ID, "."); return area }

// Verb is the second half of the id.
func (e *Entry) Verb() string { _, verb, _ := strings.Cut(e.ID, "."); return verb }

// Field is one input of a command or question, read from the tags of its struct:
// flag (the name), label (in a form), help (a sentence), need:"yes" (required), secret:"yes" (never shown,
// read from standard input on the command line), default, also (a choice beside those of the type).
type Field struct {
	Name, Label, Help, Default string
	Required, Secret           bool
	// Type is the Go type of the field; Choices lists the allowed values of an enumeration.
	Type    reflect.Type
	Choices []string
	index   []int
}

// chooser is an enumeration that can list its values.
type chooser interface{ choices() []string }

// FieldsOf lists the inputs of a command or question given as a pointer to its struct.
func FieldsOf(value any) []Field {
	t := reflect.TypeOf(value).Elem()
	var fields []Field
	for i := range t.NumField() {
		f := t.Field(i)
		if name := f.Tag.Get("flag"); name != "" {
			fields = append(fields, fieldOf(name, f))
		}
	}
	return fields
}

func fieldOf(name string, f reflect.StructField) Field {
	field := Field{
		Name: name, Label: f.Tag.Get("label"), Help: f.Tag.Get("help"), Default: f.Tag.Get("default"),
		Required: f.Tag.Get("need") == "yes", Secret: f.Tag.Get("secret") == "yes",
		Type: f.Type, index: f.Index,
	}
	if field.Label == "" {
		field.Label = strings.ToUpper(name[:1]) + strings.ReplaceAll(name[1:], "-", " ")
	}
	if c, ok := reflect.Zero(f.Type).Interface().(chooser); ok {
		field.Choices = c.choices()
	}
	if also := f.Tag.Get("also"); also != "" {
		field.Choices = append(field.Choices, also)
	}
	return field
}

// Pointer returns the address of this field in a command or question, for a flag or a form to fill in.
func (f Field) Pointer(value any) any {
	return reflect.ValueOf(value).Elem().FieldByIndex(f.index).Addr().Interface()
}

// empty reports whether nothing was given: no value, blank text, or a list without an entry.
func (f Field) empty(value any) bool {
	v := reflect.ValueOf(value).Elem().FieldByIndex(f.index)
	switch v.Kind() {
	case reflect.String:
		return strings.TrimSpace(v.String()) == ""
	case reflect.Slice:
		return v.Len() == 0
	default:
		return v.IsZero()
	}
}

// define makes a catalogue entry for a command type. PC is the pointer to C, inferred.
func define[C any, PC interface {
	*C
	Command
}](id, title, topic string, may Authority, confirm Confirmation) Entry {
	return Entry{ID: id, Title: title, Topic: topic, May: may, Confirm: confirm, Takes: confirm.Needed,
		command: func() Command { return PC(new(C)) }}
}

// ask makes a catalogue entry for a question type.
func ask[Q any, PQ interface {
	*Q
	Question
}](id, title, topic string, may Authority) Entry {
	return Entry{ID: id, Title: title, Topic: topic, May: may,
		question: func() Question { return PQ(new(Q)) }}
}

// gives marks an entry as one that takes nothing away, although it is confirmed.
func (e Entry) gives() Entry { e.Takes = false; return e }

// rehearsal marks an entry as one for whoever may act as anyone.
func (e Entry) rehearsal() Entry { e.Rehearsal = true; return e }

// system marks an entry as the program's own.
func (e Entry) system() Entry { e.System = true; return e }

// Ask is a question being answered: a snapshot, who asks, and when.
type Ask struct {
	Reader
	Context context.Context
	Now     Instant
	session Session
	service *Service
	// space is the space that an inSpace question is about.
	space *Space
	// member is the asking person's own row in that space, if they belong to it.
	member *Member
}
