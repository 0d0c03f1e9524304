package charts

import (
	"math"
	"slices"
	"time"
)

// limited is the limit of some moments: mostly those of another series are the same.
type limited struct {
	moments []int64
	limit   int64
}

// limit asks how far apart the points of a series may be, in nanoseconds; 0 where that is not known.
func (b *builder) limit(t *track) int64 {
	if b.how.Limit == nil {
		return 0
	}
	moments := t.moments()
	if b.limited.moments != nil && slices.Equal(moments, b.limited.moments) {
		return b.limited.limit
	}
	out := int64(0)
	if l := b.how.Limit(moments); l > 0 && l < math.MaxInt64 {
		out = int64(l)
	}
	b.limited = limited{moments, out}
	return out
}

// usual is the median distance of ascending times; 0 if there are not two.
func usual(times []int64) int64 {
	var distances []int64
	for i := 1; i < len(times); i++ {
		if d := times[i] - times[i-1]; d > 0 {
			distances = append(distances, d)
		}
	}
	if len(distances) == 0 {
		return 0
	}
	return nth(distances, (len(distances)-1)/2)
}

// nth is the n-th smallest of the numbers, which it reorders.
func nth(v []int64, n int) int64 {
	for len(v) > 16 {
		a, b, c := v[0], v[len(v)/2], v[len(v)-1]
		pivot := max(min(a, b), min(max(a, b), c))
		less, same := 0, 0 // v[:less] < pivot, v[less:less+same] == pivot, the rest is greater
		for i, x := range v {
			switch {
			case x < pivot:
				v[i], v[less+same] = v[less+same], v[less]
				v[less] = x
				less++
			case x == pivot:
				v[i] = v[less+same]
				v[less+same] = x
				same++
			}
		}
		switch {
		case n < less:
			v = v[:less]
		case n < less+same:
			return pivot
		default:
			v, n = v[less+same:], n-less-same
		}
	}
	slices.Sort(v)
	return v[n]
}

// breaks gives the indexes before which a line is interrupted: those given, ascending, and those after a
// distance beyond the limit, if it is known.
func breaks(times []int64, given []int, limit int64) []int {
	if limit <= 0 {
		limit = math.MaxInt64
	}
	var out []int
	for i := 1; i < len(times); i++ {
		isGiven := len(given) > 0 && given[0] <= i
		for len(given) > 0 && given[0] <= i {
			given = given[1:]
		}
		if isGiven || times[i]-times[i-1] > limit {
			out = append(out, i)
		}
	}
	return out
}

type stretch struct{ from, to int64 }

// gaps gives the stretches in which no line of any panel has a point: longer than the gap limit of the line
// that is sampled most often.
func gaps(panels []Panel) []Stretch {
	limit := int64(math.MaxInt64)
	lo, hi := int64(math.MaxInt64), int64(math.MinInt64)
	for _, p := range panels {
		for _, l := range p.Lines {
			if n := len(l.Times); n > 0 {
				lo, hi = min(lo, l.Times[0]), max(hi, l.Times[n-1])
			}
			if l.limit > 0 && !l.Derived {
				limit = min(limit, l.limit)
			}
		}
	}
	if limit == math.MaxInt64 {
		return nil
	}
	common := []stretch{{lo, hi}}
	for _, p := range panels {
		for _, l := range p.Lines {
			if !l.Derived {
				common = intersect(common, emptyStretches(l.Times, limit, lo, hi))
			}
		}
	}
	var out []Stretch
	for _, s := range common {
		if s.to-s.from > limit {
			out = append(out, Stretch{From: time.Unix(0, s.from).UTC(), To: time.Unix(0, s.to).UTC()})
		}
	}
	return out
}

// emptyStretches are those longer than a limit in which a line has no point, from lo to hi.
func emptyStretches(times []int64, limit, lo, hi int64) []stretch {
	var out []stretch
	before := lo
	for _, t := range times {
		if t-before > limit {
			out = append(out, stretch{before, t})
		}
		before = t
	}
	if hi-before > limit {
		out = append(out, stretch{before, hi})
	}
	return out
}

// intersect gives what two ordered lists of stretches have in common.
func intersect(a, b []stretch) []stretch {
	var out []stretch
	for len(a) > 0 && len(b) > 0 {
		if s := (stretch{max(a[0].from, b[0].from), min(a[0].to, b[0].to)}); s.from < s.to {
			out = append(out, s)
		}
		if a[0].to < b[0].to {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return out
}
