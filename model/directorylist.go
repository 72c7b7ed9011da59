package model

// DirectoryUserView is a user of an identity store as it is listed.
type DirectoryUserView struct {
	DirectoryUser
	// Groups are the names of the user's groups.
	GroupNames []string `json:"groupNames"`
}

// ListUsers asks for the users of an identity store, by user name, a page at a time.
type ListUsers struct {
	Store  string `flag:"identity-store" label:"Identity store ID" help:"d-…" need:"yes"`
	Filter string `flag:"filter" help:"only users that hold this text in user name, name or email"`
	// Groups keeps to the active users of these groups: those that can be chosen as Space administrators (FED-11).
	Groups []string `flag:"groups" help:"only active users of one of these groups"`
	After  string   `flag:"after" help:"only users after this user name"`
	Limit  int      `flag:"limit" help:"how many at the most" default:"500"`
}

func (q *ListUsers) awsAccount(r Reader) (AccountID, error) { return storeAccount(r, q.Store) }

func (q *ListUsers) answer(ask *Ask) (any, error) {
	store, err := findStore(ask, q.Store)
	if err != nil {
		return nil, err
	}
	names, err := groupNamesOf(ask, store)
	if err != nil {
		return nil, err
	}
	groups, err := groupsNamed(ask, store, q.Groups)
	if err != nil {
		return nil, err
	}
	wanted := make([]string, len(groups))
	for i, g := range groups {
		wanted[i] = g.ID
	}
	page := Page[DirectoryUserView]{Items: []DirectoryUserView{}, Total: usersAtMost(store, groups)}
	prefix := K(store.set())
	for u, err := range directoryUsers.All(ask, Range{Prefix: prefix, After: after(prefix, fold(q.After))}) {
		if err != nil {
			return nil, err
		}
		if !containsFold(q.Filter, u.UserName, u.shown(), u.Email) || len(wanted) > 0 && (u.Inactive || !overlap(u.Groups, wanted)) {
			continue
		}
		view := DirectoryUserView{DirectoryUser: *u, GroupNames: []string{}}
		for _, id := range u.Groups {
			if name := names[id]; name != "" {
				view.GroupNames = append(view.GroupNames, name)
			}
		}
		if page.Items = append(page.Items, view); q.Limit > 0 && len(page.Items) == q.Limit {
			break
		}
	}
	return page, nil
}

// usersAtMost is how many users there are: in the store, or in the groups, where who is in two of them counts
// twice.
func usersAtMost(store *identityStore, groups []*DirectoryGroup) int {
	if len(groups) == 0 {
		return store.Users
	}
	n := 0
	for _, g := range groups {
		n += g.Users
	}
	return n
}

func groupNamesOf(r Reader, store *identityStore) (map[string]string, error) {
	names := map[string]string{}
	for g, err := range directoryGroups.All(r, Range{Prefix: K(store.set())}) {
		if err != nil {
			return nil, err
		}
		names[g.ID] = g.Name
	}
	return names, nil
}

// ListGroups asks for the groups of an identity store.
type ListGroups struct {
	Store string `flag:"identity-store" label:"Identity store ID" help:"d-…" need:"yes"`
}

func (q *ListGroups) awsAccount(r Reader) (AccountID, error) { return storeAccount(r, q.Store) }

func (q *ListGroups) answer(ask *Ask) (any, error) {
	store, err := findStore(ask, q.Store)
	if err != nil {
		return nil, err
	}
	list := []DirectoryGroup{}
	for g, err := range directoryGroups.All(ask, Range{Prefix: K(store.set())}) {
		if err != nil {
			return nil, err
		}
		list = append(list, *g)
	}
	return list, nil
}
