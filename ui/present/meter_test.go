package present

import (
	"testing"
	"time"

	"meterscope/charts"
	"meterscope/model"
	"meterscope/model/session"
	"meterscope/ui/internal/memcase"
)

func atMinute(m int) model.Time { return model.NewTime(minute(m), 0, model.ZoneStated) }

func register(values ...int64) []model.Series {
	s := model.Series{Key: model.SeriesKey{Measurand: model.EnergyActiveImportRegister}, Unit: model.Wh}
	for i, v := range values {
		s.Points = append(s.Points, model.Point{Time: atMinute(5 * (i + 1)), Value: model.NewDecimal(v, 0)})
	}
	return []model.Series{{Key: model.SeriesKey{Measurand: model.SoC}}, s}
}

// plotOf makes a plot of series.
func plotOf(tb testing.TB, plot string, series []model.Series, tx *model.Transaction) charts.Spec {
	tb.Helper()
	file := memcase.New("series")
	file.Samples = map[model.TransactionKey][]model.Series{tx.Key: series}
	made, err := PlotOf(tb.Context(), file, PlotInput{Plot: plot, Tx: tx, Limits: session.DefaultLimits()})
	if err != nil || len(made.Spec.Panels) == 0 {
		tb.Fatal(err)
	}
	return made.Spec
}

func TestEnergyIsDrawnFromMeterStartToMeterStop(t *testing.T) {
	for _, c := range []struct {
		name        string
		start, stop int64
		samples     []int64
		first, last float64 // kWh, as drawn
		note        string
	}{
		{"the same meter", 100_000, 103_000, []int64{101_000, 102_000}, 0, 3, TextStartToStop},
		{"a register that counts the session", 100_000, 103_000, []int64{10, 1_010}, 0, 1, TextNotFromStart},
		{"meterStart is zero, the register isn't", 0, 3_000, []int64{900_000, 901_000}, 0, 1, TextNotFromStart},
		{"meterStop far above", 100_000, 903_000, []int64{101_000, 102_000}, 0, 2, TextFromStart},
		{"meterStop below the last sample", 100_000, 101_500, []int64{101_000, 102_000}, 0, 1.5, TextStartToStop},
	} {
		tx := model.Transaction{Start: atMinute(0), Stop: atMinute(15), MeterStart: model.Some(c.start), MeterStop: model.Some(c.stop)}
		spec := plotOf(t, "energy", register(c.samples...), &tx)
		v := spec.Panels[0].Lines[0].Values
		if v[0] != c.first || v[len(v)-1] != c.last || len(spec.Notes) != 1 || spec.Notes[0] != c.note {
			t.Errorf("%s: %v, %q", c.name, v, spec.Notes)
		}
	}
	if s := plotOf(t, "energy", register(1, 2), &model.Transaction{}); len(s.Notes) != 0 || len(s.Panels[0].Lines[0].Times) != 2 {
		t.Errorf("without meterStart: %q", s.Notes)
	}
	if s := plotOf(t, "energy", nil, &model.Transaction{Start: atMinute(0), MeterStart: model.Some(int64(1))}); len(s.Notes) != 0 {
		t.Errorf("without a register: %q", s.Notes)
	}
}

func TestChargerStatesStandBelowThePlot(t *testing.T) {
	file := memcase.Filled(9)
	for i, s := range []string{"Available", "Preparing", "Charging", "Charging", "SuspendedEV"} {
		at := minute(0).Add(time.Duration(i-1) * 10 * time.Minute)
		file.Heads = append(file.Heads, model.Event{Kind: model.EventStatus, Station: "CP1", Connector: model.Some(int64(1)),
			Time: model.NewTime(at, 0, model.ZoneStated), Status: s, At: model.Place{Source: 1, Line: i + 1}})
	}
	file.Heads = append(file.Heads,
		model.Event{Kind: model.EventStatus, Station: "CP1", Connector: model.Some(int64(2)), Time: atMinute(20), Status: "Faulted"},
		model.Event{Kind: model.EventMeterValues, Station: "CP1", Connector: model.Some(int64(1)), Time: atMinute(21)})
	d := opened(t, file)
	d.Plot.Resize(900, 600, 1)
	d.until("the plot is drawn", func() bool { img, l := d.Plot.Image(); return img != nil && !l.States.Empty() })
	var got []string
	for _, s := range d.Plot.spec.States {
		got = append(got, s.From.Format("15:04")+"–"+s.To.Format("15:04 ")+s.Name)
	}
	want := []string{"09:00–09:10 Preparing", "09:10–09:30 Charging", "09:30–10:02 SuspendedEV"}
	if len(got) != 3 || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		t.Errorf("states %q, want %q", got, want)
	}
	d.Plot.setCursor(minute(15))
	if s := d.Plot.StateAt(); s != "Charging" {
		t.Errorf("under the crosshair the charger is %q", s)
	}
	listed := file.Listed
	d.List.Select(4) // another transaction of CP1, connector 1
	d.settle()
	d.List.Select(0)
	d.settle()
	if file.Listed != listed {
		t.Error("the station's traffic is read again for each of its transactions")
	}
}
