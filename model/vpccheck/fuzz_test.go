package vpccheck

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"reflect"
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
		reports := Check(inventory, Which{})
		for _, r := range reports {
			sound(t, r)
		}
		if kept := Check(kept(t, inventory), Which{}); !reflect.DeepEqual(kept, reports) {
			t.Errorf("a network that was kept is checked to %+v, and was to %+v", kept, reports)
		}
	})
}

// kept is an inventory that was written down and read back.
func kept(t *testing.T, inventory *vpcfile.Inventory) *vpcfile.Inventory {
	t.Helper()
	back := &vpcfile.Inventory{}
	for _, v := range inventory.VPCs {
		data, err := vpcfile.Encode(v)
		if err != nil {
			t.Fatal(err)
		}
		decoded, err := vpcfile.Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		back.VPCs = append(back.VPCs, decoded)
	}
	return back
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
