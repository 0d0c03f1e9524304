package store

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"meterscope/model"
)

// randomFindings gives findings that repeat often, in any order.
func randomFindings(r *rand.Rand, source model.SourceID, n, frames int) []model.Finding {
	findings := make([]model.Finding, n)
	for i := range findings {
		f := &findings[i]
		*f = model.Finding{
			Rule: pick[model.RuleID](r, "SCH001", "SCH003", "VAL001", "JSN001"), Severity: pick(r, model.SeverityError, model.SeverityInfo),
			At: model.Place{Source: source, Line: r.IntN(100), Offset: r.Int64N(3000)}, Count: 1, Want: pick(r, "a", "b"),
			Frame: r.Int64N(int64(frames)), Inferred: r.IntN(9) == 0,
		}
		if r.IntN(4) > 0 {
			f.HasPointer, f.Pointer = true, fmt.Sprintf("/meterValue/%d/sampledValue/%d/unit", r.IntN(3), r.IntN(13))
			f.HasGot, f.Got = r.IntN(3) > 0, pick(r, `"Watt"`, "", "\x00\xff\"")
			if !f.HasGot {
				f.Got = ""
			}
		}
		if r.IntN(10) == 0 {
			f.Frame = model.NoFrame
		}
	}
	return findings
}

// bare makes the least of a log: so many frames of a byte each, nothing else.
func bare(source model.SourceID, offset, seq int64, n int) model.Batch {
	b := model.Batch{Source: source, Offset: offset, Evidence: make([]byte, n)}
	for i := range n {
		b.Frames = append(b.Frames, model.Frame{
			Seq: seq + int64(i), Kind: model.Call, ID: fmt.Sprint(seq + int64(i)), AnswerTo: model.NoFrame, Size: 1,
			At: model.Place{Source: source, Line: int(seq) + i + 1, Offset: offset + int64(i)},
		})
	}
	return b
}

func TestFindingsComeInOrderOfTheirPlaces(t *testing.T) {
	c := newCaseFile(t)
	rnd := rand.New(rand.NewPCG(4, 4))
	var want []model.Finding
	for s := range 2 {
		a := announce(fmt.Sprint(s), []byte{byte(s)})
		r, err := c.BeginSource(t.Context(), a, nil)
		ok(t, err)
		c.commitBytes = 250 // several rows of one group overlap
		for k := range 5 {
			b := bare(r.Source, int64(k*100), int64(k*100), 100)
			b.Findings = randomFindings(rnd, r.Source, 600, 500)
			want = append(want, b.Findings...)
			ok(t, c.WriteBatch(t.Context(), &b))
		}
		ok(t, c.CompleteSource(t.Context(), model.Source{ID: r.Source, Size: 500, SHA256: [32]byte{byte(s), 1}}))
	}
	order := func(a, b model.Finding) int {
		return cmp.Or(cmp.Compare(a.At.Source, b.At.Source), cmp.Compare(a.At.Offset, b.At.Offset),
			cmp.Compare(a.Pointer, b.Pointer), cmp.Compare(a.Rule, b.Rule))
	}
	for i := range want {
		if f := &want[i]; f.Frame >= 0 {
			f.FrameID, f.FrameLine = fmt.Sprint(f.Frame), int(f.Frame)+1
		}
	}
	var got []model.Finding
	for f, err := range c.Findings(t.Context(), FindingQuery{}) {
		ok(t, err)
		got = append(got, *f)
	}
	if !slices.IsSortedFunc(got, order) {
		t.Error("findings out of order")
	}
	total := func(a, b model.Finding) int { return cmp.Or(order(a, b), cmp.Compare(fmt.Sprint(a), fmt.Sprint(b))) }
	slices.SortFunc(want, total)
	slices.SortFunc(got, total)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%d findings differ from the %d put in", len(got), len(want))
	}

	groups, err := c.FindingGroups(t.Context(), FindingQuery{})
	ok(t, err)
	n, seen := 0, map[groupKey]bool{}
	for _, g := range groups {
		n += g.Count
		shape, _ := shapeOf(g.First.Pointer, nil)
		k := groupKey{g.First.Rule, g.First.Severity, shape, g.First.Got, g.First.Want, g.First.HasPointer, g.First.HasGot}
		if seen[k] {
			t.Errorf("group %+v comes twice", k)
		}
		seen[k] = true
	}
	if n != len(want) {
		t.Errorf("the groups count %d findings, want %d", n, len(want))
	}
	checkFindingFilters(t, c, want)
}

func checkFindingFilters(t *testing.T, c *Case, all []model.Finding) {
	t.Helper()
	for name, test := range map[string]struct {
		q    FindingQuery
		keep func(*model.Finding) bool
	}{
		"source": {FindingQuery{Source: 2}, func(f *model.Finding) bool { return f.At.Source == 2 }},
		"rule":   {FindingQuery{Rule: "SCH003"}, func(f *model.Finding) bool { return f.Rule == "SCH003" }},
		"unread": {FindingQuery{UnreadOnly: true}, func(f *model.Finding) bool { return f.Frame < 0 }},
		"both": {
			FindingQuery{UnreadOnly: true, Source: 1, Rule: "JSN001"},
			func(f *model.Finding) bool { return f.Frame < 0 && f.At.Source == 1 && f.Rule == "JSN001" },
		},
		"no transaction": {FindingQuery{Transaction: 5}, func(*model.Finding) bool { return false }},
	} {
		want, n, grouped := 0, 0, 0
		for i := range all {
			if test.keep(&all[i]) {
				want++
			}
		}
		for f, err := range c.Findings(t.Context(), test.q) {
			ok(t, err)
			if !test.keep(f) {
				t.Errorf("%s: finding %+v", name, *f)
			}
			n++
		}
		groups, err := c.FindingGroups(t.Context(), test.q)
		ok(t, err)
		for _, g := range groups {
			grouped += g.Count
		}
		if n != want || grouped != want {
			t.Errorf("%s: %d findings, %d in groups, want %d", name, n, grouped, want)
		}
	}
	n := 0
	for _, err := range c.Findings(t.Context(), FindingQuery{Limit: 7}) {
		ok(t, err)
		n++
	}
	groups, err := c.FindingGroups(t.Context(), FindingQuery{Limit: 3})
	ok(t, err)
	if n != 7 || len(groups) != 3 {
		t.Errorf("limits give %d findings, %d groups", n, len(groups))
	}
	for _, err := range c.Findings(t.Context(), FindingQuery{}) {
		ok(t, err)
		break // a reader may stop
	}
}

func TestFindingsOfATransaction(t *testing.T) {
	c := newCaseFile(t)
	c.commitBytes = 5000
	g := small()
	importLog(t, c, g, "day.log")
	joinLog(t, c, g)
	keys, err := c.TransactionKeys(t.Context(), TransactionQuery{})
	ok(t, err)
	total := 0
	for _, k := range keys {
		txs, err := c.Transactions(t.Context(), []model.TransactionKey{k})
		ok(t, err)
		errs, warnings := 0, 0
		for f, err := range c.Findings(t.Context(), FindingQuery{Transaction: k}) {
			ok(t, err)
			switch {
			case f.Transaction != k:
				t.Errorf("finding of transaction %d among those of %d", f.Transaction, k)
			case f.Severity == model.SeverityError:
				errs++
			case f.Rule == "REG001":
				warnings++
				if f.From != txs[0].Start || f.To != txs[0].Stop || f.Count != 3 || f.End.Line <= f.At.Line || f.HasPointer {
					t.Errorf("finding %+v", *f)
				}
			}
		}
		if errs != txs[0].Errors || warnings != txs[0].Warnings || errs != 20 {
			t.Errorf("transaction %d: %d errors, %d warnings; its row says %d, %d", k, errs, warnings, txs[0].Errors, txs[0].Warnings)
		}
		total += errs + warnings
	}
	n := 0
	for _, err := range c.Findings(t.Context(), FindingQuery{}) {
		ok(t, err)
		n++
	}
	if n != total {
		t.Errorf("%d findings, %d of transactions", n, total)
	}
}

func TestLogOfNothingButFindingsCommitsEarly(t *testing.T) {
	c := newCaseFile(t)
	r, err := c.BeginSource(t.Context(), announce("day.log", nil), nil)
	ok(t, err)
	b := bare(r.Source, 0, 0, 10)
	for i := range maxHeldBlocks + 10 {
		b.Findings = append(b.Findings, model.Finding{
			Rule: "VAL001", At: model.Place{Source: r.Source, Offset: int64(i)}, Count: 1, Got: fmt.Sprint(i), HasGot: true, Frame: 1,
		})
	}
	ok(t, c.WriteBatch(t.Context(), &b))
	if len(c.importing.findings.open) != 0 || c.importing.saved != 10 {
		t.Error("they are held back")
	}
}

// What is read for one transaction must not grow with the case.
func TestFindingsOfATransactionAreFoundByIndex(t *testing.T) {
	c := newCaseFile(t)
	q := FindingQuery{Transaction: 1}
	query, args := q.sql()
	rows, err := c.reader.Query(`EXPLAIN QUERY PLAN `+query, args...)
	ok(t, err)
	type step struct {
		id, parent, unused int
		text               string
	}
	plan, err := collect(rows, func(s *step) []any { return []any{&s.id, &s.parent, &s.unused, &s.text} })
	ok(t, err)
	for _, s := range plan {
		if strings.HasPrefix(s.text, "SCAN f") || strings.HasPrefix(s.text, "SCAN e") {
			t.Errorf("it reads a whole table: %s", s.text)
		}
	}
}

func TestFindingsThatReachAcrossTransactionsAreFound(t *testing.T) {
	c := newCaseFile(t)
	r, err := c.BeginSource(t.Context(), announce("day.log", nil), nil)
	ok(t, err)
	const frames = 70_000
	b := bare(r.Source, 0, 0, frames)
	for i, places := range [][]int64{
		{0, frames - 1}, {17, 17 + 15}, {17, 17 + 16}, {300, 300 + 255}, {300, 300 + 256}, {5000, 5000 + 4096}, {40_000}, {0, 69_000, 40_000},
	} {
		for _, frame := range places {
			b.Findings = append(b.Findings, model.Finding{
				Rule: "VAL001", Severity: model.SeverityInfo, At: b.Frames[frame].At, Count: 1, Frame: frame, Want: fmt.Sprint(i),
			})
		}
	}
	ok(t, c.WriteBatch(t.Context(), &b))
	ok(t, c.CompleteSource(t.Context(), model.Source{ID: r.Source, Size: frames}))
	ok(t, c.ReplaceTransactions(t.Context(), func(put func(Joined) error) error {
		for f := range int64(frames) { // each frame with findings is a transaction of its own
			if !slices.ContainsFunc(b.Findings, func(k model.Finding) bool { return k.Frame == f }) {
				continue
			}
			tx := model.Transaction{Station: "CP1", ID: model.Some(f), At: b.Frames[f].At}
			if err := put(Joined{Tx: &tx, Frames: []FrameRef{{r.Source, f}}}); err != nil {
				return err
			}
		}
		return nil
	}))
	keys, err := c.TransactionKeys(t.Context(), TransactionQuery{})
	ok(t, err)
	found := 0
	for _, k := range keys {
		txs, err := c.Transactions(t.Context(), []model.TransactionKey{k})
		ok(t, err)
		n := 0
		for f, err := range c.Findings(t.Context(), FindingQuery{Transaction: k}) {
			ok(t, err)
			if f.Frame != txs[0].ID.V {
				t.Errorf("transaction of frame %d has a finding in frame %d", txs[0].ID.V, f.Frame)
			}
			n++
		}
		if n != txs[0].Infos {
			t.Errorf("transaction of frame %d has %d findings, found %d", txs[0].ID.V, txs[0].Infos, n)
		}
		found += n
	}
	if found != len(b.Findings) {
		t.Errorf("found %d of %d", found, len(b.Findings))
	}
}
