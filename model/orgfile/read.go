package orgfile

import (
	"context"
	"fmt"

	"atrium/model/filetext"
	"atrium/model/jsonfile"
)

// Read reads an organization and its accounts, in the order of the files. What a file holds is told by its
// keys, not by its name; it may hold several documents, such as the pages of list-accounts. The
// organization may be missing, or the accounts. The error is a [jsonfile.Error].
func Read(ctx context.Context, files []Source) (Organization, []Account, error) {
	r := &reader{places: map[string]string{}}
	for _, file := range files {
		if err := r.file(ctx, file); err != nil {
			return Organization{}, nil, err
		}
	}
	if err := r.finish(); err != nil {
		return Organization{}, nil, err
	}
	return r.organization, r.accounts, nil
}

// reader collects what the files hold.
type reader struct {
	organization Organization
	described    *jsonfile.Value // the description of the organization; nil where there is none
	accounts     []Account
	places       map[string]string // where each account was read, by id
	first        string            // where the first one was
	unfinished   *jsonfile.Value   // a page behind which another one follows
	finished     bool              // there was a last page
}

func (r *reader) file(ctx context.Context, source Source) error {
	file, err := source.Open()
	if err != nil {
		return jsonfile.Unopened(source.Name, err)
	}
	defer func() { _ = file.Close() }()
	documents, err := jsonfile.Read(filetext.Stoppable(ctx, file), source.Name, 0)
	if err != nil {
		return err
	}
	for _, document := range documents {
		if err := r.document(source.Name, document); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) document(file string, v *jsonfile.Value) error {
	organization, accounts := v.Get("Organization"), v.Get("Accounts")
	if err := v.Want(jsonfile.Object); err != nil {
		return err
	}
	if organization == nil && accounts == nil {
		return v.Fault("is neither an organization nor accounts: its keys are "+v.KeyList(),
			"give what aws organizations describe-organization and list-accounts print")
	}
	if organization != nil {
		if err := r.describe(v); err != nil {
			return err
		}
	}
	if accounts != nil {
		return r.page(file, v)
	}
	return nil
}

// page reads one page of list-accounts.
func (r *reader) page(file string, v *jsonfile.Value) error {
	list, err := v.Objects("Accounts")
	if err != nil {
		return err
	}
	token, err := v.OptionalText("NextToken")
	if err != nil {
		return err
	}
	if token != "" {
		r.unfinished = v
	} else {
		r.finished = true
	}
	for _, account := range list {
		if err := r.account(file, account); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) account(file string, v *jsonfile.Value) error {
	a, err := readAccount(v)
	if err != nil {
		return err
	}
	place := fmt.Sprintf("%s, line %d", file, v.Line())
	if taken, found := r.places[a.ID]; found {
		return v.Get("Id").Fault(fmt.Sprintf("%s is already that of another account (%s)", a.ID, taken), "")
	}
	r.places[a.ID] = place
	if len(r.accounts) == 0 {
		r.first = place
	} else if err := r.sameAs(v, a, r.accounts[0]); err != nil {
		return err
	}
	r.accounts = append(r.accounts, a)
	return nil
}

// sameAs makes sure that an account is of the same organization as the first one.
func (r *reader) sameAs(v *jsonfile.Value, a, first Account) error {
	switch {
	case a.Organization != first.Organization:
		return v.Get("Arn").Fault(fmt.Sprintf("is of the organization %s, and the first account (%s) of %s",
			a.Organization, r.first, first.Organization), "give the accounts of one organization")
	case a.Management != first.Management:
		return v.Get("Arn").Fault(fmt.Sprintf("says that account %s manages the organization, and that of the first account (%s) says %s",
			a.Management, r.first, first.Management), "")
	}
	return nil
}

// describe reads the organization, once.
func (r *reader) describe(v *jsonfile.Value) error {
	if r.described != nil {
		return v.Get("Organization").Fault("is given twice", "give one organization")
	}
	organization, err := readOrganization(v)
	r.organization, r.described = organization, v
	return err
}

// finish compares the organization with its accounts.
func (r *reader) finish() error {
	if r.unfinished != nil && !r.finished {
		return r.unfinished.Get("NextToken").Fault("says that more accounts follow, and they are not in the files",
			"list the accounts without --max-items, or give the other pages too")
	}
	if len(r.accounts) == 0 {
		if r.described == nil {
			return &jsonfile.Error{File: "the files", Problem: "there is neither an organization nor an account in them"}
		}
		return nil
	}
	first := r.accounts[0]
	if r.described == nil {
		r.organization = Organization{ID: first.Organization, Management: first.Management}
		return nil
	}
	v := r.described.Get("Organization")
	switch {
	case r.organization.ID != first.Organization:
		return v.Fault(fmt.Sprintf("has the Id %s, and the accounts are of %s", r.organization.ID, first.Organization),
			"give the organization and its own accounts")
	case r.organization.Management != first.Management:
		return v.Fault(fmt.Sprintf("is managed by account %s, and the accounts say by %s", r.organization.Management, first.Management),
			"give the organization and its own accounts")
	}
	return nil
}
