package rule

import (
	"slices"
	"sort"
	"time"

	"meterscope/model"
	"meterscope/model/account"
)

// flow is where the register of imported energy and the power can't both be right, stretch by stretch: by indices of
// the register's readings.
type flow struct {
	readings []model.Point // without spikes
	power    []model.Point
	limit    time.Duration // beyond which two samples of the power are not connected
	highest  model.Opt[model.Decimal]
	offered  bool // the highest power is one that was offered
	seen     int  // samples of the power that a sampling loop took
	jumps    []rise
	stills   []still
	dark     []rise
}

// rise is a stretch in which the register counted up: from the reading before it to its last one.
type rise struct {
	from, to int
	count    int           // readings at which it did
	wh       model.Decimal // how much
	could    model.Decimal // how much can have flowed
}

// still is a stretch in which the register stood still.
type still struct {
	from, to int
	wh       model.Decimal // that flowed by the power
}

const (
	// shortInterval is how long a stretch may be so that the power at both ends tells about all of it.
	shortInterval = 5 * time.Minute
	// fewPowers is how many samples it takes to call their highest the highest there was.
	fewPowers = 3
	// fewRises is how many stretches it takes to say that the power is wrong, where the register outruns it.
	fewRises = 2
)

// flow compares the register with the power, once. Of a register that fell nothing more is said, nor where one of the
// two is wrong by a factor of 1000.
func (p *Pass) flow(s *Session) *flow {
	if p.moves != nil {
		return p.moves
	}
	f := &flow{}
	p.moves = f
	faults := p.registers(s)
	if len(faults.main) < 2 || faults.importFell() {
		return f
	}
	f.readings = faults.main
	if len(faults.spikes) > 0 {
		f.readings = slices.DeleteFunc(slices.Clone(f.readings), func(q model.Point) bool { return faults.spikesAt(&q) })
	}
	f.power = p.shownPower(s)
	f.highest = account.HighestPower(s.Series)
	if offered := account.HighestOffered(s.Series); offered.OK && (!f.highest.OK || f.highest.V.Cmp(offered.V) <= 0) {
		f.highest, f.offered = offered, true
	}
	if !f.highest.OK && len(f.power) == 0 {
		return f
	}
	f.limit = p.set.GapLimits().GapLimit(f.power)
	for i := range f.power {
		if c := f.power[i].Context; !f.power[i].Gap && !event(c) {
			f.seen++
		}
	}
	f.find(p)
	return f
}

// event says that something that happened, not a sampling loop, caused a sample.
func event(c model.Context) bool {
	switch c {
	case model.TransactionBegin, model.TransactionEnd, model.InterruptionBegin, model.InterruptionEnd:
		return true
	}
	return false
}

func (f *flow) find(p *Pass) {
	m, matched := account.MatchPower(f.power, f.readings, p.set.GapLimits())
	kilo := matched && p.aThousand(m.Energy, m.Register)
	if !p.set.off("REG006") {
		f.findJumps(p, kilo)
	}
	if kilo && len(f.jumps) == 0 {
		return
	}
	if !p.set.off("REG009") {
		f.findStills(p)
	}
	if !p.set.off("REG010") {
		f.findDark(p)
	}
}

// findJumps looks for what the register rises faster than the highest power allows. Where it does so most of the time
// it is the power that is wrong: that is not its matter.
func (f *flow) findJumps(p *Pass, kilo bool) {
	if !f.highest.OK || f.highest.V.Cmp(p.set.Quantity("REG010.power")) <= 0 {
		return
	}
	factor, floor := p.set.Quantity("REG006.factor"), p.set.Quantity("REG006.tolerance")
	rises, jumps, flat := 0, 0, 0 // flat: where the register began to show what it shows
	var found []rise
	for i := 1; i < len(f.readings); i++ {
		a, b := &f.readings[i-1], &f.readings[i]
		up := b.Value.Sub(a.Value)
		if up.Sign() <= 0 {
			if up.Sign() < 0 {
				flat = i
			}
			continue
		}
		rises++
		could := energyOf(f.highest.V, b.Time.Sub(a.Time))
		if up.Cmp(floor) > 0 && f.bounds(b.Time.Sub(a.Time)) {
			if flat < i-1 {
				could = could.Add(f.held(flat, i-1))
			}
			allowed := greater(could.Mul(factor), floor).Add(a.LeastDigit()).Add(b.LeastDigit())
			if up.Cmp(allowed) > 0 {
				jumps++
				found = append(found, rise{from: i - 1, to: i, count: 1, wh: up, could: could})
			}
		}
		flat = i
	}
	if 2*jumps > rises && (kilo || jumps >= fewRises) {
		return
	}
	for _, r := range found {
		if n := len(f.jumps); n > 0 && f.jumps[n-1].to == r.from {
			last := &f.jumps[n-1]
			last.to, last.count, last.wh, last.could = r.to, last.count+1, last.wh.Add(r.wh), last.could.Add(r.could)
			continue
		}
		f.jumps = append(f.jumps, r)
	}
}

// bounds says that the highest power that is known is the highest that there can have been in a stretch so long.
func (f *flow) bounds(d time.Duration) bool {
	return d > 0 && (f.offered || d <= shortInterval || f.seen >= fewPowers)
}

// held is what can have flowed while the register showed the same: it may count it late.
func (f *flow) held(from, to int) model.Decimal {
	a, b := f.readings[from].Time, f.readings[to].Time
	if wh, ok := account.Between(f.power, a, b, f.limit); ok {
		return wh.Abs()
	}
	return energyOf(f.highest.V, b.Sub(a))
}

// findStills looks for where the register shows the same while power flows.
func (f *flow) findStills(p *Pass) {
	allowed := p.set.Quantity("REG009.tolerance").Add(f.step()).Add(f.step())
	for from := 0; from < len(f.readings); {
		to := from
		for to+1 < len(f.readings) && f.readings[to+1].Value.Cmp(f.readings[from].Value) == 0 {
			to++
		}
		a, b := &f.readings[from], &f.readings[to]
		if to > from && f.highest.OK && energyOf(f.highest.V, b.Time.Sub(a.Time)).Cmp(allowed) > 0 {
			if wh, ok := account.Between(f.power, a.Time, b.Time, f.limit); ok && wh.Cmp(allowed) > 0 {
				f.stills = append(f.stills, still{from: from, to: to, wh: wh})
			}
		}
		from = to + 1
	}
}

// step is the least by which the register counts: one of its least digit, or where enough readings show it, of the
// power of ten that all that it shows are multiples of.
func (f *flow) step() model.Decimal {
	distinct := 1
	for i := 1; i < len(f.readings); i++ {
		if f.readings[i].Value.Cmp(f.readings[i-1].Value) != 0 {
			distinct++
		}
	}
	least := f.readings[0].LeastDigit()
	for _, c := range []struct{ step, readings int64 }{{1000, 3}, {100, 8}, {10, 8}} {
		step := model.NewDecimal(c.step, 0)
		if int64(distinct) >= c.readings && least.Cmp(step) < 0 && f.multiples(step) {
			return step
		}
	}
	return least
}

// multiples says that all readings are multiples of a step.
func (f *flow) multiples(step model.Decimal) bool {
	return !slices.ContainsFunc(f.readings, func(p model.Point) bool {
		q, ok := p.Value.Quo(step, 0)
		return !ok || q.Mul(step).Cmp(p.Value) != 0
	})
}

// findDark looks for where the register rises although the power that is shown is about zero, or negative. A single
// stretch between two samples tells only if it is short: the power may have flowed between them.
func (f *flow) findDark(p *Pass) {
	zero := p.set.Quantity("REG010.power")
	for first := 0; first < len(f.power); {
		if f.power[first].Gap || f.power[first].Value.Cmp(zero) >= 0 {
			first++
			continue
		}
		last := first
		for last+1 < len(f.power) && !f.power[last+1].Gap && f.power[last+1].Value.Cmp(zero) < 0 &&
			f.power[last+1].Time.Sub(f.power[last].Time) <= f.limit {
			last++
		}
		if !event(f.power[first].Context) || !event(f.power[last].Context) || last-first > 1 {
			f.darkness(p, f.power[first].Time, f.power[last].Time)
		}
		first = last + 1
	}
}

// darkness adds up what the register counts between two moments, without its jumps.
func (f *flow) darkness(p *Pass, begin, end model.Time) {
	at := func(q model.Point, t model.Time) int { return q.Time.Compare(t) }
	from, _ := slices.BinarySearchFunc(f.readings, begin, at)
	r, short := rise{from: from, to: from}, false
	for i := from + 1; i < len(f.readings) && !end.Before(f.readings[i].Time); i++ {
		r.to = i
		up := f.readings[i].Value.Sub(f.readings[i-1].Value)
		if up.Sign() <= 0 || f.jumped(i) {
			continue
		}
		r.wh = r.wh.Add(up)
		r.count++
		short = short || f.readings[i].Time.Sub(f.readings[i-1].Time) <= shortInterval
	}
	if r.count == 0 || r.count == 1 && !short {
		return
	}
	a, b := &f.readings[r.from], &f.readings[r.to]
	r.could = energyOf(p.set.Quantity("REG010.power"), b.Time.Sub(a.Time))
	allowed := greater(r.could, p.set.Quantity("REG010.tolerance")).Add(a.LeastDigit()).Add(b.LeastDigit())
	if r.wh.Cmp(allowed) > 0 {
		f.dark = append(f.dark, r)
	}
}

// jumped says that the register jumped to a reading.
func (f *flow) jumped(i int) bool {
	n := sort.Search(len(f.jumps), func(n int) bool { return i <= f.jumps[n].to })
	return n < len(f.jumps) && f.jumps[n].from < i
}

// leaveOut marks the readings, in order of time, between which something is wrong that was said already.
func (f *flow) leaveOut(points []model.Point, dark bool) {
	mark := func(from, to int) {
		a, b := f.readings[from].Time, f.readings[to].Time
		i := sort.Search(len(points), func(i int) bool { return a.Before(points[i].Time) })
		for ; i < len(points) && !b.Before(points[i].Time); i++ {
			points[i].Gap = true
		}
	}
	for _, j := range f.jumps {
		mark(j.from, j.to)
	}
	for _, s := range f.stills {
		mark(s.from, s.to)
	}
	if dark {
		for _, d := range f.dark {
			mark(d.from, d.to)
		}
	}
}

func (f *flow) silent() bool { return len(f.jumps)+len(f.stills)+len(f.dark) == 0 }

// energyOf is what a power gives in a time, in Wh, to 0.001.
func energyOf(power model.Decimal, d time.Duration) model.Decimal {
	const nanosOfHour, digits = 3_600_000_000_000, 3
	wh, _ := power.Mul(model.NewDecimal(int64(d), 0)).Quo(model.NewDecimal(nanosOfHour, 0), digits)
	return wh
}

func greater(a, b model.Decimal) model.Decimal {
	if a.Cmp(b) < 0 {
		return b
	}
	return a
}
