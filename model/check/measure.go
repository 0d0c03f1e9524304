package check

import (
	"meterscope/model"
	"meterscope/model/account"
	"meterscope/model/session"
)

// measure fills in what a transaction's samples tell: energy where start and stop don't, the highest power,
// and the state of charge. series are cut at its end.
func measure(tx *model.Transaction, series []model.Series, limits session.Limits) {
	tx.Energy, tx.EnergyFrom = account.Energy(tx, series, limits)
	tx.MaxPower = account.MaxPower(series)
	tx.SoCStart, tx.SoCEnd = stateOfCharge(series)
}

// stateOfCharge is the first and the last one, in percent.
func stateOfCharge(series []model.Series) (first, last model.Opt[model.Decimal]) {
	var a, b *model.Point
	for _, s := range series {
		if s.Key.Measurand != model.SoC || s.Unit != model.Percent {
			continue
		}
		for i := range s.Points {
			p := &s.Points[i]
			if p.Gap {
				continue
			}
			if a == nil || p.Time.Before(a.Time) {
				a = p
			}
			if b == nil || !p.Time.Before(b.Time) {
				b = p
			}
		}
	}
	if a == nil {
		return first, last
	}
	return model.Some(a.Value), model.Some(b.Value)
}
