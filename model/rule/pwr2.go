package rule

import (
	"meterscope/model"
)

// electricRules are those of power, current, voltage and temperature sample by sample.
func electricRules() []*Rule {
	return []*Rule{
		voltAmpereRule(), offeredRule(), negativeRule(), voltageRule(), frequencyRule(), factorRule(), temperatureRule(), stuckRule(),
	}
}

// voltAmpereRule is PWR002.
func voltAmpereRule() *Rule {
	return &Rule{
		ID: "PWR002", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "Power is not voltage × current",
			What:   "The power is not the product of voltage and current of the same time (and of the power factor, if that is sent): phase by phase, of all phases together, or of direct current. A value that is only one sample behind is not blamed. Below 6 A without a power factor only too much power is, and a total that may be that of one to three phases is held to no more than that.",
			Why:    "One of the three is wrong: a current transformer on the wrong phase, a wrong factor, a value that is not measured but assumed.",
			Remedy: "See which of them the register agrees with (meterscope accounts). See whether a power factor can be sent, too (MeterValuesSampledData).",
			Spec:   "OCPP 1.6 §7.31",
		},
		Params: []Param{
			{"percent", ParamQuantity, "10", "percent of the larger that they may differ"},
			{"tolerance", ParamQuantity, "100", "W that they may always differ, on top of one unit of each value's last digit"},
		},
		Transaction: findVoltAmperes,
		say:         worstAndWant,
	}
}

// offeredRule is PWR003.
func offeredRule() *Rule {
	return &Rule{
		ID: "PWR003", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "More than was offered",
			What:   "Power or current stays above what the station offered to the vehicle at the time.",
			Why:    "The vehicle doesn't follow the limit, or the limit doesn't reach it. Behind it stand the fuse and the site's load management.",
			Remedy: "Compare with the charging profile that was set. Check the vehicle with another station, and the station with another vehicle.",
			Spec:   "OCPP 1.6 §7.31",
		},
		Params: []Param{
			{"percent", ParamQuantity, "10", "percent of the offer by which it may be exceeded"},
			{"samples", ParamCount, "3", "samples that it must last"},
			{"power", ParamQuantity, "100", "W that may always be drawn above the offer"},
			{"current", ParamQuantity, "0.5", "A that may always be drawn above the offer"},
		},
		Transaction: findAboveOffer,
		say:         worstAndWant,
	}
}

// negativeRule is PWR004.
func negativeRule() *Rule {
	return &Rule{
		ID: "PWR004", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "Negative import",
			What:   "The imported power is negative for more than a moment, and by more than the meter's noise.",
			Why:    "A current transformer is turned round or wired to another phase, or the vehicle feeds back, which is a measurand of its own.",
			Remedy: "If the register rises meanwhile, have the meter's wiring checked. If it doesn't, look for Power.Active.Export.",
			Spec:   "OCPP 1.6 §7.31",
		},
		Params: []Param{
			{"tolerance", ParamQuantity, "100", "W below zero that it may always be"},
			{"percent", ParamQuantity, "1", "percent of the highest power that it may be below zero"},
			{"samples", ParamCount, "2", "samples that it must last"},
		},
		Transaction: findNegative,
		say:         worstAndWant,
	}
}

// factorRule is PWR007.
func factorRule() *Rule {
	return &Rule{
		ID: "PWR007", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "Power factor that can't be",
			What:   "The power factor is not between −1 and 1, or in Percent not between −100 and 100.",
			Why:    "It is a ratio of active to apparent power and can't be larger. Sent in percent without a unit, it is wrong by 100.",
			Remedy: "Report it to the maker of the charger.",
			Spec:   "OCPP 1.6 §7.31",
		},
		Frame: func(p *Pass, f *Frame) {
			f.each(func(v *Value) {
				if r := rangeOf(v.Sample); v.Key.Measurand == model.PowerFactor && r != nil && v.Number && !r.hold(v.Value) {
					p.report(v.value.finding(f, r.low.Plain()+" to "+r.high.Plain()))
				}
			})
		},
		say: func(f *model.Finding) string {
			return "The power factor is " + f.Got + "; expected " + f.Want + "."
		},
	}
}

func findNegative(p *Pass, s *Session) {
	if s.mainMeter() {
		return
	}
	for _, at := range p.meters(s, model.PowerActiveImport, model.W) {
		lists := [][]model.Point{at.total}
		if numbersIn(at.total) == 0 {
			lists = at.line[:]
		}
		off := stretches{least: p.set.Count("PWR004.samples")}
		limit := greater(p.set.Quantity("PWR004.tolerance"), percent(p.set.Quantity("PWR004.percent"), highestOf(lists))).Neg()
		for now := newMoments(lists...); now.step(); {
			worst, any := -1, false
			for k, one := range now.now {
				any = any || one != nil
				if one != nil && below(one, limit) && (worst < 0 || one.Value.Cmp(now.now[worst].Value) < 0) {
					worst = k
				}
			}
			switch {
			case worst >= 0:
				one := now.now[worst]
				off.bad(one, shown{phase: phaseAt(lists, worst), value: one.Value, off: one.Value.Neg()})
			case any:
				off.good()
			}
		}
		for _, one := range off.all() {
			p.tell(s, &one, model.SeverityNone, quantityName(model.PowerActiveImport, one.worst.phase, at.where)+" is "+reading(one.worst.value, model.W),
				"imported power is not negative")
		}
	}
}

// phaseAt names the list of a number: of three lists a line.
func phaseAt(lists [][]model.Point, k int) model.Phase {
	if len(lists) < threeLines {
		return model.PhaseNone
	}
	return lines()[k]
}

// highestOf is the highest number of all lists, at least 0.
func highestOf(lists [][]model.Point) (top model.Decimal) {
	for _, list := range lists {
		for i := range list {
			if !list[i].Gap && list[i].Value.Cmp(top) > 0 {
				top = list[i].Value
			}
		}
	}
	return top
}
