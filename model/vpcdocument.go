package model

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"atrium/model/iam"
)

// ShowVPCPolicy asks for a policy of a VPC role of the space, ready to use: the trust policy that is restricted to
// the space or to one of its projects, or the permission policy (VPC-04, VPC-05).
type ShowVPCPolicy struct {
	Space   string     `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Kind    PolicyKind `flag:"kind" label:"Policy" help:"trust or permissions" default:"trust"`
	Project string     `flag:"project" label:"Project" help:"name of the one project that may use the role; every project without it"`
}

func (q *ShowVPCPolicy) spaceName() string { return q.Space }

func (q *ShowVPCPolicy) answer(ask *Ask) (any, error) {
	switch q.Kind {
	case PermissionsPolicy:
		return Document{Title: "Permission policy of a VPC role", Name: "vpc-role-permissions.json", Text: iam.VPCAccess(),
			Notes: []string{"the VPC role fills the choices of VPCs, subnets and security groups, and makes the network interfaces of workflow actions and Dev Environments"}}, nil
	case TrustPolicy, "":
		return q.trust(ask)
	}
	return nil, refuse("VPC-05", "kind", "%q is not a policy of a VPC role.", clip(string(q.Kind))).fix("Choose trust or permissions.")
}

func (q *ShowVPCPolicy) trust(ask *Ask) (any, error) {
	d := Document{Title: "Trust policy of a VPC role of " + ask.space.Name, Name: "vpc-role-trust.json"}
	if q.Project == "" {
		d.Text = iam.VPCTrust(ask.space.ID, "")
		d.Notes = []string{"with the condition on aws:SourceArn the role is used for this space only; every project of it can use the VPC",
			"to restrict it to one project, name the project"}
		return d, nil
	}
	p, found, err := projects.Get(ask, K(ask.space.MemberSet, fold(q.Project)))
	if err != nil {
		return nil, err
	}
	sees := false
	if found {
		if sees, err = seesProject(ask, ask.member, p.Name); err != nil {
			return nil, err
		}
	}
	if !sees {
		return nil, noSuchProject(q.Project, ask.space)
	}
	d.Text = iam.VPCTrust(ask.space.ID, p.id(ask.space))
	d.Notes = []string{"with the condition on aws:SourceArn the role is used for this space and, of its projects, for " + p.Name + " only"}
	return d, nil
}

// id is the system's id of a project, in the form of facts.md 3.3. It follows from what never changes of it.
func (p *Project) id(space *Space) string {
	h := sha256.Sum256([]byte(fmt.Sprintf("project/%s/%s/%d", space.ID, fold(p.Name), p.CreatedAt)))
	return fmt.Sprintf("%x-%x-4%x-8%x-%x", h[0:4], h[4:6], h[6:8], h[8:10], h[10:16])
}

// EndpointService is a service that a VPC endpoint can be made for (VPC-16).
type EndpointService string

// The services, in the order of the guide.
const (
	SourceService   EndpointService = "source"
	APIService      EndpointService = "api"
	PackagesService EndpointService = "packages"
)

func endpointServices() []EndpointService {
	return []EndpointService{SourceService, APIService, PackagesService}
}

func (EndpointService) choices() []string {
	return []string{string(SourceService), string(APIService), string(PackagesService)}
}

// Title is the service in the guide's words.
func (s EndpointService) Title() string {
	switch s {
	case SourceService:
		return "Source"
	case APIService:
		return "API"
	default:
		return "Packages"
	}
}

// name is the service name in a Region (guide, “CodeCatalyst VPC endpoint service names”).
func (s EndpointService) name(region Region) string {
	switch s {
	case SourceService:
		return fmt.Sprintf("com.amazonaws.%s.codecatalyst.git", region)
	case APIService:
		return "aws.api.global.codecatalyst"
	default:
		return fmt.Sprintf("com.amazonaws.%s.codecatalyst.packages", region)
	}
}

// EndpointServiceView is a service name of a Region.
type EndpointServiceView struct {
	Service string `json:"service"`
	Region  Region `json:"region"`
	Name    string `json:"name"`
}

// ListEndpointServices asks for the VPC endpoint service names (VPC-16).
type ListEndpointServices struct {
	Region Region `flag:"region" label:"Region" help:"one Region; both without it"`
}

func (q *ListEndpointServices) answer(*Ask) (any, error) {
	regions := []Region{Oregon, Ireland}
	if q.Region != "" {
		if err := q.Region.check("VPC-16"); err != nil {
			return nil, err
		}
		regions = []Region{q.Region}
	}
	list := []EndpointServiceView{}
	for _, region := range regions {
		for _, s := range endpointServices() {
			list = append(list, EndpointServiceView{Service: s.Title(), Region: region, Name: s.name(region)})
		}
	}
	return list, nil
}

// ShowEndpoint asks for the command that creates the VPC endpoints of a VPC connection, with its VPC, subnets and
// security groups (VPC-16).
type ShowEndpoint struct {
	Space   string          `flag:"space" label:"Space" help:"name of the space" need:"yes"`
	Name    string          `flag:"name" label:"VPC connection" help:"its name" need:"yes"`
	Service EndpointService `flag:"service" label:"Service" help:"one service; all three without it"`
}

func (q *ShowEndpoint) spaceName() string { return q.Space }

func (q *ShowEndpoint) answer(ask *Ask) (any, error) {
	v, err := findVPCConnection(ask, ask.space, "name", q.Name)
	if err != nil {
		return nil, err
	}
	services := endpointServices()
	if q.Service != "" {
		if !slices.Contains(services, q.Service) {
			return nil, refuse("VPC-16", "service", "%q is no service with a VPC endpoint.", clip(string(q.Service))).fix("Choose source, api or packages.")
		}
		services = []EndpointService{q.Service}
	}
	var commands []string
	for _, s := range services {
		commands = append(commands, v.endpointCommand(s))
	}
	return Document{Title: "Create VPC endpoints for " + v.Name, Name: "create-vpc-endpoint-" + v.Name + ".sh", Text: strings.Join(commands, "\n\n"), Notes: []string{
		"run it signed in to AWS account " + string(v.Account) + "; it makes private endpoints in the VPC, so that the traffic stays in the AWS network",
		"an interface endpoint is what takes subnets and security groups, and the AWS command line makes another kind unless it is told so",
	}}, nil
}

// endpointCommand is the command for one service.
func (v *VPCConnection) endpointCommand(s EndpointService) string {
	lines := []string{
		"aws ec2 create-vpc-endpoint",
		"--region " + shellWord(string(v.Region)),
		"--vpc-endpoint-type Interface",
		"--vpc-id " + shellWord(v.VPC),
		"--service-name " + shellWord(s.name(v.Region)),
		"--subnet-ids " + shellWords(v.Subnets),
		"--security-group-ids " + shellWords(v.SecurityGroups),
		"--private-dns-enabled",
	}
	return strings.Join(lines, " \\\n  ")
}

func shellWords(words []string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = shellWord(word)
	}
	return strings.Join(quoted, " ")
}

// shellWord quotes a word for a POSIX shell where it holds anything that one would not take for itself: ids come
// from files that anybody can have written.
func shellWord(word string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:=@%+,", r)
	}
	if word != "" && !strings.ContainsFunc(word, func(r rune) bool { return !plain(r) }) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
