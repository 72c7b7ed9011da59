package assets_test

import (
	"fmt"
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
	"PRJ": upTo(4),
	"HLP": upTo(3),
	"FED": {3, 4, 14, 15, 16, 25},
	"ACC": upTo(13),
	"BIL": upTo(16),
	"GEN": upTo(9),
	"VPC": {7, 8, 10, 11, 12, 13, 15, 17, 18, 19},
}

// wantTopics are the ids by which the program refers to topics.
var wantTopics = strings.Fields(`
	start sign-up profile password-reset outbox
	spaces space-home create-space edit-space delete-space projects
	members roles invitations remove-member teams project-members
	account-connections iam-roles connection-tags remove-account environments
	workflow-runs dev-environments simulated-work
	billing billing-tiers billing-account allowed-tiers billing-dashboard
	trouble-spaces-page trouble-billing-tier aws-side aws-accounts
	identity-center directory directory-import sso sync
	vpc-requirements vpc-check vpc-picture vpc-connections vpc-role vpc-import vpc-default vpc-endpoints
	trouble-vpc-internet-gateway trouble-vpc-public-routes trouble-vpc-network-acls trouble-vpc-security-groups
	trouble-vpc-nat-gateway trouble-vpc-private-routes trouble-vpc-cidr-block
	generative-ai amazon-q amazon-q-usage
	activity permissions acting-as keys command-line store backups verify read-only`)

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

		"trouble-vpc-internet-gateway": "Make sure that your internet gateway is attached to VPC.",
		"trouble-vpc-public-routes":    "Make sure that the route table for your public subnet points to the internet gateway.",
		"trouble-vpc-network-acls":     "Make sure that your network ACLs allow traffic to flow.",
		"trouble-vpc-security-groups":  "Make sure that your security groups allow traffic to flow.",
		"trouble-vpc-nat-gateway":      "Troubleshoot your NAT gateway.",
		"trouble-vpc-private-routes":   "Make sure that the route table for private subnets points to the NAT gateway.",
		"trouble-vpc-cidr-block":       "Make sure that your IPv4 CIDR block is not configured to the 172.16.0.0/12 IP address range.",
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
