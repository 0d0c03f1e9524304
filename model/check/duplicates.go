package check

import (
	"cmp"
	"context"
	"slices"

	"meterscope/model"
	"meterscope/model/store"
)

// loggedAgain is the rule whose findings stand in a frame that counts elsewhere.
const loggedAgain model.RuleID = "JSN006"

// decide works out, over all sources of a case, which frames more than one of them logged. Each counts once: where
// it is known of which station it is, else in the source that came first. What carries a reading, a start or a stop
// is the same in two sources only if it is of one station (answers and heartbeats may be by chance): so sources that
// name no station learn whose log they are, or that they are of one station.
//
// It follows from what the sources say and not from their order, but for which of two equal frames counts.
func decide(ctx context.Context, c *store.Case) error {
	d, err := compare(ctx, c, nil)
	if err != nil {
		return err
	}
	return c.Decide(ctx, d.decision())
}

// compare finds them. told is called with each frame that counts as another one; it may be nil.
func compare(ctx context.Context, c *store.Case, told func(f, best *loggedFrame)) (*decider, error) {
	rotations, err := c.Rotations(ctx)
	if err != nil {
		return nil, err
	}
	d := &decider{told: told, repeats: map[model.SourceID]*model.FrameSet{}, same: map[model.SourceID]model.SourceID{}, names: map[string]int32{"": 0}, texts: []string{""}}
	for _, parts := range rotations {
		for _, p := range parts[1:] {
			d.join(parts[0], p)
		}
	}
	for o, err := range c.Overlaps(ctx) {
		if err != nil {
			return nil, err
		}
		d.upTo(o.Begin)
		d.add(o.Frames)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	d.all(d.open)
	return d, nil
}

// decider compares frames in the order of their log times. It holds those that more can come to.
type decider struct {
	open    []loggedFrame
	waiting int // of open, after it was last sorted

	repeats map[model.SourceID]*model.FrameSet
	same    map[model.SourceID]model.SourceID // towards the first of the sources that share a nameless station
	heard   []heard
	names   map[string]int32 // of stations
	texts   []string
	told    func(f, best *loggedFrame) // of a frame that counts as another; may be nil
}

// loggedFrame is a frame as far as finding it in another source needs it.
type loggedFrame struct {
	sec     int64
	nsec    int32
	kind    model.FrameKind
	knows   uint8 // how much its line says beside the station
	carries bool  // a reading, a start or a stop
	station int32 // 0: none
	source  model.SourceID
	seq     int64
	hash    uint64 // of kind, id and payload
}

// heard says that a frame for which a source names no station is of this one.
type heard struct {
	source  model.SourceID
	station int32
}

// same compares what one frame, logged in two sources, has in common.
func (f *loggedFrame) compare(o *loggedFrame) int {
	return cmp.Or(cmp.Compare(f.sec, o.sec), cmp.Compare(f.nsec, o.nsec), cmp.Compare(f.hash, o.hash), cmp.Compare(f.kind, o.kind))
}

func (d *decider) add(frames []model.Frame) {
	for i := range frames {
		f := &frames[i]
		if f.LoggedAt.IsZero() {
			continue
		}
		l := loggedFrame{kind: f.Kind, carries: carries(f), station: d.name(f.Station), source: f.At.Source, seq: f.Seq, hash: f.Hash}
		l.sec, l.nsec = f.LoggedAt.Unix()
		if f.LoggedAt.Zone() == model.ZoneStated {
			l.knows += 2
		}
		if f.Dir != model.DirectionUnknown {
			l.knows++
		}
		d.open = append(d.open, l)
	}
}

func carries(f *model.Frame) bool {
	if f.Kind != model.Call && f.Kind != model.BarePayload {
		return false
	}
	switch f.Action {
	case model.ActionMeterValues, model.ActionStartTransaction, model.ActionStopTransaction:
		return true
	}
	return false
}

func (d *decider) name(station string) int32 {
	i, ok := d.names[station]
	if !ok {
		i = int32(len(d.texts)) //nolint:gosec // there are few stations
		d.names[station] = i
		d.texts = append(d.texts, station)
	}
	return i
}

// mostOpen is how many frames may wait before it is looked which of them need not any longer.
const mostOpen = 1 << 15

// upTo decides on the frames that were logged before a second: no more of them come.
func (d *decider) upTo(sec int64) {
	if len(d.open) < 2*d.waiting+mostOpen {
		return
	}
	slices.SortFunc(d.open, func(a, b loggedFrame) int { return a.compare(&b) })
	n, _ := slices.BinarySearchFunc(d.open, sec, func(f loggedFrame, sec int64) int { return cmp.Compare(f.sec, sec) })
	d.all(d.open[:n])
	d.open = slices.Delete(d.open, 0, n)
	d.waiting = len(d.open)
}

// all decides on frames.
func (d *decider) all(frames []loggedFrame) {
	slices.SortFunc(frames, func(a, b loggedFrame) int {
		return cmp.Or(a.compare(&b), cmp.Compare(a.source, b.source), cmp.Compare(a.seq, b.seq))
	})
	for len(frames) > 0 {
		n := 1
		for n < len(frames) && frames[n].compare(&frames[0]) == 0 {
			n++
		}
		if frames[0].source != frames[n-1].source {
			d.equal(frames[:n])
		}
		frames = frames[n:]
	}
}

// equal decides on frames that are the same but for their stations, ordered by source. One of no station is the same
// as one of any.
func (d *decider) equal(frames []loggedFrame) {
	stations := make([]int32, 0, 1)
	for i := range frames {
		if s := frames[i].station; s != 0 && !slices.Contains(stations, s) {
			stations = append(stations, s)
		}
	}
	slices.SortFunc(stations, func(a, b int32) int { return cmp.Compare(d.texts[a], d.texts[b]) })
	if len(stations) == 0 {
		stations = append(stations, 0)
	}
	for i, s := range stations {
		d.of(frames, s, i == 0, len(stations) == 1)
	}
}

// of decides on those of one station; nameless takes the ones of no station to them.
func (d *decider) of(frames []loggedFrame, station int32, nameless, sure bool) {
	var best *loggedFrame
	for i := range frames {
		f := &frames[i]
		if f.station == station && (best == nil || f.knows > best.knows) {
			best = f
		}
	}
	for i := range frames {
		f := &frames[i]
		if f.source == best.source || f.station != station && (f.station != 0 || !nameless) {
			continue
		}
		if d.repeats[f.source] == nil {
			d.repeats[f.source] = &model.FrameSet{}
		}
		d.repeats[f.source].Add(f.seq)
		if d.told != nil {
			d.told(f, best)
		}
		switch {
		case !f.carries || f.station != 0 || !sure:
		case station != 0:
			if h := (heard{f.source, station}); !slices.Contains(d.heard, h) {
				d.heard = append(d.heard, h)
			}
		default:
			d.join(best.source, f.source)
		}
	}
}

// root gives the first of the sources that share a nameless station.
func (d *decider) root(id model.SourceID) model.SourceID {
	for {
		up, ok := d.same[id]
		if !ok {
			return id
		}
		id = up
	}
}

func (d *decider) join(a, b model.SourceID) {
	a, b = d.root(a), d.root(b)
	if a != b {
		d.same[max(a, b)] = min(a, b)
	}
}

func (d *decider) decision() store.Decision {
	n := store.Decision{
		Repeats: d.repeats, Nameless: map[model.SourceID]model.SourceID{}, Learnt: map[model.SourceID]string{},
	}
	names := map[model.SourceID]int32{} // by the first source; -1: more than one
	for _, h := range d.heard {
		root := d.root(h.source)
		if now, ok := names[root]; ok && now != h.station {
			names[root] = -1
		} else if !ok {
			names[root] = h.station
		}
	}
	for id := range d.same {
		n.Nameless[id] = d.root(id)
	}
	learn := func(id model.SourceID) {
		if s := names[d.root(id)]; s > 0 {
			n.Learnt[id] = d.texts[s]
		}
	}
	for id := range d.same {
		learn(id)
	}
	for root := range names {
		learn(root)
	}
	return n
}
