package session

import (
	"slices"
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

func TestARegisterIsCountedFromItsFirstReadingThough(t *testing.T) {
	const now = 1740823200
	point := func(sec, frame int64) model.Point {
		return model.Point{Time: model.UnixTime(sec, 0, 0, model.ZoneStated), Frame: frame, At: model.Place{Source: 1}}
	}
	of := func(m model.Measurand, points ...model.Point) []model.Series {
		return []model.Series{{Key: model.SeriesKey{Measurand: m}, Unit: model.Wh, Points: points}}
	}
	gap := point(10, 1)
	gap.Gap = true
	const register, interval = model.EnergyActiveImportRegister, model.EnergyActiveImportInterval
	for name, c := range map[string]struct {
		all  []model.Series
		want []int64 // frames
	}{
		"none of them":                 {of(register, point(now, 1), point(now+60, 2)), []int64{1, 2}},
		"the first that arrived":       {of(register, point(40, 2), point(100, 1), point(now, 3), point(now+60, 4)), []int64{1, 3, 4}},
		"a number":                     {of(register, gap, point(40, 2), point(now, 3)), []int64{2, 3}},
		"one that came behind":         {of(register, point(40, 7), point(now, 3), point(now+60, 4)), []int64{3, 4}},
		"the newest stands first":      {of(register, point(40, 9), point(100, 8), point(now, 7), point(now+60, 6)), []int64{9, 7, 6}},
		"the newest first, and behind": {of(register, point(40, 6), point(now, 7), point(now+60, 5)), []int64{7, 5}},
		"an interval is none":          {of(interval, point(40, 1), point(now, 3)), []int64{3}},
		"no others, so all are as set": {of(register, point(40, 1), point(100, 2)), []int64{1, 2}},
	} {
		before := len(c.all[0].Points)
		var got []int64
		for _, p := range Begun(Dated(c.all), c.all)[0].Points {
			got = append(got, p.Frame)
		}
		if !slices.Equal(got, c.want) || len(c.all[0].Points) != before {
			t.Errorf("%s: frames %v, want %v", name, got, c.want)
		}
	}
}
