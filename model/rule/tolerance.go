package rule

import "meterscope/model"

// falls says that b is lower than a by more than is allowed: what is given, and one least digit of each, as sent.
func falls(a, b *model.Point, given model.Decimal) bool {
	if a.Value.Cmp(b.Value) <= 0 {
		return false
	}
	return a.Value.Sub(b.Value).Cmp(given.Add(a.LeastDigit()).Add(b.LeastDigit())) > 0
}

// dropsFraction says that b is what is left of a where its fraction is taken away: chargers are seen to send
// "17137319.00" after "17137319.55" when energy stops to flow.
func dropsFraction(a, b *model.Point) bool {
	return b.Value.Cmp(b.Value.Round(0)) == 0 && a.Value.Cmp(b.Value) > 0 &&
		a.Value.Sub(b.Value).Cmp(model.NewDecimal(1, 0)) < 0
}
