package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"atrium/model"
)

// areas says what each area of the catalogue is about, in the order of the help.
var areas = []struct{ name, about string }{
	{"person", "People: sign-up and profiles"},
	{"outbox", "Mail that the program would have sent"},
	{"space", "Spaces"},
	{"member", "Members, roles and invitations of a space"},
	{"team", "Teams of a space"},
	{"project", "Projects of a space"},
	{"work", "Workflow runs and Dev Environments of projects, and simulated work"},
	{"account", "AWS accounts connected to a space, with their IAM roles and tags"},
	{"billing", "Billing accounts, tiers, usage and charges"},
	{"org", "Organizations of AWS accounts, on the AWS side, and the accounts that are known"},
	{"identity", "IAM Identity Center and its directory, on the AWS side"},
	{"sso", "Identity federation of a space"},
	{"genai", "Generative AI of a space, and the work of Amazon Q"},
	{"vpc", "VPC connections, and whether a network fits"},
	{"sync", "What the directory has still to bring, and program time"},
	{"activity", "What was done, when and by whom"},
	{"rules", "Who may do what"},
	{"store", "The store: what it holds, backups, and whether it is sound"},
}

// root makes the whole tree of commands.
func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use: "atrium", Short: "Run the spaces of a company: people, AWS accounts, billing, single sign-on",
		Long: "atrium runs the spaces of a company: people, AWS accounts, billing, single sign-on.\n\n" +
			"Without a command it shows its screens. Every command is AREA VERB; “atrium guide command-line” says more.",
		Version: version(), SilenceErrors: true, SilenceUsage: true,
		Args: noSuchCommand, PersistentPreRunE: p.mayVisit, RunE: p.screens,
	}
	root.SetOut(p.out)
	root.SetErr(p.streams.Err)
	root.SetIn(p.streams.In)
	root.SetVersionTemplate("atrium {{.Version}}\n")
	root.SetFlagErrorFunc(flagFault)
	p.globals.bind(root)
	root.AddGroup(&cobra.Group{ID: groupAreas, Title: "Areas:"}, &cobra.Group{ID: groupProgram, Title: "The program:"})
	root.SetHelpCommand(helpCommand())
	byArea, own := entriesByArea(), p.ownVerbs()
	names := slices.AppendSeq(slices.Collect(keysOf(byArea)), keysOf(own))
	slices.Sort(names)
	for _, area := range slices.Compact(names) {
		root.AddCommand(p.area(area, byArea[area], own[area]))
	}
	root.AddCommand(p.guide(), p.version(), p.serve(), p.who())
	strictCompletion(root)
	if p.completing() {
		offerChoices(root)
	}
	return root
}

// The groups of the help.
const (
	groupAreas   = "areas"
	groupProgram = "program"
)

// entriesByArea sorts the catalogue; what only the program itself does is left out.
func entriesByArea() map[string][]model.Entry {
	byArea := map[string][]model.Entry{}
	for _, e := range model.Catalogue() {
		if !e.System {
			byArea[e.Area()] = append(byArea[e.Area()], e)
		}
	}
	return byArea
}

func keysOf[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for key := range m {
			if !yield(key) {
				return
			}
		}
	}
}

// ownVerbs are the verbs that stand in no catalogue, by area: nobody acts in them, and no rule of the model lets anyone
// or keeps anyone from it. Whoever may read the files may look after the store.
func (p *program) ownVerbs() map[string][]*cobra.Command {
	return map[string][]*cobra.Command{"vpc": {p.vpcCheck(), p.vpcDraw()}, "store": p.storeVerbs()}
}

// area makes the command of an area, which does nothing but hold its verbs.
func (p *program) area(name string, entries []model.Entry, own []*cobra.Command) *cobra.Command {
	var verbs []string
	for i := range entries {
		verbs = append(verbs, entries[i].Verb())
	}
	for _, verb := range own {
		verbs = append(verbs, verb.Name())
	}
	cmd := &cobra.Command{Use: name, GroupID: groupAreas, Short: strings.Join(verbs, ", "), Args: noSuchCommand,
		RunE: func(*cobra.Command, []string) error {
			return &usageError{fmt.Sprintf("“atrium %s” needs a verb.", name), "Choose " + alternatives(verbs) + "; “atrium " + name + " --help” says more."}
		}}
	for _, known := range areas {
		if known.name == name {
			cmd.Short, cmd.Long = known.about+": "+cmd.Short, known.about+"."
		}
	}
	for i := range entries {
		cmd.AddCommand(p.verb(&entries[i]))
	}
	cmd.AddCommand(own...)
	return cmd
}

// verb makes the command of a catalogue entry.
func (p *program) verb(entry *model.Entry) *cobra.Command {
	r := &run{program: p, entry: entry}
	cmd := &cobra.Command{Use: entry.Verb(), Short: entry.Title, Long: about(entry), Args: r.takeArgs, RunE: r.runE,
		Annotations: map[string]string{inCatalogue: entry.ID}}
	if r.command = entry.Command(); r.command != nil {
		r.subject = r.command
	} else {
		r.question = entry.Question()
		r.subject = r.question
	}
	if err := bindFields(cmd, r.subject); err != nil {
		panic(fmt.Sprintf("the catalogue entry %s: %v", entry.ID, err)) // a fault in the model, which a test finds first
	}
	if r.secrets() > 0 {
		cmd.Flags().BoolVar(&r.passwordStdin, "password-stdin", false, "read the password from the first line of standard input; a second line is its confirmation")
	}
	cmd.Example = example(entry, r.subject)
	return cmd
}

// about is the long help of a command.
func about(entry *model.Entry) string {
	lines := []string{entry.Title + ".", "", "Who may: " + entry.May.Who() + ".", "More:    atrium guide " + entry.Topic}
	switch {
	case entry.Confirm.NameOf != "":
		lines = append(lines, "", "It must be confirmed with --confirm and the name of "+entry.Confirm.NameOf+"; --dry-run shows what it would take away.")
	case entry.Confirm.Typed():
		lines = append(lines, "", "It must be confirmed with --confirm "+entry.Confirm.Word+"; --dry-run shows what it would take away.")
	case entry.Confirm.Needed:
		lines = append(lines, "", "It must be confirmed with --yes; --dry-run shows what it would change.")
	}
	return strings.Join(lines, "\n")
}

// example writes a command with the flags that it cannot do without.
func example(entry *model.Entry, subject any) string {
	words := []string{"  atrium", entry.Area(), entry.Verb()}
	secret := false
	for _, f := range model.FieldsOf(subject) {
		switch {
		case f.Secret:
			secret = true
		case f.Name == "confirm":
			words = append(words, "--confirm", cmp.Or(entry.Confirm.Word, examples["space"]))
		case f.Required || f.Name == "agree" || f.Name == shown[entry.ID]:
			words = append(words, exampleFlag(f))
		}
	}
	if secret {
		words = append(words, "--password-stdin")
	}
	if entry.Confirm.Needed && !entry.Confirm.Typed() {
		words = append(words, "--yes")
	}
	if entry.May.AWSSide() {
		return strings.Join(append(words, "--aws", "111122223333"), " ")
	}
	return strings.Join(append(words, "--as", "MaryMajor"), " ")
}

// shown are flags that a command can do without, though hardly: one of several ways must be taken.
var shown = map[string]string{"identity.import": "scim", "account.role": "create", "account.tag": "set", "sso.setup": "new-space", "sso.edit": "connect",
	"person.sign-in": "alias", "org.add-account": "unit", "org.move-account": "unit", "sso.prerequisites": "region", "account.edit-role": "permission-policy", "vpc.edit": "security-groups",
	"project.environment-vpc": "vpc-connection"}

// examples are values that look like what belongs there.
var examples = map[string]string{
	"name": "acme", "space": "acme", "new-space": "corp", "email": "li@example.com", "account": "111122223333", "alias": "LiJuan",
	"token": "TOKEN", "code": "123456", "team": "platform", "project": "website", "identity-store": "d-0123456789",
	"user-name": "ana", "group": "devs", "groups": "devs", "administrators": "ana", "add": "ana", "application-name": "corp",
	"display-name": `"Example Corp"`, "scim": "list.json", "by": "3h", "arn": "build", "set": "team=core", "tier": "standard", "amount": "600",
	"role": "CodeCatalystWorkflowDevelopmentRole-acme", "files": "accounts.json", "connect": "devs", "user": "ana", "application": "corp",
	"unit": "Workloads/Production", "vpc": "vpc-0123456789abcdef0", "subnets": "subnet-1,subnet-2", "security-groups": "sg-1", "dir": "networks",
	"permission-policy": "policy.json", "vpc-connection": "corp", "region": "us-west-2",
	"title": `"Fix the login"`, "repository": "web-app", "number": "3",
	"pull-request": `"Fix the login"`, "comments": `"Keep the old name."`, "subscription": "pro", "run": "run-7", "dev": "dev-3",
}

func exampleFlag(f model.Field) string {
	if f.Name == "agree" {
		return "--agree"
	}
	value := examples[f.Name]
	switch {
	case f.Default != "":
		value = f.Default
	case len(f.Choices) > 0 && !slices.Contains(f.Choices, value):
		value = f.Choices[0]
	case f.Label == "Your name":
		value = `"Li Juan"`
	case f.Label == "Environment name":
		value = "production"
	case value == "":
		value = strings.ToUpper(f.Name)
	}
	return "--" + f.Name + " " + value
}
