package session

import (
	"time"

	"meterscope/model"
)

// Cause is why a transaction ended, as far as the log tells: the reason that was sent, and what else speaks for it.
type Cause struct {
	Stopped  bool                     // the log has a StopTransaction
	Reason   string                   // as sent; "" if absent, which stands for Local (OCPP 1.6 §7.36)
	SoC      model.Opt[model.Decimal] // the last that was sent, Percent
	Idle     model.Opt[State]         // the vehicle or the station had suspended charging before the end
	Fault    model.Opt[State]         // an error that the station reported at the end
	Remote   model.Opt[Moment]        // the operator's system asked for the end, or for what led to it
	Boot     model.Opt[Moment]        // the station booted after the last sign of it
	Evidence []model.Place            // of all that, in the order of the log
}

// What belongs to an end stands near it.
const (
	askedBefore  = 5 * time.Minute // a RemoteStopTransaction and the like
	faultBefore  = 2 * time.Minute
	faultAfter   = 10 * time.Second
	bootedWithin = 30 * time.Minute
)

// Cause gives why a transaction ended. tx has its SoC where that is known.
func (c *Chronicle) Cause(tx *model.Transaction) Cause {
	out := Cause{Stopped: !tx.Stop.IsZero(), Reason: tx.StopReason, SoC: tx.SoCEnd}
	own := c.Of(tx.Connector.Or(0))
	end := tx.End()
	if end.IsZero() {
		return out
	}
	for i := range own.States {
		out.state(&own.States[i], tx, end)
	}
	lines := []*Timeline{own}
	if own.Connector != 0 {
		lines = append(lines, c.Of(0))
	}
	for _, line := range lines {
		for i := range line.Moments {
			out.moment(&line.Moments[i], tx, end)
		}
	}
	out.gather(own, tx)
	return out
}

func (c *Cause) state(s *State, tx *model.Transaction, end model.Time) {
	if s.From.IsZero() {
		return
	}
	switch d := end.Sub(s.From); {
	case s.Suspended() && d >= 0 && !s.From.Before(tx.Begin()):
		c.Idle = model.Some(*s)
	case s.Status == "Charging" && d > 0:
		c.Idle = model.Opt[State]{} // it went on
	}
	if d := end.Sub(s.From); s.Fault() && d <= faultBefore && d >= -faultAfter && !c.Fault.OK {
		c.Fault = model.Some(*s)
	}
}

func (c *Cause) moment(m *Moment, tx *model.Transaction, end model.Time) {
	d := end.Sub(m.When)
	before := d >= -time.Second && d <= askedBefore && !m.When.IsZero()
	switch m.Kind {
	case RemoteStop:
		if before && (!tx.ID.OK || m.Transaction == tx.ID) {
			c.Remote = model.Some(*m)
		}
	case Unlocked:
		if before && m.Connector == tx.Connector {
			c.Remote = model.Some(*m)
		}
	case ResetAsked:
		if before {
			c.Remote = model.Some(*m)
		}
	case Availability: // systems say Operative, too, and whenever a station connects: that ends nothing
		if before && c.Stopped && (m.Connector == tx.Connector || m.Connector.Or(0) == 0) {
			c.Remote = model.Some(*m)
		}
	case BootNotified:
		if c.bootTells(tx) && !m.When.IsZero() && m.When.Sub(tx.Last) >= -time.Second && d >= -bootedWithin && !c.Boot.OK {
			c.Boot = model.Some(*m)
		}
	}
}

// bootTells says that a boot belongs to such an end.
func (c *Cause) bootTells(tx *model.Transaction) bool {
	switch tx.StopReason {
	case "PowerLoss", "Reboot", "HardReset", "SoftReset", "Other":
		return true
	}
	return !c.Stopped
}

// gather collects the places of what speaks for the cause.
func (c *Cause) gather(own *Timeline, tx *model.Transaction) {
	for i := range own.Moments {
		if m := &own.Moments[i]; m.Kind == Stopped && c.Stopped && m.Transaction == tx.ID && m.When.Compare(tx.Stop) == 0 {
			c.Evidence = append(c.Evidence, m.At)
			break
		}
	}
	for _, s := range []model.Opt[State]{c.Idle, c.Fault} {
		if s.OK {
			c.Evidence = append(c.Evidence, s.V.At)
		}
	}
	for _, m := range []model.Opt[Moment]{c.Remote, c.Boot} {
		if m.OK {
			c.Evidence = append(c.Evidence, m.V.At)
		}
	}
	sortPlaces(c.Evidence)
}
