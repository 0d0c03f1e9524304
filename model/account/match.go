package account

import (
	"time"

	"meterscope/model"
	"meterscope/model/session"
)

// Match is what a power and a register say of the same time: from one moment at which both were sampled to another,
// without what lies in the power's gaps, and without where the register fell or has a gap.
type Match struct {
	Power, Register model.Decimal // Wh
	First, Last     model.Point   // of the power, the samples between which they are compared
	Count           int           // samples of the power that are compared, at most
}

// MatchPower integrates a power over the time over which a register counted, and says what both make of it. ok is
// false where they were never sampled together. Both are in order of time.
func MatchPower(power, register []model.Point, limits session.Limits) (m Match, ok bool) {
	limit := limits.GapLimit(power)
	var sum exactSum
	var open []trapezoid    // since the anchor
	var anchor *model.Point // the reading from which on the register is compared
	var last, from *model.Point
	k := 0
	for i := range power {
		p := &power[i]
		if p.Gap || p.Time.IsZero() {
			last, anchor, open = nil, nil, open[:0]
			continue
		}
		if last != nil {
			if d := p.Time.Sub(last.Time); d <= limit {
				open = append(open, trapezoid{last.Value, p.Value, d})
			} else {
				anchor, open = nil, open[:0]
			}
		}
		last = p
		for k < len(register) && register[k].Time.Before(p.Time) {
			k++
		}
		if k == len(register) || register[k].Time.Compare(p.Time) != 0 {
			continue
		}
		if register[k].Gap {
			anchor, open = nil, open[:0]
			continue
		}
		if now := &register[k]; anchor != nil && now.Value.Cmp(anchor.Value) >= 0 && len(open) > 0 {
			for _, t := range open {
				sum.add(t.a, t.b, int64(t.d))
			}
			m.Register = m.Register.Add(now.Value.Sub(anchor.Value))
			m.Count += len(open)
			if !ok {
				m.First, ok = *from, true
			}
			m.Last = *p
		}
		anchor, from, open = &register[k], p, open[:0]
	}
	m.Power = wattHours(sum.value())
	m.Count++
	return m, ok
}

// trapezoid is a stretch between two values of a power.
type trapezoid struct {
	a, b model.Decimal
	d    time.Duration
}

// TotalPower is the power at the outlet: of a total, else of the sum of the phases at one moment. Where a phase
// carried current whose power was not sent, nobody knows it.
func TotalPower(series []model.Series) []model.Point {
	m := pick(series, model.PowerActiveImport, model.W, atOutlet)
	if len(m.total) > 0 {
		return m.total
	}
	if liveBeyond(series, m.lines) {
		return nil
	}
	return sumOfPhases(m.phases)
}

// HighestPower is the highest power in W that a transaction shows: seen, else as voltage × current, else offered.
func HighestPower(series []model.Series) model.Opt[model.Decimal] {
	return most(series, &counter{})
}
