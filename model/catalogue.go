package model

import "slices"

// Catalogue lists every command and question of the program. The command line's verbs, the palette, the
// help and the permission table (ACT-04) are made from it. Adding a capability is adding one entry beside its
// rule, in the list of its area.
func Catalogue() []Entry {
	return slices.Concat(
		personEntries(),
		spaceEntries(),
		memberEntries(),
		teamEntries(),
		projectEntries(),
		workEntries(),
		accountEntries(),
		billingEntries(),
		organizationEntries(),
		identityEntries(),
		ssoEntries(),
		syncEntries(),
		vpcEntries(),
		genaiEntries(),
		readingEntries(),
	)
}

// byAdministrators and byManagers are who may do most of what is done in a space.
func byAdministrators() Authority { return WithRole(SpaceAdministrator) }
func byManagers() Authority       { return WithRole(SpaceAdministrator, PowerUser) }

// unasked is for a command that begins without a question of its own.
func unasked() Confirmation { return Confirmation{} }

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
		networkImports.info(), networks.info(), networkParts.info(), vpcConnections.info(),
		workplaces.info(), workDues.info(), runs.info(), devEnvironments.info(),
		syncChanges.info(), syncDues.info(), syncCycles.info(),
		assists.info(), openAssists.info(), assistDues.info(), subscriptions.info(), featureUses.info(),
	}
}
