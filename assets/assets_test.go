package assets_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"atrium/assets"
)

// scope lists the rules that this version of the guide must explain: of each area the numbers given.
var scope = map[string][]int{
	"IDN": upTo(10),
	"SPC": upTo(17),
	"MEM": upTo(11),
	"ACT": upTo(5),
	"PRJ": upTo(3),
	"HLP": upTo(3),
	"FED": {3, 4, 14, 15, 16, 25},
	"ACC": upTo(13),
	"BIL": upTo(16),
}

// wantTopics are the ids by which the program refers to topics.
var wantTopics = strings.Fields(`
	start sign-up profile password-reset outbox
	spaces create-space edit-space delete-space projects
	members roles invitations remove-member teams project-members
	account-connections iam-roles connection-tags remove-account environments
	billing billing-tiers billing-account allowed-tiers billing-dashboard
	trouble-spaces-page trouble-billing-tier aws-side aws-accounts
	identity-center directory directory-import sso sync
	activity permissions acting-as keys command-line store`)

// wantConcepts are the eleven concepts of the administrator guide.
var wantConcepts = strings.Fields(`
	glossary-aws-builder-id-space glossary-identity-federation-space
	glossary-identity-provider glossary-identity-source glossary-identity-store
	glossary-single-sign-on glossary-identity-center-application
	glossary-identity-center-instance glossary-organization-instance
	glossary-account-instance glossary-how-identity-federation-works`)

var ruleID = regexp.MustCompile(`^[A-Z]{3}-\d{2}$`)

func upTo(n int) []int {
	numbers := make([]int, n)
	for i := range numbers {
		numbers[i] = i + 1
	}
	return numbers
}

// topic is one file of the guide, taken apart.
type topic struct {
	title, area string
	rules, see  []string
	words       []string
	text        string
}

func readTopics(t *testing.T) map[string]topic {
	t.Helper()
	names, err := fs.Glob(assets.Guide, "*.md")
	if err != nil {
		t.Fatal(err)
	}
	topics := make(map[string]topic, len(names))
	for _, name := range names {
		data, err := fs.ReadFile(assets.Guide, name)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := parseTopic(string(data))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		topics[strings.TrimSuffix(name, ".md")] = parsed
	}
	return topics
}

func parseTopic(data string) (topic, error) {
	var parsed topic
	head, text, found := strings.Cut(data, "\n\n")
	if !found {
		return parsed, fmt.Errorf("no blank line after the front matter")
	}
	parsed.text = text
	seen := map[string]bool{}
	for line := range strings.Lines(head) {
		key, value, found := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		if !found || seen[key] {
			return parsed, fmt.Errorf("front matter line %q", line)
		}
		seen[key] = true
		switch key {
		case "title":
			parsed.title = value
		case "area":
			parsed.area = value
		case "rules":
			parsed.rules = strings.Fields(value)
		case "see":
			parsed.see = strings.Split(value, ", ")
		case "words":
			parsed.words = strings.Split(value, ", ")
		default:
			return parsed, fmt.Errorf("front matter has the unknown key %q", key)
		}
	}
	return parsed, nil
}

func readRules(t *testing.T) map[string]string {
	t.Helper()
	data, err := fs.ReadFile(assets.Guide, "rules.txt")
	if err != nil {
		t.Fatal(err)
	}
	rules := map[string]string{}
	for line := range strings.Lines(string(data)) {
		id, sentence, found := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !found || !ruleID.MatchString(id) {
			t.Errorf("rules.txt: %q is not an id, a tab and a sentence", line)
		}
		if rules[id] != "" {
			t.Errorf("rules.txt has %s twice", id)
		}
		rules[id] = sentence
	}
	return rules
}

func TestEveryTopicHasItsFrontMatter(t *testing.T) {
	for id, topic := range readTopics(t) {
		if topic.title == "" || topic.area == "" {
			t.Errorf("%s has the title %q and the area %q", id, topic.title, topic.area)
		}
		if len(topic.rules) == 0 || len(topic.see) == 0 || len(topic.words) == 0 {
			t.Errorf("%s lacks rules, see or words", id)
		}
	}
}

func TestEveryTopicThatTheProgramNamesExists(t *testing.T) {
	topics := readTopics(t)
	for _, id := range wantTopics {
		if _, found := topics[id]; !found {
			t.Errorf("there is no topic %s", id)
		}
	}
}

func TestATopicPointsAtOtherTopicsThatExist(t *testing.T) {
	topics := readTopics(t)
	for id, topic := range topics {
		for _, other := range topic.see {
			if _, found := topics[other]; !found || other == id {
				t.Errorf("%s points at %q", id, other)
			}
		}
	}
}

func TestATopicNamesOnlyRulesThatHaveASentence(t *testing.T) {
	rules := readRules(t)
	for id, topic := range readTopics(t) {
		for i, rule := range topic.rules {
			if rules[rule] == "" {
				t.Errorf("%s names %q, which rules.txt does not have", id, rule)
			}
			if slices.Contains(topic.rules[:i], rule) {
				t.Errorf("%s names %s twice", id, rule)
			}
		}
	}
}

func TestARuleIsOneShortSentence(t *testing.T) {
	for id, sentence := range readRules(t) {
		if !strings.HasSuffix(sentence, ".") || utf8.RuneCountInString(sentence) > 140 {
			t.Errorf("%s: %q", id, sentence)
		}
	}
}

func TestEveryRuleInScopeIsExplainedByATopic(t *testing.T) {
	explained := map[string]bool{}
	for _, topic := range readTopics(t) {
		for _, rule := range topic.rules {
			explained[rule] = true
		}
	}
	rules := readRules(t)
	for area, numbers := range scope {
		for _, number := range numbers {
			id := fmt.Sprintf("%s-%02d", area, number)
			if !explained[id] || rules[id] == "" {
				t.Errorf("%s: in a topic %v, in rules.txt %q", id, explained[id], rules[id])
			}
		}
	}
	for id := range rules {
		if !explained[id] {
			t.Errorf("rules.txt has %s, which no topic explains", id)
		}
	}
}

func TestTheElevenConceptsAreAGlossary(t *testing.T) {
	t.Run("HLP-02 each of the eleven concepts has its glossary topic, and there is no twelfth", func(t *testing.T) {
		var got []string
		for id, topic := range readTopics(t) {
			if topic.area == "glossary" {
				got = append(got, id)
			}
		}
		slices.Sort(got)
		want := slices.Sorted(slices.Values(wantConcepts))
		if !slices.Equal(got, want) {
			t.Errorf("glossary topics:\n got %v\nwant %v", got, want)
		}
	})
	t.Run("HLP-02 each concept is linked from a topic that uses it, outside the glossary", func(t *testing.T) {
		linked := map[string]bool{}
		for _, topic := range readTopics(t) {
			if topic.area == "glossary" {
				continue
			}
			for _, other := range topic.see {
				linked[other] = true
			}
		}
		for _, id := range wantConcepts {
			if !linked[id] {
				t.Errorf("no topic outside the glossary leads to %s", id)
			}
		}
	})
}

func TestTroubleshootingEntriesHaveTheTitlesOfTheGuide(t *testing.T) {
	for id, title := range map[string]string{
		"trouble-spaces-page":  "I cannot access the Amazon CodeCatalyst Spaces page in the AWS Management Console",
		"trouble-billing-tier": "I cannot change the billing tier for my space",
	} {
		t.Run("HLP-03 "+title, func(t *testing.T) {
			if topic := readTopics(t)[id]; topic.title != title || topic.area != "troubleshooting" {
				t.Errorf("%s is %q in the area %q", id, topic.title, topic.area)
			}
		})
	}
}

func TestATopicIsShortEnoughToReadAtOnce(t *testing.T) {
	for id, topic := range readTopics(t) {
		least, most := 80, 250
		if topic.area == "glossary" {
			least, most = 40, 120
		}
		if n := len(strings.Fields(topic.text)); n < least || n > most {
			t.Errorf("%s has %d words, not %d to %d", id, n, least, most)
		}
	}
}

func TestATopicUsesOnlyTheMarkupThatTheProgramDraws(t *testing.T) {
	for id, topic := range readTopics(t) {
		for line := range strings.Lines(topic.text) {
			switch {
			case strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "## "):
				t.Errorf("%s has the heading %q", id, line)
			case strings.HasPrefix(line, "|") && utf8.RuneCountInString(line) > 77:
				t.Errorf("%s has a table wider than 76: %q", id, line)
			case strings.Count(line, "`")%2 != 0:
				t.Errorf("%s leaves code open: %q", id, line)
			case strings.Contains(line, "\t") || strings.TrimRight(line, " \n") != strings.TrimSuffix(line, "\n"):
				t.Errorf("%s has a tab or a trailing space: %q", id, line)
			}
		}
	}
}

// company is the demo as the program reads it.
type company struct {
	People []struct {
		Email, Name, Alias, Nickname string
	}
	BuilderSpace, SecondSpace space
	Federated                 federated
}

type space struct {
	Name, Region, Account, Description        string
	Administrators, PowerUsers, LimitedAccess []string
	Pending                                   []struct{ Email, Role string }
	Teams                                     []team
	Projects                                  []struct {
		Name, Description string
		Members           []struct{ Alias, Role string }
	}
}

func (s space) members() []string {
	return slices.Concat(s.Administrators, s.PowerUsers, s.LimitedAccess)
}

type team struct {
	Name, Description, Role string
	Members, Groups         []string
}

type federated struct {
	ManagementAccount, InstanceType, Region string
	ApplicationName, DisplayName            string
	Space, SpaceRegion, SpaceDescription    string
	Groups                                  []struct{ Name, Description string }
	ConnectedGroups, Administrators         []string
	Teams                                   []team
	Users                                   []user
	Later                                   []change
}

type user struct {
	UserName, GivenName, FamilyName, DisplayName, Email string
	Active                                              bool
	Groups                                              []string
}

type change struct {
	Kind, Group string
	user
}

var (
	spaceName   = regexp.MustCompile(`^[a-zA-Z0-9]+(?:[-_.][a-zA-Z0-9]+)*$`)
	projectName = regexp.MustCompile(`^[a-zA-Z0-9]+(?:[-_. ][a-zA-Z0-9]+)*$`)
	description = regexp.MustCompile(`^[a-zA-Z0-9]+(?:[-_a-zA-Z0-9.,;:/\\+=?&$% ])*$`)
	aliasForm   = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]{2,99}$`)
	userName    = regexp.MustCompile(`^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$`)
	email       = regexp.MustCompile(`^[a-z0-9.]+@example\.(com|org|net)$`)
	account     = regexp.MustCompile(`^(111122223333|222233334444|444455556666|555566667777)$`)
	spaceRole   = regexp.MustCompile(`^(space-administrator|power-user|limited-access)$`)
	projectRole = regexp.MustCompile(`^(project-administrator|contributor|reviewer|read-only)$`)
)

func readDemo(t *testing.T) company {
	t.Helper()
	var demo company
	if err := decodeStrictly(assets.Demo, &demo); err != nil {
		t.Fatalf("demo.json: %v", err)
	}
	return demo
}

// decodeStrictly fails on a field that is not expected, so that a misspelt one is found here.
func decodeStrictly(data []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return fmt.Errorf("more than one document")
	}
	return nil
}

// check reports what does not have its form.
func check(t *testing.T, what, value string, form *regexp.Regexp) {
	t.Helper()
	if !form.MatchString(value) {
		t.Errorf("%s %q does not have the form %s", what, value, form)
	}
}

// once reports what occurs twice, without regard to case, or is empty.
func once(t *testing.T, what string, values []string) {
	t.Helper()
	seen := map[string]bool{"": true}
	for _, value := range values {
		if folded := strings.ToLower(value); seen[folded] {
			t.Errorf("%s %q is empty or there twice", what, value)
		} else {
			seen[folded] = true
		}
	}
}

// among reports each value that is not one of the known ones.
func among(t *testing.T, what string, values, known []string) {
	t.Helper()
	for _, value := range values {
		if !slices.Contains(known, value) {
			t.Errorf("%s: %q is not known", what, value)
		}
	}
}

func (c company) aliases() []string {
	var all []string
	for _, person := range c.People {
		all = append(all, person.Alias)
	}
	return all
}

func (f federated) groupNames() []string {
	var all []string
	for _, group := range f.Groups {
		all = append(all, group.Name)
	}
	return all
}

func TestDemoPeopleCanSignUp(t *testing.T) {
	demo := readDemo(t)
	var emails []string
	for _, person := range demo.People {
		check(t, "the alias", person.Alias, aliasForm)
		check(t, "the email", person.Email, email)
		if person.Name == "" || person.Nickname == "" {
			t.Errorf("%s has no name or no nickname", person.Alias)
		}
		emails = append(emails, person.Email)
	}
	for _, user := range demo.Federated.Users {
		if user.Email != "" {
			emails = append(emails, user.Email)
		}
	}
	once(t, "the alias", demo.aliases())
	once(t, "the email", emails)
}

func TestDemoSpacesCanBeMadeByTheCommands(t *testing.T) {
	demo := readDemo(t)
	for _, space := range []space{demo.BuilderSpace, demo.SecondSpace} {
		check(t, "the space", space.Name, spaceName)
		check(t, "the account", space.Account, account)
		check(t, "the description", space.Description, description)
		once(t, "in "+space.Name+" the member", space.members())
		among(t, "members of "+space.Name, space.members(), demo.aliases())
		if !slices.Contains(space.Administrators, "MaryMajor") {
			t.Errorf("Mary Major does not administer %s", space.Name)
		}
		checkPending(t, demo, space)
		checkTeams(t, space.Teams)
		for _, team := range space.Teams {
			among(t, "members of "+team.Name, team.Members, space.members())
		}
		checkProjects(t, space)
	}
	once(t, "the space", []string{demo.BuilderSpace.Name, demo.SecondSpace.Name, demo.Federated.Space})
	once(t, "the account", []string{demo.BuilderSpace.Account, demo.SecondSpace.Account, demo.Federated.ManagementAccount})
}

// checkPending makes sure that nobody is invited who is a member already.
func checkPending(t *testing.T, demo company, space space) {
	t.Helper()
	var invited []string
	for _, pending := range space.Pending {
		check(t, "the email", pending.Email, email)
		check(t, "the role", pending.Role, spaceRole)
		invited = append(invited, pending.Email)
		for _, person := range demo.People {
			if person.Email == pending.Email && slices.Contains(space.members(), person.Alias) {
				t.Errorf("%s is invited to %s and a member of it", person.Alias, space.Name)
			}
		}
	}
	once(t, "the invitation to", invited)
}

func checkTeams(t *testing.T, teams []team) {
	t.Helper()
	var names []string
	for _, team := range teams {
		check(t, "the team", team.Name, spaceName)
		check(t, "the description", team.Description, description)
		check(t, "the role", team.Role, spaceRole)
		once(t, "in "+team.Name+" the member", slices.Concat(team.Members, team.Groups))
		if (len(team.Members) == 0) == (len(team.Groups) == 0) || len(team.Groups) > 5 {
			t.Errorf("%s is not filled in one way", team.Name)
		}
		names = append(names, team.Name)
	}
	once(t, "the team", names)
}

// checkProjects makes sure that no Space administrator is given a project role.
func checkProjects(t *testing.T, space space) {
	t.Helper()
	var names []string
	for _, project := range space.Projects {
		check(t, "the project", project.Name, projectName)
		check(t, "the description", project.Description, description)
		var aliases []string
		for _, member := range project.Members {
			check(t, "the role", member.Role, projectRole)
			aliases = append(aliases, member.Alias)
		}
		once(t, "in "+project.Name+" the member", aliases)
		among(t, "members of "+project.Name, aliases, slices.Concat(space.PowerUsers, space.LimitedAccess))
		names = append(names, project.Name)
	}
	once(t, "the project", names)
}

func TestDemoDirectoryCanBeMadeByTheCommands(t *testing.T) {
	demo := readDemo(t).Federated
	check(t, "the account", demo.ManagementAccount, account)
	check(t, "the space", demo.Space, spaceName)
	check(t, "the description", demo.SpaceDescription, description)
	once(t, "the group", demo.groupNames())
	once(t, "the connected group", demo.ConnectedGroups)
	among(t, "connected groups", demo.ConnectedGroups, demo.groupNames())
	checkTeams(t, demo.Teams)
	for _, team := range demo.Teams {
		among(t, "groups of "+team.Name, team.Groups, demo.ConnectedGroups)
	}
	var names, inSpace []string
	for _, user := range demo.Users {
		checkUser(t, user, demo)
		names = append(names, user.UserName)
		if user.Active && slices.ContainsFunc(user.Groups, func(group string) bool {
			return slices.Contains(demo.ConnectedGroups, group)
		}) {
			inSpace = append(inSpace, user.UserName)
		}
	}
	once(t, "the user name", names)
	among(t, "administrators among the active users of connected groups", demo.Administrators, inSpace)
}

func checkUser(t *testing.T, user user, demo federated) {
	t.Helper()
	check(t, "the user name", user.UserName, userName)
	if user.Email != "" {
		check(t, "the email", user.Email, email)
	}
	if user.GivenName == "" || user.FamilyName == "" || user.DisplayName == "" {
		t.Errorf("%s has no full name", user.UserName)
	}
	once(t, "for "+user.UserName+" the group", user.Groups)
	among(t, "groups of "+user.UserName, user.Groups, demo.groupNames())
}

func TestDemoChangesCanBeMadeInTheirOrder(t *testing.T) {
	demo := readDemo(t).Federated
	directory := map[string]*user{}
	for _, user := range demo.Users {
		directory[user.UserName] = &user
	}
	for i, change := range demo.Later {
		if err := apply(change, directory, &demo); err != nil {
			t.Errorf("later change %d, %s of %q: %v", i, change.Kind, change.UserName, err)
		}
	}
	var emails []string
	for _, user := range directory {
		checkUser(t, *user, demo)
		if user.Email != "" {
			emails = append(emails, user.Email)
		}
	}
	once(t, "afterwards the email", emails)
	among(t, "administrators who are still there", demo.Administrators, userNames(directory))
}

func userNames(directory map[string]*user) []string {
	var names []string
	for name := range directory {
		names = append(names, name)
	}
	return names
}

// apply makes one of the later changes in the directory and fails when it would change nothing.
func apply(change change, directory map[string]*user, demo *federated) error {
	if change.Kind == "connect-group" {
		if slices.Contains(demo.ConnectedGroups, change.Group) || !slices.Contains(demo.groupNames(), change.Group) {
			return fmt.Errorf("%q cannot be connected", change.Group)
		}
		demo.ConnectedGroups = append(demo.ConnectedGroups, change.Group)
		return nil
	}
	known := directory[change.UserName]
	if (known == nil) != (change.Kind == "add-user") {
		return fmt.Errorf("the user exists: %v", known != nil)
	}
	changed := true
	switch change.Kind {
	case "add-user":
		directory[change.UserName] = &change.user
	case "remove-user":
		delete(directory, change.UserName)
	case "rename-user":
		changed = known.DisplayName != change.DisplayName
		known.GivenName, known.FamilyName, known.DisplayName = change.GivenName, change.FamilyName, change.DisplayName
	case "set-email":
		changed = known.Email != change.Email
		known.Email = change.Email
	case "join-group":
		changed = !slices.Contains(known.Groups, change.Group)
		known.Groups = append(known.Groups, change.Group)
	case "leave-group":
		before := len(known.Groups)
		known.Groups = slices.DeleteFunc(known.Groups, func(group string) bool { return group == change.Group })
		changed = len(known.Groups) < before
	default:
		return fmt.Errorf("there is no such kind of change")
	}
	if !changed {
		return fmt.Errorf("it changes nothing")
	}
	return nil
}

func TestDemoConnectsOneGroupLateThatFillsMoreThanACycle(t *testing.T) {
	demo := readDemo(t).Federated
	var late []string
	for _, change := range demo.Later {
		if change.Kind == "connect-group" {
			late = append(late, change.Group)
		}
	}
	if len(late) != 1 {
		t.Fatalf("groups connected late: %v", late)
	}
	members := 0
	for _, user := range demo.Users {
		if slices.Contains(user.Groups, late[0]) {
			members++
		}
	}
	if members <= 50 {
		t.Errorf("%s has %d members, not more than the 50 changes of a throttled cycle", late[0], members)
	}
}

// figure is one number of the tier table with where it comes from.
type figure struct {
	Value        *float64
	Source, Date string
	Assumption   bool
	Why          string
}

func (f figure) err() error {
	if f.Value == nil || *f.Value < 0 {
		return fmt.Errorf("no value")
	}
	if f.Assumption {
		if f.Why == "" || f.Source != "" || f.Date != "" {
			return fmt.Errorf("an assumption says why and claims no source: %+v", f)
		}
		return nil
	}
	if _, err := time.Parse(time.DateOnly, f.Date); err != nil || f.Source == "" || f.Why != "" {
		return fmt.Errorf("neither a source with its date nor an assumption: %+v", f)
	}
	return nil
}

func TestEveryNumberOfTheTiersHasASourceAndDateOrIsAnAssumption(t *testing.T) {
	var table struct {
		Currency string
		Tiers    []struct {
			ID, Title, AllowancesPer string
			PricePerUserMonth        figure
			Allowances, Overage      map[string]figure
		}
	}
	if err := decodeStrictly(assets.Tiers, &table); err != nil {
		t.Fatalf("tiers.json: %v", err)
	}
	var ids []string
	for _, tier := range table.Tiers {
		ids = append(ids, tier.ID)
		if err := tier.PricePerUserMonth.err(); err != nil {
			t.Errorf("%s, price: %v", tier.ID, err)
		}
		if tier.AllowancesPer != "space" && tier.AllowancesPer != "user" {
			t.Errorf("%s: allowances per %q", tier.ID, tier.AllowancesPer)
		}
		checkFigures(t, tier.ID+", allowance", tier.Allowances)
		if tier.ID != "free" {
			checkFigures(t, tier.ID+", overage", tier.Overage)
		} else if tier.Overage != nil {
			t.Error("more than the free tier includes can be bought")
		}
	}
	if want := []string{"free", "standard", "enterprise"}; !slices.Equal(ids, want) || table.Currency != "USD" {
		t.Errorf("tiers %v in %q", ids, table.Currency)
	}
}

// checkFigures makes sure that there is a figure for each of the metered resources.
func checkFigures(t *testing.T, what string, figures map[string]figure) {
	t.Helper()
	for _, resource := range strings.Fields("computeMinutes devEnvironmentHours devEnvironmentStorageGB sourceStorageGB packageStorageGB") {
		if err := figures[resource].err(); err != nil {
			t.Errorf("%s, %s: %v", what, resource, err)
		}
	}
	if len(figures) != 5 {
		t.Errorf("%s: %d figures", what, len(figures))
	}
}
