package rule

import "meterscope/model"

// leastDigit is the resolution of a reading in its unit: one of the least digit that was sent. A reading of
// whole units that is written with a fraction of zeros ("17137319.00") may be no finer than whole units:
// chargers are seen to drop the fraction while no energy flows.
func leastDigit(p *model.Point) model.Decimal {
	d := p.LeastDigit()
	if one := model.NewDecimal(1, 0); d.Cmp(one) < 0 && p.Value.Cmp(p.Value.Round(0)) == 0 {
		return one
	}
	return d
}

// falls says that b is lower than a by more than is allowed: what is given, and one least digit of each.
func falls(a, b *model.Point, given model.Decimal) bool {
	if a.Value.Cmp(b.Value) <= 0 {
		return false
	}
	return a.Value.Sub(b.Value).Cmp(given.Add(leastDigit(a)).Add(leastDigit(b))) > 0
}
