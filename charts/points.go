package charts

import (
	"math"
	"sort"

	"meterscope/model"
)

// points fills a line with the points that are drawn. It uses the columns of the track for that.
func (b *builder) points(l *Line, q quantity, t *track) {
	b.dropped += t.dropped
	var wrong []bool
	scale := q.scaleOf(t)
	if q.register {
		wrong = b.wrong(t)
		scale.from = scale.whole(t.firstGood(wrong, b.since))
	}
	l.limit = b.limit(t)
	l.Times, l.Values = t.times[:0], t.values[:0]
	gap, last := false, int64(math.MaxInt64) // when there was a number last
	var room [4]int
	for i := 0; i < len(t.times); {
		j := t.instantEnd(i)
		at := t.times[i]
		from := len(l.Times)
		for _, k := range t.chosen(i, j, room[:0]) {
			v := t.values[k]
			if math.IsNaN(v) {
				gap = true
				continue
			}
			f := scale.drawn(v)
			gap = gap || l.limit > 0 && at > last && at-last > l.limit
			last = at
			if wrong != nil && wrong[k] {
				l.Hollow = append(l.Hollow, Dot{at, f})
				continue
			}
			if n := len(l.Values); n > from && l.Values[n-1] == f {
				continue
			}
			if gap {
				if n := len(l.Times); n > 0 {
					l.Breaks = append(l.Breaks, n)
				}
				gap = false
			}
			l.Times, l.Values = append(l.Times, at), append(l.Values, f)
		}
		i = j
	}
	if len(l.Times) < len(t.times) {
		b.limited = limited{} // its moments were in the columns
	}
	l.Digits, l.Register = scale.digits(), q.register
	if q.interval {
		l.begin()
	}
}

// scaling makes of values as sent those of a panel: of a register what was added since the first, in the panel's
// unit. It reckons with whole numbers of the least digit, so that each result is the nearest to the exact one.
type scaling struct {
	up, down float64 // to whole numbers of the least digit, and from these to the panel's unit
	places   int     // after the point, in the panel's unit
	from     float64
	inexact  bool // a value had more digits than a float64 holds
}

const mostPlaces = 22 // powers of ten up to this one are exact

func (q *quantity) scaleOf(t *track) scaling {
	digits := min(t.digits, mostPlaces+q.shift)
	return scaling{up: math.Pow10(digits), down: math.Pow10(max(digits-q.shift, 0)), places: digits - q.shift, inexact: digits < t.digits || digits < q.shift}
}

// whole is a value in its least digit.
func (s *scaling) whole(v float64) float64 {
	w := v * s.up
	if r := math.RoundToEven(w); r < 1<<53 && r > -1<<53 {
		return r
	}
	s.inexact = true
	return w
}

func (s *scaling) drawn(v float64) float64 { return (s.whole(v) - s.from) / s.down }

// digits is how many the values have after the point at most; −1 where they are not exact.
func (s *scaling) digits() int {
	if s.inexact {
		return -1
	}
	return max(s.places, 0)
}

// begin finds when the time began that each value is about: at the point before it, and after a gap as long ago
// as is usual.
func (l *Line) begin() {
	usual := usual(l.Times)
	l.Starts = make([]int64, len(l.Times))
	breaks := l.Breaks
	for i, at := range l.Times {
		broken := len(breaks) > 0 && breaks[0] == i
		if broken {
			breaks = breaks[1:]
		}
		if i == 0 || broken {
			l.Starts[i] = at - usual
			if i > 0 {
				l.Starts[i] = max(l.Starts[i], l.Times[i-1])
			}
			continue
		}
		l.Starts[i] = l.Times[i-1]
	}
}

// wrong tells which points of a register are spikes: those within one that are lower than the good reading
// before it or higher than the one after. It is nil if none is.
func (b *builder) wrong(t *track) []bool {
	var out []bool
	for _, s := range b.how.Spikes {
		from, ok := instant(s.From)
		to, also := instant(s.To)
		if !ok || !also {
			continue
		}
		i := sort.Search(len(t.times), func(k int) bool { return t.times[k] > from })
		j := i + sort.Search(len(t.times)-i, func(k int) bool { return t.times[i+k] >= to })
		if i == 0 || j == len(t.times) {
			continue
		}
		before, after := t.values[i-1], t.values[j]
		if math.IsNaN(before) || math.IsNaN(after) {
			continue
		}
		for k := i; k < j; k++ {
			if v := t.values[k]; v < before || v > after {
				if out == nil {
					out = make([]bool, len(t.times))
				}
				out[k] = true
			}
		}
	}
	return out
}

// firstGood is the first reading of a register from a time on, of those that are drawn; if there is none, of all; else 0.
func (t *track) firstGood(wrong []bool, since int64) float64 {
	from := 0
	if since != 0 {
		from = sort.Search(len(t.times), func(i int) bool { return t.times[i] >= since })
	}
	for i := from; i < len(t.values); i++ {
		if !math.IsNaN(t.values[i]) && (wrong == nil || !wrong[i]) {
			return t.values[t.chosen(i, t.instantEnd(i), nil)[0]]
		}
	}
	if from > 0 {
		return t.firstGood(wrong, 0)
	}
	return 0
}

// instant is a time in Unix nanoseconds, if it can be drawn.
func instant(t model.Time) (int64, bool) {
	if t.IsZero() {
		return 0, false
	}
	sec, nsec := t.Unix()
	if sec < earliest/second || sec >= latest/second {
		return 0, false
	}
	return sec*second + int64(nsec), true
}
