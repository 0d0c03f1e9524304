package account

import (
	"cmp"
	"slices"
	"sort"

	"meterscope/model"
)

// counter is the register at the outlet as something to ask: how much it counted over a stretch. meterStart and
// meterStop are readings of it where they fit.
type counter struct {
	points []model.Point // in order of time, without spikes
	falls  []fall

	start, stop       *model.Point // meterStart and meterStop, on its baseline
	startsAtZero      bool         // it counts this transaction alone
	stopReads, onBase bool         // meterStop and meterStart are readings of it
}

// fall is where the register fell (REG001).
type fall struct {
	from, to    model.Time
	before, low model.Decimal
}

// newCounter reads the register. What the rules found of its falls and spikes stands in findings.
func newCounter(series []model.Series, findings []model.Finding) counter {
	m := pick(series, model.EnergyActiveImportRegister, model.Wh, atOutlet)
	points := m.total
	if len(points) == 0 {
		points = sumOfPhases(m.phases)
	}
	c := counter{points: readings(points)}
	for i := range findings {
		f := &findings[i]
		if f.Rule != "REG001" && f.Rule != "REG005" || !standsAmong(m, f.At) {
			continue
		}
		if f.Rule == "REG005" {
			c.leaveOut(f.From, f.To)
		}
	}
	for i := range findings {
		if f := &findings[i]; f.Rule == "REG001" && standsAmong(m, f.At) {
			c.addFall(f)
		}
	}
	return c
}

// standsAmong says that a place is that of a reading of the meter.
func standsAmong(m meter, at model.Place) bool {
	for _, points := range append([][]model.Point{m.total}, m.phases...) {
		if slices.ContainsFunc(points, func(p model.Point) bool { return p.At == at }) {
			return true
		}
	}
	return false
}

// readings gives the numbers with a time, in order; a Transaction.Begin that is repeated later is no reading of
// its moment. Mostly that is all points as they are.
func readings(points []model.Point) []model.Point {
	var first model.Time // of one that isn't at the begin
	plain := true
	for i := range points {
		p := &points[i]
		switch {
		case p.Gap || p.Time.IsZero() || p.Context == model.TransactionBegin && !first.IsZero():
			plain = false
		case p.Context != model.TransactionBegin && first.IsZero():
			first = p.Time
		}
		if i > 0 && points[i-1].Time.Compare(p.Time) == 0 && p.Value.Cmp(points[i-1].Value) < 0 {
			plain = false
		}
	}
	if plain {
		return points
	}
	out := make([]model.Point, 0, len(points))
	for i := range points {
		p := &points[i]
		if p.Gap || p.Time.IsZero() || p.Context == model.TransactionBegin && !first.IsZero() && p.Time.Compare(first) >= 0 {
			continue
		}
		out = append(out, *p)
	}
	slices.SortStableFunc(out, func(a, b model.Point) int { return cmp.Or(a.Time.Compare(b.Time), a.Value.Cmp(b.Value)) })
	return out
}

// leaveOut takes away the readings of a spike: those between the good ones around it.
func (c *counter) leaveOut(from, to model.Time) {
	first := c.after(from)
	last := c.notBefore(to)
	if first < last {
		c.points = slices.Concat(c.points[:first], c.points[last:])
	}
}

// after gives the index of the first reading later than t.
func (c *counter) after(t model.Time) int {
	return sort.Search(len(c.points), func(i int) bool { return t.Before(c.points[i].Time) })
}

// notBefore gives the index of the first reading that is not before t.
func (c *counter) notBefore(t model.Time) int {
	return sort.Search(len(c.points), func(i int) bool { return !c.points[i].Time.Before(t) })
}

func (c *counter) addFall(f *model.Finding) {
	before, low := c.after(f.From)-1, c.notBefore(f.To)
	if before < 0 || low >= len(c.points) {
		return
	}
	one := fall{from: f.From, to: f.To, before: c.points[before].Value, low: c.points[low].Value}
	if one.low.Cmp(one.before) < 0 {
		c.falls = append(c.falls, one)
	}
}

// fell says that the register fell within a stretch.
func (c *counter) fell(from, to model.Time) bool {
	return slices.ContainsFunc(c.falls, func(f fall) bool { return f.from.Before(to) && from.Before(f.to) })
}

// between gives what the register counted from one time to another: exactly, where it was read at both; else what
// it counted over the stretch around, which is at least as much.
func (c *counter) between(from, to model.Time) (wh model.Decimal, exact, ok bool) {
	a, b := c.before(from), c.behind(to)
	if a == nil || b == nil || c.fell(a.Time, b.Time) {
		return wh, false, false
	}
	wh = b.Value.Sub(a.Value)
	return wh, a.Time.Compare(from) == 0 && b.Time.Compare(to) == 0, wh.Sign() >= 0
}

// before gives the last reading not after t.
func (c *counter) before(t model.Time) *model.Point {
	if i := c.after(t) - 1; i >= 0 {
		if c.start == nil || !c.points[i].Time.Before(c.start.Time) {
			return &c.points[i]
		}
	}
	if c.start != nil && c.start.Time.Compare(t) <= 0 {
		return c.start
	}
	return nil
}

// behind gives the first reading not before t.
func (c *counter) behind(t model.Time) *model.Point {
	if i := c.notBefore(t); i < len(c.points) {
		return &c.points[i]
	}
	if c.stop != nil && t.Compare(c.stop.Time) <= 0 {
		return c.stop
	}
	return nil
}

// anchor takes meterStart and meterStop for readings of the register where they can be: where not more lies between
// them and the samples than could has. could is negative where nobody knows.
func (c *counter) anchor(tx *model.Transaction, could func(from, to model.Time) model.Decimal) {
	if len(c.points) == 0 {
		return
	}
	first, last := &c.points[0], &c.points[len(c.points)-1]
	base := model.Decimal{}
	if tx.MeterStart.OK && !tx.Start.IsZero() && tx.Start.Compare(first.Time) <= 0 {
		start := reading(tx.Start, tx.MeterStart.V)
		switch {
		case follows(&start, first, could):
			c.start, c.onBase = &start, true
		case follows(&model.Point{Time: tx.Start}, first, could):
			base = start.Value
			start.Value = model.Decimal{}
			c.start, c.startsAtZero = &start, true
		}
	}
	if tx.MeterStop.OK && !tx.Stop.IsZero() && last.Time.Compare(tx.Stop) <= 0 {
		stop := reading(tx.Stop, tx.MeterStop.V)
		stop.Value = stop.Value.Sub(base)
		if follows(last, &stop, could) {
			c.stop, c.stopReads = &stop, true
		}
	}
}

func reading(t model.Time, wh int64) model.Point {
	return model.Point{Time: t, Value: model.NewDecimal(wh, 0), Frame: model.NoFrame}
}

// follows says that b can be a later reading of the same register as a (REG003, REG004).
func follows(a, b *model.Point, could func(from, to model.Time) model.Decimal) bool {
	digits := a.LeastDigit().Add(b.LeastDigit())
	rise := b.Value.Sub(a.Value)
	if rise.Add(digits).Sign() < 0 {
		return false
	}
	most := could(a.Time, b.Time)
	return most.Sign() >= 0 && rise.Cmp(most.Add(perEnd()).Add(digits)) <= 0
}
