package charts

import (
	"strings"
	"testing"
	"time"

	"meterscope/model"
)

func TestSamplesOfAClockThatWasNotSetAreOutsideOfTheFirstView(t *testing.T) {
	unset := func(seconds int64, value string) model.Point {
		p := one(0, value)
		p.Time = model.UnixTime(seconds, 0, 0, model.ZoneStated)
		return p
	}
	s := series(power, "", "", model.W, "1000", "2000", "3000")
	s.Points = append([]model.Point{unset(60, "500"), unset(120, "600")}, s.Points...)
	spec, err := FromSeries(All, []model.Series{s}, reading())
	if err != nil {
		t.Fatal(err)
	}
	if !spec.From.Equal(sessionStart) || !spec.To.Equal(sessionStart.Add(2*time.Minute)) {
		t.Errorf("first are seen %s to %s", spec.From, spec.To)
	}
	if len(spec.Notes) != 1 || spec.Notes[0] != "Outside of what is shown: 2 values of 1970-01-01, as of a clock that was not set." {
		t.Errorf("notes %q", spec.Notes)
	}
	if n := len(spec.Panels[0].Lines[0].Times); n != 5 {
		t.Errorf("%d points are there", n)
	}
	s.Points = append(s.Points, unset(1<<32, "7")) // 2106
	spec, _ = FromSeries(All, []model.Series{s}, reading())
	if !spec.To.Equal(sessionStart.Add(2*time.Minute)) || !strings.Contains(spec.Notes[0], "3 values from 1970-01-01 to 2106-02-07") {
		t.Errorf("to %s, %q", spec.To, spec.Notes)
	}
	spec, _ = FromSeries(All, []model.Series{series(power, "", "", model.W, "1", "2")}, reading())
	if !spec.From.IsZero() || len(spec.Notes) != 0 {
		t.Errorf("where the clock was right: from %s, %q", spec.From, spec.Notes)
	}
}
