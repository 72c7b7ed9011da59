package cli

import (
	"context"
	"slices"
	"strings"

	"atrium/cmd/internal/app"
	"atrium/model"
	"atrium/tui/text"
)

// session is who acts: those that the flags name, or else whom the store offers.
func (p *program) session(ctx context.Context) (s model.Session, err error) {
	if s = p.app.Session; p.globals.as != "" || p.globals.aws != "" || p.fromNetwork() {
		s, err = p.named(ctx)
	}
	return s.LookOnly(p.looksOnly()), err
}

// looksOnly is why a visit changes nothing; empty where it may, and for the program itself, whose store refuses
// changes then.
func (p *program) looksOnly() string {
	if p.visit != nil && p.globals.readOnly {
		return app.LooksOnly
	}
	return ""
}

// named is who the flags name; the zero Session without them.
func (p *program) named(ctx context.Context) (s model.Session, err error) {
	if p.fromNetwork() {
		return p.granted(ctx)
	}
	if p.globals.aws != "" {
		account, region, _ := strings.Cut(p.globals.aws, "@")
		s.AWS = &model.SignIn{Account: model.AccountID(account), Administrator: true, Region: model.Region(region)}
	}
	if p.globals.as == "" {
		return s, nil
	}
	s.Person, err = p.person(ctx, p.globals.as)
	return s, err
}

// person finds a person by the name that was given.
func (p *program) person(ctx context.Context, name string) (model.PersonID, error) {
	person, err := model.Answer[model.Person](ctx, p.app.Service, model.Session{}, &model.Whois{Name: name})
	return person.ID, err
}

// granted is whom the proven key stands for. It cannot be switched; of the AWS accounts that it grants, the one
// that was named is signed in to, or else the first.
func (p *program) granted(ctx context.Context) (s model.Session, err error) {
	g := p.visit.Grant
	account, region, _ := strings.Cut(p.globals.aws, "@")
	switch {
	case p.globals.as != "":
		return s, &usageError{"--as cannot be given here: who acts comes from the key that opened the session.", "Leave it away, or come with another key."}
	case account != "" && !slices.Contains(g.AWS, account):
		return s, &usageError{"--aws " + text.Visible(account) + " cannot be given here: your key does not grant that AWS account.",
			"Ask whoever keeps the keys file; the key can name it with aws=\"ACCOUNT\"."}
	case account == "" && len(g.AWS) > 0:
		account = g.AWS[0]
	}
	if account != "" {
		s.AWS = &model.SignIn{Account: model.AccountID(account), Administrator: true, Region: model.Region(region)}
	}
	s.Person, err = p.person(ctx, g.Person)
	if _, refused := model.AsRefusal(err); refused {
		err = &usageError{"Your key stands for " + text.Visible(g.Person) + ", and nobody of that name is in this store.",
			"Ask whoever keeps the keys file, or have that person sign up first."}
	}
	return s.Proven(), err
}
