package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"meterscope/model"
)

func TestSameSourceTwiceIsOneImport(t *testing.T) {
	c := newCaseFile(t)
	source, text := importLog(t, c, small(), "day.log")
	r, err := c.BeginSource(t.Context(), announce("copy of day.log", text), sumOf(text))
	ok(t, err)
	if !r.Complete || r.Source != source || r.Offset != int64(len(text)) {
		t.Errorf("resume: %+v", r)
	}
	sources, err := c.Sources(t.Context())
	ok(t, err)
	if len(sources) != 1 {
		t.Errorf("%d sources", len(sources))
	}
}

func TestSourceThatOnlyBeginsAlikeIsNew(t *testing.T) {
	c := newCaseFile(t)
	_, text := importLog(t, c, small(), "day.log")
	other := bytes.Clone(text)
	other[len(other)-2]++
	for name, test := range map[string]struct {
		change func(*model.Announcement)
		sum    func() ([32]byte, error)
	}{
		"other hash":     {func(*model.Announcement) {}, sumOf(other)},
		"other size":     {func(a *model.Announcement) { a.Size++ }, nil},
		"other head":     {func(a *model.Announcement) { a.Head[0]++ }, nil},
		"fresh":          {func(a *model.Announcement) { a.Fresh = true }, nil},
		"standard input": {func(a *model.Announcement) { a.Size = -1 }, func() ([32]byte, error) { return [32]byte{}, io.ErrNoProgress }},
	} {
		a := announce("day.log", text)
		test.change(&a)
		r, err := c.BeginSource(t.Context(), a, test.sum)
		ok(t, err)
		if r.Complete || r.Offset != 0 || r.Source == 1 {
			t.Errorf("%s: %+v", name, r)
		}
		ok(t, c.DiscardSource(t.Context(), r.Source))
	}
	if _, err := c.BeginSource(t.Context(), announce("day.log", text), func() ([32]byte, error) {
		return [32]byte{}, os.ErrPermission
	}); err == nil {
		t.Error("a source that can't be read is begun")
	}
}

func TestSourceThatTurnsOutToBeThereIsDiscarded(t *testing.T) {
	c := newCaseFile(t)
	g := small()
	_, text := importLog(t, c, g, "day.log")
	a := announce("-", text)
	a.Fresh = true
	r, err := c.BeginSource(t.Context(), a, nil)
	ok(t, err)
	batches, _ := g.batches(r.Source)
	for i := range batches {
		ok(t, c.WriteBatch(t.Context(), &batches[i]))
	}
	wantErr(t, c.CompleteSource(t.Context(), model.Source{ID: r.Source, Size: int64(len(text))}), ErrAlready)
	sources, err := c.Sources(t.Context())
	ok(t, err)
	if len(sources) != 1 || sources[0].Name != "day.log" {
		t.Errorf("sources: %+v", sources)
	}
	for _, table := range []string{"evidence", "frames", "event", "chunk", "finding"} {
		var n int
		ok(t, c.reader.QueryRow(`SELECT count(*) FROM `+table+` WHERE source <> 1`).Scan(&n))
		if n != 0 {
			t.Errorf("%d rows of %s are left", n, table)
		}
	}
}

func TestInterruptedImportGoesOn(t *testing.T) {
	c := newCaseFile(t)
	g := small()
	_, text := g.batches(0)
	r, err := c.BeginSource(t.Context(), announce("day.log", text), sumOf(text))
	ok(t, err)
	batches, _ := g.batches(r.Source)
	half := len(batches) / 2
	for i := range batches[:half] {
		ok(t, c.WriteBatch(t.Context(), &batches[i]))
	}
	// Another source comes between: what was read of this one is kept.
	other := charging{stations: 1, connectors: 1, transactions: 1, frames: 7, perBatch: 10}
	importLog(t, c, other, "other.log")

	a := announce("day.log", text)
	a.Zone = "Europe/Berlin"
	r, err = c.BeginSource(t.Context(), a, sumOf(text))
	ok(t, err)
	if r.Offset != 0 {
		t.Error("a source that was read with another zone is gone on with")
	}
	ok(t, c.DiscardSource(t.Context(), r.Source))

	r, err = c.BeginSource(t.Context(), announce("day.log", text), sumOf(text))
	ok(t, err)
	last := batches[half-1]
	if r.Complete || r.Offset != last.End() || r.Lines != last.Lines || string(r.State) != string(last.State) || r.Source != 1 {
		t.Fatalf("resume: %+v", r)
	}
	for i := range batches[half:] {
		ok(t, c.WriteBatch(t.Context(), &batches[half+i]))
	}
	ok(t, c.CompleteSource(t.Context(), model.Source{ID: r.Source, Name: "day.log", Size: int64(len(text)), SHA256: sha256.Sum256(text)}))
	checkWhole(t, c, r.Source, g, text)
}

func TestImportBegunAgainOtherwiseLeavesNothingOfTheInterruptedOne(t *testing.T) {
	c := newCaseFile(t)
	g := small()
	_, text := g.batches(0)
	begin := func(zone string) model.Resume {
		t.Helper()
		a := announce("day.log", text)
		a.Zone = zone
		r, err := c.BeginSource(t.Context(), a, sumOf(text))
		ok(t, err)
		return r
	}
	r := begin("UTC")
	batches, _ := g.batches(r.Source)
	for i := range batches[:len(batches)/2] {
		ok(t, c.WriteBatch(t.Context(), &batches[i]))
	}
	// Another log only begins alike.
	head := announce("other.log", text)
	head.Zone = "elsewhere"
	other, err := c.BeginSource(t.Context(), head, nil)
	ok(t, err)
	b := model.Batch{Source: other.Source, Evidence: []byte("something else")}
	ok(t, c.WriteBatch(t.Context(), &b))

	r = begin("Europe/Berlin")
	batches, _ = g.batches(r.Source)
	for i := range batches {
		ok(t, c.WriteBatch(t.Context(), &batches[i]))
	}
	ok(t, c.CompleteSource(t.Context(), model.Source{ID: r.Source, Name: "day.log", Size: int64(len(text)), SHA256: sha256.Sum256(text)}))
	sources, err := c.Sources(t.Context())
	ok(t, err)
	if len(sources) != 2 || sources[0].ID != other.Source || sources[1].ID != r.Source {
		t.Errorf("sources: %+v", sources)
	}
	checkWhole(t, c, r.Source, g, text)
}

// checkWhole compares what a case holds of a source with the synthetic log.
func checkWhole(t *testing.T, c *Case, source model.SourceID, g charging, text []byte) {
	t.Helper()
	got, err := io.ReadAll(c.EvidenceReader(t.Context(), source))
	ok(t, err)
	if !bytes.Equal(got, text) {
		t.Error("the evidence differs")
	}
	batches, _ := g.batches(source)
	var want model.Counts
	var findings, samples int64
	for _, b := range batches {
		want.Add(b.Counts)
		findings += int64(len(b.Findings))
		samples += int64(len(b.Samples))
	}
	src, err := c.source(t.Context(), source)
	ok(t, err)
	if src.Counts != want || !src.Complete {
		t.Errorf("source is %+v, want the counts %+v", src, want)
	}
	var stored model.Counts
	var storedFindings, storedSamples int64
	ok(t, c.reader.QueryRow(`SELECT sum(count) FROM frames WHERE source = ?`, source).Scan(&stored.Frames))
	ok(t, c.reader.QueryRow(`SELECT sum(count) FROM finding WHERE source = ? AND txn = 0`, source).Scan(&storedFindings))
	ok(t, c.reader.QueryRow(`SELECT sum(count) FROM chunk WHERE source = ?`, source).Scan(&storedSamples))
	if stored.Frames != want.Frames || storedFindings != findings || storedSamples != samples {
		t.Errorf("%d frames, %d findings, %d samples; want %d, %d, %d",
			stored.Frames, storedFindings, storedSamples, want.Frames, findings, samples)
	}
	n := int64(0)
	for f, err := range c.Findings(t.Context(), FindingQuery{Source: source}) {
		ok(t, err)
		if f.Rule == "REG001" {
			continue // of joining
		}
		if f.FrameID != fmt.Sprint(1000+f.Frame) {
			t.Fatalf("finding %+v", f)
		}
		n++
	}
	if n != findings {
		t.Errorf("%d findings are read, want %d", n, findings)
	}
}

func TestBatchOutOfOrderIsRefused(t *testing.T) {
	c := newCaseFile(t)
	g := small()
	_, text := g.batches(0)
	r, err := c.BeginSource(t.Context(), announce("day.log", text), nil)
	ok(t, err)
	batches, _ := g.batches(r.Source)
	if c.WriteBatch(t.Context(), &batches[1]) == nil {
		t.Error("the second batch is taken for the first")
	}
	ok(t, c.WriteBatch(t.Context(), &batches[0]))
	batches[1].Frames[0].Seq++
	if c.WriteBatch(t.Context(), &batches[1]) == nil {
		t.Error("a frame out of order is taken")
	}
	if c.CompleteSource(t.Context(), model.Source{ID: r.Source}) == nil {
		t.Error("a source that failed is completed")
	}
}

func TestSourceOfAnotherSizeIsNotCompleted(t *testing.T) {
	c := newCaseFile(t)
	_, text := small().batches(0)
	r, err := c.BeginSource(t.Context(), announce("day.log", text), nil)
	ok(t, err)
	if c.CompleteSource(t.Context(), model.Source{ID: r.Source, Size: 5, SHA256: [32]byte{1}}) == nil {
		t.Error("a source of which bytes are missing is completed")
	}
}

func TestCancelledImportKeepsWhatWasCommitted(t *testing.T) {
	c := newCaseFile(t)
	c.commitBytes = 1
	g := small()
	_, text := g.batches(0)
	r, err := c.BeginSource(t.Context(), announce("day.log", text), nil)
	ok(t, err)
	batches, _ := g.batches(r.Source)
	ok(t, c.WriteBatch(t.Context(), &batches[0]))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	wantErr(t, c.WriteBatch(ctx, &batches[1]), context.Canceled)
	r, err = c.BeginSource(t.Context(), announce("day.log", text), nil)
	ok(t, err)
	if r.Offset != batches[0].End() {
		t.Errorf("goes on at %d", r.Offset)
	}
}

func TestClosingKeepsAnUnfinishedImport(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.meterscope")
	c, err := Create(t.Context(), path)
	ok(t, err)
	g := small()
	_, text := g.batches(0)
	r, err := c.BeginSource(t.Context(), announce("day.log", text), nil)
	ok(t, err)
	batches, _ := g.batches(r.Source)
	ok(t, c.WriteBatch(t.Context(), &batches[0]))
	ok(t, c.Close())
	c, err = Open(t.Context(), path)
	ok(t, err)
	defer closing(t, c)
	r, err = c.BeginSource(t.Context(), announce("day.log", text), nil)
	ok(t, err)
	if r.Offset != batches[0].End() || r.Frames != int64(len(batches[0].Frames)) {
		t.Errorf("resume: %+v", r)
	}
}

func TestTwoProgramsDoNotImportTheSameSource(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.meterscope")
	g := small()
	_, text := g.batches(0)
	var cases [2]*Case
	for i := range cases {
		c, err := Create(t.Context(), path)
		ok(t, err)
		defer closing(t, c)
		c.commitBytes = 1
		_, err = c.BeginSource(t.Context(), announce("day.log", text), nil)
		ok(t, err)
		cases[i] = c
	}
	batches, _ := g.batches(1)
	ok(t, cases[0].WriteBatch(t.Context(), &batches[0]))
	wantErr(t, cases[1].WriteBatch(t.Context(), &batches[0]), ErrLocked)
}
