package charts

import (
	"encoding/binary"
	"image"
	"image/color"
	"math"
)

// stroker draws anti-aliased lines into a mask of how much of each pixel is covered, and then lays a colour
// through the mask over an image. Where strokes of one line meet or cross, the larger coverage counts: a
// line has no darker joints. The mask is reused from line to line. It is kept column by column: most of what
// is drawn of many points are upright strokes.
type stroker struct {
	mask  []uint8 // pixel x, y is at x*h + y
	w, h  int
	half  float64 // of the line's width
	drawn []rows  // of each column: what may not be empty
	solid []rows  // of each column: what is covered whole
	full  []uint8 // h times 255
}

// rows are those of a pixel column from top on and before bottom; none where top is not less.
type rows struct{ top, bottom int32 }

func (r *rows) add(top, bottom int) {
	if top >= bottom {
		return
	}
	if r.top >= r.bottom {
		r.top, r.bottom = int32(top), int32(bottom) //nolint:gosec // an image is at most 1<<15 pixels high
		return
	}
	r.top, r.bottom = min(r.top, int32(top)), max(r.bottom, int32(bottom)) //nolint:gosec // see above
}

// begin makes an empty mask of a size for a line of a width, both in pixels.
func (s *stroker) begin(w, h int, width float64) {
	s.empty()
	if n := w * h; cap(s.mask) < n {
		s.mask = make([]uint8, n)
	} else {
		s.mask = s.mask[:n]
	}
	if cap(s.drawn) < w {
		s.drawn, s.solid = make([]rows, w), make([]rows, w)
	}
	s.drawn, s.solid = s.drawn[:w], s.solid[:w]
	for len(s.full) < h {
		s.full = append(s.full, 255)
	}
	s.w, s.h, s.half = w, h, width/2
}

// empty clears what was drawn.
func (s *stroker) empty() {
	for x, r := range s.drawn {
		if r.top < r.bottom {
			clear(s.mask[x*s.h+int(r.top) : x*s.h+int(r.bottom)])
			s.drawn[x], s.solid[x] = rows{}, rows{}
		}
	}
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

// box gives the pixels from x0, y0 to x1, y1, clipped to the mask.
func (s *stroker) box(x0, y0, x1, y1 float64) image.Rectangle {
	return image.Rect(int(math.Floor(x0)), int(math.Floor(y0)), int(math.Ceil(x1)), int(math.Ceil(y1))).
		Intersect(image.Rect(0, 0, s.w, s.h))
}

// touch notes the pixels from x0, y0 to x1, y1 as drawn to and gives them clipped to the mask.
func (s *stroker) touch(x0, y0, x1, y1 float64) image.Rectangle {
	r := s.box(x0, y0, x1, y1)
	for x := r.Min.X; x < r.Max.X; x++ {
		s.drawn[x].add(r.Min.Y, r.Max.Y)
	}
	return r
}

// segment draws from one point to another, with ends that reach so far. Both points must be near the mask:
// clip first.
func (s *stroker) segment(x0, y0, x1, y1, before, after float64) {
	dx, dy := x1-x0, y1-y0
	length := math.Hypot(dx, dy)
	if length < 1e-6 {
		return
	}
	g := segment{x0: x0, y0: y0, ux: dx / length, uy: dy / length, length: length, reach: s.half + 0.5, before: before, after: after}
	box := s.box(min(x0, x1)-g.reach, min(y0, y1)-g.reach, max(x0, x1)+g.reach, max(y0, y1)+g.reach)
	switch {
	case box.Empty():
	case dx == 0 && before == round && after == round:
		s.upright(box, x0, min(y0, y1), max(y0, y1), &g)
	case math.Abs(dx) >= math.Abs(dy):
		s.flat(box, &g)
	default:
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

// upright draws a segment that runs straight down: between its round ends, a pixel column is covered evenly.
func (s *stroker) upright(box image.Rectangle, x, y0, y1 float64, g *segment) {
	top, bottom := int(math.Ceil(y0-0.5)), int(math.Floor(y1-0.5))+1
	top = max(top, box.Min.Y)
	bottom = max(min(bottom, box.Max.Y), top)
	for px := box.Min.X; px < box.Max.X; px++ {
		at := float64(px) + 0.5
		c := g.reach - math.Abs(at-x)
		if c <= 0 {
			continue
		}
		s.drawn[px].add(box.Min.Y, box.Max.Y)
		column := s.mask[px*s.h : (px+1)*s.h]
		for y := box.Min.Y; y < top; y++ {
			s.put(px*s.h+y, g.cover(at, float64(y)+0.5))
		}
		for y := bottom; y < box.Max.Y; y++ {
			s.put(px*s.h+y, g.cover(at, float64(y)+0.5))
		}
		if c >= 1 {
			copy(column[top:bottom], s.full)
			if bottom-top > int(s.solid[px].bottom-s.solid[px].top) {
				s.solid[px] = rows{int32(top), int32(bottom)} //nolint:gosec // an image is at most 1<<15 pixels high
			}
			continue
		}
		m, solid := uint8(c*255+0.5), s.solid[px]
		atLeast(column[top:max(top, min(bottom, int(solid.top)))], m)
		atLeast(column[min(bottom, max(top, int(solid.bottom))):bottom], m)
	}
}

// atLeast raises what is less than m.
func atLeast(mask []uint8, m uint8) {
	for i, v := range mask {
		if v < m {
			mask[i] = m
		}
	}
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
		s.drawn[px].add(top, bottom)
		if x-lo > g.reach && hi-x > g.reach {
			s.middle(px*s.h+top, 1, bottom-top, float64(top)+0.5-y, lean, g.reach)
			continue
		}
		for py := top; py < bottom; py++ {
			s.put(px*s.h+py, g.cover(x, float64(py)+0.5))
		}
	}
}

// steep draws a segment that runs more up than sideways, a pixel row at a time.
func (s *stroker) steep(box image.Rectangle, g *segment) {
	for px := box.Min.X; px < box.Max.X; px++ {
		s.drawn[px].add(box.Min.Y, box.Max.Y)
	}
	lean := math.Abs(g.uy)
	slope, thick := g.ux/g.uy, g.reach/lean
	y1 := g.y0 + g.uy*g.length
	lo, hi := min(g.y0, y1), max(g.y0, y1)
	for py := box.Min.Y; py < box.Max.Y; py++ {
		y := float64(py) + 0.5
		x := g.x0 + (min(max(y, lo), hi)-g.y0)*slope
		left, right := max(int(x-thick), box.Min.X), min(int(x+thick)+1, box.Max.X)
		if y-lo > g.reach && hi-y > g.reach {
			s.middle(left*s.h+py, s.h, right-left, float64(left)+0.5-x, lean, g.reach)
			continue
		}
		for px := left; px < right; px++ {
			s.put(px*s.h+py, g.cover(float64(px)+0.5, y))
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
	for px := box.Min.X; px < box.Max.X; px++ {
		for py := box.Min.Y; py < box.Max.Y; py++ {
			s.put(px*s.h+py, reach-math.Hypot(float64(px)+0.5-x, float64(py)+0.5-y))
		}
	}
}

// ring draws a circle, its line as wide as the stroker's.
func (s *stroker) ring(x, y, radius float64) {
	reach := radius + s.half + 0.5
	box := s.touch(x-reach, y-reach, x+reach, y+reach)
	for px := box.Min.X; px < box.Max.X; px++ {
		for py := box.Min.Y; py < box.Max.Y; py++ {
			s.put(px*s.h+py, s.half+0.5-math.Abs(math.Hypot(float64(px)+0.5-x, float64(py)+0.5-y)-radius))
		}
	}
}

// paint lays the colour over the image, the mask's corner at a point, and empties the mask.
func (s *stroker) paint(img *image.RGBA, at image.Point, c color.NRGBA) {
	inside := img.Rect.Sub(at)
	cr, cg, cb, ca := uint32(c.R), uint32(c.G), uint32(c.B), uint32(c.A)
	whole := cr | cg<<8 | cb<<16 | 255<<24
	for x := max(0, inside.Min.X); x < min(s.w, inside.Max.X); x++ {
		top, bottom := max(int(s.drawn[x].top), inside.Min.Y), min(int(s.drawn[x].bottom), inside.Max.Y)
		if top >= bottom {
			continue
		}
		o := img.PixOffset(at.X+x, at.Y+top)
		for _, m := range s.mask[x*s.h+top : x*s.h+bottom] {
			p := img.Pix[o : o+4 : o+4]
			o += img.Stride
			if m == 0 {
				continue
			}
			a := uint32(m) * ca / 255
			if a == 255 {
				binary.LittleEndian.PutUint32(p, whole)
				continue
			}
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
