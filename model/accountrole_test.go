package model_test

import (
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"atrium/model"
	"atrium/model/iam"
	"atrium/model/modeltest"
)

// mustBeJSON fails the test where two JSON texts do not say the same.
func mustBeJSON(t testing.TB, what, got, want string) {
	t.Helper()
	var a, b any
	for text, into := range map[string]*any{got: &a, want: &b} {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Fatalf("%s is no JSON: %v in %s", what, err, text)
		}
	}
	if !reflect.DeepEqual(a, b) {
		t.Errorf("%s: got\n%s\nwant\n%s", what, got, want)
	}
}

// trustOf writes the trust policy of facts.md 4.1 with some sources; a trust without a condition for none.
func trustOf(source string) string {
	condition := ""
	if source != "" {
		condition = `, "Condition": {"ArnLike": {"aws:SourceArn": "` + source + `"}}`
	}
	return `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
		"Principal": {"Service": ["codecatalyst-runner.amazonaws.com", "codecatalyst.amazonaws.com"]}` + condition + `}]}`
}

func ownARN(name string) string { return "arn:aws:iam::" + acmeAccount + ":role/" + name }

// roles lists the IAM roles of a connection as Ada sees them.
func roles(w *modeltest.World) []model.RoleView {
	w.T.Helper()
	return account(w, as("Ada"), "acme", acmeAccount).Roles
}

func addRole(w *modeltest.World, cmd *model.AddRole) model.RoleView {
	w.T.Helper()
	cmd.Space = "acme"
	return w.Do(aws(acmeAccount), cmd).Result.(model.RoleView)
}

func TestCreatedRoles(t *testing.T) {
	t.Run("ACC-09 the development role has its name, its trust in this space's projects, full access, and the warning", func(t *testing.T) {
		w := acme(t)
		id := w.View(as("Ada"), "acme").ID
		mustHold(t, planned(w.Plan(aws(acmeAccount), &model.AddRole{Space: "acme", Create: model.DevelopmentRole})),
			ownARN("CodeCatalystWorkflowDevelopmentRole-acme"), "note: ", "AdministratorAccess", "developer accounts only", "full access")
		addRole(w, &model.AddRole{Create: model.DevelopmentRole})
		role := roles(w)[0]
		mustEqual(t, "name", role.Name, "CodeCatalystWorkflowDevelopmentRole-acme")
		mustEqual(t, "ARN", role.ARN, ownARN(role.Name))
		mustEqual(t, "template", role.Template, model.DevelopmentRole)
		mustBeJSON(t, "trust", role.Trust, trustOf("arn:aws:codecatalyst:::space/"+id+"/project/*"))
		mustBeJSON(t, "permissions", role.Permissions, `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}`)
		mustHold(t, role.Warning, "AdministratorAccess", "developer accounts only")
		mustEqual(t, "judgement", role.Judgement.Verdict, iam.Fits)
	})
	t.Run("ACC-09 there is one development role for a space in an account, and each space has its own", func(t *testing.T) {
		w := acme(t)
		w.Space("beta", "Ada", otherAccount)
		w.Connect("beta", "Ada", acmeAccount)
		addRole(w, &model.AddRole{Create: model.DevelopmentRole})
		refusal := w.Refused("ACC-09", aws(acmeAccount), &model.AddRole{Space: "acme", Create: model.DevelopmentRole})
		mustHold(t, refusal.Message, "CodeCatalystWorkflowDevelopmentRole-acme", "already")
		w.Do(aws(acmeAccount), &model.AddRole{Space: "beta", Create: model.DevelopmentRole})
		beta := account(w, as("Ada"), "beta", acmeAccount).Roles
		mustEqual(t, "name", beta[0].Name, "CodeCatalystWorkflowDevelopmentRole-beta")
		if beta[0].Trust == roles(w)[0].Trust {
			t.Error("two spaces are trusted by the same policy")
		}
	})
	t.Run("ACC-09 a role whose name is longer than IAM takes is said to be so before it is created", func(t *testing.T) {
		for name, long := range map[string]bool{strings.Repeat("a", 28): false, strings.Repeat("a", 29): true} {
			w := newWorld(t)
			w.SignUp("Ada")
			w.Space(name, "Ada", acmeAccount)
			text := planned(w.Plan(aws(acmeAccount), &model.AddRole{Space: name, Create: model.DevelopmentRole}))
			if got := strings.Contains(text, "IAM takes 64 at the most"); got != long {
				t.Errorf("a space of %d characters: %s", len(name), text)
			}
		}
	})
	t.Run("ACC-09 the support role has a unique suffix, trusts every space, carries the support policy, and both are listed", func(t *testing.T) {
		w := acme(t)
		addRole(w, &model.AddRole{Create: model.DevelopmentRole})
		for range 20 {
			addRole(w, &model.AddRole{Create: model.SupportRole})
		}
		form, seen := regexp.MustCompile(`^AWSRoleForCodeCatalystSupport-?[0-9a-zA-Z]{4,}$`), map[string]bool{}
		for _, role := range roles(w)[1:] {
			if !form.MatchString(role.Name) || seen[role.Name] || role.ARN != ownARN(role.Name) {
				t.Errorf("the role %s, %s", role.Name, role.ARN)
			}
			seen[role.Name] = true
			mustBeJSON(t, "trust", role.Trust, trustOf(""))
			mustHold(t, role.Permissions, `"support:CreateCase"`, `"support:DescribeCases"`, `"support:AddCommunicationToCase"`, `"support:ResolveCase"`, `"Resource": "*"`)
			mustEqual(t, "warning", role.Warning, "")
		}
		mustEqual(t, "roles", len(roles(w)), 21)
		listed := connections(w, as("Lee"), "acme")[0].Roles
		mustEqual(t, "listed", len(listed), 21)
		mustEqual(t, "first", listed[0], ownARN("CodeCatalystWorkflowDevelopmentRole-acme"))
	})
	t.Run("ACC-09 the support role's plan names its policy, and where support works", func(t *testing.T) {
		w := twoAccounts(t)
		onBilling := planned(w.Plan(aws(acmeAccount), &model.AddRole{Space: "acme", Create: model.SupportRole}))
		elsewhere := planned(w.Plan(aws(otherAccount), &model.AddRole{Space: "acme", Create: model.SupportRole}))
		mustHold(t, onBilling, "AmazonCodeCatalystSupportAccess", "no condition")
		mustHold(t, elsewhere, "not the billing account")
		mustEqual(t, "said of the billing account", strings.Contains(onBilling, "not the billing account"), false)
	})
	t.Run("ACC-09 roles are added and removed on the AWS side, and what is asked for must be one thing", func(t *testing.T) {
		w := acme(t)
		for _, cmd := range []model.Command{&model.AddRole{Space: "acme", Account: acmeAccount, Create: model.DevelopmentRole}, &model.RemoveRole{Space: "acme", Account: acmeAccount, ARN: "x"}} {
			w.Refused("ACC-12", as("Ada"), cmd)
		}
		for _, wrong := range []*model.AddRole{{}, {Create: "administrator"}, {Create: model.DevelopmentRole, ARN: ownARN("build")}, {Create: model.SupportRole, Pasted: trustOf("")}} {
			wrong.Space = "acme"
			w.Refused("ACC-09", aws(acmeAccount), wrong)
		}
	})
}

func TestOwnRoles(t *testing.T) {
	getRole := `{"Role": {"Path": "/ci/", "RoleName": "build", "RoleId": "AROA1", "Arn": "` + ownARN("ci/build") + `", "CreateDate": "2024-01-01T00:00:00Z", "AssumeRolePolicyDocument": ` + trustOf("") + `}}`
	files := modeltest.Files(map[string]string{"role.json": getRole, "trust.json": trustOf(""), "broken.json": `{"Version": "2012-10-17", "Statement": [`, "list.json": `[1]`})

	t.Run("ACC-09 a role of the account is added by its ARN, and nothing is said of a trust that nobody gave", func(t *testing.T) {
		w := acme(t)
		mustHold(t, planned(w.Plan(aws(acmeAccount), &model.AddRole{Space: "acme", ARN: ownARN("codecatalyst-build-role")})), "trust policy was not given")
		added := addRole(w, &model.AddRole{ARN: "  " + ownARN("codecatalyst-build-role") + "\n"})
		role := roles(w)[0]
		mustEqual(t, "ARN", role.ARN, ownARN("codecatalyst-build-role"))
		mustEqual(t, "name", role.Name, "codecatalyst-build-role")
		if role.Judgement != nil || role.Trust != "" || role.Template != "" || role.Warning != "" || added.ARN != role.ARN {
			t.Errorf("the role %+v, handed back %+v", role, added)
		}
	})
	t.Run("ACC-09 a role of another account or what is no role is refused", func(t *testing.T) {
		w := twoAccounts(t)
		foreign := strings.Replace(ownARN("build"), acmeAccount, otherAccount, 1)
		mustHold(t, w.Refused("ACC-09", aws(acmeAccount), &model.AddRole{Space: "acme", ARN: foreign}).Message, otherAccount, "not to "+acmeAccount)
		w.Plan(aws(otherAccount), &model.AddRole{Space: "acme", ARN: foreign})
		for _, arn := range []string{"build", "arn:aws:iam::" + acmeAccount + ":user/build", "arn:aws:iam::" + acmeAccount + ":role/", "arn:aws:s3:::bucket",
			"arn:aws:iam::11112222333:role/build", ownARN(strings.Repeat("n", 65)), ownARN("a b"), ownARN("\x1b[2J"), ownARN("build") + ":x"} {
			refusal := w.Refused("ACC-09", aws(acmeAccount), &model.AddRole{Space: "acme", ARN: arn})
			mustEqual(t, "field", refusal.Field, "arn")
			if strings.ContainsAny(refusal.Error(), "\x1b\n") {
				t.Errorf("the refusal holds control characters: %q", refusal)
			}
		}
	})
	t.Run("ACC-09 what get-role printed gives the ARN and the trust, a bare policy needs the ARN, and pasted text counts as a file", func(t *testing.T) {
		for name, c := range map[string]struct {
			cmd  model.AddRole
			want string
		}{
			"get-role":               {model.AddRole{TrustPolicy: "role.json"}, ownARN("ci/build")},
			"get-role and the ARN":   {model.AddRole{TrustPolicy: "role.json", ARN: ownARN("ci/build")}, ownARN("ci/build")},
			"a policy and the ARN":   {model.AddRole{TrustPolicy: "trust.json", ARN: ownARN("x")}, ownARN("x")},
			"pasted with the ARN":    {model.AddRole{Pasted: trustOf(""), ARN: ownARN("y")}, ownARN("y")},
			"pasted from get-role":   {model.AddRole{Pasted: getRole}, ownARN("ci/build")},
			"the other form of JSON": {model.AddRole{Pasted: `{"Role": {"RoleName": "build", "Arn": "` + ownARN("build") + `", "AssumeRolePolicyDocument": "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Principal%22%3A%7B%22Service%22%3A%22codecatalyst.amazonaws.com%22%7D%2C%22Action%22%3A%22sts%3AAssumeRole%22%7D%5D%7D"}}`}, ownARN("build")},
		} {
			t.Run(name, func(t *testing.T) {
				w := acme(t)
				c.cmd.OpenWith(files)
				addRole(w, &c.cmd)
				role := roles(w)[0]
				mustEqual(t, "ARN", role.ARN, c.want)
				if role.Judgement == nil || role.Judgement.Verdict != iam.Unrestricted {
					t.Errorf("the judgement: %+v", role.Judgement)
				}
			})
		}
	})
	t.Run("ACC-09 a policy that cannot be read, lacks the ARN or is another role's is refused, and nothing is added", func(t *testing.T) {
		w := acme(t)
		for name, c := range map[string]struct {
			cmd        model.AddRole
			field      string
			unreadable bool
		}{
			"no such file":         {model.AddRole{ARN: ownARN("x"), TrustPolicy: "missing.json"}, "trust-policy", true},
			"broken":               {model.AddRole{ARN: ownARN("x"), TrustPolicy: "broken.json"}, "trust-policy", true},
			"a list":               {model.AddRole{ARN: ownARN("x"), TrustPolicy: "list.json"}, "trust-policy", true},
			"pasted nonsense":      {model.AddRole{ARN: ownARN("x"), Pasted: "allow everything"}, "policy", true},
			"a bare policy":        {model.AddRole{TrustPolicy: "trust.json"}, "arn", false},
			"that of another role": {model.AddRole{ARN: ownARN("deploy"), TrustPolicy: "role.json"}, "arn", false},
		} {
			c.cmd.Space = "acme"
			c.cmd.OpenWith(files)
			refusal := w.Refused("ACC-09", aws(acmeAccount), &c.cmd)
			if refusal.Field != c.field || refusal.Unreadable != c.unreadable {
				t.Errorf("%s: %+v", name, refusal)
			}
		}
		w.Refused("ACC-09", aws(acmeAccount), &model.AddRole{Space: "acme", TrustPolicy: "role.json"}) // where no file can be opened
		mustEqual(t, "roles", len(roles(w)), 0)
	})
	t.Run("ACC-09 the trust is judged for this space: whether it fits, lets other spaces in, or keeps this one out", func(t *testing.T) {
		w := acme(t)
		w.Space("beta", "Ada", otherAccount)
		mine, theirs := w.View(as("Ada"), "acme").ID, w.View(as("Ada"), "beta").ID
		space := "arn:aws:codecatalyst:::space/"
		for trust, want := range map[string]iam.Verdict{
			trustOf(space + mine + "/project/*"):   iam.Fits,
			trustOf(""):                            iam.Unrestricted,
			trustOf(space + "*"):                   iam.Unrestricted,
			trustOf(space + theirs + "/project/*"): iam.OtherSpace,
			trustOf(space + mine):                  iam.NotFromProjects,
			strings.ReplaceAll(trustOf(""), `"codecatalyst-runner.amazonaws.com", "codecatalyst.`, `"ec2.`): iam.NotAssumable,
			// The name of the space stands where its id belongs.
			trustOf(space + "acme/project/*"): iam.OtherSpace,
		} {
			cmd := &model.AddRole{Space: "acme", ARN: ownARN("build"), Pasted: trust}
			plan := w.Plan(aws(acmeAccount), cmd)
			role := w.Do(aws(acmeAccount), cmd).Result.(model.RoleView)
			mustEqual(t, trust, role.Judgement.Verdict, want)
			for _, finding := range role.Judgement.Findings {
				mustHold(t, planned(plan), finding.Message)
			}
			mustBeJSON(t, "trust", role.Trust, trust)
			w.Do(aws(acmeAccount), &model.RemoveRole{Space: "acme", ARN: "build"})
		}
	})
	t.Run("ACC-09 a role is available once: the same ARN, and the same name in another path or case, are refused", func(t *testing.T) {
		w := acme(t)
		addRole(w, &model.AddRole{ARN: ownARN("ci/build")})
		for _, again := range []string{ownARN("ci/build"), ownARN("build"), ownARN("other/Build")} {
			mustHold(t, w.Refused("ACC-09", aws(acmeAccount), &model.AddRole{Space: "acme", ARN: again}).Message, "already")
		}
		addRole(w, &model.AddRole{ARN: ownARN("CodeCatalystWorkflowDevelopmentRole-acme")})
		w.Refused("ACC-09", aws(acmeAccount), &model.AddRole{Space: "acme", Create: model.DevelopmentRole})
	})
	t.Run("ACC-09 a removed role is named by ARN or name, stays in the account, and can be added again", func(t *testing.T) {
		s := newStage(t)
		name := "CodeCatalystWorkflowDevelopmentRole-acme"
		mustHold(t, planned(s.Plan(aws(acmeAccount), &model.RemoveRole{Space: "acme", ARN: name})), "stays in the account", "1 environment", "rocket/test")
		addRole(s.World, &model.AddRole{ARN: ownARN("build")})
		s.Do(aws(acmeAccount), &model.RemoveRole{Space: "acme", ARN: name})
		left := roles(s.World)
		if len(left) != 2 || left[0].Name != "own" || left[1].Name != "build" {
			t.Errorf("left: %+v", left)
		}
		for _, gone := range []string{name, ownARN(name), "", "buil"} {
			_, err := s.Service.Do(t.Context(), aws(acmeAccount), &model.RemoveRole{Space: "acme", ARN: gone})
			if _, refused := model.AsRefusal(err); !refused {
				t.Errorf("%q is removed: %v", gone, err)
			}
		}
		s.Do(aws(acmeAccount), &model.RemoveRole{Space: "acme", ARN: ownARN("build")})
		addRole(s.World, &model.AddRole{Create: model.DevelopmentRole})
		mustEqual(t, "entries", slices.IndexFunc(activity(s.World, as("Ada"), "acme"), func(a model.Activity) bool {
			return a.Command == "account.remove-role" && strings.Contains(a.Text, ownARN("build"))
		}) >= 0, true)
	})
}
