package rule

import "meterscope/model"

func fastRegisterRule() *Rule {
	return &Rule{
		ID: "REG006", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "Register rises faster than possible",
			What:   "Between two samples the register counts more than can have flowed at the highest power of the transaction, offered or seen.",
			Why:    "The register jumped: energy is billed that was never delivered, or that was delivered before and not counted then.",
			Remedy: "See what happened there: a reboot, a change of meter, a lost connection. Take another account for this stretch (meterscope accounts).",
			Spec:   "OCPP 1.6 §7.31",
		},
		Params: []Param{
			{"factor", ParamQuantity, "1.5", "times the highest power that it may rise"},
			{"tolerance", ParamQuantity, "50", "Wh that it may always rise, on top of one unit of each reading's last digit"},
		},
		Transaction: func(p *Pass, s *Session) {
			f := p.flow(s)
			for _, j := range f.jumps {
				a, b := &f.readings[j.from], &f.readings[j.to]
				p.report(f.stretch(s, model.Finding{
					At: f.readings[j.from+1].At, Frame: f.readings[j.from+1].Frame, Count: j.count,
					Got:  "The register rises by " + reading(j.wh, model.Wh) + " in " + duration(b.Time.Sub(a.Time)),
					Want: "the highest power, " + reading(f.highest.V, model.W) + ", gives at most " + reading(j.could, model.Wh),
				}, j.from, j.to))
			}
		},
		say: gotAndWant,
	}
}

func stillRegisterRule() *Rule {
	return &Rule{
		ID: "REG009", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "Register stands still while power flows",
			What:   "The register shows the same over a stretch in which the power that is shown adds up to more than a little.",
			Why:    "Either energy flowed and was not counted, so it isn't billed; or the power that is shown is not what flows.",
			Remedy: "See whether the register makes up for it later: then it is only read too seldom. Else compare with voltage × current (meterscope accounts), and report it to the maker of the charger.",
			Spec:   "OCPP 1.6 §7.31",
		},
		Params: []Param{{"tolerance", ParamQuantity, "100", "Wh that may flow meanwhile, on top of twice the least step of the register"}},
		Transaction: func(p *Pass, s *Session) {
			f := p.flow(s)
			for _, o := range f.stills {
				a := &f.readings[o.from]
				p.report(f.stretch(s, model.Finding{
					At: a.At, Frame: a.Frame, Count: o.to - o.from + 1,
					Got:  "The register stands still at " + reading(a.Value, model.Wh) + " for " + duration(f.readings[o.to].Time.Sub(a.Time)),
					Want: "the power gives " + reading(o.wh, model.Wh) + " in this time",
				}, o.from, o.to))
			}
		},
		say: gotAndWant,
	}
}

func darkRegisterRule() *Rule {
	return &Rule{
		ID: "REG010", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "Register rises without power",
			What:   "The register counts imported energy while the power that is shown is about zero, or negative.",
			Why:    "Either the power that is shown is wrong, or energy is counted and billed that doesn't flow.",
			Remedy: "Compare with voltage × current (meterscope accounts). Report it to the maker of the charger.",
			Spec:   "OCPP 1.6 §7.31",
		},
		Params: []Param{
			{"power", ParamQuantity, "50", "W under which a power counts as none"},
			{"tolerance", ParamQuantity, "50", "Wh that the register may rise, on top of one unit of each reading's last digit"},
		},
		Transaction: func(p *Pass, s *Session) {
			f := p.flow(s)
			for _, d := range f.dark {
				a, b := &f.readings[d.from], &f.readings[d.to]
				p.report(f.stretch(s, model.Finding{
					At: f.readings[d.from+1].At, Frame: f.readings[d.from+1].Frame, Count: d.to - d.from,
					Got:  "The register rises by " + reading(d.wh, model.Wh) + " in " + duration(b.Time.Sub(a.Time)),
					Want: "all the time the power is under " + reading(p.set.Quantity("REG010.power"), model.W),
				}, d.from, d.to))
			}
		},
		say: gotAndWant,
	}
}

// stretch gives a finding its end and its times: from one reading to another.
func (f *flow) stretch(s *Session, found model.Finding, from, to int) model.Finding {
	a, b := &f.readings[from], &f.readings[to]
	found.From, found.To, found.Inferred = a.Time, b.Time, s.Tx.Inferred
	if found.Count > 1 {
		found.End = b.At
	}
	return found
}
