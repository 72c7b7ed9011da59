package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"atrium/model"
	"atrium/model/vpccheck"
	"atrium/model/vpcfile"
)

// vpcCheck is the command that tells whether real networks fit. It needs no store, no account and nobody who
// acts (VPC-11).
func (p *program) vpcCheck() *cobra.Command {
	var dirs []string
	var which vpccheck.Which
	cmd := &cobra.Command{Use: "check [FOLDER|FILE…]", Short: "Tell whether a real VPC fits, and what to change",
		Long: "Tell whether a real VPC fits, and what to change.\n\n" +
			"It reads what “aws ec2 describe-vpcs”, -subnets, -route-tables,\n-internet-gateways, -nat-gateways, -network-acls, -security-groups and\n" +
			"-availability-zones print, in files of any name. It needs no store and no\nsign-in, and changes nothing. The exit code is 0 when every VPC passes,\n" +
			"and 6 when one fails or is unknown.\n\nMore:    atrium guide vpc-check",
		Example: "  atrium vpc check --dir networks\n  atrium vpc check --dir networks --vpc vpc-0123456789abcdef0 -o json",
		RunE: func(cmd *cobra.Command, args []string) error {
			p.doing, p.topic = "vpc.check", "vpc-check"
			return p.checkVPCs(cmd.Context(), append(dirs, args...), which)
		}}
	bindNetworks(cmd, &dirs, &which)
	cmd.Flags().StringSliceVar(&which.SecurityGroups, "security-groups", nil, "IDs of the security groups that a connection would use, one to five")
	return cmd
}

// bindNetworks adds the flags that say which networks a command is about.
func bindNetworks(cmd *cobra.Command, dirs *[]string, which *vpccheck.Which) {
	cmd.Flags().StringArrayVar(dirs, "dir", nil, "folder with what the describe commands print; it may hold folders")
	cmd.Flags().StringVar(&which.VPC, "vpc", "", "ID of the one VPC")
	cmd.Flags().StringVar(&which.Region, "region", "", "only the VPCs of one Region")
}

func (p *program) checkVPCs(ctx context.Context, places []string, which vpccheck.Which) error {
	inventory, err := p.networks(ctx, places)
	if err != nil {
		return err
	}
	reports := vpccheck.Check(inventory, which)
	if len(reports) == 0 {
		return noSuchVPC(inventory, which)
	}
	if err := p.printAnswer("vpc.check", reports); err != nil {
		return err
	}
	if failed := len(reports) - count(reports, vpccheck.Pass); failed > 0 {
		return &notPassed{failed}
	}
	return nil
}

// networks reads what folders and files hold, and says what of it was left out.
func (p *program) networks(ctx context.Context, places []string) (*vpcfile.Inventory, error) {
	if len(places) == 0 {
		return nil, &usageError{"--dir is missing.", "For example: atrium " + strings.ReplaceAll(p.doing, ".", " ") + " --dir networks"}
	}
	sources, err := p.sources(places)
	if err != nil {
		return nil, err
	}
	inventory, err := vpcfile.Read(ctx, sources)
	switch {
	case errors.Is(err, context.Canceled):
		return nil, err
	case err != nil:
		return nil, networkFault("dir", err.Error()+".", "Mend the file or take it away, and check again.")
	}
	for _, note := range inventory.Notes {
		p.errLine("Note: " + note + ".")
	}
	return inventory, nil
}

// sources are the files of folders, and those that were named themselves.
func (p *program) sources(places []string) ([]vpcfile.Source, error) {
	var sources []vpcfile.Source
	for _, place := range places {
		files, err := p.listFiles(place)
		if err != nil {
			return nil, networkFault("dir", fmt.Sprintf("%s cannot be read: %v.", place, err), "Name the folder that holds the output of the describe commands.")
		}
		for _, name := range files {
			sources = append(sources, vpcfile.Source{Name: name, Open: func() (io.ReadCloser, error) { return p.openFile(name) }})
		}
	}
	return sources, nil
}

// networkFault tells that files of a network cannot be checked.
func networkFault(field, message, fix string) error {
	return unreadable{&model.Refusal{Rule: "VPC-11", Field: field, Message: message, Fix: fix, Topic: "vpc-check", Unreadable: true}}
}

// listedVPCs is how many VPCs a refusal names.
const listedVPCs = 5

// noSuchVPC says that there is nothing to check, and what there would be.
func noSuchVPC(inventory *vpcfile.Inventory, which vpccheck.Which) error {
	var known []string
	for _, v := range inventory.VPCs {
		known = append(known, strings.TrimSpace(v.ID+" "+v.Region))
	}
	if len(known) == 0 {
		return networkFault("dir", "The files describe no VPC.", "Give what “aws ec2 describe-vpcs” and the other describe commands print; “atrium guide vpc-check” lists them.")
	}
	if more := len(known) - listedVPCs; more > 0 {
		known = append(known[:listedVPCs], fmt.Sprintf("%d more", more))
	}
	fix := "They hold " + strings.Join(known, ", ") + "."
	switch {
	case which.VPC == "":
		return networkFault("region", fmt.Sprintf("The files hold no VPC of the Region %s.", which.Region), fix)
	case which.Region == "":
		return networkFault("vpc", fmt.Sprintf("The files do not hold %s.", which.VPC), fix)
	}
	return networkFault("vpc", fmt.Sprintf("The files do not hold %s in %s.", which.VPC, which.Region), fix)
}

func count(reports []vpccheck.Report, outcome vpccheck.Outcome) int {
	n := 0
	for i := range reports {
		if reports[i].Verdict == outcome {
			n++
		}
	}
	return n
}
