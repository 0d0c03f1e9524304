package session

import (
	"cmp"
	"slices"
	"time"

	"meterscope/model"
)

// LookBack answers whether the clock really went back in the stretches of a transaction that bear earlier times. Its
// samples are sorted once, so that a question costs what its own stretch has of samples.
type LookBack struct {
	series  []model.Series
	backs   []Back
	parts   []placedPart
	own     [][]sampleAt // the samples of each stretch, by series and time
	moments []moment     // of the samples that came with MeterValues and bear a time, ascending
	usual   []int64      // the distances of moments, ascending
	loops   map[model.Context][]int64
}

// sampleAt is the place of a sample: a point of a series.
type sampleAt struct{ series, point int }

// moment is a time in nanoseconds since 1970, and how many samples bear it.
type moment struct {
	at      int64
	samples int
}

// placedPart is what a stretch has of a source. reach is the last frame of it and of those before it.
type placedPart struct {
	part
	back  int
	reach int64
}

// NewLookBack takes a transaction's series, their points in order of time, and its stretches.
func NewLookBack(series []model.Series, backs []Back) *LookBack {
	l := &LookBack{series: series, backs: backs, own: make([][]sampleAt, len(backs)), loops: map[model.Context][]int64{}}
	l.placeParts()
	var times []int64
	for i := range series {
		for k := range series[i].Points {
			p := &series[i].Points[k]
			back := false
			l.each(p, func(b int) {
				l.own[b], back = append(l.own[b], sampleAt{i, k}), true
			})
			if p.FromStop || !timed(p) {
				continue
			}
			times = append(times, nanos(p.Time))
			if !back {
				l.loops[p.Context] = append(l.loops[p.Context], nanos(p.Time))
			}
		}
	}
	for _, at := range l.loops {
		slices.Sort(at)
	}
	slices.Sort(times)
	for i, at := range times {
		if i == 0 || at != times[i-1] {
			l.moments = append(l.moments, moment{at: at})
		}
		l.moments[len(l.moments)-1].samples++
	}
	for i := 1; i < len(l.moments); i++ {
		l.usual = append(l.usual, l.moments[i].at-l.moments[i-1].at)
	}
	slices.Sort(l.usual)
	return l
}

func (l *LookBack) placeParts() {
	for b := range l.backs {
		for _, p := range l.backs[b].parts {
			l.parts = append(l.parts, placedPart{part: p, back: b, reach: p.last})
		}
	}
	slices.SortStableFunc(l.parts, func(a, b placedPart) int {
		return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.first, b.first))
	})
	for i := 1; i < len(l.parts); i++ {
		if before := &l.parts[i-1]; before.source == l.parts[i].source {
			l.parts[i].reach = max(l.parts[i].reach, before.reach)
		}
	}
}

// each gives the stretches that have a sample.
func (l *LookBack) each(p *model.Point, yield func(back int)) {
	next, _ := slices.BinarySearchFunc(l.parts, p, func(part placedPart, p *model.Point) int {
		if part.source == p.At.Source && part.first == p.Frame {
			return -1
		}
		return cmp.Or(cmp.Compare(part.source, p.At.Source), cmp.Compare(part.first, p.Frame))
	})
	for i := next - 1; i >= 0 && l.parts[i].source == p.At.Source && p.Frame <= l.parts[i].reach; i-- {
		if part := &l.parts[i]; p.Frame <= part.last && l.backs[part.back].spans(p.Time) {
			yield(part.back)
		}
	}
}

// WentBack says that the clock went back in a stretch, the index of which is given: it has samples, they don't fill a
// hole, were not sent before, and are not of another sampling loop. begin is that of the transaction; from late on, what
// can't be told from the usual interval was delivered late.
func (l *LookBack) WentBack(back int, begin model.Time, late time.Duration) bool {
	return l.hasMoment(back) && !l.fillsHole(back, begin, late) && !l.takenBefore(back) && !l.otherLoop(back)
}

func (l *LookBack) hasMoment(back int) bool {
	return slices.ContainsFunc(l.own[back], func(s sampleAt) bool { return l.counts(s) })
}

// counts says that a sample came with MeterValues and bears a time of a clock that was set.
func (l *LookBack) counts(s sampleAt) bool {
	p := l.point(s)
	return !p.FromStop && timed(p)
}

func (l *LookBack) point(s sampleAt) *model.Point { return &l.series[s.series].Points[s.point] }

// gone is a run of moments, from first to last of the transaction's, at which only one stretch has samples.
type gone struct{ first, last int }

// alone gives the runs of moments at which there are no samples but those of a stretch; false if others bear one of its
// times too.
func (l *LookBack) alone(back int) (runs []gone, alone bool) {
	var times []int64
	for _, s := range l.own[back] {
		if l.counts(s) {
			times = append(times, nanos(l.point(s).Time))
		}
	}
	slices.Sort(times)
	alone = true
	for i := 0; i < len(times); {
		n := i + 1
		for n < len(times) && times[n] == times[i] {
			n++
		}
		at, _ := slices.BinarySearchFunc(l.moments, times[i], func(m moment, at int64) int { return cmp.Compare(m.at, at) })
		switch {
		case l.moments[at].samples > n-i:
			alone = false
		case len(runs) > 0 && runs[len(runs)-1].last == at-1:
			runs[len(runs)-1].last = at
		default:
			runs = append(runs, gone{at, at})
		}
		i = n
	}
	return runs, alone
}

// fillsHole says that the samples of a stretch lie where samples are missing among the others: they were delivered
// late, and no clock went back.
func (l *LookBack) fillsHole(back int, begin model.Time, late time.Duration) bool {
	runs, alone := l.alone(back)
	usual := l.usualWithout(runs)
	if usual == 0 {
		b := &l.backs[back]
		return b.Reached.Sub(b.From) > late
	}
	if !alone {
		return false
	}
	for _, r := range runs {
		if r.last+1 == len(l.moments) {
			return false
		}
		before := nanos(begin)
		switch {
		case r.first > 0:
			before = l.moments[r.first-1].at
		case begin.IsZero() || l.moments[r.first].at < before:
			return false
		}
		if 2*time.Duration(l.moments[r.last+1].at-before) <= 3*usual {
			return false
		}
	}
	return true
}

// usualWithout is the usual interval of the transaction's moments without some runs of them, as usualInterval is of
// moments.
func (l *LookBack) usualWithout(runs []gone) time.Duration {
	left := len(l.moments)
	var without, instead []int64
	for _, r := range runs {
		left -= r.last - r.first + 1
		for i := max(r.first, 1); i <= min(r.last+1, len(l.moments)-1); i++ {
			without = append(without, l.moments[i].at-l.moments[i-1].at)
		}
		if r.first > 0 && r.last+1 < len(l.moments) {
			instead = append(instead, l.moments[r.last+1].at-l.moments[r.first-1].at)
		}
	}
	if left <= fewIntervals {
		return 0
	}
	slices.Sort(without)
	slices.Sort(instead)
	return time.Duration(middle(l.usual, without, instead, (left-2)/2))
}

// middle is what would stand at an index of all, less without and with instead, if that were sorted. They are ascending.
func middle(all, without, instead []int64, index int) int64 {
	upTo := func(sorted []int64, v int64) int {
		n, _ := slices.BinarySearch(sorted, v+1)
		return n
	}
	lo, hi := int64(0), all[len(all)-1]
	if len(instead) > 0 {
		hi = max(hi, instead[len(instead)-1])
	}
	for lo < hi {
		v := lo + (hi-lo)/2
		if upTo(all, v)-upTo(without, v)+upTo(instead, v) > index {
			hi = v
		} else {
			lo = v + 1
		}
	}
	return lo
}

// takenBefore says that the samples of a stretch are there already, at the same times with the same values: the
// messages were sent again.
func (l *LookBack) takenBefore(back int) bool {
	own := l.own[back]
	for len(own) > 0 {
		points, k := l.series[own[0].series].Points, own[0].point
		from, to := sameTime(points, k)
		var values []model.Decimal
		for i := from; i < to; i++ {
			if !l.backs[back].Has(&points[i]) {
				values = append(values, points[i].Value)
			}
		}
		slices.SortFunc(values, model.Decimal.Cmp)
		series := own[0].series
		for len(own) > 0 && own[0].series == series && own[0].point < to {
			if _, there := slices.BinarySearchFunc(values, points[own[0].point].Value, model.Decimal.Cmp); !there {
				return false
			}
			own = own[1:]
		}
	}
	return true
}

// sameTime gives the points around one that bear its time: from the first up to before the second.
func sameTime(points []model.Point, k int) (from, to int) {
	from, to = k, k+1
	for from > 0 && points[from-1].Time.Compare(points[k].Time) == 0 {
		from--
	}
	for to < len(points) && points[to].Time.Compare(points[k].Time) == 0 {
		to++
	}
	return from, to
}

// otherLoop says that the samples of a stretch are of another sampling loop than those that were sent before: a
// charger runs one by the clock and one by intervals, and sends them as it likes.
func (l *LookBack) otherLoop(back int) bool {
	b := &l.backs[back]
	for _, s := range l.own[back] {
		p := l.point(s)
		if p.FromStop {
			continue
		}
		at := l.loops[p.Context]
		if next, _ := slices.BinarySearch(at, nanos(b.From)+1); next < len(at) && at[next] <= nanos(b.Reached) {
			return false
		}
	}
	return true
}

// Turned are those stretches of a transaction in which the clock went back, as WentBack tells and keep agrees.
func (l *LookBack) Turned(begin model.Time, late time.Duration, keep func(*Back) bool) *Turned {
	t := &Turned{in: make([]bool, len(l.backs)), look: l}
	for i := range l.backs {
		if b := &l.backs[i]; l.WentBack(i, begin, late) && keep(b) {
			t.Backs, t.in[i] = append(t.Backs, b), true
		}
	}
	return t
}

// Turned are the stretches of a transaction in which its clock had gone back. The zero value has none.
type Turned struct {
	Backs []*Back
	in    []bool
	look  *LookBack
}

// Has says that a sample is in one of them.
func (t *Turned) Has(p *model.Point) bool {
	has := false
	if len(t.Backs) > 0 {
		t.look.each(p, func(b int) { has = has || t.in[b] })
	}
	return has
}
