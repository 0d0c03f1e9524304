package charts

import (
	"math"
	"slices"
	"sort"
)

// trace is a line made ready for drawing: its points ascending in time and finite, with the minima and
// maxima of blocks of them, so that what a pixel column shows of a million points is found in a few steps.
type trace struct {
	times  []int64
	values []float64
	breaks []int
	step   bool
	starts []int64 // of bars; nil: none
	levels [][]extent
	all    extent
}

type extent struct{ lo, hi float64 }

// add widens e to hold o. Neither is NaN: plain comparisons are several times faster than min and max.
func (e *extent) add(o extent) {
	if o.lo < e.lo {
		e.lo = o.lo
	}
	if o.hi > e.hi {
		e.hi = o.hi
	}
}

func noExtent() extent { return extent{math.Inf(1), math.Inf(-1)} }

const blockSize = 16 // points to a block, and blocks to a block of the next level

// newTrace takes a line's points; those that can't be drawn are left out.
func newTrace(l *Line) *trace {
	n := min(len(l.Times), len(l.Values))
	t := &trace{times: l.Times[:n], values: l.Values[:n], breaks: l.Breaks, step: l.Step}
	if len(l.Starts) == len(l.Times) && n == len(l.Times) && n > 0 {
		t.starts = l.Starts
	}
	if !drawable(t.times, t.values) || !t.begun() {
		t.clean()
	}
	if !slices.IsSorted(t.breaks) {
		t.breaks = slices.Sorted(slices.Values(t.breaks))
	}
	t.build()
	return t
}

func drawable(times []int64, values []float64) bool {
	before := earliest
	for i, at := range times {
		if v := values[i]; at < before || !(v >= -maxValue && v <= maxValue) {
			return false
		}
		before = at
	}
	return before <= latest
}

// begun says that each bar begins before it ends, and after the one before began.
func (t *trace) begun() bool {
	before := earliest
	for i, s := range t.starts {
		if s < before || s > t.times[i] {
			return false
		}
		before = s
	}
	return true
}

// begin is when the first point's time begins.
func (t *trace) begin() int64 {
	if t.starts != nil {
		return t.starts[0]
	}
	return t.times[0]
}

// clean copies what can be drawn, in the order of time. What is left out leaves a break.
func (t *trace) clean() {
	type point struct {
		at  int64
		v   float64
		gap bool
		beg int64
	}
	broken := make(map[int]bool, len(t.breaks))
	for _, b := range t.breaks {
		broken[b] = true
	}
	points := make([]point, 0, len(t.times))
	gap := false
	for i, at := range t.times {
		v := t.values[i]
		gap = gap || broken[i]
		if !finite(v) || at < earliest || at > latest {
			gap = true
			continue
		}
		beg := at
		if t.starts != nil {
			beg = min(max(t.starts[i], earliest), at)
		}
		points = append(points, point{at, clamp(v, -maxValue, maxValue), gap, beg})
		gap = false
	}
	sort.SliceStable(points, func(i, j int) bool { return points[i].at < points[j].at })
	t.times, t.values, t.breaks = make([]int64, len(points)), make([]float64, len(points)), nil
	if t.starts != nil {
		t.starts = make([]int64, len(points))
	}
	begun := earliest
	for i, p := range points {
		t.times[i], t.values[i] = p.at, p.v
		if t.starts != nil {
			begun = max(begun, p.beg)
			t.starts[i] = begun
		}
		if p.gap {
			t.breaks = append(t.breaks, i)
		}
	}
}

func (t *trace) build() {
	t.all = noExtent()
	n := (len(t.values) + blockSize - 1) / blockSize
	if n == 0 {
		return
	}
	level := make([]extent, n)
	for b := range level {
		e := noExtent()
		for _, v := range t.values[b*blockSize : min((b+1)*blockSize, len(t.values))] {
			e.add(extent{v, v})
		}
		level[b] = e
	}
	t.levels = append(t.levels, level)
	for len(level) > 1 {
		up := make([]extent, (len(level)+blockSize-1)/blockSize)
		for b := range up {
			e := noExtent()
			for _, o := range level[b*blockSize : min((b+1)*blockSize, len(level))] {
				e.add(o)
			}
			up[b] = e
		}
		t.levels = append(t.levels, up)
		level = up
	}
	t.all = level[0]
}

// extent is the smallest and the largest value of the points i to j−1.
func (t *trace) extent(i, j int) extent {
	e := noExtent()
	for ; i < j && i%blockSize != 0; i++ {
		e.add(extent{t.values[i], t.values[i]})
	}
	for ; j > i && j%blockSize != 0; j-- {
		e.add(extent{t.values[j-1], t.values[j-1]})
	}
	if i >= j {
		return e
	}
	i, j = i/blockSize, j/blockSize
	for _, level := range t.levels {
		for ; i < j && i%blockSize != 0; i++ {
			e.add(level[i])
		}
		for ; j > i && j%blockSize != 0; j-- {
			e.add(level[j-1])
		}
		if i >= j {
			break
		}
		i, j = i/blockSize, j/blockSize
	}
	return e
}

// vertex is a point of a path, in pixels of its canvas.
type vertex struct {
	x, y  float64
	move  bool // the path is interrupted before it
	dense bool // what leads to it stands for many points of one pixel column
	again bool // what leads to it lies within a stroke before or after it
}

// view maps times and values to the pixels of a canvas.
type view struct {
	from, to int64 // the window
	w, h     float64
	columns  int
	axis     Axis
}

func (v *view) x(t int64) float64 { return float64(t-v.from) / v.span() * v.w }

func (v *view) y(value float64) float64 {
	const far = 1e7 // pixels: beyond every canvas, and harmless
	return clamp((v.axis.Max-value)/(v.axis.Max-v.axis.Min)*v.h, -far, far)
}

func (v *view) span() float64 { return float64(v.to - v.from) }

// columnEnd is the first moment after a pixel column.
func (v *view) columnEnd(c int) int64 {
	return v.from + int64(v.span()*float64(c+1)/float64(v.columns))
}

// visible gives the points from first on and before last that lie in the window.
func (t *trace) visible(v *view) (first, last int) {
	first = sort.Search(len(t.times), func(i int) bool { return t.times[i] >= v.from })
	last = sort.Search(len(t.times), func(i int) bool { return t.times[i] > v.to })
	return first, last
}

// path appends what a view shows of the trace: where points are few each of them; where they crowd, of each
// pixel column the first, the lowest, the highest and the last. The points next to the window on either side
// are part of it, so that lines run on to its edges.
func (t *trace) path(dst []vertex, v *view) []vertex {
	first, last := t.visible(v)
	p := pen{trace: t, view: v, out: dst, breaks: t.breaks}
	lo, hi := max(first-1, 0), min(last+1, len(t.times))
	p.breaks = p.breaks[sort.SearchInts(p.breaks, lo):]
	p.fresh = true
	if t.starts != nil && hi-lo <= v.columns {
		return t.tops(dst, v, lo, hi)
	}
	if hi-lo <= 4*v.columns {
		p.each(lo, hi)
		return p.out
	}
	p.each(lo, first)
	usual := (last - first) / v.columns
	for c, i := 0, first; c < v.columns && i < last; c++ {
		end := v.columnEnd(c)
		j := last
		if c < v.columns-1 {
			j = reach(t.times, i, last, usual, end)
			usual = j - i
		}
		if j-i <= 4 {
			p.each(i, j)
		} else {
			p.column(c, i, j)
		}
		i = j
	}
	p.each(last, hi)
	return p.out
}

// dots appends each sample that a view shows, where they are so far apart that a line between them says little of what
// was in between.
func (t *trace) dots(dst []vertex, v *view) []vertex {
	first, last := t.visible(v)
	const apart = 18 // pixels
	if t.starts != nil || float64(last-first)*apart > float64(v.columns) {
		return dst
	}
	for i := first; i < last; i++ {
		dst = append(dst, vertex{x: v.x(t.times[i]), y: v.y(t.values[i]), move: true})
	}
	return dst
}

// reach is the first index from i on and before last whose time is not before end; it is about usual further.
func reach(times []int64, i, last, usual int, end int64) int {
	j, step := min(i+usual, last), 1
	if j == last || times[j] >= end { // at most j
		for j > i && times[j-1] >= end {
			if j -= step; j <= i {
				return i + sort.Search(last-i, func(k int) bool { return times[i+k] >= end })
			}
			step *= 2
		}
		if step <= 2 {
			return j
		}
		return j + sort.Search(step, func(k int) bool { return times[j+k] >= end })
	}
	for times[j] < end {
		if j += step; j >= last {
			lo := j - step
			return lo + sort.Search(last-lo, func(k int) bool { return times[lo+k] >= end })
		}
		step *= 2
	}
	lo := j - step/2
	return lo + sort.Search(step/2, func(k int) bool { return times[lo+k] >= end })
}

// pen writes a path.
type pen struct {
	*trace
	*view
	out    []vertex
	breaks []int   // those still ahead
	fresh  bool    // nothing was written yet
	beside int     // the pixel column of the upright stroke that was written last, and one
	lo, hi float64 // what that reached over
}

// interrupted says whether the line is broken right before point i; the breaks up to it are done with.
func (p *pen) interrupted(i int) bool {
	broken := p.fresh
	p.fresh = false
	for len(p.breaks) > 0 && p.breaks[0] <= i {
		broken = true
		p.breaks = p.breaks[1:]
	}
	return broken
}

func (p *pen) point(i int) {
	x, y, move := p.x(p.times[i]), p.y(p.values[i]), p.interrupted(i)
	if p.step && !move {
		p.out = append(p.out, vertex{x: x, y: p.out[len(p.out)-1].y})
	}
	p.out = append(p.out, vertex{x: x, y: y, move: move})
}

func (p *pen) each(i, j int) {
	for ; i < j; i++ {
		p.point(i)
	}
}

// column writes the points i to j−1, all of pixel column c.
func (p *pen) column(c, i, j int) {
	from := math.Inf(1)
	if n := len(p.out); n > 0 && p.beside == c && p.beside > 0 {
		from = p.out[n-1].y
	}
	p.point(i)
	x := (float64(c) + 0.5) * p.w / float64(p.columns)
	v := &p.out[len(p.out)-1]
	v.x = x
	e := p.extent(i, j)
	near, far := p.y(e.hi), p.y(e.lo)
	const tall = 3 // pixels: a lower stroke doesn't cover what leads to it
	v.again = !p.step && !v.move && far-near >= tall && p.hi-p.lo >= tall && from >= near && from <= far && v.y >= p.lo && v.y <= p.hi
	p.beside, p.lo, p.hi = c+1, near, far
	if v.y-near > far-v.y {
		near, far = far, near
	}
	for len(p.breaks) > 0 && p.breaks[0] < j { // a gap within a pixel can't be seen
		p.breaks = p.breaks[1:]
	}
	p.out = append(p.out, vertex{x: x, y: near, dense: true, again: true}, vertex{x: x, y: far, dense: true},
		vertex{x: x, y: p.y(p.values[j-1]), dense: true, again: true})
}
