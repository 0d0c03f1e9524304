package desktop

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
)

// link is a text that leads to where it comes from. It looks like any text until the pointer or the keyboard is on it.
type link struct {
	caption
	ink     fyne.ThemeColorName
	lead    func()
	hovered bool
	focused bool
	onKey   func(*fyne.KeyEvent) // for keys that it has no use for; may be nil
}

func newLink(text string, ink fyne.ThemeColorName, size fyne.ThemeSizeName, bold bool, lead func()) *link {
	l := &link{ink: ink, lead: lead}
	l.caption = caption{text: text, color: ink, size: size, style: fyne.TextStyle{Bold: bold}}
	l.ExtendBaseWidget(l)
	return l
}

// CreateRenderer makes the text, with a dotted line below it.
func (l *link) CreateRenderer() fyne.WidgetRenderer {
	r := &linkRenderer{l: l, line: canvas.NewLine(colorOf(colorMuted))}
	r.captionRenderer = captionRenderer{w: &l.caption, text: canvas.NewText("", colorOf(l.ink))}
	r.Refresh()
	return r
}

type linkRenderer struct {
	captionRenderer
	l    *link
	line *canvas.Line
}

func (r *linkRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.text, r.line} }

func (r *linkRenderer) Layout(s fyne.Size) {
	r.captionRenderer.Layout(s)
	r.under(s)
}

// under puts the line below what is written.
func (r *linkRenderer) under(s fyne.Size) {
	w := min(fyne.MeasureText(r.text.Text, theme.Size(r.l.size), r.l.style).Width, s.Width)
	x := float32(0)
	if r.l.align == fyne.TextAlignTrailing {
		x = s.Width - w
	}
	y := s.Height - 1
	r.line.Position1, r.line.Position2 = fyne.NewPos(x, y), fyne.NewPos(x+w, y)
}

func (r *linkRenderer) Refresh() {
	l := r.l
	l.color = l.ink
	r.line.StrokeColor, r.line.StrokeWidth = faded(colorMuted), 1
	if l.hovered || l.focused {
		l.color = colorAccent
		r.line.StrokeColor = colorOf(colorAccent)
	}
	r.captionRenderer.Refresh()
	r.under(l.Size())
	r.line.Refresh()
}

// faded is a colour that is half seen through.
func faded(name fyne.ThemeColorName) color.Color {
	const half = 0x80
	c, ok := color.NRGBAModel.Convert(colorOf(name)).(color.NRGBA)
	if ok {
		c.A = half
	}
	return c
}

// Tapped leads there.
func (l *link) Tapped(*fyne.PointEvent) { l.lead() }

// Cursor is a hand.
func (l *link) Cursor() desktop.Cursor { return desktop.PointerCursor }

// MouseIn shows that it can be followed.
func (l *link) MouseIn(*desktop.MouseEvent) { l.over(true) }

// MouseMoved does nothing.
func (l *link) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends what MouseIn began.
func (l *link) MouseOut() { l.over(false) }

func (l *link) over(on bool) {
	l.hovered = on
	l.Refresh()
}

// FocusGained shows where the keyboard is.
func (l *link) FocusGained() {
	l.focused = true
	bringIntoView(l)
	l.Refresh()
}

// FocusLost ends what FocusGained began.
func (l *link) FocusLost() {
	l.focused = false
	l.Refresh()
}

// TypedRune does nothing.
func (l *link) TypedRune(rune) {}

// TypedKey follows it with Enter or Space.
func (l *link) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		l.lead()
	default:
		if l.onKey != nil {
			l.onKey(e)
		}
	}
}
