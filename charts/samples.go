package charts

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"meterscope/model"
)

// Samples are the series of a transaction as a plot needs them: when and how much, 17 bytes a point and none of
// where it came from. They are filled point by point, and become a plot once.
type Samples struct {
	how    Reading
	tracks []*track
	since  int64 // registers count from their first reading from then on
}

// CountFrom says that registers count from their first reading at a time or after it, not from their first.
func (s *Samples) CountFrom(t model.Time) {
	if at, ok := instant(t); ok {
		s.since = at
	}
}

// NewSamples makes an empty one.
func NewSamples(how Reading) *Samples { return &Samples{how: how} }

// track is a series in columns.
type track struct {
	key     model.SeriesKey
	unit    model.Unit
	times   []int64   // Unix nanoseconds
	values  []float64 // in the unit, each the nearest to what was sent; NaN: no number
	kinds   []kind    // nil: all are 0
	digits  int       // the most that a value has after the point
	dropped int       // points without a time that can be drawn
}

// kind says of a point what decides between those of one instant.
type kind uint8

const (
	fromStop kind = 1 << iota // repeated by a StopTransaction
	atEnd                     // marks the begin or end of the transaction
	byClock                   // taken by the clock
	unpaced                   // not taken by a sampling loop
)

// Series gives what takes the points of a series, in any order of time; room is for about so many. A series that is
// asked for again goes on.
func (s *Samples) Series(key model.SeriesKey, unit model.Unit, room int) func(*model.Point) {
	t := s.track(key, unit)
	if t.times == nil {
		t.times, t.values = make([]int64, 0, room), make([]float64, 0, room)
	}
	var like model.Point // the kind of one like the last is known
	k := s.how.kindOf(&like)
	return func(p *model.Point) {
		if p.Context != like.Context || p.FromStop != like.FromStop {
			like.Context, like.FromStop = p.Context, p.FromStop
			k = s.how.kindOf(p)
		}
		t.add(len(t.times), p, k)
	}
}

// Insert puts a point into a series, before those of its instant, or, if a StopTransaction has it, behind them.
func (s *Samples) Insert(key model.SeriesKey, unit model.Unit, p *model.Point) {
	t := s.track(key, unit)
	at, ok := instant(p.Time)
	if !ok {
		return
	}
	t.order()
	if p.FromStop {
		at++
	}
	t.add(sort.Search(len(t.times), func(i int) bool { return t.times[i] >= at }), p, s.how.kindOf(p))
}

func (s *Samples) track(key model.SeriesKey, unit model.Unit) *track {
	i := slices.IndexFunc(s.tracks, func(t *track) bool { return t.key == key && t.unit == unit })
	if i < 0 {
		s.tracks = append(s.tracks, &track{key: key, unit: unit})
		i = len(s.tracks) - 1
	}
	return s.tracks[i]
}

func (r *Reading) kindOf(p *model.Point) (k kind) {
	if p.FromStop {
		k |= fromStop
	}
	switch p.Context {
	case model.TransactionBegin, model.TransactionEnd:
		k |= atEnd
	case model.SampleClock:
		k |= byClock
	}
	if r.Paced != nil && !r.Paced(p) {
		k |= unpaced
	}
	return k
}

// add puts a point at a place, mostly the end.
func (t *track) add(i int, p *model.Point, k kind) {
	at, ok := instant(p.Time)
	if !ok {
		t.dropped++
		return
	}
	v := math.NaN()
	if !p.Gap {
		v = p.Value.Float64()
		t.digits = max(t.digits, p.Value.Scale())
	}
	if k != 0 && t.kinds == nil {
		t.kinds = make([]kind, len(t.times), cap(t.times))
	}
	if i < len(t.times) {
		t.times, t.values = slices.Insert(t.times, i, at), slices.Insert(t.values, i, v)
		if t.kinds != nil {
			t.kinds = slices.Insert(t.kinds, i, k)
		}
		return
	}
	t.times, t.values = append(t.times, at), append(t.values, v)
	if t.kinds != nil {
		t.kinds = append(t.kinds, k)
	}
}

func (t *track) kind(i int) kind {
	if t.kinds == nil {
		return 0
	}
	return t.kinds[i]
}

// order brings the points into the order of time, and lets go of room that they don't need.
func (t *track) order() {
	if !slices.IsSorted(t.times) {
		at := make([]int, len(t.times))
		for i := range at {
			at[i] = i
		}
		slices.SortStableFunc(at, func(a, b int) int { return cmp.Compare(t.times[a], t.times[b]) })
		t.pick(at)
	}
	if n := len(t.times); cap(t.times) > n+n/8+16 {
		t.times, t.values, t.kinds = slices.Clone(t.times), slices.Clone(t.values), slices.Clone(t.kinds)
	}
}

// pick makes the points at these places the track's.
func (t *track) pick(at []int) {
	times, values, kinds := t.times, t.values, t.kinds
	t.times, t.values, t.kinds = make([]int64, len(at)), make([]float64, len(at)), nil
	if kinds != nil {
		t.kinds = make([]kind, len(at))
	}
	for i, k := range at {
		t.times[i], t.values[i] = times[k], values[k]
		if kinds != nil {
			t.kinds[i] = kinds[k]
		}
	}
}

// moments are the times of the points that a sampling loop took. They must not be changed.
func (t *track) moments() []int64 {
	if !slices.ContainsFunc(t.kinds, func(k kind) bool { return k&unpaced != 0 }) {
		return t.times
	}
	var out []int64
	for i, at := range t.times {
		if t.kinds[i]&unpaced == 0 {
			out = append(out, at)
		}
	}
	return out
}

// chosen gives what is drawn of the points i to j−1, which are of one instant: a number before none, a sample of
// MeterValues before one that StopTransaction repeats, a periodic one before the one that marks the transaction's
// begin or end.
func (t *track) chosen(i, j int, into []int) []int {
	into = into[:0]
	for ; i < j; i++ {
		into = append(into, i)
	}
	if len(into) == 1 {
		return into
	}
	for _, worse := range [...]func(int) bool{
		func(k int) bool { return math.IsNaN(t.values[k]) },
		func(k int) bool { return t.kind(k)&fromStop != 0 },
		func(k int) bool { return t.kind(k)&atEnd != 0 },
	} {
		if slices.ContainsFunc(into, func(k int) bool { return !worse(k) }) {
			into = slices.DeleteFunc(into, worse)
		}
	}
	return into
}

// instantEnd is the first place after those of the instant of place i.
func (t *track) instantEnd(i int) int {
	j := i + 1
	for j < len(t.times) && t.times[j] == t.times[i] {
		j++
	}
	return j
}

// merged joins tracks that are one: L1 and L1-N, an absent location and Outlet; unless they contradict one another
// at some instant.
func merged(tracks []*track, q quantity) []*track {
	sorted := slices.Clone(tracks)
	slices.SortStableFunc(sorted, func(x, y *track) int { return cmp.Compare(len(y.times), len(x.times)) })
	var out []*track
	for _, t := range sorted {
		i := slices.IndexFunc(out, func(o *track) bool {
			return o.key.Measurand == t.key.Measurand && q.where(o.key) == q.where(t.key) && samePhase(o.key.Phase, t.key.Phase) && agree(o, t)
		})
		if i < 0 {
			out = append(out, t)
			continue
		}
		out[i] = joined(out[i], t)
	}
	return out
}

func samePhase(a, b model.Phase) bool {
	return a == b || a.Line() != model.PhaseNone && a.Line() == b.Line()
}

// agree says that two tracks have no instant at which their values differ.
func agree(a, b *track) bool {
	for i, k := 0, 0; i < len(a.times) && k < len(b.times); {
		switch {
		case a.times[i] < b.times[k]:
			i++
		case a.times[i] > b.times[k]:
			k++
		default:
			if v, w := a.values[i], b.values[k]; v != w && !math.IsNaN(v) && !math.IsNaN(w) {
				return false
			}
			i, k = i+1, k+1
		}
	}
	return true
}

// joined has the points of both.
func joined(a, b *track) *track {
	t := &track{key: a.key, unit: a.unit, digits: max(a.digits, b.digits), dropped: a.dropped + b.dropped,
		times: slices.Concat(a.times, b.times), values: slices.Concat(a.values, b.values)}
	if a.kinds != nil || b.kinds != nil {
		t.kinds = make([]kind, len(t.times))
		copy(t.kinds, a.kinds)
		copy(t.kinds[len(a.times):], b.kinds)
	}
	t.order()
	return t
}

// looped is a track of one sampling loop.
type looped struct {
	*track
	beside model.Context // of a loop beside the main one; else ""
}

// loops parts the loops of interval values, each of which says what flowed since its own value before: those by the
// clock from the others.
func (q *quantity) loops(tracks []*track) []looped {
	var out []looped
	for _, t := range tracks {
		var clock, other []int
		for i := 0; i < len(t.times) && q.interval; i++ {
			if t.kind(i)&byClock != 0 {
				clock = append(clock, i)
			} else {
				other = append(other, i)
			}
		}
		if len(clock) == 0 || len(other) == 0 {
			out = append(out, looped{track: t})
			continue
		}
		a, b := *t, *t
		a.pick(other)
		b.pick(clock)
		b.dropped = 0
		first, second := looped{track: &a}, looped{track: &b}
		if len(clock) > len(other) {
			first.beside = model.SamplePeriodic
		} else {
			second.beside = model.SampleClock
		}
		out = append(out, first, second)
	}
	return out
}
