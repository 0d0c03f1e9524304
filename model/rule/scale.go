package rule

import "meterscope/model"

// scaleRule is UNI004.
func scaleRule() *Rule {
	return &Rule{
		ID: "UNI004", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "Scale wrong by about 1000",
			What:   "Two ways to say the same energy differ by a factor of about 1000: integrated power and the register, or meterStart and meterStop and the register.",
			Why:    "Values in kilo are sent as if they weren't, or the other way round. What is billed from them is wrong by as much.",
			Remedy: "See which of the two is possible: no car charges with 6 W, and none with 6 MW. Report it to the maker of the charger.",
			Spec:   "OCPP 1.6 §6.45, §6.49, §7.45",
		},
		Params: []Param{
			{"least", ParamQuantity, "316", "times that one must be the other, at least"},
			{"most", ParamQuantity, "3162", "times that it may be, at most"},
		},
		Transaction: compareScales,
		say:         gotAndWant,
	}
}

// compareScales says one thing: where the meter is off against the register, that; else of the power.
func compareScales(p *Pass, s *Session) {
	if p.meterEnds(s).kilo {
		e := p.ends.stop
		p.report(model.Finding{
			At: e.event.At, Frame: e.event.Frame, Inferred: s.Tx.Inferred,
			Got:  "meterStop less meterStart is " + reading(p.ends.billed(), model.Wh),
			Want: "the register counted " + reading(p.ends.counted(), model.Wh) + ", about 1000 times as " + muchOrLittle(p.ends.counted(), p.ends.billed()),
		})
		return
	}
	if m, ok := p.powerMatch(s); ok && p.aThousand(m.Energy, m.Register) {
		p.report(model.Finding{
			At: m.First.At, End: m.Last.At, From: m.First.Time, To: m.Last.Time, Count: m.Count, Frame: m.First.Frame, Inferred: s.Tx.Inferred,
			Got:  "The integrated power is " + reading(m.Energy, model.Wh),
			Want: "the register counted " + reading(m.Register, model.Wh) + " over the same time, about 1000 times as " + muchOrLittle(m.Register, m.Energy),
		})
	}
}

func muchOrLittle(a, b model.Decimal) string {
	if a.Cmp(b) > 0 {
		return "much"
	}
	return "little"
}

// aThousand says that one of two energies is about 1000 times the other, within half a decade; never of zero or less.
func (p *Pass) aThousand(a, b model.Decimal) bool {
	if a.Cmp(b) < 0 {
		a, b = b, a
	}
	return b.Sign() > 0 && a.Cmp(b.Mul(p.set.Quantity("UNI004.least"))) >= 0 && a.Cmp(b.Mul(p.set.Quantity("UNI004.most"))) <= 0
}
