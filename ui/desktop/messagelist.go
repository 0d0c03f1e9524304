package desktop

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"meterscope/model"
	"meterscope/ui/present"
)

// messageList is the list of messages; the keyboard moves in it.
type messageList struct {
	rowView
	app     *present.App
	fold    func(bool)            // folds the JSON, or unfolds it
	turn    func(screens float32) // scrolls it
	other   func(*fyne.KeyEvent)  // for keys that the list doesn't know
	focused bool
}

const (
	messageHeight = 38
	timeBeside    = 210 // the narrowest row with the time beside what it is; in others it stands in the id's place
)

func newMessageList(a *present.App) *messageList {
	l := &messageList{app: a}
	const leastWidth = 80
	l.build(fyne.NewSize(leastWidth, messageHeight), func() int {
		n, _ := a.Messages.Count()
		return n
	}, func() fyne.CanvasObject { return newMessageRow(l) }, func(i int, o fyne.CanvasObject) {
		if r, ok := o.(*messageRow); ok {
			r.index = i
			r.Refresh()
		}
	})
	l.ExtendBaseWidget(l)
	return l
}

// FocusGained shows that the keyboard moves the selection.
func (l *messageList) FocusGained() {
	l.focused = true
	l.Refresh()
}

// FocusLost ends what FocusGained began.
func (l *messageList) FocusLost() {
	l.focused = false
	l.Refresh()
}

// TypedRune has no use for letters.
func (l *messageList) TypedRune(rune) {}

// TypedKey moves the selection.
func (l *messageList) TypedKey(e *fyne.KeyEvent) {
	page := max(int(l.Size().Height/messageHeight)-1, 1)
	n := l.count()
	switch e.Name {
	case fyne.KeyDown:
		l.app.Messages.Move(1)
	case fyne.KeyUp:
		l.app.Messages.Move(-1)
	case fyne.KeyPageDown:
		l.app.Messages.Move(page)
	case fyne.KeyPageUp:
		l.app.Messages.Move(-page)
	case fyne.KeyHome:
		l.app.Messages.Move(-n)
	case fyne.KeyEnd:
		l.app.Messages.Move(n)
	case fyne.KeyLeft, fyne.KeyRight:
		l.fold(e.Name == fyne.KeyLeft)
	case fyne.KeySpace:
		l.turn(1)
	case fyne.KeyBackspace:
		l.turn(-1)
	default:
		if l.other != nil {
			l.other(e)
		}
	}
}

// messageRow is one message: what and when, below it the id and the line.
type messageRow struct {
	widget.BaseWidget
	hover
	l     *messageList
	index int
}

func newMessageRow(l *messageList) *messageRow {
	r := &messageRow{l: l, index: -1}
	r.changed = r.Refresh
	r.ExtendBaseWidget(r)
	return r
}

// Tapped opens the message.
func (r *messageRow) Tapped(*fyne.PointEvent) {
	r.l.app.Messages.Select(r.index)
	focusOn(r.l, r.l)
}

// CreateRenderer makes the texts.
func (r *messageRow) CreateRenderer() fyne.WidgetRenderer {
	rr := &messageRowRenderer{
		r: r, ground: canvas.NewRectangle(color.Transparent), line: canvas.NewRectangle(color.Transparent),
		bar: canvas.NewRectangle(color.Transparent), hit: canvas.NewRectangle(color.Transparent), icon: canvas.NewImageFromResource(nil),
	}
	rr.objects = []fyne.CanvasObject{rr.ground, rr.line, rr.bar, rr.hit, rr.icon}
	for i := range rr.texts {
		rr.texts[i] = canvas.NewText("", color.Black)
		rr.objects = append(rr.objects, rr.texts[i])
	}
	rr.Refresh()
	return rr
}

type messageRowRenderer struct {
	r            *messageRow
	ground, line *canvas.Rectangle
	bar          *canvas.Rectangle // the keyboard is here
	hit          *canvas.Rectangle // what is searched for stands in it
	icon         *canvas.Image
	texts        [4]*canvas.Text // arrow and title, time, id or time, line
	objects      []fyne.CanvasObject
}

func (r *messageRowRenderer) Destroy()                     {}
func (r *messageRowRenderer) MinSize() fyne.Size           { return fyne.NewSize(80, messageHeight) }
func (r *messageRowRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *messageRowRenderer) Layout(s fyne.Size) {
	r.ground.Resize(s)
	r.line.Move(fyne.NewPos(0, s.Height-1))
	r.line.Resize(fyne.NewSize(s.Width, 1))
	r.bar.Resize(fyne.NewSize(3, s.Height-1))
	r.hit.Move(fyne.NewPos(s.Width-4, 0))
	r.hit.Resize(fyne.NewSize(4, s.Height-1))
	const left, right, iconSize = 30, 12, 13
	r.icon.Move(fyne.NewPos(10, 5))
	r.icon.Resize(fyne.NewSize(iconSize, iconSize))
	for i, t := range r.texts {
		m := t.MinSize()
		x, y := float32(left), float32(2)
		if i%2 == 1 {
			x = s.Width - right - m.Width
		}
		if i > 1 {
			y = 19
		}
		t.Move(fyne.NewPos(x, y))
		t.Resize(m)
	}
}

// Refresh sets everything: the row may have shown another message before.
func (r *messageRowRenderer) Refresh() {
	m := r.r.l.app.Messages.Row(r.r.index)
	r.ground.FillColor, r.bar.FillColor = color.Transparent, color.Transparent
	switch {
	case r.r.index >= 0 && r.r.index == r.r.l.app.Messages.Selected():
		r.ground.FillColor = colorOf(colorSelection)
		if r.r.l.focused {
			r.bar.FillColor = colorOf(colorAccent)
		}
	case r.r.hovered:
		r.ground.FillColor = colorOf(colorHover)
	}
	r.line.FillColor = colorOf(colorLine)
	r.hit.FillColor = color.Transparent
	if m.Found {
		r.hit.FillColor = colorOf(colorAccent)
	}
	visible(r.icon, m.Severity != model.SeverityNone)
	if res := toneIcon(present.ToneOf(m.Severity)); r.icon.Resource == nil || r.icon.Resource.Name() != res.Name() {
		r.icon.Resource = res
		r.icon.Refresh()
	}
	small, ink := theme.Size(sizeSmall), colorText
	if m.Answer {
		ink = colorMuted
	}
	width := r.r.Size().Width
	set := func(i int, text string, c fyne.ThemeColorName, size float32, room float32) {
		t := r.texts[i]
		t.TextSize, t.Color, t.Text = size, colorOf(c), text
		if width > 0 {
			t.Text = ellipsize(text, max(room, 1), size, t.TextStyle)
		}
	}
	title := m.Title
	if m.Arrow != "" {
		title = m.Arrow + " " + title
	}
	moment, id, line := m.Time, m.ID, r.r.l.app.Texts().Text("line %s", m.Line)
	if width < timeBeside { // what it is comes first
		moment, id, line = "", m.Time, m.Line
	}
	set(1, moment, colorMuted, small, width)
	set(3, line, colorMuted, small, width)
	const taken = 52
	set(0, title, ink, theme.Size(sizeText), width-taken-r.texts[1].MinSize().Width)
	set(2, id, colorMuted, small, width-taken-r.texts[3].MinSize().Width)
	r.Layout(r.r.Size())
	canvas.Refresh(r.r)
}
