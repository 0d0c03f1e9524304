package charts

import "math"

// scratch is what drawing lines needs room for; it is kept from plot to plot.
type scratch struct {
	vertices []vertex
	bars     []bar
}

// bar is a filled rectangle in the grain of an area, from left to right and top to bottom.
type bar struct{ x0, y0, x1, y1 float64 }

// drawLines draws the lines of all panels, the thick ones last: they stay visible.
func (a *arrangement) drawLines(c canvas, buf *scratch) {
	if !a.timed {
		return
	}
	for _, p := range a.open {
		w, h, columns := c.grain(p.box)
		v := view{from: a.from.UnixNano(), to: a.to.UnixNano(), w: w, h: h, columns: max(1, columns), axis: p.axis}
		offset := math.Mod(float64(v.from)/v.span()*w, 1<<20)
		a.drawBars(c, p, &v, buf)
		for _, thick := range [...]bool{false, true} {
			for k, t := range p.traces {
				if t == nil || (p.strokes[k].Width >= 2) != thick {
					continue
				}
				buf.vertices = t.path(buf.vertices[:0], &v)
				c.path(p.box, buf.vertices, offset, p.strokes[k])
				if buf.vertices = t.dots(buf.vertices[:0], &v); !a.spec.Bare && len(buf.vertices) > 1 {
					c.path(p.box, buf.vertices, 0, Stroke{Color: p.strokes[k].Color, Width: 1, dot: smallDot})
				}
			}
		}
		a.drawHollow(c, p, &v)
	}
}

// barShade is how much of a line's colour the bars below it have.
const barShade = 0.18

// drawBars fills the bars of what is a total; those of phases and other loops only have their top line.
func (a *arrangement) drawBars(c canvas, p *panel, v *view, buf *scratch) {
	for k, t := range p.traces {
		if t != nil && t.starts != nil && p.Lines[k].Role == RoleTotal {
			buf.bars = t.bars(buf.bars[:0], v)
			c.bars(p.box, buf.bars, blend(a.theme.Ground, p.strokes[k].Color, barShade))
		}
	}
}

// below is where a value stands that is above the axis: below the triangles of findings.
const below = 15

// drawHollow draws the values that a rule found wrong as rings; those off the axis at its end.
func (a *arrangement) drawHollow(c canvas, p *panel, v *view) {
	last := -ringRadius * 4.0
	for k := range p.Lines {
		if p.Lines[k].Hidden {
			continue
		}
		for _, d := range p.Lines[k].Hollow {
			if d.At < v.from || d.At > v.to || !finite(d.Value) {
				continue
			}
			x := v.x(d.At)
			y := min(v.y(d.Value), v.h-ringRadius-1)
			if y < ringRadius+1 {
				y = below * v.h / max(1, float64(p.box.Dy()))
			}
			if math.Abs(x-last) < 1 && len(p.Lines[k].Hollow) > v.columns {
				continue // they can't be told apart
			}
			last = x
			c.ring(p.box, x, y, Stroke{Color: p.strokes[k].Color, Width: 1.5}, a.theme.Ground)
		}
	}
}
