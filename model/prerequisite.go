package model

import (
	"cmp"
	"fmt"
	"strings"
)

// PrerequisiteState tells how a prerequisite of a federated space stands.
type PrerequisiteState string

// The states of a prerequisite.
const (
	PrerequisiteDone     PrerequisiteState = "done"
	PrerequisiteMissing  PrerequisiteState = "missing"
	PrerequisiteOptional PrerequisiteState = "optional"
	PrerequisiteWarning  PrerequisiteState = "warning"
)

// Prerequisite is one line of the checklist of FED-01.
type Prerequisite struct {
	// ID is organization, management-account, instance, identity-source, users-and-groups, region or application.
	ID     string            `json:"id"`
	Title  string            `json:"title"`
	State  PrerequisiteState `json:"state"`
	Detail string            `json:"detail"`
	// Fix says what to do; empty where nothing has to be done.
	Fix string `json:"fix,omitempty"`
	// Command is the catalogue id of what does it; empty where it is done elsewhere.
	Command string `json:"command,omitempty"`
}

// ListPrerequisites asks what a federated space needs, and what of it the signed-in account has (FED-01).
type ListPrerequisites struct {
	Region Region `flag:"region" label:"AWS Region" help:"of the space, to compare with that of the instance"`
}

func (q *ListPrerequisites) answer(ask *Ask) (any, error) {
	s, err := survey(ask, ask.session.AWS.Account)
	if err != nil {
		return nil, err
	}
	list := s.required()
	if s.instance != nil && q.Region != "" {
		p := Prerequisite{ID: "region", Title: "Region", State: PrerequisiteDone, Detail: "the instance is in " + string(s.instance.Region)}
		if warning := regionWarning(s.instance, q.Region); warning != "" {
			p.State, p.Detail, p.Fix = PrerequisiteWarning, warning, "Choose the same Region for both where you can."
		}
		list = append(list, p)
	}
	return append(list, s.application()), nil
}

// surveyed is what an account has of what a federated space needs.
type surveyed struct {
	account  AccountID
	org      *Organization // nil where the account is in none
	instance *Instance     // nil where none is enabled
	store    *identityStore
	own      string // the account's application
}

func survey(r Reader, account AccountID) (*surveyed, error) {
	s := &surveyed{account: account}
	org, err := organizationOf(r, account)
	if err != nil {
		return nil, err
	}
	s.org = org
	if i, found, err := instances.Get(r, K(string(account))); err != nil {
		return nil, err
	} else if found {
		s.instance = i
	}
	if s.instance != nil && s.instance.Store != "" {
		if s.store, err = findStore(r, s.instance.Store); err != nil {
			return nil, err
		}
	}
	own, found, err := accountApplications.Get(r, K(string(account)))
	if found {
		s.own = own.Name
	}
	return s, err
}

// required lists what the wizard does not start without.
func (s *surveyed) required() []Prerequisite {
	return []Prerequisite{s.organization(), s.management(), s.enabled(), s.source(), s.people()}
}

// alone reports whether the account's instance is bound to it, so that no organization is needed.
func (s *surveyed) alone() bool { return s.instance != nil && s.instance.Type == AccountInstance }

func (s *surveyed) organization() Prerequisite {
	p := Prerequisite{ID: "organization", Title: "Organization in AWS Organizations", Command: "org.create"}
	switch {
	case s.org != nil:
		p.State, p.Detail, p.Command = PrerequisiteDone, "AWS account "+string(s.account)+" belongs to the organization "+s.org.ID, ""
	case s.alone():
		p.State, p.Detail = PrerequisiteOptional, "not needed: the instance is an account instance"
	default:
		p.State, p.Detail = PrerequisiteMissing, "AWS account "+string(s.account)+" belongs to no organization"
		p.Fix = "Create an organization. Enable IAM Identity Center as an organization instance, which creates one, or as an account instance, which needs none."
	}
	return p
}

func (s *surveyed) management() Prerequisite {
	p := Prerequisite{ID: "management-account", Title: "Management account"}
	switch {
	case s.org != nil && s.org.Management == s.account:
		p.State, p.Detail = PrerequisiteDone, "you are signed in to it: "+string(s.account)
	case s.alone():
		p.State, p.Detail = PrerequisiteDone, "you are signed in to the account of the account instance: "+string(s.account)
	case s.org != nil:
		p.State, p.Detail = PrerequisiteMissing, fmt.Sprintf("AWS account %s manages the organization, and you are signed in to %s", s.org.Management, s.account)
		p.Fix = "Sign in to AWS account " + string(s.org.Management) + ", or enable an account instance here."
	default:
		p.State, p.Detail, p.Fix = PrerequisiteMissing, "there is no organization, and so no management account", "Create an organization: this account becomes its management account."
	}
	return p
}

func (s *surveyed) enabled() Prerequisite {
	p := Prerequisite{ID: "instance", Title: "IAM Identity Center instance", Command: "identity.enable"}
	switch {
	case s.instance == nil:
		p.State, p.Detail, p.Fix = PrerequisiteMissing, "IAM Identity Center is not enabled in AWS account "+string(s.account), "Enable it: an organization instance, or an account instance."
	case s.store == nil:
		p.State, p.Detail, p.Fix = PrerequisiteMissing, "the identity store of the instance was deleted", "Delete the instance, and enable a new one."
		p.Command = "identity.delete-instance"
	default:
		p.State, p.Command = PrerequisiteDone, ""
		p.Detail = fmt.Sprintf("%s instance %s in %s, identity store %s", s.instance.Type, s.instance.ID, s.instance.Region, s.store.ID)
	}
	return p
}

func (s *surveyed) source() Prerequisite {
	p := Prerequisite{ID: "identity-source", Title: "Identity source", Command: "identity.source"}
	if s.instance == nil {
		p.State, p.Detail, p.Fix, p.Command = PrerequisiteMissing, "it belongs to the instance", "Enable the instance first.", ""
		return p
	}
	p.State, p.Detail, p.Command = PrerequisiteDone, s.instance.Source.Title(), ""
	return p
}

func (s *surveyed) people() Prerequisite {
	p := Prerequisite{ID: "users-and-groups", Title: "Users and groups", Command: "identity.import"}
	switch {
	case s.store == nil:
		p.State, p.Detail, p.Fix, p.Command = PrerequisiteMissing, "they are kept in the identity store", "Enable the instance first.", ""
	case s.store.Users == 0 || s.store.Groups == 0 || s.store.Memberships == 0:
		p.State = PrerequisiteMissing
		p.Detail = fmt.Sprintf("%s, %s and %s in the identity store %s", count(s.store.Users, "user", "users"), count(s.store.Groups, "group", "groups"),
			count(s.store.Memberships, "membership", "memberships"), s.store.ID)
		p.Fix = "Import a directory, or create users and groups: at least one group with one user."
	default:
		p.State, p.Command = PrerequisiteDone, ""
		p.Detail = fmt.Sprintf("%s and %s in the identity store %s", count(s.store.Users, "user", "users"), count(s.store.Groups, "group", "groups"), s.store.ID)
	}
	return p
}

// application says whether the account is free to make one (FED-08).
func (s *surveyed) application() Prerequisite {
	p := Prerequisite{ID: "application", Title: "No Identity Center application yet", State: PrerequisiteDone, Detail: "the account has none, and one is the most"}
	if s.own != "" {
		p.State, p.Detail, p.Command = PrerequisiteMissing, "the account has the application "+s.own+", and one is the most", "sso.delete-application"
		p.Fix = "Associate that one with a space, or delete it first."
	}
	return p
}

// prerequisitesMet keeps FED-01 for the wizard: it names what is missing, and how to mend the first of it.
func prerequisitesMet(r Reader, account AccountID) (*Instance, error) {
	s, err := survey(r, account)
	if err != nil {
		return nil, err
	}
	var missing []string
	fix := ""
	for _, p := range s.required() {
		if p.State == PrerequisiteMissing {
			missing = append(missing, p.Title+" ("+p.Detail+")")
			fix = cmp.Or(fix, p.Fix)
		}
	}
	if len(missing) == 0 {
		return s.instance, nil
	}
	return nil, refuse("FED-01", "aws", "Missing first: %s.", strings.Join(missing, "; ")).fix("%s", fix).in("prerequisites")
}

// regionWarning is what another Region than the space's may cost (FED-05); empty for nothing.
func regionWarning(i *Instance, space Region) string {
	if i.Region == space {
		return ""
	}
	return fmt.Sprintf("IAM Identity Center is in %s and the space in %s: this may cost connectivity and latency", i.Region, space)
}
