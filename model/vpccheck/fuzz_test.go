package vpccheck

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"atrium/model/vpcfile"
)

func FuzzCheck(f *testing.F) {
	var all strings.Builder
	for _, name := range []string{"vpcs", "subnets", "tables", "igws", "nats", "acls", "groups", "zones"} {
		all.WriteString(fit[name])
	}
	f.Add([]byte(all.String()))
	f.Add([]byte(strings.ReplaceAll(all.String(), "available", "failed")))
	f.Add([]byte(strings.ReplaceAll(all.String(), "0.0.0.0/0", "0.0.0.0/1")))
	f.Add([]byte(fit["vpcs"]))
	f.Fuzz(func(t *testing.T, text []byte) {
		open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }
		inventory, err := vpcfile.Read(context.Background(), []vpcfile.Source{{Name: "f.json", Open: open}})
		if err != nil {
			return
		}
		for _, r := range Check(inventory, Which{}) {
			sound(t, r)
		}
	})
}

// sound fails on a report that contradicts itself.
func sound(t *testing.T, r Report) {
	t.Helper()
	if _, err := json.Marshal(r); err != nil {
		t.Error(err)
	}
	usable := 0
	for _, s := range r.Subnets {
		if s.Why == "" || s.Usable && s.Kind != Private {
			t.Errorf("%+v", s)
		}
		if s.Usable {
			usable++
		}
	}
	if r.Verdict == Pass && usable == 0 {
		t.Errorf("it passes, and nothing can be used: %+v", r.Subnets)
	}
	for _, c := range r.Checks {
		if r.Verdict == Pass && (c.Verdict == NotMet || c.Verdict == CannotTell) || r.Verdict == Unknown && c.Verdict == NotMet {
			t.Errorf("%s, and %s is %s", r.Verdict, c.ID, c.Verdict)
		}
		if c.Message == "" || (c.Verdict == Met) != (c.Fix == "") {
			t.Errorf("%+v", c)
		}
	}
	if len(r.Troubleshooting) != len(troubles) {
		t.Error("the guide's list is cut off")
	}
}
