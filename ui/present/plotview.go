package present

import (
	"math"
	"time"

	"meterscope/model"
)

// View is the visible stretch of time.
func (p *Plot) View() (from, to time.Time) { return p.from, p.to }

// timesShare is a share of a span.
func timesShare(span time.Duration, share float64) time.Duration {
	return time.Duration(float64(span) * share)
}

// timeAt is the moment under an image column, by the visible stretch (which may be ahead of the image).
func (p *Plot) timeAt(x float64) time.Time {
	box := p.layout.Plot
	if box.Dx() <= 0 {
		return p.from
	}
	share := (x - float64(box.Min.X)) / float64(box.Dx())
	return p.from.Add(time.Duration(share * float64(p.to.Sub(p.from))))
}

// ColumnOf is the image column of a moment, and whether it is in the visible stretch.
func (p *Plot) ColumnOf(t time.Time) (x float64, ok bool) {
	box, span := p.layout.Plot, p.to.Sub(p.from)
	if span <= 0 || box.Dx() <= 0 {
		return 0, false
	}
	share := float64(t.Sub(p.from)) / float64(span)
	return float64(box.Min.X) + share*float64(box.Dx()), share >= 0 && share <= 1
}

// ZoomAt makes the visible stretch shorter (steps > 0) or longer, and keeps the moment under an image column
// where it is.
func (p *Plot) ZoomAt(x float64, steps float64) {
	if !p.loaded || !p.from.Before(p.to) {
		return
	}
	at := p.timeAt(x)
	if at.Before(p.from) || at.After(p.to) {
		at = p.from.Add(p.to.Sub(p.from) / 2)
	}
	factor := math.Pow(zoomStep, -max(min(steps, zoomMost), -zoomMost))
	from := at.Add(-time.Duration(float64(at.Sub(p.from)) * factor))
	to := at.Add(time.Duration(float64(p.to.Sub(at)) * factor))
	if to.Sub(from) < smallestView {
		return
	}
	p.setView(from, to)
}

// Pan moves the visible stretch by so many image columns: to the right shows what was before.
func (p *Plot) Pan(dx float64) {
	if w := p.layout.Plot.Dx(); w > 0 {
		p.panBy(time.Duration(-dx / float64(w) * float64(p.to.Sub(p.from))))
	}
}

// PanStep moves the visible stretch by a tenth of it, to earlier or later.
func (p *Plot) PanStep(direction int) {
	p.panBy(time.Duration(float64(direction) * panStep * float64(p.to.Sub(p.from))))
}

func (p *Plot) panBy(d time.Duration) { p.setView(p.from.Add(d), p.to.Add(d)) }

// Reset shows the whole transaction. Where that is what is seen, and there are samples of a clock that was not set, it
// shows those too.
func (p *Plot) Reset() {
	if p.Zoomed() {
		p.setView(p.spec.From, p.spec.To)
	} else if p.loaded {
		p.setView(p.whole[0], p.whole[1])
	}
}

// Zoomed says that not the whole is visible.
func (p *Plot) Zoomed() bool {
	return p.loaded && (!p.from.Equal(p.spec.From) || !p.to.Equal(p.spec.To))
}

// setView keeps the visible stretch within the data.
func (p *Plot) setView(from, to time.Time) {
	first, last := p.whole[0], p.whole[1]
	switch span := to.Sub(from); {
	case span >= last.Sub(first):
		from, to = first, last
	case from.Before(first):
		from, to = first, first.Add(span)
	case to.After(last):
		from, to = last.Add(-span), last
	}
	if from.Equal(p.from) && to.Equal(p.to) {
		return
	}
	p.from, p.to = from, to
	if a, b := p.striped(); p.overviews.image != nil && (!a.Equal(p.overviews.from) || !b.Equal(p.overviews.to)) {
		p.drawOverview()
	}
	p.redraw()
	if p.OnCursor != nil {
		p.OnCursor()
	}
}

// ShowFinding brings a finding's time into view and puts the crosshair on it.
func (p *Plot) ShowFinding(f model.Finding) {
	if !p.loaded {
		p.pending = &f
		return
	}
	at, end := f.From.Time(), f.To.Time()
	if f.From.IsZero() {
		for _, m := range p.marks {
			if m.finding.At == f.At && m.finding.Rule == f.Rule {
				at, end = m.At, m.At
			}
		}
	}
	if at.IsZero() || at.Unix() == 0 {
		return
	}
	if end.Before(at) {
		end = at
	}
	if at.Before(p.from) || end.After(p.to) {
		margin := time.Duration(aroundFinding * float64(p.to.Sub(p.from)))
		from, to := p.from, p.to
		if span := end.Sub(at) + 2*margin; span > to.Sub(from) {
			from, to = at.Add(-margin), end.Add(margin)
		} else {
			half := (to.Sub(from) - end.Sub(at)) / 2
			from, to = at.Add(-half), end.Add(half)
		}
		p.setView(from, to)
	}
	p.setCursor(at)
	p.redraw()
	p.changed()
}

// StepMark puts the crosshair on the next finding, or with a negative direction on the one before, and brings it
// into view.
func (p *Plot) StepMark(direction int) {
	at := p.cursor
	if at.IsZero() {
		at = p.from.Add(-1)
		if direction < 0 {
			at = p.to.Add(1)
		}
	}
	best := -1
	for i := range p.marks {
		m := p.marks[i].At
		if direction > 0 && m.After(at) && (best < 0 || m.Before(p.marks[best].At)) ||
			direction < 0 && m.Before(at) && (best < 0 || m.After(p.marks[best].At)) {
			best = i
		}
	}
	if best >= 0 {
		f := p.marks[best].finding
		f.From = model.NewTime(p.marks[best].At, 0, model.ZoneStated)
		p.ShowFinding(f)
	}
}

// MarksAt are the findings under an image column, within so many columns to both sides.
func (p *Plot) MarksAt(x, within float64) []model.Finding {
	var found []model.Finding
	for _, m := range p.marks {
		if c, ok := p.ColumnOf(m.At); ok && math.Abs(c-x) <= within {
			found = append(found, m.finding)
		}
	}
	return found
}

// Tip says what the findings under an image column are; "" if there are none.
func (p *Plot) Tip(x, within float64) string {
	found := p.MarksAt(x, within)
	if len(found) == 0 {
		return ""
	}
	tip := Message(p.app.Texts(), found[0])
	if n := len(found) - 1; n > 0 {
		tip += "  (" + p.app.Texts().Text("and %s", Plural(p.app.Texts(), n, "other", "others")) + ")"
	}
	return tip
}
