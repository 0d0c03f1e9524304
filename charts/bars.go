package charts

// tops appends the upper ends of the bars i to j−1, each a stroke over its span.
func (t *trace) tops(dst []vertex, v *view, i, j int) []vertex {
	for ; i < j; i++ {
		y := v.y(t.values[i])
		dst = append(dst, vertex{x: v.x(t.starts[i]), y: y, move: true})
		if t.starts[i] < t.times[i] {
			dst = append(dst, vertex{x: v.x(t.times[i]), y: y})
		}
	}
	return dst
}

// bars appends what a view shows of the bars: where they are few each of them, from zero to its value; where
// they crowd, in each pixel column what the bars that end in it reach over.
func (t *trace) bars(dst []bar, v *view) []bar {
	first, last := t.visible(v)
	zero := v.y(0)
	hi := min(last+1, len(t.times))
	if hi-first <= v.columns {
		for i := first; i < hi; i++ {
			dst = append(dst, t.bar(v, i, zero))
		}
		return dst
	}
	usual := (last - first) / v.columns
	for c, i := 0, first; c < v.columns && i < last; c++ {
		j := reach(t.times, i, last, usual, v.columnEnd(c))
		if usual = j - i; usual == 0 {
			continue
		}
		if j-i <= 2 {
			for ; i < j; i++ {
				dst = append(dst, t.bar(v, i, zero))
			}
			continue
		}
		e := t.extent(i, j)
		x := v.w / float64(v.columns) * float64(c)
		dst = append(dst, bar{x, min(v.y(e.hi), zero), x + v.w/float64(v.columns), max(v.y(e.lo), zero)})
		i = j
	}
	return dst
}

// bar is that of one point, from the place of zero.
func (t *trace) bar(v *view, i int, zero float64) bar {
	y := v.y(t.values[i])
	return bar{v.x(t.starts[i]), min(y, zero), v.x(t.times[i]), max(y, zero)}
}
