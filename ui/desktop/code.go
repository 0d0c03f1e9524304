package desktop

import (
	"image/color"
	"strconv"
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
	list    *widget.List
	view    fyne.CanvasObject
	rows    []codeRow
	numbers int // characters of the line numbers; 0: none
	focus   int
	onWidth func(columns int) // asked to lay the rows out anew
	columns int
	width   float32
}

type codeRow struct {
	number int // 0: none
	indent int // characters
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
	v.list = widget.NewList(func() int { return len(v.rows) },
		func() fyne.CanvasObject { return newCodeLine(v) },
		func(i widget.ListItemID, o fyne.CanvasObject) {
			if l, ok := o.(*codeLine); ok {
				l.show(v.rows[i])
			}
		})
	v.list.HideSeparators = true
	v.list.OnSelected = func(i widget.ListItemID) { v.list.Unselect(i) }
	v.view = container.New(&codeLayout{v: v}, container.NewThemeOverride(v.list, flat()))
	return v
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
	if v.numbers == 0 {
		return 8
	}
	return float32(v.numbers+2) * codePitch()
}

// show puts rows on the screen, with one of them in view.
func (v *codeView) show(rows []codeRow, focus int) {
	v.rows, v.focus, v.numbers = rows, focus, 0
	for _, r := range rows {
		if r.number > 0 {
			v.numbers = max(v.numbers, len(strconv.Itoa(r.number)))
		}
	}
	v.list.Refresh()
	v.reveal()
	v.fit() // line numbers take room
}

// clear shows nothing.
func (v *codeView) clear() { v.show(nil, 0) }

// reveal brings the place that was asked for into the middle of the view.
func (v *codeView) reveal() {
	if len(v.rows) == 0 {
		return
	}
	top := float32(v.focus)*codeHeight - v.list.Size().Height/3
	if float32(len(v.rows))*codeHeight <= v.list.Size().Height {
		top = 0
	}
	most := float32(len(v.rows))*codeHeight - v.list.Size().Height
	v.list.ScrollToOffset(max(min(top, most), 0))
}

// codeLine is one line on the screen; it is used again for others.
type codeLine struct {
	widget.BaseWidget
	v   *codeView
	row codeRow
}

func newCodeLine(v *codeView) *codeLine {
	l := &codeLine{v: v}
	l.ExtendBaseWidget(l)
	return l
}

func (l *codeLine) show(r codeRow) {
	l.row = r
	l.Refresh()
}

// CreateRenderer makes the line number; the texts come with the content.
func (l *codeLine) CreateRenderer() fyne.WidgetRenderer {
	r := &codeLineRenderer{l: l, number: canvas.NewText("", color.Black)}
	r.Refresh()
	return r
}

type codeLineRenderer struct {
	l       *codeLine
	number  *canvas.Text
	grounds []*canvas.Rectangle
	texts   []*canvas.Text
	objects []fyne.CanvasObject
}

func (r *codeLineRenderer) Destroy()                     {}
func (r *codeLineRenderer) Layout(fyne.Size)             {}
func (r *codeLineRenderer) MinSize() fyne.Size           { return fyne.NewSize(50, codeHeight) }
func (r *codeLineRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *codeLineRenderer) Refresh() {
	size, pitch := theme.Size(sizeSmall), codePitch()
	r.objects = r.objects[:0]
	r.number.Hide()
	if n := r.l.row.number; n > 0 {
		r.number.Text, r.number.TextSize, r.number.TextStyle = strconv.Itoa(n), size, fyne.TextStyle{Monospace: true}
		r.number.Color, r.number.Alignment = colorOf(colorMuted), fyne.TextAlignTrailing
		r.number.Resize(fyne.NewSize(float32(r.l.v.numbers+1)*pitch, codeHeight))
		r.number.Show()
		r.objects = append(r.objects, r.number)
	}
	x := r.l.v.left() + float32(r.l.row.indent)*pitch
	texts, grounds := 0, 0
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
		t.Text, t.TextSize, t.Color = s.text, size, colorOf(s.ink)
		t.TextStyle = fyne.TextStyle{Monospace: true, Bold: s.strong}
		t.Move(fyne.NewPos(x, 0))
		t.Resize(fyne.NewSize(w, codeHeight))
		r.objects = append(r.objects, t)
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

// wrap breaks a row that is too long into several, the later ones further in.
func (c codeRow) wrap(columns int) []codeRow {
	const further = 4
	rows := []codeRow{{number: c.number, indent: c.indent}}
	room := max(columns-c.indent, 10)
	for _, s := range c.spans {
		text := []rune(s.text)
		for len(text) > 0 {
			if room <= 0 {
				rows = append(rows, codeRow{indent: c.indent + further})
				room = max(columns-c.indent-further, 10)
			}
			n := min(len(text), room)
			piece := s
			piece.text = string(text[:n])
			last := &rows[len(rows)-1]
			last.spans = append(last.spans, piece)
			text, room = text[n:], room-n
		}
	}
	return rows
}
