package tui

import (
	"atrium/tui/kit"
	"atrium/tui/screens/accounts"
	"atrium/tui/screens/actingas"
	"atrium/tui/screens/activity"
	"atrium/tui/screens/application"
	"atrium/tui/screens/aws"
	"atrium/tui/screens/awsaccounts"
	"atrium/tui/screens/awsbilling"
	"atrium/tui/screens/awsnetworks"
	"atrium/tui/screens/awsspace"
	"atrium/tui/screens/awstags"
	"atrium/tui/screens/awsverify"
	"atrium/tui/screens/billing"
	"atrium/tui/screens/createspace"
	"atrium/tui/screens/directory"
	"atrium/tui/screens/environments"
	"atrium/tui/screens/genai"
	"atrium/tui/screens/groupusers"
	"atrium/tui/screens/guide"
	"atrium/tui/screens/here"
	"atrium/tui/screens/home"
	"atrium/tui/screens/members"
	"atrium/tui/screens/organization"
	"atrium/tui/screens/outbox"
	"atrium/tui/screens/permissions"
	"atrium/tui/screens/prerequisites"
	"atrium/tui/screens/profile"
	"atrium/tui/screens/projects"
	"atrium/tui/screens/settings"
	"atrium/tui/screens/signin"
	"atrium/tui/screens/signup"
	"atrium/tui/screens/spaces"
	"atrium/tui/screens/sso"
	"atrium/tui/screens/ssosetup"
	"atrium/tui/screens/syncing"
	"atrium/tui/screens/teams"
	"atrium/tui/screens/vpcadd"
	"atrium/tui/screens/vpcconnections"
	"atrium/tui/screens/welcome"
	"atrium/tui/screens/work"
)

// All is every screen by the name of its route.
func All() Screens {
	return Screens{
		"welcome":       welcome.New,
		"sign-up":       signup.New,
		"sign-in":       signin.New,
		"spaces":        spaces.New,
		"create-space":  createspace.New,
		"home":          home.New,
		"projects":      projects.New,
		"members":       members.New,
		"teams":         teams.New,
		"sso":           sso.New,
		"group-users":   groupusers.New,
		"sync":          syncing.New,
		"directory":     directory.New,
		"accounts":      accounts.New,
		"billing":       billing.New,
		"billing-tiers": billing.NewTiers,
		"environments":  environments.New,
		"work":          work.NewRuns,
		"dev-envs":      work.NewDevEnvironments,
		"genai":         genai.New,
		"aws":           aws.New,
		"aws-space":     awsspace.New,
		"aws-tags":      awstags.New,
		"aws-verify":    awsverify.New,
		"aws-billing":   awsbilling.New,
		"aws-accounts":  awsaccounts.New,
		"aws-networks":  awsnetworks.New,
		"vpc-add":       vpcadd.New,
		"vpcs":          vpcconnections.New,
		"prerequisites": prerequisites.New,
		"sso-setup":     ssosetup.New,
		"sync-why":      syncing.NewWhy,
		"application":   application.New,
		"organization":  organization.New,
		"activity":      activity.New,
		"settings":      settings.New,
		"profile":       profile.New,
		"outbox":        outbox.New,
		"acting-as":     actingas.New,
		"here":          here.New,
		"permissions":   permissions.New,
		"guide":         guide.New,
	}
}

// Places are what the palette lists beside the catalogue. What a place does itself is not asked for twice.
func Places() []kit.Place {
	return []kit.Place{
		{Title: "Spaces", Route: kit.To("spaces")},
		{Title: "Create space", Route: kit.To("create-space"), Does: "space.create"},
		{Title: "Home of the space", Route: kit.To("home"), InSpace: true},
		{Title: "Projects", Route: kit.To("projects"), InSpace: true},
		{Title: "Members", Route: kit.To("members"), InSpace: true},
		{Title: "Teams", Route: kit.To("teams"), InSpace: true},
		{Title: "SSO", Route: kit.To("sso"), InSpace: true},
		{Title: "Sync", Route: kit.To("sync"), InSpace: true},
		{Title: "Why is someone not there yet?", Route: kit.To("sync", "do", "why"), InSpace: true},
		{Title: "Directory (IAM Identity Center)", Route: kit.To("directory")},
		{Title: "Import a directory", Route: kit.To("directory", "do", "identity.import"), Does: "identity.import"},
		{Title: "Delete identity store", Route: kit.To("directory", "do", "identity.delete-store"), Does: "identity.delete-store"},
		{Title: "Prerequisites of identity federation", Route: kit.To("prerequisites")},
		{Title: "Set up SSO", Route: kit.To("sso-setup"), Does: "sso.setup"},
		{Title: "Identity Center application", Route: kit.To("application")},
		{Title: "Edit SSO", Route: kit.To("application", "do", "sso.edit"), Does: "sso.edit"},
		{Title: "Choose Space administrators", Route: kit.To("application", "do", "sso.admin"), Does: "sso.admin"},
		{Title: "Associate space", Route: kit.To("application", "do", "sso.associate"), Does: "sso.associate"},
		{Title: "Disassociate from SSO", Route: kit.To("application", "do", "sso.disassociate"), Does: "sso.disassociate"},
		{Title: "Delete federated space", Route: kit.To("application", "do", "sso.delete"), Does: "sso.delete"},
		{Title: "Delete application", Route: kit.To("application", "do", "sso.delete-application"), Does: "sso.delete-application"},
		{Title: "Organization", Route: kit.To("organization")},
		{Title: "Create organization", Route: kit.To("organization", "do", "org.create"), Does: "org.create"},
		{Title: "Import an organization", Route: kit.To("organization", "do", "org.import"), Does: "org.import"},
		{Title: "AWS accounts", Route: kit.To("accounts"), InSpace: true},
		{Title: "Connect an AWS account", Route: kit.To("accounts", "do", "request"), Does: "account.request", InSpace: true},
		{Title: "Billing", Route: kit.To("billing"), InSpace: true},
		{Title: "Change AWS billing account", Route: kit.To("billing", "do", "account"), Does: "billing.account", InSpace: true},
		{Title: "Rehearse usage", Route: kit.To("billing", "do", "use"), Does: "billing.use", InSpace: true},
		{Title: "Compare tiers", Route: kit.To("billing-tiers"), InSpace: true},
		{Title: "Change billing tier", Route: kit.To("billing-tiers"), Does: "billing.tier", InSpace: true},
		{Title: "Environments", Route: kit.To("environments"), InSpace: true},
		{Title: "Create environment", Route: kit.To("environments", "do", "create"), Does: "project.add-environment", InSpace: true},
		{Title: "Workflow runs", Route: kit.To("work"), InSpace: true},
		{Title: "Start workflow run", Route: kit.To("work", "do", "work.run"), Does: "work.run", InSpace: true},
		{Title: "Dev Environments", Route: kit.To("dev-envs"), InSpace: true},
		{Title: "Create Dev Environment", Route: kit.To("dev-envs", "do", "work.dev-create"), Does: "work.dev-create", InSpace: true},
		{Title: "Simulate work", Route: kit.To("work", "do", "work.simulate"), Does: "work.simulate", InSpace: true},
		{Title: "Generative AI of the space", Route: kit.To("genai"), InSpace: true},
		{Title: "Assign issue to Amazon Q", Route: kit.To("genai", "do", "genai.assign"), Does: "genai.assign", InSpace: true},
		{Title: "Write description for me", Route: kit.To("genai", "do", "genai.describe"), Does: "genai.describe", InSpace: true},
		{Title: "Create comment summary", Route: kit.To("genai", "do", "genai.summarise"), Does: "genai.summarise", InSpace: true},
		{Title: "VPC connections", Route: kit.To("vpcs"), InSpace: true},
		{Title: "Add VPC connection", Route: kit.To("vpc-add"), Does: "vpc.add", InSpace: true},
		{Title: "Policies of a VPC role", Route: kit.To("vpcs", "do", "vpc.policy"), InSpace: true},
		{Title: "VPC endpoint service names", Route: kit.To("vpcs", "do", "vpc.services"), InSpace: true},
		{Title: "Amazon CodeCatalyst Spaces (AWS)", Route: kit.To("aws")},
		{Title: "CodeCatalyst space details (AWS)", Route: kit.To("aws-space"), InSpace: true},
		{Title: "Add IAM role (AWS)", Route: kit.To("aws-space", "do", "account.role"), Does: "account.role", InSpace: true},
		{Title: "Update allowed billing tiers (AWS)", Route: kit.To("aws-space", "do", "billing.allow"), Does: "billing.allow", InSpace: true},
		{Title: "Manage tags (AWS)", Route: kit.To("aws-tags"), Does: "account.tag", InSpace: true},
		{Title: "Verify in AWS", Route: kit.To("aws-verify"), Does: "account.verify"},
		{Title: "Billing dashboard (AWS)", Route: kit.To("aws-billing")},
		{Title: "VPCs (AWS)", Route: kit.To("aws-networks")},
		{Title: "Import VPCs (AWS)", Route: kit.To("aws-networks", "do", "vpc.import"), Does: "vpc.import"},
		{Title: "Accounts to sign in to (AWS)", Route: kit.To("aws-accounts")},
		{Title: "Activity", Route: kit.To("activity"), InSpace: true},
		{Title: "Settings of the space", Route: kit.To("settings"), InSpace: true},
		{Title: "My settings", Route: kit.To("profile")},
		{Title: "Sign up", Route: kit.To("sign-up"), Does: "person.sign-up"},
		{Title: "Sign in (rehearsal)", Route: kit.To("sign-in")},
		{Title: "Outbox", Route: kit.To("outbox")},
		{Title: "Acting as", Route: kit.To("acting-as")},
		{Title: "Who is here", Route: kit.To("here")},
		{Title: "Permissions", Route: kit.To("permissions")},
		{Title: "Guide", Route: kit.To("guide")},
		{Title: "Glossary", Route: kit.To("guide", "area", "glossary")},
		{Title: "Welcome", Route: kit.To("welcome")},
	}
}
