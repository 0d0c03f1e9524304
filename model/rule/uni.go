package rule

import (
	"meterscope/model"
)

// uniRules are about units.
func uniRules() []*Rule {
	return []*Rule{{
		ID: "UNI001", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "Unit of another quantity",
			What:   "The unit is one that the schema lists, but of another quantity than the measurand: power in Wh, energy in W.",
			Why:    "Either the unit or the measurand is wrong, so it is not certain what the number means. It is kept in the unit that was sent.",
			Remedy: "Compare the number with its neighbours to see which of the two is wrong. Report it to the maker of the charger.",
			Spec:   "OCPP 1.6 §7.31, §7.45",
		},
		Frame: func(p *Pass, f *Frame) {
			f.each(func(v *Value) {
				if !unitFits(v.Key.Measurand, v.Unit) {
					p.report(v.unit.finding(f, fittingUnits(v.Key.Measurand)+" for "+string(v.Key.Measurand)))
				}
			})
		},
		say: func(f *model.Finding) string {
			return "The unit is " + f.Got + "; expected " + f.Want + "."
		},
	}, noUnitRule(), celciusRule(), scaleRule()}
}

// unitFits says whether a unit can belong to a measurand. What is unknown or absent is not this rule's.
func unitFits(m model.Measurand, u model.Unit) bool {
	if u == model.UnitNone || !u.Known() || !m.Known() {
		return true
	}
	if m == model.PowerFactor && u == model.Percent {
		return true
	}
	return m.Quantity() == u.Quantity()
}

// fittingUnits names the units of a measurand.
func fittingUnits(m model.Measurand) string {
	switch m.Quantity() {
	case model.QuantityActiveEnergy:
		return "Wh or kWh"
	case model.QuantityReactiveEnergy:
		return "varh or kvarh"
	case model.QuantityActivePower:
		return "W or kW"
	case model.QuantityReactivePower:
		return "var or kvar"
	case model.QuantityCurrent:
		return "A"
	case model.QuantityVoltage:
		return "V"
	case model.QuantityTemperature:
		return "Celsius, Fahrenheit or K"
	case model.QuantityPercent:
		return "Percent"
	}
	return "no unit"
}
