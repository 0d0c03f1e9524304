package account

import (
	"slices"

	"meterscope/model"
)

// backwards: meterStop is below meterStart, or nothing at all.
func (r *reckoning) backwards(d *difference) *Cause {
	if d.of.Kind != Meter || !r.impossible(d.of) {
		return nil
	}
	if c := r.byLosses(d); c != nil && c.Whole {
		return c
	}
	c := &Cause{
		Kind: CauseMeterStop, Of: Meter, From: r.Tx.Start, To: r.Tx.Stop, Count: 1, Whole: true,
		Before: model.NewDecimal(r.Tx.MeterStart.V, 0), After: model.NewDecimal(r.Tx.MeterStop.V, 0),
	}
	if r.Tx.MeterStop.V > 0 && c.After.Sub(d.ref.Energy).Abs().Cmp(d.tolerance) <= 0 {
		c.Other = d.ref.Kind // it counts this transaction alone
	}
	return c
}

// Half a decade around 1000 (UNI004).
const (
	leastKilo = 316
	mostKilo  = 3162
)

// unit: one of the two is 1000 times the other. Where a third one agrees with the one that differs, the reference is
// the odd one.
func (r *reckoning) unit(d *difference) *Cause {
	up := aThousand(d.of.Energy, d.ref.Energy)
	if !up && !aThousand(d.ref.Energy, d.of.Energy) {
		return nil
	}
	c := &Cause{Kind: CauseUnit, Of: d.of.Kind, Count: 1, Whole: true}
	alike := func(a model.Decimal) bool {
		return slices.ContainsFunc(r.claims, func(o claim) bool {
			if o.Kind == d.of.Kind || o.Kind == d.ref.Kind || o.byUser {
				return false
			}
			const near = 20 // percent
			return o.Energy.Sub(a).Abs().Cmp(percent(a.Abs(), model.NewDecimal(near, 0))) <= 0
		})
	}
	if !d.of.byUser && alike(d.of.Energy) && !alike(d.ref.Energy) {
		c.Of, up = d.ref.Kind, !up
	}
	c.Factor = model.NewDecimal(1, 3)
	if up {
		c.Factor = model.NewDecimal(1000, 0)
	}
	return c
}

// aThousand says that a is about 1000 times b; never of zero or less.
func aThousand(a, b model.Decimal) bool {
	return b.Sign() > 0 && a.Cmp(b.Mul(model.NewDecimal(leastKilo, 0))) >= 0 && a.Cmp(b.Mul(model.NewDecimal(mostKilo, 0))) <= 0
}

// sign: power or current is negative all the time, as where a transformer is mounted the wrong way round.
func (r *reckoning) sign(d *difference) *Cause {
	if d.of.byUser || d.of.Energy.Sign() >= 0 || d.ref.Energy.Sign() <= 0 || d.of.given != Power && d.of.Kind != Current {
		return nil
	}
	if d.of.Energy.Add(d.ref.Energy).Abs().Cmp(d.tolerance) > 0 {
		return nil
	}
	return &Cause{Kind: CauseSign, Of: d.of.Kind, From: d.of.From, To: d.of.To, Count: 1, Whole: true}
}

// jump: the register rose by more than can have flowed (REG006), and what doesn't count with it lacks that.
func (r *reckoning) jump(d *difference) *Cause {
	if d.wh.Sign() >= 0 || voice(d.ref) != "counter" || d.of.Kind != Car && (d.of.byUser || voice(d.of) == "counter") {
		return nil
	}
	c := &Cause{Kind: CauseJump, Of: d.ref.Kind}
	for i := range r.Findings {
		f := &r.Findings[i]
		a, b := r.counter.before(f.From), r.counter.behind(f.To)
		flow, bounded := r.bound(f.From, f.To)
		if f.Rule != "REG006" || a == nil || b == nil || !bounded || f.To.Before(d.ref.From) || d.ref.To.Before(f.From) {
			continue
		}
		rise := b.Value.Sub(a.Value)
		if c.Count == 0 {
			c.From, c.To, c.Before = f.From, f.To, a.Value
		}
		c.Count++
		c.From, c.To, c.After = earlier(c.From, f.From), later(c.To, f.To), b.Value
		c.Hides, c.Known = model.Some(c.Hides.V.Add(rise)), true
		c.Least = c.Least.Add(rise.Sub(flow))
	}
	short := d.wh.Neg()
	if c.Count == 0 || c.Hides.V.Add(c.Hides.V).Cmp(short) < 0 { // most of it is something else
		return nil
	}
	c.Rest = unexplained(d.wh, []loss{{least: c.Least, most: c.Hides.V}}, nil)
	c.Whole = c.Rest.Cmp(d.tolerance) <= 0
	return c
}

// phaseMissing: what is counted is one or two thirds of the reference, and not all three phases are in it.
func (r *reckoning) phaseMissing(d *difference) *Cause {
	a := d.of
	const all, near = 3, 5 // phases, percent
	if d.wh.Sign() >= 0 || a.byUser || a.Kind == Meter || len(a.Lines) == all {
		return nil
	}
	if len(a.Lines) == 0 && liveLines(r.inside) < all {
		return nil // nothing says that there are three
	}
	silent := liveBeyond(r.inside, a.Lines)
	for n := int64(1); n < all; n++ {
		if len(a.Lines) > 0 && int(n) != len(a.Lines) {
			continue
		}
		expected, ok := d.ref.Energy.Mul(model.NewDecimal(n, 0)).Quo(model.NewDecimal(all, 0), integralScale)
		if ok && a.Energy.Sub(expected).Abs().Cmp(percent(expected.Abs(), model.NewDecimal(near, 0))) <= 0 {
			return &Cause{
				Kind: CausePhase, Of: a.Kind, From: a.From, To: a.To, Count: int(n), Lines: a.Lines, Whole: true,
				Hides: model.Some(d.wh.Neg()), Certain: len(a.Lines) > 0 && silent,
			}
		}
	}
	if len(a.Lines) > 0 && silent {
		return &Cause{
			Kind: CausePhase, Of: a.Kind, From: a.From, To: a.To, Count: len(a.Lines), Lines: a.Lines, Certain: true, Whole: true,
			Hides: model.Some(d.wh.Neg()),
		}
	}
	return nil
}

// liveBeyond says that a line which is not among those counted carried current.
func liveBeyond(series []model.Series, counted []model.Phase) bool {
	amps := pick(series, model.CurrentImport, model.A, atOutlet)
	for i, line := range amps.lines {
		if !slices.Contains(counted, line) && live(amps.phases[i]) {
			return true
		}
	}
	return false
}

// liveLines counts the lines that carried current.
func liveLines(series []model.Series) (n int) {
	for _, points := range pick(series, model.CurrentImport, model.A, atOutlet).phases {
		if live(points) {
			n++
		}
	}
	return n
}

// live says that more than a trace of current flowed.
func live(amps []model.Point) bool {
	const trace = 1 // A
	top := highest(amps)
	return top.OK && top.V.Cmp(model.NewDecimal(trace, 0)) > 0
}

// powerFactor: voltage × current without a power factor is more than the power.
func (r *reckoning) powerFactor(d *difference) *Cause {
	if d.of.Kind != Current || d.of.factor || d.wh.Sign() <= 0 {
		return nil
	}
	const digits = 2
	f, ok := d.ref.Energy.Quo(d.of.Energy, digits)
	if !ok || f.Cmp(model.NewDecimal(7, 1)) < 0 {
		return nil
	}
	return &Cause{Kind: CausePowerFactor, Of: Current, From: d.of.From, To: d.of.To, Count: 1, Factor: f, Whole: true}
}

// otherAccount: the bill is what another account says.
func (r *reckoning) otherAccount(d *difference) *Cause {
	for i := range r.claims {
		o := &r.claims[i]
		if o.byUser || o == d.ref {
			continue
		}
		if o.Energy.Sub(d.of.Energy).Abs().Cmp(d.of.digits.Add(o.digits)) <= 0 {
			return &Cause{Kind: CauseOther, Of: Billed, From: o.From, To: o.To, Count: 1, Other: o.Kind, Whole: true}
		}
	}
	return nil
}

// afterStop: the bill is what the register showed at a sample after the end, less what it showed at the begin.
func (r *reckoning) afterStop(d *difference) *Cause {
	if r.Tx.Stop.IsZero() || r.counter.start == nil || d.wh.Sign() <= 0 {
		return nil
	}
	for _, s := range r.Series {
		if s.Key.Measurand != model.EnergyActiveImportRegister || s.Key.Phase != model.PhaseNone || s.Unit != model.Wh || !atOutlet(s.Key.Where()) {
			continue
		}
		for i := len(s.Points) - 1; i >= 0 && r.Tx.Stop.Before(s.Points[i].Time); i-- {
			p := &s.Points[i]
			if p.Gap {
				continue
			}
			counted := p.Value.Sub(r.counter.start.Value)
			if counted.Sub(d.of.Energy).Abs().Cmp(d.of.digits.Add(p.LeastDigit()).Add(model.NewDecimal(1, 0))) <= 0 {
				return &Cause{Kind: CauseAfterStop, Of: Billed, From: r.Tx.Stop, To: p.Time, Count: 1, Hides: model.Some(d.wh), Known: true, Whole: true}
			}
		}
	}
	return nil
}

// interim: the bill is what the register showed at the last sample before a gap, or at the last sample of all.
func (r *reckoning) interim(d *difference) *Cause {
	if r.counter.start == nil || len(r.counter.points) == 0 || d.wh.Sign() >= 0 {
		return nil
	}
	times := []model.Time{r.counter.points[len(r.counter.points)-1].Time}
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Rule == "CLK007" {
			times = append(times, f.From)
		}
	}
	for _, t := range times {
		p := r.counter.before(t)
		if p == nil || p == r.counter.start {
			continue
		}
		counted := p.Value.Sub(r.counter.start.Value)
		if counted.Sub(d.of.Energy).Abs().Cmp(d.of.digits.Add(p.LeastDigit()).Add(model.NewDecimal(1, 0))) <= 0 {
			return &Cause{Kind: CauseInterim, Of: Billed, From: p.Time, To: d.ref.To, Count: 1, Hides: model.Some(d.wh.Neg()), Known: true, Whole: true}
		}
	}
	return nil
}

// charging: what the car took doesn't fit what was delivered.
func (r *reckoning) charging(d *difference) *Cause {
	if d.wh.Sign() > 0 {
		if c := r.byLosses(d); c != nil && c.Whole {
			return c
		}
		return &Cause{Kind: CauseTooMuch, Of: Car, Count: 1, Whole: true}
	}
	lost, ok := d.wh.Neg().Mul(model.NewDecimal(100, 0)).Quo(d.ref.Energy, 0)
	if !ok || d.ref.Energy.Sign() <= 0 {
		return nil
	}
	return &Cause{Kind: CauseLoss, Of: Car, Count: 1, Factor: lost, Whole: true}
}
