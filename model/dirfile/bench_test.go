package dirfile

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"testing"
	"time"
)

// people is how many users the large benchmarks read.
const people = 1_000_000

// appendAWSUser prints a user as the AWS command line does, in about 350 bytes without the indents.
func appendAWSUser(b []byte, i int) []byte {
	return fmt.Appendf(b, `        {
            "UserName": "user%07d",
            "UserId": "9067729b3d-%08x-c394-48d5-8ab1-2c122a167074",
            "Name": {
                "Formatted": "Person Number%[1]d",
                "FamilyName": "Number%[1]d",
                "GivenName": "Person"
            },
            "DisplayName": "Person Number%[1]d",
            "Emails": [
                {
                    "Value": "user%[1]d@example.com",
                    "Type": "work",
                    "Primary": true
                }
            ],
            "IdentityStoreId": "d-9067729b3d"
        }`, i, i)
}

// awsUsersText is list-users of n users.
func awsUsersText(n int) []byte {
	b := append(make([]byte, 0, n*600), "{\n    \"Users\": [\n"...)
	for i := range n {
		if i > 0 {
			b = append(b, ",\n"...)
		}
		b = appendAWSUser(b, i)
	}
	return append(b, "\n    ]\n}\n"...)
}

// awsMembersText is list-group-memberships of g groups that share n users, each of which is in two.
func awsMembersText(n, g int) []byte {
	b := make([]byte, 0, 2*n*260)
	for group := range g {
		b = append(b, "{\n    \"GroupMemberships\": [\n"...)
		for i := 0; i < 2*n/g; i++ {
			if i > 0 {
				b = append(b, ",\n"...)
			}
			b = fmt.Appendf(b, `        {
            "IdentityStoreId": "d-9067729b3d",
            "MembershipId": "9067729b3d-%08x-5eee-4d6a-b1a1-0d2f8a0d6a3b",
            "GroupId": "group-%d",
            "MemberId": {
                "UserId": "9067729b3d-%08x-c394-48d5-8ab1-2c122a167074"
            }
        }`, i, group, (group*(2*n/g)+i)%n)
		}
		b = append(b, "\n    ]\n}\n"...)
	}
	return b
}

func awsGroupsText(g int) []byte {
	b := []byte(`{"Groups":[`)
	for i := range g {
		if i > 0 {
			b = append(b, ',')
		}
		b = fmt.Appendf(b, `{"GroupId":"group-%d","DisplayName":"Group %[1]d"}`, i)
	}
	return append(b, "]}"...)
}

func csvText(n int) []byte {
	b := append(make([]byte, 0, n*80), "login,mail,displayName,givenName,familyName,enabled,teams,password\n"...)
	for i := range n {
		b = fmt.Appendf(b, "user%07d,user%[1]d@example.com,Person Number%[1]d,Person,Number%[1]d,true,team%d|all,secret%[1]d\n", i, i%1000)
	}
	return b
}

var csvMapping = map[string]string{"userName": "login", "email": "mail", "active": "enabled", "groups": "teams"}

func bytesSource(name string, text []byte) []Source {
	return []Source{stream(name, bytes.NewReader(text))}
}

// floorUser is what encoding/json's Decoder reads a user into.
type floorUser struct {
	UserName, UserId, DisplayName, IdentityStoreId string
	Name                                           struct{ Formatted, FamilyName, GivenName string }
	Emails                                         []struct {
		Value, Type string
		Primary     bool
	}
}

// decodeFloor streams users through encoding/json's Decoder and keeps them.
func decodeFloor(b *testing.B, text []byte) {
	d := json.NewDecoder(bytes.NewReader(text))
	for range 3 { // { "Users" [
		if _, err := d.Token(); err != nil {
			b.Fatal(err)
		}
	}
	var users []floorUser
	for d.More() {
		var u floorUser
		if err := d.Decode(&u); err != nil {
			b.Fatal(err)
		}
		users = append(users, u)
	}
	runtime.KeepAlive(users)
}

// csvFloor streams rows through encoding/csv and keeps them.
func csvFloor(b *testing.B, text []byte) {
	var rows [][]string
	for r := csv.NewReader(bytes.NewReader(text)); ; {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			b.Fatal(err)
		}
		rows = append(rows, row)
	}
	runtime.KeepAlive(rows)
}

// against times reading and its floor in turn on the same bytes and reports how many times as fast the
// reading is.
func against(b *testing.B, size int, read, floor func()) {
	var own, base time.Duration
	b.SetBytes(int64(size))
	for b.Loop() {
		start := time.Now()
		read()
		own += time.Since(start)
		b.StopTimer()
		start = time.Now()
		floor()
		base += time.Since(start)
		b.StartTimer()
	}
	b.ReportMetric(float64(base)/float64(own), "x-floor")
}

func mustRead(b *testing.B, users int) func(*Directory, error) {
	return func(d *Directory, err error) {
		if err != nil || len(d.Users) != users {
			b.Fatalf("read %v: %v", d, err)
		}
	}
}

func BenchmarkReadAWS10k(b *testing.B) {
	text := awsUsersText(10_000)
	against(b, len(text), func() {
		mustRead(b, 10_000)(ReadAWS(context.Background(), bytesSource("u", text), nil, nil, Options{}))
	}, func() { decodeFloor(b, text) })
}

func BenchmarkReadAWSMillion(b *testing.B) {
	text := awsUsersText(people)
	against(b, len(text), func() {
		mustRead(b, people)(ReadAWS(context.Background(), bytesSource("u", text), nil, nil, Options{}))
	}, func() { decodeFloor(b, text) })
}

func BenchmarkReadCSVMillion(b *testing.B) {
	text := csvText(people)
	against(b, len(text), func() {
		mustRead(b, people)(ReadCSV(context.Background(), bytesSource("c", text), csvMapping, Options{}))
	}, func() { csvFloor(b, text) })
}

// BenchmarkReadAWSMemberships reads a million users with two million memberships and reports what the
// directory holds in memory, in megabytes.
func BenchmarkReadAWSMemberships(b *testing.B) {
	users, groups, members := awsUsersText(people), awsGroupsText(1000), awsMembersText(people, 1000)
	b.SetBytes(int64(len(users) + len(groups) + len(members)))
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for b.Loop() {
		d, err := ReadAWS(context.Background(), bytesSource("u", users), bytesSource("g", groups), bytesSource("m", members), Options{})
		if err != nil || len(d.Members) != 2*people || len(d.Dangling) != 0 {
			b.Fatalf("read %v", err)
		}
		b.StopTimer()
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB-held")
		runtime.KeepAlive(d)
		b.StartTimer()
	}
}
