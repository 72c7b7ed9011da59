package speed

import (
	"bytes"
	"context"
	"testing"
	"time"

	"atrium/model"
)

// browse asks for a page of the members as a screen does.
func browse(b *testing.B, service *model.Service, c *company, q model.ListMembers) (model.Page[model.MemberView], time.Duration) {
	b.Helper()
	q.Space, q.Table = "corp-space", model.MembersTable
	if q.Limit == 0 {
		q.Limit = 200
	}
	session := model.Session{Person: model.SSOPerson(c.store, "user0000000")}
	began := time.Now()
	page, err := model.Answer[model.Page[model.MemberView]](context.Background(), service, session, &q)
	if err != nil {
		b.Fatal(err)
	}
	return page, time.Since(began)
}

// ready opens the million and waits until its index is there.
func ready(b *testing.B) (*company, *model.Service, func()) {
	b.Helper()
	c := of(b, million)
	s, service := open(b, c.data)
	browse(b, service, c, model.ListMembers{Offset: million / 2})
	return c, service, func() { closing(b, s) }
}

// pass is the floor of a filter key: one pass of bytes.Contains over a text of the size of the list.
func pass() time.Duration {
	text := bytes.Repeat([]byte("user0000000\xffGiven0000 Family0000\xffuser0000000@corp.example\xff"), million)
	began := time.Now()
	if bytes.Contains(text, []byte("zzz")) {
		return 0
	}
	return time.Since(began)
}

// BenchmarkFilterKeys types words into the filter, one letter at a time, and reports the slowest key. Some of
// them all people have, some few or nobody, some only with what stands in another column.
func BenchmarkFilterKeys(b *testing.B) {
	c, service, done := ready(b)
	defer done()
	floor := pass()
	worst := time.Duration(0)
	for b.Loop() {
		for word, least := range map[string]int{"family": million - 1, "user00": 10_000, "given7": 1000, "999": 1000, "0@corp": 1000, "limited": million - 1, "zz": 0} {
			found := 0
			for i := range len(word) {
				page, took := browse(b, service, c, model.ListMembers{Filter: word[:i+1]})
				worst, found = max(worst, took), page.Total
			}
			if found < least || least == 0 && found > 0 {
				b.Fatalf("%d match %q", found, word)
			}
		}
	}
	b.ReportMetric(worst.Seconds()*1000, "ms-slowest-key")
	b.ReportMetric(worst.Seconds()/floor.Seconds(), "x-bare-pass")
}

// BenchmarkSortMillion sorts the list by another column, for the first time and again.
func BenchmarkSortMillion(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		c, service, done := ready(b)
		b.StartTimer()
		_, first := browse(b, service, c, model.ListMembers{Sort: "name"})
		_, again := browse(b, service, c, model.ListMembers{Sort: "name", Descending: true})
		b.ReportMetric(first.Seconds()*1000, "ms-first")
		b.ReportMetric(again.Seconds()*1000, "ms-again")
		b.StopTimer()
		done()
		b.StartTimer()
	}
}

// BenchmarkFirstPage opens the store and asks for the first page, against opening the store alone.
func BenchmarkFirstPage(b *testing.B) {
	c := of(b, million)
	for b.Loop() {
		began := time.Now()
		s, service := open(b, c.data)
		opened := time.Since(began)
		browse(b, service, c, model.ListMembers{})
		whole := time.Since(began)
		b.ReportMetric(whole.Seconds()/opened.Seconds(), "x-open")
		closing(b, s)
	}
}
