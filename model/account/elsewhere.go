package account

import (
	"slices"

	"meterscope/model"
)

// places are where else than at its outlet a station may measure, the nearest first.
func places() []model.Location {
	return []model.Location{model.Cable, model.Inlet, model.Body, model.EV}
}

// brought takes what a charger measures elsewhere than at its outlet for what flowed there, where it measures a
// quantity only elsewhere. It says which quantities and where. The series are not changed.
func brought(series []model.Series) ([]model.Series, map[model.Measurand]model.Location) {
	var elsewhere map[model.Measurand]model.Location
	for _, m := range []model.Measurand{
		model.EnergyActiveImportRegister, model.EnergyActiveImportInterval, model.PowerActiveImport, model.CurrentImport, model.Voltage,
		model.EnergyActiveExportRegister, model.EnergyActiveExportInterval, model.PowerActiveExport,
	} {
		at, ok := onlyAt(series, m)
		if !ok {
			continue
		}
		if elsewhere == nil {
			elsewhere = map[model.Measurand]model.Location{}
			series = slices.Clone(series)
		}
		elsewhere[m] = at
		for i := range series {
			if k := &series[i].Key; k.Measurand == m && k.Location == at {
				k.Location = ""
			}
		}
	}
	return series, elsewhere
}

// onlyAt gives the nearest place where a quantity is measured, if that is not at the outlet.
func onlyAt(series []model.Series, m model.Measurand) (at model.Location, ok bool) {
	for _, l := range append([]model.Location{model.Outlet}, places()...) {
		if slices.ContainsFunc(series, func(s model.Series) bool { return s.Key.Measurand == m && s.Key.Where() == l && len(s.Points) > 0 }) {
			return l, l != model.Outlet
		}
	}
	return "", false
}

// measured is the quantity that an account of a kind is of, where it is one.
func measured(k Kind) model.Measurand {
	switch k {
	case Register:
		return model.EnergyActiveImportRegister
	case Interval:
		return model.EnergyActiveImportInterval
	case Power:
		return model.PowerActiveImport
	case Current:
		return model.CurrentImport
	}
	return ""
}
