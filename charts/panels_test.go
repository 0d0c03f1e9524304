package charts

import (
	"bytes"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"meterscope/model"
)

// charged is a series of a charging session: a value every half minute for an hour, none for a quarter of it, and none
// where the value is not a number.
func charged(m model.Measurand, p model.Phase, l model.Location, u model.Unit, digits int, value func(minute float64) float64) model.Series {
	s := model.Series{Key: model.SeriesKey{Measurand: m, Phase: p, Location: l}, Unit: u}
	for i := range 121 {
		minute := float64(i) / 2
		if v := value(minute); !math.IsNaN(v) && (minute <= 30 || minute >= 45) {
			s.Points = append(s.Points, one(minute*60, strconv.FormatFloat(v, 'f', digits, 64)))
		}
	}
	return s
}

// taper is a power in W that is full for a while and then goes down, with what a meter makes of it.
func taper(full float64) func(float64) float64 {
	return func(m float64) float64 {
		return math.Min(full, full*(75-m)/40)*math.Min(1, m/1.5) + 20*math.Sin(m*9)*math.Min(1, m)
	}
}

func times(f func(float64) float64, by float64) func(float64) float64 {
	return func(m float64) float64 { return f(m) * by }
}

func steady(v, around, pace float64) func(float64) float64 {
	return func(m float64) float64 { return v + around*math.Sin(m*pace) }
}

// panels are the series of one panel each.
func panels() map[string][]model.Series {
	full := taper(11040)
	wh := func(share float64) func(float64) float64 {
		return func(m float64) float64 { return (120_000 + 11040*math.Min(m, 35)/60 + math.Max(0, m-35)*120) * share }
	}
	phases := [...]model.Phase{model.L1, model.L2, model.L3}
	of := func(m model.Measurand, u model.Unit, digits int, f func(k int) func(float64) float64) (out []model.Series) {
		for k, p := range phases {
			out = append(out, charged(m, p, "", u, digits, f(k)))
		}
		return out
	}
	offered := func(m float64) float64 {
		if m < 20 {
			return 11040
		}
		return 7360
	}
	share := [...]float64{0.35, 0.33, 0.32}
	interval := model.Series{Key: model.SeriesKey{Measurand: model.EnergyActiveImportInterval}, Unit: model.Wh}
	for i := range 12 {
		if i != 6 && i != 7 {
			interval.Points = append(interval.Points, one(float64(i+1)*300, strconv.Itoa(920-i*i*5)))
		}
	}
	spiked := charged(energy, "", "", model.Wh, 0, wh(1))
	spiked.Points[30].Value, spiked.Points[44].Value = model.NewDecimal(9_000_000, 0), model.NewDecimal(118_000, 0)
	single := func(m float64) float64 {
		if math.Mod(m, 9) == 0 {
			return full(m)
		}
		return math.NaN()
	}
	unit := charged(current, "", "", model.UnitNone, 1, times(full, 1.0/690))
	return map[string][]model.Series{
		"energy":      append(of(energy, model.Wh, 0, func(k int) func(float64) float64 { return wh(share[k]) }), charged(energy, "", "", model.Wh, 0, wh(1))),
		"interval":    {interval},
		"power":       append(of(power, model.W, 0, func(k int) func(float64) float64 { return times(full, share[k]) }), charged(power, "", "", model.W, 0, full), charged(model.PowerOffered, "", "", model.W, 0, offered)),
		"derived":     of(power, model.W, 0, func(k int) func(float64) float64 { return times(full, share[k]) }),
		"current":     append(of(current, model.A, 2, func(k int) func(float64) float64 { return times(full, share[k]/230) }), charged(model.CurrentOffered, "", "", model.A, 0, times(offered, 1.0/690))),
		"voltage":     of(model.Voltage, model.V, 1, func(k int) func(float64) float64 { return steady([]float64{229, 247, 209}[k], 8, 0.2) }),
		"soc":         {charged(model.SoC, "", model.EV, model.Percent, 0, func(m float64) float64 { return 42 + m*0.8 })},
		"temperature": {charged(model.Temperature, "", model.Body, model.Celsius, 1, func(m float64) float64 { return 24 + 9*math.Sqrt(m/60) })},
		"frequency":   {charged(model.Frequency, "", "", model.Hz, 2, steady(50, 0.03, 3.3))},
		"factor":      {charged(model.PowerFactor, "", "", model.Dimensionless, 3, steady(0.985, 0.008, 2.1))},
		"spikes":      {spiked},
		"dots":        {charged(power, "", "", model.W, 0, single)},
		"unit":        {unit},
	}
}

func TestEachPanelLooksAsItDid(t *testing.T) {
	at := func(m int) time.Time { return sessionStart.Add(time.Duration(m) * time.Minute) }
	how := Reading{Zone: time.FixedZone("CET", 3600), Limit: func([]int64) time.Duration { return 2 * time.Minute },
		Spikes: []Spike{{From: mt(14.5 * 60), To: mt(15.5 * 60)}, {From: mt(21.5 * 60), To: mt(22.5 * 60)}}}
	for name, series := range panels() {
		for mode, theme := range themes() {
			s, err := FromSeries(All, series, how)
			if err != nil {
				t.Fatal(err)
			}
			s.Theme, s.Width, s.Height, s.Legend, s.Notes = theme, 440, 150, true, nil
			switch name {
			case "dots":
				s.Gaps = nil
			case "power":
				s.States = []State{{at(0), at(2), "Preparing"}, {at(2), at(30), "Charging"}, {at(30), at(45), "SuspendedEVSE"}, {at(45), at(58), "Charging"}, {at(58), at(61), "Faulted"}}
				s.Marks = []Mark{{At: at(30), Severity: model.SeverityWarning, Label: "CLK007"}, {At: at(52), Severity: model.SeverityError, Label: "PWR002"}, {At: at(8), Severity: model.SeverityInfo, Label: "SIG001"}}
			}
			var b bytes.Buffer
			if err := WritePNG(&b, s); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", "panels", name+"-"+mode+".png")
			if *update {
				write(t, path, b.Bytes())
			}
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			want, err := png.Decode(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			got, err := png.Decode(&b)
			if err != nil {
				t.Fatal(err)
			}
			if n := different(got, want); n > 0.002 {
				t.Errorf("%.1f %% of the pixels differ from %s; look at it, then go test -update", n*100, path)
			}
		}
	}
}
