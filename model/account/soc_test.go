package account

import (
	"testing"

	"meterscope/model"
)

func TestStateOfCharge(t *testing.T) {
	soc := func(where model.Location, points ...model.Point) model.Series {
		return of(model.SoC, "", where, points...)
	}
	for _, c := range []struct {
		name   string
		series []model.Series
		want   string
	}{
		{"nothing was sampled", nil, "? → ?"},
		{"the first and the last, wherever they stand", []model.Series{soc("EV", at(5, "-"), at(10, "21"), at(20, "30")), soc("", at(8, "20"), at(25, "-"))}, "20 → 30"},
		{"0 until the vehicle tells", []model.Series{soc("", at(0, "0"), at(60, "0"), at(120, "69"), at(180, "72"))}, "69 → 72"},
		{"0 after it has gone", []model.Series{soc("", at(0, "40"), at(60, "49"), at(120, "0"))}, "40 → 49"},
		{"0 in between", []model.Series{soc("", at(0, "40"), at(60, "0"), at(120, "41"))}, "40 → 41"},
		{"0 all the time is none", []model.Series{soc("", at(0, "0"), at(60, "0"), at(120, "0"))}, "? → ?"},
		{"an empty battery that is charged", []model.Series{soc("", at(0, "0"), at(60, "1"), at(120, "7"))}, "0 → 7"},
		{"an empty battery that is charged far", []model.Series{soc("", at(0, "0"), at(60, "1"), at(120, "70"))}, "0 → 70"},
		{"what can't be is none", []model.Series{soc("", at(0, "255"), at(60, "50"), at(120, "51"), at(180, "-1"))}, "50 → 51"},
	} {
		from, to := StateOfCharge(c.series)
		if got := plain(from) + " → " + plain(to); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
