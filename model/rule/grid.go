package rule

import (
	"strings"

	"meterscope/model"
)

// voltageRule is PWR005.
func voltageRule() *Rule {
	return &Rule{
		ID: "PWR005", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "Voltage outside the grid's band",
			What:   "The voltage of a live AC phase is outside the band of the grid. A phase is live where it carries current, or shows at least half of the band's lower end. Between two lines the band is √3 times as high; on a 120/240 V split phase grid up to twice.",
			Why:    "Vehicles charge more slowly or stop, and appliances may be damaged. A voltage that sinks with the current points to wiring that is too long, too thin or loose.",
			Remedy: "Compare the voltage with and without load. On a 120/240 V grid set the parameter to 108-132.",
			Spec:   "OCPP 1.6 §7.31; EN 50160",
		},
		Params:      []Param{{"band", ParamBands, "207-253", "V line to neutral; 108-132 for 120/240 V split phase"}},
		Transaction: findVoltages,
		say:         worstAndWant,
	}
}

// frequencyRule is PWR006.
func frequencyRule() *Rule {
	return &Rule{
		ID: "PWR006", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "Frequency outside the grid's band",
			What:   "The frequency is neither about 50 Hz nor about 60 Hz.",
			Why:    "No public grid runs so: the station runs on a generator or in an island, or the value is sent in another scale.",
			Remedy: "See how the station is supplied. If by the grid, report it to the maker of the charger.",
			Spec:   "OCPP 1.6 §7.31; EN 50160",
		},
		Params:      []Param{{"band", ParamBands, "49-51,59-61", "Hz; 49-51 or 59-61 for one of the two alone"}},
		Transaction: findFrequencies,
		say:         worstAndWant,
	}
}

// temperatureRule is PWR008.
func temperatureRule() *Rule {
	return &Rule{
		ID: "PWR008", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "Temperature too high",
			What:   "A temperature is above the limit, or so high or low that it can't be.",
			Why:    "Stations that get too hot charge more slowly, then stop; a hot plug is a danger. A temperature that can't be is sent in another unit or scale.",
			Remedy: "Check fans, filters and the plug's contacts. If the value can't be, report it to the maker of the charger.",
			Spec:   "OCPP 1.6 §7.31",
		},
		Params:      []Param{{"limit", ParamQuantity, "60", "Celsius that are not too hot"}},
		Transaction: findTemperatures,
		say:         worstAndWant,
	}
}

// outside says how far a sample is from the nearest band, on top of one of its least digit.
func outside(bands []Band, p *model.Point) (by model.Decimal, nearest Band, is bool) {
	for _, b := range bands {
		if p.Value.Cmp(b.Low) >= 0 && p.Value.Cmp(b.High) <= 0 {
			return by, b, false
		}
	}
	for i, b := range bands {
		apart := greater(b.Low.Sub(p.Value), p.Value.Sub(b.High))
		if i == 0 || apart.Cmp(by) < 0 {
			by, nearest = apart, b
		}
	}
	return by, nearest, by.Cmp(p.LeastDigit()) > 0
}

// grid is what voltages are held to.
type grid struct {
	line, between []Band
	half          model.Decimal // a phase with less and without current isn't live
	current       model.Decimal // above which a phase carries current
}

func (p *Pass) grid() grid {
	g := grid{line: p.set.Bands("PWR005.band"), current: model.NewDecimal(1, 0)}
	rootOf3, two, splitPhase := model.NewDecimal(1732, 3), model.NewDecimal(2, 0), model.NewDecimal(150, 0)
	for _, b := range g.line {
		wide := Band{b.Low.Mul(rootOf3), b.High.Mul(rootOf3)}
		if b.High.Cmp(splitPhase) < 0 {
			wide.High = b.High.Mul(two)
		}
		g.between = append(g.between, wide)
	}
	const half = 50
	g.half = percent(model.NewDecimal(half, 0), g.line[0].Low)
	return g
}

func findVoltages(p *Pass, s *Session) {
	if s.mainMeter() || !s.has(model.Voltage) {
		return
	}
	g := p.grid()
	for _, at := range p.meters(s, model.Voltage, model.V) {
		if at.where == model.EV {
			continue
		}
		amps := atPlace(p.meters(s, model.CurrentImport, model.A), at.where)
		if amps == nil {
			amps = &meterAt{}
		}
		var off stretches
		now := newMoments(at.line[0], at.line[1], at.line[2], at.pair[0], at.pair[1], at.pair[2], amps.line[0], amps.line[1], amps.line[2])
		for now.step() {
			worst, what, any := g.worst(now.now)
			switch {
			case worst != nil:
				off.bad(worst, what)
			case any:
				off.good()
			}
		}
		p.reportVoltages(s, off.all(), &g, at.where)
	}
}

// worst looks for the phase that is farthest outside its band, of three lines, three pairs and the lines' currents.
func (g *grid) worst(now []*model.Point) (worst *model.Point, what shown, any bool) {
	const many = 3
	for k := range 2 * many {
		v := now[k]
		if v == nil {
			continue
		}
		bands := g.line
		if k >= many {
			bands = g.between
		}
		by, band, is := outside(bands, v)
		if !is {
			any = true
			continue
		}
		live, phase := v.Value.Cmp(g.half) >= 0, pairs()[k%many]
		if k < many {
			phase = lines()[k]
			live = live || carries(now[2*many+k], g.current)
		}
		if !live {
			continue
		}
		if any = true; worst == nil || by.Cmp(what.off) > 0 {
			worst, what = v, shown{phase, v.Value, band.Low, by}
		}
	}
	return worst, what, any
}

func (p *Pass) reportVoltages(s *Session, all []stretch, g *grid, where model.Location) {
	for _, one := range all {
		bands := g.line
		if one.worst.phase.Line() == model.PhaseNone {
			bands = g.between
		}
		p.tell(s, &one, model.SeverityNone, quantityName(model.Voltage, one.worst.phase, where)+" is "+reading(one.worst.value, model.V),
			"expected "+bandNames(bands, model.V))
	}
}

// bandNames writes bands for people: "207 to 253 V".
func bandNames(bands []Band, u model.Unit) string {
	names := make([]string, len(bands))
	for i, b := range bands {
		names[i] = b.Low.Round(1).Plain() + " to " + about(b.High, u)
	}
	return strings.Join(names, " or ")
}

func findFrequencies(p *Pass, s *Session) {
	if s.mainMeter() || !s.has(model.Frequency) {
		return
	}
	bands := p.set.Bands("PWR006.band")
	for _, at := range p.meters(s, model.Frequency, model.Hz) {
		var off stretches
		for now := newMoments(at.total); now.step(); {
			one := now.now[0]
			if one == nil {
				continue
			}
			if by, _, is := outside(bands, one); is {
				off.bad(one, shown{value: one.Value, off: by})
			} else {
				off.good()
			}
		}
		for _, one := range off.all() {
			p.tell(s, &one, model.SeverityNone, quantityName(model.Frequency, model.PhaseNone, at.where)+" is "+reading(one.worst.value, model.Hz),
				"expected "+bandNames(bands, model.Hz))
		}
	}
}

// What no part of a station or vehicle can have, in Celsius.
const (
	impossiblyHot  = 200
	impossiblyCold = -60
)

func findTemperatures(p *Pass, s *Session) {
	if s.mainMeter() || !s.has(model.Temperature) {
		return
	}
	for _, u := range []model.Unit{model.Celsius, model.Fahrenheit} {
		limit, hot, cold := p.set.Quantity("PWR008.limit"), model.NewDecimal(impossiblyHot, 0), model.NewDecimal(impossiblyCold, 0)
		if u == model.Fahrenheit {
			limit, hot, cold = fahrenheit(limit), fahrenheit(hot), fahrenheit(cold)
		}
		for _, at := range p.meters(s, model.Temperature, u) {
			var off stretches
			for now := newMoments(at.total); now.step(); {
				one := now.now[0]
				switch {
				case one == nil:
				case above(one, limit):
					off.bad(one, shown{value: one.Value, off: one.Value.Sub(limit)})
				case below(one, cold):
					off.bad(one, shown{value: one.Value, off: limit.Sub(one.Value)})
				default:
					off.good()
				}
			}
			for _, one := range off.all() {
				want := "expected at most " + reading(limit, u)
				if v := one.worst.value; v.Cmp(hot) > 0 || v.Cmp(cold) < 0 {
					want = "that can't be"
				}
				p.tell(s, &one, model.SeverityNone, quantityName(model.Temperature, model.PhaseNone, at.where)+" is "+reading(one.worst.value, u), want)
			}
		}
	}
}

func fahrenheit(celsius model.Decimal) model.Decimal {
	return celsius.Mul(model.NewDecimal(18, 1)).Add(model.NewDecimal(32, 0))
}
