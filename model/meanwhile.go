package model

import (
	"context"
	"reflect"
	"strings"
)

// edit is a command that puts new values in the place of others, which the person saw when they began. It says
// which ones stand there now, as an empty command of its kind that is filled with them.
type edit interface {
	standing(act *Act) (Command, error)
}

// MeanwhileError is the refusal of an edit whose values somebody else changed since the person saw them.
type MeanwhileError struct {
	*Refusal
	// Now is a command of the same kind, filled with the values that stand now.
	Now Command
}

// Unwrap gives the refusal.
func (e *MeanwhileError) Unwrap() error { return e.Refusal }

type seenKey struct{}

// HavingSeen tells [Service.Do] what the person saw before they changed it: seen is the command as it was filled
// in then. Where somebody changed one of these values meanwhile nothing is changed, and the error is a
// *[MeanwhileError]. It is looked at in the same transaction.
func HavingSeen(ctx context.Context, seen Command) context.Context {
	return context.WithValue(ctx, seenKey{}, seen)
}

// meanwhile compares what stands with what the person saw, where they edit something.
func (act *Act) meanwhile(cmd Command) error {
	change, is := cmd.(edit)
	seen, _ := act.Context.Value(seenKey{}).(Command)
	if !is || act.Rehearsal || reflect.TypeOf(seen) != reflect.TypeOf(cmd) {
		return nil
	}
	now, err := change.standing(act)
	if err != nil || now == nil {
		return err
	}
	var field string
	var words []string
	for _, f := range FieldsOf(now) {
		stands, saw := valueOf(f, now), valueOf(f, seen)
		if f.Secret || f.Required && f.empty(now) || stands == saw {
			continue
		}
		if field == "" {
			field = f.Name
		}
		words = append(words, f.Label+" was "+quoted(saw)+" and is "+quoted(stands)+" now")
	}
	if len(words) == 0 {
		return nil
	}
	return &MeanwhileError{Now: now, Refusal: refuse("", field, "Somebody changed this while you were at it: %s.", strings.Join(words, "; ")).
		fix("What you typed is kept, and nothing was changed. Finish once more to put it in the place of what is there now, or leave it.")}
}

// valueOf is what stands in a field, as a person would write it.
func valueOf(f Field, cmd Command) string {
	v := reflect.ValueOf(f.Pointer(cmd)).Elem()
	switch list := v.Interface().(type) {
	case []string:
		return strings.Join(list, ", ")
	default:
		if v.Kind() == reflect.String {
			return v.String()
		}
		return ""
	}
}

func quoted(value string) string {
	if value == "" {
		return "empty"
	}
	return "“" + clip(value) + "”"
}

func (c *EditSpace) standing(act *Act) (Command, error) {
	return &EditSpace{Description: act.space.Description}, nil
}

func (c *EditTeam) standing(act *Act) (Command, error) {
	t, err := act.findTeam(c.Name)
	if err != nil {
		return nil, err
	}
	return &EditTeam{Description: t.Description, Role: t.Role}, nil
}

func (c *EditProfile) standing(act *Act) (Command, error) {
	p, found, err := findPerson(act, act.session.Person)
	if err != nil || !found {
		return nil, err
	}
	return &EditProfile{Name: p.Name, Nickname: p.Nickname}, nil
}

func (c *UpdateUser) standing(act *Act) (Command, error) {
	e, err := editDirectory(act, c.Store)
	if err != nil {
		return nil, err
	}
	u, err := e.user(c.UserName)
	if err != nil {
		return nil, err
	}
	return &UpdateUser{GivenName: u.GivenName, FamilyName: u.FamilyName, DisplayName: u.DisplayName, Email: u.Email}, nil
}

func (c *EditVPC) standing(act *Act) (Command, error) {
	v, err := findVPCConnection(act, act.space, "name", c.Name)
	if err != nil {
		return nil, err
	}
	return &EditVPC{Role: v.Role, Subnets: v.Subnets, SecurityGroups: v.SecurityGroups}, nil
}
