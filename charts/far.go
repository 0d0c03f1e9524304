package charts

import (
	"math"
	"slices"
	"time"
)

// far is how long nothing must have been for what lies beyond to be taken for that of another clock.
const far = int64(365 * 24 * time.Hour)

// group is a stretch with samples that has none for long before and after it.
type group struct {
	from, to int64
	n        int
}

// groups parts the samples where all lines have none for long. There is one, or none, where the clock was right.
func groups(panels []Panel) []group {
	var all []group
	for i := range panels {
		for k := range panels[i].Lines {
			all = append(all, groupsOf(&panels[i].Lines[k])...)
		}
	}
	slices.SortFunc(all, func(a, b group) int {
		if a.from < b.from {
			return -1
		}
		return 1
	})
	var out []group
	for _, g := range all {
		if n := len(out); n > 0 && g.from-out[n-1].to <= far {
			out[n-1].to, out[n-1].n = max(out[n-1].to, g.to), out[n-1].n+g.n
			continue
		}
		out = append(out, g)
	}
	return out
}

func groupsOf(l *Line) []group {
	n := len(l.Times)
	if n == 0 {
		return nil
	}
	if l.Times[n-1]-l.Times[0] <= far {
		return []group{{l.Times[0], l.Times[n-1], n}}
	}
	var out []group
	for from := 0; from < n; {
		to := from + 1
		for to < n && l.Times[to]-l.Times[to-1] <= far {
			to++
		}
		out = append(out, group{l.Times[from], l.Times[to-1], to - from})
		from = to
	}
	return out
}

// showMost makes the group with the most samples what is visible first, if there are several: a clock that was not
// set would make one point of the session.
func (b *builder) showMost() {
	all := groups(b.spec.Panels)
	if len(all) < 2 {
		return
	}
	most := 0
	for i := range all {
		if all[i].n >= all[most].n { // the later one: clocks are set, and rarely unset
			most = i
		}
	}
	others, first, last := 0, int64(math.MaxInt64), int64(math.MinInt64)
	for i, g := range all {
		if i != most {
			others, first, last = others+g.n, min(first, g.from), max(last, g.to)
		}
	}
	b.spec.From, b.spec.To = time.Unix(0, all[most].from).UTC(), time.Unix(0, all[most].to).UTC()
	const day = "2006-01-02"
	from, to := time.Unix(0, first).UTC().Format(day), time.Unix(0, last).UTC().Format(day)
	if from == to {
		b.note("Outside of what is shown: %d values of %s, as of a clock that was not set.", others, from)
		return
	}
	b.note("Outside of what is shown: %d values from %s to %s, as of a clock that was not set.", others, from, to)
}

// drawBeyond points out of the plot at the side where there are samples of another clock.
func (a *arrangement) drawBeyond(c canvas) {
	if !a.timed || len(a.open) == 0 || a.spec.Bare || a.size.X < 100 {
		return
	}
	before, after := false, false
	for i := range a.spec.Panels {
		for k := range a.spec.Panels[i].Lines {
			if l := &a.spec.Panels[i].Lines[k]; len(l.Times) > 0 && !l.Hidden {
				before = before || a.from.UnixNano()-l.Times[0] > far
				after = after || l.Times[len(l.Times)-1]-a.to.UnixNano() > far
			}
		}
	}
	y := float64(a.plot.Max.Y) - 11
	if x := float64(a.plot.Min.X) + 3; before {
		c.polygon([]point{{x + 6, y - 5}, {x + 6, y + 5}, {x, y}}, a.theme.Warning)
	}
	if x := float64(a.plot.Max.X) - 3; after {
		c.polygon([]point{{x - 6, y - 5}, {x - 6, y + 5}, {x, y}}, a.theme.Warning)
	}
}
