package present

import (
	"slices"
	"strings"

	"meterscope/charts"
	"meterscope/ui/lang"
)

// Translate puts what a plot says into a language: the titles of its panels, the names of its lines, its notes,
// and what it writes by itself.
func Translate(t *lang.Texts, s *charts.Spec) {
	if t == nil {
		return
	}
	inWords(t, s)
	s.Panels, s.Notes = slices.Clone(s.Panels), slices.Clone(s.Notes)
	for i := range s.Panels {
		p := &s.Panels[i]
		p.Title, p.Empty = t.Said(p.Title), t.Said(p.Empty)
		p.Lines = slices.Clone(p.Lines)
		for k := range p.Lines {
			p.Lines[k].Name = lineName(t, p.Lines[k].Name)
		}
	}
	for i, note := range s.Notes {
		s.Notes[i] = t.Said(note)
	}
}

// lineName is the name of a line, of which what stands in parentheses, as "Inlet", may be the protocol's word.
func lineName(t *lang.Texts, name string) string {
	said := t.Said(name)
	if i := strings.LastIndex(name, " ("); said == name && i > 0 {
		return lineName(t, name[:i]) + name[i:]
	}
	return said
}

// inWords puts what a plot writes by itself into a language.
func inWords(t *lang.Texts, s *charts.Spec) {
	if t != nil {
		s.Words = charts.Words{Number: t.Axis, Date: t.Time, Text: t.Said}
	}
}

// shownUnit is the unit in which values of another are shown on the screen, of which there are 10 to the power of
// digits in one of that.
func shownUnit(t *lang.Texts, unit string) (shown string, digits int) {
	switch unit {
	case "kWh":
		shown = t.EnergyUnit()
	case "kW":
		shown = t.PowerUnit()
	}
	if shown == "" || shown == unit {
		return unit, 0
	}
	return shown, kiloDigits
}
