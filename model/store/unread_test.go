package store

import (
	"testing"

	"meterscope/model"
)

func TestBytesOfUnreadPlacesAreCountedOverBatchesAndResumes(t *testing.T) {
	c := newCaseFile(t)
	c.commitBytes = 1
	text := []byte("one line that is no message\nanother one\n")
	a := announce("day.log", text)
	r, err := c.BeginSource(t.Context(), a, nil)
	ok(t, err)
	ok(t, c.WriteBatch(t.Context(), &model.Batch{Source: r.Source, Evidence: text[:28], Lines: 1, Counts: model.Counts{Unread: 1}, Unread: 27}))
	if r, err = c.BeginSource(t.Context(), a, nil); err != nil || r.Offset != 28 {
		t.Fatalf("resumed at %d: %v", r.Offset, err)
	}
	ok(t, c.WriteBatch(t.Context(), &model.Batch{Source: r.Source, Offset: 28, Evidence: text[28:], Lines: 2, Counts: model.Counts{Unread: 1}, Unread: 11}))
	sum, err := sumOf(text)()
	ok(t, err)
	src := a.Source
	src.ID, src.Size, src.SHA256 = r.Source, int64(len(text)), sum
	ok(t, c.CompleteSource(t.Context(), src))
	sources, err := c.Sources(t.Context())
	ok(t, err)
	if sources[0].UnreadBytes != 38 || sources[0].Counts.Unread != 2 {
		t.Errorf("%d bytes in %d places", sources[0].UnreadBytes, sources[0].Counts.Unread)
	}
}
