package charts

import (
	"math"
	"time"

	"meterscope/model"
)

// The session of the mockups: one hour, three phases, a gap, charging that ends.

var sessionStart = time.Date(2025, 3, 1, 9, 0, 0, 0, time.UTC)

func sessionTimes() []int64 {
	var out []int64
	for s := 0; s <= 3720; s += 20 {
		if s > 31*60 && s < 52*60 {
			continue
		}
		out = append(out, sessionStart.Add(time.Duration(s)*time.Second).UnixNano())
	}
	return out
}

// power of the session in kW; seeded noise.
func sessionPower(at int64, share float64) float64 {
	s := float64(at-sessionStart.UnixNano()) / 1e9
	noise := math.Sin(s*7.3)*0.04 + math.Sin(s*3.1)*0.05
	switch {
	case s < 120:
		return 11 * s / 120 * share
	case s <= 31*60:
		return (11 + noise) * share
	case s < 3480:
		return (9 - (s-52*60)/360*2 + noise) * share
	}
	return 0
}

func lineOf(name string, role Role, f func(int64) float64) Line {
	l := Line{Name: name, Role: role, Times: sessionTimes()}
	for _, t := range l.Times {
		l.Values = append(l.Values, f(t))
	}
	l.Breaks = breaks(l.Times, nil, int64(2*time.Minute))
	return l
}

func session() Spec {
	energy := func(share float64) func(int64) float64 {
		sum, last := 0.0, sessionStart.UnixNano()
		return func(t int64) float64 {
			for last < t {
				last += 1e9
				p := sessionPower(last, share)
				if s := (last - sessionStart.UnixNano()) / 1e9; s > 31*60 && s < 52*60 {
					p = 11 * share
				}
				sum += p / 3600
			}
			return sum
		}
	}
	power := func(share float64) func(int64) float64 {
		return func(t int64) float64 { return sessionPower(t, share) }
	}
	soc := func(t int64) float64 { return math.Round(62 + float64(t-sessionStart.UnixNano())/1e9/3720*19) }
	lo, hi := 0.0, 100.0
	offered := lineOf("Offered", RoleOffered, func(int64) float64 { return 11.5 })
	offered.Step, offered.Breaks = true, nil
	zone := time.FixedZone("CET", 3600)
	at := func(minutes int) time.Time { return sessionStart.Add(time.Duration(minutes) * time.Minute) }
	return Spec{
		Panels: []Panel{
			{ID: "energy", Title: "Energy since start", Unit: "kWh", Weight: 1.2, FromZero: true, Lines: []Line{
				lineOf("Total", RoleTotal, energy(1)), lineOf("L1", RoleL1, energy(0.333)),
				lineOf("L2", RoleL2, energy(0.325)), lineOf("L3", RoleL3, energy(0.342))}},
			{ID: "power", Title: "Power", Unit: "kW", Weight: 1.9, FromZero: true, Lines: []Line{
				lineOf("Total", RoleTotal, power(1)), lineOf("L1", RoleL1, power(0.333)), lineOf("L2", RoleL2, power(0.325)),
				lineOf("L3", RoleL3, power(0.342)), offered}},
			{ID: "soc", Title: "State of charge", Unit: "%", Min: &lo, Max: &hi, Lines: []Line{lineOf("EV", RoleSoC, soc)}},
		},
		Zone:   zone,
		States: []State{{at(0), at(2), "Preparing"}, {at(2), at(58), "Charging"}, {at(58), at(62), "SuspendedEV"}},
		Marks: []Mark{{At: at(31), Severity: model.SeverityWarning, Label: "CLK007"},
			{At: at(52), Severity: model.SeverityInfo, Label: "CLK006"}},
		Gaps:  []Stretch{{at(31), at(52)}},
		Theme: Light(), Width: 880, Height: 560, Scale: 1, Legend: true,
	}
}

// kinds is a plot of what is drawn otherwise than as a line: bars, values that a rule found wrong, a band, what
// is folded, and another transaction laid over.
func kinds() Spec {
	s := session()
	over := lineOf("Total #41", RoleTotal, func(t int64) float64 { return sessionPower(t, 0.6) })
	over.Overlay = true
	s.Panels[1].Lines = append(s.Panels[1].Lines, over)
	wrong := s.Panels[0].Lines[0].Times
	s.Panels[0].Lines[0].Hollow = []Dot{{wrong[60], 900}, {wrong[61], 3.1}, {wrong[120], -4}}
	total, l1 := Line{Name: "Total", Role: RoleTotal}, Line{Name: "L1", Role: RoleL1}
	for m := 0; m < 62; m += 5 {
		if m == 35 || m == 40 {
			continue
		}
		begin, end := sessionStart.Add(time.Duration(m)*time.Minute), sessionStart.Add(time.Duration(m+5)*time.Minute)
		for _, l := range []*Line{&total, &l1} {
			l.Starts, l.Times = append(l.Starts, begin.UnixNano()), append(l.Times, end.UnixNano())
		}
		total.Values, l1.Values = append(total.Values, 0.9-float64(m)*0.008), append(l1.Values, 0.3)
	}
	bars := Panel{ID: "interval", Title: "Energy per interval", Unit: "kWh", FromZero: true, Lines: []Line{total, l1}}
	volts := func(base float64) func(int64) float64 {
		return func(t int64) float64 { return base + sessionPower(t, 0.3) + math.Sin(float64(t)/3e10) }
	}
	voltage := Panel{ID: "voltage", Title: "Voltage", Unit: "V", Band: &Band{207, 253},
		Lines: []Line{lineOf("L1", RoleL1, volts(229)), lineOf("L2", RoleL2, volts(236)), lineOf("L3", RoleL3, volts(203))}}
	frequency := Panel{ID: "frequency", Title: "Frequency", Unit: "Hz", Folded: true, Lines: []Line{lineOf("Frequency", RoleTotal, volts(50))}}
	soc := s.Panels[2]
	soc.Folded = true
	s.Panels = []Panel{s.Panels[0], bars, soc, s.Panels[1], voltage, frequency}
	s.Handles, s.Width, s.Height = true, 880, 760
	return s
}

// report is the session as it is exported.
func report() Spec {
	s := session()
	s.Title = "Transaction 42 · CP1, connector 1"
	s.Subtitle = "1 March 2025, 10:00:00 – 11:02:00 (Europe/Berlin) · tag 04A1…7F · stopped by EVDisconnected"
	s.Notes = []string{"Current: the log gives no unit for some values; they are drawn as sent, in a panel of their own."}
	s.Footer = "day.log · SHA-256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
	s.Height = 680
	return s
}

func mt(seconds float64) model.Time {
	return model.NewTime(sessionStart.Add(time.Duration(seconds*1e9)), 0, model.ZoneStated)
}

// importSeries is a session as the case file gives it: per phase energy and power, n points each.
func importSeries(n int) []model.Series {
	var out []model.Series
	for _, m := range []struct {
		m model.Measurand
		u model.Unit
	}{{model.EnergyActiveImportRegister, model.Wh}, {model.PowerActiveImport, model.W}} {
		for k, p := range []model.Phase{model.PhaseNone, model.L1, model.L2, model.L3} {
			s := model.Series{Key: model.SeriesKey{Measurand: m.m, Phase: p}, Unit: m.u}
			for i := range n {
				s.Points = append(s.Points, model.Point{Time: mt(float64(i)), Value: model.NewDecimal(int64(10*i/(k+1)+12345678), 1)})
			}
			out = append(out, s)
		}
	}
	return out
}
