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
	prev      int64 // index of the one before with this hash; −1 if there is none
}

// recent remembers the last frames that were kept.
type recent struct {
	ring   []seen
	n      int64 // frames ever remembered: the next index
	byHash map[uint64]int64
}

func newRecent() *recent { return &recent{byHash: map[uint64]int64{}} }

// entry gives the frame with this index, or nil if it is forgotten.
func (r *recent) entry(i int64) *seen {
	if i < 0 || i < r.n-recentSize || i >= r.n {
		return nil
	}
	return &r.ring[i%recentSize]
}

// add remembers a frame.
func (r *recent) add(s seen) {
	s.prev = -1
	if i, ok := r.byHash[s.hash]; ok {
		s.prev = i
	}
	if slot := r.n % recentSize; slot < int64(len(r.ring)) {
		if old := &r.ring[slot]; r.byHash[old.hash] == r.n-recentSize {
			delete(r.byHash, old.hash)
		}
		r.ring[slot] = s
	} else {
		r.ring = append(r.ring, s)
	}
	r.byHash[s.hash] = r.n
	r.n++
}

// same finds the frame that s repeats, or nil.
func (r *recent) same(s *seen) *seen {
	i, ok := r.byHash[s.hash]
	for ok {
		e := r.entry(i)
		if e == nil {
			break
		}
		if e.hash == s.hash && sameStation(e.station, s.station) && near(e, s) {
			return e
		}
		i = e.prev
	}
	return nil
}

// whole finds the frame that s is a shortened echo of, or nil.
func (r *recent) whole(s *seen) *seen {
	for i := r.n - 1; ; i-- {
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
func (r *recent) printed(s *seen) *seen {
	for i := r.n - 1; ; i-- {
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
