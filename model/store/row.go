package store

import (
	"math"

	"meterscope/model"
)

// The samples that a meter value has of one moment share a row of their chunk: their frame and time, and where
// the first of them stands. Rows stand in the order of the log, and are expected to step as they last stepped:
// what is written is the difference from that.

// The bits of a row's tag.
const (
	rowFrame  = 1 << iota // the step in frames changes
	rowTime               // the step in time changes
	rowOffset             // the step in offsets changes
	rowLine               // the step in lines changes
	rowHead               // another kind of time than that of the row before
	rowNanos              // there are nanoseconds
)

// row is what samples share.
type row struct {
	frame  int64
	time   model.Time
	offset int64 // of the first one
	line   int64
}

// trail is what the next row is expected to follow from.
type trail struct {
	sec, secStep       int64
	frame, frameStep   int64
	offset, offsetStep int64
	line, lineStep     int64
	head               uint64 // timeHead
}

// rowWriter packs rows. Its zero value is an empty list.
type rowWriter struct {
	p                     packer
	n                     int64
	last                  row
	trail                 trail
	firstFrame, lastFrame int64
	minTime, maxTime      int64 // Unix seconds; min > max: no row has a time
}

func (w *rowWriter) reset() { *w = rowWriter{p: packer{b: w.p.b[:0]}} }

// has says that a sample goes to the row that was added last.
func (w *rowWriter) has(s *model.Sample) bool {
	return w.last.frame == s.Frame && w.last.time == s.Time && w.n > 0
}

// add begins the row of a sample.
func (w *rowWriter) add(s *model.Sample) {
	r := row{frame: s.Frame, time: s.Time, offset: s.At.Offset, line: int64(s.At.Line)}
	if w.n == 0 {
		w.firstFrame, w.lastFrame = r.frame, r.frame
		w.minTime, w.maxTime = math.MaxInt64, math.MinInt64
	}
	w.firstFrame, w.lastFrame = min(w.firstFrame, r.frame), max(w.lastFrame, r.frame)
	w.last = r
	w.n++

	p, t := &w.p, &w.trail
	tagAt := len(p.b)
	p.b = append(p.b, 0)
	var tag byte
	if head := timeHead(r.time); head != t.head {
		tag |= rowHead
		t.head = head
		p.uint(head)
	}
	if p.step(r.frame, &t.frame, &t.frameStep) {
		tag |= rowFrame
	}
	if t.head != 0 {
		sec, nsec := r.time.Unix()
		w.minTime, w.maxTime = min(w.minTime, sec), max(w.maxTime, sec)
		if p.step(sec, &t.sec, &t.secStep) {
			tag |= rowTime
		}
		if nsec != 0 {
			tag |= rowNanos
			if t.head&timeRaw == 0 {
				nsec /= fraction(r.time.Digits())
			}
			p.uint(uint64(uint32(nsec))) //nolint:gosec // the same 32 bits
		}
	}
	if p.step(r.offset, &t.offset, &t.offsetStep) {
		tag |= rowOffset
	}
	if p.step(r.line, &t.line, &t.lineStep) {
		tag |= rowLine
	}
	p.b[tagAt] = tag
}

// rows reads so many rows.
func (u *unpacker) rows(count int, into []row) []row {
	var t trail
	into = into[:0]
	for range count {
		tag := u.byte()
		if tag&rowHead != 0 {
			if t.head = u.uint(); t.head != 0 && t.head&timeSet == 0 {
				u.fail()
			}
		}
		r := row{frame: u.step(tag&rowFrame != 0, &t.frame, &t.frameStep)}
		if t.head != 0 {
			sec, nsec := u.step(tag&rowTime != 0, &t.sec, &t.secStep), int32(0)
			if tag&rowNanos != 0 {
				nsec = u.nanoseconds(t.head)
			}
			r.time = makeTime(t.head, sec, nsec)
		}
		r.offset = u.step(tag&rowOffset != 0, &t.offset, &t.offsetStep)
		r.line = u.step(tag&rowLine != 0, &t.line, &t.lineStep)
		if u.bad {
			return nil
		}
		into = append(into, r)
	}
	return into
}

// step writes how much the step changes, if it does, and keeps the new one.
func (p *packer) step(v int64, last, step *int64) bool {
	d := v - *last
	change := d - *step
	*last, *step = v, d
	if change == 0 {
		return false
	}
	p.int(change)
	return true
}

func (u *unpacker) step(changes bool, last, step *int64) int64 {
	if changes {
		*step += u.int()
	}
	*last += *step
	return *last
}
