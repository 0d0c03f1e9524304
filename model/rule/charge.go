package rule

import (
	"slices"
	"sort"
	"time"

	"meterscope/model"
)

// charges are the states of charge of a session, and where they can't be right.
type charges struct {
	points       []*model.Point // those that can be
	falls, jumps []chargeFault

	register    []model.Point // of imported energy, without spikes; none where it fell
	power, amps []model.Point
	limit       time.Duration // beyond which two samples are no neighbours
	jump, fall  model.Decimal // percent
}

// chargeFault is a stretch in which the state of charge is off: from the first sample that is, to the last.
type chargeFault struct {
	before, first, last, low *model.Point
	count                    int
	times                    int                      // that it happened
	wh                       model.Opt[model.Decimal] // that flowed meanwhile, at most
}

// leastChange is how many percent it takes to tell how many Wh make one.
const leastChange = 5

// charges looks for them once, at the vehicle or where no location is named.
func (p *Pass) charges(s *Session) *charges {
	if p.charge != nil {
		return p.charge
	}
	c := &charges{jump: p.set.Quantity("SOC003.jump"), fall: p.set.Quantity("SOC002.fall")}
	p.charge = c
	if s.mainMeter() || !s.has(model.SoC) {
		return c
	}
	var list []model.Point
	for _, at := range p.meters(s, model.SoC, model.Percent) {
		if len(at.total) > len(list) {
			list = at.total
		}
	}
	one := model.Sample{Key: model.SeriesKey{Measurand: model.SoC}}
	within := rangeOf(&one)
	for i := range list {
		q := &list[i]
		if q.Gap || q.Time.IsZero() || !within.hold(q.Value) {
			continue
		}
		if n := len(c.points); n == 0 || !atOnce(c.points[n-1], q) {
			c.points = append(c.points, q)
		} else if c.points[n-1].Value.Cmp(q.Value) < 0 {
			c.points[n-1] = q // of one moment the highest, whatever their order
		}
	}
	if len(c.points) < 2 {
		return c
	}
	c.limit = p.set.GapLimits().GapLimit(list)
	c.register, _ = p.matchable(s, false)
	if slices.ContainsFunc(c.register, func(q model.Point) bool { return q.Gap }) {
		c.register = slices.DeleteFunc(slices.Clone(c.register), func(q model.Point) bool { return q.Gap })
	}
	c.power = p.shownPower(s)
	for _, at := range p.meters(s, model.CurrentImport, model.A) {
		for _, l := range [][]model.Point{at.total, at.line[0]} {
			if len(c.amps) == 0 {
				c.amps = l
			}
		}
	}
	c.find()
	return c
}

// find goes through the neighbours. What was off and comes back to where it was is one fault.
func (c *charges) find() {
	top := c.points[0] // the highest since it fell or jumped
	var open *chargeFault
	for i := 1; i < len(c.points); i++ {
		a, b := c.points[i-1], c.points[i]
		change := b.Value.Sub(a.Value)
		if change.Sign() >= 0 && change.Cmp(c.jump) < 0 && b.Value.Cmp(top.Value) >= 0 {
			top = b
			continue
		}
		big := change.Abs().Sub(a.LeastDigit()).Sub(b.LeastDigit()).Cmp(c.jump) >= 0
		near := b.Time.Sub(a.Time) <= c.limit
		switch {
		case big && open != nil && c.back(open, b):
			open, top = nil, b
		case big && change.Sign() > 0:
			if top = b; near && !c.explains(a, b) {
				open = c.add(&c.jumps, a, b)
			}
		case top.Value.Sub(b.Value).Sub(top.LeastDigit()).Sub(b.LeastDigit()).Cmp(c.fall) >= 0:
			if c.imports(top, b) {
				open = c.add(&c.falls, top, b)
			} else if big && near {
				open = c.add(&c.jumps, a, b)
			}
			top = b
		case open != nil && open.low == a && change.Sign() < 0:
			open.low, open.last, top = b, b, b
			open.count++
		case b.Value.Cmp(top.Value) >= 0:
			top = b
		}
	}
	c.falls, c.jumps = fewer(c.falls), fewer(c.jumps)
}

func (c *charges) add(list *[]chargeFault, before, first *model.Point) *chargeFault {
	f := chargeFault{before: before, first: first, last: first, low: first, count: 1, times: 1}
	if wh, ok := c.most(before, first); ok {
		f.wh = model.Some(wh)
	}
	*list = append(*list, f)
	return &(*list)[len(*list)-1]
}

// fewer tells what happens again and again once.
func fewer(list []chargeFault) []chargeFault {
	if len(list) <= fewStretches {
		return list
	}
	one := list[0]
	for i := range list[1:] {
		one.last = list[i+1].last
		one.count += list[i+1].count
		one.times++
	}
	return []chargeFault{one}
}

// back says that a state of charge is about where it was before a fault.
func (c *charges) back(f *chargeFault, now *model.Point) bool {
	return now.Value.Sub(f.before.Value).Abs().Cmp(c.jump.Add(now.LeastDigit()).Add(f.before.LeastDigit())) <= 0
}

// counted is what the register counted between two moments: at least inside, at most around them, with one of the last
// digit of each reading.
func (c *charges) counted(from, to model.Time) (inside, around, digits model.Decimal, ok bool) {
	r := c.register
	first := sort.Search(len(r), func(i int) bool { return !r[i].Time.Before(from) }) // not before
	last := sort.Search(len(r), func(i int) bool { return to.Before(r[i].Time) }) - 1 // not after
	if first > last {
		return inside, around, digits, false
	}
	inside = r[last].Value.Sub(r[first].Value)
	if first > 0 && from.Before(r[first].Time) {
		first--
	}
	if last+1 < len(r) && r[last].Time.Before(to) {
		last++
	}
	return inside, r[last].Value.Sub(r[first].Value), r[first].LeastDigit().Add(r[last].LeastDigit()), true
}

// most is what can have flowed between two samples: by the register, else by the highest power between them.
func (c *charges) most(a, b *model.Point) (wh model.Decimal, ok bool) {
	if _, around, digits, ok := c.counted(a.Time, b.Time); ok && around.Sign() >= 0 {
		return around.Add(digits), true
	}
	if top := highestBetween(c.power, a.Time, b.Time); top.OK {
		return energyOf(top.V, b.Time.Sub(a.Time)), true
	}
	return wh, false
}

// highestBetween is the highest number between two moments, both included.
func highestBetween(points []model.Point, from, to model.Time) (top model.Opt[model.Decimal]) {
	i := sort.Search(len(points), func(i int) bool { return !points[i].Time.Before(from) })
	for ; i < len(points) && !to.Before(points[i].Time); i++ {
		if q := &points[i]; !q.Gap && (!top.OK || q.Value.Cmp(top.V) > 0) {
			top = model.Some(q.Value)
		}
	}
	return top
}

// imports says that energy was imported between two samples.
func (c *charges) imports(a, b *model.Point) bool {
	if inside, _, digits, ok := c.counted(a.Time, b.Time); ok {
		return inside.Cmp(digits) > 0
	}
	const watts, amps = 50, 1
	if top := highestBetween(c.power, a.Time, b.Time); top.OK {
		return top.V.Cmp(model.NewDecimal(watts, 0)) > 0
	}
	top := highestBetween(c.amps, a.Time, b.Time)
	return top.OK && top.V.Cmp(model.NewDecimal(amps, 0)) > 0
}

// explains says that what flowed between two samples can explain how the state of charge rose: at twice what a percent
// usually takes, or of the smallest battery. Where nobody knows what flowed, at thrice the usual pace.
func (c *charges) explains(a, b *model.Point) bool {
	const smallest, lenient, hasty = 20, 2, 3 // Wh that make a percent of 2 kWh
	rise := b.Value.Sub(a.Value).Sub(a.LeastDigit()).Sub(b.LeastDigit()).Float64()
	perPercent, perSecond := c.usual(a, b)
	if wh, ok := c.most(a, b); ok {
		if perPercent > 0 {
			return rise <= lenient*wh.Float64()/perPercent
		}
		return rise <= wh.Float64()/smallest
	}
	return perSecond > 0 && rise <= hasty*perSecond*b.Time.Sub(a.Time).Seconds()
}

// usual is what the rest of the session says: how many Wh make a percent, and how many percent come in a second; 0 where
// it says nothing.
func (c *charges) usual(a, b *model.Point) (perPercent, perSecond float64) {
	var percents, wh, seconds float64
	for _, part := range [][2]*model.Point{{c.points[0], a}, {b, c.points[len(c.points)-1]}} {
		rise := part[1].Value.Sub(part[0].Value).Float64()
		if rise <= 0 {
			continue
		}
		percents += rise
		seconds += part[1].Time.Sub(part[0].Time).Seconds()
		if _, around, _, ok := c.counted(part[0].Time, part[1].Time); ok {
			wh += around.Float64()
		}
	}
	if percents < leastChange || seconds <= 0 {
		return 0, 0
	}
	return wh / percents, percents / seconds
}
