package account

import (
	"testing"
	"time"

	"meterscope/model"
	"meterscope/model/session"
)

// at makes a point at a second of a day. A value of "-" is a gap.
func at(second float64, value string) model.Point {
	t := time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(second * float64(time.Second)))
	p := model.Point{Time: model.NewTime(t, 3, model.ZoneStated), Frame: int64(second), At: model.Place{Source: 1, Offset: int64(second)}}
	d, err := model.ParseDecimal(value)
	p.Value, p.Gap = d, err != nil
	return p
}

func in(context model.Context, p model.Point) model.Point { p.Context = context; return p }

func of(m model.Measurand, phase model.Phase, where model.Location, points ...model.Point) model.Series {
	return model.Series{Key: model.SeriesKey{Measurand: m, Phase: phase, Location: where}, Unit: model.DefaultUnit(m), Points: points}
}

func power(phase model.Phase, where model.Location, points ...model.Point) model.Series {
	s := of(model.PowerActiveImport, phase, where, points...)
	s.Unit = model.W
	return s
}

func energyOf(phase model.Phase, where model.Location, points ...model.Point) model.Series {
	return of(model.EnergyActiveImportRegister, phase, where, points...)
}

func plain(d model.Opt[model.Decimal]) string {
	if !d.OK {
		return "?"
	}
	return d.V.Plain()
}

func TestEnergy(t *testing.T) {
	meter := model.Transaction{MeterStart: model.Some[int64](100), MeterStop: model.Some[int64](40)}
	started := model.Transaction{MeterStart: model.Some[int64](100)}
	const interval = model.EnergyActiveImportInterval
	for _, c := range []struct {
		name   string
		tx     model.Transaction
		series []model.Series
		want   string
		from   model.EnergySource
	}{
		{"nothing", model.Transaction{}, nil, "?", ""},
		{"the meter as it is, also negative", meter, []model.Series{energyOf("", "", at(0, "1"), at(9, "9"))}, "-60", "meter"},
		{"the register, last less first", started, []model.Series{energyOf("", "", at(0, "100.5"), at(5, "-"), at(9, "250"))}, "149.5", "register"},
		{"absent and Outlet are one place", started, []model.Series{energyOf("", "", at(0, "100")), energyOf("", "Outlet", at(9, "250"))}, "150", "register"},
		{"another location is another meter", started, []model.Series{energyOf("", "Body", at(0, "100"), at(9, "250"))}, "?", ""},
		{"of readings of one second the order is that of a register", started, []model.Series{energyOf("", "", at(0, "110"), at(0, "100"), at(9, "260"), at(9, "250"))}, "160", "register"},
		{"a single reading says nothing", started, []model.Series{energyOf("", "", at(0, "100"), at(1, "-"))}, "?", ""},
		{"nor does one moment", started, []model.Series{energyOf("", "", at(0, "100"), at(0, "100"))}, "?", ""},
		{"the begin is the first reading", started, []model.Series{energyOf("", "", at(5, "678"), in("Transaction.Begin", at(5, "0")))}, "678", "register"},
		{"the begin is repeated", started, []model.Series{energyOf("", "", at(5, "600"), in("Transaction.Begin", at(5, "10")), at(6, "700"), in("Transaction.Begin", at(6, "10")))}, "690", "register"},
		{"only begins", started, []model.Series{energyOf("", "", in("Transaction.Begin", at(5, "0")), in("Transaction.Begin", at(6, "0")))}, "?", ""},
		{"the total before the phases", started, []model.Series{energyOf("L1", "", at(0, "0"), at(9, "5")), energyOf("", "", at(0, "0"), at(9, "16"))}, "16", "register"},
		{"the sum of the phases", started, []model.Series{energyOf("L1", "", at(0, "0"), at(9, "5")), energyOf("L2", "", at(0, "0"), at(9, "6")), energyOf("L3", "", at(0, "0"), at(9, "7"))}, "18", "register"},
		{"L1 and L1-N are one phase", started, []model.Series{energyOf("L1-N", "", at(0, "0"), at(9, "5")), energyOf("L1", "", at(0, "0"), at(9, "6"))}, "6", "register"},
		{"L1-N alone", started, []model.Series{energyOf("L1-N", "", at(0, "0"), at(9, "5")), energyOf("L1-N", "Outlet", at(12, "8"))}, "8", "register"},
		{"line to line and neutral are no phase", started, []model.Series{energyOf("L1-L2", "", at(0, "0"), at(9, "5")), energyOf("N", "", at(0, "0"), at(9, "5"))}, "?", ""},
		{"the intervals", started, []model.Series{of(interval, "", "", at(0, "1.5"), at(5, "-"), at(9, "2"))}, "3.5", "interval"},
		{"two loops of intervals count the same", started, []model.Series{of(interval, "", "", in("Sample.Clock", at(9, "4")), at(5, "1"), in("Sample.Periodic", at(9, "3")))}, "4", "interval"},
		{"the power", started, []model.Series{power("", "", at(0, "1000"), at(60, "1000"), at(120, "2000"))}, "41.667", "power"},
		{"the power to the millisecond", started, []model.Series{power("", "", at(0, "3600"), at(0.5, "3600"), at(1, "3600"))}, "1", "power"},
		{"the power of the phases, rounded once", started, []model.Series{
			power("L1", "", at(0, "1"), at(1, "1")), power("L2", "", at(0, "1"), at(1, "1")), power("L3", "", at(0, "1"), at(1, "1")),
		}, "0.001", "power"},
		{"nothing across a missing value", started, []model.Series{power("", "", at(0, "1000"), at(60, "-"), at(120, "2000"))}, "?", ""},
		{"nothing across a gap", started, []model.Series{power("", "", at(0, "60"), at(60, "60"), at(120, "60"), at(180, "60"), at(3600, "60"), at(3660, "60"))}, "4", "power"},
		{"a unit that is not known is none", started, []model.Series{of(model.PowerActiveImport, "", "", at(0, "60"), at(60, "60"))}, "?", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, from := Energy(&c.tx, c.series, session.DefaultLimits())
			if plain(got) != c.want || from != c.from {
				t.Errorf("got %s %q, want %s %q", plain(got), from, c.want, c.from)
			}
		})
	}
}

func TestHalvesAreRoundedToEven(t *testing.T) {
	for area, want := range map[string]string{"3.6": "0", "10.8": "0.002", "18": "0.002", "18.1": "0.003", "-10.8": "-0.002"} {
		d, err := model.ParseDecimal(area)
		if err != nil {
			t.Fatal(err)
		}
		if got := wattHours(d).Plain(); got != want {
			t.Errorf("%s W·s twice are %s Wh, want %s", area, got, want)
		}
	}
}

func TestMaxPower(t *testing.T) {
	for _, c := range []struct {
		name   string
		series []model.Series
		want   string
	}{
		{"nothing", nil, "?"},
		{"of the total", []model.Series{power("L1", "", at(0, "9000")), power("", "", at(0, "1000"), at(1, "3000.5"), at(2, "-"))}, "3000.5"},
		{"of the phases at one moment", []model.Series{power("L1", "", at(0, "100"), at(1, "200")), power("L2", "", at(0, "900"), at(1, "300"))}, "1000"},
		{"not of phases at different moments", []model.Series{power("L1", "", at(0, "100"), at(1, "-"), at(2, "10")), power("L2", "", at(1, "900"), at(2, "20"), at(3, "1"))}, "30"},
		{"at the outlet rather than elsewhere", []model.Series{power("", "Inlet", at(0, "9000")), power("", "Outlet", at(0, "1000"))}, "1000"},
		{"elsewhere where there is no outlet", []model.Series{power("", "Body", at(0, "9000"))}, "9000"},
		{"below zero", []model.Series{power("", "", at(0, "-50"), at(1, "-60"))}, "-50"},
	} {
		if got := plain(MaxPower(c.series)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}
