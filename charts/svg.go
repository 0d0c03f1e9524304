package charts

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image"
	"image/color"
	"io"
	"strconv"
)

// WriteSVG exports the plot as an SVG: text as text, lines cut down to what a design pixel column shows.
func WriteSVG(w io.Writer, s Spec) error {
	if err := s.check(); err != nil {
		return err
	}
	r, err := NewRenderer()
	if err != nil {
		return err
	}
	a := arrange(&s, r.prepare(&s), r.typeface)
	c := &svg{typeface: r.typeface}
	c.begin(a, s.size())
	if err := a.drawFrame(c, r.typeface); err != nil {
		return err
	}
	a.drawLines(c, &scratch{})
	a.drawMarks(c)
	c.b.WriteString("</svg>\n")
	if _, err := w.Write(c.b.Bytes()); err != nil {
		return fmt.Errorf("write SVG: %w", err)
	}
	return nil
}

// svg is a canvas that writes SVG elements, one a line.
type svg struct {
	b        bytes.Buffer
	typeface *typeface
}

// longText is the width from which a text has its length written: in another typeface than ours it would leave the
// picture.
const longText = 280

const svgFonts = `'Noto Sans',Roboto,'Segoe UI','Helvetica Neue',Arial,sans-serif`

func (c *svg) begin(a *arrangement, size image.Point) {
	fmt.Fprintf(&c.b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="%s" style="font-variant-numeric:tabular-nums">`+"\n",
		size.X, size.Y, a.size.X, a.size.Y, svgFonts)
	if a.spec.Title != "" {
		c.b.WriteString("<title>")
		c.escape(a.spec.Title)
		c.b.WriteString("</title>\n")
	}
	c.b.WriteString("<style>@page{size:A4;margin:10mm}@media print{:root{width:100%;height:auto;max-height:277mm}}</style>\n<defs>\n")
	seen := make(map[image.Rectangle]bool)
	for _, p := range a.panels {
		if r := p.box; !r.Empty() && !seen[r] {
			seen[r] = true
			fmt.Fprintf(&c.b, `<clipPath id="%s"><rect x="%d" y="%d" width="%d" height="%d"/></clipPath>`+"\n",
				clipID(r), r.Min.X-3, r.Min.Y-3, r.Dx()+6, r.Dy()+6)
		}
	}
	c.b.WriteString("</defs>\n")
}

func clipID(r image.Rectangle) string { return "panel" + strconv.Itoa(r.Min.Y) }

// escape writes text as XML; what XML can't hold becomes U+FFFD.
func (c *svg) escape(s string) { _ = xml.EscapeText(&c.b, []byte(s)) } // a buffer can't fail

func hex(c color.NRGBA) string { return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B) }

// num writes a position to a hundredth of a pixel.
func num(v float64) string {
	s := strconv.FormatFloat(v, 'f', 2, 64)
	for s[len(s)-1] == '0' {
		s = s[:len(s)-1]
	}
	if s[len(s)-1] == '.' {
		s = s[:len(s)-1]
	}
	if s == "-0" {
		return "0"
	}
	return s
}

func (c *svg) rect(r image.Rectangle, col color.NRGBA) {
	fmt.Fprintf(&c.b, `<rect x="%d" y="%d" width="%d" height="%d" fill="%s"/>`+"\n", r.Min.X, r.Min.Y, r.Dx(), r.Dy(), hex(col))
}

func (c *svg) rule(x0, y0, x1, y1 float64, s Stroke) {
	if s.Width <= 1 { // on the pixel grid of a viewer a thin line is crisp only in the middle of its pixels
		if x0 == x1 {
			x0, x1 = x0+0.5, x1+0.5
		} else if y0 == y1 {
			y0, y1 = y0+0.5, y1+0.5
		}
	}
	fmt.Fprintf(&c.b, `<line x1="%s" y1="%s" x2="%s" y2="%s"`, num(x0), num(y0), num(x1), num(y1))
	c.stroke(s, 0)
	c.b.WriteString("/>\n")
}

func (c *svg) stroke(s Stroke, offset float64) {
	fmt.Fprintf(&c.b, ` stroke="%s" stroke-width="%s"`, hex(s.Color), num(s.Width))
	if len(s.Dash) == 0 {
		return
	}
	c.b.WriteString(` stroke-dasharray="`)
	for i, d := range s.Dash {
		if i > 0 {
			c.b.WriteByte(' ')
		}
		c.b.WriteString(num(d))
	}
	c.b.WriteByte('"')
	if offset != 0 {
		fmt.Fprintf(&c.b, ` stroke-dashoffset="%s"`, num(offset))
	}
}

func (c *svg) polygon(points []point, col color.NRGBA) {
	c.b.WriteString(`<polygon points="`)
	for i, p := range points {
		if i > 0 {
			c.b.WriteByte(' ')
		}
		c.b.WriteString(num(p.x) + "," + num(p.y))
	}
	fmt.Fprintf(&c.b, `" fill="%s"/>`+"\n", hex(col))
}

func (c *svg) text(s string, x, y float64, st textStyle) {
	if s == "" {
		return
	}
	const end = "</text>\n"
	if st.anchor == anchorAfter && bytes.HasSuffix(c.b.Bytes(), []byte(end)) {
		c.b.Truncate(c.b.Len() - len(end))
		fmt.Fprintf(&c.b, `<tspan dx="%d" font-size="%s" font-weight="normal" fill="%s">`, unitGap, num(st.size), hex(st.color))
		c.escape(s)
		c.b.WriteString("</tspan>" + end)
		return
	}
	fmt.Fprintf(&c.b, `<text x="%s" y="%s" font-size="%s" fill="%s"`, num(x), num(y), num(st.size), hex(st.color))
	if st.bold {
		c.b.WriteString(` font-weight="bold"`)
	}
	switch st.anchor {
	case anchorMiddle:
		c.b.WriteString(` text-anchor="middle"`)
	case anchorEnd:
		c.b.WriteString(` text-anchor="end"`)
	}
	if w := c.typeface.width(s, st); w >= longText {
		fmt.Fprintf(&c.b, ` textLength="%s" lengthAdjust="spacingAndGlyphs"`, num(w))
	}
	c.b.WriteByte('>')
	c.escape(s)
	c.b.WriteString(end)
}

func (c *svg) grain(r image.Rectangle) (w, h float64, columns int) {
	return float64(r.Dx()), float64(r.Dy()), r.Dx()
}

// path writes the line clipped to its area. Far vertices are cut to the area's surroundings first: viewers
// lose precision on them.
func (c *svg) path(r image.Rectangle, v []vertex, _ float64, s Stroke) {
	dx, dy := float64(r.Min.X), float64(r.Min.Y)
	bounds := clipBox{-50, -50, float64(r.Dx()) + 50, float64(r.Dy()) + 50}
	fmt.Fprintf(&c.b, `<g clip-path="url(#%s)">`+"\n", clipID(r))
	open, atX, atY := false, 0.0, 0.0
	for i := range v {
		if v[i].move {
			if alone(v, i) && bounds.holds(v[i].x, v[i].y) {
				c.closePath(&open, s)
				fmt.Fprintf(&c.b, `<circle cx="%s" cy="%s" r="%s" fill="%s"/>`+"\n", num(v[i].x+dx), num(v[i].y+dy), num(s.radius()), hex(s.Color))
			}
			atX, atY = -1e9, -1e9
			continue
		}
		x0, y0, x1, y1, ok := bounds.clip(v[i-1].x, v[i-1].y, v[i].x, v[i].y)
		if !ok {
			continue
		}
		if !open {
			c.b.WriteString(`<path d="`)
			open, atX, atY = true, -1e9, -1e9
		}
		if x0 != atX || y0 != atY {
			c.b.WriteString("M" + num(x0+dx) + " " + num(y0+dy))
		}
		c.b.WriteString("L" + num(x1+dx) + " " + num(y1+dy))
		atX, atY = x1, y1
	}
	c.closePath(&open, s)
	c.b.WriteString("</g>\n")
}

func (c *svg) closePath(open *bool, s Stroke) {
	if !*open {
		return
	}
	*open = false
	c.b.WriteString(`" fill="none" stroke-linejoin="round"`)
	c.stroke(s, 0)
	c.b.WriteString("/>\n")
}

// bars writes one path for all bars: they have one colour.
func (c *svg) bars(r image.Rectangle, bars []bar, col color.NRGBA) {
	if len(bars) == 0 {
		return
	}
	fmt.Fprintf(&c.b, `<path clip-path="url(#%s)" fill="%s" d="`, clipID(r), hex(col))
	for _, b := range bars {
		if b.x1-b.x0 >= barGap {
			b.x1--
		}
		fmt.Fprintf(&c.b, "M%s %sH%sV%sH%sZ", num(b.x0+float64(r.Min.X)), num(b.y0+float64(r.Min.Y)), num(b.x1+float64(r.Min.X)),
			num(b.y1+float64(r.Min.Y)), num(b.x0+float64(r.Min.X)))
	}
	c.b.WriteString(`"/>` + "\n")
}

func (c *svg) ring(r image.Rectangle, x, y float64, s Stroke, inside color.NRGBA) {
	fmt.Fprintf(&c.b, `<circle cx="%s" cy="%s" r="%s" fill="%s"`, num(x+float64(r.Min.X)), num(y+float64(r.Min.Y)), num(ringRadius), hex(inside))
	c.stroke(s, 0)
	c.b.WriteString("/>\n")
}

var _ canvas = (*svg)(nil)
