package desktop

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/present"
)

// histogram shows when the transactions of the list began. Dragging over it shows only those of that time, and so do
// the arrow keys with Shift, or Enter for one bar; a click on what is chosen, Escape or Clear shows all again.
type histogram struct {
	view  *fyne.Container
	list  *listView
	bars  *histogramBars
	text  *caption
	clear *press
}

func newHistogram(v *listView) *histogram {
	h := &histogram{list: v, text: newCaption("", colorMuted, sizeSmall, false).flexible()}
	h.bars = &histogramBars{h: h, list: v.app.List, from: -1, at: -1}
	h.bars.changed = h.refreshText
	h.bars.ExtendBaseWidget(h.bars)
	h.clear = newPress(v.app.Texts().Text(present.TextClearRange), lookLink, v.app.List.ClearRange)
	foot := container.New(row{gap: 8, grow: 0}, h.text, h.clear)
	h.view = container.NewStack(newSurface(colorGround, bottomEdge), pad(container.New(column{gap: 2, grow: 0}, h.bars, foot), 8, gutter, 3, gutter))
	h.refresh()
	return h
}

func (h *histogram) refresh() {
	h.bars.Refresh()
	h.refreshText()
}

// refreshText says what is under the pointer or the keyboard, else what is chosen, else what there is.
func (h *histogram) refreshText() {
	l := h.list.app.List
	text, short, ink := "", "", colorMuted
	n := len(l.Histogram().Bins)
	switch {
	case h.bars.from >= 0:
		text, ink = l.BinsText(h.bars.from, h.bars.to), colorText
	case h.bars.hovered && h.bars.binAt(h.bars.pointer.X) >= 0:
		i := h.bars.binAt(h.bars.pointer.X)
		text = l.BinsText(i, i)
	case h.bars.focused && h.bars.at >= 0:
		text = l.BinsText(h.bars.at, h.bars.at)
	case l.Ranged():
		text, ink = l.RangeText(), colorText
	case n > 0:
		text, short = l.BinsText(0, n-1), l.SpanText() // how many there are stands below the list too
	}
	h.text.short = short
	h.text.set(text, ink)
	if h.clear.Visible() != l.Ranged() {
		visible(h.clear, l.Ranged())
		h.view.Refresh()
	}
}

// histogramBars are its bars.
type histogramBars struct {
	widget.BaseWidget
	hover
	h        *histogram
	list     *present.List
	from, to int // bars that are dragged over; from is −1 while none are
	at       int // the bar that the keyboard is at; −1: none
	anchor   int // where Shift began
	focused  bool
	shift    bool
}

// binAt is the bar at x; −1 where there is none.
func (b *histogramBars) binAt(x float32) int {
	n := len(b.list.Histogram().Bins)
	if n == 0 || b.Size().Width <= 0 {
		return -1
	}
	return min(max(int(x/b.Size().Width*float32(n)), 0), n-1)
}

// MouseMoved follows the pointer.
func (b *histogramBars) MouseMoved(e *desktop.MouseEvent) {
	b.hover.MouseMoved(e)
	b.h.refreshText()
}

// Tapped shows only transactions of this bar; where it is the only one that is chosen, all.
func (b *histogramBars) Tapped(e *fyne.PointEvent) {
	i := b.binAt(e.Position.X)
	if i < 0 {
		return
	}
	if b.at = i; b.only(i) {
		b.list.ClearRange()
		return
	}
	b.list.ChooseBins(i, i)
}

// only says that this bar is chosen, and no other.
func (b *histogramBars) only(i int) bool {
	return b.list.Within(i) && !b.list.Within(i-1) && !b.list.Within(i+1)
}

// Dragged chooses the bars that it goes over.
func (b *histogramBars) Dragged(e *fyne.DragEvent) {
	if b.from < 0 {
		b.from = b.binAt(e.Position.X - e.Dragged.DX)
	}
	b.to = b.binAt(e.Position.X)
	b.Refresh()
	b.h.refreshText()
}

// DragEnd shows only their transactions.
func (b *histogramBars) DragEnd() {
	from, to := b.from, b.to
	if b.from = -1; from >= 0 && to >= 0 {
		b.list.ChooseBins(from, to)
	}
	b.Refresh()
}

// Cursor shows that a stretch can be chosen.
func (b *histogramBars) Cursor() desktop.Cursor { return desktop.CrosshairCursor }

// FocusGained shows where the keyboard is.
func (b *histogramBars) FocusGained() {
	b.focused = true
	if n := len(b.list.Histogram().Bins); b.at < 0 || b.at >= n {
		b.at = n - 1
	}
	b.anchor = b.at
	b.h.refresh()
}

// FocusLost ends what FocusGained began.
func (b *histogramBars) FocusLost() {
	b.focused, b.shift = false, false
	b.h.refresh()
}

// KeyDown notes that Shift is held.
func (b *histogramBars) KeyDown(e *fyne.KeyEvent) { b.shift = b.shift || isShift(e) }

// KeyUp notes that it no longer is.
func (b *histogramBars) KeyUp(e *fyne.KeyEvent) { b.shift = b.shift && !isShift(e) }

// TypedRune does nothing.
func (b *histogramBars) TypedRune(rune) {}

// TypedKey goes from bar to bar, and chooses.
func (b *histogramBars) TypedKey(e *fyne.KeyEvent) {
	n := len(b.list.Histogram().Bins)
	if n == 0 {
		return
	}
	switch e.Name {
	case fyne.KeyLeft:
		b.step(b.at - 1)
	case fyne.KeyRight:
		b.step(b.at + 1)
	case fyne.KeyHome:
		b.step(0)
	case fyne.KeyEnd:
		b.step(n - 1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if b.only(b.at) {
			b.list.ClearRange()
		} else {
			b.list.ChooseBins(b.at, b.at)
		}
	case fyne.KeyEscape, fyne.KeyDelete, fyne.KeyBackspace:
		if b.list.Ranged() {
			b.list.ClearRange()
		} else if b.h.list.onKey != nil {
			b.h.list.onKey(e)
		}
	case fyne.KeyDown:
		b.h.list.focus()
	default:
		if b.h.list.onKey != nil {
			b.h.list.onKey(e)
		}
	}
	b.h.refresh()
}

// step goes to a bar; with Shift held it chooses all on the way.
func (b *histogramBars) step(to int) {
	b.at = min(max(to, 0), len(b.list.Histogram().Bins)-1)
	if b.shift {
		b.list.ChooseBins(b.anchor, b.at)
		return
	}
	b.anchor = b.at
}

// CreateRenderer makes the rectangles as they are needed.
func (b *histogramBars) CreateRenderer() fyne.WidgetRenderer {
	r := &histogramRenderer{b: b, ground: canvas.NewRectangle(color.Transparent), focus: canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

type histogramRenderer struct {
	b             *histogramBars
	ground, focus *canvas.Rectangle
	bars          []*canvas.Rectangle // two for each: all, and those with errors above
	objects       []fyne.CanvasObject
}

func (r *histogramRenderer) Destroy()                     {}
func (r *histogramRenderer) MinSize() fyne.Size           { return fyne.NewSize(60, 20) }
func (r *histogramRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *histogramRenderer) Layout(s fyne.Size) {
	h := r.b.list.Histogram()
	r.ground.Resize(s)
	n := float32(max(len(h.Bins), 1))
	width := s.Width / n
	gap := min(2, width/4)
	for i := range h.Bins {
		b := &h.Bins[i]
		height := func(count int) float32 {
			if count == 0 || h.Most == 0 {
				return 0
			}
			return max(s.Height*float32(count)/float32(h.Most), 2) // one is seen beside thousands
		}
		all, bad := height(b.Count), height(b.Errors)
		x := width * float32(i)
		r.bars[2*i].Move(fyne.NewPos(x, s.Height-all))
		r.bars[2*i].Resize(fyne.NewSize(width-gap, all))
		r.bars[2*i+1].Move(fyne.NewPos(x, s.Height-all))
		r.bars[2*i+1].Resize(fyne.NewSize(width-gap, min(bad, all)))
	}
	r.focus.Hide()
	if r.b.focused && r.b.at >= 0 {
		r.focus.Move(fyne.NewPos(width*float32(r.b.at)-1, -2))
		r.focus.Resize(fyne.NewSize(width-gap+2, s.Height+4))
		r.focus.Show()
	}
}

func (r *histogramRenderer) Refresh() {
	h := r.b.list.Histogram()
	for len(r.bars) < 2*len(h.Bins) {
		r.bars = append(r.bars, canvas.NewRectangle(color.Transparent))
	}
	r.focus.StrokeColor, r.focus.StrokeWidth, r.focus.FillColor = colorOf(colorAccent), 1, color.Transparent
	r.objects = append(r.objects[:0], r.ground)
	chosen := r.b.list.Ranged()
	for i := range h.Bins {
		fill := colorBar
		if r.within(i) {
			fill = colorAccent
		} else if chosen || r.b.from >= 0 {
			fill = colorBarFaint
		}
		r.bars[2*i].FillColor, r.bars[2*i+1].FillColor = colorOf(fill), colorOf(colorError)
		r.objects = append(r.objects, r.bars[2*i], r.bars[2*i+1])
	}
	r.objects = append(r.objects, r.focus)
	r.Layout(r.b.Size())
	canvas.Refresh(r.b)
}

func (r *histogramRenderer) within(i int) bool {
	if b := r.b; b.from >= 0 {
		return min(b.from, b.to) <= i && i <= max(b.from, b.to)
	}
	return r.b.list.Within(i)
}
