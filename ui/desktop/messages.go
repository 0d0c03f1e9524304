package desktop

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"meterscope/model"
	"meterscope/ui/present"
)

// messagesView shows the messages of a transaction: the list, the JSON of one, and its raw text.
type messagesView struct {
	app    *present.App
	view   fyne.CanvasObject
	list   *messageList
	json   *codeView
	raw    *codeView
	title  *caption
	how    *caption // a word about the JSON
	place  *caption
	hash   *caption
	none   *caption
	fold   *press
	find   *findBar
	proof  *proofBar
	opened *present.OpenMessage
	laid   *present.OpenMessage // the one whose JSON has been seen
	stale  bool                 // something changed while another tab was in front
}

func newMessagesView(a *present.App, clip func(string)) *messagesView {
	v := &messagesView{app: a}
	v.list = newMessageList(a)
	v.list.fold = func(on bool) {
		if v.opened != nil && v.opened.View != nil {
			if _, is := v.opened.View.Folds(); is != on {
				v.foldAll()
			}
		}
	}
	v.list.turn = func(screens float32) { v.json.scroll(screens) }
	v.json = newCodeView(func(int) {
		if v.laid == v.opened { // of another width now
			v.leave()
		}
		v.layJSON()
	})
	v.json.folds = true
	v.json.onTap = func(row int) {
		if v.opened != nil && v.opened.View != nil && v.opened.View.Toggle(row) {
			v.showJSON(-1)
		}
	}
	v.raw = newCodeView(func(int) { v.layRaw() })
	v.json.list.other, v.raw.list.other = v.textKey, v.textKey
	v.fold = newPress("", lookLink, v.foldAll)
	v.title = newCaption("", colorText, sizeText, true)
	v.how = newCaption("", colorMuted, sizeSmall, false).flexible()
	v.place = newCaption("", colorText, sizeText, true).flexible()
	v.hash = newCaption("", colorMuted, sizeSmall, false).flexible()
	v.hash.style.Monospace = true
	v.none = newCaption("", colorMuted, sizeText, false)
	copyJSON := newPress(a.Texts().Text(present.TextCopyJSON), lookLink, func() {
		if v.opened != nil {
			clip(v.opened.JSONText())
		}
	})
	copyRaw := newPress(a.Texts().Text(present.TextCopyRaw), lookLink, func() {
		if v.opened != nil {
			clip(v.opened.RawText())
		}
	})
	json := under(headline(container.New(row{gap: 10, grow: 1}, v.title, v.how), nil, container.New(row{gap: 12, grow: -1}, v.fold, copyJSON)), v.json.view)
	raw := under(headline(v.place, v.hash, copyRaw), v.raw.view)
	texts := newSplit(json, raw, true, 0.58)
	v.find, v.proof = newFindBar(a), newProofBar(a)
	v.find.near = v.list
	v.find.leave = func() { focusOn(v.list, v.list) }
	list := container.New(column{grow: 1}, v.find.view, v.list)
	both := newSplit(list, container.New(column{grow: 1}, v.proof.view, texts), false, 0.3)
	v.view = container.NewStack(both, container.NewCenter(v.none))
	a.Messages.OnChange = v.refresh
	a.Messages.OnOpen = v.open
	a.OnTab(func(present.Tab) {
		if v.stale {
			v.refresh()
			v.open()
		}
	})
	return v
}

// has says whether the keyboard is in the messages.
func (v *messagesView) has(focused fyne.Focusable) bool {
	for _, f := range []fyne.Focusable{v.list, v.json.list, v.raw.list} {
		if f == focused {
			return true
		}
	}
	return false
}

// textKey is for keys that JSON and line have no use for: Escape leads back to the messages.
func (v *messagesView) textKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape {
		focusOn(v.list, v.list)
		return
	}
	v.list.other(e)
}

// headline stands above a text: what it is, and a thing to do with it.
func headline(title, second fyne.CanvasObject, action fyne.CanvasObject) fyne.CanvasObject {
	left := container.New(column{gap: 0, grow: -1}, title)
	if second != nil {
		left.Add(second)
	}
	return container.NewStack(newSurface(colorSurface, bottomEdge),
		pad(container.New(row{gap: 12, grow: 0}, left, action), 4, 14, 4, 10))
}

// hidden says that another tab is in front: then there is nothing to do yet.
func (v *messagesView) hidden() bool {
	v.stale = v.app.Tab() != present.TabMessages
	return v.stale
}

func (v *messagesView) refresh() {
	if v.hidden() {
		return
	}
	m := v.app.Messages
	n, loaded := m.Count()
	if loaded && n == 0 {
		v.none.set(v.app.Texts().Text(present.TextNoMessage), colorMuted)
	} else {
		v.none.set("", colorMuted)
	}
	v.list.Refresh()
	if i := m.Selected(); i >= 0 {
		v.list.ScrollTo(i)
	}
	if v.find.refresh() {
		v.view.Refresh()
	}
	if v.proof.refresh() {
		v.view.Refresh()
	}
}

func (v *messagesView) open() {
	if v.hidden() {
		return
	}
	o := v.app.Messages.Opened()
	if o != v.opened {
		v.leave()
	}
	v.opened = o
	if o == nil {
		v.title.set("", colorText)
		v.how.set("", colorMuted)
		v.place.set("", colorText)
		v.hash.set("", colorMuted)
		v.json.clear()
		v.raw.clear()
		visible(v.fold, false)
		return
	}
	v.title.set(o.Title, colorText)
	v.how.set("", colorMuted)
	if o.Decoded {
		v.how.set(v.app.Texts().Text(present.TextDecoded), colorMuted)
	}
	v.place.set(o.Place, colorText)
	hash := ""
	if o.Hash != "" {
		hash = "SHA-256 " + o.Hash
	}
	v.hash.set(hash, colorMuted)
	v.layJSON()
	v.layRaw()
}

func (v *messagesView) layJSON() {
	if v.opened == nil {
		return
	}
	if v.opened.View == nil {
		v.json.show([]codeRow{{spans: []codeSpan{{text: v.app.Texts().Text(present.TextPlainOnly), ink: colorMuted}}}}, 0)
		visible(v.fold, false)
		return
	}
	v.opened.View.Lay(v.json.columns)
	if at, _, ok := v.app.Messages.Left(v.opened); ok {
		v.showJSON(-1)
		v.json.list.scrollDown(at)
	} else {
		v.showJSON(v.opened.View.Focus())
	}
	if v.json.columns > 0 {
		v.laid = v.opened
	}
}

// leave remembers how the open message is left.
func (v *messagesView) leave() {
	if v.laid != nil && v.laid == v.opened {
		v.app.Messages.Leave(v.laid, v.json.list.scrolled(), v.raw.list.scrolled())
	}
}

// showJSON shows the rows that are not folded away; focus is the one to be in view, −1: they stay where they are.
func (v *messagesView) showJSON(focus int) {
	j := v.opened.View
	v.json.showMany(j.Len(), func(i int) codeRow {
		l := j.Row(i)
		r := codeRow{indent: l.Indent, fold: [...]string{present.NoFold: "", present.Unfolded: unfoldedMark, present.Folded: foldedMark}[l.Fold]}
		for _, s := range l.Spans {
			r.spans = append(r.spans, jsonSpan(s))
		}
		return r
	}, 0, focus)
	can, is := j.Folds()
	word := v.app.Texts().Text("Fold")
	if is {
		word = v.app.Texts().Text("Unfold")
	}
	v.fold.set(word, false)
	visible(v.fold, can)
}

// foldAll folds what stands deep, or unfolds everything.
func (v *messagesView) foldAll() {
	if v.opened == nil || v.opened.View == nil {
		return
	}
	const deep = 3 // a meter value, and what is in it
	if _, is := v.opened.View.Folds(); is {
		v.opened.View.FoldAll(-1)
	} else {
		v.opened.View.FoldAll(deep)
	}
	v.showJSON(0)
}

func jsonSpan(s present.JSONSpan) codeSpan {
	c := codeSpan{text: s.Text, ink: colorMuted}
	switch s.Kind {
	case present.JSONKey:
		c.ink = colorKey
	case present.JSONString:
		c.ink = colorString
	case present.JSONNumber, present.JSONWord:
		c.ink = colorNumber
	case present.JSONOther:
		c.ink = colorError
	}
	switch {
	case s.Hit == present.ThisHit:
		c.ink, c.ground, c.strong = colorOnAccent, colorAccent, true
	case s.Hit == present.OtherHit:
		c.ground = colorSelection
	case s.Mark != model.SeverityNone:
		ink, ground := toneColor(present.ToneOf(s.Mark))
		c.ground = ground
		if s.Main {
			c.ink, c.strong = ink, true
		}
	case s.Main:
		c.ground, c.strong = colorSelection, true
	}
	return c
}

func (v *messagesView) layRaw() {
	if v.opened == nil {
		return
	}
	showRaw(v.raw, v.opened)
	if _, at, ok := v.app.Messages.Left(v.opened); ok {
		v.raw.list.scrollDown(at)
	}
}

// showRaw shows a message as it stands in its source.
func showRaw(view *codeView, o *present.OpenMessage) {
	rows := o.Raw.Lay(view.columns)
	view.showMany(rows.Len(), func(i int) codeRow {
		l := rows.Row(i)
		r := codeRow{number: l.Line}
		for _, s := range l.Spans {
			c := codeSpan{text: s.Text, ink: colorMuted}
			if s.Frame {
				c.ink, c.ground = colorText, colorFrame
			}
			switch {
			case s.Hit:
				c.ink, c.ground, c.strong = colorOnAccent, colorAccent, true
			case s.Mark && o.Asked:
				c.ink, c.ground, c.strong = colorAccent, colorSelection, true
			case s.Mark:
				c.ink, c.ground, c.strong = colorError, colorErrorBg, true
			}
			r.spans = append(r.spans, c)
		}
		return r
	}, rows.LastLine(), rows.Focus())
}

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
