package charts

import (
	"cmp"
	"slices"
	"time"

	"meterscope/model"
)

// points fills a line with the points that are drawn.
func (b *builder) points(l *Line, q quantity, points []model.Point) {
	l.Times = make([]int64, 0, len(points))
	l.Values = make([]float64, 0, len(points))
	var first model.Opt[model.Decimal]
	gap := false
	var gapsAt []int
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
			if !first.OK {
				first = model.Some(p.Value)
			}
			v := p.Value
			if q.register {
				v = v.Sub(first.V)
			}
			f := v.Shift(q.shift).Float64()
			if n := len(l.Values); n > from && l.Values[n-1] == f {
				continue
			}
			if gap {
				gapsAt = append(gapsAt, len(l.Times))
				gap = false
			}
			l.Times, l.Values = append(l.Times, at), append(l.Values, f)
		}
		i = j
	}
	l.Breaks = breaks(l.Times, gapsAt)
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
