package store

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"meterscope/model"
)

func TestFindingsAreCountedByRuleSourceAndStation(t *testing.T) {
	c := newCaseFile(t)
	rnd := rand.New(rand.NewPCG(1, 2))
	type key struct {
		rule    model.RuleID
		of      model.SourceID
		station string
	}
	bySource, byStation := map[key]int{}, map[key]int{}
	for s := range 3 {
		r, err := c.BeginSource(t.Context(), announce(fmt.Sprint(s), []byte{byte(s)}), nil)
		ok(t, err)
		b := bare(r.Source, 0, 0, 400)
		for i := range b.Frames {
			b.Frames[i].Station = []string{"", "CP1", "CP2"}[i%3]
		}
		b.Findings = randomFindings(rnd, r.Source, 900, 400)
		for i := range b.Findings {
			f := &b.Findings[i]
			station := ""
			if f.Frame >= 0 {
				station = b.Frames[f.Frame].Station
			}
			bySource[key{f.Rule, f.At.Source, ""}]++
			byStation[key{f.Rule, 0, station}]++
		}
		ok(t, c.WriteBatch(t.Context(), &b))
		ok(t, c.CompleteSource(t.Context(), model.Source{ID: r.Source, Size: 400, SHA256: [32]byte{byte(s), 1}}))
	}
	same := func(what string, counts []FindingCount, want map[key]int) {
		t.Helper()
		got := map[key]int{}
		for _, n := range counts {
			got[key{n.Rule, n.Source, n.Station}] += n.Count
		}
		for k, n := range want {
			if got[k] != n {
				t.Errorf("%s: %v is counted %d times, want %d", what, k, got[k], n)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: %d counts, want %d", what, len(got), len(want))
		}
	}
	check := func() {
		t.Helper()
		counts, err := c.FindingCounts(t.Context())
		ok(t, err)
		same("by source", counts, bySource)
		counts, err = c.FindingCountsByStation(t.Context())
		ok(t, err)
		same("by station", counts, byStation)
	}
	check()
	for k, want := range byStation {
		n := 0
		for f, err := range c.Findings(t.Context(), FindingQuery{Rule: k.rule, Station: model.Some(k.station)}) {
			ok(t, err)
			if f.Rule != k.rule {
				t.Errorf("%s among those of %s", f.Rule, k.rule)
			}
			n++
		}
		if n != want {
			t.Errorf("%v: %d are read, want %d", k, n, want)
		}
	}

	ok(t, c.RemoveSource(t.Context(), 2)) // what is removed doesn't count
	counts, err := c.FindingCounts(t.Context())
	ok(t, err)
	for _, n := range counts {
		if n.Source == 2 {
			t.Errorf("%+v is counted, but the source was removed", n)
		}
	}
}
