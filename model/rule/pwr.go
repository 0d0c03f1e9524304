package rule

import (
	"slices"

	"meterscope/model"
	"meterscope/model/account"
	"meterscope/model/session"
)

// pwrRules are about power and electricity.
func pwrRules() []*Rule {
	return []*Rule{{
		ID: "PWR001", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "Power and register disagree",
			What:   "The integrated power is not what the register counted over the same time. Gaps in the power are left out on both sides.",
			Why:    "One of the two is wrong: the power that is shown, or the energy that is billed.",
			Remedy: "See which of them voltage × current agrees with (meterscope accounts). If it is the power, the register is wrong, and with it the bill.",
			Spec:   "OCPP 1.6 §7.31",
		},
		Params: []Param{
			{"percent", ParamQuantity, "5", "percent of the register that they may differ"},
			{"tolerance", ParamQuantity, "100", "Wh that they may always differ"},
		},
		Transaction: comparePower,
		say:         gotAndWant,
	}}
}

func comparePower(p *Pass, s *Session) {
	m, ok := p.powerMatch(s)
	if !ok || p.aThousand(m.Energy, m.Register) && !p.set.off("UNI004") {
		return
	}
	if m.Energy.Sub(m.Register).Abs().Cmp(p.allowed("PWR001", m.Register).Add(m.digits)) <= 0 {
		return
	}
	p.report(model.Finding{
		At: m.First.At, End: m.Last.At, From: m.First.Time, To: m.Last.Time, Count: m.Count, Frame: m.First.Frame, Inferred: s.Tx.Inferred,
		Got:  "The integrated power is " + reading(m.Energy, model.Wh),
		Want: "the register counted " + reading(m.Register, model.Wh) + " over the same time",
	})
}

// powerMatch is the power against the register, with one least digit of the register for each end.
type powerMatch struct {
	account.Match
	digits model.Decimal
	ok     bool
}

// powerMatch compares them, once. A power that is stuck counts as a gap.
func (p *Pass) powerMatch(s *Session) (m powerMatch, ok bool) {
	if p.match != nil {
		return *p.match, p.match.ok
	}
	if points, digits := p.matchable(s, true); len(points) > 0 {
		m.digits = digits
		m.Match, m.ok = account.MatchPower(p.shownPower(s), points, p.set.GapLimits())
	}
	p.match = &m
	return m, m.ok
}

// allowed is how far two accounts of an energy may differ: the larger of percent and tolerance, as set for the rule.
func (p *Pass) allowed(id string, of model.Decimal) model.Decimal {
	const percent = -2
	share := of.Mul(p.set.Quantity(id + ".percent")).Shift(percent)
	if t := p.set.Quantity(id + ".tolerance"); share.Cmp(t) < 0 {
		return t
	}
	return share
}

// matchable gives the readings of the register of imported energy, as gaps those at which something is wrong that is
// said elsewhere, and one least digit for each end. Of a register that fell nothing more is said: there are none.
func (p *Pass) matchable(s *Session, power bool) (points []model.Point, digits model.Decimal) {
	faults := p.registers(s)
	if points = faults.main; len(points) == 0 || faults.importFell() {
		return nil, digits
	}
	moves, turned := p.flow(s), p.turned(s)
	if len(faults.spikes) > 0 || !moves.silent() || len(turned.Backs) > 0 {
		points = slices.Clone(points)
		for i := range points {
			points[i].Gap = faults.spikesAt(&points[i])
		}
		leaveTurned(points, turned)
		moves.leaveOut(points, power)
	}
	return points, points[0].LeastDigit().Add(points[len(points)-1].LeastDigit())
}

// leaveTurned makes gaps of all readings over which a clock went that had gone back: two of different times can bear one.
func leaveTurned(points []model.Point, turned *session.Turned) {
	for _, b := range turned.Backs {
		for i := range points {
			if at := points[i].Time; !at.Before(b.From) && !b.Reached.Before(at) {
				points[i].Gap = true
			}
		}
	}
}
