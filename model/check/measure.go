package check

import (
	"slices"

	"meterscope/model"
	"meterscope/model/session"
)

// measure fills in what a transaction's samples tell: energy where start and stop don't, the highest power,
// and the state of charge. series are cut at its end.
func measure(tx *model.Transaction, series []model.Series, limits session.Limits) {
	tx.Energy, tx.EnergyFrom = energy(tx, series, limits)
	tx.MaxPower = maxPower(series)
	tx.SoCStart, tx.SoCEnd = stateOfCharge(series)
}

// energy is the transaction's energy in Wh, by the first of the accounts that there is.
func energy(tx *model.Transaction, series []model.Series, limits session.Limits) (model.Opt[model.Decimal], model.EnergySource) {
	if tx.MeterStart.OK && tx.MeterStop.OK {
		e := model.NewDecimal(tx.MeterStop.V, 0).Sub(model.NewDecimal(tx.MeterStart.V, 0))
		return model.Some(e), model.EnergyFromMeter
	}
	if e, ok := addUp(pick(series, model.EnergyActiveImportRegister, model.Wh, atOutlet), registered); ok {
		return model.Some(e), model.EnergyFromRegister
	}
	if e, ok := addUp(pick(series, model.EnergyActiveImportInterval, model.Wh, atOutlet), summed); ok {
		return model.Some(e), model.EnergyFromInterval
	}
	integrated := func(points []model.Point) (model.Decimal, bool) { return area(points, limits) }
	if e, ok := addUp(pick(series, model.PowerActiveImport, model.W, atOutlet), integrated); ok {
		return model.Some(wattHours(e)), model.EnergyFromPower
	}
	return model.Opt[model.Decimal]{}, ""
}

// meter is what is measured of one measurand at one location: a total, phases, or both.
type meter struct {
	total  []model.Point
	phases [][]model.Point // of the single lines that there are
}

func atOutlet(l model.Location) bool { return l == model.Outlet }

// pick takes the series of a measurand. A phase that is sent both as L1 and as L1-N is taken as L1.
func pick(series []model.Series, m model.Measurand, unit model.Unit, at func(model.Location) bool) meter {
	var one meter
	lines := map[model.Phase]int{}
	for _, plain := range []bool{true, false} {
		for _, s := range series {
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
				i, ok := lines[line]
				if !ok {
					lines[line] = len(one.phases)
					one.phases = append(one.phases, s.Points)
				} else if sameForm(series, line, s) {
					one.phases[i] = join(one.phases[i], s.Points)
				}
			}
		}
	}
	return one
}

// sameForm says that a phase is only known in the form of this series: it is not L1-N beside L1.
func sameForm(series []model.Series, line model.Phase, s model.Series) bool {
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

// addUp computes a quantity of the total, else of each phase, and adds them up.
func addUp(m meter, of func([]model.Point) (model.Decimal, bool)) (sum model.Decimal, ok bool) {
	if sum, ok = of(m.total); ok {
		return sum, true
	}
	for _, p := range m.phases {
		if one, known := of(p); known {
			sum, ok = sum.Add(one), true
		}
	}
	return sum, ok
}

// registered is the difference of the last reading of a register and the first. A reading in the context
// Transaction.Begin is the first one wherever it stands: some chargers send it again with each sample. Readings
// of one moment alone say nothing.
func registered(points []model.Point) (model.Decimal, bool) {
	var begin, first, last *model.Point
	for i := range points {
		p := &points[i]
		switch {
		case p.Gap || p.Time.IsZero():
		case p.Context == model.TransactionBegin:
			if begin == nil {
				begin = p
			}
		default:
			if first == nil {
				first = p
			}
			last = p
		}
	}
	switch {
	case last == nil:
		return model.Decimal{}, false
	case begin != nil:
		return last.Value.Sub(begin.Value), true
	}
	return last.Value.Sub(first.Value), first.Time.Before(last.Time)
}

// summed is the sum of the intervals. Where more than one sampling loop reports them, each counts the same
// energy: the one with the most samples is taken. transactionData repeat what was sampled.
func summed(points []model.Point) (model.Decimal, bool) {
	type loop struct {
		sum   model.Decimal
		count int
	}
	type source struct {
		context  model.Context
		fromStop bool
	}
	loops := map[source]*loop{}
	var best *loop
	for i := range points {
		p := &points[i]
		if p.Gap {
			continue
		}
		key := source{p.Context, p.FromStop}
		if key.context == "" {
			key.context = model.DefaultContext
		}
		l := loops[key]
		if l == nil {
			l = &loop{}
			loops[key] = l
		}
		l.sum = l.sum.Add(p.Value)
		if l.count++; best == nil || l.count > best.count {
			best = l
		}
	}
	if best == nil {
		return model.Decimal{}, false
	}
	return best.sum, true
}

// maxPower is the highest power: of a total, else of the sum of the phases at one moment. A charger that
// measures elsewhere than at its outlet is taken at its word.
func maxPower(series []model.Series) model.Opt[model.Decimal] {
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
		sum = addPhase(sum, phase)
	}
	return sum
}

// addPhase adds two lists of points where both have one.
func addPhase(a, b []model.Point) []model.Point {
	out := make([]model.Point, 0, min(len(a), len(b)))
	for i, k := 0, 0; i < len(a) && k < len(b); {
		switch c := a[i].Time.Compare(b[k].Time); {
		case c < 0 || a[i].Gap:
			i++
		case c > 0 || b[k].Gap:
			k++
		default:
			p := a[i]
			p.Value = p.Value.Add(b[k].Value)
			out = append(out, p)
			i, k = i+1, k+1
		}
	}
	return out
}

// stateOfCharge is the first and the last one, in percent.
func stateOfCharge(series []model.Series) (first, last model.Opt[model.Decimal]) {
	var a, b *model.Point
	for _, s := range series {
		if s.Key.Measurand != model.SoC || s.Unit != model.Percent {
			continue
		}
		for i := range s.Points {
			p := &s.Points[i]
			if p.Gap {
				continue
			}
			if a == nil || p.Time.Before(a.Time) {
				a = p
			}
			if b == nil || !p.Time.Before(b.Time) {
				b = p
			}
		}
	}
	if a == nil {
		return first, last
	}
	return model.Some(a.Value), model.Some(b.Value)
}
