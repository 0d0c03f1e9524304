package charts

import (
	"encoding/binary"
	"hash/maphash"
	"image"
	"image/color"
	"math"
)

// canvas is what a plot is drawn on: an image, an SVG. Positions are design pixels from the top left.
type canvas interface {
	rect(r image.Rectangle, c color.NRGBA)
	rule(x0, y0, x1, y1 float64, s Stroke) // a straight line
	polygon(points []point, c color.NRGBA)
	text(s string, x, y float64, st textStyle) // y is the base line

	// grain gives the measure of path for an area: its width and height, and how many columns of points
	// can be told apart in it.
	grain(r image.Rectangle) (w, h float64, columns int)
	// path draws a line over an area, clipped to it. Its vertices are in the area's grain; a vertex that
	// stands alone is a dot. offset is how far into its dashes the line is at x = 0.
	path(r image.Rectangle, vertices []vertex, offset float64, s Stroke)
	// bars fills rectangles in the area's grain, clipped to it.
	bars(r image.Rectangle, bars []bar, c color.NRGBA)
	// ring draws a hollow dot at a place in the area's grain.
	ring(r image.Rectangle, x, y float64, s Stroke, inside color.NRGBA)
}

type point struct{ x, y float64 }

type anchor uint8

const (
	anchorStart anchor = iota
	anchorMiddle
	anchorEnd
	anchorAfter // as anchorStart; it goes on with the text drawn before it
)

// textStyle is how a text is set. x of the text is the place of its anchor.
type textStyle struct {
	size   float64
	bold   bool
	anchor anchor
	color  color.NRGBA
}

const (
	smallSize  = 12
	textSize   = 13
	titleSize  = 18
	dotRadius  = 3
	smallDot   = 2.2 // of a sample on a line
	ringRadius = 3.5
)

// radius is that of a point which stands alone.
func (s *Stroke) radius() float64 {
	if s.dot > 0 {
		return s.dot
	}
	return dotRadius
}

// alone says whether vertex i is a path of one point.
func alone(v []vertex, i int) bool { return v[i].move && (i+1 == len(v) || v[i+1].move) }

// digest is a canvas that only takes note of what was drawn: two frames with one digest look the same.
type digest struct{ h maphash.Hash }

func (d *digest) number(v ...float64) {
	var b [8]byte
	for _, f := range v {
		binary.LittleEndian.PutUint64(b[:], math.Float64bits(f))
		_, _ = d.h.Write(b[:]) // a hash can't fail
	}
}

func (d *digest) color(c color.NRGBA) { _, _ = d.h.Write([]byte{c.R, c.G, c.B, c.A}) }

func (d *digest) rect(r image.Rectangle, c color.NRGBA) {
	d.number(1, float64(r.Min.X), float64(r.Min.Y), float64(r.Max.X), float64(r.Max.Y))
	d.color(c)
}

func (d *digest) rule(x0, y0, x1, y1 float64, s Stroke) {
	d.number(2, x0, y0, x1, y1, s.Width, float64(len(s.Dash)))
	d.number(s.Dash...)
	d.color(s.Color)
}

func (d *digest) polygon(points []point, c color.NRGBA) {
	d.number(3, float64(len(points)))
	for _, p := range points {
		d.number(p.x, p.y)
	}
	d.color(c)
}

func (d *digest) text(s string, x, y float64, st textStyle) {
	bold := 0.0
	if st.bold {
		bold = 1
	}
	d.number(4, x, y, st.size, bold, float64(st.anchor), float64(len(s)))
	d.color(st.color)
	_, _ = d.h.WriteString(s)
}

func (d *digest) grain(r image.Rectangle) (w, h float64, columns int) {
	return float64(r.Dx()), float64(r.Dy()), r.Dx()
}

func (d *digest) path(image.Rectangle, []vertex, float64, Stroke) {}

func (d *digest) bars(image.Rectangle, []bar, color.NRGBA) {}

func (d *digest) ring(image.Rectangle, float64, float64, Stroke, color.NRGBA) {}
