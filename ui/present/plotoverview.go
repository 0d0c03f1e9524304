package present

import (
	"context"
	"image"
	"time"

	"meterscope/charts"
)

// wholeStrip is the whole transaction in a strip, with the visible window in it.
type wholeStrip struct {
	image         *image.RGBA
	width, height int
	scale         float64
	from, to      time.Time // what it shows
}

// ResizeOverview says how many pixels the overview strip has.
func (p *Plot) ResizeOverview(width, height int, scale float64) {
	o := &p.overviews
	if width != o.width || height != o.height || scale != o.scale {
		o.width, o.height, o.scale = width, height, scale
		p.drawOverview()
	}
}

// Overview is the image of the whole transaction; nil if there is none yet.
func (p *Plot) Overview() *image.RGBA { return p.overviews.image }

// OverviewView is the visible stretch as shares of the whole.
func (p *Plot) OverviewView() (from, to float64) {
	first, last := p.striped()
	whole := float64(last.Sub(first))
	if whole <= 0 {
		return 0, 1
	}
	return float64(p.from.Sub(first)) / whole, float64(p.to.Sub(first)) / whole
}

// CentreView moves the visible stretch so that its middle is at a share of the whole.
func (p *Plot) CentreView(share float64) {
	if !p.loaded || !p.Zoomed() {
		return
	}
	first, last := p.striped()
	whole, span := last.Sub(first), p.to.Sub(p.from)
	from := first.Add(timesShare(whole, share) - span/2)
	p.setView(from, from.Add(span))
}

// striped is what the strip shows: the transaction, or all there is where the visible stretch goes beyond that.
func (p *Plot) striped() (first, last time.Time) {
	if p.from.Before(p.spec.From) || p.to.After(p.spec.To) {
		return p.whole[0], p.whole[1]
	}
	return p.spec.From, p.spec.To
}

// drawOverview draws the strip beside the window: the power, or what there is.
func (p *Plot) drawOverview() {
	o := &p.overviews
	if p.overviewing == nil || !p.loaded || !p.Drawable() || o.width < 20 || o.height < 8 {
		return
	}
	first, last := p.striped()
	o.from, o.to = first, last
	s := charts.Spec{
		From: first, To: last, Width: o.width, Height: o.height, Scale: o.scale, Theme: p.theme, Bare: true,
		Gaps: p.spec.Gaps, Zone: p.spec.Zone,
	}
	panels, best := p.own, 0
	if len(panels) == 0 { // there is only what is laid over
		panels = p.spec.Panels
	}
	for i := range panels {
		if panels[i].ID == "power" {
			best = i
		}
	}
	panel := panels[best]
	for _, l := range panel.Lines {
		if l.Role != charts.RoleOffered {
			panel.Lines = []charts.Line{l}
			break
		}
	}
	panel.Lines = panel.Lines[:min(1, len(panel.Lines))]
	panel.Band = nil
	s.Panels = []charts.Panel{panel}
	draw := p.app.Engine.DrawOverview
	p.overviewing.do(func(context.Context) func() {
		img, _, err := draw(s)
		return func() {
			if err == nil {
				p.overviews.image = img
				p.changed()
			}
		}
	})
}
