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
