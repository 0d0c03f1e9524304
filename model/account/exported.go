package account

import (
	"meterscope/model"
	"meterscope/model/session"
)

// Exported is what the vehicle gave back. It is no account of what it was charged with, and none is compared with it.
type Exported struct {
	Energy model.Decimal // Wh
	By     Kind          // Register, Interval or Power: what it is known from
}

// exported is what flowed back through the outlet, by the first of its register, its intervals and its power that tells.
// Less than a Wh is none.
func exported(series []model.Series, limits session.Limits) model.Opt[Exported] {
	of := func(m model.Measurand, unit model.Unit, how func([]model.Point) tally) tally {
		return addUp(pick(series, m, unit, atOutlet), how)
	}
	register := of(model.EnergyActiveExportRegister, model.Wh, registered)
	interval := of(model.EnergyActiveExportInterval, model.Wh, summed)
	power := of(model.PowerActiveExport, model.W, integrated(limits))
	power.sum = wattHours(power.sum)
	for _, one := range []struct {
		by Kind
		t  *tally
	}{{Register, &register}, {Interval, &interval}, {Power, &power}} {
		if !one.t.ok {
			continue
		}
		if one.t.sum.Cmp(model.NewDecimal(1, 0)) < 0 {
			break
		}
		return model.Some(Exported{one.t.sum, one.by})
	}
	return model.Opt[Exported]{}
}
