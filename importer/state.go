package importer

import (
	"encoding/binary"
	"errors"
	"math"

	"meterscope/importer/format"
	"meterscope/model"
)

// errState says that a state can't be read: it is of another version, or damaged. The import begins again.
var errState = errors.New("the state of the interrupted import can't be read")

// stateVersion changes with whatever the state holds, and with what the same bytes are read as.
const stateVersion = 4

// joinState appends the state of a batch: the state of the source's SHA-256, and what appendState wrote.
func joinState(b, hash, assembled []byte) []byte {
	w := writer{b: b}
	w.int(stateVersion)
	w.text(string(hash))
	return append(w.b, assembled...)
}

// appendState writes what is needed to go on behind a batch.
func (a *assembler) appendState(b []byte) []byte {
	w := writer{b: b}
	for _, n := range []int64{
		a.next, a.number, a.counts.Frames, a.counts.Duplicates, a.counts.MeterValues, a.counts.SampledValues,
		a.counts.Unread, int64(a.lines.line), int64(a.lines.last.Role),
		int64(a.mode.charset), int64(a.mode.how), a.mode.from, a.mode.size, int64(a.chars),
	} {
		w.int(n)
	}
	w.time(a.lines.last.LoggedAt)
	w.text(a.lines.last.Station)
	w.time(a.lines.anchor)
	a.recent.write(&w)
	a.calls.write(&w)
	return w.b
}

// code writes a frame for the state.
func (s *seen) code(w *writer) {
	w.b = binary.LittleEndian.AppendUint64(w.b, s.hash)
	w.b = binary.LittleEndian.AppendUint64(w.b, s.payload)
	w.int(int64(s.kind))
	w.bool(s.shortened)
	w.int(s.number)
	w.int(s.seq)
	w.text(s.id)
	w.text(s.station)
	w.time(s.loggedAt)
}

// code writes a CALL for the state.
func (c *call) code(w *writer) {
	w.int(c.seq)
	w.text(c.id)
	w.text(c.action)
	w.text(c.station)
	w.int(int64(c.dir))
}

// restore reads what joinState made into a new assembler, and gives the state of the SHA-256.
func (a *assembler) restore(state []byte) (hash []byte, err error) {
	r := parser{b: state}
	if r.int() != stateVersion {
		return nil, errState
	}
	hash = []byte(r.text())
	var line, role, chars, kind, met int64
	for _, n := range []*int64{
		&a.next, &a.number, &a.counts.Frames, &a.counts.Duplicates, &a.counts.MeterValues, &a.counts.SampledValues,
		&a.counts.Unread, &line, &role, &chars, &kind, &a.mode.from, &a.mode.size, &met,
	} {
		*n = r.int()
	}
	if chars < 0 || chars > int64(windows1252) || kind < 0 || kind >= int64(modeKinds) || a.mode.from < 0 ||
		a.mode.size < 0 || a.mode.size > windowBytes || met < 0 || met > math.MaxUint8 {
		return nil, errState
	}
	a.mode.charset, a.mode.how, a.chars = charset(chars), modeKind(kind), charsets(met)
	a.lines.line = int(line)
	a.lines.last = format.Prefix{LoggedAt: r.time(), Station: r.text(), Role: format.Role(role)} //nolint:gosec // as written
	a.lines.anchor = r.time()
	n := r.int()
	a.recent.n = max(0, n-recentSize)
	for range min(n, recentSize) {
		s := seen{hash: r.uint64(), payload: r.uint64()}
		s.kind = model.FrameKind(r.int()) //nolint:gosec // as written
		s.shortened = r.bool()
		s.number, s.seq, s.id, s.station, s.loggedAt = r.int(), r.int(), r.text(), r.text(), r.time()
		if r.err != nil {
			return nil, r.err
		}
		a.recent.remember(&s)
	}
	n = r.int()
	a.calls.n = max(0, n-callsSize)
	for range min(n, callsSize) {
		c := call{seq: r.int(), id: r.text(), action: r.text(), station: r.text()}
		c.dir = model.Direction(r.int()) //nolint:gosec // as written
		if r.err != nil {
			return nil, r.err
		}
		a.calls.remember(c)
	}
	if r.err != nil || len(r.b) > 0 {
		return nil, errState
	}
	return hash, nil
}

// writer appends values.
type writer struct{ b []byte }

func (w *writer) int(n int64) { w.b = binary.AppendVarint(w.b, n) }

func (w *writer) text(s string) {
	w.int(int64(len(s)))
	w.b = append(w.b, s...)
}

func (w *writer) bool(v bool) {
	if v {
		w.int(1)
	} else {
		w.int(0)
	}
}

func (w *writer) time(t model.Time) {
	w.bool(!t.IsZero())
	if t.IsZero() {
		return
	}
	sec, nsec := t.Unix()
	w.int(sec)
	w.int(int64(nsec))
	w.int(int64(t.Digits()))
	w.int(int64(t.Zone()))
}

// parser reads what a writer wrote. After an error it gives zeros.
type parser struct {
	b   []byte
	err error
}

func (r *parser) int() int64 {
	n, size := binary.Varint(r.b)
	if size <= 0 {
		r.err, r.b = errState, nil
		return 0
	}
	r.b = r.b[size:]
	return n
}

func (r *parser) uint64() uint64 {
	if len(r.b) < 8 {
		r.err, r.b = errState, nil
		return 0
	}
	v := binary.LittleEndian.Uint64(r.b)
	r.b = r.b[8:]
	return v
}

func (r *parser) text() string {
	n := r.int()
	if n < 0 || n > int64(len(r.b)) {
		r.err, r.b = errState, nil
		return ""
	}
	s := string(r.b[:n])
	r.b = r.b[n:]
	return s
}

func (r *parser) bool() bool { return r.int() != 0 }

func (r *parser) time() model.Time {
	if !r.bool() {
		return model.Time{}
	}
	sec, nsec, digits, zone := r.int(), r.int(), r.int(), r.int()
	if nsec < 0 || nsec >= 1e9 || digits < 0 || digits > 9 {
		r.err, r.b = errState, nil
		return model.Time{}
	}
	return model.UnixTime(sec, int32(nsec), int(digits), model.ZoneOrigin(zone)) //nolint:gosec // as written
}
