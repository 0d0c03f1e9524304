package charts

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"github.com/golang/freetype/truetype"
	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
)

// raster is a canvas of pixels.
type raster struct {
	img      *image.RGBA
	scale    float64
	typeface *typeface
	stroker  *stroker
	shifted  []vertex
}

// px is the pixel edge nearest to a design pixel.
func (r *raster) px(v float64) int { return int(math.Round(v * r.scale)) }

// area is a rectangle in image pixels. The last design pixel may be cut by the image's edge.
func (r *raster) area(d image.Rectangle) image.Rectangle {
	a := image.Rect(r.px(float64(d.Min.X)), r.px(float64(d.Min.Y)), r.px(float64(d.Max.X)), r.px(float64(d.Max.Y)))
	return a.Intersect(r.img.Rect)
}

func (r *raster) fill(b image.Rectangle, c color.NRGBA) {
	op := draw.Over
	if c.A == 0xFF {
		op = draw.Src
	}
	draw.Draw(r.img, b, image.NewUniform(c), image.Point{}, op)
}

func (r *raster) rect(d image.Rectangle, c color.NRGBA) { r.fill(r.area(d), c) }

// rule draws lines along an axis as whole pixels: a grid that is crisp.
func (r *raster) rule(x0, y0, x1, y1 float64, s Stroke) {
	dash := scaled(s.Dash, r.scale)
	thick := max(1, int(math.Round(s.Width*r.scale)))
	whole := math.Abs(s.Width*r.scale-float64(thick)) < 0.2
	switch {
	case x0 == x1 && dash == nil && whole:
		x := r.px(x0) - thick/2
		r.fill(image.Rect(x, r.px(min(y0, y1)), x+thick, r.px(max(y0, y1))), s.Color)
	case y0 == y1 && dash == nil && whole:
		y := r.px(y0) - thick/2
		r.fill(image.Rect(r.px(min(x0, x1)), y, r.px(max(x0, x1)), y+thick), s.Color)
	default:
		if x0 == x1 {
			x0 = (float64(r.px(x0)) + 0.5*float64(thick%2)) / r.scale
			x1 = x0
		} else if y0 == y1 {
			y0 = (float64(r.px(y0)) + 0.5*float64(thick%2)) / r.scale
			y1 = y0
		}
		r.line([]vertex{{x: x0, y: y0, move: true}, {x: x1, y: y1}}, s.Width, dash, s.Color)
	}
}

// line draws a short path in design pixels.
func (r *raster) line(v []vertex, width float64, dash []float64, c color.NRGBA) {
	lo, hi := v[0], v[0]
	for _, p := range v {
		lo.x, lo.y, hi.x, hi.y = min(lo.x, p.x), min(lo.y, p.y), max(hi.x, p.x), max(hi.y, p.y)
	}
	pad := int(width*r.scale) + 2
	at := image.Pt(int(lo.x*r.scale)-pad, int(lo.y*r.scale)-pad)
	r.shifted = r.shifted[:0]
	for _, p := range v {
		p.x, p.y = p.x*r.scale-float64(at.X), p.y*r.scale-float64(at.Y)
		r.shifted = append(r.shifted, p)
	}
	size := image.Pt(int(hi.x*r.scale)+pad, int(hi.y*r.scale)+pad).Sub(at)
	r.stroker.begin(size.X+1, size.Y+1, width*r.scale)
	r.stroker.walk(r.shifted, 0, 0, -r.shifted[0].x, dash, 0)
	r.stroker.paint(r.img, at, c)
}

// polygon fills a convex shape.
func (r *raster) polygon(points []point, c color.NRGBA) {
	if len(points) < 3 {
		return
	}
	lo, hi := points[0], points[0]
	for _, p := range points {
		lo, hi = point{min(lo.x, p.x), min(lo.y, p.y)}, point{max(hi.x, p.x), max(hi.y, p.y)}
	}
	at := image.Pt(int(lo.x*r.scale)-1, int(lo.y*r.scale)-1)
	size := image.Pt(int(hi.x*r.scale)+2, int(hi.y*r.scale)+2).Sub(at)
	r.stroker.begin(size.X, size.Y, 0)
	box := r.stroker.touch(0, 0, float64(size.X), float64(size.Y))
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			r.stroker.put(x*r.stroker.h+y, r.inside(points, float64(at.X+x)+0.5, float64(at.Y+y)+0.5))
		}
	}
	r.stroker.paint(r.img, at, c)
}

// inside is how far a pixel is inside a convex shape, and half a pixel.
func (r *raster) inside(points []point, x, y float64) float64 {
	least, most := math.Inf(1), math.Inf(-1)
	for i, p := range points {
		q := points[(i+1)%len(points)]
		ex, ey := (q.x-p.x)*r.scale, (q.y-p.y)*r.scale
		d := (ex*(y-p.y*r.scale) - ey*(x-p.x*r.scale)) / math.Hypot(ex, ey)
		least, most = min(least, d), max(most, d)
	}
	return max(least, -most) + 0.5
}

func (r *raster) text(s string, x, y float64, st textStyle) {
	switch st.anchor {
	case anchorMiddle:
		x -= r.typeface.width(s, st) / 2
	case anchorEnd:
		x -= r.typeface.width(s, st)
	}
	d := font.Drawer{Dst: r.img, Src: image.NewUniform(st.color)}
	d.Dot = fixed.Point26_6{X: fixed.Int26_6(x * r.scale * 64), Y: fixed.I(r.px(y))}
	r.typeface.runs(s, st.bold, func(f *truetype.Font, run string) {
		d.Face = r.typeface.face(f, st.size*r.scale)
		d.DrawString(run)
	})
}

func (r *raster) grain(d image.Rectangle) (w, h float64, columns int) {
	a := r.area(d)
	return float64(a.Dx()), float64(a.Dy()), a.Dx()
}

// path draws a little beyond the area, so that a line on its edge is whole.
func (r *raster) path(d image.Rectangle, v []vertex, offset float64, s Stroke) {
	a := r.area(d)
	over := int(math.Ceil(math.Max(s.Width/2, dotRadius)*r.scale)) + 1
	r.stroker.begin(a.Dx()+2*over, a.Dy()+2*over, s.Width*r.scale)
	r.stroker.walk(v, float64(over), float64(over), offset, scaled(s.Dash, r.scale), s.radius()*r.scale)
	r.stroker.paint(r.img, a.Min.Sub(image.Pt(over, over)), s.Color)
}

// bars fills whole pixels, and leaves one between bars that are wide enough.
func (r *raster) bars(d image.Rectangle, bars []bar, c color.NRGBA) {
	a := r.area(d)
	for _, b := range bars {
		at := image.Rect(int(math.Round(b.x0)), int(math.Round(b.y0)), int(math.Round(b.x1)), int(math.Round(b.y1))).Add(a.Min)
		if at.Dx() >= barGap {
			at.Max.X--
		}
		r.fill(at.Intersect(a), c)
	}
}

// barGap is how wide a bar must be for a line of ground between it and the next.
const barGap = 5

func (r *raster) ring(d image.Rectangle, x, y float64, s Stroke, inside color.NRGBA) {
	a := r.area(d)
	over := int(math.Ceil((ringRadius+s.Width)*r.scale)) + 1
	r.stroker.begin(a.Dx()+2*over, a.Dy()+2*over, s.Width*r.scale)
	at := a.Min.Sub(image.Pt(over, over))
	r.stroker.disc(x+float64(over), y+float64(over), ringRadius*r.scale)
	r.stroker.paint(r.img, at, inside)
	r.stroker.ring(x+float64(over), y+float64(over), ringRadius*r.scale)
	r.stroker.paint(r.img, at, s.Color)
}

func scaled(dash []float64, scale float64) []float64 {
	if len(dash) == 0 {
		return nil
	}
	out := make([]float64, len(dash))
	for i, d := range dash {
		out[i] = d * scale
	}
	return out
}

var _ canvas = (*raster)(nil)
