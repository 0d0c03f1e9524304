package store

import (
	"testing"

	"meterscope/model"
)

func TestMarksAreThoseOfTheFrames(t *testing.T) {
	c := newCaseFile(t)
	defer closing(t, c)
	src, _ := importLog(t, c, charging{stations: 2, connectors: 2, transactions: 2, frames: 30, perBatch: 50}, "a.log")
	var frames []*model.Frame
	ids := map[string]uint64{}
	for f, err := range c.Frames(t.Context(), src) {
		ok(t, err)
		frames = append(frames, f)
	}
	n := 0
	for m, err := range c.FrameMarks(t.Context()) {
		ok(t, err)
		f := frames[n]
		n++
		got := model.Frame{
			Seq: m.Seq, Kind: m.Kind, Dir: m.Dir, Action: m.Action, Station: m.Station, LoggedAt: m.LoggedAt,
			AnswerTo: m.AnswerTo, Hash: m.Hash,
		}
		want := model.Frame{
			Seq: f.Seq, Kind: f.Kind, Dir: f.Dir, Action: f.Action, Station: f.Station, LoggedAt: f.LoggedAt,
			AnswerTo: f.AnswerTo, Hash: f.Hash,
		}
		if m.Source != src || got.Seq != want.Seq || got.Kind != want.Kind || got.Dir != want.Dir || got.Action != want.Action ||
			got.Station != want.Station || got.LoggedAt != want.LoggedAt || got.AnswerTo != want.AnswerTo || got.Hash != want.Hash {
			t.Fatalf("mark %+v of frame %+v", m, f)
		}
		if id, known := ids[f.ID]; known && id != m.ID || m.ID == 0 {
			t.Fatalf("frame %q is marked %d, and was %d", f.ID, m.ID, id)
		}
		ids[f.ID] = m.ID
		one, err := c.FrameIn(t.Context(), src, m.Seq)
		ok(t, err)
		if one.ID != f.ID || one.At != f.At {
			t.Fatalf("frame %d is %+v, want %+v", m.Seq, one, f)
		}
	}
	if n != len(frames) || n == 0 {
		t.Errorf("%d marks of %d frames", n, len(frames))
	}
	seen := map[uint64]bool{}
	for _, id := range ids {
		if seen[id] {
			t.Error("two ids have one mark")
		}
		seen[id] = true
	}
	if _, err := c.FrameIn(t.Context(), src, int64(n)); err == nil {
		t.Error("there is a frame after the last")
	}
}

func TestEventsComeInTheOrderInWhichSourcesWereLogged(t *testing.T) {
	c := newCaseFile(t)
	defer closing(t, c)
	first, _ := importLog(t, c, charging{stations: 1, connectors: 1, transactions: 1, frames: 5, perBatch: 10}, "later.log")
	_, err := c.writer.Exec(`UPDATE frames SET logged_from = logged_from + 1000000, logged_to = logged_to + 1000000`)
	ok(t, err)
	second, _ := importLog(t, c, charging{stations: 1, connectors: 1, transactions: 1, frames: 6, perBatch: 12}, "earlier.log")
	c.standingCache.clear()
	stations, err := c.Stations(t.Context())
	ok(t, err)
	var order []model.SourceID
	for e, err := range c.Events(t.Context(), stations[0]) {
		ok(t, err)
		if n := len(order); n == 0 || order[n-1] != e.At.Source {
			order = append(order, e.At.Source)
		}
	}
	if len(order) != 2 || order[0] != second || order[1] != first {
		t.Errorf("sources come in the order %v, want %v %v", order, second, first)
	}
}
