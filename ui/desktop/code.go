package desktop

import (
	"image/color"
	"strconv"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// codeView shows lines of code in a fixed pitch, with coloured stretches and marked places. Only what is seen
// is drawn, so a message may be long.
type codeView struct {
	list    *codeList
	view    fyne.CanvasObject
	count   int
	row     func(i int) codeRow
	folds   bool // there is room for the marks of what can be folded
	numbers int  // characters of the line numbers; 0: none
	onTap   func(row int)
	focus   int
	onWidth func(columns int) // asked to lay the rows out anew
	columns int
	width   float32
}

type codeRow struct {
	number int    // 0: none
	indent int    // characters
	fold   string // a mark before it
	spans  []codeSpan
}

type codeSpan struct {
	text   string
	ink    fyne.ThemeColorName
	ground fyne.ThemeColorName // "" for none
	strong bool
}

const codeHeight = 18

func newCodeView(onWidth func(columns int)) *codeView {
	v := &codeView{onWidth: onWidth}
	v.list = newCodeList(v)
	v.view = container.New(&codeLayout{v: v}, v.list)
	return v
}

// codeList holds the lines. The keyboard goes from one to the other.
type codeList struct {
	rowView
	v       *codeView
	at      int // the line that the keyboard is at
	focused bool
	other   func(*fyne.KeyEvent) // for keys that the lines have no use for; nil: they are the window's
}

func newCodeList(v *codeView) *codeList {
	l := &codeList{v: v}
	const leastWidth = 50
	l.build(fyne.NewSize(leastWidth, codeHeight), func() int { return v.count },
		func() fyne.CanvasObject { return newCodeLine(v) },
		func(i int, o fyne.CanvasObject) {
			if line, ok := o.(*codeLine); ok && i < v.count {
				line.show(i, v.row(i))
			}
		})
	l.ExtendBaseWidget(l)
	return l
}

// codeLayout tells the view how many characters fit.
type codeLayout struct{ v *codeView }

// MinSize is small: the view scrolls.
func (l *codeLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(120, 3*codeHeight) }

// Layout gives the list the room.
func (l *codeLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	for _, c := range o {
		c.Resize(s)
	}
	l.v.width = s.Width
	l.v.fit()
}

// fit counts the characters that fit, and has the rows laid out anew where that has changed.
func (v *codeView) fit() {
	if v.width <= 0 {
		return
	}
	const scrollbar = 12
	columns := max(int((v.width-scrollbar-v.left())/codePitch()), 20)
	if columns == v.columns {
		return
	}
	v.columns = columns
	if v.onWidth != nil {
		v.onWidth(columns)
	}
}

// codePitch is the width of a character.
func codePitch() float32 {
	const sample = "mmmmmmmmmmmmmmmmmmmm"
	return fyne.MeasureText(sample, theme.Size(sizeSmall), fyne.TextStyle{Monospace: true}).Width / float32(len(sample))
}

// left is where the code begins.
func (v *codeView) left() float32 {
	switch {
	case v.folds:
		return 20
	case v.numbers == 0:
		return 8
	}
	return float32(v.numbers+2) * codePitch()
}

// show puts rows on the screen, with one of them in view.
func (v *codeView) show(rows []codeRow, focus int) {
	last := 0
	for _, r := range rows {
		last = max(last, r.number)
	}
	v.showMany(len(rows), func(i int) codeRow { return rows[i] }, last, focus)
}

// showMany puts rows on the screen that are made when they are seen. last is the highest number of a line; 0: they have
// none. focus is the row to be in view; −1: it stays as it is.
func (v *codeView) showMany(count int, row func(int) codeRow, last, focus int) {
	v.count, v.row, v.numbers = count, row, 0
	if last > 0 {
		v.numbers = len(strconv.Itoa(last))
	}
	v.list.Refresh()
	if focus >= 0 {
		v.focus = focus
		v.reveal()
	}
	v.fit() // line numbers take room
}

// scroll moves by so many screens.
func (v *codeView) scroll(screens float32) {
	v.list.scrollDown(v.list.scrolled() + screens*(v.list.Size().Height-2*codeHeight))
}

// clear shows nothing.
func (v *codeView) clear() { v.show(nil, 0) }

// reveal brings the place that was asked for into the middle of the view.
func (v *codeView) reveal() {
	if v.count == 0 {
		return
	}
	top := float32(v.focus)*codeHeight - v.list.Size().Height/3
	if float32(v.count)*codeHeight <= v.list.Size().Height {
		top = 0
	}
	v.list.scrollDown(top)
}

// codeLine is one line on the screen; it is used again for others.
type codeLine struct {
	widget.BaseWidget
	v     *codeView
	index int
	row   codeRow
}

func newCodeLine(v *codeView) *codeLine {
	l := &codeLine{v: v}
	l.ExtendBaseWidget(l)
	return l
}

func (l *codeLine) show(i int, r codeRow) {
	l.index, l.row = i, r
	l.Refresh()
}

// Tapped folds or unfolds.
func (l *codeLine) Tapped(*fyne.PointEvent) {
	if l.v.onTap != nil && l.row.fold != "" {
		l.v.onTap(l.index)
	}
}

// CreateRenderer makes the line number; the texts come with the content.
func (l *codeLine) CreateRenderer() fyne.WidgetRenderer {
	r := &codeLineRenderer{l: l, cursor: canvas.NewRectangle(color.Transparent), number: canvas.NewText("", color.Black), fold: canvas.NewText("", color.Black)}
	r.Refresh()
	return r
}

type codeLineRenderer struct {
	l       *codeLine
	cursor  *canvas.Rectangle
	number  *canvas.Text
	fold    *canvas.Text
	grounds []*canvas.Rectangle
	texts   []*canvas.Text
	lines   []*canvas.Rectangle // underscores
	objects []fyne.CanvasObject
}

func (r *codeLineRenderer) Destroy()                     {}
func (r *codeLineRenderer) Layout(fyne.Size)             {}
func (r *codeLineRenderer) MinSize() fyne.Size           { return fyne.NewSize(50, codeHeight) }
func (r *codeLineRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *codeLineRenderer) Refresh() {
	size, pitch := theme.Size(sizeSmall), codePitch()
	r.objects = r.objects[:0]
	if list := r.l.v.list; list.focused && list.at == r.l.index {
		r.cursor.FillColor = colorOf(colorAccent)
		r.cursor.Resize(fyne.NewSize(3, codeHeight))
		r.objects = append(r.objects, r.cursor)
	}
	r.number.Hide()
	if n := r.l.row.number; n > 0 {
		r.number.Text, r.number.TextSize, r.number.TextStyle = strconv.Itoa(n), size, fyne.TextStyle{Monospace: true}
		r.number.Color, r.number.Alignment = colorOf(colorMuted), fyne.TextAlignTrailing
		r.number.Resize(fyne.NewSize(float32(r.l.v.numbers+1)*pitch, codeHeight))
		r.number.Show()
		r.objects = append(r.objects, r.number)
	}
	x := r.l.v.left() + float32(r.l.row.indent)*pitch
	if f := r.l.row.fold; f != "" {
		r.fold.Text, r.fold.TextSize, r.fold.Color = f, size, colorOf(colorMuted)
		r.fold.Move(fyne.NewPos(x-14, 0))
		r.fold.Resize(fyne.NewSize(14, codeHeight))
		r.objects = append(r.objects, r.fold)
	}
	texts, grounds, lines := 0, 0, 0
	for _, s := range r.l.row.spans {
		w := float32(utf8.RuneCountInString(s.text)) * pitch
		if s.ground != "" {
			g := r.ground(grounds)
			grounds++
			g.FillColor = colorOf(s.ground)
			g.Move(fyne.NewPos(x, 0))
			g.Resize(fyne.NewSize(w, codeHeight))
			r.objects = append(r.objects, g)
		}
		t := r.text(texts)
		texts++
		t.Text, t.TextSize, t.Color = strings.ReplaceAll(s.text, "_", " "), size, colorOf(s.ink)
		t.TextStyle = fyne.TextStyle{Monospace: true, Bold: s.strong}
		t.Move(fyne.NewPos(x, 0))
		t.Resize(fyne.NewSize(w, codeHeight))
		r.objects = append(r.objects, t)
		lines = r.underscores(s, lines, x, pitch)
		x += w
	}
	canvas.Refresh(r.l)
}

func (r *codeLineRenderer) text(i int) *canvas.Text {
	if i == len(r.texts) {
		r.texts = append(r.texts, canvas.NewText("", color.Black))
	}
	return r.texts[i]
}

func (r *codeLineRenderer) ground(i int) *canvas.Rectangle {
	if i == len(r.grounds) {
		r.grounds = append(r.grounds, canvas.NewRectangle(color.Transparent))
	}
	return r.grounds[i]
}

// underscores draws those of a stretch as lines: Fyne leaves no room below the letters of this font, and would cut them
// off, so that A_B were shown as A B. It gives how many lines are in use.
func (r *codeLineRenderer) underscores(s codeSpan, used int, x, pitch float32) int {
	const down, thick = 2, 1 // from the foot of a row
	n := 0
	for _, c := range s.text {
		if c == '_' {
			if used == len(r.lines) {
				r.lines = append(r.lines, canvas.NewRectangle(color.Transparent))
			}
			l := r.lines[used]
			l.FillColor = colorOf(s.ink)
			l.Move(fyne.NewPos(x+float32(n)*pitch, codeHeight-down))
			l.Resize(fyne.NewSize(pitch, thick))
			r.objects = append(r.objects, l)
			used++
		}
		n++
	}
	return used
}
