package cli

import (
	"cmp"
	"context"
	"os"

	"github.com/spf13/cobra"

	"atrium/model/vpccheck"
	"atrium/model/vpcfile"
	"atrium/tui/kit"
	"atrium/tui/vpcmap"
)

// drawing is a VPC in lines.
type drawing struct {
	VPC     string           `json:"vpc"`
	Region  string           `json:"region"`
	Source  string           `json:"source"`
	Verdict vpccheck.Outcome `json:"verdict"`
	Lines   []string         `json:"lines"`
}

// drawnLine is one line of a drawing, for a table that has no lists.
type drawnLine struct {
	VPC    string `json:"vpc"`
	Region string `json:"region"`
	Source string `json:"source"`
	Number int    `json:"number"` // from 1
	Line   string `json:"line"`
}

// vpcDraw is the command that draws real networks. As the check, it needs no store and nobody who acts (VPC-11).
func (p *program) vpcDraw() *cobra.Command {
	var dirs []string
	var which vpccheck.Which
	var ascii bool
	cmd := &cobra.Command{Use: "draw [FOLDER|FILE…]", Short: "Draw a real VPC, with marks where its check fails",
		Long: "Draw a real VPC: its zones side by side with the subnets in them, where the\nroutes lead, and a mark beside whatever decides where its check fails.\n\n" +
			"It reads the same files as “atrium vpc check”, needs no store and no sign-in,\nand changes nothing. The exit code says only whether they could be read.\n\nMore:    atrium guide vpc-picture",
		Example: "  atrium vpc draw --dir networks\n  atrium vpc draw --dir networks --vpc vpc-0123456789abcdef0 --ascii",
		RunE: func(cmd *cobra.Command, args []string) error {
			p.doing, p.topic = "vpc.draw", "vpc-picture"
			return p.drawVPCs(cmd.Context(), append(dirs, args...), which, ascii)
		}}
	bindNetworks(cmd, &dirs, &which)
	cmd.Flags().BoolVar(&ascii, "ascii", false, "draw with ASCII characters only, as on a terminal that takes no others")
	return cmd
}

func (p *program) drawVPCs(ctx context.Context, places []string, which vpccheck.Which, ascii bool) error {
	inventory, err := p.networks(ctx, places)
	if err != nil {
		return err
	}
	options := vpcmap.Options{Width: cmp.Or(p.width(), reportWidth), ASCII: ascii || kit.NewTheme(p.streams.Out, os.Environ()).ASCII()}
	var drawings []drawing
	for _, v := range inventory.VPCs {
		for _, r := range vpccheck.Check(&vpcfile.Inventory{VPCs: []*vpcfile.VPC{v}}, which) {
			drawings = append(drawings, drawing{r.VPC, r.Region, r.Source, r.Verdict, vpcmap.Draw(v, &r, options)})
		}
	}
	if len(drawings) == 0 {
		return noSuchVPC(inventory, which)
	}
	return p.printAnswer("vpc.draw", drawings)
}

// drawingLines puts drawings below each other.
func drawingLines(drawings []drawing) []string {
	var lines []string
	for i := range drawings {
		if i > 0 {
			lines = append(lines, "", "")
		}
		lines = append(lines, drawings[i].Lines...)
	}
	return lines
}

// drawnLines are the lines of drawings, each as a row.
func drawnLines(drawings []drawing) []drawnLine {
	var rows []drawnLine
	for i := range drawings {
		d := &drawings[i]
		for n, line := range d.Lines {
			rows = append(rows, drawnLine{d.VPC, d.Region, d.Source, n + 1, line})
		}
	}
	return rows
}
