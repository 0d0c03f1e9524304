package rule

import (
	"cmp"
	"slices"

	"meterscope/model"
)

// registerFault is a place at which a register doesn't count on.
type registerFault struct {
	key         model.SeriesKey
	unit        model.Unit
	before      model.Point // the last good sample before it
	first, last model.Point // the samples that are off; of a fall the first that is lower, and the lowest
	after       model.Point // of a spike, the first good sample after it
	spike       bool
	count       int           // samples that are off
	low         model.Decimal // the lowest reading of a fall
}

// registerFaults are the falls and spikes of a transaction's registers, in order of time. What happens to
// several registers of one meter at once is one fault.
type registerFaults struct {
	falls, spikes []registerFault
	main          []model.Point // the readings of the register that bills are made of
}

// registers finds the faults of the session's registers, once.
func (p *Pass) registers(s *Session) *registerFaults {
	if p.regs != nil {
		return p.regs
	}
	p.regs = &registerFaults{}
	if s.Tx.Connector == model.Some[int64](0) {
		return p.regs // the main meter is no part of a transaction
	}
	var all []registerFault
	for _, r := range readRegisters(s.Series) {
		r.tolerance = p.set.Quantity("REG001.tolerance")
		r.most = p.set.Count("REG005.samples")
		r.sources = s.Sources
		if r.key == (model.SeriesKey{Measurand: model.EnergyActiveImportRegister, Location: model.Outlet}) {
			p.regs.main = r.points
		}
		all = append(all, r.faults()...)
	}
	slices.SortStableFunc(all, func(a, b registerFault) int {
		return cmp.Or(a.first.Time.Compare(b.first.Time), compareKeys(a.key, b.key))
	})
	for _, f := range all {
		list := &p.regs.falls
		if f.spike {
			list = &p.regs.spikes
		}
		if n := len(*list); n > 0 && (*list)[n-1].first.Time.Compare(f.first.Time) == 0 {
			continue
		}
		*list = append(*list, f)
	}
	return p.regs
}

// compareKeys puts what people look at first first: the active import, the total, the outlet.
func compareKeys(a, b model.SeriesKey) int {
	rank := func(k model.SeriesKey) int {
		r := 0
		if k.Measurand != model.EnergyActiveImportRegister {
			r += 4
		}
		if k.Phase != model.PhaseNone {
			r += 2
		}
		if k.Where() != model.Outlet {
			r++
		}
		return r
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Measurand, b.Measurand), cmp.Compare(a.Phase, b.Phase),
		cmp.Compare(a.Where(), b.Where()))
}

// register is one register of a meter over a transaction: its readings in order of time, across contexts.
type register struct {
	key       model.SeriesKey
	unit      model.Unit
	points    []model.Point // not to be written to: they may be those of the series
	ordered   bool
	tolerance model.Decimal
	most      int              // samples that a spike may last
	sources   []model.SourceID // those of the readings, in the order in which they were logged
	rate      float64          // units a second at which it usually counts; negative: not known yet
}

// readRegisters takes the registers from a transaction's series. An absent location is the outlet's.
func readRegisters(series []model.Series) []*register {
	var out []*register
	for _, s := range series {
		if s.Key.Measurand.Accumulation() != model.Register || s.Unit != model.DefaultUnit(s.Key.Measurand) {
			continue
		}
		key := s.Key
		key.Location = key.Where()
		i := slices.IndexFunc(out, func(r *register) bool { return r.key == key })
		if i < 0 {
			out = append(out, &register{key: key, unit: s.Unit, ordered: true})
			i = len(out) - 1
		}
		if r := out[i]; r.points == nil && inOrder(s.Points) {
			r.points = s.Points[:len(s.Points):len(s.Points)]
			continue
		}
		out[i].points = slices.Grow(slices.Clip(out[i].points), len(s.Points))
		out[i].ordered = false
		for k := range s.Points {
			if p := &s.Points[k]; !p.Gap && !p.Time.IsZero() {
				out[i].points = append(out[i].points, *p)
			}
		}
	}
	for _, r := range out {
		if !r.ordered {
			r.order()
		}
	}
	return out
}

// inOrder says that the points are all readings, as order would have them.
func inOrder(points []model.Point) bool {
	for i := range points {
		p := &points[i]
		if p.Gap || p.Time.IsZero() || i > 0 && (p.Context == model.TransactionBegin || !points[i-1].Time.Before(p.Time)) {
			return false
		}
	}
	return true
}

// order brings readings into the order of time; of those at one moment the lower is first. A reading in the
// context Transaction.Begin that stands later than others repeats what the register showed at the begin: some
// chargers send it with every sample. It is no reading of its moment.
func (r *register) order() {
	slices.SortStableFunc(r.points, func(a, b model.Point) int {
		return cmp.Or(a.Time.Compare(b.Time), a.Value.Cmp(b.Value))
	})
	var first model.Time // of a reading that isn't at the begin
	for i := range r.points {
		if r.points[i].Context != model.TransactionBegin {
			first = r.points[i].Time
			break
		}
	}
	r.points = slices.DeleteFunc(r.points, func(p model.Point) bool {
		return p.Context == model.TransactionBegin && !first.IsZero() && p.Time.Compare(first) >= 0
	})
}

// below says that b is lower than a by more than the tolerance.
func (r *register) below(a, b *model.Point) bool {
	return falls(a, b, r.tolerance) && !dropsFraction(a, b)
}

// trail is the readings that are in order so far, by their indices: since the register fell last.
type trail struct {
	good []int
	tops []int // of each of them, the highest up to it: what later readings are compared with
}

func (t *trail) last() int { return t.good[len(t.good)-1] }
func (t *trail) top() int  { return t.tops[len(t.tops)-1] }

// add takes reading i. One that is lower by its fraction alone is where the register counts on from.
func (t *trail) add(points []model.Point, i int) {
	top := i
	if n := len(t.tops); n > 0 && points[i].Value.Cmp(points[t.top()].Value) < 0 && !dropsFraction(&points[t.top()], &points[i]) {
		top = t.top()
	}
	t.good, t.tops = append(t.good, i), append(t.tops, top)
}

// cut takes the last k readings away.
func (t *trail) cut(k int) {
	t.good, t.tops = t.good[:len(t.good)-k], t.tops[:len(t.tops)-k]
}

// restart begins anew with reading i.
func (t *trail) restart(i int) {
	t.good, t.tops = append(t.good[:0], i), append(t.tops[:0], i)
}

// faults goes through the readings. Where one is below the highest good one, either it is off, and the register
// comes back to where it was within a few samples; or those before it were off, and it is where they should
// have been; or the register fell.
func (r *register) faults() []registerFault {
	if len(r.points) < 2 || r.onlyTheClock() {
		return nil
	}
	var out []registerFault
	r.rate = -1
	var t trail
	t.add(r.points, 0)
	fall := -1 // in out: the fall since which the register has not counted on
	for i := 1; i < len(r.points); i++ {
		now, top := &r.points[i], t.top()
		if !r.below(&r.points[top], now) {
			t.add(r.points, i)
			if fall >= 0 && !out[fall].goesOn(r, now) {
				fall = -1
			}
			continue
		}
		if back := r.comesBack(top, i); back > 0 {
			out = r.spike(out, t.last(), i, back-1)
			i = back - 1
			continue
		}
		if k := r.wasOff(&t, i); k > 0 {
			first := t.good[len(t.good)-k]
			t.cut(k)
			out = r.spike(out, t.last(), first, i-1)
			out[len(out)-1].after = r.points[i]
			t.add(r.points, i)
			continue
		}
		t.restart(i)
		if fall >= 0 && out[fall].goesOn(r, now) {
			continue
		}
		out = append(out, registerFault{
			key: r.key, unit: r.unit, before: r.points[top], first: *now, last: *now, count: 1, low: now.Value,
		})
		fall = len(out) - 1
	}
	return out
}

// goesOn says that with this reading the register has not yet counted on since it fell. A lower one lengthens
// the fall.
func (f *registerFault) goesOn(r *register, now *model.Point) bool {
	if now.Value.Cmp(f.low) < 0 {
		f.last, f.low = *now, now.Value
		f.count++
	}
	return !r.below(now, &f.last)
}

// comesBack gives the first reading after i that is not below the highest before it, if it is near enough; else 0.
func (r *register) comesBack(top, i int) int {
	for back := i + 1; back <= i+r.most && back < len(r.points); back++ {
		if !r.below(&r.points[top], &r.points[back]) {
			return back
		}
	}
	return 0
}

// wasOff gives how many of the last good readings are the ones that are off, and not reading i: without them
// the register counts on as it usually does, and they stand far above that.
func (r *register) wasOff(t *trail, i int) int {
	const tooFast = 3
	good := t.good
	for k := 1; k <= r.most && k < len(good); k++ {
		last, first := good[len(good)-1-k], good[len(good)-k]
		before, now := &r.points[last], &r.points[i]
		if r.below(&r.points[t.tops[len(good)-1-k]], now) {
			continue
		}
		low := r.points[first].Value // of those that would be off
		for n := first; n < i; n++ {
			if r.points[n].Value.Cmp(low) < 0 {
				low = r.points[n].Value
			}
		}
		counted := tooFast * r.usualRate(last, i) * now.Time.Sub(before.Time).Seconds()
		resolution := before.LeastDigit().Add(now.LeastDigit()).Float64()
		if now.Value.Sub(before.Value).Float64() <= counted+resolution && low.Sub(now.Value).Float64() > counted {
			return k
		}
	}
	return 0
}

// fewReadings is the number up to which the readings under suspicion are left out of the usual rate: among more
// they don't change it.
const fewReadings = 64

// usualRate is the median of the rates, in units a second, at which the register counts up between neighbouring
// readings, those between the two given ones left out.
func (r *register) usualRate(from, to int) float64 {
	if len(r.points) <= fewReadings {
		return r.medianRate(from, to)
	}
	if r.rate < 0 {
		r.rate = r.medianRate(0, 0)
	}
	return r.rate
}

func (r *register) medianRate(from, to int) float64 {
	var rates []float64
	for i := 1; i < len(r.points); i++ {
		a, b := &r.points[i-1], &r.points[i]
		if i > from && i <= to || b.Value.Cmp(a.Value) < 0 {
			continue
		}
		if d := b.Time.Sub(a.Time); d > 0 {
			rates = append(rates, b.Value.Sub(a.Value).Float64()/d.Seconds())
		}
	}
	if len(rates) == 0 {
		return 0
	}
	slices.Sort(rates)
	return rates[(len(rates)-1)/2]
}

// spike adds one; what follows another within a few samples is the same.
func (r *register) spike(out []registerFault, before, first, last int) []registerFault {
	count := last - first + 1
	after := r.points[min(last+1, len(r.points)-1)]
	if n := len(out); n > 0 && out[n-1].spike {
		near := out[n-1].after.Time
		gap := 0
		for i := first - 1; i >= 0 && near.Compare(r.points[i].Time) <= 0; i-- {
			gap++
		}
		if gap <= r.most {
			out[n-1].last, out[n-1].after = r.points[last], after
			out[n-1].count += count
			return out
		}
	}
	return append(out, registerFault{
		key: r.key, unit: r.unit, spike: true, before: r.points[before], first: r.points[first], last: r.points[last],
		after: after, count: count, low: r.points[first].Value,
	})
}

// onlyTheClock says that the register counts on in the order in which the log has it: if it seems to fall by
// payload time, then the clock was set back, and the register is innocent.
func (r *register) onlyTheClock() bool {
	if r.countsOn(r.points) {
		return false
	}
	arrived := slices.Clone(r.points)
	rank := func(p *model.Point) int { return slices.Index(r.sources, p.At.Source) }
	slices.SortStableFunc(arrived, func(a, b model.Point) int {
		if a.At.Source != b.At.Source {
			return cmp.Compare(rank(&a), rank(&b))
		}
		return cmp.Compare(a.Frame, b.Frame)
	})
	return r.countsOn(arrived)
}

// countsOn says that none of the readings is below the highest before it.
func (r *register) countsOn(points []model.Point) bool {
	top := 0
	for i := 1; i < len(points); i++ {
		if r.below(&points[top], &points[i]) {
			return false
		}
		if points[i].Value.Cmp(points[top].Value) >= 0 || dropsFraction(&points[top], &points[i]) {
			top = i
		}
	}
	return true
}

// stretch is the time from the last good sample to the fault's end.
func (f *registerFault) stretch() (from, to model.Time) {
	if f.spike {
		return f.before.Time, f.after.Time
	}
	return f.before.Time, f.last.Time
}

// reading writes a value with its unit.
func reading(v model.Decimal, u model.Unit) string { return v.Plain() + " " + string(u) }

// registerName names a register as people do.
func registerName(k model.SeriesKey) string {
	name := string(k.Measurand)
	if k.Phase != model.PhaseNone {
		name += " " + string(k.Phase)
	}
	if k.Where() != model.Outlet {
		name += " at " + string(k.Where())
	}
	return name
}
