package charts

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"meterscope/model"
)

// one is a point after so many seconds. The value is written as a meter writes it.
func one(seconds float64, value string) model.Point {
	v, err := model.ParseDecimal(value)
	return model.Point{Time: mt(seconds), Value: v, Gap: err != nil}
}

// series makes a series with a point a minute.
func series(m model.Measurand, p model.Phase, l model.Location, u model.Unit, values ...string) model.Series {
	s := model.Series{Key: model.SeriesKey{Measurand: m, Phase: p, Location: l}, Unit: u}
	for i, v := range values {
		s.Points = append(s.Points, one(60*float64(i), v))
	}
	return s
}

func minutes(at int64) float64 { return float64(at-sessionStart.UnixNano()) / 60e9 }

// describe writes lines in short: name, role, points as minute=value, | for a break.
func describe(lines []Line) string {
	var b strings.Builder
	for _, l := range lines {
		fmt.Fprintf(&b, "%s %s", l.Name, l.Role)
		if l.Step {
			b.WriteString(" step")
		}
		if l.Derived {
			b.WriteString(" derived")
		}
		b.WriteByte(':')
		breaks := l.Breaks
		for i, at := range l.Times {
			if len(breaks) > 0 && breaks[0] == i {
				b.WriteString(" |")
				breaks = breaks[1:]
			}
			b.WriteByte(' ')
			if l.Starts != nil {
				fmt.Fprintf(&b, "%g~", minutes(l.Starts[i]))
			}
			fmt.Fprintf(&b, "%g=%g", minutes(at), l.Values[i])
		}
		for i, h := range l.Hollow {
			fmt.Fprintf(&b, "%s%g=%g", [...]string{" (", " "}[min(i, 1)], minutes(h.At), h.Value)
		}
		if l.Hollow != nil {
			b.WriteByte(')')
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// reading breaks lines beyond two minutes, in UTC.
func reading() Reading {
	return Reading{Zone: time.UTC, Limit: func([]int64) time.Duration { return 2 * time.Minute }}
}

const (
	energy  = model.EnergyActiveImportRegister
	power   = model.PowerActiveImport
	current = model.CurrentImport
)

func TestFromSeries(t *testing.T) {
	begin := func(p model.Point) model.Point { p.Context = model.TransactionBegin; return p }
	clock := func(p model.Point) model.Point { p.Context = model.SampleClock; return p }
	stop := func(p model.Point) model.Point { p.FromStop = true; return p }
	with := func(s model.Series, p ...model.Point) model.Series { s.Points = append(s.Points, p...); return s }
	for _, c := range []struct {
		name, plot string
		series     []model.Series
		want       string
		notes      int
	}{
		{"energy is what was delivered since the start", "energy",
			[]model.Series{series(energy, "", "", model.Wh, "123400", "124400.5", "", "126400")},
			"Total total: 0=0 1=1.0005 | 3=3\n", 0},
		{"the location with the most points is the one", "energy",
			[]model.Series{series(energy, "", model.Inlet, model.Wh, "5", "6"), series(energy, "", "", model.Wh, "0", "1000", "2000")},
			"Total total: 0=0 1=1 2=2\nTotal (Inlet) other: 0=0 1=0.001\n", 0},
		{"an absent location is the Outlet", "power",
			[]model.Series{series(power, "", "", model.W, "1000"), with(series(power, "", model.Outlet, model.W), one(60, "2000"), one(120, "3000"))},
			"Total total: 0=1 1=2 2=3\n", 0},
		{"L1-N is L1", "power",
			[]model.Series{series(power, model.L1N, "", model.W, "1000", "1100"), series(power, "", "", model.W, "1500", "1500")},
			"Total total: 0=1.5 1=1.5\nL1 l1: 0=1 1=1.1\n", 0},
		{"L1 and L1-N that differ are two", "voltage",
			[]model.Series{series(model.Voltage, model.L1, "", model.V, "400", "401", "399"), series(model.Voltage, model.L1N, "", model.V, "230", "231")},
			"L1 l1: 0=400 1=401 2=399\nL1 other: 0=230 1=231\n", 0},
		{"a total is derived where all phases are", "power",
			[]model.Series{series(power, model.L1, "", model.W, "1000", "1000", "1000"), series(power, model.L2, "", model.W, "2000", "", "2500"),
				series(power, model.L3, "", model.W, "3000", "3000", "3000")},
			"Total (sum of phases) total derived: 0=6 | 2=6.5\nL1 l1: 0=1 1=1 2=1\nL2 l2: 0=2 | 2=2.5\nL3 l3: 0=3 1=3 2=3\n", 0},
		{"no total from one phase", "power", []model.Series{series(power, model.L1, "", model.W, "1000", "1000")}, "L1 l1: 0=1 1=1\n", 0},
		{"no total of currents", "current",
			[]model.Series{series(current, model.L1, "", model.A, "16"), series(current, model.L2, "", model.A, "16"), series(current, model.N, "", model.A, "1")},
			"L1 l1: 0=16\nL2 l2: 0=16\nN other: 0=1\n", 0},
		{"what was offered is a step", "power",
			[]model.Series{series(model.PowerOffered, "", "", model.W, "11000", "6000"), series(power, "", "", model.W, "5000", "5000")},
			"Total total: 0=5 1=5\nOffered offered step: 0=11 1=6\n", 0},
		{"the begin of a transaction does not stand beside its first sample", "energy",
			[]model.Series{with(series(energy, "", "", model.Wh), begin(one(0, "100")), one(0, "110"), one(60, "210"), stop(one(60, "999")), stop(one(120, "310")))},
			"Total total: 0=0 1=0.1 2=0.2\n", 0},
		{"the begin alone is drawn", "energy", []model.Series{with(series(energy, "", "", model.Wh), begin(one(0, "100")), one(60, "200"))},
			"Total total: 0=0 1=0.1\n", 0},
		{"a gap beside a number is none", "energy", []model.Series{with(series(energy, "", "", model.Wh), one(0, "100"), one(0, ""), one(60, "200"))},
			"Total total: 0=0 1=0.1\n", 0},
		{"two values at one instant", "power", []model.Series{with(series(power, "", "", model.W), one(0, "1000"), one(0, "1000"), one(0, "3000"))},
			"Total total: 0=1 0=3\n", 0},
		{"a long silence is a gap", "power",
			[]model.Series{with(series(power, "", "", model.W, "1", "2", "3"), one(600, "4"), one(660, "5"))},
			"Total total: 0=0.001 1=0.002 2=0.003 | 10=0.004 11=0.005\n", 0},
		{"the vehicle's charge", "soc", []model.Series{series(model.SoC, "", "", model.Percent, "20", "21"), series(model.SoC, "", model.EV, model.Percent, "20", "21", "22")},
			"EV soc: 0=20 1=21 2=22\n", 0},
		{"an unknown unit has its own panel", "power",
			[]model.Series{series(power, "", "", model.UnitNone, "7", "8"), series(power, model.L1, "", model.W, "1000")},
			"L1 l1: 0=1\nTotal total: 0=7 1=8\n", 1},
		{"only an unknown unit", "current", []model.Series{series(current, "", "", model.UnitNone, "7")}, "Current total: 0=7\n", 1},
		{"power in Wh", "power", []model.Series{series(power, "", "", model.Wh, "7000")}, "Total total: 0=7000\n", 1},
		{"temperature in Fahrenheit", "temperature", []model.Series{series(model.Temperature, "", "", model.Fahrenheit, "77")}, "Temperature gauge: 0=77\n", 0},
		{"voltages of three kinds have three panels", "voltage",
			[]model.Series{series(model.Voltage, model.N, "", model.V, "3"), series(model.Voltage, model.L1L2, "", model.V, "400"), series(model.Voltage, model.L1N, "", model.V, "230")},
			"L1 l1: 0=230\nL1-L2 other: 0=400\nN other: 0=3\n", 0},
		{"an unknown location", "temperature", []model.Series{series(model.Temperature, "", "Roof", model.Celsius, "25")}, "Temperature gauge: 0=25\n", 0},
		{"no time", "power", []model.Series{{Key: model.SeriesKey{Measurand: power}, Unit: model.W, Points: []model.Point{{}, {Time: model.UnixTime(1<<40, 0, 0, 0)}, one(0, "1000")}}},
			"Total total: 0=1\n", 1},
		{"an interval is a bar over the time since the one before", "interval",
			[]model.Series{with(series(model.EnergyActiveImportInterval, "", "", model.Wh, "100", "200"), one(180, "300"), one(240, "400"))},
			"Total total: -1~0=0.1 0~1=0.2 1~3=0.3 3~4=0.4\n", 0},
		{"intervals after a gap are as long as usual", "interval",
			[]model.Series{with(series(model.EnergyActiveImportInterval, "", "", model.Wh, "100", "200"), one(600, "300"))},
			"Total total: -1~0=0.1 0~1=0.2 | 9~10=0.3\n", 0},
		{"intervals by the clock are another loop", "interval",
			[]model.Series{with(series(model.EnergyActiveImportInterval, "", "", model.Wh, "100", "200"), clock(one(90, "900")))},
			"Total total: -1~0=0.1 0~1=0.2\nTotal (Sample.Clock) other: 1.5~1.5=0.9\n", 0},
		{"a spike stands apart", "energy",
			[]model.Series{series(energy, "", "", model.Wh, "1000", "2000", "900000", "0", "3000"), series(energy, model.L1, "", model.Wh, "10", "20", "25", "28", "30")},
			"Total total: 0=0 1=1 4=2 (2=899 3=-1)\nL1 l1: 0=0 1=0.01 2=0.015 3=0.018 4=0.02\n", 1},
		{"frequency and power factor", All,
			[]model.Series{series(model.PowerFactor, "", "", model.Dimensionless, "0.98"), series(model.Frequency, "", "", model.Hz, "50.02")},
			"Frequency gauge: 0=50.02\nPower factor gauge: 0=0.98\n", 0},
		{"nothing", "energy", []model.Series{series(power, "", "", model.W, "7000")}, "", 0},
		{"empty series", All, []model.Series{series(power, "", "", model.W)}, "", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			how := reading()
			how.Spikes = []Spike{{From: mt(60), To: mt(240)}}
			if !strings.Contains(c.name, "spike") {
				how.Spikes = nil
			}
			s, err := FromSeries(c.plot, c.series, how)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, p := range s.Panels {
				got += describe(p.Lines)
			}
			if got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
			if len(s.Notes) != c.notes {
				t.Errorf("notes %q, want %d", s.Notes, c.notes)
			}
		})
	}
}

func TestAllHasThePanelsThatThereIsDataFor(t *testing.T) {
	s, err := FromSeries(All, []model.Series{series(model.Temperature, "", "", model.Celsius, "25"), series(model.SoC, "", "", model.Percent, "50"),
		series(energy, "", "", model.Wh, "1", "2"), series(model.Voltage, model.L1, "", model.V, "230")}, reading())
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Panels) != 4 {
		t.Fatalf("%d panels", len(s.Panels))
	}
	var ids []string
	for _, p := range s.Panels {
		ids = append(ids, p.ID)
	}
	if got := strings.Join(ids, " "); got != "energy voltage soc temperature" {
		t.Errorf("panels %s", got)
	}
	if p := s.Panels[2]; p.Min == nil || *p.Min != 0 || *p.Max != 100 {
		t.Error("the state of charge does not go from 0 to 100")
	}
}

func TestMainsVoltageShowsWhatItMayBe(t *testing.T) {
	for want, values := range map[bool][]string{true: {"229", "0", "260"}, false: {"399.5", "230"}} {
		s, err := FromSeries("voltage", []model.Series{series(model.Voltage, model.L1, "", model.V, values...)}, reading())
		if err != nil || (s.Panels[0].Band != nil) != want {
			t.Errorf("%v: %v, %v", values, s.Panels[0].Band, err)
		}
	}
}

func TestLineIsBrokenByTheLimitOfItsOwnPoints(t *testing.T) {
	seen := map[int]bool{}
	how := Reading{Limit: func(p []int64) time.Duration {
		seen[len(p)] = true
		return time.Duration(len(p)) * 20 * time.Second
	}}
	s, err := FromSeries(All, []model.Series{series(power, "", "", model.W, "1", "2"), series(model.SoC, "", "", model.Percent, "1", "2", "3", "4")}, how)
	if err != nil {
		t.Fatal(err)
	}
	if got := describe(s.Panels[0].Lines) + describe(s.Panels[1].Lines); got != "Total total: 0=0.001 | 1=0.002\nEV soc: 0=1 1=2 2=3 3=4\n" || len(seen) != 2 {
		t.Errorf("got %s", got)
	}
}

func TestAStateOfChargeBeyondItsRangeIsSeen(t *testing.T) {
	s, err := FromSeries("soc", []model.Series{series(model.SoC, "", "", model.Percent, "50", "6550")}, reading())
	if err != nil || s.Panels[0].Max != nil {
		t.Errorf("the axis is fixed at 100: %v", err)
	}
}

func TestPlotWithoutDataSaysSo(t *testing.T) {
	for _, plot := range Plots() {
		s, err := FromSeries(plot, nil, Reading{})
		if err != nil {
			t.Fatal(err)
		}
		if plot == All {
			if len(s.Panels) != 0 {
				t.Error("all of nothing has panels")
			}
			continue
		}
		if len(s.Panels) != 1 || !strings.HasPrefix(s.Panels[0].Empty, "No ") || !strings.HasSuffix(s.Panels[0].Empty, "in this transaction") {
			t.Errorf("%s: %+v", plot, s.Panels)
		}
	}
}

func TestUnknownPlotIsAnError(t *testing.T) {
	_, err := FromSeries("watts", nil, Reading{})
	if err == nil || err.Error() != `make plot: "watts" is none of energy, interval, power, current, voltage, soc, temperature, frequency, factor, all` {
		t.Errorf("%v", err)
	}
}

func TestNthIsTheNthSmallest(t *testing.T) {
	for n := 1; n < 200; n += 13 {
		for _, f := range []func(int) int64{
			func(i int) int64 { return int64(i) }, func(i int) int64 { return int64(-i) },
			func(i int) int64 { return int64(i * 7919 % 31) }, func(int) int64 { return 5 }} {
			sorted := make([]int64, n)
			for i := range sorted {
				sorted[i] = f(i)
			}
			for k := range n {
				v := make([]int64, n)
				for i := range v {
					v[i] = f(i)
				}
				got, less, same := nth(v, k), 0, 0
				for _, x := range sorted {
					if x < got {
						less++
					} else if x == got {
						same++
					}
				}
				if k < less || k >= less+same {
					t.Fatalf("%d of %d: %d, %d less, %d same", k, n, got, less, same)
				}
			}
		}
	}
}

func TestGapsAreWhereNothingWasSampled(t *testing.T) {
	minutes := func(name string, m ...int) Line {
		l := Line{Name: name}
		if len(m) > 2 {
			l.limit = int64(3 * time.Minute)
		}
		for _, v := range m {
			l.Times, l.Values = append(l.Times, sessionStart.Add(time.Duration(v)*time.Minute).UnixNano()), append(l.Values, 1)
		}
		return l
	}
	for _, c := range []struct {
		name  string
		lines []Line
		want  string
	}{
		{"one line", []Line{minutes("a", 0, 1, 2, 3, 10, 11)}, "3-10"},
		{"another fills it", []Line{minutes("a", 0, 1, 2, 3, 10, 11), minutes("b", 3, 4, 5, 6, 7, 8, 9, 10)}, ""},
		{"another splits it", []Line{minutes("a", 0, 1, 2, 3, 10, 11), minutes("b", 0, 5)}, "5-10"},
		{"one that ends early hides nothing", []Line{minutes("a", 0, 1, 2, 3, 10, 11), minutes("b", 0, 1, 2)}, "3-10"},
		{"no points", []Line{{}}, ""},
		{"two points", []Line{minutes("a", 0, 100)}, ""},
	} {
		got := ""
		for _, g := range gaps([]Panel{{Lines: c.lines}}) {
			got += fmt.Sprintf("%g-%g", g.From.Sub(sessionStart).Minutes(), g.To.Sub(sessionStart).Minutes())
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
