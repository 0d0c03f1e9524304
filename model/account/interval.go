package account

import (
	"math"

	"meterscope/model"
	"meterscope/model/session"
)

// loopKey names one sampling loop of a series.
type loopKey struct {
	context  model.Context
	fromStop bool
}

func loopOf(p *model.Point) loopKey {
	key := loopKey{p.Context, p.FromStop}
	if key.context == "" {
		key.context = model.DefaultContext
	}
	return key
}

// summed is the sum of the intervals. Where more than one sampling loop reports them, each counts the same
// energy: the one with the most samples is taken. transactionData repeat what was sampled.
func summed(points []model.Point) tally {
	loops := map[loopKey]*tally{}
	var best *tally
	for i := range points {
		p := &points[i]
		if p.Gap {
			continue
		}
		key := loopOf(p)
		t := loops[key]
		if t == nil {
			t = &tally{ok: true, from: p.Time, first: *p}
			loops[key] = t
		}
		t.sum, t.digits = t.sum.Add(p.Value), t.digits.Add(p.LeastDigit())
		t.to, t.last = p.Time, *p
		if t.samples++; best == nil || t.samples > best.samples {
			best = t
		}
	}
	if best == nil {
		return tally{}
	}
	return *best
}

// loop gives the points of the tally's sampling loop.
func (t *tally) loop(points []model.Point) []model.Point {
	key := loopOf(&t.first)
	mine := make([]model.Point, 0, t.samples)
	for i := range points {
		if p := &points[i]; !p.Time.IsZero() && loopOf(p) == key {
			mine = append(mine, *p)
		}
	}
	return mine
}

// lay says which time the intervals of a tally cover: each is what flowed before its sample (OCPP 1.6 §7.31), so
// the first one begins a usual interval before it, and one that is missing leaves a hole.
func (t *tally) lay(points []model.Point, limits session.Limits) {
	if !t.ok || t.first.Time.IsZero() {
		return
	}
	mine := t.loop(points)
	usual := session.UsualInterval([]model.Series{{Points: mine}})
	limit := limits.Limit(usual)
	t.from = t.first.Time.Add(-usual)
	for i := 1; i < len(mine); i++ {
		a, b := &mine[i-1], &mine[i]
		d := b.Time.Sub(a.Time)
		switch {
		case b.Gap && d > 0:
			t.hole(a.Time, b.Time)
		case d > limit && limit < math.MaxInt64:
			t.hole(a.Time, b.Time.Add(-usual))
		}
	}
}

// hole notes a stretch that follows those noted before.
func (t *tally) hole(from, to model.Time) {
	if n := len(t.holes); n > 0 && t.holes[n-1].to.Compare(from) == 0 {
		t.holes[n-1].to = to
		return
	}
	t.holes = append(t.holes, stretch{from, to})
}
