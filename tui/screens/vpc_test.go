package screens_test

import (
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"atrium/model"
	"atrium/model/modeltest"
	"atrium/tui/kit"
	"atrium/tui/kit/kittest"
)

// vpcRole is the role of acme's account that can be a VPC role.
const vpcRole = "CodeCatalystWorkflowDevelopmentRole-acme"

// networked is acme with networks that its account sees: vpc-1 passes, vpc-2 does not, and vpc-eu is in another
// Region. Beside the VPC role the account has one that lacks actions, and one of which nothing is known.
func (w *world) networked() {
	w.t.Helper()
	w.acme()
	aws := modeltest.AWS(account)
	w.Do(aws, &model.AddRole{Space: "acme", Create: model.DevelopmentRole})
	w.Do(aws, &model.AddRole{Space: "acme", ARN: "arn:aws:iam::" + account + ":role/short",
		PastedPermissions: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ec2:Describe*","ec2:CreateNetworkInterface"],"Resource":"*"}]}`})
	w.Do(aws, &model.AddRole{Space: "acme", ARN: "arn:aws:iam::" + account + ":role/silent"})
	w.Do(aws, modeltest.NetworkImport(modeltest.NetworkFiles()))
}

// connected is networked with VPC connections: corp, of two zones, and another one, named alone.
func (w *world) connected() {
	w.t.Helper()
	w.networked()
	w.Do(modeltest.As("mary"), &model.AddVPC{Space: "acme", Account: account, Role: vpcRole, VPC: "vpc-1", Subnets: []string{"subnet-pria", "subnet-prib"},
		SecurityGroups: []string{"sg-1"}, Name: "corp"})
	w.Do(modeltest.As("mary"), &model.AddVPC{Space: "acme", Account: account, Role: vpcRole, VPC: "vpc-1", Subnets: []string{"subnet-pria2"},
		SecurityGroups: []string{"sg-2", "sg-3"}, Name: "alone"})
}

// vpc is a VPC connection as mary sees it.
func (w *world) vpc(name string) model.VPCDetails {
	w.t.Helper()
	return modeltest.Ask[model.VPCDetails](w.World, modeltest.As("mary"), &model.ShowVPC{Space: "acme", Name: name})
}

// filed is an Env with files at hand.
func (w *world) filed(session model.Session, files map[string]string) *kit.Env {
	w.t.Helper()
	env := w.env(session)
	in := modeltest.NetworkImport(files)
	env.Open, env.List = in.Open, in.List
	return env
}

func TestVPCConnections(t *testing.T) {
	onScreen(t, "VPC-02 the list shows name, VPC ID, account connection and the default, which stands first", func(w *world) {
		w.connected()
		r := w.open(modeltest.As("mary"), "settings?space=acme").Press("v").See("VPC connections", "VPC connection name", "Default", "VPC ID", "AWS account", "1 of 2")
		r.See("> alone", "corp", "vpc-1", account, "PASS", "No environment that you see uses alone.")
		r.Press("end", "d").See("changes", "the default VPC connection of acme, from none to corp", "> Cancel <").Press("y").Wait(ages)
		r.Press("home").See("> corp", "default", "without a VPC connection of their own use")
	})
	onScreen(t, "VPC-02 a connection that lost something says what", func(w *world) {
		w.connected()
		w.Do(modeltest.AWS(account), &model.RemoveRole{Space: "acme", ARN: vpcRole})
		r := w.open(modeltest.As("mary"), "vpcs?space=acme").See("BROKEN", "! alone does not work: the VPC role is no longer available.")
		r.Press("enter").See("! It does not work: the VPC role is no longer available.")
	})
	onScreen(t, "VPC-01 with limited access the list is seen, and what is closed says who may", func(w *world) {
		w.connected()
		r := w.open(modeltest.As("jane"), "vpcs?space=acme").See("corp", "×n add", "×e edit").Press("n")
		r.See("Who may: a Space administrator or Power user").Press("enter", "enter").See("VPC connection alone")
		w.open(modeltest.As("jane"), "vpc-add?space=acme").See("Who may: a Space administrator or Power user")
		w.open(modeltest.As("lin"), "vpcs?space=acme").See("n add").SeeNot("×n")
	})
	onScreen(t, "VPC-12 the default is removed again after its plan, and the connection stays", func(w *world) {
		w.connected()
		w.Do(modeltest.As("mary"), &model.SetDefaultVPC{Space: "acme", Name: "corp"})
		r := w.open(modeltest.As("mary"), "vpcs?space=acme").See("> corp", "d remove default").Press("d")
		r.See("ends", "corp is no longer the default VPC connection of acme", "> Cancel <").Press("y").Wait(ages).See("corp", "alone", "d set default").SeeNot("default  vpc")
	})
	onScreen(t, "VPC-14 removing shows the plan and asks for the connection's name", func(w *world) {
		w.connected()
		w.Do(modeltest.As("mary"), &model.SetDefaultVPC{Space: "acme", Name: "corp"})
		r := w.open(modeltest.As("mary"), "vpcs?space=acme&name=corp").Press("x")
		r.See("Remove the VPC connection corp", "removes", "corp is the default of acme, which has none then", "Type corp to confirm").Type("alone").Press("enter").See("not the word corp")
		r.Press("ctrl+u")
		for range "alone" {
			r.Press("backspace")
		}
		r.Type("corp").Press("enter")
		w.open(modeltest.As("mary"), "vpcs?space=acme").See("alone", "1 of 1").SeeNot("corp")
	})
	onScreen(t, "VPC-17 an environment is given a VPC connection, and none again", func(w *world) {
		w.connected()
		w.Do(modeltest.As("mary"), &model.AddEnvironment{Space: "acme", Project: "web", Name: "prod", Account: account, Role: vpcRole})
		r := w.open(modeltest.As("mary"), "environments?space=acme&project=web").Press("v")
		r.See("VPC connection of environment prod", "> 1 None of its own", "outside any VPC", "alone", "corp", "Check: PASS").Press("3", "enter")
		r.See("changes", "the environment prod of the project web", "to corp").Press("y").Wait(ages).See(", in corp.").Press("v", "1", "enter").See("corp to none").Press("y").Wait(ages).SeeNot("corp")
	})
	onScreen(t, "VPC-17 who does not administer the project may not give its environment one", func(w *world) {
		w.connected()
		w.Do(modeltest.As("mary"), &model.AddEnvironment{Space: "acme", Project: "web", Name: "prod", Account: account, Role: vpcRole})
		w.Do(modeltest.As("mary"), &model.InviteToProject{Space: "acme", Project: "web", Email: "lin@example.com", Role: model.Contributor})
		w.open(modeltest.As("lin"), "environments?space=acme&project=web").See("×v VPC").Press("v").See("You are not a Project administrator of web.")
	})
}

func TestVPCDocuments(t *testing.T) {
	onScreen(t, "VPC-05 the trust policy for the space and for one project is shown, copied and exported as valid JSON", func(w *world) {
		w.connected()
		w.Do(modeltest.As("mary"), &model.CreateProject{Space: "acme", Name: "app"})
		env := w.env(modeltest.As("mary"))
		saved := map[string]string{}
		env.Save = func(name string, data []byte) error { saved[name] = string(data); return nil }
		r := w.openWith(env, "vpcs?space=acme").Press("p").See("Trust policy for the space", "Trust policy for one project", "Permission policy", "seven EC2 actions")
		r.Press("enter").See("Trust policy of a VPC role of acme", "sts:AssumeRole").Press("y").See("Sent to the terminal's clipboard").Wait(ages)
		r.Press("s").See("Save Trust policy").Press("ctrl+s").See("Saved as vpc-role-trust.json.").Wait(ages).Press("esc")
		r.Press("2", "enter").See("Choose the project", "app", "web").Press("end", "enter").See("web only").Press("s").Type("x").Press("ctrl+s").Wait(ages).Press("esc", "esc")
		r.Press("3", "enter").See("Permission policy of a VPC role", "ec2:CreateNetworkInterface")
		space := w.View(modeltest.As("mary"), "acme").ID
		for name, want := range map[string]string{"vpc-role-trust.json": "space/" + space + `/project/*"`, "vpc-role-trust.jsonx": "space/" + space + "/project/"} {
			if !json.Valid([]byte(saved[name])) || !strings.Contains(saved[name], want) || !strings.Contains(saved[name], `space/`+space+`"`) {
				t.Errorf("%s holds %s", name, saved[name])
			}
		}
		if strings.Contains(saved["vpc-role-trust.jsonx"], "*") {
			t.Errorf("the policy of one project is for all: %s", saved["vpc-role-trust.jsonx"])
		}
	})
	onScreen(t, "VPC-16 the command for VPC endpoints is shown filled in, copied and exported, for all services or one", func(w *world) {
		w.connected()
		env := w.env(modeltest.As("mary"))
		saved := ""
		env.Save = func(_ string, data []byte) error { saved = string(data); return nil }
		r := w.openWith(env, "vpcs?space=acme").Press("end", "o").See("VPC endpoints for corp", "All services", "Source", "API", "Packages").Press("enter")
		r.See("aws ec2 create-vpc-endpoint", "--vpc-id vpc-1", "--subnet-ids subnet-pria subnet-prib", "--security-group-ids sg-1").Press("y").See("Sent to the terminal's clipboard").Wait(ages)
		r.Press("s", "ctrl+s").See("Saved as create-vpc-endpoint-corp.sh.").Wait(ages).Press("esc")
		for _, name := range []string{"com.amazonaws.us-west-2.codecatalyst.git", "aws.api.global.codecatalyst", "com.amazonaws.us-west-2.codecatalyst.packages"} {
			if !strings.Contains(saved, "--service-name "+name) {
				t.Errorf("no %s in %s", name, saved)
			}
		}
		r.Press("4", "enter").See("codecatalyst.packages").SeeNot("codecatalyst.git")
	})
	onScreen(t, "VPC-16 the service names of both Regions are listed by service", func(w *world) {
		w.connected()
		r := w.open(modeltest.As("mary"), "vpcs?space=acme").Press("v").See("Source\n", "API\n", "Packages\n",
			"us-west-2: com.amazonaws.us-west-2.codecatalyst.git", "eu-west-1: com.amazonaws.eu-west-1.codecatalyst.packages", "aws.api.global.codecatalyst")
		if screen := r.Screen(); strings.Index(screen, "Source") > strings.Index(screen, "API") || strings.Count(screen, "API") != 1 {
			t.Errorf("the services are not in the guide's order:\n%s", screen)
		}
	})
	onScreen(t, "HLP-01 the policies and the service names are found from anywhere in the space", func(w *world) {
		w.connected()
		w.open(modeltest.As("mary"), "members?space=acme").Press(":").Type("policies of a vpc").Press("enter").See("Trust policy for the space")
		w.open(modeltest.As("mary"), "members?space=acme").Press(":").Type("endpoint service").Press("enter").See("aws.api.global.codecatalyst")
	})
}

// toSubnets opens the wizard and goes on to its subnets.
func (w *world) toSubnets(env *kit.Env) *kittest.Robot {
	w.t.Helper()
	r := w.openWith(env, "vpc-add?space=acme").See("[1 account]", account, "IAM roles").Press("enter")
	return r.See("[2 role]", vpcRole, "holds the seven actions").Press("enter").See("[3 VPC]", "> vpc-1", "PASS", "3 of 6").Press("enter").See("[4 subnets]")
}

func TestVPCWizard(t *testing.T) {
	onScreen(t, "VPC-03 seven steps lead over what the VPC role sees to the review, and add the connection", func(w *world) {
		w.networked()
		r := w.toSubnets(w.env(modeltest.As("mary"))).Press(" ", "end", "up", "up", " ").See("2 selected").Press("enter")
		r.See("[5 groups]", "sg-1", "Outbound rules").Press(" ", "enter").See("[6 name]", "VPC connection name").Type("corp").Press("enter")
		r.See("[7 review]", "creates", "the VPC connection corp: vpc-1", "every project of acme can use it", "EC2 compute and Linux only", "> Cancel <")
		r.Press("y").See("VPC connection corp", "EC2 compute and Linux; actions with it may take longer")
		if v := w.vpc("corp"); !slices.Equal(v.Subnets, []string{"subnet-pria", "subnet-prib"}) || !slices.Equal(v.SecurityGroups, []string{"sg-1"}) {
			t.Errorf("it was added as %+v", v.VPCConnection)
		}
	})
	onScreen(t, "VPC-03 every step can be gone back to with nothing lost, and nothing exists before the last one", func(w *world) {
		w.networked()
		before := w.Dump()
		r := w.toSubnets(w.env(modeltest.As("mary"))).Press(" ", "enter").See("[5 groups]").Press("down", " ", "enter").See("[6 name]").Type("corp").Press("enter").See("[7 review]", "sg-2")
		r.Press("esc").See("[6 name]", "corp").Press("esc").See("[5 groups]", "1 selected").Press("esc").See("[4 subnets]", "1 selected").Press("esc").See("[3 VPC]")
		r.Press("esc").See("[2 role]").Press("esc").See("[1 account]").Press("enter", "enter", "enter").See("[4 subnets]", "1 selected").Press("enter").See("1 selected").Press("enter")
		r.See("corp").Press("enter").See("[7 review]", "subnet-pria", "sg-2")
		if w.Dump() != before {
			t.Error("something exists before the last step")
		}
		r.Press("q").See("Leave before the VPC connection is added?").Press("esc").See("[7 review]")
	})
	onScreen(t, "VPC-03 another VPC or account lets go of what was chosen of the one before", func(w *world) {
		w.networked()
		r := w.toSubnets(w.env(modeltest.As("mary"))).Press(" ").See("1 selected").Press("esc").See("[3 VPC]").Press("down").See("> vpc-2", "FAIL").Press("enter")
		r.See("Subnets of vpc-2", "subnet-vgw", "! Not offered: its default route goes to a VPN gateway (vgw-1), not to a NAT").SeeNot("selected")
	})
	onScreen(t, "VPC-04 a role without the seven actions is shown with what it lacks, and gives no choices", func(w *world) {
		w.networked()
		r := w.open(modeltest.As("mary"), "vpc-add?space=acme").Press("enter").See("short", "lacks 1 of 7, no choices", "silent", "not known, no choices")
		r.Press("down").See("> short", "! It lacks ec2:DeleteNetworkInterface.").Press("enter").See("The role short gives no choices", "ec2:DeleteNetworkInterface.", "Rule VPC-04", "[2 role]")
		r.Press("down").See("> silent", "! What it permits is not known here").SeeNot("Rule VPC-04").Press("p").See("Permission policy").Press("3", "enter").See("ec2:DeleteNetworkInterface")
	})
	onScreen(t, "VPC-05 a role that other spaces can use is accepted with a warning", func(w *world) {
		w.networked()
		open := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":["codecatalyst-runner.amazonaws.com","codecatalyst.amazonaws.com"]},"Action":"sts:AssumeRole"}]}`
		document := modeltest.Ask[model.Document](w.World, modeltest.As("mary"), &model.ShowVPCPolicy{Space: "acme", Kind: model.PermissionsPolicy})
		w.Do(modeltest.AWS(account), &model.EditRole{Space: "acme", ARN: "silent", Pasted: open, PastedPermissions: document.Text})
		r := w.open(modeltest.As("mary"), "vpc-add?space=acme").Press("enter", "end").See("> silent", "holds the seven actions", "too open, other spaces can use it as well")
		r.Press("enter", "enter", " ", "enter", " ", "enter").Type("corp").Press("enter").See("[7 review]", "not restricted to this space")
	})
	onScreen(t, "VPC-07 only usable subnets are offered, the others say why, and a zone has one", func(w *world) {
		w.networked()
		r := w.toSubnets(w.env(modeltest.As("mary"))).See("> us-west-2a", "subnet-pria ", "Offered: its default route goes to the NAT gateway nat-a.")
		r.Press("enter").See("! No subnet is chosen.", "Rule VPC-07").Press("down", "down").See("> us-west-2a    subnet-puba", "! Not offered: it is public: its route table has a route to an internet gateway.")
		r.Press(" ").See("subnet-puba is not offered").Wait(ages).SeeNot("selected").Press("end", "up").See("subnet-isob", "isolated", "! Not offered: it has no default route.")
		r.Press("home", " ").See("1 selected").Press(" ").See("subnet-pria gives way", "us-west-2a").Wait(ages).See("1 selected", "*us-west-2a    subnet-pria2")
	})
	onScreen(t, "VPC-08 one to five security groups are chosen", func(w *world) {
		w.networked()
		r := w.toSubnets(w.env(modeltest.As("mary"))).Press(" ", "enter", "enter").See("! No security group is chosen.", "Rule VPC-08")
		r.Press(" ", " ", " ", " ", " ").See("5 selected").Press(" ").See("one to five security groups").Wait(ages).See("5 selected").Press("home", " ", "end", " ").See("5 selected")
	})
	onScreen(t, "VPC-09 a VPC of another Region is explained, and refused", func(w *world) {
		w.networked()
		r := w.open(modeltest.As("mary"), "vpc-add?space=acme").Press("enter", "enter", "end").See("> vpc-eu", "! Not offered: it is in eu-west-1, and the space is in us-west-2.")
		r.Press("enter").See("Rule VPC-09", "[3 VPC]")
	})
	onScreen(t, "VPC-06 a name that is taken stands on its field, with what was typed", func(w *world) {
		w.connected()
		r := w.toSubnets(w.env(modeltest.As("mary"))).Press(" ", "enter", " ", "enter").Type("CORP").Press("enter").See("[6 name]", "! acme has a VPC connection CORP already.", "Rule VPC-06")
		r.Press("2", "enter").See("[7 review]", "CORP2")
	})
	onScreen(t, "VPC-10 the check of a VPC is seen from the wizard, which stays as it is", func(w *world) {
		w.networked()
		r := w.toSubnets(w.env(modeltest.As("mary"))).Press(" ", "v").See("[Check]", "vpc-1: PASS").Press("tab").See("[Picture]", "igw-1, attached", "subnet-puba")
		r.Press("tab").See("[Troubleshooting]", "enter explains").Press("enter").See("What to do").Press("esc", "esc").See("[4 subnets]", "1 selected")
	})
	onScreen(t, "VPC-03 where nothing was imported one goes over to do it, and comes back to where one was", func(w *world) {
		w.acme()
		w.Do(modeltest.AWS(account), &model.AddRole{Space: "acme", Create: model.DevelopmentRole})
		env := w.filed(modeltest.As("mary"), modeltest.NetworkFiles())
		r := w.openWith(env, "vpc-add?space=acme").Press("enter", "enter").See("[3 VPC]", "nothing was imported of this AWS account yet").Press("i").Wait(ages)
		r.See("AWS "+account, "[6 VPCs]", "No VPC of this AWS account is known here").Press("m").Type(".").Press("ctrl+s").See("creates", "2 VPCs of us-west-2").Press("y").See("Imported", "3 new")
		r.Press("enter").See("vpc-1", "PASS").Press("g").See("[3 VPC]", "> vpc-1").Press("enter").See("[4 subnets]")
	})
	onScreen(t, "VPC-03 who signs in on the way finds everything as it was chosen", func(w *world) {
		w.networked()
		r := w.toSubnets(w.env(modeltest.As("mary"))).Press(" ", "enter").See("[5 groups]").Press("down", " ", "esc", "esc").See("[3 VPC]").Press("i").Wait(ages).See("[6 VPCs]", "vpc-eu").Press("g")
		r.See("[3 VPC]", "> vpc-1").Press("enter").See("[4 subnets]", "1 selected", "*us-west-2a    subnet-pria").Press("enter").See("[5 groups]", "1 selected", "sg-2")
	})
	onScreen(t, "VPC-13 editing begins with what there is, keeps the rules of adding, and shows the plan", func(w *world) {
		w.connected()
		r := w.open(modeltest.As("mary"), "vpcs?space=acme&name=corp").Press("e").See("[1 role] 2 subnets  3 groups  4 review", "> "+vpcRole).Press("enter")
		r.See("[2 subnets]", "2 selected").Press("enter").See("[3 groups]", "1 selected").Press("enter").See("Rule VPC-13", "[3 groups]")
		r.Press(" ").SeeNot("selected").Press("enter").See("Rule VPC-08").Press(" ").See("1 selected").Press("esc").See("[2 subnets]").Press(" ").See("1 selected")
		r.Press("enter", "enter").See("[4 review]", "changes", "the subnets, from subnet-pria, subnet-prib to subnet-prib", "sg-2", "> Cancel <").Press("y").See("VPC connection corp")
		if v := w.vpc("corp"); !slices.Equal(v.Subnets, []string{"subnet-prib"}) {
			t.Errorf("it is %+v now", v.VPCConnection)
		}
	})
	onScreen(t, "VPC-13 an edit begins on the role that the connection has", func(w *world) {
		w.networked()
		document := modeltest.Ask[model.Document](w.World, modeltest.As("mary"), &model.ShowVPCPolicy{Space: "acme", Kind: model.PermissionsPolicy})
		w.Do(modeltest.AWS(account), &model.EditRole{Space: "acme", ARN: "silent", PastedPermissions: document.Text})
		w.Do(modeltest.As("mary"), &model.AddVPC{Space: "acme", Account: account, Role: "silent", VPC: "vpc-1", Subnets: []string{"subnet-pria"}, SecurityGroups: []string{"sg-1"}, Name: "corp"})
		r := w.open(modeltest.As("mary"), "vpc-add?space=acme&edit=corp").See("[1 role]", "> silent").Press("enter", " ", " ", "enter", "enter").See("[4 review]").SeeNot("the role, to")
		r.Press("esc", "esc", "esc").See("[1 role]", "> silent")
	})
	onScreen(t, "VPC-03 the wizard stays whole in the least window", func(w *world) {
		w.networked()
		r := w.open(modeltest.As("mary"), "vpc-add?space=acme").Resize(60, 15).See("[1 account]").Press("enter", "end", "enter").See("[2 role]", "! It is not known here")
		r.Press("home", "enter").See("[3 VPC]").Press("v").See("[Check]").Press("esc", "enter", " ", "enter", "enter").See("[5 groups]", "! No security group").Press(" ", "enter").Type("corp").Press("enter").See("[7 review]")
	})
	onScreen(t, "VPC-03 adding is found from anywhere in the space", func(w *world) {
		w.networked()
		w.open(modeltest.As("mary"), "members?space=acme").Press(":").Type("add vpc").Press("enter").See("[1 account]")
	})
}

func TestNetworkPage(t *testing.T) {
	onScreen(t, "VPC-10 the page of a connection has its check, with what decides and what to do, and its picture", func(w *world) {
		w.connected()
		w.Do(modeltest.AWS(account), modeltest.NetworkImport(modeltest.NetworkFiles([3]string{"us/tables.json", `"NatGatewayId": "nat-a", "State": "active"`, `"NatGatewayId": "nat-a", "State": "blackhole"`})))
		r := w.open(modeltest.As("mary"), "vpcs?space=acme&name=corp").See("Check", "FAIL", "subnet-pria us-west-2a 10.0.2.0/24: private, not usable").Press("tab")
		r.See("[Check]", "vpc-1: FAIL", "Not met")
		page := everything(r)
		for _, words := range []string{"Private route tables point to a NAT gateway (private-routes)", "What to do: Set the route of rtb-main", "Decided by: subnet-pria, rtb-main"} {
			if !strings.Contains(page, words) {
				t.Errorf("%q is not in the check:\n%s", words, page)
			}
		}
		page = everything(r.Press("tab").See("[Picture]"))
		for _, words := range []string{"═ us-west-2a", "┌ PUBLIC", "│ subnet-pria !", "─× nat-a blackhole", "What the marks say"} {
			if !strings.Contains(page, words) {
				t.Errorf("%q is not in the picture:\n%s", words, page)
			}
		}
	})
	onScreen(t, "VPC-10 the picture is ASCII where the terminal takes nothing else", func(w *world) {
		w.connected()
		env := w.env(modeltest.As("mary"))
		env.Theme = kit.NewTheme(io.Discard, []string{"TERM=vt100", "LC_ALL=C"})
		page := everything(w.openWith(env, "vpcs?space=acme&name=corp&part=Picture"))
		if !strings.Contains(page, "+ PUBLIC") || strings.ContainsFunc(page, func(r rune) bool { return r > '~' }) {
			t.Errorf("the picture is %s", page)
		}
	})
	onScreen(t, "VPC-18 the guide's list stands in its order with this VPC's verdicts, and enter explains an entry", func(w *world) {
		w.connected()
		w.Do(modeltest.AWS(account), modeltest.NetworkImport(modeltest.NetworkFiles([3]string{"us/igws.json", `"available"`, `"detached"`})))
		r := w.open(modeltest.As("mary"), "vpcs?space=acme&name=corp&part=Troubleshooting").See("Troubleshooting your VPC setup: vpc-1")
		page, at := everything(r), 0
		for _, entry := range []string{"1 not-met Make sure that your internet gateway", "2 not-met Make sure that the route table for your public subnet", "3 met Make sure that your network ACLs",
			"4 met Make sure that your security groups", "5 not-met Troubleshoot your NAT gateway.", "6 met Make sure that the route table for private subnets", "7 met Make sure that your IPv4 CIDR block"} {
			next := strings.Index(page, entry)
			if next < at {
				t.Errorf("%q is not in its place:\n%s", entry, page)
			}
			at = next
		}
		r.Press("home", "down", "down", "down", "down", "enter").See("Troubleshoot your NAT gateway").Press("esc").See("> 5").Press("?").See("Troubleshoot your NAT gateway")
	})
	onScreen(t, "VPC-10 each subnet of a VPC says whether it can be used and why", func(w *world) {
		w.connected()
		r := w.open(modeltest.AWS(account), "aws-networks").See("vpc-1", "build", "us-west-2", "PASS", "3 of 6").Press("down", "enter").See("[Check]", "vpc-1: PASS").Press("shift+tab").See("[Subnets]", "3 of 6 subnets can be used")
		if page := everything(r); !strings.Contains(page, "subnet-isob us-west-2b 10.0.5.0/24: isolated, not usable it has no default route") {
			t.Errorf("the page is %s", page)
		}
	})
}

func TestImportNetworks(t *testing.T) {
	onScreen(t, "VPC-11 real networks are imported after their plan, and a faulty file changes nothing", func(w *world) {
		w.acme()
		files := modeltest.NetworkFiles()
		files["bad/subnets.json"] = `{"Subnets": [{"VpcId": 'vpc-1'}]}`
		r := w.openWith(w.filed(modeltest.AWS(account), files), "aws").Press(":").Type("import vpcs").Press("enter").See("Import the VPCs of AWS account "+account, "describe-vpcs", "> Folder")
		r.Type("bad").Press("ctrl+s").See("! bad/subnets.json, line 1: Subnets[0].VpcId", "Rule VPC-11", "bad").Press("ctrl+u").Type("us").Press("ctrl+s")
		r.See("creates", "2 VPCs of us-west-2", "1 VPC does not pass the check", "vpc-2 (fail)", "> Cancel <").Press("y").See("2 VPCs of us-west-2: 2 new, 0 changed, 0 no longer there.")
		r.Press("enter").See("1 of 2", "vpc-1", "vpc-2")
	})
	onScreen(t, "VPC-11 a long import shows how far it is, and can be cancelled", func(w *world) {
		w.acme()
		env := w.filed(modeltest.AWS(account), map[string]string{"us/vpcs.json": modeltest.NetworkFiles()["us/vpcs.json"]})
		open := env.Open
		env.Open = func(name string) (io.ReadCloser, error) {
			f, err := open(name)
			return io.NopCloser(&slow{f}), err
		}
		r := w.openWith(env, "aws-networks").Press("m").Type("us").Press("ctrl+s").See("Reading", "esc cancels").Press("esc").Wait(time.Minute).See("! The import was cancelled.", "Nothing was imported.", "us")
		r.Press("tab").Type("us-west-2").Press("ctrl+s").Wait(time.Hour).See("creates").Press("y").Wait(time.Hour).See("Imported")
	})
	onScreen(t, "VPC-11 ACT-05 a session without files of its own is told where to import", func(w *world) {
		w.acme()
		w.open(modeltest.AWS(account), "aws-networks").See("×m import").Press("m").See("This session has no files of yours", "atrium vpc import --dir FOLDER --aws "+account)
	})
	onScreen(t, "ACC-12 who is not signed in on the AWS side is told so, and can sign in", func(w *world) {
		w.networked()
		w.open(modeltest.As("mary"), "aws-networks").See("Rule ACC-12", "A Sign in to AWS").Press("A").See("[5 Accounts]")
		w.open(modeltest.As("mary"), "aws-networks?vpc=vpc-1").See("Rule ACC-12", "A Sign in to AWS")
	})
}

func TestVPCRolePolicies(t *testing.T) {
	onScreen(t, "VPC-04 what a role of one's own permits is told on the AWS side, and then it can be a VPC role", func(w *world) {
		w.networked()
		r := w.open(modeltest.As("mary"), "vpc-add?space=acme").Press("enter", "end").See("> silent").Press("r").Wait(ages).See("AWS "+account, "IAM roles available")
		r.Press("down", "down", "enter").See("silent", "Give its policies").Press("3", "enter").See("Policies of silent", "Permission policy text")
		document := modeltest.Ask[model.Document](w.World, modeltest.As("mary"), &model.ShowVPCPolicy{Space: "acme", Kind: model.PermissionsPolicy})
		r.Press("tab").Paste(strings.Join(strings.Fields(document.Text), " ")).Press("ctrl+s").See("> Cancel <").Press("y").Wait(ages)
		r.Press("g").See("[2 role]").Press("end").See("> silent", "holds the seven actions")
	})
}

func TestHostileNetworks(t *testing.T) {
	onScreen(t, "VPC-11 what files say is shown and never obeyed, in the list, the wizard and on the page", func(w *world) {
		w.acme()
		w.Do(modeltest.AWS(account), &model.AddRole{Space: "acme", Create: model.DevelopmentRole})
		files := modeltest.NetworkFiles()
		for name, body := range files {
			for _, id := range []string{"vpc-1", "subnet-pria2", "subnet-puba", "sg-1", "nat-a", "group sg-2", "build", "us-west-2b", "10.0.2.0/24"} {
				body = strings.ReplaceAll(body, `"`+id+`"`, `"`+id+`\u001b[2J\u202e\n東京東京東京東京東京東京東京東京"`)
			}
			files[name] = body
		}
		r := w.openWith(w.filed(modeltest.AWS(account), files), "aws-networks").Press("m").Type(".").Press("tab").Type("us-west-2").Press("ctrl+s").See("creates").Press("y").See("Imported").Press("enter")
		r.See("vpc-1␛[2J").Press("enter")
		for range 4 {
			r.Press("tab", "end", "home")
		}
		r = w.open(modeltest.As("mary"), "vpc-add?space=acme").Press("enter", "enter").See("vpc-1␛[2J").Press("v").See("␛[2J").Press("esc", "enter")
		r.See("Subnets of vpc-1␛[2J")
		for range 6 {
			r.Press(" ").Wait(ages).Press("down")
		}
		r.Press("enter").Press(" ", "enter").Wait(ages)
	})
}
