package desktop

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// colorOf is a colour of the theme in use.
func colorOf(name fyne.ThemeColorName) color.Color { return theme.Color(name) }

// caption is one line of text without padding, cut with an ellipsis where there is no room.
type caption struct {
	widget.BaseWidget
	text  string
	color fyne.ThemeColorName
	size  fyne.ThemeSizeName
	style fyne.TextStyle
	align fyne.TextAlign
	room  bool // takes the width it gets, and asks for none

	short  string // in its place where it has no room; "": it is cut
	middle bool   // where there is no room, the middle is left out: names differ at their ends
}

func newCaption(text string, c fyne.ThemeColorName, size fyne.ThemeSizeName, bold bool) *caption {
	w := &caption{text: text, color: c, size: size, style: fyne.TextStyle{Bold: bold}}
	w.ExtendBaseWidget(w)
	return w
}

// flexible makes the caption give way: it is cut where there is no room.
func (w *caption) flexible() *caption {
	w.room = true
	return w
}

func (w *caption) set(text string, c fyne.ThemeColorName) {
	if w.text == text && w.color == c {
		return
	}
	w.text, w.color = text, c
	w.Refresh()
}

// CreateRenderer makes the text.
func (w *caption) CreateRenderer() fyne.WidgetRenderer {
	t := canvas.NewText("", color.Black)
	r := &captionRenderer{w: w, text: t}
	r.Refresh()
	return r
}

type captionRenderer struct {
	w    *caption
	text *canvas.Text
	size fyne.Size
}

func (r *captionRenderer) Destroy()                     {}
func (r *captionRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.text} }

func (r *captionRenderer) MinSize() fyne.Size {
	s := fyne.MeasureText(r.w.text, theme.Size(r.w.size), r.w.style)
	if r.w.room {
		s.Width = 1
	}
	return s
}

func (r *captionRenderer) Layout(size fyne.Size) {
	r.size = size
	r.place()
}

func (r *captionRenderer) place() {
	cut := ellipsize
	if r.w.middle {
		cut = ellipsizeMiddle
	}
	text := r.w.text
	if r.w.short != "" && fyne.MeasureText(text, theme.Size(r.w.size), r.w.style).Width > r.size.Width {
		text = r.w.short
	}
	shown := cut(text, r.size.Width, theme.Size(r.w.size), r.w.style)
	if r.text.Text != shown {
		r.text.Text = shown
		r.text.Refresh()
	}
	h := r.text.MinSize().Height
	r.text.Resize(fyne.NewSize(r.size.Width, h))
	r.text.Move(fyne.NewPos(0, (r.size.Height-h)/2))
}

func (r *captionRenderer) Refresh() {
	r.text.Color = colorOf(r.w.color)
	r.text.TextSize = theme.Size(r.w.size)
	r.text.TextStyle = r.w.style
	r.text.Alignment = r.w.align
	r.text.Text = r.w.text
	if r.size.Width > 0 {
		r.place()
	}
	r.text.Refresh()
}

// ellipsize cuts a text so that it fits, and shows that it did.
//
// A minus is drawn as a dash of the same look: the font has none, and one of another font would push a number out of
// its line and its column.
func ellipsize(text string, width, size float32, style fyne.TextStyle) string {
	text = strings.ReplaceAll(text, "−", "–")
	if width <= 0 || fyne.MeasureText(text, size, style).Width <= width+0.5 {
		return text
	}
	runes := []rune(text)
	lo, hi := 0, len(runes)
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if fyne.MeasureText(string(runes[:mid])+"…", size, style).Width <= width {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return string(runes[:lo]) + "…"
}

// surface is a filled rectangle in a colour of the theme, with an optional line at one edge.
type surface struct {
	widget.BaseWidget
	color  fyne.ThemeColorName
	edge   edge
	stroke fyne.ThemeColorName // of the whole outline; "" for none
	radius float32
	min    fyne.Size
}

type edge uint8

const (
	noEdge edge = iota
	topEdge
	bottomEdge
	leftEdge
	rightEdge
)

func newSurface(c fyne.ThemeColorName, e edge) *surface {
	w := &surface{color: c, edge: e}
	w.ExtendBaseWidget(w)
	return w
}

func (w *surface) setColor(c fyne.ThemeColorName) {
	if w.color != c {
		w.color = c
		w.Refresh()
	}
}

// CreateRenderer makes the rectangles.
func (w *surface) CreateRenderer() fyne.WidgetRenderer {
	r := &surfaceRenderer{w: w, fill: canvas.NewRectangle(color.Transparent), line: canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

type surfaceRenderer struct {
	w          *surface
	fill, line *canvas.Rectangle
}

func (r *surfaceRenderer) Destroy()           {}
func (r *surfaceRenderer) MinSize() fyne.Size { return r.w.min }
func (r *surfaceRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.fill, r.line}
}

func (r *surfaceRenderer) Layout(s fyne.Size) {
	r.fill.Resize(s)
	switch r.w.edge {
	case topEdge:
		r.line.Resize(fyne.NewSize(s.Width, 1))
	case bottomEdge:
		r.line.Move(fyne.NewPos(0, s.Height-1))
		r.line.Resize(fyne.NewSize(s.Width, 1))
	case leftEdge:
		r.line.Resize(fyne.NewSize(1, s.Height))
	case rightEdge:
		r.line.Move(fyne.NewPos(s.Width-1, 0))
		r.line.Resize(fyne.NewSize(1, s.Height))
	}
}

func (r *surfaceRenderer) Refresh() {
	r.fill.FillColor = colorOf(r.w.color)
	r.fill.CornerRadius = r.w.radius
	r.fill.StrokeWidth = 0
	if r.w.stroke != "" {
		r.fill.StrokeColor = colorOf(r.w.stroke)
		r.fill.StrokeWidth = 1
	}
	r.line.FillColor = color.Transparent
	if r.w.edge != noEdge {
		r.line.FillColor = colorOf(colorLine)
	}
	r.fill.Refresh()
	r.line.Refresh()
}

// fixedHeight gives its content all the width and a fixed height.
type fixedHeight float32

// MinSize is the content's width and our height.
func (h fixedHeight) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := float32(0)
	for _, o := range objects {
		w = max(w, o.MinSize().Width)
	}
	return fyne.NewSize(w, float32(h))
}

// Layout gives each object the whole room.
func (h fixedHeight) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	for _, o := range objects {
		o.Resize(s)
		o.Move(fyne.NewPos(0, 0))
	}
}

// padded leaves room around its content.
type padded struct{ top, right, bottom, left float32 }

// MinSize is the content's with the room around it.
func (p padded) MinSize(objects []fyne.CanvasObject) fyne.Size {
	s := fyne.Size{}
	for _, o := range objects {
		s = s.Max(o.MinSize())
	}
	return s.AddWidthHeight(p.left+p.right, p.top+p.bottom)
}

// Layout gives each object the room within.
func (p padded) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(p.left, p.top))
		o.Resize(s.SubtractWidthHeight(p.left+p.right, p.top+p.bottom))
	}
}

func pad(o fyne.CanvasObject, top, right, bottom, left float32) *fyne.Container {
	return container.New(padded{top, right, bottom, left}, o)
}

// row puts objects beside each other with a gap; the one at grow takes what is left (−1: none).
type row struct {
	gap  float32
	grow int
}

// MinSize is the sum of the widths and the largest height.
func (l row) MinSize(objects []fyne.CanvasObject) fyne.Size {
	s, n := fyne.Size{}, 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		s.Width += m.Width
		s.Height = max(s.Height, m.Height)
		n++
	}
	s.Width += l.gap * float32(max(n-1, 0))
	return s
}

// Layout centres the objects on one line.
func (l row) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	extra := max(s.Width-l.MinSize(objects).Width, 0)
	x := float32(0)
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if i == l.grow {
			m.Width += extra
		}
		o.Move(fyne.NewPos(x, (s.Height-m.Height)/2))
		o.Resize(m)
		x += m.Width + l.gap
	}
}

// column puts objects under each other with a gap, each as wide as the room; the one at grow takes the
// height that is left (−1: none).
type column struct {
	gap  float32
	grow int
}

// MinSize is the sum of the heights and the largest width.
func (l column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	s, n := fyne.Size{}, 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		s.Height += m.Height
		s.Width = max(s.Width, m.Width)
		n++
	}
	s.Height += l.gap * float32(max(n-1, 0))
	return s
}

// Layout puts the objects from the top down. Texts that wrap learn their width first.
func (l column) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	for _, o := range objects {
		if o.Size().Width != s.Width {
			o.Resize(fyne.NewSize(s.Width, o.MinSize().Height))
		}
	}
	extra := max(s.Height-l.MinSize(objects).Height, 0)
	y := float32(0)
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		h := o.MinSize().Height
		if i == l.grow {
			h += extra
		}
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(s.Width, h))
		y += h + l.gap
	}
}

// paragraph is a text that wraps, without padding.
func paragraph(text string) (fyne.CanvasObject, *widget.Label) {
	l := widget.NewLabel(text)
	l.Wrapping = fyne.TextWrapWord
	return container.New(bare{}, l), l
}

// bare takes away the padding that a label has: it gets as much more room around.
type bare struct{}

// MinSize is that of the text.
func (bare) MinSize(objects []fyne.CanvasObject) fyne.Size {
	padding := 2 * theme.InnerPadding()
	s := objects[0].MinSize().SubtractWidthHeight(padding, padding)
	return fyne.NewSize(max(s.Width, 0), max(s.Height, 0))
}

// Layout has the text fill the room.
func (bare) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	padding := theme.InnerPadding()
	objects[0].Move(fyne.NewPos(-padding, -padding))
	objects[0].Resize(s.AddWidthHeight(2*padding, 2*padding))
}
