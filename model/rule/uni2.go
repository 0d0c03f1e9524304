package rule

import (
	"strings"

	"meterscope/model"
)

// noUnitRule is UNI002.
func noUnitRule() *Rule {
	return &Rule{
		ID: "UNI002", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "No unit",
			What:   "A sample that needs a unit has none, and is none of energy. SoC without a unit is percent: this is only info. Frequency, Power.Factor and RPM have no unit in OCPP 1.6.",
			Why:    "The specification names no default but for energy, so what the number means is a guess. It is left out of what is computed.",
			Remedy: "Where voltage and current stand beside a power, they say which unit fits. Report it to the maker of the charger.",
			Spec:   "OCPP 1.6 §7.43, §7.45",
		},
		Frame: func(p *Pass, f *Frame) {
			f.each(func(v *Value) {
				if lacksUnit(v.Sample) && v.Number && v.unit.text == nil {
					p.report(f.noUnit(v))
				}
			})
		},
		say: func(f *model.Finding) string {
			return "There is no unit; " + f.Want + "."
		},
	}
}

// celciusRule is UNI003.
func celciusRule() *Rule {
	return &Rule{
		ID: "UNI003", Severity: model.SeverityInfo,
		Doc: Doc{
			Title:  "Unit misspelled as the schema allows",
			What:   "The unit is \"Celcius\". The schema lists it beside the right \"Celsius\", because its first edition had it wrong.",
			Why:    "It is valid, but not every system knows both. It is read as Celsius here.",
			Remedy: "Nothing urgent: mention it to the maker of the charger when you write to them.",
			Spec:   "OCPP 1.6 §7.45",
		},
		Frame: func(p *Pass, f *Frame) {
			f.each(func(v *Value) {
				if v.Unit == model.Celcius && unitFits(v.Key.Measurand, v.Unit) {
					p.report(v.unit.finding(f, string(model.Celsius)))
				}
			})
		},
		say: func(f *model.Finding) string {
			return "The unit is " + f.Got + "; it was read as " + f.Want + "."
		},
	}
}

// lacksUnit says that a sample names no unit, although its measurand has one and it is no energy.
func lacksUnit(s *model.Sample) bool {
	if s.Unit != model.UnitNone || !s.Key.Measurand.Known() || s.Format == model.SignedData {
		return false
	}
	u := model.DefaultUnit(s.Key.Measurand)
	return u == model.UnitNone || u == model.Percent
}

// noUnit is the finding about a sample that names none.
func (f *Frame) noUnit(v *Value) model.Finding {
	found := model.Finding{At: v.At, Pointer: v.object, HasPointer: v.object != "", Frame: f.Seq, Inferred: f.Partial}
	if v.Key.Measurand == model.SoC {
		found.Severity = model.SeverityInfo
		found.Want = "it was read as Percent"
		return found
	}
	found.Want = "expected " + fittingUnits(v.Key.Measurand) + " for " + string(v.Key.Measurand)
	if u := f.unitByNeighbours(v); u != model.UnitNone {
		found.Want += "; " + string(u) + " fits the voltage and current beside it"
	}
	return found
}

// unitByNeighbours says which unit of power fits what voltage × current of the same time give; UnitNone if they don't
// tell.
func (f *Frame) unitByNeighbours(v *Value) model.Unit {
	if v.Key.Measurand.Quantity() != model.QuantityActivePower || v.Value.Sign() <= 0 {
		return model.UnitNone
	}
	va := f.apparent(v)
	for _, u := range []model.Unit{model.W, model.KW} {
		if w := u.ToBase(v.Value); va.Sign() > 0 && sameDecade(w, va) {
			return u
		}
	}
	return model.UnitNone
}

// sameDecade says that neither of two numbers is more than about three times the other.
func sameDecade(a, b model.Decimal) bool {
	const half, scale = 316, 2 // the root of 10
	h := model.NewDecimal(half, scale)
	return a.Cmp(b.Mul(h)) <= 0 && b.Cmp(a.Mul(h)) <= 0
}

// apparent is voltage × current at the time of a power: of its phase, else of all phases, else of the whole. Values
// without a unit are taken for volts and amperes.
func (f *Frame) apparent(v *Value) model.Decimal {
	var volts, amps [4]model.Decimal
	var has [4]bool
	slot := func(phase model.Phase) int {
		if i := strings.IndexByte("123", lastByte(string(phase.Line()))); i >= 0 {
			return i
		}
		return len(volts) - 1
	}
	for i := range f.own {
		s := &f.own[i]
		if !s.Number || s.Time.Compare(v.Time) != 0 || v.Key.Phase != model.PhaseNone && s.Key.Phase.Line() != v.Key.Phase.Line() {
			continue
		}
		switch k := slot(s.Key.Phase); {
		case s.Key.Measurand == model.Voltage && (s.Unit == model.V || s.Unit == model.UnitNone):
			volts[k] = s.Value
		case s.Key.Measurand == model.CurrentImport && (s.Unit == model.A || s.Unit == model.UnitNone) && s.Key.Phase != model.N:
			amps[k], has[k] = s.Value, true
		}
	}
	whole := len(volts) - 1
	var sum model.Decimal
	for k := range whole {
		if u := volts[k]; has[k] && u.Sign() > 0 {
			sum = sum.Add(u.Mul(amps[k]))
		} else if has[k] {
			sum = sum.Add(volts[whole].Mul(amps[k]))
		}
	}
	if sum.Sign() == 0 && has[whole] {
		sum = volts[whole].Mul(amps[whole])
	}
	return sum
}

func lastByte(s string) byte {
	if s == "" {
		return 0
	}
	return s[len(s)-1]
}
