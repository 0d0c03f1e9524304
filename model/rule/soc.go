package rule

import (
	"strconv"

	"meterscope/model"
)

// socRules are about the vehicle's state of charge.
func socRules() []*Rule {
	return []*Rule{
		{
			ID: "SOC001", Severity: model.SeverityError,
			Doc: Doc{
				Title:  "State of charge that can't be",
				What:   "The state of charge is not between 0 and 100 percent.",
				Why:    "It is a share of the battery. Such a value mostly says \"not known\" (255, −1), and systems that read it as a number show nonsense.",
				Remedy: "Leave it out. Report it to the maker of the charger: a measurand that isn't known should not be sent.",
				Spec:   "OCPP 1.6 §7.31",
			},
			Frame: func(p *Pass, f *Frame) {
				f.each(func(v *Value) {
					if r := rangeOf(v.Sample); v.Key.Measurand == model.SoC && r != nil && v.Number && !r.hold(v.Value) {
						p.report(v.value.finding(f, "0 to 100"))
					}
				})
			},
			say: func(f *model.Finding) string {
				return "The state of charge is " + f.Got + "; expected " + f.Want + "."
			},
		},
		{
			ID: "SOC002", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "State of charge falls while energy is imported",
				What:   "The state of charge falls although the vehicle charges.",
				Why:    "A battery that charges doesn't empty: the value is another vehicle's, an old one, or an estimate that was corrected.",
				Remedy: "Don't compute energy from the state of charge in this transaction. See whether the vehicle's own display agrees.",
				Spec:   "OCPP 1.6 §7.31",
			},
			Params:      []Param{{"fall", ParamQuantity, "2", "Percent that it must fall, on top of one unit of each value's last digit"}},
			Transaction: reportFalls,
			say:         gotAndWant,
		},
		{
			ID: "SOC003", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "State of charge jumps",
				What:   "The state of charge changes by much between two neighbouring samples, without a gap, and by more than the energy between them explains.",
				Why:    "It is not measured at that moment: the station shows an old value, or none yet (0), or the vehicle corrected its estimate.",
				Remedy: "Leave out what stands before or after the jump when computing from the state of charge.",
				Spec:   "OCPP 1.6 §7.31",
			},
			Params:      []Param{{"jump", ParamQuantity, "10", "Percent that it must change, on top of one unit of each value's last digit"}},
			Transaction: reportJumps,
			say:         gotAndWant,
		},
		batteryRule(),
		{
			ID: "SOC005", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "State of charge at another place than the vehicle",
				What:   "The state of charge is sent with a location that is not EV.",
				Why:    "Only the vehicle has a battery to speak of. A system that looks for it at the EV doesn't find it.",
				Remedy: "Report it to the maker of the charger: the location should be EV, or be left out.",
				Spec:   "OCPP 1.6 §7.30, §7.31",
			},
			Frame: func(p *Pass, f *Frame) {
				f.each(func(v *Value) {
					if strayLocation(v.Sample) {
						p.report(v.location.finding(f, string(model.EV)))
					}
				})
			},
			say: func(f *model.Finding) string {
				return "The location of the state of charge is " + f.Got + "; expected " + f.Want + "."
			},
		},
	}
}

// strayLocation says that a state of charge is sent for another place than the vehicle. What is unknown is the schema's
// matter.
func strayLocation(s *model.Sample) bool {
	if s.Key.Measurand != model.SoC {
		return false
	}
	switch s.Key.Location {
	case model.Cable, model.Inlet, model.Outlet, model.Body:
		return true
	}
	return false
}

// batteryRule is SOC004.
func batteryRule() *Rule {
	return &Rule{
		ID: "SOC004", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "Battery of an impossible size",
			What:   "What the register counted and how the state of charge rose imply a battery that no vehicle has.",
			Why:    "One of the two is wrong: a register in another unit, or a state of charge that is not this vehicle's.",
			Remedy: "Compare the register with meterStart and meterStop and with the power (meterscope accounts), and the state of charge with the vehicle's display.",
			Spec:   "OCPP 1.6 §7.31",
		},
		Params: []Param{
			{"change", ParamQuantity, "10", "Percent that it must change at least"},
			{"least", ParamQuantity, "2", "kWh of the smallest battery"},
			{"most", ParamQuantity, "1000", "kWh of the largest battery"},
		},
		Transaction: findBattery,
		say:         gotAndWant,
	}
}

func reportFalls(p *Pass, s *Session) {
	for i := range p.charges(s).falls {
		f := &p.charge.falls[i]
		got := f.often("SoC falls ") + "from " + reading(f.before.Value, model.Percent) + " to " + reading(f.low.Value, model.Percent)
		p.tell(s, &stretch{first: f.first, last: f.last, count: f.count}, model.SeverityNone, got, "energy was imported meanwhile")
	}
}

// often says what happened, and how often if it was more than once.
func (f *chargeFault) often(what string) string {
	if f.times > 1 {
		return what + strconv.Itoa(f.times) + " times, first "
	}
	return what
}

func reportJumps(p *Pass, s *Session) {
	for i := range p.charges(s).jumps {
		f := &p.charge.jumps[i]
		got := f.often("SoC jumps ") + "from " + reading(f.before.Value, model.Percent) + " to " + reading(f.first.Value, model.Percent) +
			" in " + duration(f.first.Time.Sub(f.before.Time))
		want := "what flowed between them is not known"
		if f.wh.OK {
			want = "at most " + about(f.wh.V, model.Wh) + " flowed between them"
		}
		p.tell(s, &stretch{first: f.first, last: f.last, count: f.count}, model.SeverityNone, got, want)
	}
}

func findBattery(p *Pass, s *Session) {
	if b, ok := p.battery(s); ok {
		p.tell(s, &b.stretch, model.SeverityNone,
			"SoC rises from "+reading(b.first.Value, model.Percent)+" to "+reading(b.last.Value, model.Percent)+" with "+reading(b.wh, model.Wh),
			"that is a battery of "+reading(b.size, model.KWh))
	}
}

// impossibleBattery is what SOC004 speaks of.
type impossibleBattery struct {
	stretch
	wh   model.Decimal // that the register counted
	size model.Decimal // kWh
}

// battery looks at the first and the last state of charge of a transaction in which nothing is wrong with it or with
// the register. ok is false where the battery that they imply can be.
func (p *Pass) battery(s *Session) (b impossibleBattery, ok bool) {
	c := p.charges(s)
	if len(c.points) < 2 || len(c.falls)+len(c.jumps) > 0 || p.scaleWrong(s) || p.powerDisagrees(s) {
		return b, false
	}
	first, last := c.points[0], c.points[len(c.points)-1]
	rise := last.Value.Sub(first.Value)
	if rise.Cmp(p.set.Quantity("SOC004.change")) < 0 {
		return b, false
	}
	inside, around, digits, ok := c.counted(first.Time, last.Time)
	if !ok {
		return b, false
	}
	const kilo, hundred = 3, 2
	slack := first.LeastDigit().Add(last.LeastDigit())
	// A battery of b Wh takes b × rise ÷ 100.
	least := p.set.Quantity("SOC004.least").Shift(kilo).Mul(rise.Sub(slack)).Shift(-hundred)
	most := p.set.Quantity("SOC004.most").Shift(kilo).Mul(rise.Add(slack)).Shift(-hundred)
	wh := around
	switch {
	case around.Add(digits).Cmp(least) < 0:
	case inside.Sub(digits).Cmp(most) > 0:
		wh = inside
	default:
		return b, false
	}
	size, _ := wh.Shift(hundred-kilo).Quo(rise, 2)
	return impossibleBattery{stretch{first: first, last: last, count: len(c.points)}, wh, size}, true
}

// powerDisagrees says that power and register differ so that PWR001 speaks.
func (p *Pass) powerDisagrees(s *Session) bool {
	m, ok := p.powerMatch(s)
	return ok && !p.set.off("PWR001") && m.Energy.Sub(m.Register).Abs().Cmp(p.allowed("PWR001", m.Register).Add(m.digits)) > 0
}
