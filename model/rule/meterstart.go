package rule

import (
	"slices"
	"strconv"
	"time"

	"meterscope/model"
	"meterscope/model/account"
)

// meterStartRule and those below it compare meterStart and meterStop with the register's samples beside them.
func meterStartRule() *Rule {
	return &Rule{
		ID: "REG003", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "meterStart is not what the register shows",
			What:   "meterStart and the first register sample differ by more than can have flowed between them at the highest power of the transaction.",
			Why:    "What is billed begins at meterStart. If it is not a reading of this moment, energy is billed that was not delivered, or delivered that is not billed.",
			Remedy: "Compare with meterStop of the transaction before: a station that sends an old reading repeats it. Report it to the maker of the charger.",
			Spec:   "OCPP 1.6 §6.45, §7.31",
		},
		Params:      []Param{{"tolerance", ParamQuantity, "10", "Wh that they may differ, on top of what can have flowed and one unit of each reading's last digit"}},
		Transaction: func(p *Pass, s *Session) { p.meterEnds(s).reportStart(p) },
		say:         gotAndWant,
	}
}

func meterStopRule() *Rule {
	return &Rule{
		ID: "REG004", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "meterStop is not what the register shows",
			What:   "meterStop and the last register sample differ by more than can have flowed between them at the highest power of the transaction.",
			Why:    "What is billed ends at meterStop. If it is not a reading of this moment, energy is billed that was not delivered, or delivered that is not billed.",
			Remedy: "Take the last sample for the end, and compare with meterStart of the next transaction. Report it to the maker of the charger.",
			Spec:   "OCPP 1.6 §6.49, §7.31",
		},
		Params:      []Param{{"tolerance", ParamQuantity, "10", "Wh that they may differ, on top of what can have flowed and one unit of each reading's last digit"}},
		Transaction: func(p *Pass, s *Session) { p.meterEnds(s).reportStop(p) },
		say:         gotAndWant,
	}
}

func zeroRegisterRule() *Rule {
	return &Rule{
		ID: "REG008", Severity: model.SeverityInfo,
		Doc: Doc{
			Title:  "Register counts each transaction from zero",
			What:   "The register's samples begin at zero with the transaction, while meterStart is a reading of a meter that goes on; or meterStart itself is zero each time; or samples with a transactionId count the session, and those without it the meter's lifetime.",
			Why:    "What counts this transaction alone can be compared with other differences, but never with a reading of the meter.",
			Remedy: "Nothing to do for this transaction. A back end that takes the samples for the meter's readings bills wrongly.",
			Spec:   "OCPP 1.6 §7.31",
		},
		Transaction: func(p *Pass, s *Session) { p.meterEnds(s).reportZero(p) },
		say:         gotAndWant,
	}
}

func baselineRule() *Rule {
	return &Rule{
		ID: "REG012", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "meterStart and meterStop are of another baseline",
			What:   "meterStart and meterStop differ from the register's samples by the same amount.",
			Why:    "They are readings of two registers, or of one that is reset between them. Either difference may be right; a reading of one less a reading of the other never is.",
			Remedy: "Never subtract a sample from meterStop or meterStart from a sample. See in the station's settings which meter each is taken from.",
			Spec:   "OCPP 1.6 §6.45, §6.49, §7.31",
		},
		Transaction: func(p *Pass, s *Session) { p.meterEnds(s).reportBaseline(p) },
		say:         gotAndWant,
	}
}

func gotAndWant(f *model.Finding) string { return f.Got + "; " + f.Want + "." }

// meterEnd is meterStart or meterStop and the register sample beside it.
type meterEnd struct {
	event  *model.Event
	name   string
	wh     model.Decimal
	sample *model.Point
	apart  time.Duration
	could  model.Decimal // Wh that can have flowed between them
	bound  bool          // could is known
	off    bool          // they differ by more
	shift  model.Decimal // of the sample against the meter
}

// meterEnds are both ends of a transaction.
type meterEnds struct {
	s           *Session
	start, stop *meterEnd // nil where there is none
	zero        bool      // the samples begin at zero
	moved       bool      // both ends are off by the same
	kilo        bool      // they differ by a factor of about 1000
}

// meterEnds compares a transaction's meter with its samples, once.
func (p *Pass) meterEnds(s *Session) *meterEnds {
	if p.ends != nil {
		return p.ends
	}
	e := &meterEnds{s: s}
	p.ends = e
	if len(s.other) > 0 { // the samples are of another register, which REG008 says
		return e
	}
	first, last := p.goodReadings(s)
	if first == nil {
		return e
	}
	power := s.Tx.MaxPower
	if !power.OK {
		power = account.HighestPower(s.Series)
	}
	if m, ok := p.powerMatch(s); ok && p.aThousand(m.Energy, m.Register) && !p.set.off("UNI004") {
		power.OK = false // what it says is wrong by as much
	}
	if start, ok := s.Start(); ok && s.Tx.MeterStart.OK && !start.Time.IsZero() && !first.Time.Before(start.Time) {
		e.start = newMeterEnd(start, "meterStart", s.Tx.MeterStart.V, first, power)
		rise := first.Value.Sub(e.start.wh)
		e.start.off = !plausible(rise, e.start, p.set.Quantity("REG003.tolerance"))
		e.zero = e.start.off && rise.Sign() < 0 && e.start.bound && plausible(first.Value, e.start, p.set.Quantity("REG003.tolerance"))
	}
	if stop, ok := s.Stop(); ok && s.Tx.MeterStop.OK && !stop.Time.IsZero() && !stop.Time.Before(last.Time) {
		e.stop = newMeterEnd(stop, "meterStop", s.Tx.MeterStop.V, last, power)
		e.stop.off = !plausible(e.stop.wh.Sub(last.Value), e.stop, p.set.Quantity("REG004.tolerance"))
	}
	if e.start == nil || e.stop == nil || !e.start.off && !e.stop.off {
		return e
	}
	if e.kilo = !p.set.off("UNI004") && p.aThousand(e.billed(), e.counted()); e.kilo {
		e.zero = false // then they differ because of that
	}
	if e.start.off && e.stop.off && !e.zero && !e.kilo {
		difference := e.start.shift.Sub(e.stop.shift).Abs()
		allowed := e.start.could.Add(e.stop.could).Add(p.set.Quantity("REG003.tolerance")).Add(p.set.Quantity("REG004.tolerance")).
			Add(first.LeastDigit()).Add(last.LeastDigit()).Add(model.NewDecimal(2, 0))
		e.moved = difference.Cmp(allowed) <= 0
	}
	return e
}

// billed and counted are the energy by the meter and by its register's samples.
func (e *meterEnds) billed() model.Decimal  { return e.stop.wh.Sub(e.start.wh) }
func (e *meterEnds) counted() model.Decimal { return e.stop.sample.Value.Sub(e.start.sample.Value) }

func newMeterEnd(event *model.Event, name string, wh int64, sample *model.Point, power model.Opt[model.Decimal]) *meterEnd {
	e := &meterEnd{event: event, name: name, wh: model.NewDecimal(wh, 0), sample: sample}
	e.shift = sample.Value.Sub(e.wh)
	if e.apart = sample.Time.Sub(event.Time); e.apart < 0 {
		e.apart = -e.apart
	}
	const nanosOfHour = 3_600_000_000_000
	if e.bound = power.OK && power.V.Sign() >= 0; e.bound {
		e.could, _ = power.V.Mul(model.NewDecimal(int64(e.apart), 0)).Quo(model.NewDecimal(nanosOfHour, 0), 0)
	}
	return e
}

// plausible says that so much can have flowed between the two readings.
func plausible(rise model.Decimal, e *meterEnd, given model.Decimal) bool {
	allowed := given.Add(model.NewDecimal(1, 0)).Add(e.sample.LeastDigit())
	return rise.Add(allowed).Sign() >= 0 && (!e.bound || rise.Cmp(e.could.Add(allowed)) <= 0)
}

// goodReadings gives the first and the last reading of the register of imported energy that is no spike; nil if it
// has none, or fell, or belongs to the main meter: that is said elsewhere.
func (p *Pass) goodReadings(s *Session) (first, last *model.Point) {
	faults := p.registers(s)
	if faults.importFell() {
		return nil, nil
	}
	for i := range faults.main {
		if q := &faults.main[i]; !faults.spikesAt(q) {
			if first == nil {
				first = q
			}
			last = q
		}
	}
	return first, last
}

// importFell says that the register of imported energy fell.
func (f *registerFaults) importFell() bool {
	return slices.ContainsFunc(f.falls, func(o registerFault) bool { return o.key.Measurand == model.EnergyActiveImportRegister })
}

// spikesAt says that a reading lies within a spike.
func (f *registerFaults) spikesAt(q *model.Point) bool {
	for i := range f.spikes {
		if s := &f.spikes[i]; s.key.Measurand == model.EnergyActiveImportRegister && s.before.Time.Before(q.Time) && q.Time.Before(s.after.Time) {
			return true
		}
	}
	return false
}

func (e *meterEnds) reportStart(p *Pass) {
	if e.start != nil && e.start.off && !e.zero && !e.moved && !e.kilo {
		e.report(p, e.start)
	}
}

// reportStop speaks of meterStop, unless it is less than meterStart or none at all: that is said elsewhere, and so
// is what differs because the samples are of another register.
func (e *meterEnds) reportStop(p *Pass) {
	if e.stop == nil || !e.stop.off || e.zero || e.moved || e.kilo || e.stop.wh.Sign() <= 0 {
		return
	}
	if e.start != nil && e.stop.wh.Cmp(e.start.wh) < 0 {
		return
	}
	e.report(p, e.stop)
}

func (e *meterEnds) report(p *Pass, end *meterEnd) {
	p.report(model.Finding{
		At: end.event.At, Frame: end.event.Frame, Inferred: e.s.Tx.Inferred,
		Got:  end.name + " is " + end.wh.Plain() + " Wh",
		Want: "the register shows " + reading(end.sample.Value, model.Wh) + " " + end.distance(),
	})
}

// distance says how far the sample is from the meter's reading, and what can have flowed meanwhile.
func (m *meterEnd) distance() string {
	when := "at the same time"
	if m.apart > 0 {
		when = duration(m.apart) + " later"
		if m.sample.Time.Before(m.event.Time) {
			when = duration(m.apart) + " before"
		}
	}
	if !m.bound || m.apart == 0 {
		return when
	}
	return when + ", and at most " + m.could.Plain() + " Wh can have flowed between them"
}

func (e *meterEnds) reportZero(p *Pass) {
	s := e.s
	if s.other != nil {
		e.reportOther(p)
		return
	}
	if b := s.Before; !e.zero && b != nil && restarts(b.MeterStart, b.MeterStop, s.Tx.MeterStart) {
		start, _ := s.Start()
		p.report(model.Finding{
			At: start.At, Frame: start.Frame, Inferred: s.Tx.Inferred,
			Got:  "meterStart is " + strconv.FormatInt(s.Tx.MeterStart.V, 10) + " Wh",
			Want: "the transaction before it began at " + strconv.FormatInt(b.MeterStart.V, 10) + " Wh, too, and ended at " + strconv.FormatInt(b.MeterStop.V, 10) + " Wh",
		})
		return
	}
	if e.zero {
		p.report(model.Finding{
			At: e.start.event.At, Frame: e.start.event.Frame, Inferred: e.s.Tx.Inferred,
			Got:  "meterStart is " + strconv.FormatInt(e.s.Tx.MeterStart.V, 10) + " Wh",
			Want: "the register begins at " + reading(e.start.sample.Value, model.Wh),
		})
	}
}

// reportOther speaks of samples without a transactionId that are of another register.
func (e *meterEnds) reportOther(p *Pass) {
	first, last := &e.s.other[0], &e.s.other[len(e.s.other)-1]
	f := model.Finding{
		At: first.At, Frame: first.Frame, From: first.Time, To: last.Time, Count: len(e.s.other), Inferred: true,
		Got:  "Samples without a transactionId show " + reading(first.Value, model.Wh),
		Want: "those with it count the session",
	}
	if f.Count > 1 {
		f.End = last.At
	}
	p.report(f)
}

func (e *meterEnds) reportBaseline(p *Pass) {
	if e.moved {
		p.report(model.Finding{
			At: e.start.event.At, Frame: e.start.event.Frame, Inferred: e.s.Tx.Inferred,
			Got:  "meterStart is " + e.start.wh.Plain() + " Wh and meterStop " + e.stop.wh.Plain() + " Wh",
			Want: "the register shows " + reading(e.start.sample.Value, model.Wh) + " and " + reading(e.stop.sample.Value, model.Wh) + " beside them",
		})
	}
}
