package store

import (
	"cmp"
	"slices"

	"meterscope/model"
)

// The places of a finding that repeats are one list, ordered by offset and pointer.
const (
	placeBlock    = 4096 // places in a row
	maxPlaceBlock = 1 << 14
)

// The bits of a place's tag.
const (
	placeNoFrame = 1 << iota
	placeEnd
	placeEndSource // the end is in another source
	placeFrom
	placeTo
	placeCount
	placeOwnFrame // the frame that it stands in is not the one that was kept
	placeBits     = iota
)

// loggedAgain is the rule whose findings stand in a frame that was dropped, and name the one that was kept.
const loggedAgain model.RuleID = "JSN006"

// place is what repeats of one finding differ in.
type place struct {
	at       model.Place
	end      model.Place
	from, to model.Time
	count    int
	frame    int64
	indices  []uint32

	// Of a frame that was not kept, because it could not be read or was logged before:
	frameID   string
	frameLine int
}

func placeOf(f *model.Finding, indices []uint32) place {
	pl := place{at: f.At, end: f.End, from: f.From, to: f.To, count: f.Count, frame: f.Frame, indices: indices}
	if f.FrameLine > 0 && (f.Frame < 0 || f.Rule == loggedAgain) {
		pl.frameID, pl.frameLine = f.FrameID, f.FrameLine
	}
	return pl
}

// findingKey is what repeats share.
type findingKey struct {
	source   model.SourceID
	txn      int64 // see the table
	rule     model.RuleID
	severity model.Severity
	shape    string
	pointer  bool
	got      string
	hasGot   bool
	want     string
	inferred bool
}

// finding makes the finding that stands at a place.
func (k *findingKey) finding(p *place) model.Finding {
	f := model.Finding{
		Rule: k.rule, Severity: k.severity, At: p.at, End: p.end, From: p.from, To: p.to, Count: p.count,
		HasPointer: k.pointer, Got: k.got, HasGot: k.hasGot, Want: k.want, Frame: p.frame, Inferred: k.inferred,
		FrameID: p.frameID, FrameLine: p.frameLine,
	}
	if k.pointer {
		f.Pointer = pointerOf(k.shape, p.indices)
	}
	if k.txn != 0 {
		f.Transaction = model.TransactionKey(k.txn)
	}
	return f
}

type placeTrail struct {
	line, offset, frame int64
	sec                 int64
}

// placeWriter packs places in the order they come.
type placeWriter struct {
	p                     packer
	n                     int
	prev                  placeTrail
	firstOffset           int64
	firstFrame, lastFrame int64 // −1 if there is a place without a frame
	lastIndices           []uint32
	disordered            bool // they did not come in order
}

func (w *placeWriter) reset() {
	*w = placeWriter{p: packer{b: w.p.b[:0]}, lastIndices: w.lastIndices[:0]}
}

func placeTag(pl *place) uint64 {
	var tag uint64
	for i, there := range [placeBits]bool{
		pl.frame < 0, pl.end != model.Place{}, pl.end != model.Place{} && pl.end.Source != pl.at.Source,
		!pl.from.IsZero(), !pl.to.IsZero(), pl.count != 1, pl.frameLine > 0,
	} {
		if there {
			tag |= 1 << i
		}
	}
	return tag
}

func (w *placeWriter) add(pl *place) {
	p, prev, tag := &w.p, &w.prev, placeTag(pl)
	frame := max(pl.frame, -1)
	if w.n == 0 {
		w.firstOffset, w.firstFrame, w.lastFrame = pl.at.Offset, frame, frame
	} else if pl.at.Offset < prev.offset ||
		pl.at.Offset == prev.offset && !slices.Equal(pl.indices, w.lastIndices) {
		w.disordered = true // perhaps: the order of pointers is that of their texts
	}
	w.firstOffset = min(w.firstOffset, pl.at.Offset)
	w.firstFrame, w.lastFrame = min(w.firstFrame, frame), max(w.lastFrame, frame)
	w.n++
	p.uint(tag)
	p.int(pl.at.Offset - prev.offset)
	p.int(int64(pl.at.Line) - prev.line)
	if tag&placeNoFrame == 0 {
		p.int(pl.frame - prev.frame)
		prev.frame = pl.frame
	}
	for _, i := range pl.indices {
		p.uint(uint64(i))
	}
	if tag&placeEndSource != 0 {
		p.int(int64(pl.end.Source))
	}
	if tag&placeEnd != 0 {
		p.int(int64(pl.end.Line - pl.at.Line))
		p.int(pl.end.Offset - pl.at.Offset)
	}
	if tag&placeFrom != 0 {
		p.time(pl.from, &prev.sec)
	}
	if tag&placeTo != 0 {
		p.time(pl.to, &prev.sec)
	}
	if tag&placeCount != 0 {
		p.int(int64(pl.count))
	}
	if tag&placeOwnFrame != 0 {
		p.int(int64(pl.at.Line - pl.frameLine))
		p.text(pl.frameID)
	}
	prev.offset, prev.line = pl.at.Offset, int64(pl.at.Line)
	w.lastIndices = append(w.lastIndices[:0], pl.indices...)
}

// pack gives the list in order.
func (w *placeWriter) pack(k *findingKey) ([]byte, error) {
	if !w.disordered {
		return w.p.b, nil
	}
	places := make([]place, 0, w.n)
	err := k.eachPlace(w.p.b, w.n, func(pl *place) error {
		p := *pl
		p.indices = slices.Clone(p.indices)
		places = append(places, p)
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.at.Offset, b.at.Offset),
			cmp.Compare(pointerOf(k.shape, a.indices), pointerOf(k.shape, b.indices)))
	})
	var sorted placeWriter
	for i := range places {
		sorted.add(&places[i])
	}
	return sorted.p.b, nil
}

// placeReader unpacks places one by one.
type placeReader struct {
	place  place
	source model.SourceID
	u      unpacker
	left   int
	prev   placeTrail
}

func (r *placeReader) reset(data []byte, count int, source model.SourceID, indices int) error {
	if count < 0 || count > maxPlaceBlock || count > len(data) || indices > len(data) {
		return broken("count of a finding's places")
	}
	*r = placeReader{source: source, u: unpacker{b: data}, left: count}
	r.place.indices = make([]uint32, indices)
	return nil
}

// eachPlace gives the places that are packed in data, so many. A place and its indices are overwritten by the next.
func (k *findingKey) eachPlace(data []byte, count int, do func(*place) error) error {
	var r placeReader
	if err := r.reset(data, count, k.source, indicesIn(k.shape)); err != nil {
		return err
	}
	for {
		ok, err := r.next()
		if !ok || err != nil {
			return err
		}
		if err := do(&r.place); err != nil {
			return err
		}
	}
}

// next reads one place; its indices are overwritten by the next.
func (r *placeReader) next() (bool, error) {
	if r.left == 0 {
		if !r.u.end() {
			return false, broken("places of a finding")
		}
		return false, nil
	}
	r.left--
	u, prev, pl := &r.u, &r.prev, &r.place
	tag := u.uint()
	if tag>>placeBits != 0 {
		u.fail()
	}
	prev.offset += u.int()
	prev.line += u.int()
	*pl = place{
		at:    model.Place{Source: r.source, Line: int(prev.line), Offset: prev.offset},
		frame: model.NoFrame, count: 1, indices: pl.indices,
	}
	if tag&placeNoFrame == 0 {
		prev.frame += u.int()
		pl.frame = prev.frame
	}
	for i := range pl.indices {
		pl.indices[i] = uint32(u.uint()) //nolint:gosec // an index has at most nine digits
	}
	if tag&placeEnd != 0 {
		pl.end.Source = r.source
		if tag&placeEndSource != 0 {
			pl.end.Source = model.SourceID(u.int())
		}
		pl.end.Line = pl.at.Line + int(u.int())
		pl.end.Offset = pl.at.Offset + u.int()
	}
	if tag&placeFrom != 0 {
		pl.from = u.time(&prev.sec)
	}
	if tag&placeTo != 0 {
		pl.to = u.time(&prev.sec)
	}
	if tag&placeCount != 0 {
		pl.count = int(u.int())
	}
	if tag&placeOwnFrame != 0 {
		pl.frameLine = pl.at.Line - int(u.int())
		pl.frameID = u.text()
	}
	if u.bad {
		return false, broken("places of a finding")
	}
	return true, nil
}
