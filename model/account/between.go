package account

import (
	"slices"
	"time"

	"meterscope/model"
)

// Between integrates a power, in Wh, between those neighbouring samples that lie within two moments and are no further
// apart than limit. ok is false where there are none.
func Between(power []model.Point, from, to model.Time, limit time.Duration) (wh model.Decimal, ok bool) {
	first, _ := slices.BinarySearchFunc(power, from, func(p model.Point, t model.Time) int { return p.Time.Compare(t) })
	var sum exactSum
	var last *model.Point
	for i := first; i < len(power) && !to.Before(power[i].Time); i++ {
		p := &power[i]
		if p.Gap {
			last = nil
			continue
		}
		if last != nil && p.Time.Sub(last.Time) <= limit {
			sum.add(last.Value, p.Value, int64(p.Time.Sub(last.Time)))
			ok = true
		}
		last = p
	}
	return wattHours(sum.value()), ok
}

// HighestOffered is the highest Power.Offered in W.
func HighestOffered(series []model.Series) model.Opt[model.Decimal] { return offered(series) }
