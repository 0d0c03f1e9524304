package charts

import (
	"math"
	"strconv"
	"strings"
)

// tick is a labelled place on an axis. A tick without a label has only its grid line.
type tick struct {
	at    float64 // in the axis' own measure
	label string
}

// roundStep is the smallest of 1, 2, 5 × 10^n that divides span into at most count parts.
func roundStep(span float64, count int) float64 {
	if count < 1 {
		count = 1
	}
	raw := span / float64(count)
	if !(raw > 0) || math.IsInf(raw, 0) {
		return 0
	}
	ten := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, m := range [...]float64{1, 2, 5} {
		if m*ten >= raw*(1-1e-9) {
			return m * ten
		}
	}
	return 10 * ten
}

// valueTicks gives at most count+1 round ticks from lo to hi, both ends included where they are round.
func valueTicks(lo, hi float64, count int) []tick {
	step := roundStep(hi-lo, count)
	if step == 0 || math.IsInf(step, 0) {
		return nil
	}
	first, last := math.Ceil(lo/step-1e-9), math.Floor(hi/step+1e-9)
	const exact = 1 << 50 // beyond it the neighbours of a float are no longer steps apart
	if math.Abs(first) > exact || math.Abs(last) > exact || last-first > 1000 {
		return nil
	}
	out := make([]tick, 0, int(last-first)+1)
	for k := first; k <= last; k++ {
		v := k * step
		if v == 0 {
			v = 0 // no minus before zero
		}
		out = append(out, tick{at: v, label: stepLabel(v, step)})
	}
	return out
}

// valueTicks gives the ticks of the panel's axis, which are round in the unit that is written.
func (p *panel) valueTicks(count int) []tick {
	_, times := p.said()
	ticks := valueTicks(p.axis.Min*times, p.axis.Max*times, count)
	for i := range ticks {
		ticks[i].at /= times
	}
	return ticks
}

// stepLabel writes v with as many digits as tell it from v ± step.
func stepLabel(v, step float64) string {
	exp := int(math.Floor(math.Log10(step) + 1e-9))
	if math.Abs(v) >= 1e7 || exp < -6 {
		return scientific(v, exp)
	}
	return minus(strconv.FormatFloat(v, 'f', max(0, -exp), 64))
}

func scientific(v float64, stepExp int) string {
	if v == 0 {
		return "0"
	}
	digits := int(math.Floor(math.Log10(math.Abs(v))+1e-9)) - stepExp
	return minus(strconv.FormatFloat(v, 'e', min(max(digits, 0), 15), 64))
}

// minus writes a true minus sign.
func minus(s string) string { return strings.Replace(s, "-", "−", 1) }

// valueLabel writes a value of a unit with the digits that a reader of a legend wants.
func valueLabel(v float64, unit string) string {
	digits := 2
	switch unit {
	case "kWh":
		digits = 3
	case "A", "V", "°C", "°F":
		digits = 1
	case "%", "Wh", "W":
		digits = 0
	}
	if math.Abs(v) >= 1e7 {
		return minus(strconv.FormatFloat(v, 'e', 3, 64))
	}
	s := strconv.FormatFloat(v, 'f', digits, 64)
	if strings.Trim(s, "-0.") == "" {
		s = strings.TrimPrefix(s, "-")
	}
	return minus(s)
}

// axisOf gives the range of a panel's value axis from the extent of its data. It is never empty and always
// finite.
func axisOf(p *Panel, lo, hi float64, any bool) Axis {
	if !any {
		lo, hi = 0, 1
	}
	if b := p.Band; b != nil && any && finite(b.Min) && finite(b.Max) {
		lo, hi = math.Min(lo, clamp(b.Min, -maxValue, maxValue)), math.Max(hi, clamp(b.Max, -maxValue, maxValue))
	}
	if p.FromZero {
		lo, hi = math.Min(lo, 0), math.Max(hi, 0)
		if lo == hi { // nothing but zeros: they are the ground
			hi = 1
		}
	}
	pad := (hi - lo) * 0.08
	if hi-lo <= math.Max(math.Abs(lo), math.Abs(hi))*1e-9 {
		pad = math.Max(math.Abs(hi)*0.05, 0.5) // all equal: the line runs through the middle
	}
	a := Axis{Min: lo - pad, Max: hi + pad}
	if p.FromZero {
		if lo > -0.02*hi { // the few watts below zero of a meter at rest need no room of their own
			a.Min = lo
		}
		if hi == 0 && lo < 0 {
			a.Max = 0
		}
	}
	if p.Min != nil && finite(*p.Min) {
		a.Min = clamp(*p.Min, -maxValue, maxValue)
	}
	if p.Max != nil && finite(*p.Max) {
		a.Max = clamp(*p.Max, -maxValue, maxValue)
	}
	if a.Max-a.Min <= math.Max(math.Abs(a.Min), math.Abs(a.Max))*1e-9 {
		a.Max = a.Min + math.Max(math.Abs(a.Min)*1e-6, 1)
	}
	return a
}

func finite(v float64) bool { return v-v == 0 }
