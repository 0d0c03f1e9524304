package account

import (
	"slices"

	"meterscope/model"
)

// meter is what is measured of one measurand at one location: a total, phases, or both.
type meter struct {
	total  []model.Point
	phases [][]model.Point // of the single lines that there are
	lines  []model.Phase   // L1, L2 or L3: of which line each of phases is
}

func atOutlet(l model.Location) bool { return l == model.Outlet }

// pick takes the series of a measurand. A phase that is sent both as L1 and as L1-N is taken as L1.
func pick(series []model.Series, m model.Measurand, unit model.Unit, at func(model.Location) bool) meter {
	var one meter
	for _, plain := range []bool{true, false} {
		for i := range series {
			s := &series[i]
			if s.Key.Measurand != m || s.Unit != unit || !at(s.Key.Where()) {
				continue
			}
			line := s.Key.Phase.Line()
			switch {
			case s.Key.Phase == model.PhaseNone:
				if plain {
					one.total = join(one.total, s.Points)
				}
			case line != model.PhaseNone && (s.Key.Phase == line) == plain:
				if k := slices.Index(one.lines, line); k < 0 {
					one.lines = append(one.lines, line)
					one.phases = append(one.phases, s.Points)
				} else if sameForm(series, line, s) {
					one.phases[k] = join(one.phases[k], s.Points)
				}
			}
		}
	}
	return one
}

// phase gives the points of a line; nil if there are none.
func (m *meter) phase(line model.Phase) []model.Point {
	if k := slices.Index(m.lines, line); k >= 0 {
		return m.phases[k]
	}
	return nil
}

// sameForm says that a phase is only known in the form of this series: it is not L1-N beside L1.
func sameForm(series []model.Series, line model.Phase, s *model.Series) bool {
	if s.Key.Phase == line {
		return true
	}
	return !slices.ContainsFunc(series, func(o model.Series) bool {
		return o.Key.Measurand == s.Key.Measurand && o.Unit == s.Unit && o.Key.Phase == line && o.Key.Where() == s.Key.Where()
	})
}

// join brings the points of an absent location and of the one that it means together.
func join(a, b []model.Point) []model.Point {
	if len(a) == 0 {
		return b
	}
	all := slices.Concat(a, b)
	slices.SortStableFunc(all, func(p, q model.Point) int { return p.Time.Compare(q.Time) })
	return all
}

// together gives the moments that two lists of points share, with what of makes of their values; where either
// has no number it is a gap.
func together(a, b []model.Point, of func(x, y model.Decimal) model.Decimal) []model.Point {
	out := make([]model.Point, 0, min(len(a), len(b)))
	for i, k := 0, 0; i < len(a) && k < len(b); {
		switch c := a[i].Time.Compare(b[k].Time); {
		case c < 0:
			i++
		case c > 0:
			k++
		case a[i].Gap && i+1 < len(a) && a[i+1].Time.Compare(a[i].Time) == 0:
			i++ // the same moment has another one
		case b[k].Gap && k+1 < len(b) && b[k+1].Time.Compare(b[k].Time) == 0:
			k++
		default:
			p := a[i]
			p.Gap = p.Gap || b[k].Gap
			p.Digit = 0
			if !p.Gap {
				p.Value = of(p.Value, b[k].Value)
			}
			out = append(out, p)
			i, k = i+1, k+1
		}
	}
	return out
}

// MaxPower is the highest power: of a total, else of the sum of the phases at one moment. A charger that
// measures elsewhere than at its outlet is taken at its word.
func MaxPower(series []model.Series) model.Opt[model.Decimal] {
	for _, at := range []model.Location{model.Outlet, model.Cable, model.Inlet, model.Body, model.EV} {
		m := pick(series, model.PowerActiveImport, model.W, func(l model.Location) bool { return l == at })
		if top := highest(m.total); top.OK {
			return top
		}
		if top := highest(sumOfPhases(m.phases)); top.OK {
			return top
		}
	}
	return model.Opt[model.Decimal]{}
}

func highest(points []model.Point) (top model.Opt[model.Decimal]) {
	for i := range points {
		if p := &points[i]; !p.Gap && (!top.OK || p.Value.Cmp(top.V) > 0) {
			top = model.Some(p.Value)
		}
	}
	return top
}

// sumOfPhases gives the moments at which all phases have a value, with their sum.
func sumOfPhases(phases [][]model.Point) []model.Point {
	if len(phases) == 0 {
		return nil
	}
	sum := phases[0]
	for _, phase := range phases[1:] {
		sum = together(sum, phase, model.Decimal.Add)
	}
	return sum
}
