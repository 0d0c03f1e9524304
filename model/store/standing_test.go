package store

import (
	"bytes"
	"crypto/sha256"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"meterscope/model"
)

func TestFrameSetKnowsWhatIsInIt(t *testing.T) {
	var s model.FrameSet
	in := []int64{0, 1, 63, 64, 65, 4095, 4096, 5000}
	for _, seq := range in {
		s.Add(seq)
	}
	s.Add(model.NoFrame)
	var got []int64
	for seq := s.First(); seq >= 0; seq = s.Next(seq+1, true) {
		got = append(got, seq)
	}
	if !slices.Equal(got, in) || s.Len() != int64(len(in)) || s.Has(2) || s.Has(model.NoFrame) || s.Has(1<<40) {
		t.Errorf("it holds %v", got)
	}
	var back model.FrameSet
	for first := int64(0); first < 8192; first += 4096 {
		unpackFrameSet(&back, packFrameSet(&s, first, 4096), first)
	}
	if !back.Equal(&s) || packFrameSet(&s, 8192, 4096) != nil || packFrameSet(nil, 0, 10) != nil {
		t.Error("packed and unpacked it is another")
	}
	var zero model.FrameSet
	zero.Add(0)
	d := s.Without(&zero)
	if d.Has(0) || !d.Has(1) || d.Equal(&s) {
		t.Error("one less is wrong")
	}
}

func TestSpansAreCutAtFramesThatCountElsewhere(t *testing.T) {
	var s model.FrameSet
	for _, seq := range []int64{3, 4, 9, 20} {
		s.Add(seq)
	}
	for _, c := range []struct {
		first, last int64
		want        [][2]int64
	}{
		{0, 10, [][2]int64{{0, 2}, {5, 8}, {10, 10}}},
		{3, 4, nil},
		{4, 5, [][2]int64{{5, 5}}},
		{10, 100, [][2]int64{{10, 19}, {21, 100}}},
		{200, 300, [][2]int64{{200, 300}}},
	} {
		var got [][2]int64
		for _, p := range cutSpan(&model.Span{First: c.first, Last: c.last}, &s) {
			got = append(got, [2]int64{p.First, p.Last})
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%d–%d: %v, want %v", c.first, c.last, got, c.want)
		}
	}
}

// again imports a synthetic log once more, as another file: its last byte is another one.
func again(t *testing.T, c *Case, g charging, name string, change func(*model.Batch)) model.SourceID {
	t.Helper()
	_, text := g.batches(0)
	text = append(bytes.Clone(text), '\n')
	a := announce(name, text)
	r, err := c.BeginSource(t.Context(), a, sumOf(text))
	ok(t, err)
	batches, _ := g.batches(r.Source)
	last := &batches[len(batches)-1]
	last.Evidence = append(bytes.Clone(last.Evidence), '\n')
	for i := range batches {
		if change != nil {
			change(&batches[i])
		}
		ok(t, c.WriteBatch(t.Context(), &batches[i]))
	}
	src := a.Source
	src.ID, src.SHA256 = r.Source, sha256.Sum256(text)
	ok(t, c.CompleteSource(t.Context(), src))
	return r.Source
}

func frameSetOf(t *testing.T, c *Case, src model.SourceID) *model.FrameSet {
	t.Helper()
	var all model.FrameSet
	for f, err := range c.Frames(t.Context(), src) {
		ok(t, err)
		all.Add(f.Seq)
	}
	return &all
}

func TestWhatCountsElsewhereIsPassedOver(t *testing.T) {
	c := newCaseFile(t)
	g := small()
	importLog(t, c, g, "day.log")
	second := again(t, c, g, "copy.log", nil)
	joinLog(t, c, g)
	overlapping := 0
	for o, err := range c.Overlaps(t.Context()) {
		ok(t, err)
		overlapping += len(o.Frames)
	}
	sources, err := c.Sources(t.Context())
	ok(t, err)
	if want := int(sources[0].Counts.Frames + sources[1].Counts.Frames); overlapping != want {
		t.Errorf("%d frames overlap, want %d", overlapping, want)
	}
	whole := sources[1].Counts
	all := frameSetOf(t, c, second)
	ok(t, c.Decide(t.Context(), Decision{Repeats: map[model.SourceID]*model.FrameSet{second: all}}))
	if stale, err := c.Stale(t.Context()); !stale || err != nil {
		t.Errorf("after a decision the transactions are not to be joined again: %v", err)
	}
	joinLog(t, c, g)
	sources, err = c.Sources(t.Context())
	ok(t, err)
	if got := sources[1].Counts; got != (model.Counts{Duplicates: whole.Frames}) {
		t.Errorf("the source counts %+v", got)
	}
	for s, err := range c.Samples(t.Context(), second) {
		t.Fatalf("a sample counts: %v, %v", s, err)
	}
	for f, err := range c.Findings(t.Context(), FindingQuery{Source: second}) {
		t.Fatalf("a finding counts: %v, %v", f, err)
	}
	groups, err := c.FindingGroups(t.Context(), FindingQuery{Source: second})
	ok(t, err)
	if len(groups) != 0 {
		t.Errorf("findings count: %+v", groups)
	}
	out := filepath.Join(t.TempDir(), "out.sqlite")
	ok(t, c.Export(t.Context(), out, Exported{}))
	db, err := connect(t.Context(), out, "mode=ro")
	ok(t, err)
	defer closing(t, db)
	for _, table := range []string{"frames", "samples", "findings"} {
		var n int
		ok(t, db.QueryRow(`SELECT count(*) FROM `+table+` WHERE source = ?`, second).Scan(&n))
		if n != 0 {
			t.Errorf("%d rows of %s are exported", n, table)
		}
	}
	// Decided otherwise, all is as it was.
	ok(t, c.Decide(t.Context(), Decision{}))
	sources, err = c.Sources(t.Context())
	ok(t, err)
	if sources[1].Counts != whole {
		t.Errorf("the source counts %+v, want %+v", sources[1].Counts, whole)
	}
}

// TestACaseOfVersionOneKeepsWhatItDropped simulates a case in which nothing was kept of a repeated frame but its head
// and a finding.
func TestACaseOfVersionOneKeepsWhatItDropped(t *testing.T) {
	c := newCaseFile(t)
	g := small()
	first, _ := importLog(t, c, g, "day.log")
	second := again(t, c, g, "copy.log", func(b *model.Batch) {
		b.Findings = nil
		for i := range b.Frames {
			f := &b.Frames[i]
			b.Findings = append(b.Findings, model.Finding{
				Rule: loggedAgain, Severity: model.SeverityInfo, At: f.At, Count: 1, Frame: f.Seq, FrameID: f.ID, FrameLine: f.At.Line,
			})
		}
		b.Counts = model.Counts{Duplicates: b.Counts.Frames}
		b.Events, b.Samples = nil, nil
	})
	_, err := c.writer.Exec(`UPDATE source SET hollow = 1`)
	ok(t, err)
	for o, err := range c.Overlaps(t.Context()) {
		ok(t, err)
		for i := range o.Frames {
			if o.Frames[i].At.Source != first {
				t.Fatal("a frame of which nothing is kept may count")
			}
		}
	}
	before, err := c.Sources(t.Context())
	ok(t, err)
	ok(t, c.Decide(t.Context(), Decision{}))
	after, err := c.Sources(t.Context())
	ok(t, err)
	if !slices.Equal(before, after) {
		t.Errorf("sources are %+v, they were %+v", after, before)
	}
	repeats, err := c.Repeated(t.Context(), second)
	ok(t, err)
	if repeats.Len() != after[1].Counts.Duplicates {
		t.Errorf("%d frames count elsewhere, want %d", repeats.Len(), after[1].Counts.Duplicates)
	}
	ok(t, c.Repeats(t.Context(), func(f *model.Frame) error {
		t.Errorf("frame %d of source %d is to be reported again", f.Seq, f.At.Source)
		return nil
	}))
}

func TestARemovedSourceIsGoneForGoodWhenTheCaseIsClosed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.meterscope")
	c, err := Create(t.Context(), path)
	ok(t, err)
	_, _ = importLog(t, c, small(), "day.log")
	secret := []byte("a name that must not be mailed")
	r, err := c.BeginSource(t.Context(), announce("other.log", secret), nil)
	ok(t, err)
	b := model.Batch{Source: r.Source, Evidence: secret}
	ok(t, c.WriteBatch(t.Context(), &b))
	ok(t, c.CompleteSource(t.Context(), model.Source{ID: r.Source, Name: "other.log", Size: int64(len(secret))}))
	_, err = c.writer.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
	ok(t, err)
	ok(t, c.RemoveSource(t.Context(), r.Source))
	copied := filepath.Join(t.TempDir(), "copy.meterscope")
	ok(t, c.SaveCopy(t.Context(), copied))
	ok(t, c.RestoreSource(t.Context(), r.Source))
	wantErr(t, c.RestoreSource(t.Context(), r.Source), ErrNotFound)
	ok(t, c.RemoveSource(t.Context(), r.Source))
	ok(t, c.Close())
	for _, p := range []string{path, copied} {
		file, err := os.ReadFile(p) //nolint:gosec // ours
		ok(t, err)
		if bytes.Contains(file, secret) || bytes.Contains(file, []byte("other.log")) {
			t.Errorf("%s still holds what was removed", filepath.Base(p))
		}
	}
	c, err = Open(t.Context(), path)
	ok(t, err)
	defer closing(t, c)
	sources, err := c.Sources(t.Context())
	ok(t, err)
	if len(sources) != 1 {
		t.Errorf("sources: %+v", sources)
	}
	wantErr(t, c.RestoreSource(t.Context(), r.Source), ErrNotFound)
	wantErr(t, c.RemoveSource(t.Context(), r.Source), ErrNotFound)
}
