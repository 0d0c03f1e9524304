package charts

import (
	"fmt"
	"image"
	"math"
	"time"
)

// arrangement is where everything of a plot stands, in design pixels. It is the same for an image and an
// SVG. What has no room is left out, least important first: the footer, the legend, the title, the band of
// states, then labels and panel titles. The lines always remain.
type arrangement struct {
	spec       *Spec
	theme      Theme
	zone       *time.Location
	size       image.Point
	from, to   time.Time
	timed      bool // there is a window: something stands at a time
	panels     []panel
	plot       image.Rectangle
	states     image.Rectangle
	ticks      []tick // of time
	timeLabels bool
	heads      bool
	head       int             // the height of a panel's title
	gap        int             // between a panel and the next one's title
	legend     image.Rectangle // its column; empty: none
	title      string
	subtitle   []string
	footer     []string
	message    string   // instead of panels
	open       []*panel // those of panels that have room: not folded
	more       int      // folded panels for whose titles there is no room
	moreAt     int      // where their number stands
	folded     int      // the base line of the titles of folded panels; 0: none
	typeface   *typeface
}

type panel struct {
	*Panel
	words   *Words
	box     image.Rectangle // its canvas
	axis    Axis
	ticks   []tick
	traces  []*trace
	strokes []Stroke
	empty   bool
	head    image.Rectangle // of its title
	shut    bool            // folded, or there is no room for it
	extent  extent          // of its values
}

const (
	margin       = 12
	titleHeight  = 28
	subHeight    = 20
	headHeight   = 22 // a panel's title
	panelGap     = 10
	timeHeight   = 26
	bandHeight   = 16
	footLine     = 17
	smallHead    = 17 // of a low panel
	unitGap      = 5  // between a panel's title and its unit
	labelMargin  = 10 // between a label and its axis, as go-chart has it
	minPanel     = 20 // lower panels have no title
	defaultWidth = 960
	defaultTall  = 600
	sampleWidth  = 16 // of a line in the legend
	legendRow    = 19
	legendGap    = 20 // half a label of time stands in it
	foldHandle   = 12 // the triangle before a title
)

func small(t Theme) textStyle { return textStyle{size: smallSize, color: t.Muted} }

// arrange places what a plot shows. traces are the prepared lines of each panel; nil for a line that is
// hidden or has no point.
func arrange(s *Spec, traces [][]*trace, tf *typeface) *arrangement {
	scale := s.scale()
	size := s.size()
	a := &arrangement{spec: s, theme: s.Theme.orLight(), zone: s.Zone, typeface: tf, size: image.Pt(
		max(1, int(math.Ceil(float64(size.X)/scale-1e-9))), max(1, int(math.Ceil(float64(size.Y)/scale-1e-9))))}
	if a.zone == nil {
		a.zone = time.UTC
	}
	a.window(traces)
	a.addPanels(traces)
	top, bottom := a.vertical(tf)
	a.stack(top, bottom)
	left, right := a.horizontal(tf)
	for _, p := range a.open {
		p.box.Min.X, p.box.Max.X = left, right
	}
	a.placeHeads(tf)
	a.plot.Min.X, a.plot.Max.X = left, right
	if !a.states.Empty() || a.states.Max.Y > 0 {
		a.states.Min.X, a.states.Max.X = left, right
	}
	if a.timed {
		a.ticks = a.timeTicks(tf)
	}
	return a
}

// window finds the stretch of time to show.
func (a *arrangement) window(traces [][]*trace) {
	lo, hi := int64(math.MaxInt64), int64(math.MinInt64)
	see := func(t int64) { lo, hi = min(lo, t), max(hi, t) }
	for _, lines := range traces {
		for _, t := range lines {
			if t != nil && len(t.times) > 0 {
				see(t.begin())
				see(t.times[len(t.times)-1])
			}
		}
	}
	if lo > hi {
		for _, st := range a.spec.States {
			see(nanos(st.From))
			see(nanos(st.To))
		}
		for _, m := range a.spec.Marks {
			see(nanos(m.At))
		}
	}
	if !a.spec.From.IsZero() {
		lo = nanos(a.spec.From)
		hi = max(hi, lo)
	}
	if !a.spec.To.IsZero() {
		hi = nanos(a.spec.To)
		if a.spec.From.IsZero() {
			lo = min(lo, hi)
		}
	}
	if lo > hi {
		if a.spec.From.IsZero() || a.spec.To.IsZero() {
			return
		}
		lo, hi = hi, lo
	}
	if lo == hi {
		lo, hi = lo-int64(30*time.Second), hi+int64(30*time.Second)
	}
	a.timed = true
	a.from, a.to = time.Unix(0, lo).UTC(), time.Unix(0, hi).UTC()
}

// nanos is a moment in Unix nanoseconds, kept within what can be drawn.
func nanos(t time.Time) int64 {
	switch {
	case t.Unix() <= earliest/int64(time.Second):
		return earliest
	case t.Unix() >= latest/int64(time.Second):
		return latest
	}
	return t.UnixNano()
}

func (a *arrangement) addPanels(traces [][]*trace) {
	for i := range a.spec.Panels {
		p := panel{Panel: &a.spec.Panels[i], words: &a.spec.Words, traces: traces[i], empty: true, shut: a.spec.Panels[i].Folded}
		e := noExtent()
		for _, t := range p.traces {
			if t != nil && len(t.times) > 0 {
				e.add(t.all)
				p.empty = false
			}
		}
		p.extent = e
		p.axis = axisOf(p.Panel, e.lo, e.hi, !p.empty)
		p.strokes = a.theme.strokes(p.Lines)
		a.panels = append(a.panels, p)
	}
	if len(a.panels) == 0 {
		a.message = a.spec.Words.text("No values to plot")
		a.panels = []panel{{words: &a.spec.Words, Panel: &Panel{Empty: a.message}, axis: Axis{0, 1}, empty: true}}
	}
}

// vertical decides what stands above and below the panels and gives the room between.
func (a *arrangement) vertical(tf *typeface) (top, bottom int) {
	s, w, h := a.spec, a.size.X, a.size.Y
	if s.Bare {
		return 2, max(h-2, 3)
	}
	room := float64(w - 2*margin)
	top, bottom = min(4, h/16), h-min(10, h/12)
	wide := w >= 120
	if wide && h >= 160 {
		if s.Title != "" {
			a.title = tf.fit(s.Title, textStyle{size: titleSize, bold: true}, room)
			top += titleHeight
		}
		if s.Subtitle != "" {
			a.subtitle = tf.wrap(s.Subtitle, textStyle{size: textSize}, room, min(max(1, h/160), 4))
			top += len(a.subtitle) * subHeight
		}
		if top > 4 {
			top += 8
		}
	}
	if wide && h >= 260 && (h >= 420 || !s.Handles) {
		for _, n := range s.Notes {
			a.footer = append(a.footer, tf.wrap(n, small(a.theme), room, 3)...)
		}
		if s.Footer != "" {
			a.footer = append(a.footer, tf.wrap(s.Footer, small(a.theme), room, 4)...)
		}
		if limit := h / 5 / footLine; len(a.footer) > limit {
			a.footer = a.footer[len(a.footer)-limit:]
		}
		if n := len(a.footer); n > 0 {
			bottom -= n*footLine + 4
		}
	}
	a.timeLabels = w >= 100 && h >= 70
	if w >= 100 && h >= 160 && a.fold(bottom-top-timeHeight-bandHeight) {
		a.folded = bottom - 5
		bottom -= headHeight
	}
	if len(s.States) > 0 && a.timed && h >= 100 {
		a.states.Min.Y, a.states.Max.Y = bottom-bandHeight, bottom
		bottom -= bandHeight
	}
	switch {
	case a.timeLabels:
		bottom -= timeHeight
	case a.states.Max.Y > 0:
		bottom -= 4
	}
	return top, max(bottom, top+1)
}

func (p *panel) weight() float64 {
	if p.Weight > 0 && p.Weight <= 1000 {
		return p.Weight
	}
	return 1
}

// horizontal makes the value ticks and the legend and gives the left and right end of the canvases.
func (a *arrangement) horizontal(tf *typeface) (left, right int) {
	w := a.size.X
	left, right = 0, w
	if w >= 100 && !a.spec.Bare {
		label := 0.0
		for _, p := range a.open {
			if p.empty || p.box.Dy() < 20 {
				continue
			}
			count := tickCount(p.box.Dy())
			p.ticks = p.valueTicks(count)
			for more := count + 1; len(p.ticks) < 2 && more <= 2*count+1 && p.box.Dy() >= 36; more++ { // one label gives no measure
				p.ticks = p.valueTicks(more)
			}
			p.words.numbers(p.ticks)
			if !a.heads {
				p.dropEdgeLabels(a.gap)
			}
			for _, t := range p.ticks {
				label = math.Max(label, tf.width(t.label, small(a.theme)))
			}
		}
		left = max(int(math.Ceil(label))+labelMargin+6, 20)
		right = w - 20
		if left > w/3 { // labels would leave no room for the lines
			left = 8
			for i := range a.panels {
				for k := range a.panels[i].ticks {
					a.panels[i].ticks[k].label = ""
				}
			}
		}
		if column := a.legendWidth(tf); column > 0 {
			right = w - margin - column - legendGap
			a.legend = image.Rect(right+legendGap, 0, w-margin, a.size.Y)
		}
	}
	return left, max(right, left+1)
}

// dropEdgeLabels drops labels that would reach into the panels above and below.
func (p *panel) dropEdgeLabels(gap int) {
	over := float64(gap)/2 - smallSize*0.4
	h := float64(p.box.Dy())
	for i, t := range p.ticks {
		if y := (t.at - p.axis.Min) / (p.axis.Max - p.axis.Min) * h; y < -over || y > h+over {
			p.ticks[i].label = ""
		}
	}
}

// tickCount is how many steps a value axis of a height has room for.
func tickCount(height int) int { return max(1, min(2, height/14), min(3, height/22), height/34) }

// timeTicks makes the ticks of the time axis; labels that would leave the image or run into the legend are
// dropped.
func (a *arrangement) timeTicks(tf *typeface) []tick {
	measure := func(s string) float64 { return tf.width(s, small(a.theme)) }
	width := float64(a.plot.Dx())
	ticks := timeTicks(a.from, a.to, a.zone, width, measure, &a.spec.Words)
	for i, t := range ticks {
		x := float64(a.plot.Min.X) + t.at/a.to.Sub(a.from).Seconds()*width
		end := float64(a.size.X - 1)
		if !a.legend.Empty() {
			end = float64(a.legend.Min.X - 2)
		}
		if half := measure(t.label) / 2; !a.timeLabels || x-half < 1 || x+half > end {
			ticks[i].label = ""
		}
	}
	return ticks
}

// emptyText is what an empty panel says.
func (p *panel) emptyText() string {
	if p.Empty != "" {
		return p.Empty
	}
	return p.words.text("No values")
}

func (s *Spec) scale() float64 {
	if !(s.Scale > 0) {
		return 1
	}
	return clamp(s.Scale, 0.25, 16)
}

// size is the size of the image.
func (s *Spec) size() image.Point {
	p := image.Pt(s.Width, s.Height)
	if p.X == 0 {
		p.X = int(defaultWidth * s.scale())
	}
	if p.Y == 0 {
		p.Y = int(defaultTall * s.scale())
	}
	return p
}

const maxPixels = 1 << 27 // 512 MB of image

func (s *Spec) check() error {
	p := s.size()
	if p.X < 1 || p.Y < 1 || p.X > 1<<15 || p.Y > 1<<15 || p.X*p.Y > maxPixels {
		return fmt.Errorf("draw plot: a size of %d × %d pixels is not possible", p.X, p.Y)
	}
	return nil
}
