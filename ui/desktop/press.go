package desktop

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// press is a small thing to click: a chip, a link, a button. It can be reached with Tab.
type press struct {
	widget.BaseWidget
	hover
	text     string
	mark     func() fyne.Resource // before the text, in the colours on the screen; nil: none
	look     look
	active   bool
	onPress  func()
	onEscape func()               // nil: Escape is a key like others
	onKey    func(*fyne.KeyEvent) // for keys that it has no use for; nil: they are the window's

	focused bool
}

// look is how a press is drawn.
type look uint8

const (
	lookLink    look = iota // accent text
	lookPlain               // an outlined button
	lookPrimary             // the main action
	lookChip                // a segment of a row of choices
	lookTab                 // a tab: underlined when active
)

func newPress(text string, l look, f func()) *press {
	w := &press{text: text, look: l, onPress: f}
	w.changed = w.Refresh
	w.ExtendBaseWidget(w)
	return w
}

func (w *press) set(text string, active bool) {
	if w.text == text && w.active == active {
		return
	}
	w.text, w.active = text, active
	w.Refresh()
}

// Tapped does what it is for.
func (w *press) Tapped(*fyne.PointEvent) {
	if w.onPress != nil {
		w.onPress()
	}
}

// Cursor is a hand.
func (w *press) Cursor() desktop.Cursor { return desktop.PointerCursor }

// FocusGained shows where the keyboard is.
func (w *press) FocusGained() {
	w.focused = true
	bringIntoView(w)
	w.Refresh()
}

// FocusLost ends what FocusGained began.
func (w *press) FocusLost() {
	w.focused = false
	w.Refresh()
}

// TypedRune does nothing.
func (w *press) TypedRune(rune) {}

// TypedKey presses it with Enter or Space.
func (w *press) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		w.Tapped(nil)
	default:
		switch {
		case e.Name == fyne.KeyEscape && w.onEscape != nil:
			w.onEscape()
		case w.onKey != nil:
			w.onKey(e)
		default:
			passKey(e)
		}
	}
}

// CreateRenderer makes text, ground and underline.
func (w *press) CreateRenderer() fyne.WidgetRenderer {
	r := &pressRenderer{
		w: w, text: canvas.NewText(w.text, color.Black),
		ground: canvas.NewRectangle(color.Transparent), line: canvas.NewRectangle(color.Transparent),
	}
	r.Refresh()
	return r
}

type pressRenderer struct {
	w            *press
	text         *canvas.Text
	mark         *canvas.Image // nil until there is one
	ground, line *canvas.Rectangle
}

const (
	markSize = 14
	markGap  = 5
)

func (r *pressRenderer) Destroy() {}
func (r *pressRenderer) Objects() []fyne.CanvasObject {
	if r.mark != nil {
		return []fyne.CanvasObject{r.ground, r.line, r.text, r.mark}
	}
	return []fyne.CanvasObject{r.ground, r.line, r.text}
}

// marked is the room that the mark takes.
func (r *pressRenderer) marked() float32 {
	if r.w.mark == nil {
		return 0
	}
	return markSize + markGap
}

func (r *pressRenderer) room() (x, y float32) {
	switch r.w.look {
	case lookLink:
		return 0, 2
	case lookTab:
		return 2, 9
	case lookChip:
		return 10, 7
	}
	return 13, 7
}

func (r *pressRenderer) MinSize() fyne.Size {
	style := r.text.TextStyle
	style.Bold = style.Bold || r.w.look == lookTab || r.w.look == lookChip // so that nothing moves when it is chosen
	s := fyne.MeasureText(r.w.text, r.text.TextSize, style)
	x, y := r.room()
	return s.AddWidthHeight(2*x+r.marked(), 2*y)
}

func (r *pressRenderer) Layout(s fyne.Size) {
	r.ground.Resize(s)
	h := r.text.MinSize().Height
	r.text.Resize(fyne.NewSize(s.Width-r.marked(), h))
	r.text.Move(fyne.NewPos(r.marked(), (s.Height-h)/2))
	if r.mark != nil {
		x, _ := r.room()
		r.mark.Resize(fyne.NewSquareSize(markSize))
		r.mark.Move(fyne.NewPos(x, (s.Height-markSize)/2))
	}
	r.line.Resize(fyne.NewSize(s.Width, 2))
	r.line.Move(fyne.NewPos(0, s.Height-2))
}

func (r *pressRenderer) Refresh() {
	w := r.w
	r.text.Text, r.text.TextSize, r.text.Alignment = w.text, theme.Size(sizeText), fyne.TextAlignCenter
	r.text.TextStyle = fyne.TextStyle{}
	r.ground.FillColor, r.ground.StrokeWidth, r.ground.CornerRadius = color.Transparent, 0, 4
	r.line.FillColor = color.Transparent
	ink := colorText
	switch w.look {
	case lookLink:
		ink = colorAccent
		r.text.TextStyle.Underline = w.hovered
	case lookPrimary:
		ink = colorOnAccent
		r.text.TextStyle.Bold = true
		r.ground.FillColor = colorOf(colorAccent)
	case lookPlain:
		r.ground.FillColor = colorOf(colorGround)
		r.outline(colorLine)
		if w.hovered {
			r.ground.FillColor = colorOf(colorHover)
		}
	case lookChip:
		r.ground.CornerRadius = 0
		if w.hovered {
			r.ground.FillColor = colorOf(colorHover)
		}
		if w.active {
			ink = colorAccent
			r.text.TextStyle.Bold = true
			r.ground.FillColor = colorOf(colorSelection)
		}
	case lookTab:
		ink = colorMuted
		if w.hovered {
			ink = colorText
		}
		if w.active {
			ink = colorAccent
			r.text.TextStyle.Bold = true
			r.line.FillColor = colorOf(colorAccent)
		}
	}
	if w.focused {
		r.outline(colorAccent)
		if w.look == lookPrimary {
			r.outline(colorText)
		}
	}
	r.text.Color = colorOf(ink)
	r.setMark()
	r.Layout(w.Size())
	r.ground.Refresh()
	r.line.Refresh()
	r.text.Refresh()
}

func (r *pressRenderer) setMark() {
	if r.w.mark == nil {
		return
	}
	res := r.w.mark()
	if r.mark == nil {
		r.mark = canvas.NewImageFromResource(res)
	}
	if r.mark.Resource.Name() != res.Name() {
		r.mark.Resource = res
		r.mark.Refresh()
	}
}

func (r *pressRenderer) outline(c fyne.ThemeColorName) {
	r.ground.StrokeWidth, r.ground.StrokeColor = 1, colorOf(c)
}

// segments is a row of chips within one outline.
type segments struct {
	widget.BaseWidget
	chips []*press
}

func newSegments() *segments {
	w := &segments{}
	w.ExtendBaseWidget(w)
	return w
}

// CreateRenderer makes outline and separators.
func (w *segments) CreateRenderer() fyne.WidgetRenderer {
	r := &segmentsRenderer{w: w, frame: canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

type segmentsRenderer struct {
	w       *segments
	frame   *canvas.Rectangle
	lines   []*canvas.Rectangle
	objects []fyne.CanvasObject
}

func (r *segmentsRenderer) Destroy()                     {}
func (r *segmentsRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *segmentsRenderer) MinSize() fyne.Size {
	s := fyne.Size{}
	for _, c := range r.w.chips {
		m := c.MinSize()
		s.Width += m.Width
		s.Height = max(s.Height, m.Height)
	}
	return s
}

func (r *segmentsRenderer) Layout(s fyne.Size) {
	r.frame.Resize(s)
	x := float32(0)
	for i, c := range r.w.chips {
		m := c.MinSize()
		c.Resize(fyne.NewSize(m.Width, s.Height-2))
		c.Move(fyne.NewPos(x, 1))
		if i < len(r.lines) {
			r.lines[i].Resize(fyne.NewSize(1, s.Height))
			r.lines[i].Move(fyne.NewPos(x+m.Width-0.5, 0))
		}
		x += m.Width
	}
}

func (r *segmentsRenderer) Refresh() {
	r.frame.FillColor, r.frame.StrokeColor, r.frame.StrokeWidth = colorOf(colorGround), colorOf(colorLine), 1
	r.frame.CornerRadius = 4
	r.objects, r.lines = []fyne.CanvasObject{r.frame}, nil
	for i, c := range r.w.chips {
		r.objects = append(r.objects, c)
		if i+1 < len(r.w.chips) {
			l := canvas.NewRectangle(colorOf(colorLine))
			r.lines = append(r.lines, l)
			r.objects = append(r.objects, l)
		}
	}
	r.Layout(r.w.Size())
	canvas.Refresh(r.w)
}
