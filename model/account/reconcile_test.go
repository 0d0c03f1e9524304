package account

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"meterscope/model"
	"meterscope/model/session"
)

// said writes the energies and verdicts of a statement: "*meter 600; register 590 (-10 ± 44) agrees; …".
func said(s Statement) string {
	var parts []string
	for _, a := range s.Accounts {
		p := string(a.Kind) + " " + a.Energy.Plain()
		switch {
		case a.Kind == s.Reference:
			p = "*" + p
		case a.Agrees:
			p += fmt.Sprintf(" (%s ± %s) agrees", a.Difference.V.Plain(), a.Tolerance.V.Plain())
		case a.Difference.OK:
			p += fmt.Sprintf(" (%s ± %s)%s", a.Difference.V.Plain(), a.Tolerance.V.Plain(), why(a.Cause))
		}
		parts = append(parts, p)
	}
	return strings.Join(parts, "; ")
}

func why(c *Cause) string {
	if c == nil {
		return " ?"
	}
	s := fmt.Sprintf(" %s of %s", c.Kind, c.Of)
	if c.Hides.OK && c.Hides.V.Sign() != 0 {
		s += " " + c.Hides.V.Plain()
		if c.Known {
			s += " known"
		}
	}
	if !c.Whole {
		s += " rest " + c.Rest.Plain()
	}
	for _, also := range c.Also {
		also.Whole = true
		s += " +" + why(&also)
	}
	return s
}

func stamp(second float64) model.Time { return at(second, "0").Time }

// hour is a transaction from 0 to 3600 s at 6 kW, which is 100 Wh a minute, on a meter that stood at 1000 Wh.
func hour() model.Transaction {
	return model.Transaction{Start: stamp(0), Stop: stamp(3600), MeterStart: model.Some[int64](1000), MeterStop: model.Some[int64](7000)}
}

// every makes a point each minute from one to another, of what value gives for the minute.
func every(from, to int, value func(minute int) string) []model.Point {
	var points []model.Point
	for m := from; m <= to; m++ {
		if v := value(m); v != "" {
			points = append(points, at(float64(60*m), v))
		}
	}
	return points
}

func constant(v string) func(int) string { return func(int) string { return v } }

func rising(minute int) string { return fmt.Sprint(1000 + 100*minute) }

// except leaves minutes out.
func except(from, to int, value func(int) string) func(int) string {
	return func(m int) string {
		if m > from && m < to {
			return ""
		}
		return value(m)
	}
}

func series(m model.Measurand, phase model.Phase, u model.Unit, points []model.Point) model.Series {
	return model.Series{Key: model.SeriesKey{Measurand: m, Phase: phase}, Unit: u, Points: points}
}

func TestAccounts(t *testing.T) {
	register := func(points []model.Point) model.Series {
		return series(model.EnergyActiveImportRegister, "", model.Wh, points)
	}
	watts := func(points []model.Point) model.Series { return series(model.PowerActiveImport, "", model.W, points) }
	amps := func(phase model.Phase, v string) model.Series {
		return series(model.CurrentImport, phase, model.A, every(0, 60, constant(v)))
	}
	volts := func(phase model.Phase, v string) model.Series {
		return series(model.Voltage, phase, model.V, every(0, 60, constant(v)))
	}
	change := func(do func(tx *model.Transaction)) model.Transaction {
		tx := hour()
		do(&tx)
		return tx
	}
	falls := func(from, to int, points []model.Point) []model.Finding {
		for _, p := range points {
			if p.Time.Compare(stamp(float64(60*to))) == 0 {
				return []model.Finding{{Rule: "REG001", At: p.At, From: stamp(float64(60 * from)), To: p.Time}}
			}
		}
		return nil
	}
	jump := func(from, to int) []model.Finding {
		return []model.Finding{{Rule: "REG006", From: stamp(float64(60 * from)), To: stamp(float64(60 * to))}}
	}
	jumped := func(m int) string {
		if m < 30 {
			return rising(m)
		}
		return fmt.Sprint(1000 + 100*m + 2000)
	}
	reset := every(0, 60, func(m int) string {
		if m < 30 {
			return rising(m)
		}
		return fmt.Sprint(100 * (m - 30))
	})
	for _, c := range []struct {
		name     string
		tx       model.Transaction
		series   []model.Series
		findings []model.Finding
		given    Given
		want     string
	}{
		{name: "nothing", tx: model.Transaction{}},
		{name: "all agree", tx: hour(), series: []model.Series{
			register(every(0, 60, rising)), watts(every(0, 60, constant("6000"))),
			series(model.EnergyActiveImportInterval, "", model.Wh, every(1, 60, constant("100"))),
			amps("L1", "10"), amps("L2", "10"), amps("L3", "5"), volts("L1-N", "240"), volts("L2-N", "240"), volts("L3-N", "240"),
		}, want: "*meter 6000; register 6000 (0 ± 24) agrees; interval 6000 (0 ± 182) agrees; power 6000 (0 ± 302) agrees; " +
			"current 6000 (0 ± 602) agrees"},
		{name: "a gap in the power hides what the register counted", tx: hour(), series: []model.Series{
			register(every(0, 60, rising)), watts(every(0, 60, except(20, 40, constant("6000")))),
		}, want: "*meter 6000; register 6000 (0 ± 24) agrees; power 4000 (-2000 ± 302) gap of power 2000 known"},
		{name: "a gap without a register hides what the highest power gives", tx: hour(), series: []model.Series{
			watts(every(0, 60, except(20, 40, constant("6000")))),
		}, want: "*meter 6000; power 4000 (-2000 ± 302) gap of power 2000"},
		{name: "a gap that doesn't explain all", tx: change(func(tx *model.Transaction) { tx.MeterStop.V = 9000 }), series: []model.Series{
			watts(every(0, 60, except(20, 40, constant("6000")))),
		}, want: "*meter 8000; power 4000 (-4000 ± 402) gap of power 2000 rest 2000"},
		{name: "sampling begins late and ends early", tx: hour(), series: []model.Series{watts(every(20, 50, constant("6000")))},
			want: "*meter 6000; power 3000 (-3000 ± 302) late-start of power 2000 + early-stop of power 1000"},
		{name: "what is before the first sample and after the last belongs to the tolerance up to 2 min", tx: hour(),
			series: []model.Series{register(every(2, 58, rising))},
			want:   "*meter 6000; register 5600 (-400 ± 424) agrees"},
		{name: "beyond that it is a cause", tx: hour(), series: []model.Series{register(every(3, 58, rising))},
			want: "*meter 6000; register 5500 (-500 ± 224) late-start of register 300 known"},
		{name: "a register that counts the transaction alone", tx: hour(), series: []model.Series{
			register(every(5, 60, func(m int) string { return fmt.Sprint(100 * m) })),
		}, want: "*meter 6000; register 5500 (-500 ± 24) late-start of register 500 known"},
		{name: "a register that fell takes the meter with it", tx: change(func(tx *model.Transaction) { tx.MeterStop.V = 3000 }),
			series: []model.Series{register(reset), watts(every(0, 60, constant("6000")))}, findings: falls(29, 30, reset),
			want: "*meter 2000; register 2000 (0 ± 24) agrees; power 6000 (4000 ± 102) register-fall of meter 4000"},
		{name: "a register that fell, and a meter that did not", tx: hour(), series: []model.Series{register(reset)}, findings: falls(29, 30, reset),
			want: "*meter 6000; register 2000 (-4000 ± 24) register-fall of register 4000"},
		{name: "a register that jumped takes the meter with it", tx: change(func(tx *model.Transaction) { tx.MeterStop.V = 9000 }),
			series: []model.Series{register(every(0, 60, jumped)), watts(every(0, 60, constant("6000")))}, findings: jump(29, 30),
			want: "*meter 8000; register 8000 (0 ± 24) agrees; power 6000 (-2000 ± 402) register-jump of meter 2100 known"},
		{name: "a car that took what was delivered before a jump", tx: change(func(tx *model.Transaction) { tx.MeterStop.V = 9000 }),
			series: []model.Series{register(every(0, 60, jumped)), watts(every(0, 60, constant("6000")))}, findings: jump(29, 30),
			given: Given{Car: wattsOf("5800"), Loss: DefaultLoss()},
			want: "*meter 8000; register 8000 (0 ± 24) agrees; power 6000 (-2000 ± 402) register-jump of meter 2100 known; " +
				"car 5800 (-2200 ± 1202) register-jump of meter 2100 known"},
		{name: "a jump that is a trifle of what is missing", tx: change(func(tx *model.Transaction) { tx.MeterStop.V = 9000 }),
			series: []model.Series{register(every(0, 60, jumped)), watts(every(0, 60, constant("1000")))}, findings: jump(29, 30),
			want: "*meter 8000; register 8000 (0 ± 24) agrees; power 1000 (-7000 ± 402) ?"},
		{name: "a fall that turns the meter around", tx: change(func(tx *model.Transaction) { tx.MeterStart.V, tx.MeterStop.V = 5000, 3000 }),
			series: []model.Series{register(every(0, 60, func(m int) string {
				if m < 30 {
					return fmt.Sprint(5000 + 100*m)
				}
				return fmt.Sprint(100 * (m - 30))
			})), watts(every(0, 60, constant("6000")))},
			findings: falls(29, 30, reset),
			want:     "meter -2000 (-8000 ± 302) register-fall of meter 8000; register -2000 (-8000 ± 302) register-fall of register 8000; *power 6000"},
		{name: "kW sent as W", tx: hour(), series: []model.Series{watts(every(0, 60, constant("6")))},
			want: "*meter 6000; power 6 (-5994 ± 302) unit of power"},
		{name: "kW sent as W bounds nothing", tx: hour(), series: []model.Series{
			watts(every(1, 59, constant("6"))), register(every(1, 59, rising)),
		}, want: "*meter 6000; register 5800 (-200 ± 224) agrees; power 5.8 (-5994.2 ± 502) unit of power"},
		{name: "power the wrong way round", tx: hour(), series: []model.Series{watts(every(0, 60, constant("-6000")))},
			want: "*meter 6000; power -6000 (-12000 ± 302) sign of power"},
		{name: "power the wrong way round, and not as much", tx: hour(), series: []model.Series{watts(every(0, 60, constant("-5000")))},
			want: "*meter 6000; power -5000 (-11000 ± 302) ?"},
		{name: "kWh as meterStart and meterStop", tx: change(func(tx *model.Transaction) { tx.MeterStart.V, tx.MeterStop.V = 1, 7 }),
			series: []model.Series{register(every(0, 60, rising)), watts(every(0, 60, constant("6000")))},
			want:   "*meter 6; register 6000 (5994 ± 24) unit of meter; power 6000 (5994 ± 102) unit of meter"},
		{name: "a phase has no voltage", tx: hour(), series: []model.Series{
			amps("L1", "10"), amps("L2", "10"), amps("L3", "5"), volts("L1-N", "240"), volts("L2-N", "240"),
		}, want: "*meter 6000; current 4800 (-1200 ± 602) phase-missing of current 1200"},
		{name: "one phase of three in the phases' registers", tx: hour(), series: []model.Series{
			register(every(0, 60, rising)), series(model.EnergyActiveImportRegister, "L1", model.Wh, every(0, 60, func(m int) string { return fmt.Sprintf("%d.5", 33*m) })),
		}, want: "*meter 6000; register 6000 (0 ± 24) agrees; phases 1980 (-4020 ± 302.2) phase-missing of phases 4020"},
		{name: "apparent power", tx: hour(), series: []model.Series{amps("", "30"), volts("", "240")},
			want: "*meter 6000; current 7200 (1200 ± 602) power-factor of current"},
		{name: "with its power factor", tx: hour(), series: []model.Series{
			amps("", "30"), volts("", "240"), series(model.PowerFactor, "", model.Dimensionless, every(0, 60, constant("-0.83"))),
		}, want: "*meter 6000; current 5976 (-24 ± 602) agrees"},
		{name: "a meter that ends at nothing", tx: change(func(tx *model.Transaction) { tx.MeterStop.V = 0 }), series: []model.Series{register(every(0, 60, rising))},
			want: "meter -1000 (-7000 ± 24) meter-stop of meter; *register 6000"},
		{name: "a meter that counts the transaction alone at its end", tx: change(func(tx *model.Transaction) { tx.MeterStart.V, tx.MeterStop.V = 90_000, 6000 }),
			series: []model.Series{watts(every(0, 60, constant("6000")))},
			want:   "meter -84000 (-90000 ± 302) meter-stop of meter; *power 6000"},
		{name: "the meter alone can be negative", tx: change(func(tx *model.Transaction) { tx.MeterStop.V = 900 }), want: "*meter -100"},
		{name: "a bill to its last digit", tx: hour(), given: Given{Billed: wattsOf("6100"), Digit: Digits{Billed: model.NewDecimal(98, 0)}},
			want: "*meter 6000; billed 6100 (100 ± 100) agrees"},
		{name: "a bill beyond it", tx: hour(), given: Given{Billed: wattsOf("6101"), Digit: Digits{Billed: model.NewDecimal(98, 0)}},
			want: "*meter 6000; billed 6101 (101 ± 100) ?"},
		{name: "the bill is the register", tx: hour(), series: []model.Series{register(every(0, 50, rising))},
			given: Given{Billed: wattsOf("5000"), Digit: Digits{Billed: model.NewDecimal(10, 0)}},
			want:  "*meter 6000; register 5000 (-1000 ± 24) early-stop of register 1000 known; billed 5000 (-1000 ± 12) other-account of billed"},
		{name: "meterStart is no reading of the register", tx: change(func(tx *model.Transaction) { tx.MeterStart = model.Some[int64](500) }),
			series: []model.Series{register(every(0, 60, rising))}, findings: []model.Finding{{Rule: "REG003"}},
			want: "*meter 6500; register 6000 (-500 ± 24) meter-reading of meter rest 0"},
		{name: "power takes off what was exported", tx: hour(), series: []model.Series{
			register(every(0, 60, rising)), watts(every(0, 60, func(minute int) string {
				if minute > 30 {
					return "-6000"
				}
				return "12000"
			})), series(model.EnergyActiveExportRegister, "", model.Wh, []model.Point{at(0, "500"), at(3600, "3450")}),
		}, want: "*meter 6000; register 6000 (0 ± 24) agrees; power 3150 (-2850 ± 302) export of power"},
		{name: "the bill is a reading before a gap", tx: hour(), series: []model.Series{register(every(0, 60, except(20, 40, rising)))},
			findings: []model.Finding{{Rule: "CLK007", From: stamp(1200), To: stamp(2400)}},
			given:    Given{Billed: wattsOf("2000"), Digit: Digits{Billed: model.NewDecimal(10, 0)}},
			want:     "*meter 6000; register 6000 (0 ± 24) agrees; billed 2000 (-4000 ± 12) interim of billed 4000 known"},
		{name: "the bill is a reading after the end", tx: hour(), series: []model.Series{register(every(0, 70, rising))},
			given: Given{Billed: wattsOf("6500"), Digit: Digits{Billed: model.NewDecimal(10, 0)}},
			want:  "*meter 6000; register 6000 (0 ± 24) agrees; billed 6500 (500 ± 12) after-stop of billed 500 known"},
		{name: "a bill in Wh", tx: hour(), given: Given{Billed: wattsOf("6000000")}, want: "*meter 6000; billed 6000000 (5994000 ± 2) unit of billed"},
		{name: "the car within its losses", tx: hour(), given: Given{Car: wattsOf("5098"), Loss: DefaultLoss()}, want: "*meter 6000; car 5098 (-902 ± 902) agrees"},
		{name: "the car beyond them", tx: hour(), given: Given{Car: wattsOf("5097"), Loss: DefaultLoss()}, want: "*meter 6000; car 5097 (-903 ± 902) high-loss of car"},
		{name: "the car took more than there was", tx: hour(), given: Given{Car: wattsOf("6100"), Loss: DefaultLoss()},
			want: "*meter 6000; car 6100 (100 ± 902) more-than-sent of car"},
		{name: "the car by its battery", tx: change(func(tx *model.Transaction) {
			tx.SoCStart, tx.SoCEnd = model.Some(model.NewDecimal(20, 0)), model.Some(model.NewDecimal(30, 0))
		}), given: Given{Battery: wattsOf("58000"), Loss: DefaultLoss()}, want: "*meter 6000; car 5800 (-200 ± 2062) agrees"},
		{name: "only what the user says", tx: model.Transaction{}, given: Given{Billed: wattsOf("5000")}, want: "billed 5000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := Reconcile(Input{Tx: &c.tx, Series: c.series, Findings: c.findings, Limits: session.DefaultLimits(), Given: c.given})
			if got := said(s); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func wattsOf(s string) model.Opt[model.Decimal] {
	d, err := model.ParseDecimal(s)
	if err != nil {
		panic(err)
	}
	return model.Some(d)
}

// TestTolerancesHoldToTheirEdge moves one account against the meter to the last Wh that is tolerated, and beyond.
func TestTolerancesHoldToTheirEdge(t *testing.T) {
	whole := func(v int) func(int) string { return constant(fmt.Sprint(v)) }
	for _, c := range []struct {
		name   string
		series func(off int) model.Series // off by so many Wh
		most   int
	}{
		{"register: 20 Wh and two digits of each", func(off int) model.Series {
			return series(model.EnergyActiveImportRegister, "", model.Wh, []model.Point{at(0, "1000"), at(3600, fmt.Sprint(7000+off))})
		}, 24},
		{"a register in steps of 100 Wh", func(off int) model.Series {
			points := []model.Point{at(0, "1000"), at(3600, fmt.Sprint(7000+off))}
			points[0].Digit, points[1].Digit = 2, 2
			return series(model.EnergyActiveImportRegister, "", model.Wh, points)
		}, 222},
		{"interval: 2 %", func(off int) model.Series {
			return series(model.EnergyActiveImportInterval, "", model.Wh, []model.Point{at(1800, "3000"), at(3600, fmt.Sprint(3000+off))})
		}, 124},
		{"power: 5 %", func(off int) model.Series {
			return series(model.PowerActiveImport, "", model.W, every(0, 60, whole(6000+off)))
		}, 302},
	} {
		for _, sign := range []int{1, -1} {
			for _, beyond := range []int{0, 1} {
				tx := hour()
				s := Reconcile(Input{Tx: &tx, Series: []model.Series{c.series(sign * (c.most + beyond))}, Limits: session.DefaultLimits()})
				if got := s.Accounts[1]; got.Agrees != (beyond == 0) {
					t.Errorf("%s: %s", c.name, said(s))
				}
			}
		}
	}
}

// On any log the row's energy is the account of the same name, the interval sum of a register's steps is the
// register, and phases that add up to a total say what it says.
func TestTwoWaysToSayTheSame(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for round := range 300 {
		tx := model.Transaction{Start: stamp(0), Stop: stamp(7200)}
		if r.IntN(3) > 0 {
			tx.MeterStart = model.Some(r.Int64N(1e7))
		}
		if r.IntN(3) > 0 {
			tx.MeterStop = model.Some(r.Int64N(1e7))
		}
		value, steps := model.NewDecimal(r.Int64N(1e9), 3), []model.Point{}
		phases := [3]model.Decimal{}
		var total []model.Point
		var byPhase [3][]model.Point
		for i := range 2 + r.IntN(50) {
			step := model.NewDecimal(0, 3)
			for k := range phases {
				one := model.NewDecimal(r.Int64N(90000), r.IntN(4))
				if i == 0 {
					one = model.Decimal{}
				}
				phases[k], step = phases[k].Add(one), step.Add(one)
				p := at(float64(i*60), "0")
				p.Value = phases[k]
				byPhase[k] = append(byPhase[k], p)
			}
			value = value.Add(step)
			p := at(float64(i*60), "0")
			p.Value = value
			total = append(total, p)
			if i > 0 {
				p.Value = step
				steps = append(steps, p)
			}
		}
		all := []model.Series{
			series(model.EnergyActiveImportRegister, "", model.Wh, total), series(model.EnergyActiveImportInterval, "", model.Wh, steps),
		}
		for k, l := range []model.Phase{model.L1, model.L2N, model.L3} {
			all = append(all, series(model.EnergyActiveImportRegister, l, model.Wh, byPhase[k]))
		}
		r.Shuffle(len(all), func(i, k int) { all[i], all[k] = all[k], all[i] })
		s := Reconcile(Input{Tx: &tx, Series: all, Limits: session.DefaultLimits()})
		register, interval, phase := s.Of(Register), s.Of(Interval), s.Of(Phases)
		if register.Energy.Cmp(interval.Energy) != 0 || register.Energy.Cmp(phase.Energy) != 0 {
			t.Fatalf("round %d: %s", round, said(s))
		}
		e, from := Energy(&tx, all, session.DefaultLimits())
		if a := s.Of(Kind(from)); a == nil || a.Energy.Cmp(e.V) != 0 {
			t.Fatalf("round %d: the row has %s by %q; %s", round, e.V, from, said(s))
		}
	}
}

func TestTheReferenceThatStandsAloneIsNamed(t *testing.T) {
	tx := hour()
	tx.MeterStop.V = 4000
	s := Reconcile(Input{Tx: &tx, Limits: session.DefaultLimits(), Series: []model.Series{
		series(model.EnergyActiveImportRegister, "", model.Wh, every(0, 60, rising)), series(model.PowerActiveImport, "", model.W, every(0, 60, constant("6000"))),
	}})
	if got := fmt.Sprint(s.Against); got != "[register power]" {
		t.Errorf("got %s of %s", got, said(s))
	}
}

// What lacks the same stretch agrees with each other, and says nothing against the reference.
func TestAccountsThatShareAGapAreNoVoicesAgainstTheReference(t *testing.T) {
	tx := hour()
	tx.MeterStop.OK = false
	s := Reconcile(Input{Tx: &tx, Limits: session.DefaultLimits(), Series: []model.Series{
		series(model.EnergyActiveImportRegister, "", model.Wh, every(0, 60, rising)),
		series(model.PowerActiveImport, "", model.W, every(0, 60, except(20, 40, constant("6000")))),
		series(model.Voltage, "", model.V, every(0, 60, constant("240"))),
		series(model.CurrentImport, "", model.A, every(0, 60, except(20, 40, constant("25")))),
	}})
	if len(s.Against) > 0 || s.Of(Power).Agrees || s.Of(Current).Agrees {
		t.Errorf("got %s of %s", s.Against, said(s))
	}
}

// A charger that repeats the reading of the begin with each sample doesn't say when it was taken.
func TestTheTimeOfARepeatedBeginIsTheStart(t *testing.T) {
	begin := at(600, "1000")
	begin.Context = model.TransactionBegin
	for _, c := range []struct {
		tx   model.Transaction
		want string
	}{{model.Transaction{}, ""}, {hour(), "2025-03-01T00:00:00.000Z"}} {
		s := Reconcile(Input{Tx: &c.tx, Limits: session.DefaultLimits(), Series: []model.Series{
			series(model.EnergyActiveImportRegister, "", model.Wh, []model.Point{at(600, "2000"), begin, at(3600, "7000")}),
		}})
		if a := s.Of(Register); a == nil || a.From.String() != c.want || a.Energy.Plain() != "6000" || a.Samples != 3 {
			t.Errorf("got %+v", a)
		}
	}
}
