package account

import (
	"math/rand/v2"
	"slices"
	"testing"

	"meterscope/model"
	"meterscope/model/session"
)

// FuzzReconcile gives it transactions that no charger should send, and holds what is always true.
func FuzzReconcile(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed, seed*7)
	}
	f.Fuzz(func(t *testing.T, a, b uint64) {
		in := anyInput(rand.New(rand.NewPCG(a, b)))
		s := Reconcile(in)
		ref := s.Of(s.Reference)
		if (ref == nil) != (s.Reference == "") {
			t.Fatalf("the reference %q is not among %s", s.Reference, said(s))
		}
		var kinds []Kind
		for _, c := range s.Accounts {
			kinds = append(kinds, c.Kind)
			if ref == nil {
				continue
			}
			if c.Difference.V.Cmp(c.Energy.Sub(ref.Energy)) != 0 || c.Tolerance.V.Sign() < 0 {
				t.Errorf("%s: %s", c.Kind, said(s))
			}
			if within := c.Difference.V.Abs().Cmp(c.Tolerance.V) <= 0; c.Agrees != within && c.Kind != Car {
				t.Errorf("%s agrees: %v; %s", c.Kind, c.Agrees, said(s))
			}
			if c.Agrees && c.Cause != nil {
				t.Errorf("%s agrees, and has a cause: %s", c.Kind, said(s))
			}
		}
		order := []Kind{Meter, Register, Interval, Power, Current, Phases, Signed, Billed, Car}
		if !slices.IsSortedFunc(kinds, func(a, b Kind) int { return slices.Index(order, a) - slices.Index(order, b) }) {
			t.Errorf("order of %v", kinds)
		}
		if e, from := Energy(in.Tx, (&session.Session{Tx: *in.Tx}).Inside(in.Series), in.Limits); e.OK {
			if c := s.Of(Kind(from)); c == nil || c.Energy.Cmp(e.V) != 0 {
				t.Errorf("the row has %s by %q: %s", e.V, from, said(s))
			}
		}
	})
}

func anyInput(r *rand.Rand) Input {
	anyTime := func() model.Time {
		if r.IntN(8) == 0 {
			return model.Time{}
		}
		return stamp(float64(r.IntN(40) * 60))
	}
	tx := &model.Transaction{Start: anyTime(), Stop: anyTime()}
	if r.IntN(2) == 0 {
		tx.MeterStart = model.Some(r.Int64N(10000))
	}
	if r.IntN(2) == 0 {
		tx.MeterStop = model.Some(r.Int64N(12000) - 100)
	}
	tx.SoCStart, tx.SoCEnd = model.Some(model.NewDecimal(r.Int64N(100), 0)), model.Some(model.NewDecimal(r.Int64N(100), 0))
	in := Input{Tx: tx, Limits: session.DefaultLimits(), Given: Given{Loss: DefaultLoss()}}
	if r.IntN(2) == 0 {
		in.Given.Billed, in.Given.Car = model.Some(model.NewDecimal(r.Int64N(9000), 0)), model.Some(model.NewDecimal(r.Int64N(9000), 0))
	}
	measurands := []model.Measurand{model.EnergyActiveImportRegister, model.EnergyActiveImportInterval, model.PowerActiveImport,
		model.Voltage, model.CurrentImport, model.PowerFactor, model.PowerOffered, model.EnergyActiveExportRegister, model.PowerActiveExport}
	units := []model.Unit{model.Wh, model.Wh, model.W, model.V, model.A, model.Dimensionless, model.W, model.Wh, model.W}
	for i, m := range measurands {
		for _, phase := range []model.Phase{"", "L1", "L1-N", "L2", "L3", "N"} {
			if r.IntN(4) > 0 {
				continue
			}
			var points []model.Point
			for range r.IntN(12) {
				p := model.Point{Time: anyTime(), Frame: r.Int64N(50), At: model.Place{Source: 1, Offset: r.Int64N(1000)}}
				d, err := model.ParseDecimal(someValue(r))
				p.Value, p.Gap = d, err != nil
				p.Context = []model.Context{"", model.TransactionBegin, model.SampleClock}[r.IntN(3)]
				points = append(points, p)
				if r.IntN(6) == 0 {
					in.Findings = append(in.Findings, model.Finding{Rule: []model.RuleID{"REG001", "REG005", "CLK007"}[r.IntN(3)], At: p.At, From: anyTime(), To: anyTime()})
				}
			}
			slices.SortStableFunc(points, func(p, q model.Point) int { return p.Time.Compare(q.Time) })
			in.Series = append(in.Series, series(m, phase, units[i], points))
		}
	}
	return in
}
