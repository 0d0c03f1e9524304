package session

import (
	"testing"

	"meterscope/model"
)

func TestSamplesOfAClockThatWasNotSetAreLeftOut(t *testing.T) {
	point := func(sec int64) model.Point { return model.Point{Time: model.UnixTime(sec, 0, 0, model.ZoneStated)} }
	const now = 1740823200
	of := func(seconds ...int64) []model.Series {
		var s model.Series
		for _, sec := range seconds {
			s.Points = append(s.Points, point(sec))
		}
		return []model.Series{s}
	}
	for _, c := range []struct {
		series []model.Series
		want   int
	}{
		{of(now, now+60), 2},
		{of(40, 100, now, now+60), 2},
		{of(40, 100), 2}, // all are alike: their order is their own
		{of(clockSet-1, clockSet), 1},
		{of(), 0},
	} {
		got := 0
		for _, s := range Dated(c.series) {
			got += len(s.Points)
		}
		if got != c.want {
			t.Errorf("%v: %d points, want %d", c.series, got, c.want)
		}
	}
	if got := Dated(append(of(40), of(now)...)); len(got) != 1 {
		t.Errorf("a series without samples stays: %v", got)
	}
}
