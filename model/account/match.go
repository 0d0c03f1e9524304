package account

import (
	"slices"

	"meterscope/model"
	"meterscope/model/session"
)

// Match is what a series and a register say of the same time: from one moment at which both were sampled to another,
// without what lies in the series' gaps, and without where the register fell or has a gap.
type Match struct {
	Energy, Register model.Decimal // Wh
	First, Last      model.Point   // of the series, the samples between which they are compared
	Count            int           // samples of the series that are compared, at most
}

// MatchPower integrates a power over the time over which a register counted, and says what both make of it. ok is
// false where they were never sampled together. Both are in order of time.
func MatchPower(power, register []model.Point, limits session.Limits) (m Match, ok bool) {
	var sum exactSum
	ok = m.walk(withoutEvents(power), register, limits, func(from, to *model.Point) {
		sum.add(from.Value, to.Value, int64(to.Time.Sub(from.Time)))
	})
	m.Energy = wattHours(sum.value())
	return m, ok
}

// withoutEvents makes gaps of the samples that were taken because something began or ended: the power at that moment,
// mostly none, says nothing of the time beside it.
func withoutEvents(power []model.Point) []model.Point {
	event := func(p model.Point) bool {
		switch p.Context {
		case model.TransactionBegin, model.TransactionEnd, model.InterruptionBegin, model.InterruptionEnd:
			return true
		}
		return false
	}
	if !slices.ContainsFunc(power, event) {
		return power
	}
	out := slices.Clone(power)
	for i := range out {
		out[i].Gap = out[i].Gap || event(out[i])
	}
	return out
}

// MatchInterval adds up the intervals over the time over which a register counted. Each is what flowed since the
// sample before it. Of several sampling loops the one with the most samples is taken, as in the account.
func MatchInterval(intervals, register []model.Point, limits session.Limits) (m Match, ok bool) {
	best := summed(intervals)
	if !best.ok {
		return m, false
	}
	ok = m.walk(best.loop(intervals), register, limits, func(_, to *model.Point) { m.Energy = m.Energy.Add(to.Value) })
	return m, ok
}

// walk gives each stretch between neighbouring samples that lies between two readings of the register, and adds up
// what the register counted over them.
func (m *Match) walk(points, register []model.Point, limits session.Limits, count func(from, to *model.Point)) (ok bool) {
	limit := limits.GapLimit(points)
	var open [][2]*model.Point // stretches since the anchor
	var anchor *model.Point    // the reading from which on the register is compared
	var last, from *model.Point
	k := 0
	for i := range points {
		p := &points[i]
		if p.Gap || p.Time.IsZero() {
			last, anchor, open = nil, nil, open[:0]
			continue
		}
		if last != nil {
			if p.Time.Sub(last.Time) <= limit {
				open = append(open, [2]*model.Point{last, p})
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
			for _, o := range open {
				count(o[0], o[1])
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
	m.Count++
	return ok
}

// TotalInterval is the intervals of imported energy at the outlet: the total's.
func TotalInterval(series []model.Series) []model.Point {
	return pick(series, model.EnergyActiveImportInterval, model.Wh, atOutlet).total
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
