package model

import "strings"

// SignInAs rehearses signing in, as an AWS Builder ID user or as an SSO user through the company's application;
// there are no passwords (FED-24).
type SignInAs struct {
	Alias       string `flag:"alias" label:"Alias" help:"of a person with an AWS Builder ID"`
	Application string `flag:"application" label:"Application name" help:"the company's, for an SSO user"`
	UserName    string `flag:"user-name" label:"User name" help:"of an SSO user"`
	Space       string `flag:"space" label:"Space" help:"where to go; empty for wherever one belongs"`
}

// SignedIn is who signed in, and what opens.
type SignedInAs struct {
	Person  Person   `json:"person"`
	Company string   `json:"company,omitempty"`
	Spaces  []string `json:"spaces"`
}

func (q *SignInAs) answer(ask *Ask) (any, error) {
	switch {
	case q.Application == "" && q.Alias == "":
		return nil, refuse("FED-24", "alias", "It is not said how to sign in.").fix("Give an alias, or an application name and a user name.")
	case q.Application != "" && q.Alias != "":
		return nil, refuse("FED-24", "alias", "Both an alias and an application are given.").fix("Sign in with an AWS Builder ID, or with SSO.")
	case q.Application != "":
		return q.sso(ask)
	}
	p, found, err := findPerson(ask, BuilderPerson(strings.TrimPrefix(strings.TrimSpace(q.Alias), "@")))
	if err != nil {
		return nil, err
	}
	if !found || p.Kind != BuilderID {
		return nil, refuse("FED-24", "alias", "There is no AWS Builder ID user %q.", clip(q.Alias)).fix("Check the alias, or sign in with SSO through your company's application.")
	}
	return q.arrive(ask, p, "An AWS Builder ID user cannot sign in to %q: it supports SSO users only, you do not belong to it, or it does not exist.",
		"Sign in with SSO through the company's application, or ask to be invited.")
}

// sso signs an SSO user in through the application: those whom the sync has brought to its space.
func (q *SignInAs) sso(ask *Ask) (any, error) {
	app, found, err := applications.Get(ask, K(fold(strings.TrimSpace(q.Application))))
	switch {
	case err != nil:
		return nil, err
	case !found:
		return nil, refuse("FED-24", "application", "There is no company application named %q.", clip(q.Application)).fix("Ask your Identity federation administrator for its name.")
	case app.Invalid:
		return nil, refuse("FED-21", "application", "The application %s is invalid: it signs nobody in.", app.Name).fix("Its administrator deletes it and sets up SSO anew.")
	case app.Space == "":
		return nil, refuse("FED-24", "application", "The application %s is associated with no space.", app.Name).fix("Its administrator associates it with one.")
	}
	p, found, err := findSSOPerson(ask, app.Store, strings.TrimSpace(q.UserName))
	if err != nil {
		return nil, err
	}
	if found {
		if space, err := spaceOfStore(ask, app.Store); err != nil {
			return nil, err
		} else if m, err := memberOfPerson(ask, space, p.ID); err != nil {
			return nil, err
		} else if m != nil {
			return q.arrive(ask, p, "An SSO user of "+app.Name+" cannot sign in to %q: it is not the space of this application, or does not exist.",
				"Sign in to the space of the application, or with an AWS Builder ID.")
		}
	}
	return nil, refuse("FED-24", "user-name", "%q is not an SSO user of the space of %s, or not yet.", clip(q.UserName), app.Name).
		fix("Users appear once the sync has brought them, usually within two hours; “sync explain” says why someone is not there.")
}

// arrive is being signed in: in the space that was asked for, where it is one of one's own.
func (q *SignInAs) arrive(ask *Ask, p *Person, closed, fix string) (any, error) {
	in := SignedInAs{Person: *p, Company: p.Company, Spaces: []string{}}
	open := q.Space == ""
	for space, err := range spacesOf(ask, p.ID) {
		if err != nil {
			return nil, err
		}
		in.Spaces = append(in.Spaces, space.Name)
		open = open || fold(space.Name) == fold(q.Space)
	}
	if !open {
		return nil, refuse("FED-24", "space", closed, clip(q.Space)).fix("%s", fix)
	}
	return in, nil
}
