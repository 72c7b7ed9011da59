package cli

import (
	"context"
	"strings"

	"atrium/model"
)

// session is who acts: those that the flags name, or else whom the store offers.
func (p *program) session(ctx context.Context) (model.Session, error) {
	if p.globals.as == "" && p.globals.aws == "" {
		return p.app.Session, nil
	}
	return p.named(ctx)
}

// named is who the flags name; the zero Session without them.
func (p *program) named(ctx context.Context) (model.Session, error) {
	var s model.Session
	if p.globals.aws != "" {
		account, region, _ := strings.Cut(p.globals.aws, "@")
		s.AWS = &model.SignIn{Account: model.AccountID(account), Administrator: true, Region: model.Region(region)}
	}
	if p.globals.as == "" {
		return s, nil
	}
	person, err := model.Answer[model.Person](ctx, p.app.Service, model.Session{}, &model.Whois{Name: p.globals.as})
	s.Person = person.ID
	return s, err
}
