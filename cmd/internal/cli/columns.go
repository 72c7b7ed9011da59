package cli

import "slices"

// listing says which columns a table has, and what is said in its place when it is empty.
type listing struct {
	columns []string
	empty   string
}

// listings are the tables of the questions, by catalogue id. A question that is not here shows all of its
// columns; -o json and -o csv always do.
var listings = map[string]listing{
	"person.list":          {[]string{"alias", "name", "nickname", "email", "signedUp"}, "Nobody has signed up."},
	"outbox.list":          {[]string{"at", "to", "subject", "code"}, "No message was sent."},
	"space.list":           {[]string{"name", "region", "type", "role", "members", "projects", "tier", "billingAccount"}, "You belong to no space."},
	"member.list":          {[]string{"alias", "name", "email", "role", "status", "viaTeam", "teams", "projects", "expiresAt"}, "There is no such member."},
	"member.invitations":   {[]string{"space", "role", "by", "at", "expires", "expired", "projects"}, "No invitation waits for you."},
	"team.list":            {[]string{"name", "role", "method", "members", "projects", "description"}, "The space has no team."},
	"team.members":         {nil, "The team has no member."},
	"project.list":         {[]string{"name", "description", "blueprint", "members", "createdBy", "createdAt"}, "You see no project in this space."},
	"project.members":      {[]string{"project", "alias", "name", "role", "status", "viaTeam"}, "There is no project member."},
	"project.environments": {[]string{"project", "name", "account", "broken", "role", "createdBy", "createdAt"}, "There is no environment."},
	"project.blueprints":   {[]string{"blueprint", "title", "workflows", "assumption", "description"}, ""},
	"work.list":            {[]string{"run", "project", "workflow", "state", "compute", "os", "environment", "vpc", "by", "startedAt", "minutes", "reason"}, "You see no workflow run in this space."},
	"work.dev-list":        {[]string{"dev", "alias", "project", "state", "owner", "compute", "storage", "vpc", "since", "until", "hours", "reason"}, "You see no Dev Environment in this space."},
	"account.list":         {[]string{"account", "name", "status", "billing", "allowedTiers", "connectedAt", "token", "tags", "roles", "arn"}, "No AWS account is connected."},
	"account.spaces":       {[]string{"space", "region", "billing", "allowedTiers", "type", "roles", "tags", "connectedAt", "arn"}, "This AWS account is connected to no space."},
	"billing.dashboard":    {nil, "This AWS account pays for no space, and has paid for none."},
	"vpc.list":             {[]string{"name", "vpc", "account", "accountName", "default", "verdict", "broken", "subnets", "securityGroups", "environments"}, "The space has no VPC connection."},
	"vpc.roles":            {[]string{"name", "fits", "known", "lacks", "arn"}, "No IAM role is available through this connection."},
	"vpc.choices":          {networkColumns, "The role sees no VPC: nothing was imported of this AWS account."},
	"vpc.networks":         {networkColumns, "No VPC was imported of this AWS account."},
	"org.accounts":         {[]string{"account", "name", "status", "management", "email", "organization", "knownSince"}, "No AWS account is known yet: none was asked for, connected or imported."},
	"identity.list":        {[]string{"instance", "type", "region", "identityStore", "identitySource", "users", "groups", "application"}, "IAM Identity Center is not enabled in this account."},
	"identity.users":       {[]string{"userName", "displayName", "email", "inactive", "groupNames"}, "There is no such user."},
	"identity.groups":      {[]string{"name", "description", "users"}, "The directory has no group."},
	"sso.users":            {nil, "The group has no user."},
	"sync.status":          {[]string{"kind", "name", "what", "requestedAt", "expectedAt", "overdue", "done", "count"}, "Nothing waits for the sync: all has come."},
	"sync.history":         {[]string{"at", "joined", "left", "changed", "unchanged", "waiting", "throttled"}, "No cycle has brought anything yet."},
	"genai.list":           {[]string{"number", "kind", "project", "title", "state", "since", "due", "by", "workflows", "revised", "endedBy"}, "Amazon Q has no work in the projects that you see."},
	"activity.list":        {[]string{"at", "actor", "text"}, "There is no such activity."},
	"rules.permissions":    {[]string{"command", "title", "spaceAdministrator", "powerUser", "limitedAccess", "awsSide", "who"}, ""},
	"who":                  {nil, "Nobody else is here."},
	"guide.search":         {[]string{"id", "title"}, "No topic of the guide holds these words."},
}

// networkColumns are those of lists of imported VPCs.
var networkColumns = []string{"vpc", "name", "region", "verdict", "cidrs", "subnets", "usableSubnets", "securityGroups", "importedAt", "barred"}

// choose picks the columns of a listing, in its order.
func (l listing) choose(all []column) []column {
	if len(l.columns) == 0 {
		return all
	}
	var chosen []column
	for _, name := range l.columns {
		if at := slices.IndexFunc(all, func(c column) bool { return c.name == name }); at >= 0 {
			chosen = append(chosen, all[at])
		}
	}
	return chosen
}
