package charts

import (
	"image"
	"image/color"
	"io"

	"github.com/golang/freetype/truetype"
	chart "github.com/wcharczuk/go-chart/v2"
	"github.com/wcharczuk/go-chart/v2/drawing"
)

// The class of a style says where a text is anchored. go-chart places every text by its left end; an SVG
// that a viewer sets in another font keeps its labels at their ticks only with the right anchor.
const (
	classEnd    = "end"
	classMiddle = "middle"
	classAfter  = "after"
)

// pencil is a go-chart renderer that draws on a canvas: go-chart's own can't draw a crisp line one pixel
// wide, and its SVG escapes no text and knows no width below one.
type pencil struct {
	canvas
	typeface   *typeface
	class      string
	stroke     Stroke
	fill       color.NRGBA
	style      textStyle
	points     []image.Point
	subpathEnd []int
}

func nrgba(c drawing.Color) color.NRGBA { return color.NRGBA{R: c.R, G: c.G, B: c.B, A: c.A} }

// ResetStyle implements chart.Renderer.
func (p *pencil) ResetStyle() {
	p.class, p.stroke, p.fill = "", Stroke{}, color.NRGBA{}
	p.style = textStyle{}
}

// GetDPI implements chart.Renderer: a point is a design pixel.
func (p *pencil) GetDPI() float64 { return 72 }

// SetDPI implements chart.Renderer.
func (p *pencil) SetDPI(float64) {}

// SetClassName implements chart.Renderer.
func (p *pencil) SetClassName(class string) { p.class = class }

// SetStrokeColor implements chart.Renderer.
func (p *pencil) SetStrokeColor(c drawing.Color) { p.stroke.Color = nrgba(c) }

// SetFillColor implements chart.Renderer.
func (p *pencil) SetFillColor(c drawing.Color) { p.fill = nrgba(c) }

// SetStrokeWidth implements chart.Renderer.
func (p *pencil) SetStrokeWidth(width float64) { p.stroke.Width = width }

// SetStrokeDashArray implements chart.Renderer.
func (p *pencil) SetStrokeDashArray(dashes []float64) { p.stroke.Dash = dashes }

// MoveTo implements chart.Renderer.
func (p *pencil) MoveTo(x, y int) {
	if len(p.points) > 0 {
		p.subpathEnd = append(p.subpathEnd, len(p.points))
	}
	p.points = append(p.points, image.Pt(x, y))
}

// LineTo implements chart.Renderer.
func (p *pencil) LineTo(x, y int) { p.points = append(p.points, image.Pt(x, y)) }

// QuadCurveTo implements chart.Renderer. A frame has no curves: it draws a straight line.
func (p *pencil) QuadCurveTo(_, _, x, y int) { p.LineTo(x, y) }

// ArcTo implements chart.Renderer. A frame has no arcs.
func (p *pencil) ArcTo(cx, cy int, _, _, _, _ float64) { p.LineTo(cx, cy) }

// Close implements chart.Renderer.
func (p *pencil) Close() {
	if len(p.points) > 0 {
		p.points = append(p.points, p.points[0])
	}
}

// Stroke implements chart.Renderer.
func (p *pencil) Stroke() {
	if p.stroke.Width > 0 && p.stroke.Color.A > 0 {
		start := 0
		for _, end := range append(p.subpathEnd, len(p.points)) {
			for i := start + 1; i < end; i++ {
				a, b := p.points[i-1], p.points[i]
				p.rule(float64(a.X), float64(a.Y), float64(b.X), float64(b.Y), p.stroke)
			}
			start = end
		}
	}
	p.points, p.subpathEnd = p.points[:0], p.subpathEnd[:0]
}

// Fill implements chart.Renderer. What a frame fills are boxes.
func (p *pencil) Fill() {
	p.fillBox()
	p.points, p.subpathEnd = p.points[:0], p.subpathEnd[:0]
}

func (p *pencil) fillBox() {
	if p.fill.A == 0 || len(p.points) < 3 {
		return
	}
	r := image.Rectangle{Min: p.points[0], Max: p.points[0]}
	for _, q := range p.points {
		r.Min = image.Pt(min(r.Min.X, q.X), min(r.Min.Y, q.Y))
		r.Max = image.Pt(max(r.Max.X, q.X), max(r.Max.Y, q.Y))
	}
	p.rect(r, p.fill)
}

// FillStroke implements chart.Renderer.
func (p *pencil) FillStroke() {
	p.fillBox()
	p.Stroke()
}

// Circle implements chart.Renderer. A frame has no circles.
func (p *pencil) Circle(float64, int, int) {}

// SetFont implements chart.Renderer.
func (p *pencil) SetFont(f *truetype.Font) { p.style.bold = f == p.typeface.bold }

// SetFontColor implements chart.Renderer.
func (p *pencil) SetFontColor(c drawing.Color) { p.style.color = nrgba(c) }

// SetFontSize implements chart.Renderer.
func (p *pencil) SetFontSize(size float64) { p.style.size = size }

// Text implements chart.Renderer.
func (p *pencil) Text(body string, x, y int) {
	if body == "" || p.style.size <= 0 {
		return
	}
	st, at := p.style, float64(x)
	switch p.class {
	case classEnd:
		st.anchor = anchorEnd
		at += float64(p.MeasureText(body).Right)
	case classAfter:
		st.anchor = anchorAfter
	case classMiddle:
		st.anchor = anchorMiddle
		at += float64(p.MeasureText(body).Right) / 2
	}
	p.text(body, at, float64(y), st)
}

// MeasureText implements chart.Renderer. The height is that of capitals and figures, so that go-chart
// centres labels on their ticks.
func (p *pencil) MeasureText(body string) chart.Box {
	const capHeight = 0.714
	return chart.Box{Right: int(p.typeface.width(body, p.style) + 0.999), Bottom: int(p.style.size*capHeight + 0.5)}
}

// SetTextRotation implements chart.Renderer. A frame has no rotated text.
func (p *pencil) SetTextRotation(float64) {}

// ClearTextRotation implements chart.Renderer.
func (p *pencil) ClearTextRotation() {}

// Save implements chart.Renderer: what is drawn is on the canvas already.
func (p *pencil) Save(io.Writer) error { return nil }

var _ chart.Renderer = (*pencil)(nil)
