package charts

import (
	"image"
	"image/color"
	"math"
)

// stroker draws anti-aliased lines into a mask of how much of each pixel is covered, and then lays a colour
// through the mask over an image. Where strokes of one line meet or cross, the larger coverage counts: a
// line has no darker joints. The mask is reused from line to line.
type stroker struct {
	mask  []uint8
	w, h  int
	dirty image.Rectangle
	half  float64 // of the line's width
}

// begin makes an empty mask of a size for a line of a width, both in pixels.
func (s *stroker) begin(w, h int, width float64) {
	s.empty()
	if n := w * h; cap(s.mask) < n {
		s.mask = make([]uint8, n)
	} else {
		s.mask = s.mask[:n]
	}
	s.w, s.h, s.half = w, h, width/2
}

// empty clears what was drawn.
func (s *stroker) empty() {
	for y := s.dirty.Min.Y; y < s.dirty.Max.Y; y++ {
		clear(s.mask[y*s.w+s.dirty.Min.X : y*s.w+s.dirty.Max.X])
	}
	s.dirty = image.Rectangle{}
}

// round lets the end of a segment be round. Less is how far the round end may reach beyond it, in pixels: a
// dash is cut straight at its ends, whatever turn the line takes there.
const round = 1e9

// put notes how much of a pixel is covered.
func (s *stroker) put(i int, cover float64) {
	if cover <= 0 {
		return
	}
	c := uint8(min(cover, 1)*255 + 0.5)
	if c > s.mask[i] {
		s.mask[i] = c
	}
}

// touch notes the pixels from x0, y0 to x1, y1 as drawn to and gives them clipped to the mask.
func (s *stroker) touch(x0, y0, x1, y1 float64) image.Rectangle {
	r := image.Rect(int(math.Floor(x0)), int(math.Floor(y0)), int(math.Ceil(x1)), int(math.Ceil(y1))).
		Intersect(image.Rect(0, 0, s.w, s.h))
	s.dirty = s.dirty.Union(r)
	return r
}

// segment draws from one point to another, with ends that reach so far. Both points must be near the mask:
// clip first.
func (s *stroker) segment(x0, y0, x1, y1, before, after float64) {
	dx, dy := x1-x0, y1-y0
	length := math.Hypot(dx, dy)
	reach := s.half + 0.5
	box := s.touch(min(x0, x1)-reach, min(y0, y1)-reach, max(x0, x1)+reach, max(y0, y1)+reach)
	if box.Empty() {
		return
	}
	if length < 1e-6 {
		return
	}
	ux, uy := dx/length, dy/length
	g := segment{x0: x0, y0: y0, ux: ux, uy: uy, length: length, reach: reach, before: before, after: after}
	if math.Abs(dx) >= math.Abs(dy) {
		s.flat(box, &g)
	} else {
		s.steep(box, &g)
	}
}

// segment is a line of a length from a point in a direction.
type segment struct {
	x0, y0, ux, uy, length float64
	reach                  float64 // half its width and half a pixel
	before, after          float64 // how far its round ends may reach
}

// cover is how much of the pixel around x, y the segment covers; 0 or less is nothing.
func (g *segment) cover(x, y float64) float64 {
	px, py := x-g.x0, y-g.y0
	along, across := px*g.ux+py*g.uy, math.Abs(px*g.uy-py*g.ux)
	if along < 0 {
		across = math.Sqrt(along*along + across*across)
	} else if over := along - g.length; over > 0 {
		across = math.Sqrt(over*over + across*across)
	}
	return min(g.reach-across, along+g.before+0.5, g.length-along+g.after+0.5)
}

// flat draws a segment that runs more sideways than up, a pixel column at a time.
func (s *stroker) flat(box image.Rectangle, g *segment) {
	lean := math.Abs(g.ux)
	slope, thick := g.uy/g.ux, g.reach/lean
	x1 := g.x0 + g.ux*g.length
	lo, hi := min(g.x0, x1), max(g.x0, x1)
	for px := box.Min.X; px < box.Max.X; px++ {
		x := float64(px) + 0.5
		y := g.y0 + (min(max(x, lo), hi)-g.x0)*slope
		top, bottom := max(int(y-thick), box.Min.Y), min(int(y+thick)+1, box.Max.Y)
		if x-lo > g.reach && hi-x > g.reach {
			s.middle(top*s.w+px, s.w, bottom-top, float64(top)+0.5-y, lean, g.reach)
			continue
		}
		for py := top; py < bottom; py++ {
			s.put(py*s.w+px, g.cover(x, float64(py)+0.5))
		}
	}
}

// steep draws a segment that runs more up than sideways, a pixel row at a time.
func (s *stroker) steep(box image.Rectangle, g *segment) {
	lean := math.Abs(g.uy)
	slope, thick := g.ux/g.uy, g.reach/lean
	y1 := g.y0 + g.uy*g.length
	lo, hi := min(g.y0, y1), max(g.y0, y1)
	for py := box.Min.Y; py < box.Max.Y; py++ {
		y := float64(py) + 0.5
		x := g.x0 + (min(max(y, lo), hi)-g.y0)*slope
		left, right := max(int(x-thick), box.Min.X), min(int(x+thick)+1, box.Max.X)
		if y-lo > g.reach && hi-y > g.reach {
			s.middle(py*s.w+left, 1, right-left, float64(left)+0.5-x, lean, g.reach)
			continue
		}
		for px := left; px < right; px++ {
			s.put(py*s.w+px, g.cover(float64(px)+0.5, y))
		}
	}
}

// middle draws one row or column across a segment, away from its ends: n pixels from mask index i on, each a
// step further; the first is off the line by so much along the row, and lean times that across the line.
func (s *stroker) middle(i, step, n int, off, lean, reach float64) {
	for ; n > 0; n-- {
		d := off * lean
		if d < 0 {
			d = -d
		}
		if c := reach - d; c >= 1 {
			s.mask[i] = 255
		} else if c > 0 {
			if m := uint8(c*255 + 0.5); m > s.mask[i] {
				s.mask[i] = m
			}
		}
		i += step
		off++
	}
}

// disc draws a dot.
func (s *stroker) disc(x, y, radius float64) {
	reach := radius + 0.5
	box := s.touch(x-reach, y-reach, x+reach, y+reach)
	for py := box.Min.Y; py < box.Max.Y; py++ {
		for px := box.Min.X; px < box.Max.X; px++ {
			s.put(py*s.w+px, reach-math.Hypot(float64(px)+0.5-x, float64(py)+0.5-y))
		}
	}
}

// paint lays the colour over the image, the mask's corner at a point, and empties the mask.
func (s *stroker) paint(img *image.RGBA, at image.Point, c color.NRGBA) {
	r := s.dirty.Intersect(img.Rect.Sub(at))
	cr, cg, cb, ca := uint32(c.R), uint32(c.G), uint32(c.B), uint32(c.A)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := s.mask[y*s.w+r.Min.X : y*s.w+r.Max.X]
		o := img.PixOffset(at.X+r.Min.X, at.Y+y)
		pix := img.Pix[o : o+4*len(row)]
		for i, m := range row {
			if m == 0 {
				continue
			}
			a := uint32(m) * ca / 255
			p := pix[4*i : 4*i+4 : 4*i+4]
			p[0] = mix(p[0], cr, a)
			p[1] = mix(p[1], cg, a)
			p[2] = mix(p[2], cb, a)
			p[3] = mix(p[3], 255, a)
		}
	}
	s.empty()
}

func mix(ground uint8, c, a uint32) uint8 {
	return uint8((uint32(ground)*(255-a) + c*a + 127) / 255) //nolint:gosec // at most 255
}

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
