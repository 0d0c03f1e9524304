package rule

import (
	"cmp"
	"slices"

	"meterscope/model"
)

// meterAt is what was sampled of one measurand at one place of a connector, across contexts.
type meterAt struct {
	where   model.Location
	total   []model.Point
	line    [3][]model.Point // L1, L2, L3
	plain   [3]bool          // of which line that is not L1-N
	pair    [3][]model.Point // L1-L2, L2-L3, L3-L1
	neutral []model.Point
}

// measured is a measurand in one unit.
type measured struct {
	measurand model.Measurand
	unit      model.Unit
	at        []meterAt
}

const threeLines = 3

// lines are the phases of [meterAt.line] and [meterAt.pair], in their order.
func lines() [threeLines]model.Phase { return [3]model.Phase{model.L1, model.L2, model.L3} }
func pairs() [threeLines]model.Phase { return [3]model.Phase{model.L1L2, model.L2L3, model.L3L1} }

// meters gives a measurand of the session by location, the outlet's first. A phase that is sent both as L1 and as L1-N
// is taken as L1.
func (p *Pass) meters(s *Session, m model.Measurand, u model.Unit) []meterAt {
	for i := range p.measured {
		if one := &p.measured[i]; one.measurand == m && one.unit == u {
			return one.at
		}
	}
	var at []meterAt
	of := func(l model.Location) *meterAt {
		i := slices.IndexFunc(at, func(o meterAt) bool { return o.where == l })
		if i < 0 {
			at = append(at, meterAt{where: l})
			i = len(at) - 1
		}
		return &at[i]
	}
	for _, plain := range []bool{true, false} {
		for i := range s.Series {
			one := &s.Series[i]
			if one.Key.Measurand != m || one.Unit != u || plain == isToNeutral(one.Key.Phase) {
				continue
			}
			of(one.Key.Where()).add(one, plain)
		}
	}
	slices.SortFunc(at, func(a, b meterAt) int {
		return cmp.Or(cmp.Compare(rankOf(a.where), rankOf(b.where)), cmp.Compare(a.where, b.where))
	})
	p.measured = append(p.measured, measured{m, u, at})
	return at
}

func isToNeutral(p model.Phase) bool { return p != p.Line() && p.Line() != model.PhaseNone }

func rankOf(l model.Location) int {
	if l == model.Outlet {
		return 0
	}
	return 1
}

// add takes a series; plain says that its phase is not L1-N.
func (m *meterAt) add(s *model.Series, plain bool) {
	switch s.Key.Phase {
	case model.PhaseNone:
		m.total = together(m.total, s.Points)
		return
	case model.N:
		m.neutral = together(m.neutral, s.Points)
		return
	}
	for i, line := range lines() {
		if s.Key.Phase.Line() == line && (plain || !m.plain[i]) {
			m.line[i] = together(m.line[i], s.Points)
			m.plain[i] = plain
		}
	}
	for i, pair := range pairs() {
		if s.Key.Phase == pair {
			m.pair[i] = together(m.pair[i], s.Points)
		}
	}
}

// hasLines says that there is a sample of a single phase.
func (m *meterAt) hasLines() bool {
	return len(m.line[0])+len(m.line[1])+len(m.line[2]) > 0
}

// atPlace gives what was sampled at a location; nil if nothing was.
func atPlace(all []meterAt, where model.Location) *meterAt {
	for i := range all {
		if all[i].where == where {
			return &all[i]
		}
	}
	return nil
}

// together joins two lists of points in order of time. One alone is not copied.
func together(a, b []model.Point) []model.Point {
	if len(a) == 0 {
		return b
	}
	all := slices.Concat(a, b)
	slices.SortStableFunc(all, func(p, q model.Point) int {
		return cmp.Or(p.Time.Compare(q.Time), cmp.Compare(p.At.Source, q.At.Source), cmp.Compare(p.At.Offset, q.At.Offset))
	})
	return all
}

// moments goes through the moments at which any of some lists of points has a sample, in order of time.
type moments struct {
	lists [][]model.Point
	next  []int
	now   []*model.Point // of each list: its number at this moment; nil if it has none
}

func newMoments(lists ...[]model.Point) *moments {
	return &moments{lists: lists, next: make([]int, len(lists)), now: make([]*model.Point, len(lists))}
}

// step goes to the next moment.
func (m *moments) step() bool {
	var first *model.Point
	for k, list := range m.lists {
		i := m.next[k]
		for i < len(list) && list[i].Time.IsZero() {
			i++
		}
		if m.next[k] = i; i < len(list) && (first == nil || sampledBefore(&list[i], first)) {
			first = &list[i]
		}
	}
	if first == nil {
		return false
	}
	var like *model.Point
	for k, list := range m.lists {
		m.now[k] = nil
		i := m.next[k]
		if i == len(list) || !atOnce(&list[i], first) {
			continue
		}
		end := i + 1
		for end < len(list) && atOnce(&list[end], first) {
			end++
		}
		m.next[k] = end
		if end > i+1 {
			m.now[k] = likest(list[i:end], like)
		} else if !list[i].Gap {
			m.now[k] = &list[i]
		}
		if like == nil {
			like = m.now[k]
		}
	}
	return true
}

// atOnce says that two samples, both with a time, are of one moment.
func atOnce(a, b *model.Point) bool {
	s, n := a.Time.Unix()
	t, m := b.Time.Unix()
	return s == t && n == m
}

func sampledBefore(a, b *model.Point) bool {
	s, n := a.Time.Unix()
	t, m := b.Time.Unix()
	return s < t || s == t && n < m
}

// likest chooses among the samples of one moment: one of the same frame and context as another, else of its context;
// among several the highest, whatever their order. Of those without a number it is none.
func likest(points []model.Point, like *model.Point) *model.Point {
	var best *model.Point
	most := -1
	for i := range points {
		p := &points[i]
		if p.Gap {
			continue
		}
		rank := 0
		if like != nil && p.Context == like.Context {
			rank++
			if p.Frame == like.Frame && p.At.Source == like.At.Source {
				rank++
			}
		}
		if rank > most || rank == most && p.Value.Cmp(best.Value) > 0 {
			best, most = p, rank
		}
	}
	return best
}

// cutOff says that a sample is from a frame that was cut off: what stands beside it in the log need not be all that was
// sent.
func (s *Session) cutOff(p *model.Point) bool { return p.Inferred && !s.Tx.Inferred }

// mainMeter says that the samples are those of the main meter: no part of a transaction.
func (s *Session) mainMeter() bool { return s.Tx.Connector == model.Some[int64](0) }
