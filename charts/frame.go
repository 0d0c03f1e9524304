package charts

import (
	"fmt"
	"image"
	"io"
	"math"
	"time"

	chart "github.com/wcharczuk/go-chart/v2"
	"github.com/wcharczuk/go-chart/v2/drawing"
)

// drawFrame draws all that stands while the lines move: ground, gaps, grid, axes, labels, titles, the band
// of states, the legend. go-chart draws ground, grid, axes and titles; each panel is a series of one chart
// that draws go-chart's axes into its own box.
func (a *arrangement) drawFrame(c canvas, tf *typeface) error {
	g := chart.Chart{
		Width: a.size.X, Height: a.size.Y, DPI: 72, Font: tf.regular,
		Background:     chart.Style{FillColor: ink(a.theme.Ground), StrokeWidth: chart.Disabled},
		Canvas:         chart.Style{FillColor: drawing.Color{R: 1}, StrokeWidth: chart.Disabled}, // none: it is on the ground
		XAxis:          chart.XAxis{Style: chart.Hidden(), Range: &span{max: 1}},
		YAxis:          chart.YAxis{Style: chart.Hidden(), Range: &span{max: 1}},
		YAxisSecondary: chart.YAxis{Style: chart.Hidden(), Range: &span{max: 1}},
	}
	for i, p := range a.open {
		g.Series = append(g.Series, &panelSeries{arrangement: a, panel: p, canvas: c, typeface: tf, last: i+1 == len(a.open)})
	}
	if len(a.open) == 0 { // go-chart draws no chart without a series
		c.rect(image.Rectangle{Max: a.size}, a.theme.Ground)
		a.drawAround(c, tf)
		return nil
	}
	provider := func(int, int) (chart.Renderer, error) { return &pencil{canvas: c, typeface: tf}, nil }
	if err := g.Render(provider, io.Discard); err != nil {
		return fmt.Errorf("draw frame: %w", err)
	}
	a.drawAround(c, tf)
	return nil
}

// drawAround draws what stands around the panels.
func (a *arrangement) drawAround(c canvas, tf *typeface) {
	a.drawTitles(c)
	a.drawStates(c, tf)
	a.drawBeyond(c)
	a.drawLegend(c, tf)
	a.drawFolded(c, tf)
}

// drawFolded writes the titles of folded panels, with what their values are.
func (a *arrangement) drawFolded(c canvas, tf *typeface) {
	if a.more > 0 {
		text := fmt.Sprintf(a.spec.Words.text("+%d more"), a.more)
		if float64(a.moreAt)+tf.width(text, small(a.theme)) < float64(a.size.X-4) {
			c.text(text, float64(a.moreAt), float64(a.folded), small(a.theme))
		}
	}
	for i := range a.panels {
		p := &a.panels[i]
		if !p.shut || p.head.Empty() {
			continue
		}
		x, y := float64(p.head.Min.X), float64(a.folded)
		c.polygon([]point{{x, y - 9}, {x + 6, y - 4.5}, {x, y}}, a.theme.Muted)
		st := textStyle{size: smallSize, bold: true, color: a.theme.Text}
		c.text(p.Title, x+foldHandle, y, st)
		c.text(p.span(), x+foldHandle+tf.width(p.Title, st)+unitGap, y, small(a.theme))
	}
}

func (a *arrangement) drawTitles(c canvas) {
	y := 4.0
	if a.title != "" {
		c.text(a.title, margin, y+20, textStyle{size: titleSize, bold: true, color: a.theme.Text})
		y += titleHeight
	}
	for _, line := range a.subtitle {
		c.text(line, margin, y+14, textStyle{size: textSize, color: a.theme.Muted})
		y += subHeight
	}
	y = float64(a.size.Y - 10 - len(a.footer)*footLine)
	for _, line := range a.footer {
		y += footLine
		c.text(line, margin, y, small(a.theme))
	}
}

// axisWidth is drawn a pixel wide. go-chart sets an axis off its canvas by the whole pixels of its width:
// at less than one the axis stands on the canvas' edge, where the first line of the grid is.
const axisWidth = 0.9

// panelSeries is a panel as go-chart sees it.
type panelSeries struct {
	*arrangement
	*panel
	canvas   canvas
	typeface *typeface
	last     bool
}

// GetName implements chart.Series.
func (p *panelSeries) GetName() string { return p.Title }

// GetYAxis implements chart.Series.
func (p *panelSeries) GetYAxis() chart.YAxisType { return chart.YAxisPrimary }

// GetStyle implements chart.Series.
func (p *panelSeries) GetStyle() chart.Style { return chart.Shown() }

// Validate implements chart.Series.
func (p *panelSeries) Validate() error { return nil }

// Render draws the panel's gaps, axes, grid and title into its box. What the chart gives as box and ranges
// is of the whole image, and not used.
func (p *panelSeries) Render(r chart.Renderer, _ chart.Box, _, _ chart.Range, defaults chart.Style) {
	box := chart.Box{Left: p.box.Min.X, Top: p.box.Min.Y, Right: p.box.Max.X, Bottom: p.box.Max.Y}
	p.drawBand(r, box)
	p.drawGaps(r, box)
	line := chart.Style{StrokeColor: ink(p.theme.Line), StrokeWidth: 1}
	style := line
	style.Font, style.FontSize, style.FontColor = p.typeface.regular, smallSize, ink(p.theme.Muted)
	style.StrokeWidth = axisWidth
	if p.empty {
		chart.Draw.Box(r, box, line)
	}
	p.drawTimeAxis(r, box, style, line, defaults)
	if len(p.panel.ticks) > 0 && !p.empty {
		style.ClassName = classEnd
		y := chart.YAxis{AxisType: chart.YAxisSecondary, Style: style, GridMajorStyle: line, Zero: chart.GridLine{Style: chart.Hidden()}}
		ra := &span{min: p.axis.Min, max: p.axis.Max, domain: p.box.Dy()}
		ticks := chartTicks(p.panel.ticks)
		y.GridLines = gridLines(p.panel.ticks, line)
		y.Render(r, box, ra, defaults, ticks)
	}
	p.drawHead(r)
	if p.empty {
		st := textStyle{size: textSize, color: p.theme.Muted, anchor: anchorMiddle}
		text := p.typeface.fit(p.emptyText(), st, float64(p.box.Dx()-8))
		if p.box.Dy() >= 16 && text != "" {
			p.canvas.text(text, float64(p.box.Min.X+p.box.Max.X)/2, float64(p.box.Min.Y+p.box.Max.Y)/2+4, st)
		}
	}
}

// drawTimeAxis draws the grid of time, and under the last panel the axis with its labels.
func (p *panelSeries) drawTimeAxis(r chart.Renderer, box chart.Box, style, line, defaults chart.Style) {
	if !p.timed || len(p.arrangement.ticks) == 0 {
		return
	}
	style.ClassName = classMiddle
	x := chart.XAxis{Style: style, GridMajorStyle: line, GridLines: gridLines(p.arrangement.ticks, line)}
	if p.empty {
		x.GridLines, x.GridMajorStyle, x.GridMinorStyle = nil, chart.Hidden(), chart.Hidden()
	}
	ra := &span{max: p.to.Sub(p.from).Seconds(), domain: p.box.Dx()}
	var ticks []chart.Tick
	if p.last && p.timeLabels {
		for _, t := range chartTicks(p.arrangement.ticks) {
			if t.Label != "" {
				ticks = append(ticks, t)
			}
		}
	}
	x.Render(r, box, ra, defaults, ticks)
}

// drawBand tints what the values should be within.
func (p *panelSeries) drawBand(r chart.Renderer, box chart.Box) {
	b := p.Band
	if b == nil || p.empty || !(b.Min < b.Max) {
		return
	}
	at := func(v float64) int {
		return box.Bottom - int(math.Round(clamp((v-p.axis.Min)/(p.axis.Max-p.axis.Min), 0, 1)*float64(box.Bottom-box.Top)))
	}
	tint := chart.Style{FillColor: ink(p.theme.band()), StrokeWidth: chart.Disabled}
	chart.Draw.Box(r, chart.Box{Left: box.Left, Top: at(b.Max), Right: box.Right, Bottom: at(b.Min)}, tint)
}

func (p *panelSeries) drawGaps(r chart.Renderer, box chart.Box) {
	if !p.timed || p.empty {
		return
	}
	for _, g := range p.spec.Gaps {
		x0, x1 := p.spanOf(g.From, g.To)
		if x1-x0 >= 1 {
			b := chart.Box{Left: x0, Top: box.Top, Right: x1, Bottom: box.Bottom}
			chart.Draw.Box(r, b, chart.Style{FillColor: ink(p.theme.Gap), StrokeWidth: chart.Disabled})
		}
	}
}

// drawHead writes the panel's title and unit, and above the first the date.
func (p *panelSeries) drawHead(r chart.Renderer) {
	if !p.heads {
		return
	}
	size := p.headSize()
	x, y := p.box.Min.X, p.box.Min.Y-7
	if p.arrangement.head < headHeight {
		y = p.box.Min.Y - 3
	}
	if p.spec.Handles {
		at := float64(y) - 4.5
		p.canvas.polygon([]point{{float64(x), at - 3}, {float64(x) + 9, at - 3}, {float64(x) + 4.5, at + 3}}, p.theme.Muted)
		x += foldHandle
	}
	title := chart.Style{Font: p.typeface.bold, FontSize: size, FontColor: ink(p.theme.Text)}
	plain := chart.Style{Font: p.typeface.regular, FontSize: size, FontColor: ink(p.theme.Muted)}
	name := p.typeface.fit(p.Title, textStyle{size: size, bold: true}, float64(p.box.Max.X-x))
	chart.Draw.Text(r, name, x, y, title)
	x += chart.Draw.MeasureText(r, name, title).Width() + unitGap
	unit := p.typeface.fit(p.unit(), textStyle{size: size}, float64(p.box.Max.X-x))
	if unit != "" {
		plain.ClassName = classAfter
		chart.Draw.Text(r, unit, x, y, plain)
		x += chart.Draw.MeasureText(r, unit, plain).Width()
	}
	if p.panel != p.open[0] || !p.timed {
		return
	}
	plain.FontSize, plain.ClassName = smallSize, classEnd
	date := dateLabel(p.from, p.to, p.zone, &p.spec.Words)
	if w := chart.Draw.MeasureText(r, date, plain).Width(); x+24+w <= p.box.Max.X {
		chart.Draw.Text(r, date, p.box.Max.X-w, y, plain)
	}
}

// unit names the unit, and what is tinted.
func (p *panel) unit() string {
	unit, times := p.said()
	if b := p.Band; b != nil && !p.empty {
		return fmt.Sprintf("%s  (%g – %g)", unit, b.Min*times, b.Max*times)
	}
	return unit
}

// spanOf gives the pixels of a stretch of time within the canvas.
func (a *arrangement) spanOf(from, to time.Time) (x0, x1 int) {
	at := func(t time.Time) int {
		f := (float64(nanos(t)) - float64(a.from.UnixNano())) / float64(a.to.Sub(a.from))
		return a.plot.Min.X + int(math.Round(clamp(f, 0, 1)*float64(a.plot.Dx())))
	}
	return at(from), at(to)
}

func chartTicks(ticks []tick) []chart.Tick {
	out := make([]chart.Tick, len(ticks))
	for i, t := range ticks {
		out[i] = chart.Tick{Value: t.at, Label: t.label}
	}
	return out
}

func gridLines(ticks []tick, style chart.Style) []chart.GridLine {
	out := make([]chart.GridLine, len(ticks))
	for i, t := range ticks {
		out[i] = chart.GridLine{Value: t.at, Style: style}
	}
	return out
}

// span is a go-chart range that rounds to the nearest pixel; go-chart's own rounds up.
type span struct {
	min, max float64
	domain   int
}

func (s *span) String() string       { return fmt.Sprintf("%g to %g", s.min, s.max) }
func (s *span) IsZero() bool         { return s.min == 0 && s.max == 0 }
func (s *span) GetMin() float64      { return s.min }
func (s *span) SetMin(v float64)     { s.min = v }
func (s *span) GetMax() float64      { return s.max }
func (s *span) SetMax(v float64)     { s.max = v }
func (s *span) GetDelta() float64    { return s.max - s.min }
func (s *span) GetDomain() int       { return s.domain }
func (s *span) SetDomain(domain int) { s.domain = domain }
func (s *span) IsDescending() bool   { return false }
func (s *span) Translate(v float64) int {
	return int(math.Round((v - s.min) / (s.max - s.min) * float64(s.domain)))
}

func ink(c interface{ RGBA() (r, g, b, a uint32) }) drawing.Color {
	r, g, b, a := c.RGBA()
	return drawing.Color{R: uint8(r >> 8), G: uint8(g >> 8), B: uint8(b >> 8), A: uint8(a >> 8)} //nolint:gosec // 16 bits each
}

var _ chart.Series = (*panelSeries)(nil)
var _ chart.Range = (*span)(nil)
