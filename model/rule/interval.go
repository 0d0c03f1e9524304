package rule

import (
	"meterscope/model"
	"meterscope/model/account"
)

// intervalRule is REG011.
func intervalRule() *Rule {
	return &Rule{
		ID: "REG011", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "Intervals and register disagree",
			What:   "The sum of the interval samples is not what the register counted over the same time. Gaps between the intervals are left out on both sides.",
			Why:    "One of the two is wrong, or the intervals overlap or leave something out. Whoever bills by intervals bills something else than the meter says.",
			Remedy: "See whether an interval is sent twice, for two sampling loops. Bill by the register. Report it to the maker of the charger.",
			Spec:   "OCPP 1.6 §7.31",
		},
		Params: []Param{
			{"percent", ParamQuantity, "2", "percent of the register that they may differ"},
			{"tolerance", ParamQuantity, "50", "Wh that they may always differ"},
		},
		Transaction: compareIntervals,
		say:         gotAndWant,
	}
}

func compareIntervals(p *Pass, s *Session) {
	points, digits := p.matchable(s, false)
	if len(points) == 0 {
		return
	}
	m, ok := account.MatchInterval(account.TotalInterval(s.Series), points, p.set.GapLimits())
	if !ok {
		return
	}
	if m.Energy.Sub(m.Register).Abs().Cmp(p.allowed("REG011", m.Register).Add(digits)) <= 0 {
		return
	}
	p.report(model.Finding{
		At: m.First.At, End: m.Last.At, From: m.First.Time, To: m.Last.Time, Count: m.Count, Frame: m.First.Frame, Inferred: s.Tx.Inferred,
		Got:  "The intervals add up to " + reading(m.Energy, model.Wh),
		Want: "the register counted " + reading(m.Register, model.Wh) + " over the same time",
	})
}
