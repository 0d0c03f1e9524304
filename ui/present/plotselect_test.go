package present

import (
	"strings"
	"testing"
	"time"

	"meterscope/charts"
	"meterscope/model"
	"meterscope/model/session"
	"meterscope/ui/internal/memcase"
)

func TestSelectedStretchIsMeasuredByItsSamples(t *testing.T) {
	d := drawn(t)
	a, _ := d.Plot.ColumnOf(minute(5))
	b, _ := d.Plot.ColumnOf(minute(10))
	d.Plot.BeginSelection(b + 1)
	d.Plot.SelectTo(a - 1)
	d.until("it is measured", func() bool { return len(d.Plot.Measures()) > 0 })
	text := strings.Join(d.Plot.SelectionText(), "\n")
	for _, want := range []string{"09:04:", " – 09:10:", "5 min", "Energy 0.9", "kWh", "Power mean 11.", "State of charge"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in %q", want, text)
		}
	}
	if values := d.Plot.SelectionValues(); !strings.Contains(values, "\tEnergy\tMean\tLowest\tHighest\tUnit\tSamples\n") ||
		strings.Count(values, "\n") < 8 || !strings.Contains(values, "Power\tL1\t\t3.") {
		t.Errorf("values %q", values)
	}
	d.Plot.ZoomToSelection()
	if from, to := d.Plot.View(); to.Sub(from) > 6*time.Minute || len(d.Plot.SelectionText()) != 0 {
		t.Errorf("view %s to %s", from, to)
	}
	d.Plot.Reset()
	d.Plot.setCursor(minute(20))
	d.Plot.StepSelection(1)
	d.Plot.StepSelection(1)
	if from, to, ok := d.Plot.Selection(); !ok || !from.Equal(minute(20)) || !to.Equal(minute(22)) {
		t.Errorf("selected %s to %s", from, to)
	}
	d.Plot.ClearSelection()
	if _, _, ok := d.Plot.Selection(); ok || d.Plot.SelectionValues() != "" {
		t.Error("it is still selected")
	}
}

func TestMeasuresAreExact(t *testing.T) {
	at := func(s int, v string) model.Point {
		d, err := model.ParseDecimal(v)
		return model.Point{Time: model.NewTime(minute(0).Add(time.Duration(s)*time.Second), 0, model.ZoneStated), Value: d, Gap: err != nil}
	}
	series := []model.Series{
		{Key: model.SeriesKey{Measurand: model.EnergyActiveImportRegister}, Unit: model.Wh,
			Points: []model.Point{at(0, "1000"), at(60, "1000.1"), at(120, "99999"), at(180, "1000.3"), at(999, "2000")}},
		{Key: model.SeriesKey{Measurand: model.EnergyActiveImportInterval}, Unit: model.Wh, Points: []model.Point{at(60, "0.1"), at(120, "0.2"), at(180, "")}},
		{Key: model.SeriesKey{Measurand: model.PowerActiveImport, Phase: model.L1}, Unit: model.W,
			Points: []model.Point{at(0, "1000.1"), at(60, "1000.2"), at(90, "1000.2"), at(900, "5000")}},
		{Key: model.SeriesKey{Measurand: model.SoC}, Unit: model.Percent, Points: []model.Point{at(500, "50")}},
		{Key: model.SeriesKey{Measurand: "Mine"}, Points: []model.Point{at(0, "1")}},
	}
	spikes := []model.Finding{{Rule: ruleSpike, From: at(60, "").Time, To: at(180, "").Time}}
	file := memcase.New("series")
	file.Samples = map[model.TransactionKey][]model.Series{0: series}
	made, err := PlotOf(t.Context(), file, PlotInput{Plot: charts.All, Tx: &model.Transaction{}, Limits: session.DefaultLimits(), Findings: spikes})
	if err != nil {
		t.Fatal(err)
	}
	got := measureStretch(made.Spec.Panels, minute(0), minute(0).Add(900*time.Second))
	if len(got) != 4 {
		t.Fatalf("%d measures", len(got))
	}
	texts := []string{}
	for i := range got {
		texts = append(texts, got[i].text(nil))
	}
	// The power rises from 1000.1 to 1000.2 W over a minute, and stays there for half a minute: 1000.166… W.
	want := "Energy 0.0003 kWh|Energy per interval 0.0003 kWh|Power L1 mean 1.00017, from 1.0001 to 5 kW|State of charge 50 %"
	if s := strings.Join(texts, "|"); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}
