package rule

import (
	"strconv"

	"meterscope/model"
)

// regRules are about registers.
func regRules() []*Rule {
	return []*Rule{
		{
			ID: "REG001", Severity: model.SeverityError,
			Doc: Doc{
				Title:  "Register falls",
				What:   "A register falls inside a transaction and stays down.",
				Why:    "OCPP asks that a register never falls within a transaction. One that does was reset, replaced or read wrongly, and every difference across the fall is wrong.",
				Remedy: "See what happened at the fall: a reboot, a power failure, a change of meter. Add up the energy before and after it, or take another account.",
				Spec:   "OCPP 1.6 §7.31",
			},
			Params:      []Param{{"tolerance", ParamQuantity, "0", "Wh that it may fall, on top of one unit of each reading's last digit"}},
			Transaction: findFalls,
			say: func(f *model.Finding) string {
				return f.Got + "; " + f.Want + "."
			},
		},
		{
			ID: "REG002", Severity: model.SeverityError,
			Doc: Doc{
				Title:  "meterStop is less than meterStart",
				What:   "The transaction ends with a lower meter reading than it began with.",
				Why:    "Its energy by the meter is negative, so it can't be billed from these two readings.",
				Remedy: "Compare both with the register samples next to them to see which of the two is wrong.",
				Spec:   "OCPP 1.6 §6.45, §6.49, §7.31",
			},
			Params:      []Param{{"tolerance", ParamQuantity, "0", "Wh that it may be less, on top of one Wh for each reading"}},
			Transaction: compareMeters,
			say: func(f *model.Finding) string {
				return f.Got + "; " + f.Want + "."
			},
		},
		meterStartRule(),
		meterStopRule(),
		{
			ID: "REG005", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "Spike in a register",
				What:   "A register shows something else for a sample or two, and is then back to where it should be.",
				Why:    "It was read wrongly for a moment. A difference that is taken from such a sample is wrong.",
				Remedy: "Nothing to bill differently: the samples that are off are left out of differences. Report it to the maker if it comes back.",
				Spec:   "OCPP 1.6 §7.31",
			},
			Params:      []Param{{"samples", ParamCount, "2", "samples that a spike may last"}},
			Transaction: findSpikes,
			say: func(f *model.Finding) string {
				return f.Got + "; " + f.Want + "."
			},
		},
		fastRegisterRule(),
		movedRegisterRule(),
		zeroRegisterRule(),
		stillRegisterRule(),
		darkRegisterRule(),
		intervalRule(),
		baselineRule(),
	}
}

func findFalls(p *Pass, s *Session) {
	for _, f := range p.registers(s).falls {
		from, to := f.stretch()
		found := model.Finding{
			At: f.first.At, From: from, To: to, Count: f.count, Frame: f.first.Frame, Inferred: s.Tx.Inferred,
			Got:  registerName(f.key) + " falls from " + reading(f.before.Value, f.unit) + " to " + reading(f.low, f.unit),
			Want: "a register only counts up",
		}
		if f.count > 1 {
			found.End = f.last.At
		}
		p.report(found)
	}
}

func findSpikes(p *Pass, s *Session) {
	for _, f := range p.registers(s).spikes {
		from, to := f.stretch()
		found := model.Finding{
			At: f.first.At, From: from, To: to, Count: f.count, Frame: f.first.Frame, Inferred: s.Tx.Inferred,
			Got: registerName(f.key) + " shows " + reading(f.first.Value, f.unit),
			Want: "before it was " + reading(f.before.Value, f.unit) + ", after it " +
				reading(f.after.Value, f.unit),
		}
		if f.count > 1 {
			found.End = f.last.At
			found.Got += " and " + strconv.Itoa(f.count-1) + " more"
		}
		p.report(found)
	}
}

// compareMeters compares meterStop with meterStart: whole Wh, so one Wh of each is their resolution. It doesn't ask for
// the cause, which may be another rule's: a register that fell, or no reading at all.
func compareMeters(p *Pass, s *Session) {
	start, stop := s.Tx.MeterStart, s.Tx.MeterStop
	e, stopped := s.Stop()
	if !start.OK || !stop.OK || !stopped {
		return
	}
	one := model.NewDecimal(1, 0)
	allowed := p.set.Quantity("REG002.tolerance").Add(one).Add(one)
	if model.NewDecimal(start.V, 0).Sub(model.NewDecimal(stop.V, 0)).Cmp(allowed) <= 0 {
		return
	}
	p.report(model.Finding{
		At: e.At, Frame: e.Frame,
		Got:  "meterStop is " + strconv.FormatInt(stop.V, 10) + " Wh",
		Want: "meterStart was " + strconv.FormatInt(start.V, 10) + " Wh",
	})
}
