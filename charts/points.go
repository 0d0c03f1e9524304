package charts

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"time"

	"meterscope/model"
)

// points fills a line with the points that are drawn.
func (b *builder) points(l *Line, q quantity, points []model.Point) {
	l.Times = make([]int64, 0, len(points))
	l.Values = make([]float64, 0, len(points))
	var first model.Opt[model.Decimal]
	var wrong []bool
	if q.register {
		wrong = b.wrong(points)
		first = firstGood(points, wrong)
	}
	l.limit = b.limit(points)
	gap, last := false, int64(math.MaxInt64) // when there was a number last
	for i := 0; i < len(points); {
		j := i + 1
		for j < len(points) && points[j].Time.Compare(points[i].Time) == 0 {
			j++
		}
		at, ok := instant(points[i].Time)
		if !ok {
			b.dropped += j - i
			i = j
			continue
		}
		from := len(l.Times)
		for _, p := range chosen(points[i:j]) {
			if p.Gap {
				gap = true
				continue
			}
			f := q.drawn(p.Value, first.V)
			gap = gap || l.limit > 0 && at > last && at-last > l.limit
			last = at
			if wrong != nil && wrong[i] {
				l.Hollow = append(l.Hollow, Dot{at, f})
				continue
			}
			if n := len(l.Values); n > from && l.Values[n-1] == f {
				continue
			}
			if gap {
				if n := len(l.Times); n > 0 {
					l.Breaks = append(l.Breaks, n)
				}
				gap = false
			}
			l.Times, l.Values = append(l.Times, at), append(l.Values, f)
		}
		i = j
	}
	if q.interval {
		l.begin()
	}
}

// drawn is a value as it is drawn: in the panel's unit, of a register what was added since the first.
func (q *quantity) drawn(v, first model.Decimal) float64 {
	if q.register {
		v = v.Sub(first)
	}
	return v.Shift(q.shift).Float64()
}

// begin finds when the time began that each value is about: at the point before it, and after a gap as long ago
// as is usual.
func (l *Line) begin() {
	usual := usual(l.Times)
	l.Starts = make([]int64, len(l.Times))
	breaks := l.Breaks
	for i, at := range l.Times {
		broken := len(breaks) > 0 && breaks[0] == i
		if broken {
			breaks = breaks[1:]
		}
		if i == 0 || broken {
			l.Starts[i] = at - usual
			if i > 0 {
				l.Starts[i] = max(l.Starts[i], l.Times[i-1])
			}
			continue
		}
		l.Starts[i] = l.Times[i-1]
	}
}

// wrong tells which points of a register are spikes: those within one that are lower than the good reading
// before it or higher than the one after. It is nil if none is.
func (b *builder) wrong(points []model.Point) []bool {
	var out []bool
	for _, s := range b.how.Spikes {
		i := sort.Search(len(points), func(k int) bool { return points[k].Time.Compare(s.From) > 0 })
		j := i + sort.Search(len(points)-i, func(k int) bool { return points[i+k].Time.Compare(s.To) >= 0 })
		if i == 0 || j == len(points) || points[i-1].Gap || points[j].Gap {
			continue
		}
		before, after := points[i-1].Value, points[j].Value
		for k := i; k < j; k++ {
			if v := points[k].Value; !points[k].Gap && (v.Cmp(before) < 0 || v.Cmp(after) > 0) {
				if out == nil {
					out = make([]bool, len(points))
				}
				out[k] = true
			}
		}
	}
	return out
}

// firstGood is the first reading of a register.
func firstGood(points []model.Point, wrong []bool) (first model.Opt[model.Decimal]) {
	for i := range points {
		if p := &points[i]; !p.Gap && (wrong == nil || !wrong[i]) {
			if _, ok := instant(p.Time); ok {
				return firstChosen(points, i)
			}
		}
	}
	return first
}

// firstChosen is what is drawn first of the points of the instant of point i.
func firstChosen(points []model.Point, i int) model.Opt[model.Decimal] {
	j := i + 1
	for j < len(points) && points[j].Time.Compare(points[i].Time) == 0 {
		j++
	}
	for _, p := range chosen(points[i:j]) {
		if !p.Gap {
			return model.Some(p.Value)
		}
	}
	return model.Some(points[i].Value)
}

// looped is a series of one sampling loop.
type looped struct {
	model.Series
	beside model.Context // of a loop beside the main one; else ""
}

// loops parts the loops of interval values, each of which says what flowed since its own value before: those
// by the clock from the others.
func (q *quantity) loops(series []model.Series) []looped {
	var out []looped
	for _, s := range series {
		byClock := func(p model.Point) bool { return p.Context == model.SampleClock }
		if !q.interval || !slices.ContainsFunc(s.Points, byClock) || !slices.ContainsFunc(s.Points, func(p model.Point) bool { return !byClock(p) }) {
			out = append(out, looped{Series: s})
			continue
		}
		clock, other := looped{Series: s}, looped{Series: s}
		clock.Points, other.Points = nil, nil
		for _, p := range s.Points {
			if byClock(p) {
				clock.Points = append(clock.Points, p)
			} else {
				other.Points = append(other.Points, p)
			}
		}
		if len(clock.Points) > len(other.Points) {
			other.beside = model.SamplePeriodic
		} else {
			clock.beside = model.SampleClock
		}
		out = append(out, other, clock)
	}
	return out
}

// instant is a time in Unix nanoseconds, if it can be drawn.
func instant(t model.Time) (int64, bool) {
	if t.IsZero() {
		return 0, false
	}
	sec, nsec := t.Unix()
	if sec < earliest/int64(time.Second) || sec >= latest/int64(time.Second) {
		return 0, false
	}
	return sec*int64(time.Second) + int64(nsec), true
}

// chosen picks what is drawn of the points of one instant: a number before a gap, a sample of MeterValues
// before one that StopTransaction repeats, a periodic one before the one that marks the transaction's begin
// or end.
func chosen(points []model.Point) []model.Point {
	if len(points) == 1 {
		return points
	}
	for _, better := range []func(model.Point) bool{
		func(p model.Point) bool { return !p.Gap },
		func(p model.Point) bool { return !p.FromStop },
		func(p model.Point) bool {
			return p.Context != model.TransactionBegin && p.Context != model.TransactionEnd
		},
	} {
		if slices.ContainsFunc(points, better) {
			points = slices.DeleteFunc(slices.Clone(points), func(p model.Point) bool { return !better(p) })
		}
	}
	return points
}

// merged joins series that are one: L1 and L1-N, an absent location and Outlet; unless they contradict one
// another at some instant.
func merged(series []model.Series, q quantity) []model.Series {
	sorted := slices.Clone(series)
	slices.SortStableFunc(sorted, func(x, y model.Series) int { return cmp.Compare(len(y.Points), len(x.Points)) })
	var out []model.Series
	for _, s := range sorted {
		i := slices.IndexFunc(out, func(o model.Series) bool {
			return o.Key.Measurand == s.Key.Measurand && q.where(o.Key) == q.where(s.Key) && samePhase(o.Key.Phase, s.Key.Phase) &&
				agree(o.Points, s.Points)
		})
		if i < 0 {
			out = append(out, s)
			continue
		}
		points := slices.Concat(out[i].Points, s.Points)
		slices.SortStableFunc(points, func(x, y model.Point) int { return x.Time.Compare(y.Time) })
		out[i].Points = points
	}
	return out
}

func samePhase(a, b model.Phase) bool {
	return a == b || a.Line() != model.PhaseNone && a.Line() == b.Line()
}

// agree says that two series have no instant at which their values differ.
func agree(a, b []model.Point) bool {
	for len(a) > 0 && len(b) > 0 {
		switch c := a[0].Time.Compare(b[0].Time); {
		case c < 0:
			a = a[1:]
		case c > 0:
			b = b[1:]
		default:
			if !a[0].Gap && !b[0].Gap && a[0].Value.Cmp(b[0].Value) != 0 {
				return false
			}
			a, b = a[1:], b[1:]
		}
	}
	return true
}
