package desktop

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/present"
)

// rowList is a list of lines of text that the keyboard moves through. What a row shows is asked for when it is seen.
type rowList struct {
	rowView
	height   float32
	count    func() int
	look     func(i int, width float32) rowLook
	selected func() int // −1: none
	onSelect func(i int)
	onEnter  func(i int)          // Enter, or a double click
	other    func(*fyne.KeyEvent) // for keys that the list doesn't know
	onShift  func(by int)         // ↑ or ↓ with Shift held; nil: they move as without
	onRune   func(rune)           // nil: nothing is typed here
	focused  bool
	shift    bool // it is held
}

// rowLook is what a row shows.
type rowLook struct {
	cells    []rowCell
	fraction float32 // of a thin bar at the bottom; 0: none
	icon     present.Tone
	iconAt   float32 // where the icon stands; 0: there is none
}

// rowCell is a text of a row.
type rowCell struct {
	text   string
	x, w   float32
	y      float32 // of its middle; 0: that of the row
	ink    fyne.ThemeColorName
	size   fyne.ThemeSizeName
	style  fyne.TextStyle
	right  bool
	middle bool // where it has no room, its middle is left out
}

func newRowList(height float32) *rowList {
	l := &rowList{height: height}
	const leastWidth = 60
	l.build(fyne.NewSize(leastWidth, height), func() int { return l.count() },
		func() fyne.CanvasObject { return newLineRow(l) },
		func(i int, o fyne.CanvasObject) {
			if r, ok := o.(*lineRow); ok {
				r.index = i
				r.Refresh()
			}
		})
	l.ExtendBaseWidget(l)
	return l
}

// FocusGained shows that the keyboard moves the selection.
func (l *rowList) FocusGained() {
	l.focused = true
	l.Refresh()
}

// FocusLost ends what FocusGained began.
func (l *rowList) FocusLost() {
	l.focused, l.shift = false, false
	l.Refresh()
}

// KeyDown notes that Shift is held.
func (l *rowList) KeyDown(e *fyne.KeyEvent) { l.shift = l.shift || isShift(e) }

// KeyUp notes that it no longer is.
func (l *rowList) KeyUp(e *fyne.KeyEvent) { l.shift = l.shift && !isShift(e) }

// TypedKey moves the selection.
func (l *rowList) TypedKey(e *fyne.KeyEvent) {
	if l.shift && l.onShift != nil && (e.Name == fyne.KeyDown || e.Name == fyne.KeyUp) {
		by := 1
		if e.Name == fyne.KeyUp {
			by = -1
		}
		l.onShift(by)
		return
	}
	n, at := l.count(), l.selected()
	page := max(int(l.Size().Height/l.height)-1, 1)
	switch e.Name {
	case fyne.KeyDown:
		l.pick(min(at+1, n-1))
	case fyne.KeyUp:
		l.pick(max(at-1, 0))
	case fyne.KeyPageDown:
		l.pick(min(at+page, n-1))
	case fyne.KeyPageUp:
		l.pick(max(at-page, 0))
	case fyne.KeyHome:
		l.pick(0)
	case fyne.KeyEnd:
		l.pick(n - 1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyRight:
		if l.onEnter != nil && at >= 0 {
			l.onEnter(at)
		}
	default:
		if l.other != nil {
			l.other(e)
		}
	}
}

// TypedRune hands the letter on.
func (l *rowList) TypedRune(r rune) {
	if l.onRune != nil {
		l.onRune(r)
	}
}

func (l *rowList) pick(i int) {
	if i < 0 || i >= l.count() {
		return
	}
	l.onSelect(i)
	l.ScrollTo(i)
	l.Refresh()
}

// lineRow is a row of a rowList; it is used again for others: everything is set anew.
type lineRow struct {
	widget.BaseWidget
	hover
	l     *rowList
	index int
}

func newLineRow(l *rowList) *lineRow {
	r := &lineRow{l: l, index: -1}
	r.changed = r.Refresh
	r.ExtendBaseWidget(r)
	return r
}

// Tapped selects the row and gives the list the keyboard.
func (r *lineRow) Tapped(*fyne.PointEvent) {
	focusOn(r.l, r.l)
	r.l.pick(r.index)
}

// DoubleTapped does what Enter does.
func (r *lineRow) DoubleTapped(*fyne.PointEvent) {
	r.l.pick(r.index)
	if r.l.onEnter != nil {
		r.l.onEnter(r.index)
	}
}

// CreateRenderer makes the grounds; the texts come with the content.
func (r *lineRow) CreateRenderer() fyne.WidgetRenderer {
	rr := &lineRowRenderer{
		r: r, ground: canvas.NewRectangle(color.Transparent), line: canvas.NewRectangle(color.Transparent),
		bar: canvas.NewRectangle(color.Transparent), done: canvas.NewRectangle(color.Transparent),
	}
	rr.Refresh()
	return rr
}

type lineRowRenderer struct {
	r                       *lineRow
	ground, line, bar, done *canvas.Rectangle
	icon                    *canvas.Image
	texts                   []*canvas.Text
	objects                 []fyne.CanvasObject
	size                    fyne.Size
}

func (r *lineRowRenderer) Destroy()                     {}
func (r *lineRowRenderer) MinSize() fyne.Size           { return fyne.NewSize(60, r.r.l.height) }
func (r *lineRowRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *lineRowRenderer) Layout(s fyne.Size) {
	if r.size != s {
		r.size = s
		r.Refresh()
	}
}

func (r *lineRowRenderer) Refresh() {
	l, s := r.r.l, r.r.Size()
	r.objects = append(r.objects[:0], r.ground, r.line, r.bar, r.done)
	r.ground.FillColor, r.bar.FillColor = color.Transparent, color.Transparent
	r.line.FillColor, r.done.FillColor = colorOf(colorLine), colorOf(colorAccent)
	chosen := r.r.index >= 0 && r.r.index == l.selected()
	switch {
	case chosen:
		r.ground.FillColor = colorOf(colorSelection)
		if l.focused {
			r.bar.FillColor = colorOf(colorAccent)
		}
	case r.r.hovered:
		r.ground.FillColor = colorOf(colorHover)
	}
	r.ground.Resize(s)
	r.line.Move(fyne.NewPos(0, s.Height-1))
	r.line.Resize(fyne.NewSize(s.Width, 1))
	r.bar.Resize(fyne.NewSize(3, s.Height-1))
	var look rowLook
	if r.r.index >= 0 && r.r.index < l.count() && s.Width > 0 {
		look = l.look(r.r.index, s.Width)
	}
	r.done.Move(fyne.NewPos(0, s.Height-2))
	r.done.Resize(fyne.NewSize(s.Width*look.fraction, 2))
	if look.iconAt > 0 {
		r.objects = append(r.objects, r.mark(&look))
	}
	for i := range look.cells {
		r.objects = append(r.objects, r.place(i, &look.cells[i], chosen))
	}
	canvas.Refresh(r.r)
}

// mark sets the icon of the row.
func (r *lineRowRenderer) mark(look *rowLook) fyne.CanvasObject {
	res := toneIcon(look.icon)
	if r.icon == nil {
		r.icon = canvas.NewImageFromResource(res)
	}
	if r.icon.Resource.Name() != res.Name() {
		r.icon.Resource = res
		r.icon.Refresh()
	}
	const side = 14
	y := (r.r.l.height - 1) / 2
	if len(look.cells) > 0 && look.cells[0].y > 0 {
		y = look.cells[0].y
	}
	r.icon.Move(fyne.NewPos(look.iconAt, y-side/2))
	r.icon.Resize(fyne.NewSize(side, side))
	return r.icon
}

// place sets a text of the row.
func (r *lineRowRenderer) place(i int, c *rowCell, chosen bool) fyne.CanvasObject {
	if i == len(r.texts) {
		r.texts = append(r.texts, canvas.NewText("", color.Black))
	}
	t := r.texts[i]
	t.TextSize, t.TextStyle = theme.Size(c.size), c.style
	cut := ellipsize
	if c.middle {
		cut = ellipsizeMiddle
	}
	t.Text = cut(c.text, c.w, t.TextSize, c.style)
	ink := c.ink
	if ink == colorWarning && chosen {
		ink = colorWarningDeep
	}
	t.Color, t.Alignment = colorOf(ink), fyne.TextAlignLeading
	if c.right {
		t.Alignment = fyne.TextAlignTrailing
	}
	h, y := t.MinSize().Height, c.y
	if y == 0 {
		y = (r.r.l.height - 1) / 2
	}
	t.Move(fyne.NewPos(c.x, y-h/2))
	t.Resize(fyne.NewSize(c.w, h))
	return t
}

// ellipsizeMiddle leaves out the middle of a text so that it fits: names of logs differ at their ends.
func ellipsizeMiddle(text string, width, size float32, style fyne.TextStyle) string {
	if width <= 0 || fyne.MeasureText(text, size, style).Width <= width+0.5 {
		return text
	}
	runes := []rune(text)
	shown := func(n int) string { return string(runes[:(n+1)/2]) + "…" + string(runes[len(runes)-n/2:]) }
	lo, hi := 0, len(runes)-1
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if fyne.MeasureText(shown(mid), size, style).Width <= width {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return shown(lo)
}
