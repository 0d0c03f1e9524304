package charts

import "slices"

// Coarse gives the plot with lines of at most four points in each of so many stretches of time: the first, the
// highest, the lowest and the last. Drawn whole, on at most so many pixel columns, it looks as the plot itself; a
// plot that was kept so is there long before its points are. The highest and lowest stand in the middle of their
// stretch: it is no plot to read values from.
func Coarse(s Spec, columns int) Spec {
	s.Panels = slices.Clone(s.Panels)
	for i := range s.Panels {
		p := &s.Panels[i]
		p.Lines = slices.Clone(p.Lines)
		for k := range p.Lines {
			p.Lines[k] = p.Lines[k].coarse(columns)
		}
	}
	return s
}

func (l *Line) coarse(columns int) Line {
	out := *l
	if len(l.Times) <= 8*columns || len(l.Starts) > 0 || columns < 1 {
		return out
	}
	t := newTrace(l)
	n := len(t.times)
	out.Times, out.Values, out.Breaks = nil, nil, nil
	from, span := t.times[0], float64(t.times[n-1]-t.times[0])
	breaks := t.breaks
	usual := n / columns
	add := func(at int64, v float64) { out.Times, out.Values = append(out.Times, at), append(out.Values, v) }
	for c, i := 0, 0; c < columns && i < n; c++ {
		end := from + int64(span*float64(c+1)/float64(columns))
		j := n
		if c < columns-1 {
			j = reach(t.times, i, n, usual, end)
		}
		if usual = j - i; usual == 0 {
			continue
		}
		broken := false
		for len(breaks) > 0 && breaks[0] <= i {
			broken, breaks = true, breaks[1:]
		}
		if broken && len(out.Times) > 0 {
			out.Breaks = append(out.Breaks, len(out.Times))
		}
		for len(breaks) > 0 && breaks[0] < j { // within a stretch a gap can't be seen
			breaks = breaks[1:]
		}
		add(t.times[i], t.values[i])
		if j-i > 2 {
			e := t.extent(i, j)
			middle := t.times[i] + (t.times[j-1]-t.times[i])/2
			add(middle, e.hi)
			add(middle, e.lo)
		}
		if j-i > 1 {
			add(t.times[j-1], t.values[j-1])
		}
		i = j
	}
	return out
}
