package check

import (
	"testing"
	"time"

	"meterscope/model"
)

// at makes a point at a second of a day. A value of "-" is a gap.
func at(second float64, value string) model.Point {
	t := time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(second * float64(time.Second)))
	p := model.Point{Time: model.NewTime(t, 3, model.ZoneStated), Frame: int64(second), At: model.Place{Source: 1, Offset: int64(second)}}
	d, err := model.ParseDecimal(value)
	p.Value, p.Gap = d, err != nil
	return p
}

func of(m model.Measurand, phase model.Phase, where model.Location, points ...model.Point) model.Series {
	return model.Series{Key: model.SeriesKey{Measurand: m, Phase: phase, Location: where}, Unit: model.DefaultUnit(m), Points: points}
}

func plain(d model.Opt[model.Decimal]) string {
	if !d.OK {
		return "?"
	}
	return d.V.Plain()
}

func TestStateOfCharge(t *testing.T) {
	first, last := stateOfCharge([]model.Series{
		of(model.SoC, "", "EV", at(5, "-"), at(10, "21"), at(20, "30")), of(model.SoC, "", "", at(8, "20"), at(25, "-")),
	})
	if plain(first) != "20" || plain(last) != "30" {
		t.Errorf("got %s and %s", plain(first), plain(last))
	}
	if first, last = stateOfCharge(nil); first.OK || last.OK {
		t.Error("nothing was sampled")
	}
}
