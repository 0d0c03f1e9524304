package importer

import (
	"time"

	"meterscope/model"
)

// The window within which a frame that is met again is the same frame logged twice: this much of the log's
// own time, or where a line has none so many frames.
const (
	sameWithin = 2 * time.Second
	sameFrames = 200
)

// recentSize bounds how many frames are remembered for finding duplicates.
const recentSize = 2048

// seen is a frame as far as recognising it again needs it.
type seen struct {
	hash      uint64
	kind      model.FrameKind
	payload   uint64 // hash of the payload, where a program may print it again; else 0
	shortened bool
	number    int64 // counts all frames of the source, kept or not
	seq       int64
	id        string
	station   string
	loggedAt  model.Time
}

// recent remembers the last frames that were kept.
type recent struct{ *ring[seen] }

func newRecent() recent { return recent{newRing(recentSize, (*seen).code)} }

// remember remembers a frame.
func (r recent) remember(s *seen) { r.add(s.hash, *s) }

// same finds the frame that s repeats, or nil.
func (r recent) same(s *seen) *seen {
	return r.find(s.hash, func(e *seen) bool { return sameStation(e.station, s.station) && near(e, s) })
}

// whole finds the frame that s is a shortened echo of, or nil.
func (r recent) whole(s *seen) *seen {
	for i := r.n; ; i-- {
		e := r.entry(i)
		if e == nil || s.number-e.number > sameFrames && !near(e, s) {
			return nil
		}
		if echoes(s, e) {
			return e
		}
	}
}

// printed finds the frame whose payload a program printed again, or nil. It doesn't say the
// frame's id, so the payload decides.
func (r recent) printed(s *seen) *seen {
	for i := r.n; ; i-- {
		e := r.entry(i)
		if e == nil || s.number-e.number > sameFrames && !near(e, s) {
			return nil
		}
		if e.payload == s.payload && e.payload != 0 && sameStation(e.station, s.station) && near(e, s) {
			return e
		}
	}
}

// echoes says whether s is a shortened echo of e.
func echoes(s, e *seen) bool {
	return !e.shortened && e.id == s.id && e.kind == s.kind && e.id != "" &&
		sameStation(e.station, s.station) && near(e, s)
}

func sameStation(a, b string) bool { return a == b || a == "" || b == "" }

// near says whether two frames stand within the window.
func near(a, b *seen) bool {
	if a.loggedAt.IsZero() || b.loggedAt.IsZero() {
		d := a.number - b.number
		return d <= sameFrames && d >= -sameFrames
	}
	d := a.loggedAt.Sub(b.loggedAt)
	return d <= sameWithin && d >= -sameWithin
}
