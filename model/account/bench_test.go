package account

import (
	"testing"
	"time"

	"meterscope/model"
	"meterscope/model/session"
)

// BenchmarkMillion reconciles a transaction of a million samples: register, power, and voltage and current of three
// phases.
func BenchmarkMillion(b *testing.B) {
	const n = 125_000
	begin := time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC)
	line := func(value func(i int64) model.Decimal) []model.Point {
		points := make([]model.Point, n)
		for i := range points {
			points[i] = model.Point{
				Time:  model.NewTime(begin.Add(time.Duration(i)*time.Second+time.Duration(i%7)*time.Millisecond), 3, model.ZoneStated),
				Value: value(int64(i)), Frame: int64(i), At: model.Place{Source: 1, Offset: int64(i)},
			}
		}
		return points
	}
	all := []model.Series{
		series(model.EnergyActiveImportRegister, "", model.Wh, line(func(i int64) model.Decimal { return model.NewDecimal(8_000_000_000+i*3066, 3) })),
		series(model.PowerActiveImport, "", model.W, line(func(i int64) model.Decimal { return model.NewDecimal(110_400+i%50, 1) })),
	}
	for _, l := range []model.Phase{model.L1, model.L2, model.L3} {
		all = append(all, series(model.Voltage, l, model.V, line(func(i int64) model.Decimal { return model.NewDecimal(2300+i%9, 1) })),
			series(model.CurrentImport, l, model.A, line(func(i int64) model.Decimal { return model.NewDecimal(160+i%3, 1) })))
	}
	tx := model.Transaction{Start: model.NewTime(begin, 0, model.ZoneStated), Stop: model.NewTime(begin.Add(n*time.Second), 0, model.ZoneStated),
		MeterStart: model.Some[int64](8_000_000), MeterStop: model.Some[int64](8_383_250)}
	in := Input{Tx: &tx, Series: all, Limits: session.DefaultLimits(), Findings: []model.Finding{{Rule: "REG005", At: model.Place{Source: 1, Offset: n - 1}}}}
	b.ReportAllocs()
	for b.Loop() {
		if s := Reconcile(in); len(s.Accounts) != 4 {
			b.Fatal(said(s))
		}
	}
}
