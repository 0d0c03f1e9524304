package present

import (
	"context"
	"strings"
	"time"

	"meterscope/model"
)

// Selection is the stretch of time that is selected; ok is false if there is none.
func (p *Plot) Selection() (from, to time.Time, ok bool) {
	from, to = p.anchor, p.reach
	if to.Before(from) {
		from, to = to, from
	}
	return from, to, p.selected && from.Before(to)
}

// BeginSelection anchors a selection at an image column.
func (p *Plot) BeginSelection(x float64) {
	if !p.loaded || p.layout.Plot.Empty() {
		return
	}
	t := p.within(p.timeAt(x))
	p.anchor, p.reach, p.selected = t, t, true
	p.measure()
}

// SelectTo moves the other end of the selection to an image column.
func (p *Plot) SelectTo(x float64) {
	if !p.selected {
		return
	}
	p.reach = p.within(p.timeAt(x))
	p.setCursor(p.reach)
	p.measure()
}

// within keeps a moment in the visible stretch.
func (p *Plot) within(t time.Time) time.Time {
	switch {
	case t.Before(p.from):
		return p.from
	case t.After(p.to):
		return p.to
	}
	return t
}

// StepSelection walks the crosshair to the next sample and selects what it goes over.
func (p *Plot) StepSelection(direction int) {
	if p.cursor.IsZero() {
		p.Step(direction)
	}
	if !p.selected {
		p.anchor = p.cursor
	}
	p.Step(direction)
	if !p.cursor.IsZero() && !p.anchor.IsZero() {
		p.reach, p.selected = p.cursor, true
		p.measure()
	}
}

// SelectVisible selects all that is visible.
func (p *Plot) SelectVisible() {
	if p.loaded && p.from.Before(p.to) {
		p.anchor, p.reach, p.selected = p.from, p.to, true
		p.measure()
	}
}

// ClearSelection selects nothing.
func (p *Plot) ClearSelection() {
	if p.selected {
		p.selected, p.measures = false, nil
		p.measuring.stop()
		p.moved()
	}
}

// ZoomToSelection makes the selected stretch the visible one.
func (p *Plot) ZoomToSelection() {
	if from, to, ok := p.Selection(); ok {
		if short := smallestView - to.Sub(from); short > 0 {
			from, to = from.Add(-short/2), to.Add(short/2)
		}
		p.ClearSelection()
		p.setView(from, to)
	}
}

// measure has the selected stretch measured beside the window.
func (p *Plot) measure() {
	from, to, ok := p.Selection()
	if !ok {
		p.measures = nil
		p.measuring.stop()
		p.moved()
		return
	}
	panels := p.own
	p.moved()
	p.measuring.do(func(context.Context) func() {
		found := measureStretch(panels, from, to)
		return func() {
			p.measures = found
			p.moved()
		}
	})
}

// Measures are what the samples say of the selected stretch, as far as that is known yet.
func (p *Plot) Measures() []Measure { return p.measures }

// SelectionText says what is selected: a line for the stretch, and one for what was measured of what is most asked
// for. It is empty without a selection.
func (p *Plot) SelectionText() []string {
	from, to, ok := p.Selection()
	if !ok {
		return nil
	}
	t := p.app.Texts()
	lines := []string{p.span(from, to)}
	whole := map[string]bool{}
	for _, m := range p.measures {
		whole[m.Panel] = whole[m.Panel] || m.whole
	}
	var said []string
	for i := range p.measures {
		m := &p.measures[i]
		if whole[m.Panel] && !m.whole || m.offered {
			continue
		}
		if s := m.text(t); s != "" {
			said = append(said, s)
		}
	}
	if len(said) > 0 {
		lines = append(lines, strings.Join(said, "  ·  "))
	}
	return lines
}

// span writes a stretch and how long it is.
func (p *Plot) span(from, to time.Time) string {
	t, zone := p.app.Texts(), p.app.Engine.Zone
	form := "15:04:05"
	if p.spec.To.Sub(p.spec.From) > 20*time.Hour {
		form = "2 Jan " + form
	}
	d := to.Sub(from)
	if d > 10*time.Second {
		d = d.Round(time.Second)
	} else {
		d = d.Round(time.Millisecond)
	}
	return t.Time(from.In(zone), form) + " – " + t.Time(to.In(zone), form) + "  (" + t.Number(strings.NewReplacer("h", " h ", "ms", " ms", "m", " min ", "s", " s").Replace(d.String())) + ")"
}

// SelectionValues are all measures of the selected stretch as a table, to be copied.
func (p *Plot) SelectionValues() string {
	from, to, ok := p.Selection()
	if !ok {
		return ""
	}
	t, zone := p.app.Texts().Own(), p.app.Engine.Zone
	const form = "2006-01-02 15:04:05.000 MST"
	var b strings.Builder
	b.WriteString(t.Time(from.In(zone), form) + "\t" + t.Time(to.In(zone), form) + "\n")
	b.WriteString(strings.Join([]string{"", "", t.Text("Energy"), t.Text("Mean"), t.Text("Lowest"), t.Text("Highest"), t.Text("Unit"), t.Text("Samples")}, "\t") + "\n")
	for i := range p.measures {
		m := &p.measures[i]
		row := []string{m.Panel, m.Line}
		for _, v := range []model.Opt[model.Decimal]{m.Energy, m.Mean, m.Least, m.Most} {
			s := ""
			if v.OK {
				s = t.Number(v.V.Plain())
			}
			row = append(row, s)
		}
		b.WriteString(strings.Join(append(row, m.Unit, Count(t, m.Count)), "\t") + "\n")
	}
	return b.String()
}
