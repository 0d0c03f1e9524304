package session

import (
	"cmp"
	"math"
	"slices"
	"time"

	"meterscope/model"
)

// Gap is a stretch without samples.
type Gap struct {
	Before, After model.Point // the last sample before it and the first one after it
	Count         int         // neighbouring gaps that it is made of, parted by single samples
}

// Limits say how long samples may stay away before that is a gap: longer than Factor × the usual interval, and
// longer than Floor.
type Limits struct {
	Factor int
	Floor  time.Duration
}

// DefaultLimits are those of CLK007.
func DefaultLimits() Limits { return Limits{Factor: 3, Floor: 2 * time.Minute} }

// Limit is the longest distance of two samples that is no gap. Where the usual interval is not known (0) there
// is no limit.
func (l Limits) Limit(usual time.Duration) time.Duration {
	if usual <= 0 {
		return math.MaxInt64
	}
	return max(time.Duration(l.Factor)*usual, l.Floor)
}

// fewIntervals is how many intervals it takes to call one usual.
const fewIntervals = 3

// GapLimit is the limit of one series: two neighbouring points further apart than this are not connected in a
// plot, and nothing is integrated between them.
func (l Limits) GapLimit(points []model.Point) time.Duration {
	return l.Limit(usualInterval(moments(points, paced)))
}

// GapLimitOf is the GapLimit of points of which only the ascending times are known, in nanoseconds since 1970; those of
// points that are not [Paced] left out.
func (l Limits) GapLimitOf(moments []int64) time.Duration {
	set, _ := slices.BinarySearch(moments, clockSet*int64(time.Second))
	return l.Limit(usualInterval(moments[set:]))
}

// UsualInterval is the interval at which a transaction is sampled: the median distance of the moments at which
// any of its series has a sample. It is 0 if there are too few to tell. Samples that an event caused
// (Transaction.Begin and the like) and transactionData say nothing about it.
func UsualInterval(series []model.Series) time.Duration {
	return usualInterval(allMoments(series, paced))
}

// Paced says that a sample was taken by a sampling loop, not because something happened.
func Paced(p *model.Point) bool {
	switch p.Context {
	case model.TransactionBegin, model.TransactionEnd, model.InterruptionBegin, model.InterruptionEnd:
		return false
	}
	return !p.FromStop
}

func paced(p *model.Point) bool { return Paced(p) && timed(p) }

func nanos(t model.Time) int64 {
	sec, nsec := t.Unix()
	return sec*int64(time.Second) + int64(nsec)
}

// ClockWasSet says that a time is of a clock that was set.
func ClockWasSet(t model.Time) bool {
	sec, _ := t.Unix()
	return !t.IsZero() && sec >= clockSet
}

// timed says that a sample has a time, of a clock that was set.
func timed(p *model.Point) bool {
	sec, _ := p.Time.Unix()
	return sec >= clockSet
}

// moments gives the ascending, distinct times of the points that are kept, in nanoseconds since 1970.
func moments(points []model.Point, keep func(*model.Point) bool) []int64 {
	out := make([]int64, 0, len(points))
	for i := range points {
		if keep(&points[i]) {
			out = append(out, nanos(points[i].Time))
		}
	}
	return slices.Compact(out)
}

// allMoments is the union of the moments of all series. Mostly they have the same.
func allMoments(series []model.Series, keep func(*model.Point) bool) []int64 {
	var all []int64
	for i := range series {
		if points := series[i].Points; !hasMoments(all, points, keep) {
			all = merge(all, moments(points, keep))
		}
	}
	return all
}

// hasMoments says that the points that are kept have these moments, and no others.
func hasMoments(all []int64, points []model.Point, keep func(*model.Point) bool) bool {
	n := 0
	for i := range points {
		if !keep(&points[i]) {
			continue
		}
		at := nanos(points[i].Time)
		if n > 0 && all[n-1] == at {
			continue
		}
		if n == len(all) || all[n] != at {
			return false
		}
		n++
	}
	return n == len(all)
}

// merge joins two ascending lists; what stands in both stands in it once.
func merge(a, b []int64) []int64 {
	if len(a) == 0 {
		return b
	}
	out := make([]int64, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			out, a = append(out, a[0]), a[1:]
		case b[0] < a[0]:
			out, b = append(out, b[0]), b[1:]
		default:
			out, a, b = append(out, a[0]), a[1:], b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// usualInterval is the median distance of ascending moments; of an even number of distances the lower middle
// one. Equal moments are one.
func usualInterval(moments []int64) time.Duration {
	if len(moments) <= fewIntervals {
		return 0
	}
	if d, ok := mostly(moments); ok {
		return d
	}
	distances := make([]int64, 0, len(moments)-1)
	for i := 1; i < len(moments); i++ {
		if d := moments[i] - moments[i-1]; d > 0 {
			distances = append(distances, d)
		}
	}
	if len(distances) < fewIntervals {
		return 0
	}
	slices.Sort(distances)
	return time.Duration(distances[(len(distances)-1)/2])
}

// mostly gives the distance that more than half of the moments, but at least fewIntervals, have from the one before: it
// is the median then. Without it, the distances have to be sorted.
func mostly(moments []int64) (time.Duration, bool) {
	var likely int64
	lead := 0
	for i := 1; i < len(moments); i++ {
		switch d := moments[i] - moments[i-1]; {
		case d <= 0:
		case d == likely:
			lead++
		case lead == 0:
			likely, lead = d, 1
		default:
			lead--
		}
	}
	same, all := 0, 0
	for i := 1; i < len(moments) && lead > 0; i++ {
		if d := moments[i] - moments[i-1]; d > 0 {
			all++
			if d == likely {
				same++
			}
		}
	}
	return time.Duration(likely), same >= fewIntervals && 2*same > all
}

// Gaps finds the stretches in which no series of a transaction has a sample: longer than the limit of its
// usual interval, and not while it was suspended. Neighbouring gaps are one.
//
// Chargers run more than one sampling loop: every minute while energy flows, and every quarter of an hour by
// the clock. Where a series of one context goes through a stretch at its own pace, that is no gap although a
// faster loop has stopped.
func (l Limits) Gaps(series []model.Series, states []State) []Gap {
	limit := l.Limit(UsualInterval(series))
	if limit == math.MaxInt64 {
		return nil
	}
	all := allMoments(series, timed)
	var loops []loop // made when the first long stretch asks for them
	var gaps []Gap
	for i := 1; i < len(all); i++ {
		from, to := all[i-1], all[i]
		if time.Duration(to-from) <= limit || l.excused(states, from, to, limit) {
			continue
		}
		if loops == nil {
			loops = l.loops(series)
		}
		if atOwnPace(loops, from, to) {
			continue
		}
		if n := len(gaps); n > 0 && nanos(gaps[n-1].After.Time) == from {
			gaps[n-1].After = firstAt(series, to)
			gaps[n-1].Count++
			continue
		}
		gaps = append(gaps, Gap{Before: firstAt(series, from), After: firstAt(series, to), Count: 1})
	}
	return gaps
}

// firstAt gives the sample of a moment that stands first in the log.
func firstAt(series []model.Series, moment int64) (first model.Point) {
	found := false
	for _, s := range series {
		i, _ := slices.BinarySearchFunc(s.Points, moment, func(p model.Point, m int64) int { return cmp.Compare(nanos(p.Time), m) })
		for ; i < len(s.Points) && nanos(s.Points[i].Time) == moment; i++ {
			if p := &s.Points[i]; timed(p) && (!found || comparePlaces(p.At, first.At) < 0) {
				first, found = *p, true
			}
		}
	}
	return first
}

// loop is one sampling loop: the moments of one series and context, with its own limit.
type loop struct {
	moments []int64
	limit   time.Duration
}

func (l Limits) loops(series []model.Series) []loop {
	var out []loop
	for _, s := range series {
		byContext := map[model.Context][]int64{}
		for i := range s.Points {
			if p := &s.Points[i]; paced(p) {
				byContext[p.Context] = append(byContext[p.Context], nanos(p.Time))
			}
		}
		for _, moments := range byContext {
			if usual := usualInterval(moments); usual > 0 {
				out = append(out, loop{moments, l.Limit(usual)})
			}
		}
	}
	return out
}

// atOwnPace says that a loop has samples at both ends of the stretch, and that this is not too long for it.
func atOwnPace(loops []loop, from, to int64) bool {
	for _, one := range loops {
		if time.Duration(to-from) > one.limit {
			continue
		}
		if _, ok := slices.BinarySearch(one.moments, from); !ok {
			continue
		}
		if _, ok := slices.BinarySearch(one.moments, to); ok {
			return true
		}
	}
	return false
}

// excused says that the stretch has no part longer than the limit in which the transaction was not suspended.
func (l Limits) excused(states []State, from, to int64, limit time.Duration) bool {
	for i := range states {
		s := &states[i]
		if !s.Suspended() || s.From.IsZero() {
			continue
		}
		begin, end := nanos(s.From), to
		if !s.To.IsZero() {
			end = nanos(s.To)
		}
		if end <= from || begin >= to {
			continue
		}
		if time.Duration(begin-from) > limit {
			return false
		}
		if from = end; from >= to {
			return true
		}
	}
	return time.Duration(to-from) <= limit
}
