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
	tx.SoCStart, tx.SoCEnd = account.StateOfCharge(series)
}
