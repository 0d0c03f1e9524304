package present

import (
	"slices"

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
			p.Lines[k].Name = t.Said(p.Lines[k].Name)
		}
	}
	for i, note := range s.Notes {
		s.Notes[i] = t.Said(note)
	}
}

// inWords puts what a plot writes by itself into a language.
func inWords(t *lang.Texts, s *charts.Spec) {
	if t != nil {
		s.Words = charts.Words{Comma: true, Date: t.Time, Text: t.Said}
	}
}
