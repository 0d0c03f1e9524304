package rule

import "meterscope/model"

// phsRules are about phases and locations.
func phsRules() []*Rule {
	return []*Rule{
		strayPhaseRule(), phaseSumRule(), noTotalRule(), lostPhaseRule(), twinRule(), neutralRule(),
	}
}

// strayPhaseRule is PHS001.
func strayPhaseRule() *Rule {
	return &Rule{
		ID: "PHS001", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "Phase that the measurand can't have",
			What:   "SoC, RPM, Temperature or Frequency is sent with a phase, or a current with two lines (L1-L2).",
			Why:    "A current flows in one conductor, and a battery level has no phase. Systems that sort values by phase lose this one, or show it as another.",
			Remedy: "Report it to the maker of the charger: the phase should be left out, or name one line.",
			Spec:   "OCPP 1.6 §7.31, §7.34",
		},
		Frame: func(p *Pass, f *Frame) {
			f.each(func(v *Value) {
				if !phaseFits(v.Key.Measurand, v.Key.Phase) {
					p.report(v.phase.finding(f, fittingPhases(v.Key.Measurand)+" for "+string(v.Key.Measurand)))
				}
			})
		},
		say: func(f *model.Finding) string {
			return "The phase is " + f.Got + "; expected " + f.Want + "."
		},
	}
}

// twinRule is PHS005.
func twinRule() *Rule {
	return &Rule{
		ID: "PHS005", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "Two values of one thing at one time",
			What:   "A meter value has the same measurand twice, with the same phase, location and context, but with different values.",
			Why:    "Only one of them can be what it says. Often it is the phase that is missing; systems keep the first, the last or any of them.",
			Remedy: "Look at the neighbours to see which phase or location each value belongs to. Report it to the maker of the charger.",
			Spec:   "OCPP 1.6 §7.33, §7.43",
		},
		Frame: func(p *Pass, f *Frame) {
			f.each(func(v *Value) {
				if v.twin == nil {
					return
				}
				a, u, _ := v.twin.Base()
				p.report(v.value.finding(f, quantityName(v.Key.Measurand, v.Key.Phase, v.Key.Where())+" is already "+unitReading(a, u)))
			})
		},
		say: func(f *model.Finding) string {
			return "The value is " + f.Got + "; " + f.Want + " in the same meter value."
		},
	}
}

// phaseFits says whether a measurand can have a phase. What is unknown is the schema's matter.
func phaseFits(m model.Measurand, phase model.Phase) bool {
	if phase == model.PhaseNone {
		return true
	}
	switch m {
	case model.SoC, model.RPM, model.Temperature, model.Frequency:
		return !isPhase(phase)
	case model.CurrentImport, model.CurrentExport, model.CurrentOffered:
		return phase != model.L1L2 && phase != model.L2L3 && phase != model.L3L1
	}
	return true
}

func isPhase(phase model.Phase) bool {
	for _, one := range model.Phases() {
		if one == phase {
			return true
		}
	}
	return false
}

func fittingPhases(m model.Measurand) string {
	if m.Quantity() == model.QuantityCurrent {
		return "a single line or N"
	}
	return "no phase"
}

// unitReading writes a value with its unit, if it has one that people write.
func unitReading(v model.Decimal, u model.Unit) string {
	if u == model.UnitNone || u == model.Dimensionless {
		return v.Plain()
	}
	return reading(v, u)
}
