package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"atrium/cmd/internal/app"
	"atrium/model"
	"atrium/store"
	"atrium/tui/vpcreport"
)

// escaped writes JSON with no character in it that a terminal would obey. Each Write must be whole lines.
type escaped struct{ to io.Writer }

func (e escaped) Write(line []byte) (int, error) {
	if _, err := e.to.Write(escapeControls(line)); err != nil {
		return 0, err
	}
	return len(line), nil
}

// progress tells on the standard error how far a long work is, where a person sits there. done takes the line away.
func (p *program) progress(doing string) (report store.Progress, done func()) {
	if p.wantsJSON || !isTerminal(p.streams.Err) {
		return nil, func() {}
	}
	shown := -1
	report = func(done, total int) {
		if percent := 100 * done / max(total, 1); percent != shown {
			shown = percent
			_, _ = fmt.Fprintf(p.streams.Err, "\r%s: %3d %%", doing, percent) // it is only for looking at
		}
	}
	return report, func() {
		if shown >= 0 {
			_, _ = fmt.Fprintf(p.streams.Err, "\r%s\r", strings.Repeat(" ", len(doing)+7))
		}
	}
}

// spelledStore is [program.spelled] for what looks after the store.
func (p *program) spelledStore(answer any) []string {
	switch a := answer.(type) {
	case app.Info:
		return infoLines(&a)
	case backupMade:
		return pairLines([]pair{{"Backup", a.File}, {"Rows", strconv.Itoa(a.Total())}, {"Size", mebibytes(a.Bytes)}, {"Created", a.Created.Format("2006-01-02 15:04:05 UTC")}})
	case store.Restored:
		return pairLines([]pair{{"Restored", a.Database}, {"Backup of", a.Created.Format("2006-01-02 15:04:05 UTC")}, {"Rows", strconv.Itoa(a.Total())}, {"Kept aside", a.Aside}})
	case []model.Finding:
		return findingLines(a, p.width())
	}
	return nil
}

// mebibytes writes a size for people.
func mebibytes(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%.1f KiB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
}

func infoLines(i *app.Info) []string {
	where, held := i.Data, i.HeldBy
	if where == "" {
		where = "in memory"
	}
	if held == "" {
		held = "nobody"
	}
	pairs := []pair{{"Data folder", where}, {"Database", i.Database}, {"Engine", i.Engine}}
	if i.Data != "" {
		pairs = append(pairs, pair{"Size on disk", mebibytes(i.Bytes)}, pair{"Open for writing", held})
	}
	if i.Activity != nil {
		pairs = append(pairs, pair{"Program time", i.ProgramTime.String()},
			pair{"Versions", fmt.Sprintf("schema %d, records %d", i.Schema, i.Records)},
			pair{"Changes ever", strconv.FormatUint(i.Commits, 10)},
			pair{"Newest activity", fmt.Sprintf("%d %s", i.Activity.Seq, i.Activity.Hash)})
	}
	lines := pairLines(append(pairs, pair{"Read only", i.ReadOnly}, pair{"Own backups", strings.Join(i.Backups, ", ")}))
	if i.Activity == nil {
		return append(lines, "", "What it holds only that process can tell.")
	}
	rows := [][]string{{"Table", "Rows", "Pages"}}
	for _, t := range i.Tables {
		rows = append(rows, []string{t.Table, strconv.Itoa(t.Rows), strconv.Itoa(t.Pages)})
	}
	return append(append(lines, ""), grid(append(rows, []string{"all", strconv.Itoa(i.Rows), ""}))...)
}

func findingLines(list []model.Finding, width int) []string {
	if len(list) == 0 {
		return []string{"The store is sound."}
	}
	if width == 0 {
		width = reportWidth
	}
	var lines []string
	for _, f := range list {
		lines = append(lines, vpcreport.Indented(0, f.Check+": ", strings.TrimSpace(f.Where+" "+f.Message), width)...)
		lines = append(lines, vpcreport.Indented(2, "What to do: ", f.Fix, width)...)
	}
	found := fmt.Sprintf("%d findings.", len(list))
	if len(list) == 1 {
		found = "1 finding."
	}
	return append(lines, "", found)
}
