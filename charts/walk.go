package charts

import "math"

// walk draws a path with dashes: all lengths in pixels. A dot is drawn for a vertex that stands alone.
func (s *stroker) walk(v []vertex, dx, dy, offset float64, dash []float64, dot float64) {
	d := dashes{pattern: dash}
	for _, l := range dash {
		d.period += l
	}
	if d.period <= 0 {
		d.pattern = nil
	}
	pad := s.half + 1
	bounds := clipBox{-pad, -pad, float64(s.w) + pad, float64(s.h) + pad}
	for i := range v {
		x1, y1 := v[i].x+dx, v[i].y+dy
		if v[i].move {
			if alone(v, i) && bounds.holds(x1, y1) {
				s.disc(x1, y1, dot)
			}
			d.start(offset + v[i].x)
			continue
		}
		if v[i].again {
			continue
		}
		x0, y0 := v[i-1].x+dx, v[i-1].y+dy
		cx0, cy0, cx1, cy1, ok := bounds.clip(x0, y0, x1, y1)
		switch {
		case d.pattern == nil || v[i].dense:
			if ok {
				s.segment(cx0, cy0, cx1, cy1, round, round)
			}
		case !ok:
			d.skip(math.Hypot(x1-x0, y1-y0))
		default:
			d.skip(math.Hypot(cx0-x0, cy0-y0))
			d.draw(s, cx0, cy0, cx1, cy1)
			d.skip(math.Hypot(x1-cx1, y1-cy1))
		}
	}
}

// dashes walks along a pattern of on and off lengths.
type dashes struct {
	pattern []float64
	period  float64
	at      int     // which part of the pattern
	left    float64 // of that part
}

func (d *dashes) start(offset float64) {
	if d.pattern == nil {
		return
	}
	d.at, d.left = 0, d.pattern[0]
	d.skip(math.Mod(math.Mod(offset, d.period)+d.period, d.period))
}

func (d *dashes) skip(length float64) {
	if d.pattern == nil || !finite(length) {
		return
	}
	length = math.Mod(length, d.period)
	for length > 0 {
		if length < d.left {
			d.left -= length
			return
		}
		length -= d.left
		d.next()
	}
}

func (d *dashes) next() {
	d.at = (d.at + 1) % len(d.pattern)
	d.left = d.pattern[d.at]
}

// draw draws the dashes of one segment. A dash that goes on over a vertex is round there.
func (d *dashes) draw(s *stroker, x0, y0, x1, y1 float64) {
	length := math.Hypot(x1-x0, y1-y0)
	if length == 0 {
		return
	}
	ux, uy := (x1-x0)/length, (y1-y0)/length
	for at := 0.0; at < length; {
		step := min(d.left, length-at)
		if d.at%2 == 0 {
			s.segment(x0+ux*at, y0+uy*at, x0+ux*(at+step), y0+uy*(at+step), d.pattern[d.at]-d.left, d.left-step)
		}
		at += step
		d.left -= step
		if d.left <= 1e-9 {
			d.next()
		}
		if step <= 0 {
			return
		}
	}
}

// clipBox cuts segments to a rectangle.
type clipBox struct{ x0, y0, x1, y1 float64 }

func (b clipBox) holds(x, y float64) bool { return x >= b.x0 && x <= b.x1 && y >= b.y0 && y <= b.y1 }

// clip gives the part of a segment inside the box (Liang and Barsky).
func (b clipBox) clip(x0, y0, x1, y1 float64) (cx0, cy0, cx1, cy1 float64, ok bool) {
	if b.holds(x0, y0) && b.holds(x1, y1) {
		return x0, y0, x1, y1, true
	}
	dx, dy := x1-x0, y1-y0
	from, to := 0.0, 1.0
	for _, e := range [...]struct{ p, q float64 }{{-dx, x0 - b.x0}, {dx, b.x1 - x0}, {-dy, y0 - b.y0}, {dy, b.y1 - y0}} {
		switch {
		case e.p == 0:
			if e.q < 0 {
				return 0, 0, 0, 0, false
			}
		case e.p < 0:
			from = max(from, e.q/e.p)
		default:
			to = min(to, e.q/e.p)
		}
	}
	if !(from <= to) {
		return 0, 0, 0, 0, false
	}
	at := func(f float64) (float64, float64) {
		return clamp(x0+f*dx, b.x0, b.x1), clamp(y0+f*dy, b.y0, b.y1)
	}
	cx0, cy0, cx1, cy1 = x0, y0, x1, y1
	if from > 0 {
		cx0, cy0 = at(from)
	}
	if to < 1 {
		cx1, cy1 = at(to)
	}
	return cx0, cy0, cx1, cy1, true
}
