package model_test

import (
	"strings"
	"testing"

	"atrium/model"
	"atrium/model/modeltest"
)

// policy asks for a policy of the connection of acme's billing account.
func policy(w *modeltest.World, q model.ShowPolicy) model.Document {
	w.T.Helper()
	q.Space, q.Account = "acme", acmeAccount
	return modeltest.Ask[model.Document](w, as("Lee"), &q)
}

func TestPolicies(t *testing.T) {
	t.Run("ACC-09 the policies of the roles that would be created can be shown before, with this space's id", func(t *testing.T) {
		w := acme(t)
		id := w.View(as("Ada"), "acme").ID
		trust := policy(w, model.ShowPolicy{Kind: model.TrustPolicy, Role: "development"})
		mustBeJSON(t, "trust", trust.Text, trustOf("arn:aws:codecatalyst:::space/"+id+"/project/*"))
		mustHold(t, trust.Title, "CodeCatalystWorkflowDevelopmentRole-acme")
		mustHold(t, trust.Name, ".json")
		permissions := policy(w, model.ShowPolicy{Kind: model.PermissionsPolicy, Role: "development"})
		mustHold(t, strings.Join(permissions.Notes, "\n"), "arn:aws:iam::aws:policy/AdministratorAccess", "developer accounts only")
		support := policy(w, model.ShowPolicy{Kind: model.TrustPolicy, Role: "support"})
		mustBeJSON(t, "support", support.Text, trustOf(""))
		mustHold(t, strings.Join(support.Notes, "\n"), "every space")
		mustHold(t, strings.Join(policy(w, model.ShowPolicy{Kind: model.PermissionsPolicy, Role: "support"}).Notes, "\n"),
			"arn:aws:iam::aws:policy/service-role/AmazonCodeCatalystSupportAccess")
	})
	t.Run("ACC-09 of a role of one's own what was given is shown, and the rest is said to be unknown", func(t *testing.T) {
		w := acme(t)
		addRole(w, &model.AddRole{ARN: ownARN("known"), Pasted: trustOf("")})
		addRole(w, &model.AddRole{ARN: ownARN("unknown")})
		for _, name := range []string{"known", ownARN("known")} {
			mustBeJSON(t, "trust", policy(w, model.ShowPolicy{Kind: model.TrustPolicy, Role: name}).Text, trustOf(""))
		}
		for _, q := range []model.ShowPolicy{{Kind: model.TrustPolicy, Role: "unknown"}, {Kind: model.PermissionsPolicy, Role: "known"}} {
			q.Space, q.Account = "acme", acmeAccount
			mustHold(t, w.RefuseAnswer("ACC-09", as("Lee"), &q).Fix, "aws iam ", q.Role)
		}
		for _, q := range []model.ShowPolicy{{Kind: model.TrustPolicy, Role: "missing"}, {Kind: "everything", Role: "development"}} {
			q.Space, q.Account = "acme", acmeAccount
			w.RefuseAnswer("ACC-09", as("Lee"), &q)
		}
	})
	t.Run("ACC-10 a policy based on a tag allows what can be done to this connection while it has the tag", func(t *testing.T) {
		w := acme(t)
		w.Do(aws(acmeAccount), tag("team=core=1"))
		d := policy(w, model.ShowPolicy{Kind: model.TagPolicy, Tag: "team=core=1"})
		arn := account(w, as("Lee"), "acme", acmeAccount).Connection.ARN
		mustHold(t, d.Text, `"Resource": "`+arn+`"`, `"aws:ResourceTag/team": "core=1"`, `"StringEquals"`, `"codecatalyst:GetConnection"`, `"codecatalyst:TagResource"`)
		mustEqual(t, "notes", len(d.Notes), 0)
		mustHold(t, strings.Join(policy(w, model.ShowPolicy{Kind: model.TagPolicy, Tag: "team=rockets"}).Notes, ""), "does not have this tag")
		absent := policy(w, model.ShowPolicy{Kind: model.TagPolicy, Tag: "absent="})
		mustHold(t, strings.Join(absent.Notes, ""), "does not have this tag")
		for _, wrong := range []string{"", "team", "=core", "aws:team=core", "team=" + strings.Repeat("v", 257), "te*m=x"} {
			mustEqual(t, "field", w.RefuseAnswer("ACC-10", as("Lee"), &model.ShowPolicy{Space: "acme", Account: acmeAccount, Kind: model.TagPolicy, Role: "development", Tag: wrong}).Field, "tag")
		}
	})
	t.Run("ACC-10 both sides may look, and nobody else", func(t *testing.T) {
		w := twoAccounts(t)
		q := &model.ShowPolicy{Space: "acme", Account: acmeAccount, Kind: model.TrustPolicy, Role: "development"}
		for _, session := range []model.Session{as("Ada"), as("Pat"), as("Lee"), aws(acmeAccount)} {
			modeltest.Ask[model.Document](w, session, q)
		}
		for _, session := range []model.Session{as("Out"), modeltest.Nobody, aws(otherAccount), aws(corpAccount), {AWS: &model.SignIn{Account: acmeAccount}}} {
			w.RefuseAnswer("SPC-15", session, q)
		}
		w.RefuseAnswer("ACC-03", as("Lee"), &model.ShowPolicy{Space: "acme", Account: corpAccount, Kind: model.TrustPolicy, Role: "development"})
		w.RefuseAnswer("ACC-01", as("Lee"), &model.ShowPolicy{Space: "acme", Account: "12", Kind: model.TrustPolicy, Role: "development"})
	})
}
