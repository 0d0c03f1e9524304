package rule

import (
	"strings"

	"meterscope/model"
)

// phaseSumRule is PHS002.
func phaseSumRule() *Rule {
	return &Rule{
		ID: "PHS002", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "Phases and total disagree",
			What:   "The values of the phases of an energy or a power don't add up to the total of the same time and location.",
			Why:    "Either the total or a phase is wrong, or a phase is not sent. Energy that is added up by phase is then not what the meter says.",
			Remedy: "See which of them the register and voltage × current agree with (meterscope accounts).",
			Spec:   "OCPP 1.6 §7.31, §7.34",
		},
		Params: []Param{
			{"percent", ParamQuantity, "5", "percent of the total that they may differ"},
			{"tolerance", ParamQuantity, "50", "W or Wh that they may always differ, on top of one unit of each value's last digit"},
		},
		Transaction: findPhaseSums,
		say:         worstAndWant,
	}
}

// noTotalRule is PHS003.
func noTotalRule() *Rule {
	return &Rule{
		ID: "PHS003", Severity: model.SeverityInfo,
		Doc: Doc{
			Title:  "Phases without a total",
			What:   "An energy or a power is only sent by phase. The total that is shown is their sum.",
			Why:    "A system that looks for the total finds nothing; one that takes a phase for it counts a third.",
			Remedy: "Nothing to do for this transaction. See in the station's settings (MeterValuesSampledData) whether the total can be sent, too.",
			Spec:   "OCPP 1.6 §7.34",
		},
		Transaction: findNoTotals,
		say:         gotAndWant,
	}
}

// neutralRule is PHS006.
func neutralRule() *Rule {
	return &Rule{
		ID: "PHS006", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "Only N carries the current",
			What:   "A current is sent for the neutral conductor, and none for a line.",
			Why:    "What flows in N came through a line: the current is sent under the wrong phase. Systems that add up the lines show none.",
			Remedy: "Read it as the current of the line. Report it to the maker of the charger.",
			Spec:   "OCPP 1.6 §7.34",
		},
		Params:      []Param{{"current", ParamQuantity, "1", "A above which a conductor carries current"}},
		Transaction: findOnlyNeutral,
		say:         worstAndWant,
	}
}

// summable lists the measurands whose phases add up to a total.
func summable() []model.Measurand {
	return []model.Measurand{
		model.EnergyActiveImportRegister, model.EnergyActiveExportRegister, model.EnergyActiveImportInterval, model.EnergyActiveExportInterval,
		model.EnergyReactiveImportRegister, model.EnergyReactiveExportRegister, model.EnergyReactiveImportInterval, model.EnergyReactiveExportInterval,
		model.PowerActiveImport, model.PowerActiveExport, model.PowerReactiveImport, model.PowerReactiveExport,
	}
}

// baseUnit is the unit that the samples of a measurand are compared in.
func baseUnit(m model.Measurand) model.Unit {
	switch m.Quantity() {
	case model.QuantityActivePower:
		return model.W
	case model.QuantityReactivePower:
		return model.Var
	}
	return model.DefaultUnit(m)
}

// has says that a session has samples of a measurand.
func (s *Session) has(m model.Measurand) bool {
	for i := range s.Series {
		if s.Series[i].Key.Measurand == m {
			return true
		}
	}
	return false
}

func findPhaseSums(p *Pass, s *Session) {
	if s.mainMeter() {
		return
	}
	for _, m := range summable() {
		if !s.has(m) {
			continue
		}
		for i, at := range p.meters(s, m, baseUnit(m)) {
			if len(at.total) > 0 && at.hasLines() && !p.faulty(s, m) {
				p.addPhases(s, m, &p.meters(s, m, baseUnit(m))[i])
			}
		}
	}
}

// faulty says that what is wrong with a measurand was said already: its register fell, or its scale is wrong.
func (p *Pass) faulty(s *Session, m model.Measurand) bool {
	for i := range p.registers(s).falls {
		if p.regs.falls[i].key.Measurand == m {
			return true
		}
	}
	return (m == model.PowerActiveImport || m == model.EnergyActiveImportRegister) && p.scaleWrong(s)
}

// scaleWrong says that UNI004 speaks: nothing is said of what follows from that.
func (p *Pass) scaleWrong(s *Session) bool {
	if p.set.off("UNI004") {
		return false
	}
	if p.scale == scaleUnknown {
		p.scale = scaleRight
		if m, ok := p.powerMatch(s); p.meterEnds(s).kilo || ok && p.aThousand(m.Energy, m.Register) {
			p.scale = scaleThousand
		}
	}
	return p.scale == scaleThousand
}

// scaleState is what is known of the scale of a session's power and registers.
type scaleState uint8

const (
	scaleUnknown scaleState = iota
	scaleRight
	scaleThousand
)

// inSpike says that a reading lies in a spike of its register.
func (p *Pass) inSpike(s *Session, m model.Measurand, q *model.Point) bool {
	for i := range p.registers(s).spikes {
		f := &p.regs.spikes[i]
		if f.key.Measurand == m && f.before.Time.Before(q.Time) && q.Time.Before(f.after.Time) {
			return true
		}
	}
	return false
}

// addPhases compares the phases with the total at each moment at which all phases that are sent at all have a value.
func (p *Pass) addPhases(s *Session, m model.Measurand, at *meterAt) {
	share, floor := p.set.Quantity("PHS002.percent"), p.set.Quantity("PHS002.tolerance")
	var off stretches
	for now := newMoments(at.total, at.line[0], at.line[1], at.line[2]); now.step(); {
		total := now.now[0]
		sum, ok := addUp(now.now[1:], at.line[:], total)
		if !ok || s.cutOff(total) {
			continue
		}
		apart := total.Value.Sub(sum).Abs()
		if apart.Cmp(floor) <= 0 {
			off.good()
			continue
		}
		if apart.Cmp(greater(percent(share, total.Value.Abs()), floor).Add(leastDigits(now.now))) <= 0 {
			off.good()
		} else if !p.inSpike(s, m, total) {
			off.bad(total, shown{value: total.Value, other: sum, off: apart})
		}
	}
	for _, one := range off.all() {
		u := baseUnit(m)
		p.tell(s, &one, model.SeverityNone,
			quantityName(m, model.PhaseNone, at.where)+" is "+reading(one.worst.value, u),
			"its phases add up to "+reading(one.worst.other, u))
	}
}

// addUp adds up the phases of one moment and context; ok is false if one that is sent at all has no value, or if there
// is no total.
func addUp(now []*model.Point, sent [][]model.Point, total *model.Point) (sum model.Decimal, ok bool) {
	if total == nil {
		return sum, false
	}
	for k, one := range now {
		if len(sent[k]) == 0 {
			continue
		}
		if one == nil || one.Context != total.Context {
			return sum, false
		}
		sum = sum.Add(one.Value)
	}
	return sum, true
}

// leastDigits is one of the least digit of each number.
func leastDigits(now []*model.Point) (sum model.Decimal) {
	for _, one := range now {
		if one != nil {
			sum = sum.Add(one.LeastDigit())
		}
	}
	return sum
}

func findNoTotals(p *Pass, s *Session) {
	if s.mainMeter() {
		return
	}
	for _, m := range summable() {
		if !s.has(m) {
			continue
		}
		var phases *meterAt
		total := false
		for _, at := range p.meters(s, m, baseUnit(m)) {
			total = total || numbersIn(at.total) > 0
			if phases == nil && at.hasLines() {
				phases = &at
			}
		}
		if phases != nil && !total {
			p.reportNoTotal(s, m, phases)
		}
	}
}

func (p *Pass) reportNoTotal(s *Session, m model.Measurand, at *meterAt) {
	var all stretches
	var names []string
	whole := false
	for k, line := range lines() {
		if numbersIn(at.line[k]) > 0 {
			names = append(names, string(line))
		}
	}
	for now := newMoments(at.line[:]...); now.step(); {
		for _, one := range now.now {
			if one != nil {
				all.bad(one, shown{})
				whole = whole || !s.cutOff(one)
				break
			}
		}
	}
	if !whole {
		return
	}
	for _, one := range all.all() {
		want := "the total that is shown is their sum"
		if len(names) == 1 {
			want = "it is shown as the total"
		}
		p.tell(s, &one, model.SeverityNone, quantityName(m, model.PhaseNone, at.where)+" is sent for "+strings.Join(names, ", "), want)
	}
}

// numbersIn counts the points that are numbers.
func numbersIn(points []model.Point) int {
	n := 0
	for i := range points {
		if !points[i].Gap {
			n++
		}
	}
	return n
}

func findOnlyNeutral(p *Pass, s *Session) {
	if s.mainMeter() {
		return
	}
	limit := p.set.Quantity("PHS006.current")
	for _, at := range p.meters(s, model.CurrentImport, model.A) {
		if len(at.neutral) == 0 {
			continue
		}
		var off stretches
		for now := newMoments(at.neutral, at.total, at.line[0], at.line[1], at.line[2]); now.step(); {
			n := now.now[0]
			switch {
			case n == nil || s.cutOff(n):
			case !carries(n, limit) || carries(now.now[1], limit) || carries(now.now[2], limit) || carries(now.now[3], limit) || carries(now.now[4], limit):
				off.good()
			default:
				off.bad(n, shown{value: n.Value, off: n.Value})
			}
		}
		for _, one := range off.all() {
			p.tell(s, &one, model.SeverityNone, quantityName(model.CurrentImport, model.N, at.where)+" is "+reading(one.worst.value, model.A),
				"no line carries current")
		}
	}
}
