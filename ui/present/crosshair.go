package present

import (
	"image"
	"slices"
	"time"

	"meterscope/charts"
	"meterscope/ui/lang"
)

// Cursor is the moment of the crosshair; zero if there is none.
func (p *Plot) Cursor() time.Time { return p.cursor }

// CursorText is the moment of the crosshair in words: to the second, or finer where the view is.
func (p *Plot) CursorText() string {
	if p.cursor.IsZero() {
		return ""
	}
	form := "15:04:05"
	if p.to.Sub(p.from) < 2*time.Minute && p.cursor.Nanosecond() != 0 {
		form = "15:04:05.000"
	}
	if p.spec.To.Sub(p.spec.From) > 20*time.Hour {
		form = "2 Jan " + form
	}
	if p.cursor.Before(p.spec.From) || p.cursor.After(p.spec.To) { // of a clock that was not set
		form = "2006-01-02 15:04:05"
	}
	return p.app.Texts().Time(p.cursor.In(p.app.Engine.Zone), form)
}

// PointAt puts the crosshair on an image column.
func (p *Plot) PointAt(x float64) {
	if !p.loaded || p.layout.Plot.Empty() {
		return
	}
	t := p.timeAt(x)
	if t.Before(p.from) || t.After(p.to) {
		p.Leave()
		return
	}
	p.setCursor(t)
}

// Leave takes the crosshair away.
func (p *Plot) Leave() { p.setCursor(time.Time{}) }

func (p *Plot) setCursor(t time.Time) {
	if t.Equal(p.cursor) {
		return
	}
	p.cursor = t
	if p.OnCursor != nil {
		p.OnCursor()
	}
}

// Step walks the crosshair to the next sample, or with a negative direction to the one before, and brings it
// into view.
func (p *Plot) Step(direction int) {
	if !p.loaded {
		return
	}
	at := p.cursor
	if at.IsZero() {
		at = p.from.Add(-1)
		if direction < 0 {
			at = p.to.Add(1)
		}
	}
	now, best, found := at.UnixNano(), int64(0), false
	for _, panel := range p.spec.Panels {
		if !p.shows(panel.ID) {
			continue
		}
		for _, l := range panel.Lines {
			if t, ok := neighbour(&l, now, direction); ok && (!found || direction > 0 && t < best || direction < 0 && t > best) {
				best, found = t, true
			}
		}
	}
	if !found {
		return
	}
	t := time.Unix(0, best).UTC()
	if span := p.to.Sub(p.from); t.Before(p.from) || t.After(p.to) {
		p.setView(t.Add(-span/2), t.Add(span/2))
	}
	p.setCursor(t)
}

// reachOf is how far from a sample the crosshair may stand to be on it: some pixels.
func (p *Plot) reachOf() int64 {
	const pixels = 3
	if w := p.layout.Plot.Dx(); w > 0 {
		return int64(pixels * p.scale * float64(p.to.Sub(p.from)) / float64(w))
	}
	return 0
}

// LegendPanel is the legend of one panel.
type LegendPanel struct {
	ID      string
	Box     image.Rectangle // of its panel in the image
	Entries []LegendEntry
}

// LegendEntry is one line of the legend.
type LegendEntry struct {
	Name    string
	Role    charts.Role
	Value   string // under the crosshair; "" without one
	Hidden  bool
	Derived bool
	Overlay bool // of the transaction laid over
}

// Legend gives names and values for the panels of the image.
func (p *Plot) Legend() []LegendPanel { return p.legend(p.app.Texts()) }

func (p *Plot) legend(t *lang.Texts) []LegendPanel {
	var legend []LegendPanel
	for _, panel := range p.panels() {
		k := slices.Index(p.drawn, panel.ID)
		if k < 0 || k >= len(p.layout.Panels) || p.layout.Panels[k].Empty() {
			continue
		}
		g := LegendPanel{ID: panel.ID, Box: p.layout.Panels[k]}
		for i := range panel.Lines {
			l := &panel.Lines[i]
			e := LegendEntry{Name: l.Name, Role: l.Role, Derived: l.Derived, Overlay: l.Overlay, Hidden: p.hidden[panel.ID+"/"+l.Name]}
			if !p.cursor.IsZero() {
				_, up := shownUnit(t, panel.Unit)
				e.Value = valueAt(t, l, p.cursor.UnixNano(), p.reachOf(), shownDigits{digitsOf(panel.ID), up})
			}
			g.Entries = append(g.Entries, e)
		}
		legend = append(legend, g)
	}
	return legend
}

func digitsOf(panel string) int {
	switch panel {
	case "energy", "power":
		return 3
	case "interval":
		return 3
	case "current", "voltage", "temperature":
		return 1
	case "frequency", "factor":
		return 2
	}
	return 0
}
