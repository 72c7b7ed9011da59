package vpccheck

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"atrium/model/vpcfile"
)

// company is the fit network as many times, as AWS prints it in one Region: a file for each kind.
func company(vpcs int) map[string][]byte {
	files := map[string][]byte{}
	for _, name := range []string{"vpcs", "subnets", "tables", "igws", "nats", "acls", "groups"} {
		key, list, _ := strings.Cut(strings.TrimSuffix(fit[name], "]}"), "[")
		var b bytes.Buffer
		b.WriteString(key + "[")
		for i := range vpcs {
			if i > 0 {
				b.WriteByte(',')
			}
			text := list
			for _, id := range []string{"vpc-", "subnet-", "rtb-", "igw-", "nat-", "acl-", "sg-"} {
				text = strings.ReplaceAll(text, id, fmt.Sprintf("%s%010x", id, i))
			}
			b.WriteString(text)
		}
		b.WriteString("]}")
		files[name] = b.Bytes()
	}
	files["zones"] = []byte(fit["zones"])
	return files
}

func sourcesOf(files map[string][]byte) []vpcfile.Source {
	var sources []vpcfile.Source
	for name, text := range files {
		sources = append(sources, vpcfile.Source{Name: name + ".json", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }})
	}
	return sources
}

// BenchmarkCompany reads and checks the 10,000 VPCs of a large company; the floor is what encoding/json needs to
// decode the same bytes without knowing what they mean.
func BenchmarkCompany(b *testing.B) {
	const vpcs = 10_000
	files := company(vpcs)
	size := 0
	for _, text := range files {
		size += len(text)
	}
	b.Run("read and check", func(b *testing.B) {
		b.SetBytes(int64(size))
		for b.Loop() {
			inventory, err := vpcfile.Read(context.Background(), sourcesOf(files))
			if err != nil {
				b.Fatal(err)
			}
			if reports := Check(inventory, Which{}); len(reports) != vpcs || reports[0].Verdict != Pass {
				b.Fatalf("%d reports", len(reports))
			}
		}
	})
	b.Run("floor", func(b *testing.B) {
		b.SetBytes(int64(size))
		for b.Loop() {
			for _, text := range files {
				var document any
				if err := json.Unmarshal(text, &document); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}

func TestCompany(t *testing.T) {
	t.Run("VPC-11 many VPCs of one Region are checked in one run, each by itself", func(t *testing.T) {
		files := company(300)
		files["igws"] = bytes.Replace(files["igws"], []byte("available"), []byte("detached"), 1)
		inventory, err := vpcfile.Read(context.Background(), sourcesOf(files))
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range Check(inventory, Which{}) {
			if want := map[bool]Outcome{true: Fail, false: Pass}[i == 0]; r.Verdict != want {
				t.Errorf("%s is %s: %s", r.VPC, r.Verdict, verdictsOf(r))
			}
		}
	})
}
