package model

// Catalogue lists every command and question of the program. The command line's verbs, the palette, the
// help and the permission table (ACT-04) are made from it. Adding a capability is adding one entry.
func Catalogue() []Entry {
	administrators := WithRole(SpaceAdministrator)
	managers := WithRole(SpaceAdministrator, PowerUser)
	none := Confirmation{}
	return []Entry{
		define[SignUp]("person.sign-up", "Sign up", "sign-up", Anyone(), none),
		define[ResendCode]("person.resend-code", "Resend code", "sign-up", Anyone(), none),
		define[CreateBuilderID]("person.verify", "Create your AWS Builder ID", "sign-up", Anyone(), none),
		define[EditProfile]("person.edit", "Edit my profile", "profile", SignedIn(), none),
		define[ResetPassword]("person.reset-password", "Reset my password", "password-reset", SignedIn(), none),
		ask[ShowProfile]("person.show", "Profile", "profile", SignedIn()),
		ask[SignInAs]("person.sign-in", "Sign in", "signing-in", Anyone()),
		ask[ListPeople]("person.list", "People to act as", "acting-as", Anyone()),
		ask[Whois]("person.whois", "Look a person up", "acting-as", Anyone()),
		ask[ListOutbox]("outbox.list", "Outbox", "outbox", Anyone()),

		define[CreateSpace]("space.create", "Create space", "create-space", SignedIn(), none),
		define[EditSpace]("space.edit", "Edit description", "edit-space", administrators, none),
		define[DeleteSpace]("space.delete", "Delete space", "delete-space", administrators, TypeWord("delete")),
		ask[ListSpaces]("space.list", "Spaces", "spaces", SignedIn()),
		ask[ShowSpace]("space.show", "Space details", "spaces", EveryMember()),

		define[InviteMember]("member.invite", "Invite", "invitations", managers, none),
		define[ResendInvitation]("member.resend", "Resend invitation", "invitations", managers, none),
		define[CancelInvitation]("member.cancel", "Cancel invitation", "invitations", managers, Yes),
		define[AcceptInvitation]("member.accept", "Accept invitation", "invitations", SignedIn(), none),
		define[DeclineInvitation]("member.decline", "Decline invitation", "invitations", SignedIn(), Yes),
		define[ChangeRole]("member.role", "Change role", "roles", administrators, none),
		define[RemoveMember]("member.remove", "Remove member", "remove-member", administrators, Yes),
		define[RemoveAdministrator]("member.remove-administrator", "Remove Space administrator", "remove-member", administrators, Yes),
		ask[ListMembers]("member.list", "Members", "members", EveryMember()),
		ask[ListInvitations]("member.invitations", "My invitations", "invitations", SignedIn()),

		define[CreateTeam]("team.create", "Create team", "teams", administrators, none),
		define[EditTeam]("team.edit", "Edit team", "teams", administrators, none),
		define[DeleteTeam]("team.delete", "Delete team", "teams", administrators, Yes),
		define[AddToTeam]("team.add", "Add to team", "teams", administrators, none),
		define[RemoveFromTeam]("team.remove", "Remove from team", "teams", administrators, TypeWord("remove")),
		define[GrantTeamProject]("team.project", "Give team a project role", "teams", administrators, none),
		ask[ListTeams]("team.list", "Teams", "teams", EveryMember()),
		ask[ListTeamMembers]("team.members", "Members of a team", "teams", EveryMember()),

		define[CreateProject]("project.create", "Create project", "projects", managers, none),
		define[InviteToProject]("project.invite", "Invite to project", "project-members", EveryMember(), none),
		define[LeaveProject]("project.remove", "Remove from project", "project-members", EveryMember(), Yes),
		define[AddEnvironment]("project.add-environment", "Create environment", "environments", EveryMember(), none),
		define[RemoveEnvironment]("project.remove-environment", "Delete environment", "environments", EveryMember(), Yes),
		ask[ListEnvironments]("project.environments", "Environments", "environments", EveryMember()),
		ask[ListProjects]("project.list", "Projects", "projects", EveryMember()),
		ask[ListProjectMembers]("project.members", "Project members", "project-members", EveryMember()),

		define[RequestAccount]("account.request", "Connect an AWS account", "account-connections", managers, none),
		define[VerifyAccount]("account.verify", "Verify in AWS", "account-connections", OnAWS(), none),
		define[WithdrawAccount]("account.withdraw", "Withdraw the request", "account-connections", managers, Yes),
		define[AddRole]("account.role", "Add IAM role", "iam-roles", OnAWS(), none),
		define[RemoveRole]("account.remove-role", "Remove IAM role", "iam-roles", OnAWS(), Yes),
		define[TagAccount]("account.tag", "Manage tags", "connection-tags", OnAWS(), none),
		define[RemoveAccount]("account.remove", "Remove space", "remove-account", OnAWS(), TypeSpaceName),
		ask[ListAccounts]("account.list", "AWS accounts", "account-connections", EveryMember()),
		ask[ShowAccount]("account.show", "AWS account details", "account-connections", EitherSide(SpaceRoles()...)),
		ask[ShowPolicy]("account.policy", "Policies of a connection", "iam-roles", EitherSide(SpaceRoles()...)),
		ask[ListConnectedSpaces]("account.spaces", "Amazon CodeCatalyst Spaces", "aws-side", OnAWS()),

		define[ChangeTier]("billing.tier", "Change billing tier", "billing-tiers", administrators, none),
		define[ChangeBillingAccount]("billing.account", "Change AWS billing account", "billing-account", administrators, none),
		define[AllowTiers]("billing.allow", "Update allowed billing tiers", "allowed-tiers", OnAWS(), none),
		define[RehearseUsage]("billing.use", "Rehearse usage", "billing", administrators, none),
		define[TurnMonth]("billing.turn", "Close the billing month", "billing", ByProgram(), none).system(),
		ask[ShowBilling]("billing.show", "Billing details", "billing", administrators),
		ask[ListCharges]("billing.estimate", "Monthly charge estimate", "billing", administrators),
		ask[CompareTiers]("billing.compare", "Compare tiers", "billing-tiers", Anyone()),
		ask[ShowTierTable]("billing.table", "Table of tiers", "billing-tiers", Anyone()),
		ask[AccountDashboard]("billing.dashboard", "Billing dashboard", "billing-dashboard", OnAWS()),

		define[CreateOrganization]("org.create", "Create organization", "organizations", OnAWS(), none),
		define[AddMemberAccount]("org.add-account", "Add member account", "organizations", OnAWS(), none),
		define[RemoveMemberAccount]("org.remove-account", "Remove member account", "organizations", OnAWS(), Yes),
		define[CreateUnit]("org.create-unit", "Create organizational unit", "organizations", OnAWS(), none),
		define[DeleteUnit]("org.delete-unit", "Delete organizational unit", "organizations", OnAWS(), Yes),
		define[MoveAccount]("org.move-account", "Move account", "organizations", OnAWS(), none),
		ask[ShowOrganization]("org.show", "Organization", "organizations", OnAWS()),
		define[ImportOrganization]("org.import", "Import an organization", "aws-accounts", OnAWS(), none),
		ask[ListAWSAccounts]("org.accounts", "Known AWS accounts", "aws-accounts", Anyone()),

		define[EnableInstance]("identity.enable", "Enable IAM Identity Center", "identity-center", OnAWS(), none),
		define[SetIdentitySource]("identity.source", "Change the identity source", "identity-center", OnAWS(), Yes),
		define[ImportDirectory]("identity.import", "Import a directory", "directory-import", OnAWS(), none),
		define[CreateUser]("identity.create-user", "Create user", "directory", OnAWS(), none),
		define[UpdateUser]("identity.update-user", "Change user", "directory", OnAWS(), none),
		define[DeleteUser]("identity.delete-user", "Delete user", "directory", OnAWS(), Yes),
		define[CreateGroup]("identity.create-group", "Create group", "directory", OnAWS(), none),
		define[DeleteGroup]("identity.delete-group", "Delete group", "directory", OnAWS(), Yes),
		define[AddToGroup]("identity.add-to-group", "Add to group", "directory", OnAWS(), none),
		define[RemoveFromGroup]("identity.remove-from-group", "Remove from group", "directory", OnAWS(), Yes),
		ask[ListInstances]("identity.list", "IAM Identity Center", "identity-center", OnAWS()),
		ask[ListUsers]("identity.users", "Users of the directory", "directory", OnAWS()),
		ask[ListGroups]("identity.groups", "Groups of the directory", "directory", OnAWS()),

		define[DeleteIdentityStore]("identity.delete-store", "Delete identity store", "identity-center", OnAWS(), TypeWord("delete")),
		define[DeleteInstance]("identity.delete-instance", "Delete IAM Identity Center instance", "identity-center", OnAWS(), TypeWord("delete")),

		ask[ListPrerequisites]("sso.prerequisites", "Prerequisites of identity federation", "prerequisites", OnAWS()),
		define[SetupSSO]("sso.setup", "Set up SSO", "sso", OnAWS(), none),
		define[EditSSO]("sso.edit", "Edit SSO", "sso", OnAWS(), Yes),
		define[NameAdministrators]("sso.admin", "Choose Space administrators", "sso", OnAWS(), none),
		define[AssociateSSO]("sso.associate", "Associate space", "sso-application", OnAWS(), none),
		define[DisassociateSSO]("sso.disassociate", "Disassociate from SSO", "sso-application", OnAWS(), TypeSpaceName),
		define[DeleteFederatedSpace]("sso.delete", "Delete federated space", "delete-federated-space", OnAWS(), Yes),
		define[DeleteApplication]("sso.delete-application", "Delete application", "sso-application", OnAWS(), Yes),
		ask[ShowApplication]("sso.application", "Identity Center application", "sso-application", OnAWS()),
		ask[ShowSSO]("sso.show", "SSO", "sso", EitherSide(SpaceAdministrator)),
		ask[ListGroupUsers]("sso.users", "Users of a connected group", "sso", EitherSide(SpaceAdministrator)),

		define[AdvanceTime]("sync.advance", "Skip forward", "sync", Anyone(), none),
		define[RunSyncCycle]("sync.cycle", "Run a cycle", "sync", ByProgram(), none).system(),
		ask[ExplainSync]("sync.explain", "Why is someone not there?", "sync", EitherSide(SpaceAdministrator, PowerUser)),
		ask[ListSyncCycles]("sync.history", "Cycles of the sync", "sync", EitherSide(SpaceRoles()...)),
		ask[SyncStatus]("sync.status", "Pending changes", "sync", EitherSide(SpaceRoles()...)),
		ask[ShowSync]("sync.show", "Sync", "sync", EitherSide(SpaceRoles()...)),

		ask[ListActivity]("activity.list", "Activity", "activity", managers),
		ask[ListPermissions]("rules.permissions", "Permissions", "permissions", Anyone()),
	}
}

// Tables lists every table of the model, for engines, exports and checks of the whole store.
func Tables() []TableInfo {
	return []TableInfo{
		systemTable.info(), garbageTable.info(), activities.info(), outbox.info(), tallies.info(),
		people.info(), emails.info(), signups.info(), memberships.info(), spaces.info(), spaceRequests.info(),
		connections.info(), accountSpaces.info(), billingOwners.info(),
		accountRequests.info(), awsAccounts.info(), organizations.info(), units.info(), organizationAccounts.info(), monthTurns.info(), usages.info(), bills.info(), accountBills.info(), environments.info(),
		members.info(), administrators.info(), projects.info(), projectMembers.info(), teams.info(), teamMembers.info(),
		instances.info(), identityStores.info(), directoryUsers.info(), directoryGroups.info(), userIDs.info(), userEmails.info(),
		groupNames.info(), groupUsers.info(), applications.info(), accountApplications.info(),
		syncChanges.info(), syncDues.info(), syncCycles.info(),
	}
}
