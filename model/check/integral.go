package check

import (
	"time"

	"meterscope/model"
	"meterscope/model/session"
)

// integralScale is the number of digits that an integrated quantity is rounded to, once.
const integralScale = 3

// area is twice the integral of a power in W over its points, in W·s: trapezoids between neighbours, none across
// a gap or a missing value. It is exact.
func area(points []model.Point, limits session.Limits) (model.Decimal, bool) {
	limit := limits.GapLimit(points)
	var bySecond, byNano model.Decimal
	any := false
	for i := 1; i < len(points); i++ {
		a, b := &points[i-1], &points[i]
		if a.Gap || b.Gap || a.Time.IsZero() {
			continue
		}
		d := b.Time.Sub(a.Time)
		if d > limit {
			continue
		}
		any = any || d > 0
		heights := a.Value.Add(b.Value)
		if d%time.Second == 0 {
			bySecond = bySecond.Add(heights.Mul(model.NewDecimal(int64(d/time.Second), 0)))
		} else {
			byNano = byNano.Add(heights.Mul(model.NewDecimal(int64(d), 0)))
		}
	}
	const nanoScale = 9
	return bySecond.Add(byNano.Shift(-nanoScale)), any
}

// wattHours makes Wh of what area gives. It rounds: once, half to even.
func wattHours(area model.Decimal) model.Decimal {
	const secondsOfTwoHours = 7200
	wh, _ := area.Quo(model.NewDecimal(secondsOfTwoHours, 0), integralScale)
	return wh
}
