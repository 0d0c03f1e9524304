package rule

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"meterscope/model"
	"meterscope/model/session"
)

func TestBandsAreRead(t *testing.T) {
	for _, c := range []struct {
		text string
		want int
	}{
		{"207-253", 1}, {"49-51,59-61", 2}, {" 49.5 - 50.5 , 59-61 ", 2}, {"253-207", 0}, {"207", 0}, {"", 0}, {"207-253,", 0},
		{"207-207", 0}, {"a-b", 0}, {"-5-5", 0},
	} {
		err := ParseParam("PWR005.band", c.text)
		if (err == nil) != (c.want > 0) {
			t.Errorf("%q: %v", c.text, err)
		}
		if bands, _ := parseBands(c.text); err == nil && len(bands) != c.want {
			t.Errorf("%q: %v", c.text, bands)
		}
	}
}

// moment is so many seconds after ten o'clock.
func moment(seconds int) model.Time {
	return model.NewTime(time.Date(2025, 3, 1, 10, 0, seconds, 0, time.UTC), 0, model.ZoneStated)
}

func sessionOf(series []model.Series) *session.Session {
	return &session.Session{Tx: model.Transaction{Connector: model.Some[int64](1), Start: moment(0), First: moment(0)}}
}

func said(t *testing.T, series []model.Series, params map[string]string) (ids []model.RuleID) {
	t.Helper()
	set, err := NewSettings(map[model.RuleID]model.Severity{"TXN001": model.SeverityNone, "TXN002": model.SeverityNone}, params)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range Transactions(sessionOf(series), series, set) {
		ids = append(ids, f.Rule)
	}
	return ids
}

func TestVoltagesAreHeldToTheGridThatIsSet(t *testing.T) {
	volts := func(phase model.Phase, v int64) model.Series {
		return model.Series{
			Key: model.SeriesKey{Measurand: model.Voltage, Phase: phase}, Unit: model.V,
			Points: []model.Point{{Time: moment(0), Value: model.NewDecimal(v, 0)}},
		}
	}
	split := []model.Series{volts(model.L1N, 120), volts(model.L2N, 121), volts(model.L1L2, 241)}
	wye := []model.Series{volts(model.L1N, 120), volts(model.L1L2, 208)}
	european := []model.Series{volts(model.L1, 230)}
	american := map[string]string{"PWR005.band": "108-132"}
	for name, c := range map[string]struct {
		series []model.Series
		params map[string]string
		want   []model.RuleID
	}{
		"split phase": {split, american, nil}, "208 V": {wye, american, nil}, "230 V on 120 V": {european, american, []model.RuleID{"PWR005"}},
		"230 V": {european, nil, nil}, "120 V on 230 V": {split, nil, []model.RuleID{"PWR005"}},
	} {
		if got := said(t, c.series, c.params); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestFindingsDontDependOnTheOrderOfSeries runs all rules over random samples, in some orders.
func TestFindingsDontDependOnTheOrderOfSeries(t *testing.T) {
	set, err := NewSettings(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[model.RuleID]bool{}
	for seed := range uint64(1500) {
		r := rand.New(rand.NewPCG(seed, 1))
		series := randomSeries(r)
		s := sessionOf(series)
		for i := range r.IntN(4) {
			s.States = append(s.States, session.State{From: moment(60 * i * r.IntN(9)), Status: []string{"Charging", "SuspendedEV"}[r.IntN(2)]})
		}
		slices.SortStableFunc(s.States, func(a, b session.State) int { return a.From.Compare(b.From) })
		want := Transactions(s, series, set)
		for _, f := range want {
			seen[f.Rule] = true
			if f.Count < 1 || f.To.Before(f.From) || f.Got == "" || Message(f) == "" {
				t.Errorf("seed %d: %+v", seed, f)
			}
		}
		r.Shuffle(len(series), func(i, k int) { series[i], series[k] = series[k], series[i] })
		if got := Transactions(s, series, set); !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: in another order\n%+v\nnot\n%+v", seed, got, want)
		}
	}
	for _, id := range []model.RuleID{"PHS002", "PHS003", "PHS004", "PHS006", "PWR002", "PWR003", "PWR004", "PWR005", "PWR006", "PWR008", "SOC002", "SOC003"} {
		if !seen[id] {
			t.Errorf("%s never spoke", id)
		}
	}
}

func randomSeries(r *rand.Rand) (all []model.Series) {
	kinds := []struct {
		m    model.Measurand
		u    model.Unit
		most int
	}{
		{model.PowerActiveImport, model.W, 8000}, {model.PowerActiveImport, model.W, 3000}, {model.CurrentImport, model.A, 20},
		{model.Voltage, model.V, 260}, {model.CurrentOffered, model.A, 20}, {model.PowerOffered, model.W, 8000}, {model.SoC, model.Percent, 100},
		{model.Frequency, model.Hz, 60}, {model.Temperature, model.Celsius, 80}, {model.EnergyActiveImportRegister, model.Wh, 500},
		{model.PowerFactor, model.Dimensionless, 1},
	}
	phases := []model.Phase{model.PhaseNone, model.PhaseNone, model.L1, model.L1, model.L1N, model.L2, model.L3, model.N, model.L1L2}
	frame := int64(0)
	for range 2 + r.IntN(20) {
		k := kinds[r.IntN(len(kinds))]
		s := model.Series{Key: model.SeriesKey{Measurand: k.m, Phase: phases[r.IntN(len(phases))]}, Unit: k.u}
		if r.IntN(4) == 0 {
			s.Key.Location = []model.Location{model.Outlet, model.EV, model.Body}[r.IntN(3)]
		}
		if slices.ContainsFunc(all, func(o model.Series) bool { return o.Key == s.Key && o.Unit == s.Unit }) {
			continue
		}
		at, v := 0, 0
		for range r.IntN(30) {
			if r.IntN(3) > 0 {
				v = r.IntN(k.most+1) - k.most/20*r.IntN(4)
			}
			at += 60 * r.IntN(3)
			frame++
			p := model.Point{Time: moment(at), Value: model.NewDecimal(int64(v), 0), Frame: frame, At: model.Place{Source: 1, Offset: frame * 100}}
			p.Gap = r.IntN(12) == 0
			if r.IntN(12) == 0 {
				p.Context = model.Trigger
			}
			s.Points = append(s.Points, p)
		}
		all = append(all, s)
	}
	return all
}
