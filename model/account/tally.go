package account

import (
	"cmp"
	"slices"

	"meterscope/model"
	"meterscope/model/session"
)

// tally is a sum over one list of points, or over several lists: the total, or all phases.
type tally struct {
	ok       bool
	sum      model.Decimal // Wh; of an integral twice as much in W·s
	from, to model.Time
	samples  int
	digits   model.Decimal // Wh: one least digit of each reading that a difference was taken of
	holes    []stretch     // where it counts nothing, in order of time
	lines    []model.Phase // the lines that it was added up from; none: a total
	last     model.Point   // of one list, its last reading
	first    model.Point
}

// addUp computes a quantity of the total, else of each phase, and adds them up.
func addUp(m meter, of func([]model.Point) tally) tally {
	if t := of(m.total); t.ok {
		return t
	}
	return addLines(m, of)
}

// addLines computes a quantity of each phase and adds them up.
func addLines(m meter, of func([]model.Point) tally) (sum tally) {
	for i, p := range m.phases {
		if one := of(p); one.ok {
			sum.include(&one)
			sum.lines = append(sum.lines, m.lines[i])
		}
	}
	slices.Sort(sum.lines)
	return sum
}

func (t *tally) include(one *tally) {
	if !t.ok {
		*t = *one
		return
	}
	t.sum, t.digits = t.sum.Add(one.sum), t.digits.Add(one.digits)
	t.samples += one.samples
	if one.from.Before(t.from) && !one.from.IsZero() || t.from.IsZero() {
		t.from = one.from
	}
	if t.to.Before(one.to) {
		t.to = one.to
	}
	t.holes = union(t.holes, one.holes)
}

// union joins two lists of stretches; those that overlap become one.
func union(a, b []stretch) []stretch {
	if len(b) == 0 || slices.Equal(a, b) {
		return a
	}
	all := slices.Concat(a, b)
	slices.SortFunc(all, func(p, q stretch) int { return cmp.Or(p.from.Compare(q.from), p.to.Compare(q.to)) })
	out := all[:1]
	for _, s := range all[1:] {
		if last := &out[len(out)-1]; s.from.Before(last.to) {
			if last.to.Before(s.to) {
				last.to = s.to
			}
			continue
		}
		out = append(out, s)
	}
	return out
}

// registered is the difference of the last reading of a register and the first. A reading in the context
// Transaction.Begin is the first one wherever it stands: some chargers send it again with each sample, and its time
// is then not known. Of one moment the lowest reading comes first: in a log with the newest first they stand the other
// way round. Readings of one moment alone say nothing.
func registered(points []model.Point) (t tally) {
	var begin, first, last *model.Point
	for i := range points {
		p := &points[i]
		switch {
		case p.Gap || p.Time.IsZero():
			continue
		case p.Context == model.TransactionBegin:
			if begin == nil {
				begin = p
			}
		default:
			if first == nil || p.Time.Compare(first.Time) == 0 && p.Value.Cmp(first.Value) < 0 {
				first = p
			}
			if last == nil || p.Time.Compare(last.Time) != 0 || p.Value.Cmp(last.Value) > 0 {
				last = p
			}
		}
		t.samples++
	}
	switch {
	case last == nil:
		return tally{}
	case begin != nil:
		t.ok = true
		if begin.Time.Before(first.Time) {
			t.from = begin.Time
		}
		first = begin
	default:
		t.ok, t.from = first.Time.Before(last.Time), first.Time
	}
	t.to, t.first, t.last = last.Time, *first, *last
	t.sum = last.Value.Sub(first.Value)
	t.digits = last.LeastDigit().Add(first.LeastDigit())
	return t
}

// integrated is the integral of a power; its sum is to be divided by [wattHours].
func integrated(limits session.Limits) func([]model.Point) tally {
	return func(points []model.Point) tally {
		in := integrate(points, limits)
		return tally{ok: in.ok, sum: in.twice, from: in.from, to: in.to, samples: in.count, holes: in.holes}
	}
}
