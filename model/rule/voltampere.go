package rule

import (
	"meterscope/model"
)

// voltAmperes compares the power at one location with voltage × current.
type voltAmperes struct {
	p                          *Pass
	s                          *Session
	power, amps, volts, cosPhi *meterAt
	percent                    bool // the power factor is in percent
	near                       bool // the product's last digits matter
	share, floor               model.Decimal
}

func findVoltAmperes(p *Pass, s *Session) {
	if s.mainMeter() || !s.has(model.PowerActiveImport) || !s.has(model.CurrentImport) || !s.has(model.Voltage) || p.scaleWrong(s) {
		return
	}
	none := &meterAt{}
	for i := range p.meters(s, model.PowerActiveImport, model.W) {
		c := voltAmperes{
			p: p, s: s, power: &p.meters(s, model.PowerActiveImport, model.W)[i], cosPhi: none,
			share: p.set.Quantity("PWR002.percent"), floor: p.set.Quantity("PWR002.tolerance"),
		}
		where := c.power.where
		c.amps, c.volts = atPlace(p.meters(s, model.CurrentImport, model.A), where), atPlace(p.meters(s, model.Voltage, model.V), where)
		if c.amps == nil || c.volts == nil {
			continue
		}
		if f := atPlace(p.meters(s, model.PowerFactor, model.Dimensionless), where); f != nil {
			c.cosPhi = f
		} else if f := atPlace(p.meters(s, model.PowerFactor, model.Percent), where); f != nil {
			c.cosPhi, c.percent = f, true
		}
		switch {
		case c.power.hasLines():
			for k, line := range lines() {
				c.line(k, line)
			}
		case c.amps.hasLines():
			c.allLines()
		default:
			c.total()
		}
	}
}

// product is voltage × current × power factor at one moment, and how far off it can be by its factors' last digits.
type product struct {
	at       *model.Point // of the power; nil where there is none
	w        model.Decimal
	va       model.Decimal
	digits   model.Decimal
	ok       bool
	fits     bool  // power and product are the same, whatever their last digits
	low, top int64 // hundredths of the product that the power may be, at least and at most
}

func (c *voltAmperes) times(v, a, f *model.Point) (va, digits model.Decimal) {
	va = v.Value.Mul(a.Value)
	if f == nil && !c.near {
		return va, digits
	}
	digits = v.Value.Abs().Mul(a.LeastDigit()).Add(a.Value.Abs().Mul(v.LeastDigit()))
	if f == nil {
		return va, digits
	}
	factor, digit := f.Value.Abs(), f.LeastDigit()
	if c.percent {
		factor, digit = factor.Shift(-2), digit.Shift(-2)
	}
	return va.Mul(factor), digits.Mul(factor).Add(va.Abs().Mul(digit))
}

// line compares one phase.
func (c *voltAmperes) line(k int, line model.Phase) {
	if len(c.power.line[k]) == 0 || len(c.amps.line[k]) == 0 {
		return
	}
	c.compare(line, newMoments(c.power.line[k], c.amps.line[k], c.voltsOf(k), c.cosPhi.line[k], c.cosPhi.total), func(now []*model.Point, one *product) {
		f := now[3]
		if f == nil {
			f = now[4]
		}
		if now[1] != nil && now[2] != nil {
			one.va, one.digits = c.times(now[2], now[1], f)
			one.ok = true
			if idles(now[1], f) {
				one.low = 0
			}
		}
	})
}

// allLines compares a total with what its phases give. One phase alone need not be all of them.
func (c *voltAmperes) allLines() {
	sent := 0
	for k := range c.amps.line {
		if len(c.amps.line[k]) > 0 {
			if sent++; len(c.voltsOf(k)) == 0 {
				return
			}
		}
	}
	a, f := c.amps.line, c.cosPhi.line
	now := newMoments(c.power.total, a[0], a[1], a[2], c.voltsOf(0), c.voltsOf(1), c.voltsOf(2), f[0], f[1], f[2], c.cosPhi.total)
	c.compare(model.PhaseNone, now, func(now []*model.Point, one *product) {
		one.ok = true
		low := true
		for k := range a {
			if len(a[k]) == 0 {
				continue
			}
			amps, volts, factor := now[1+k], now[4+k], now[7+k]
			if factor == nil {
				factor = now[10]
			}
			if amps == nil || volts == nil {
				one.ok = false
				return
			}
			w, digits := c.times(volts, amps, factor)
			one.va, one.digits = one.va.Add(w), one.digits.Add(digits)
			low = low && idles(amps, factor)
		}
		if low {
			one.low = 0
		}
		if sent == 1 {
			one.top = upToThreePhases
		}
	})
}

// idles says that an alternating current is less than what vehicles charge with [IEC 61851-1: 6 A], and that nobody
// knows its power factor: it may be mostly reactive.
func idles(amps, factor *model.Point) bool {
	const least = 6
	return factor == nil && amps.Value.Cmp(model.NewDecimal(least, 0)) < 0
}

const (
	asItIs          = 100 // hundredths
	upToThreePhases = 300
	lineToLine      = 57 // 1 ÷ √3
)

// total compares totals: exactly where it is direct current, else within what one to three phases can give.
func (c *voltAmperes) total() {
	direct := c.direct()
	nominal := model.NewDecimal(340, 0) // a voltage from here on can be one between two lines
	c.compare(model.PhaseNone, newMoments(c.power.total, c.amps.total, c.volts.total, c.cosPhi.total), func(now []*model.Point, one *product) {
		if now[1] == nil || now[2] == nil {
			return
		}
		one.va, one.digits = c.times(now[2], now[1], now[3])
		one.ok = true
		if !direct {
			one.top = upToThreePhases
			if now[2].Value.Cmp(nominal) >= 0 {
				one.low = lineToLine
			}
			if idles(now[1], now[3]) {
				one.low = 0
			}
		}
	})
}

// direct says that it is direct current: the vehicle's state of charge is known and the voltage is none to neutral, or
// there is more of one than AC stations have.
func (c *voltAmperes) direct() bool {
	const volts, amps = 460, 80
	u := highestOf([][]model.Point{c.volts.total})
	return c.s.has(model.SoC) && u.Cmp(model.NewDecimal(toNeutral, 0)) > 0 || u.Cmp(model.NewDecimal(volts, 0)) > 0 ||
		highestOf([][]model.Point{c.amps.total}).Cmp(model.NewDecimal(amps, 0)) > 0
}

// toNeutral is the highest voltage, in V, that can be one between a line and the neutral.
const toNeutral = 300

// voltsOf gives the voltages of a line: its own, or where no line has one those without a phase, if they are to neutral.
func (c *voltAmperes) voltsOf(k int) []model.Point {
	if !c.volts.hasLines() && highestOf([][]model.Point{c.volts.total}).Cmp(model.NewDecimal(toNeutral, 0)) <= 0 {
		return c.volts.total
	}
	return c.volts.line[k]
}

// compare goes through the moments; of fills in what voltage × current gives. The power is the first of the lists.
func (c *voltAmperes) compare(phase model.Phase, now *moments, of func([]*model.Point, *product)) {
	var off stretches
	var before, held *product // held was off: what comes after it may excuse it
	judge := func(after *product) {
		if held == nil {
			return
		}
		if apart, is := c.off(held); is && !lags(held, before, after) {
			off.bad(held.at, shown{value: held.w, other: held.va.Round(1), off: apart})
		} else {
			off.good()
		}
	}
	var ring [3]product
	n := 0
	for now.step() {
		next := &ring[n%len(ring)]
		*next = product{low: asItIs, top: asItIs}
		if now.now[0] == nil || phase == model.PhaseNone && c.s.cutOff(now.now[0]) {
			continue
		}
		if of(now.now, next); !next.ok {
			continue
		}
		next.fits = c.fits(now.now[0].Value, next.va)
		if !next.fits {
			c.near = true
			*next = product{low: asItIs, top: asItIs}
			of(now.now, next)
			c.near = false
		}
		n++
		next.at, next.w = now.now[0], now.now[0].Value
		judge(next)
		before, held = held, next
	}
	judge(nil)
	for _, one := range off.all() {
		c.p.tell(c.s, &one, model.SeverityNone, quantityName(model.PowerActiveImport, phase, c.power.where)+" is "+reading(one.worst.value, model.W),
			"voltage × current is "+reading(one.worst.other, model.W))
	}
}

// fits says that a power and a product are so near that their last digits don't matter.
func (c *voltAmperes) fits(w, va model.Decimal) bool {
	apart := w.Sub(va).Abs()
	return apart.Cmp(c.floor) <= 0 || apart.Cmp(percent(c.share, w)) <= 0
}

// off says that power and product are apart by more than is allowed, and by how much.
func (c *voltAmperes) off(one *product) (apart model.Decimal, is bool) {
	if one.fits {
		return apart, false
	}
	least, most := one.va, one.va
	if one.low != asItIs || one.top != asItIs {
		least, most = percent(model.NewDecimal(one.low, 0), one.va), percent(model.NewDecimal(one.top, 0), one.va)
	}
	switch {
	case one.w.Cmp(least) < 0:
		apart = least.Sub(one.w)
	case one.w.Cmp(most) > 0:
		apart = one.w.Sub(most)
	}
	if one.w.Sign() < 0 || apart.Cmp(c.floor) <= 0 {
		return apart, false
	}
	allowed := greater(percent(c.share, greater(one.w, one.va.Abs())), c.floor).Add(one.digits).Add(one.at.LeastDigit())
	return apart, apart.Cmp(allowed) > 0
}

// lags says that power or product is one sample behind the other: what one of them shows lies within what the other
// goes through from the sample before to the one after.
func lags(one, before, after *product) bool {
	within := func(x model.Decimal, of func(*product) model.Decimal) bool {
		low, high := of(one), of(one)
		for _, o := range []*product{before, after} {
			if o == nil {
				continue
			}
			if v := of(o); v.Cmp(low) < 0 {
				low = v
			} else if v.Cmp(high) > 0 {
				high = v
			}
		}
		const tenth = 10
		slack := percent(model.NewDecimal(tenth, 0), high)
		return x.Add(slack).Cmp(low) >= 0 && x.Cmp(high.Add(slack)) <= 0
	}
	return within(one.w, func(p *product) model.Decimal { return p.va }) || within(one.va, func(p *product) model.Decimal { return p.w })
}
