package present

import (
	"strings"

	"meterscope/model"
	"meterscope/model/account"
)

// causes says why an account differs, as the rest of a sentence; "" if nobody knows.
func (w *accountWords) causes(a *account.Account) string {
	c := a.Cause
	if c == nil {
		return ""
	}
	said := []string{w.cause(c, a)}
	for i := range c.Also {
		said = append(said, w.cause(&c.Also[i], a))
	}
	if !c.Whole && c.Rest.Sign() > 0 {
		said = append(said, w.t.Text("that leaves %s that nothing explains", w.amount(c.Rest)))
	}
	return strings.Join(said, "; ")
}

// cause says one cause.
func (w *accountWords) cause(c *account.Cause, a *account.Account) string {
	t := w.t
	switch c.Kind {
	case account.CauseGap:
		return w.gap(c, a)
	case account.CauseLateStart:
		_, at := w.times(c.From, c.To)
		if c.Of == account.Register && c.Known {
			return t.Text("%s begins only at %s, and the meter counted %s before that", w.subject(c.Of), at, w.amount(c.Hides.V))
		}
		return t.Text("%s begins only at %s, before which %s", w.subject(c.Of), at, w.flowed(c))
	case account.CauseEarlyStop:
		at, _ := w.times(c.From, c.To)
		if c.Of == account.Register && c.Known {
			return t.Text("%s ends already at %s, and the meter counted %s after that", w.subject(c.Of), at, w.amount(c.Hides.V))
		}
		return t.Text("%s ends already at %s, after which %s", w.subject(c.Of), at, w.flowed(c))
	case account.CauseFall:
		return w.fall(c)
	case account.CauseJump:
		return w.jump(c)
	case account.CauseMeterStop:
		return w.meterStop(c)
	case account.CauseUnit:
		return w.unit(c)
	case account.CausePhase:
		return w.phases(c, a)
	case account.CausePowerFactor:
		return t.Text("voltage × current is apparent power; a power factor of %s would explain it, but the log has none", t.Plain(c.Factor))
	case account.CauseSign:
		return t.Text("%s is negative; the other way round it agrees", w.subject(c.Of))
	case account.CauseOther:
		return t.Text("it is what %s says", w.subject(c.Other))
	case account.CauseAfterStop:
		from, to := w.times(c.From, c.To)
		return t.Text("it is what the register showed at %s, after the end at %s", to, from)
	case account.CauseInterim:
		from, to := w.times(c.From, c.To)
		return t.Text("it is what the register showed at %s, before the end at %s", from, to)
	case account.CauseExport:
		return t.Text("%s takes off the %s that were exported", w.subject(c.Of), w.amount(c.Least))
	case account.CauseMeterReading:
		return w.meterReading(c)
	case account.CauseClock:
		return w.clockBack(c)
	case account.CauseTooMuch:
		return t.Text("a car can't take more than was delivered")
	case account.CauseLoss:
		return t.Text("%s %% of the energy would be lost; charging usually loses %s to %s %%", t.Plain(c.Factor), t.Plain(w.s.Loss.Low), t.Plain(w.s.Loss.High))
	}
	return ""
}

// gap: nothing was sampled for a while.
func (w *accountWords) gap(c *account.Cause, a *account.Account) string {
	from, to := w.times(c.From, c.To)
	s := w.t.Text("nothing was sampled from %s to %s", from, to)
	if c.Count > 1 {
		s = w.t.Text("nothing was sampled in %s between %s and %s", w.t.Plural(int64(c.Count), "stretch", "stretches"), from, to)
	}
	if c.Of != a.Kind {
		s = w.t.Text("it has what is missing there: %s; %s", w.subject(c.Of), s)
	}
	return w.t.Text("%s, in which %s", s, w.flowed(c))
}

// flowed says how much energy a stretch hides.
func (w *accountWords) flowed(c *account.Cause) string {
	switch {
	case !c.Hides.OK:
		return w.t.Text("nobody knows how much flowed")
	case c.Known:
		return w.t.Text("the register counted %s", w.amount(c.Hides.V))
	}
	return w.t.Text("up to %s can have flowed", w.amount(c.Hides.V))
}

// fall: the register fell, and what is taken from it lacks that and what flowed meanwhile.
func (w *accountWords) fall(c *account.Cause) string {
	from, to := w.times(c.From, c.To)
	s := w.t.Text("the register fell by %s between %s and %s", w.amount(c.Least), from, to)
	if c.Count > 1 {
		s = w.t.Text("the register fell %d times between %s and %s, by %s in all", c.Count, from, to, w.amount(c.Least))
	}
	if of := w.s.Of(c.Of); of != nil {
		s += "; " + w.t.Text("with that, %s makes %s", w.subject(c.Of), w.t.Energy(of.Energy.Add(c.Least)))
	}
	if !c.Hides.OK {
		return w.t.Text("%s, and nobody knows how much flowed meanwhile", s)
	}
	return w.t.Text("%s, and up to %s can have flowed meanwhile", s, w.amount(c.Hides.V.Sub(c.Least)))
}

// jump: the register rose by more than can have flowed.
func (w *accountWords) jump(c *account.Cause) string {
	from, to := w.times(c.From, c.To)
	flow := w.amount(c.Hides.V.Sub(c.Least))
	if c.Count > 1 {
		return w.t.Text("the register jumped %d times between %s and %s, by %s in all, where at most %s can have flowed", c.Count, from, to, w.amount(c.Hides.V), flow)
	}
	return w.t.Text("the register jumped by %s between %s and %s, where at most %s can have flowed", w.amount(c.Hides.V), from, to, flow)
}

// clockBack: samples of two times bear the same.
func (w *accountWords) clockBack(c *account.Cause) string {
	if c.Count == 0 {
		return w.t.Text("by its times the transaction ends before it begins, so not all of its samples count")
	}
	to, from := w.times(c.From, c.To)
	if c.Count > 1 {
		return w.t.Text("the station's clock went back %d times between %s and %s, so samples of two times lie over one another", c.Count, to, from)
	}
	return w.t.Text("the station's clock went back from %s to %s, so samples of two times lie over one another", from, to)
}

// meterReading: the register doesn't show what the meter is said to have shown.
func (w *accountWords) meterReading(c *account.Cause) string {
	switch {
	case c.To.IsZero():
		return w.t.Text("meterStart is not what the register shows")
	case c.From.IsZero():
		return w.t.Text("meterStop is not what the register shows")
	}
	return w.t.Text("meterStart and meterStop are not what the register shows")
}

func (w *accountWords) meterStop(c *account.Cause) string {
	start, stop := w.t.Plain(c.Before), w.t.Plain(c.After)
	switch {
	case c.Other != "":
		return w.t.Text("meterStop is %s Wh, as if it counted this transaction alone, and meterStart is %s Wh", stop, start)
	case c.After.Sign() <= 0:
		return w.t.Text("meterStop is %s Wh, which is no reading of a meter", stop)
	}
	return w.t.Text("meterStop is %s Wh, less than meterStart with %s Wh", stop, start)
}

// unit: a scale that is wrong by 1000.
func (w *accountWords) unit(c *account.Cause) string {
	large := c.Factor.Cmp(model.NewDecimal(1, 0)) > 0
	name := w.subject(c.Of)
	switch {
	case c.Of == account.Billed || c.Of == account.Car || c.Of == account.Current:
		if large {
			return w.t.Text("%s is about 1000 times too large", name)
		}
		return w.t.Text("%s is about 1000 times too small", name)
	case c.Of == account.Power && large:
		return w.t.Text("%s is about 1000 times too large, as if W were sent as kW", name)
	case c.Of == account.Power:
		return w.t.Text("%s is about 1000 times too small, as if kW were sent as W", name)
	case large:
		return w.t.Text("%s is about 1000 times too large, as if Wh were sent as kWh", name)
	}
	return w.t.Text("%s is about 1000 times too small, as if kWh were sent as Wh", name)
}

// phases: one or two of three are counted.
func (w *accountWords) phases(c *account.Cause, a *account.Account) string {
	lines := make([]string, len(c.Lines))
	for i, l := range c.Lines {
		lines[i] = string(l)
	}
	switch {
	case len(lines) == 0:
		return w.t.Text("it is about %d/3 of the reference, as if %d of three phases were counted", c.Count, c.Count)
	case c.Certain:
		return w.t.Text("it counts %s only, although another phase carried current", strings.Join(lines, ", "))
	}
	return w.t.Text("it counts %s only, and is about %d/3 of the reference (%s)", strings.Join(lines, ", "), c.Count, w.subject(w.s.Reference)+" "+w.t.Energy(a.Energy.Sub(a.Difference.V)))
}
