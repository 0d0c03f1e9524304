package account

import (
	"slices"

	"meterscope/model"
)

// placeholder is from how many percent on a state of charge beside 0 says that the 0 is none: stations send it until
// the vehicle has told its own, and after it has gone.
const placeholder = 10

// stateOfCharge is the first and the last state of charge of the transaction, without such zeros.
func (r *reckoning) stateOfCharge() (from, to model.Opt[model.Decimal]) {
	from, to = r.Tx.SoCStart, r.Tx.SoCEnd
	var points []model.Point
	for i := range r.inside {
		if s := &r.inside[i]; s.Key.Measurand == model.SoC && s.Unit == model.Percent {
			points = append(points, s.Points...)
		}
	}
	points = slices.DeleteFunc(points, func(p model.Point) bool { return p.Gap })
	slices.SortStableFunc(points, func(a, b model.Point) int { return a.Time.Compare(b.Time) })
	told := func(p model.Point) bool { return p.Value.Sign() != 0 }
	first := slices.IndexFunc(points, told)
	if first < 0 {
		return from, to
	}
	last := len(points) - 1
	for !told(points[last]) {
		last--
	}
	least := model.NewDecimal(placeholder, 0)
	if first > 0 && points[first].Value.Cmp(least) >= 0 {
		from = model.Some(points[first].Value)
	}
	if last < len(points)-1 && points[last].Value.Cmp(least) >= 0 {
		to = model.Some(points[last].Value)
	}
	return from, to
}
