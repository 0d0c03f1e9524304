package account

import (
	"meterscope/model"
	"meterscope/model/session"
)

// Energy is a transaction's energy in Wh, by the first of the accounts that there is. series are its samples in
// base units, cut at its end.
func Energy(tx *model.Transaction, series []model.Series, limits session.Limits) (model.Opt[model.Decimal], model.EnergySource) {
	if e, ok := byMeter(tx); ok {
		return model.Some(e), model.EnergyFromMeter
	}
	if t := byRegister(series); t.ok {
		return model.Some(t.sum), model.EnergyFromRegister
	}
	if t := byInterval(series); t.ok {
		return model.Some(t.sum), model.EnergyFromInterval
	}
	if t := byPower(series, limits); t.ok {
		return model.Some(wattHours(t.sum)), model.EnergyFromPower
	}
	return model.Opt[model.Decimal]{}, ""
}

// byMeter is meterStop − meterStart, as it is even if negative.
func byMeter(tx *model.Transaction) (model.Decimal, bool) {
	if !tx.MeterStart.OK || !tx.MeterStop.OK {
		return model.Decimal{}, false
	}
	return model.NewDecimal(tx.MeterStop.V, 0).Sub(model.NewDecimal(tx.MeterStart.V, 0)), true
}

func byRegister(series []model.Series) tally {
	return addUp(pick(series, model.EnergyActiveImportRegister, model.Wh, atOutlet), registered)
}

func byInterval(series []model.Series) tally {
	return addUp(pick(series, model.EnergyActiveImportInterval, model.Wh, atOutlet), summed)
}

func byPower(series []model.Series, limits session.Limits) tally {
	return addUp(pick(series, model.PowerActiveImport, model.W, atOutlet), integrated(limits))
}
