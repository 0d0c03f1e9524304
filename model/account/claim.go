package account

import (
	"math"

	"meterscope/model"
	"meterscope/model/session"
)

// claim is an account before it is compared.
type claim struct {
	Account
	given  Kind          // whose tolerance it has
	digits model.Decimal // Wh, of its readings
	losses []loss        // what it lacks within its own time
	byUser bool
	factor bool // of current: times the power factor
}

// loss is a stretch over which an account counts too little: by least to most Wh.
type loss struct {
	kind        CauseKind
	from, to    model.Time
	least, most model.Decimal
	open        bool // nobody knows the most
	known       bool // the register counted it: least is most
	before, low model.Decimal
}

// reckoning is what accounts of one transaction are made with.
type reckoning struct {
	Input
	inside   []model.Series
	counter  counter
	ui       electric
	most     model.Opt[model.Decimal] // W
	exported model.Opt[Exported]
	claims   []claim
}

func newReckoning(in Input) *reckoning {
	in.Series, in.elsewhere = brought(in.Series)
	r := &reckoning{Input: in, inside: (&session.Session{Tx: *in.Tx}).Inside(in.Series)}
	r.counter = newCounter(r.inside, in.Findings)
	r.exported = exported(r.inside, in.Limits)
	r.ui = voltTimesAmpere(r.inside)
	r.most = r.plausible(most(r.inside, &r.counter))
	r.counter.anchor(in.Tx, func(from, to model.Time) model.Decimal {
		if wh, ok := r.bound(from, to); ok {
			return wh
		}
		return model.NewDecimal(-1, 0)
	})
	return r
}

// plausible is the highest power, unless it is hundreds of times less than the register counted on average: then it is
// kW, sent as W, and bounds nothing. What bounds is the register then.
func (r *reckoning) plausible(most model.Opt[model.Decimal]) model.Opt[model.Decimal] {
	points := r.counter.points
	if !most.OK || len(points) == 0 {
		return most
	}
	first, last := &points[0], &points[len(points)-1]
	wh, ok := r.atPower(most.V.Mul(model.NewDecimal(leastKilo, 0)), first.Time, last.Time)
	if ok && wh.Sign() > 0 && last.Value.Sub(first.Value).Cmp(wh) >= 0 {
		return r.counter.steepest()
	}
	return most
}

// atPower is what flows over a stretch at a power.
func (r *reckoning) atPower(watts model.Decimal, from, to model.Time) (wh model.Decimal, ok bool) {
	d := to.Sub(from)
	if d <= 0 {
		return wh, true
	}
	if d == math.MaxInt64 {
		return wh, false
	}
	const nanosOfHour = 3_600_000_000_000
	wh, _ = watts.Mul(model.NewDecimal(int64(d), 0)).Quo(model.NewDecimal(nanosOfHour, 0), integralScale)
	return wh, true
}

// bound is what can have flowed over a stretch at the highest power.
func (r *reckoning) bound(from, to model.Time) (wh model.Decimal, ok bool) {
	if !r.most.OK {
		return wh, !from.Before(to)
	}
	return r.atPower(r.most.V, from, to)
}

// missing is what an account lacks that counts nothing over a stretch.
func (r *reckoning) missing(kind CauseKind, from, to model.Time) loss {
	l := loss{kind: kind, from: from, to: to}
	step, exact, counted := r.counter.between(from, to)
	if counted && exact {
		l.least, l.most, l.known = step, step, true
		return l
	}
	bound, bounded := r.bound(from, to)
	switch {
	case counted && bounded:
		l.most = smaller(step, bound)
	case counted:
		l.most = step
	case bounded:
		l.most = bound
	default:
		l.open = true
	}
	return l
}

// gaps are the losses of an account over its holes.
func (r *reckoning) gaps(holes []stretch) []loss {
	var out []loss
	for _, h := range holes {
		out = append(out, r.missing(CauseGap, h.from, h.to))
	}
	return out
}

// falls are the losses of a register that fell: what it fell by, and what flowed until it was read again.
func (r *reckoning) falls() []loss {
	var out []loss
	for _, f := range r.counter.falls {
		l := loss{kind: CauseFall, from: f.from, to: f.to, before: f.before, low: f.low, least: f.before.Sub(f.low)}
		flow, ok := r.bound(f.from, f.to)
		l.most, l.open = l.least.Add(flow), !ok
		out = append(out, l)
	}
	return out
}

// claim enters an account.
func (r *reckoning) claim(k Kind, t *tally, energy model.Decimal) *claim {
	r.claims = append(r.claims, claim{
		Account: Account{Kind: k, Energy: energy, From: t.from, To: t.to, Samples: t.samples, Lines: t.lines},
		given:   k, digits: t.digits,
	})
	if m := measured(k); m != "" {
		r.claims[len(r.claims)-1].Where = r.elsewhere[m]
	}
	return &r.claims[len(r.claims)-1]
}

// collect makes all accounts that there is data for, in order.
func (r *reckoning) collect() {
	r.meter()
	if t := byRegister(r.inside); t.ok {
		if t.from.IsZero() {
			t.from = r.Tx.Start // a reading of the begin that was sent later
		}
		r.claim(Register, &t, t.sum).losses = r.falls()
	}
	r.interval()
	if t := byPower(r.inside, r.Limits); t.ok {
		r.claim(Power, &t, wattHours(t.sum)).losses = r.gaps(t.holes)
	}
	r.current()
	r.phases()
	r.signed()
	r.billed()
	r.car()
}

func (r *reckoning) meter() {
	e, ok := byMeter(r.Tx)
	if !ok {
		return
	}
	one := model.NewDecimal(1, 0)
	const readings = 2
	c := r.claim(Meter, &tally{from: r.Tx.Start, to: r.Tx.Stop, samples: readings, digits: one.Add(one)}, e)
	if r.counter.stopReads && r.counter.onBase || len(r.counter.points) > 0 && r.endsLikeRegister() {
		c.losses = r.falls()
	}
}

// endsLikeRegister says that meterStop goes on from the last reading of the register, and meterStart from before the
// first one: after a fall they are readings of it all the same.
func (r *reckoning) endsLikeRegister() bool {
	if len(r.counter.falls) == 0 || !r.Tx.MeterStop.OK || r.Tx.Stop.IsZero() {
		return false
	}
	last := r.counter.points[len(r.counter.points)-1]
	stop := reading(r.Tx.Stop, r.Tx.MeterStop.V)
	return follows(&last, &stop, func(from, to model.Time) model.Decimal {
		wh, ok := r.bound(from, to)
		if !ok {
			return model.NewDecimal(-1, 0)
		}
		return wh
	})
}

func (r *reckoning) interval() {
	m := pick(r.inside, model.EnergyActiveImportInterval, model.Wh, atOutlet)
	t := addUp(m, func(points []model.Point) tally {
		one := summed(points)
		one.lay(points, r.Limits)
		return one
	})
	if t.ok {
		if t.from.Before(r.Tx.Start) {
			t.from = r.Tx.Start
		}
		r.claim(Interval, &t, t.sum).losses = r.gaps(t.holes)
	}
}

func (r *reckoning) current() {
	t := addUp(r.ui.meter, integrated(r.Limits))
	if !t.ok {
		return
	}
	c := r.claim(Current, &t, wattHours(t.sum))
	c.losses, c.factor = r.gaps(t.holes), r.ui.factor
}

// phases adds up the phases where there is a total too: of the register, else of the power, else of the intervals.
func (r *reckoning) phases() {
	register := pick(r.inside, model.EnergyActiveImportRegister, model.Wh, atOutlet)
	if t := besides(register, registered); t.ok {
		c := r.claim(Phases, &t, t.sum)
		c.losses, c.Where = r.falls(), r.elsewhere[model.EnergyActiveImportRegister]
		return
	}
	power := pick(r.inside, model.PowerActiveImport, model.W, atOutlet)
	if t := besides(power, integrated(r.Limits)); t.ok {
		c := r.claim(Phases, &t, wattHours(t.sum))
		c.given, c.losses, c.Where = Power, r.gaps(t.holes), r.elsewhere[model.PowerActiveImport]
		return
	}
	interval := pick(r.inside, model.EnergyActiveImportInterval, model.Wh, atOutlet)
	if t := besides(interval, summed); t.ok {
		r.claim(Phases, &t, t.sum).Where = r.elsewhere[model.EnergyActiveImportInterval]
	}
}

// besides adds up the phases of a meter that has a total too.
func besides(m meter, of func([]model.Point) tally) tally {
	if len(m.phases) == 0 || !of(m.total).ok {
		return tally{}
	}
	return addLines(m, of)
}

func (r *reckoning) billed() {
	if b := r.Given.Billed; b.OK {
		c := r.claim(Billed, &tally{digits: r.Given.Digit.Billed}, b.V)
		c.byUser = true
	}
}

// car is what the car shows, or the change of SoC of its battery.
func (r *reckoning) car() {
	if v := r.Given.Car; v.OK {
		r.claim(Car, &tally{digits: r.Given.Digit.Car}, v.V).byUser = true
		return
	}
	b := r.Given.Battery
	if !b.OK {
		return
	}
	from, to := r.Tx.SoCStart, r.Tx.SoCEnd
	if r.Given.SoCFrom.OK {
		from = r.Given.SoCFrom
	}
	if r.Given.SoCTo.OK {
		to = r.Given.SoCTo
	}
	if !from.OK || !to.OK {
		return
	}
	change := to.V.Sub(from.V)
	digits := percent(b.V, from.V.Ulp().Add(to.V.Ulp())).Add(percent(r.Given.Digit.Battery, change.Abs()))
	const readings = 2
	r.claim(Car, &tally{digits: digits, samples: readings}, percent(b.V, change)).byUser = true
}
