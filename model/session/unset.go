package session

import (
	"slices"

	"meterscope/model"
)

// Dated gives series without the samples of a clock that was not yet set (CLK002): it isn't known when they were taken,
// so nothing may be concluded from their place among the others. Where there are no others, they stay: their order is
// that of the clock. What has none of them is not copied.
func Dated(series []model.Series) []model.Series {
	unset, set := false, false
	for i := range series {
		points := series[i].Points
		n := undated(points)
		unset = unset || n > 0 && !points[n-1].Time.IsZero()
		set = set || n < len(points)
	}
	if !unset || !set {
		return series
	}
	out := make([]model.Series, 0, len(series))
	for _, one := range series {
		n := undated(one.Points)
		timeless := 0
		for timeless < n && one.Points[timeless].Time.IsZero() {
			timeless++
		}
		if timeless < n {
			one.Points = slices.Concat(one.Points[:timeless], one.Points[n:])
		}
		if len(one.Points) > 0 {
			out = append(out, one)
		}
	}
	return out
}

// undated gives how many points, which are in order of time, have no time of a clock that was set.
func undated(points []model.Point) int {
	n := 0
	for n < len(points) && !timed(&points[n]) {
		n++
	}
	return n
}

// Begun gives dated series with the first reading of each register that was taken before the clock was set, if it arrived
// before the others: what a register counted from it on is known, though not since when. all are the series with what
// [Dated] left out. What has none is not copied.
func Begun(dated, all []model.Series) []model.Series {
	out := dated
	for i := range dated {
		one := &dated[i]
		if one.Key.Measurand.Accumulation() != model.Register || len(one.Points) == 0 {
			continue
		}
		k := slices.IndexFunc(all, func(s model.Series) bool { return s.Key == one.Key && s.Unit == one.Unit })
		if k < 0 || len(all[k].Points) == len(one.Points) {
			continue
		}
		first := slices.IndexFunc(one.Points, func(p model.Point) bool { return timed(&p) })
		if first < 0 {
			continue
		}
		begin, found := arrivedBefore(all[k].Points[:undated(all[k].Points)], one.Points[first:])
		if !found {
			continue
		}
		if &out[0] == &dated[0] {
			out = slices.Clone(dated)
		}
		out[i].Points = slices.Insert(slices.Clone(one.Points), first, begin)
	}
	return out
}

// arrivedBefore gives the reading of a clock that was not set that arrived first, if that was before the first of the
// others, which are in order of time: where their frames go down with it, the log has the newest first.
func arrivedBefore(unset, others []model.Point) (begin model.Point, found bool) {
	first := &others[0]
	before := func(a, b int64) bool { return a <= b }
	if last := &others[len(others)-1]; last.At.Source == first.At.Source && last.Frame < first.Frame {
		before = func(a, b int64) bool { return a >= b }
	}
	for i := range unset {
		p := &unset[i]
		if p.Gap || p.Time.IsZero() || p.At.Source != first.At.Source || !before(p.Frame, first.Frame) {
			continue
		}
		if !found || before(p.Frame, begin.Frame) && p.Frame != begin.Frame {
			begin, found = *p, true
		}
	}
	return begin, found
}
