package model_test

import (
	"fmt"
	"strings"
	"testing"

	"atrium/model"
	"atrium/model/iam"
	"atrium/model/modeltest"
	"atrium/model/vpccheck"
)

// vpcWorld is acme with its networks imported and the development role.
func vpcWorld(t testing.TB, edits ...[3]string) *modeltest.World {
	t.Helper()
	w := acme(t)
	w.Do(aws(acmeAccount), &model.AddRole{Space: "acme", Create: model.DevelopmentRole})
	w.Do(aws(acmeAccount), modeltest.NetworkImport(modeltest.NetworkFiles(edits...)))
	return w
}

func vpcs(w *modeltest.World, alias string) []model.VPCView {
	w.T.Helper()
	return modeltest.Ask[[]model.VPCView](w, as(alias), &model.ListVPCs{Space: "acme"})
}

// likeCorp is the valid VPC connection with a change.
func likeCorp(change func(*model.AddVPC)) *model.AddVPC {
	add := addVPC("corp")
	change(add)
	return add
}

func TestAddVPC(t *testing.T) {
	t.Run("VPC-01 a Space administrator and a Power user manage VPC connections, and nobody else", func(t *testing.T) {
		w := vpcWorld(t)
		refusal := w.Refused("ACT-02", as("Lee"), addVPC("corp"))
		mustHold(t, refusal.Who, "Space administrator or Power user")
		w.Do(as("Pat"), addVPC("corp"))
		w.Do(as("Ada"), &model.EditVPC{Space: "acme", Name: "corp", SecurityGroups: []string{"sg-2"}})
		w.Refused("ACT-02", as("Lee"), &model.RemoveVPC{Space: "acme", Name: "corp", Confirm: "corp"})
		mustEqual(t, "what Lee sees", len(vpcs(w, "Lee")), 1)
	})
	t.Run("VPC-02 the list has the name, the VPC, the account and which one is the default", func(t *testing.T) {
		w := vpcWorld(t)
		w.Do(as("Ada"), addVPC("corp"))
		w.Do(as("Ada"), addVPC("Lab"))
		w.Do(as("Ada"), &model.SetDefaultVPC{Space: "acme", Name: "LAB"})
		var rows []string
		for _, v := range vpcs(w, "Lee") {
			rows = append(rows, fmt.Sprintf("%s %s %s %v %s", v.Name, v.VPC, v.Account, v.Default, v.Verdict))
		}
		mustEqual(t, "rows", strings.Join(rows, "; "), "corp vpc-1 "+acmeAccount+" false pass; Lab vpc-1 "+acmeAccount+" true pass")
	})
	t.Run("VPC-03 all six are asked for, and what can be chosen is what the role sees", func(t *testing.T) {
		w := vpcWorld(t)
		for field, change := range map[string]func(*model.AddVPC){
			"account": func(a *model.AddVPC) { a.Account = "" }, "role": func(a *model.AddVPC) { a.Role = "" }, "vpc": func(a *model.AddVPC) { a.VPC = "" },
			"subnets": func(a *model.AddVPC) { a.Subnets = nil }, "security-groups": func(a *model.AddVPC) { a.SecurityGroups = nil }, "name": func(a *model.AddVPC) { a.Name = "" },
		} {
			mustEqual(t, "the field", w.Refused("VPC-03", as("Ada"), likeCorp(change)).Field, field)
		}
		w.Refused("VPC-03", as("Ada"), likeCorp(func(a *model.AddVPC) { a.VPC = "vpc-9" }))
		choices := modeltest.Ask[[]model.NetworkView](w, as("Ada"), &model.ListVPCChoices{Space: "acme", Account: acmeAccount, Role: "CodeCatalystWorkflowDevelopmentRole-acme"})
		var list []string
		for _, c := range choices {
			list = append(list, fmt.Sprintf("%s %s %v", c.VPC, c.Verdict, c.Barred == ""))
		}
		mustEqual(t, "choices", strings.Join(list, "; "), "vpc-eu unknown false; vpc-1 pass true; vpc-2 fail true")
	})
	t.Run("VPC-03 where nothing was imported of the account, the refusal leads to the import", func(t *testing.T) {
		w := acme(t)
		w.Do(aws(acmeAccount), &model.AddRole{Space: "acme", Create: model.DevelopmentRole})
		refusal := w.Refused("VPC-03", as("Ada"), addVPC("corp"))
		mustHold(t, refusal.Fix, "vpc import")
		mustEqual(t, "topic", refusal.Topic, "vpc-import")
	})
	t.Run("VPC-06 names are unique in the space without regard to case, and have the form of names", func(t *testing.T) {
		w := vpcWorld(t)
		w.Do(as("Ada"), addVPC("corp"))
		w.Refused("VPC-06", as("Ada"), addVPC("Corp"))
		w.Refused("VPC-06", as("Ada"), addVPC("a b"))
	})
	t.Run("VPC-06 a space has at most 100", func(t *testing.T) {
		w := vpcWorld(t)
		for i := range model.MaxVPCConnections {
			w.Do(as("Ada"), addVPC(fmt.Sprintf("vpc-%d", i)))
		}
		mustHold(t, w.Refused("VPC-06", as("Ada"), addVPC("one-more")).Message, "100")
		w.Do(as("Ada"), &model.RemoveVPC{Space: "acme", Name: "vpc-7", Confirm: "vpc-7"})
		w.Do(as("Ada"), addVPC("one-more"))
	})
	t.Run("VPC-09 a VPC of another Region is refused, with the Region named", func(t *testing.T) {
		w := vpcWorld(t)
		mustHold(t, w.Refused("VPC-09", as("Ada"), likeCorp(func(a *model.AddVPC) { a.VPC, a.Subnets = "vpc-eu", []string{"subnet-eu"} })).Message, "eu-west-1", "us-west-2")
	})
	t.Run("VPC-10 a VPC that does not pass can be connected, and the plan says what does not hold", func(t *testing.T) {
		w := vpcWorld(t)
		add := likeCorp(func(a *model.AddVPC) {
			a.VPC, a.Subnets, a.SecurityGroups = "vpc-2", []string{"subnet-vgw"}, []string{"sg-other"}
		})
		mustHold(t, planned(w.Plan(as("Ada"), add)), "the subnet subnet-vgw will not reach the internet: its default route goes to a VPN gateway",
			"vpc-2 does not pass the check (fail)", "172.16.0.0/12")
		w.Do(as("Ada"), add)
		mustEqual(t, "verdict", vpcs(w, "Ada")[0].Verdict, vpccheck.Fail)
	})
}

func TestVPCSubnets(t *testing.T) {
	for name, test := range map[string]struct {
		rule    string
		subnets []string
		says    string
	}{
		"VPC-07 a public subnet is refused":                               {"VPC-07", []string{"subnet-puba"}, "rtb-pub"},
		"VPC-07 two in an Availability Zone are refused":                  {"VPC-07", []string{"subnet-pria", "subnet-pria2"}, "both in us-west-2a"},
		"VPC-07 the same one twice is refused":                            {"VPC-07", []string{"subnet-pria", "subnet-pria"}, "named twice"},
		"VPC-07 one of another VPC is refused":                            {"VPC-07", []string{"subnet-vgw"}, "has no subnet"},
		"VPC-07 blanks alone are no subnet":                               {"VPC-07", []string{" "}, "No subnet is chosen"},
		"VPC-07 one that no route table is associated with follows main":  {"", []string{"subnet-pria"}, ""},
		"VPC-07 one in each Availability Zone is accepted":                {"", []string{"subnet-pria2", "subnet-prib"}, ""},
		"VPC-07 one without a default route is private, and warned about": {"", []string{"subnet-isob"}, "subnet-isob will not reach the internet: it has no default route"},
	} {
		t.Run(name, func(t *testing.T) {
			w := vpcWorld(t)
			add := likeCorp(func(a *model.AddVPC) { a.Subnets = test.subnets })
			if test.rule == "" {
				mustHold(t, planned(w.Plan(as("Ada"), add)), test.says)
				w.Do(as("Ada"), add)
				return
			}
			mustHold(t, w.Refused(test.rule, as("Ada"), add).Error(), test.says)
		})
	}
	t.Run("VPC-07 VPC-19 where the files do not hold the route tables nobody can tell that a subnet is private", func(t *testing.T) {
		w := vpcWorld(t, [3]string{"us/tables.json"})
		mustHold(t, w.Refused("VPC-07", as("Ada"), addVPC("corp")).Fix, "describe-route-tables")
	})
}

func TestVPCGroups(t *testing.T) {
	for name, test := range map[string]struct {
		groups []string
		says   string
	}{
		"VPC-08 six are refused":           {[]string{"sg-1", "sg-2", "sg-3", "sg-4", "sg-5", "sg-6"}, "one to 5"},
		"VPC-08 one of another VPC is":     {[]string{"sg-other"}, `has no security group "sg-other"`},
		"VPC-08 the same one twice is":     {[]string{"sg-1", "sg-1"}, "named twice"},
		"VPC-08 none is, of blanks":        {[]string{" "}, "one to 5"},
		"VPC-08 five are accepted":         {[]string{"sg-1", "sg-2", "sg-3", "sg-4", "sg-5"}, ""},
		"VPC-08 the last one is looked at": {[]string{"sg-1", "sg-9"}, "sg-9"},
	} {
		t.Run(name, func(t *testing.T) {
			w := vpcWorld(t)
			add := likeCorp(func(a *model.AddVPC) { a.SecurityGroups = test.groups })
			if test.says == "" {
				w.Do(as("Ada"), add)
				return
			}
			mustHold(t, w.Refused("VPC-08", as("Ada"), add).Error(), test.says)
		})
	}
}

func TestVPCRole(t *testing.T) {
	t.Run("VPC-04 a role that lacks some of the seven actions gives no choices, and they are named", func(t *testing.T) {
		w := vpcWorld(t)
		w.Do(aws(acmeAccount), &model.AddRole{Space: "acme", ARN: ownARN("some"),
			PastedPermissions: `{"Statement":{"Effect":"Allow","Action":["ec2:Describe*","ec2:CreateNetworkInterface"],"Resource":"*"}}`})
		w.Do(aws(acmeAccount), &model.AddRole{Space: "acme", ARN: ownARN("unknown")})
		w.Do(aws(acmeAccount), &model.AddRole{Space: "acme", ARN: ownARN("full"), PastedPermissions: iam.VPCAccess()})
		mustHold(t, w.Refused("VPC-04", as("Ada"), likeCorp(func(a *model.AddVPC) { a.Role = "some" })).Message, "lacks ec2:DeleteNetworkInterface")
		mustHold(t, w.Refused("VPC-04", as("Ada"), likeCorp(func(a *model.AddVPC) { a.Role = "unknown" })).Message, "not known")
		for _, role := range []string{"some", "unknown"} {
			w.RefuseAnswer("VPC-04", as("Ada"), &model.ListVPCChoices{Space: "acme", Account: acmeAccount, Role: role})
			w.RefuseAnswer("VPC-04", as("Ada"), &model.ShowVPCChoice{Space: "acme", Account: acmeAccount, Role: role, VPC: "vpc-1"})
		}
		var list []string
		for _, r := range modeltest.Ask[[]model.VPCRoleView](w, as("Ada"), &model.ListVPCRoles{Space: "acme", Account: acmeAccount}) {
			list = append(list, fmt.Sprintf("%s %v %v", r.Name, r.Fits, r.Lacks))
		}
		mustEqual(t, "roles", strings.Join(list, "; "), "CodeCatalystWorkflowDevelopmentRole-acme true []; some false [ec2:DeleteNetworkInterface]; unknown false []; full true []")
		w.Do(as("Ada"), likeCorp(func(a *model.AddVPC) { a.Role = "full" }))
	})
	t.Run("VPC-04 a role that loses an action breaks its VPC connections, and says which", func(t *testing.T) {
		w := vpcWorld(t)
		w.Do(aws(acmeAccount), &model.AddRole{Space: "acme", ARN: ownARN("full"), PastedPermissions: iam.VPCAccess()})
		w.Do(as("Ada"), likeCorp(func(a *model.AddVPC) { a.Role = "full" }))
		edit := &model.EditRole{Space: "acme", ARN: "full", PastedPermissions: `{"Statement":{"Effect":"Allow","Action":"ec2:Describe*","Resource":"*"}}`}
		mustHold(t, planned(w.Plan(aws(acmeAccount), edit)), "it cannot be a VPC role: it lacks 2 EC2 actions", "ec2:DeleteNetworkInterface")
		w.Do(aws(acmeAccount), edit)
		v := vpcs(w, "Ada")[0]
		mustHold(t, v.Broken, "lacks ec2:CreateNetworkInterface, ec2:DeleteNetworkInterface")
		mustEqual(t, "verdict", v.Verdict, vpccheck.Fail)
	})
	t.Run("VPC-05 a role that is not restricted to the space is accepted with a warning, one that is without", func(t *testing.T) {
		w := vpcWorld(t)
		space := modeltest.Ask[model.Document](w, as("Ada"), &model.ShowVPCPolicy{Space: "acme"})
		open := strings.Replace(space.Text, "ArnLike", "ArnLikeIfExists", 1)
		w.Do(aws(acmeAccount), &model.AddRole{Space: "acme", ARN: ownARN("open"), PastedPermissions: iam.VPCAccess(), Pasted: open})
		w.Do(aws(acmeAccount), &model.AddRole{Space: "acme", ARN: ownARN("own"), PastedPermissions: iam.VPCAccess(), Pasted: space.Text})
		w.Do(aws(acmeAccount), &model.AddRole{Space: "acme", ARN: ownARN("dark"), PastedPermissions: iam.VPCAccess()})
		warned := func(role string) string {
			return planned(w.Plan(as("Ada"), likeCorp(func(a *model.AddVPC) { a.Role = role })))
		}
		mustHold(t, warned("open"), "not restricted to this space with aws:SourceArn")
		mustHold(t, warned("dark"), "the trust policy of dark is not known")
		if text := warned("own"); strings.Contains(text, "trust") {
			t.Errorf("the recommended trust policy is warned about: %s", text)
		}
		w.Do(as("Ada"), likeCorp(func(a *model.AddVPC) { a.Role = "open" }))
	})
	t.Run("VPC-05 the exact trust policy is shown for this space, or for one of its projects", func(t *testing.T) {
		w := vpcWorld(t)
		rocket(w, "Lee")
		all := modeltest.Ask[model.Document](w, as("Ada"), &model.ShowVPCPolicy{Space: "acme", Kind: model.TrustPolicy})
		one := modeltest.Ask[model.Document](w, as("Ada"), &model.ShowVPCPolicy{Space: "acme", Project: "Rocket"})
		id := account(w, as("Ada"), "acme", acmeAccount).SpaceID
		mustHold(t, all.Text, `"ArnLike"`, `"arn:aws:codecatalyst:::space/`+id+`"`, `"arn:aws:codecatalyst:::space/`+id+`/project/*"`)
		if strings.Contains(one.Text, "project/*") || !strings.Contains(one.Text, id+"/project/") {
			t.Error(one.Text)
		}
		w.RefuseAnswer("PRJ-02", as("Ada"), &model.ShowVPCPolicy{Space: "acme", Project: "none"})
	})
}

func TestVPCDefault(t *testing.T) {
	t.Run("VPC-12 there is at most one default; it is set, replaced and removed", func(t *testing.T) {
		w := vpcWorld(t)
		w.Do(as("Ada"), addVPC("corp"))
		w.Do(as("Ada"), addVPC("lab"))
		w.Refused("VPC-12", as("Ada"), &model.RemoveDefaultVPC{Space: "acme"})
		w.Do(as("Pat"), &model.SetDefaultVPC{Space: "acme", Name: "corp"})
		w.Refused("VPC-12", as("Ada"), &model.SetDefaultVPC{Space: "acme", Name: "corp"})
		mustHold(t, planned(w.Plan(as("Ada"), &model.SetDefaultVPC{Space: "acme", Name: "lab"})), "from corp to lab")
		w.Do(as("Ada"), &model.SetDefaultVPC{Space: "acme", Name: "lab"})
		defaults := 0
		for _, v := range vpcs(w, "Ada") {
			if v.Default {
				defaults++
				mustEqual(t, "the default", v.Name, "lab")
			}
		}
		mustEqual(t, "defaults", defaults, 1)
		mustEqual(t, "takes", w.Plan(as("Ada"), &model.RemoveDefaultVPC{Space: "acme"}).Takes(), true)
		w.Do(as("Ada"), &model.RemoveDefaultVPC{Space: "acme"})
		if list := vpcs(w, "Ada"); list[0].Default || list[1].Default {
			t.Errorf("there is a default: %+v", list)
		}
	})
}

func TestEditVPC(t *testing.T) {
	t.Run("VPC-13 role, subnets and security groups are changed under the rules of adding, and what is not given stays", func(t *testing.T) {
		w := vpcWorld(t)
		w.Do(as("Ada"), addVPC("corp"))
		edit := func(e model.EditVPC) *model.EditVPC { e.Space, e.Name = "acme", "CORP"; return &e }
		w.Refused("VPC-07", as("Ada"), edit(model.EditVPC{Subnets: []string{"subnet-puba"}}))
		w.Refused("VPC-08", as("Ada"), edit(model.EditVPC{SecurityGroups: []string{"sg-other"}}))
		w.Refused("ACC-09", as("Ada"), edit(model.EditVPC{Role: "none"}))
		w.Refused("VPC-13", as("Ada"), edit(model.EditVPC{}))
		mustHold(t, planned(w.Plan(as("Ada"), edit(model.EditVPC{Subnets: []string{"subnet-prib"}}))), "the subnets, from subnet-pria, subnet-prib to subnet-prib")
		w.Do(as("Ada"), edit(model.EditVPC{Subnets: []string{"subnet-prib"}}))
		v := vpcs(w, "Ada")[0]
		mustEqual(t, "the connection", fmt.Sprint(v.Name, v.Subnets, v.SecurityGroups), "corp[subnet-prib] [sg-1]")
	})
}

func TestRemoveVPC(t *testing.T) {
	t.Run("VPC-14 it asks for the connection's name, in any case, and a removed default leaves none", func(t *testing.T) {
		s := newStage(t)
		s.Do(as("Lee"), &model.SetEnvironmentVPC{Space: "acme", Project: "rocket", Name: "test", VPC: "Corp"})
		for _, typed := range []string{"", "acme", "remove"} {
			s.Refused("VPC-14", as("Ada"), &model.RemoveVPC{Space: "acme", Name: "corp", Confirm: typed})
		}
		mustHold(t, planned(s.Plan(as("Ada"), &model.RemoveVPC{Space: "acme", Name: "corp"})), "corp is the default of acme, which has none then", "1 environment loses its VPC connection rocket/test")
		s.Do(as("Ada"), &model.RemoveVPC{Space: "acme", Name: "CORP", Confirm: "CORP"})
		for _, v := range vpcs(s.World, "Ada") {
			if v.Default || v.Name == "corp" {
				t.Errorf("left: %+v", v)
			}
		}
		for _, e := range modeltest.Ask[[]model.EnvironmentView](s.World, as("Ada"), &model.ListEnvironments{Space: "acme"}) {
			mustEqual(t, "the VPC connection of "+e.Name, e.VPC, "")
		}
		s.Do(as("Ada"), addVPC("corp"))
		for _, e := range modeltest.Ask[[]model.EnvironmentView](s.World, as("Ada"), &model.ListEnvironments{Space: "acme"}) {
			mustEqual(t, "a new connection of the old name in "+e.Name, e.VPC, "")
		}
	})
	t.Run("SPC-10 deleting the space takes its VPC connections, counted before", func(t *testing.T) {
		s := newStage(t)
		mustHold(t, planned(s.Plan(as("Ada"), &model.DeleteSpace{Name: "acme"})), "2 VPC connections go corp,lab")
	})
}

func TestVPCOfEnvironments(t *testing.T) {
	t.Run("VPC-17 an environment is given a VPC connection of the space by a Project administrator", func(t *testing.T) {
		s := newStage(t)
		set := func(name string) *model.SetEnvironmentVPC {
			return &model.SetEnvironmentVPC{Space: "acme", Project: "rocket", Name: "test", VPC: name}
		}
		s.Refused("VPC-02", as("Lee"), set("none"))
		if refusal := s.Refused("ACT-02", as("Tom"), set("corp")); refusal.Who == "" {
			t.Errorf("it does not say who may: %v", refusal)
		}
		s.Do(as("Lee"), set("CORP"))
		s.Refused("VPC-17", as("Lee"), set("corp"))
		mustEqual(t, "environments of corp", strings.Join(vpcs(s.World, "Lee")[0].Environments, " "), "rocket/test")
		mustHold(t, planned(s.Plan(as("Lee"), set(""))), "from corp to none", "use the default VPC connection of the space then: corp")
		s.Do(as("Lee"), &model.AddEnvironment{Space: "acme", Project: "rocket", Name: "prod", Account: acmeAccount, Role: "CodeCatalystWorkflowDevelopmentRole-acme", VPC: "lab"})
		mustEqual(t, "environments of lab", strings.Join(vpcs(s.World, "Ada")[1].Environments, " "), "rocket/prod")
	})
	t.Run("VPC-17 PRJ-02 who does not see the project does not see its environments either", func(t *testing.T) {
		s := newStage(t)
		s.SignUp("Max")
		s.Join("acme", "Ada", model.LimitedAccess, "Max")
		s.Do(as("Lee"), &model.SetEnvironmentVPC{Space: "acme", Project: "rocket", Name: "test", VPC: "corp"})
		mustEqual(t, "environments that Max sees", len(vpcs(s.World, "Max")[0].Environments), 0)
	})
}

func TestVPCEndpoint(t *testing.T) {
	t.Run("VPC-16 the services are listed with the Region filled in", func(t *testing.T) {
		w := vpcWorld(t)
		var rows []string
		for _, s := range modeltest.Ask[[]model.EndpointServiceView](w, modeltest.Nobody, &model.ListEndpointServices{}) {
			rows = append(rows, s.Service+" "+string(s.Region)+" "+s.Name)
		}
		mustEqual(t, "services", strings.Join(rows, "\n"), "Source us-west-2 com.amazonaws.us-west-2.codecatalyst.git\nAPI us-west-2 aws.api.global.codecatalyst\n"+
			"Packages us-west-2 com.amazonaws.us-west-2.codecatalyst.packages\nSource eu-west-1 com.amazonaws.eu-west-1.codecatalyst.git\nAPI eu-west-1 aws.api.global.codecatalyst\n"+
			"Packages eu-west-1 com.amazonaws.eu-west-1.codecatalyst.packages")
		w.RefuseAnswer("VPC-16", modeltest.Nobody, &model.ListEndpointServices{Region: "us-east-1"})
	})
	t.Run("VPC-16 the command has the VPC, the subnets and the security groups of the connection", func(t *testing.T) {
		w := vpcWorld(t)
		w.Do(as("Ada"), addVPC("corp"))
		d := modeltest.Ask[model.Document](w, as("Pat"), &model.ShowEndpoint{Space: "acme", Name: "corp", Service: model.SourceService})
		mustEqual(t, "the command", strings.Join(strings.Fields(strings.ReplaceAll(d.Text, "\\\n", "")), " "),
			"aws ec2 create-vpc-endpoint --region us-west-2 --vpc-endpoint-type Interface --vpc-id vpc-1 --service-name com.amazonaws.us-west-2.codecatalyst.git --subnet-ids subnet-pria subnet-prib --security-group-ids sg-1 --private-dns-enabled")
		all := modeltest.Ask[model.Document](w, as("Pat"), &model.ShowEndpoint{Space: "acme", Name: "corp"})
		mustEqual(t, "commands", strings.Count(all.Text, "create-vpc-endpoint"), 3)
	})
	t.Run("VPC-16 an id that a shell would take for more than a word is quoted", func(t *testing.T) {
		w := vpcWorld(t, [3]string{"us/groups.json", `"sg-1"`, `"sg-1;rm -rf '~'"`})
		w.Do(as("Ada"), likeCorp(func(a *model.AddVPC) { a.SecurityGroups = []string{"sg-1;rm -rf '~'"} }))
		mustHold(t, modeltest.Ask[model.Document](w, as("Ada"), &model.ShowEndpoint{Space: "acme", Name: "corp"}).Text, `'sg-1;rm -rf '\''~'\'''`)
	})
}
