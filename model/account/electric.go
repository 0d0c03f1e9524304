package account

import (
	"slices"

	"meterscope/model"
	"meterscope/model/session"
)

// electric is the power of a connector as voltage × current, in W, phase by phase or of the whole.
type electric struct {
	meter
	factor bool // times the power factor
}

// voltTimesAmpere multiplies what was sampled at one moment: each phase's current by its own voltage, else by the
// one voltage that there is (line to neutral, or of direct current). Where no phase has a current, the total is
// taken. A voltage between two lines is none of a phase.
func voltTimesAmpere(series []model.Series) electric {
	amps := pick(series, model.CurrentImport, model.A, atOutlet)
	volts := pick(series, model.Voltage, model.V, atOutlet)
	factors := powerFactor(series)
	var e electric
	for i, line := range amps.lines {
		v := volts.phase(line)
		if v == nil {
			v = volts.total
		}
		if p := together(amps.phases[i], v, model.Decimal.Mul); len(p) > 0 {
			e.phases = append(e.phases, e.times(p, factors, line))
			e.lines = append(e.lines, line)
		}
	}
	if len(e.phases) > 0 {
		return e
	}
	v := volts.total
	if v == nil && len(volts.lines) == 1 {
		v = volts.phases[0]
	}
	if p := together(amps.total, v, model.Decimal.Mul); len(p) > 0 {
		e.total = e.times(p, factors, model.PhaseNone)
	}
	return e
}

// times multiplies apparent power by the power factor, if that was sampled with it.
func (e *electric) times(p []model.Point, factors meter, line model.Phase) []model.Point {
	f := factors.phase(line)
	if f == nil {
		f = factors.total
	}
	const most = 2 // of the moments at least half must have one
	if real := together(p, f, model.Decimal.Mul); len(real)*most >= len(p) {
		e.factor = true
		return real
	}
	return p
}

// powerFactor gives the power factors as fractions, without their sign: that says which way the current lags.
func powerFactor(series []model.Series) meter {
	m := pick(series, model.PowerFactor, model.Dimensionless, atOutlet)
	shift := 0
	if len(m.total) == 0 && len(m.phases) == 0 {
		m = pick(series, model.PowerFactor, model.Percent, atOutlet)
		shift = -2
	}
	fraction := func(points []model.Point) []model.Point {
		out := slices.Clone(points)
		for i := range out {
			out[i].Value = out[i].Value.Abs().Shift(shift)
		}
		return out
	}
	m.total = fraction(m.total)
	for i := range m.phases {
		m.phases[i] = fraction(m.phases[i])
	}
	return m
}

// most is the highest power: seen, else as voltage × current, else offered, else as fast as the register rose.
func most(series []model.Series, c *counter) model.Opt[model.Decimal] {
	for _, look := range []func() model.Opt[model.Decimal]{
		func() model.Opt[model.Decimal] { return MaxPower(series) },
		func() model.Opt[model.Decimal] { return apparent(series) },
		func() model.Opt[model.Decimal] { return offered(series) },
		c.steepest,
	} {
		if top := look(); top.OK && top.V.Sign() > 0 {
			return top
		}
	}
	return model.Opt[model.Decimal]{}
}

func apparent(series []model.Series) model.Opt[model.Decimal] {
	ui := voltTimesAmpere(series)
	if top := highest(ui.total); top.OK {
		return top
	}
	return highest(sumOfPhases(ui.phases))
}

func offered(series []model.Series) model.Opt[model.Decimal] {
	return highest(pick(series, model.PowerOffered, model.W, atOutlet).total)
}

// steepest is the highest power at which the register rose over a usual interval or longer.
func (c *counter) steepest() (top model.Opt[model.Decimal]) {
	usual := session.UsualInterval([]model.Series{{Points: c.points}})
	for i := 1; i < len(c.points); i++ {
		a, b := &c.points[i-1], &c.points[i]
		d := b.Time.Sub(a.Time)
		if d <= 0 || d < usual {
			continue
		}
		const nanosOfHour = 3_600_000_000_000
		w, _ := b.Value.Sub(a.Value).Mul(model.NewDecimal(nanosOfHour, 0)).Quo(model.NewDecimal(int64(d), 0), integralScale)
		if !top.OK || w.Cmp(top.V) > 0 {
			top = model.Some(w)
		}
	}
	return top
}
