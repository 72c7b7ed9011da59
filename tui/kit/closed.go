package kit

import (
	"context"

	"atrium/model"
)

// Closed asks why a command is closed to the session as a whole; nil where it is open. cmd may be filled
// with anything that has the form of an answer: what concerns a field is for the person to fill in. It finds
// what [Service.May] cannot know, because it depends on more than the role in one space.
func Closed(ctx context.Context, env *Env, cmd model.Command) *Reason {
	if reason := mayNot(ctx, env, cmd); reason != nil {
		return reason
	}
	_, err := env.Service.Check(ctx, env.Session, cmd)
	if r, ok := model.AsRefusal(err); !ok || r.Field != "" && r.Field != "as" && r.Field != "aws" {
		return nil
	}
	return ReasonOf(err)
}

// Refused asks why a command that is filled in whole would be refused; nil where it would be done.
func Refused(ctx context.Context, env *Env, cmd model.Command) *Reason {
	if reason := mayNot(ctx, env, cmd); reason != nil {
		return reason
	}
	_, err := env.Service.Check(ctx, env.Session, cmd)
	if _, ok := model.AsRefusal(err); !ok {
		return nil // a fault shows where the command is given
	}
	return ReasonOf(err)
}
