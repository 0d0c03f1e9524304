package present

import (
	"math"
	"time"

	"meterscope/charts"
)

// stretch finds what is visible first, and what can be seen at all.
func (p *Plot) stretch() {
	from, to := covered(p.spec.Panels, true)
	p.whole = [2]time.Time{from, to}
	p.spec.From, p.spec.To = from, to
	if p.home[0].Before(p.home[1]) {
		p.spec.From, p.spec.To = p.home[0], p.home[1]
		if from, to = covered(p.spec.Panels, false); from.Before(to) { // what is laid over
			if from.Before(p.spec.From) {
				p.spec.From = from
			}
			if to.After(p.spec.To) {
				p.spec.To = to
			}
		}
	}
}

// extent is the stretch that a plot shows first.
func extent(s *charts.Spec) (from, to time.Time) {
	if !s.From.IsZero() && s.From.Before(s.To) {
		return s.From, s.To
	}
	return covered(s.Panels, true)
}

// covered is the stretch that lines cover, or only those of another transaction.
func covered(panels []charts.Panel, all bool) (from, to time.Time) {
	lo, hi := int64(math.MaxInt64), int64(math.MinInt64)
	for _, p := range panels {
		for _, l := range p.Lines {
			if !all && !l.Overlay {
				continue
			}
			if n := len(l.Times); n > 0 {
				lo, hi = min(lo, l.Times[0]), max(hi, l.Times[n-1])
			}
			if len(l.Starts) > 0 {
				lo = min(lo, l.Starts[0])
			}
		}
	}
	if lo > hi {
		return time.Time{}, time.Time{}
	}
	return time.Unix(0, lo).UTC(), time.Unix(0, hi).UTC()
}
