package present

import (
	"math"
	"sort"
	"strconv"
	"strings"
	"time"

	"meterscope/charts"
	"meterscope/model"
	"meterscope/ui/lang"
)

// Measure is what the samples of one line say of a stretch of time.
type Measure struct {
	Panel, Line, Unit string // in the user's language
	Count             int    // samples with a number
	// Energy is what a register counted from the first sample of the stretch to the last, or what the intervals
	// within it add up to.
	Energy      model.Opt[model.Decimal]
	Mean        model.Opt[model.Decimal] // over the time between samples that are no gap apart
	Least, Most model.Opt[model.Decimal]
	whole       bool // the line is that of all phases
	offered     bool
}

// measureStretch measures each line in a stretch of time, both ends included. Readings that a rule found wrong are not
// in it.
func measureStretch(panels []charts.Panel, from, to time.Time) []Measure {
	var out []Measure
	for i := range panels {
		p := &panels[i]
		for k := range p.Lines {
			l := &p.Lines[k]
			m := Measure{Panel: p.Title, Line: l.Name, Unit: p.Unit, offered: l.Role == charts.RoleOffered,
				whole: l.Role == charts.RoleTotal || l.Role == charts.RoleGauge || l.Role == charts.RoleSoC}
			a := sort.Search(len(l.Times), func(i int) bool { return l.Times[i] >= from.UnixNano() })
			b := sort.Search(len(l.Times), func(i int) bool { return l.Times[i] > to.UnixNano() })
			if a >= b || l.Overlay {
				continue
			}
			m.Count = b - a
			switch {
			case l.Register:
				if b-a > 1 {
					m.Energy = model.Some(decimalOf(l, b-1).Sub(decimalOf(l, a)))
				}
			case len(l.Starts) > 0:
				m.sum(l, a, b)
			default:
				m.gauge(l, a, b)
			}
			out = append(out, m)
		}
	}
	return out
}

// decimalOf is the value of a point, as it was sent.
func decimalOf(l *charts.Line, i int) model.Decimal {
	v := l.Values[i]
	if l.Digits >= 0 && l.Digits <= mostExact {
		if w := math.Round(v * math.Pow10(l.Digits)); w < 1<<53 && w > -1<<53 {
			return model.NewDecimal(int64(w), l.Digits)
		}
	}
	return decimal(strconv.FormatFloat(v, 'f', -1, 64))
}

// decimal is the number of a float64's digits.
func decimal(digits string) model.Decimal {
	d, err := model.ParseDecimal(digits)
	if err != nil { // beyond what a decimal can be
		return model.Decimal{}
	}
	return d
}

// mostExact is the number of digits up to which ten to its power is exact as a float64.
const mostExact = 22

// sum adds up what flowed in the intervals that end in the stretch.
func (m *Measure) sum(l *charts.Line, a, b int) {
	var all model.Decimal
	for i := a; i < b; i++ {
		v := decimalOf(l, i)
		all = all.Add(v)
		m.extremes(v)
	}
	m.Energy = model.Some(all)
}

// gauge takes the extremes and the mean over time: that of what is drawn between samples that are no gap apart.
func (m *Measure) gauge(l *charts.Line, a, b int) {
	var area, span, before model.Decimal
	digits := 0
	breaks := l.Breaks[sort.SearchInts(l.Breaks, a+1):]
	for i := a; i < b; i++ {
		v := decimalOf(l, i)
		m.extremes(v)
		digits = max(digits, v.Scale())
		broken := len(breaks) > 0 && breaks[0] == i
		if broken {
			breaks = breaks[1:]
		}
		if i > a && !broken {
			dt := model.NewDecimal((l.Times[i]-l.Times[i-1])/int64(time.Millisecond), 0)
			until := v
			if l.Step {
				until = before
			}
			area = area.Add(before.Add(until).Mul(dt))
			span = span.Add(dt)
		}
		before = v
	}
	if mean, ok := area.Quo(span.Add(span), digits+1); ok {
		m.Mean = model.Some(mean)
	}
}

func (m *Measure) extremes(v model.Decimal) {
	if !m.Least.OK || v.Cmp(m.Least.V) < 0 {
		m.Least = model.Some(v)
	}
	if !m.Most.OK || v.Cmp(m.Most.V) > 0 {
		m.Most = model.Some(v)
	}
}

// text says the measure in short.
func (m *Measure) text(t *lang.Texts) string {
	unit, up := shownUnit(t, m.Unit)
	n := func(v model.Decimal) string {
		if up > 0 {
			return t.Grouped(t.Number(v.Shift(up).Plain()))
		}
		return t.Number(v.Plain())
	}
	name := m.Panel
	if name == t.Said("Energy since start") {
		name = t.Text("Energy")
	}
	if !m.whole || strings.Contains(m.Line, "(") { // a sum of phases is said to be one
		name += " " + m.Line
	}
	switch {
	case m.Energy.OK:
		return name + " " + n(m.Energy.V) + " " + unit
	case m.Mean.OK && m.Least.V.Cmp(m.Most.V) != 0:
		return t.Text("%s mean %s, from %s to %s %s", name, n(m.Mean.V), n(m.Least.V), n(m.Most.V), unit)
	case m.Least.OK:
		return strings.TrimSpace(name + " " + n(m.Least.V) + " " + unit)
	}
	return ""
}
