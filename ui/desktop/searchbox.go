package desktop

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/lang"
	"meterscope/ui/present"
)

// searchEntry is the field of the search. It suggests how to go on: ↑ and ↓ choose, Tab and Enter take what is
// chosen. Escape gives the search up; Enter, and ↓ where nothing is suggested, give the keyboard back to the list.
type searchEntry struct {
	hintEntry
	list    *present.List
	leave   func()
	panel   *suggestPanel
	focused bool
}

func newSearchEntry(t *lang.Texts, l *present.List) *searchEntry {
	e := &searchEntry{list: l}
	e.ExtendBaseWidget(e)
	e.setHint(t.Text(present.TextSearchHint))
	e.panel = newSuggestPanel(t, e)
	e.OnChanged = func(text string) {
		l.SetSearch(text)
		e.suggest()
	}
	e.OnCursorChanged = func() {
		if e.focused {
			e.suggest()
		}
	}
	return e
}

// cursor is the byte of the text at which is typed; −1 while nobody does.
func (e *searchEntry) cursor() int {
	if !e.focused {
		return -1
	}
	at := 0
	for range e.CursorColumn {
		_, size := utf8.DecodeRuneInString(e.Text[at:])
		at += size
	}
	return at
}

// suggest shows how to go on from where the cursor is.
func (e *searchEntry) suggest() {
	if !e.focused || e.list.Counts().All == 0 { // in an empty case there is nothing to be found
		e.panel.hide()
		return
	}
	e.panel.offer(e.list.Suggest(e.Text, e.cursor()))
}

// take puts a suggestion into the text.
func (e *searchEntry) take(s present.Suggestion) {
	text := s.Text
	if !s.Open && s.To == len(e.Text) {
		text += " "
	}
	whole := e.Text[:s.From] + text + e.Text[s.To:]
	e.panel.hide()
	e.SetText(whole)
	e.CursorColumn = utf8.RuneCountInString(whole[:s.From+len(text)])
	e.Refresh()
	e.suggest()
}

// FocusGained shows suggestions.
func (e *searchEntry) FocusGained() {
	e.focused = true
	e.hintEntry.FocusGained()
	e.suggest()
}

// FocusLost hides them, unless the pointer is about to take one.
func (e *searchEntry) FocusLost() {
	e.hintEntry.FocusLost()
	if e.panel.pointed() {
		return
	}
	e.focused = false
	e.panel.hide()
	if e.list.OnChange != nil {
		e.list.OnChange() // a term that was being typed is told of now
	}
}

// AcceptsTab says that Tab takes a suggestion.
func (e *searchEntry) AcceptsTab() bool { return e.panel.view.Visible() && e.focused }

// TypedKey knows Escape, Enter, Tab and the arrows.
func (e *searchEntry) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyEscape:
		if e.panel.chosen >= 0 {
			e.panel.hide()
			return
		}
		e.SetText("")
		e.leaving()
	case fyne.KeyReturn, fyne.KeyEnter:
		if s, ok := e.panel.choice(); ok {
			e.take(s)
			return
		}
		e.leaving()
	case fyne.KeyTab:
		if s, ok := e.panel.first(); ok {
			e.take(s)
		}
	case fyne.KeyDown:
		if !e.panel.step(1) {
			e.leaving()
		}
	case fyne.KeyUp:
		e.panel.step(-1)
	default:
		e.hintEntry.TypedKey(k)
	}
}

func (e *searchEntry) leaving() {
	if e.leave != nil {
		e.leave()
	}
}

// suggestPanel lists suggestions below the field. It lies over the window, and has no part in its layout.
type suggestPanel struct {
	view        *fyne.Container
	entry       *searchEntry
	rows        *fyne.Container
	ground      *surface
	suggestions []present.Suggestion
	chosen      int // −1: none
}

func newSuggestPanel(t *lang.Texts, e *searchEntry) *suggestPanel {
	p := &suggestPanel{entry: e, chosen: -1, ground: newSurface(colorSheet, noEdge)}
	p.ground.stroke, p.ground.radius = colorLine, 4
	p.rows = container.New(column{grow: -1})
	keys := newCaption(t.Text(present.TextSuggestKeys), colorMuted, sizeSmall, false).flexible()
	p.view = container.New(&suggestLayout{p}, p.ground, pad(container.New(column{gap: 4, grow: -1}, p.rows, pad(keys, 0, 10, 2, 10)), 5, 1, 5, 1))
	p.view.Hide()
	return p
}

// suggestLayout puts the panel below the field, at least so wide that a line can be read.
type suggestLayout struct{ p *suggestPanel }

// MinSize asks for nothing: the panel lies over what is there.
func (l *suggestLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout puts the panel below the field.
func (l *suggestLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	const least = 460
	entry := l.p.entry
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(entry)
	own := fyne.CurrentApp().Driver().AbsolutePositionForObject(l.p.view)
	width := min(max(entry.Size().Width, least), max(s.Width-2*gutter, 0))
	x := min(at.X-own.X, max(s.Width-gutter-width, 0))
	for _, part := range o {
		part.Move(fyne.NewPos(x, at.Y-own.Y+entry.Size().Height+3))
		part.Resize(fyne.NewSize(width, o[1].MinSize().Height))
	}
}

func (p *suggestPanel) hide() {
	p.chosen = -1
	if p.view.Visible() {
		p.suggestions = nil
		p.view.Hide()
	}
}

func (p *suggestPanel) offer(s []present.Suggestion) {
	p.suggestions, p.chosen = s, -1
	if len(s) == 0 {
		p.hide()
		return
	}
	for len(p.rows.Objects) < len(s) {
		p.rows.Objects = append(p.rows.Objects, newSuggestRow(p, len(p.rows.Objects)))
	}
	for i, o := range p.rows.Objects {
		visible(o, i < len(s))
	}
	p.view.Show()
	p.refresh()
}

func (p *suggestPanel) refresh() {
	for _, o := range p.rows.Objects {
		o.Refresh()
	}
	p.view.Refresh()
}

// step chooses the next suggestion; false where there is none to choose.
func (p *suggestPanel) step(by int) bool {
	n := len(p.suggestions)
	if n == 0 {
		return false
	}
	if p.chosen += by; p.chosen < -1 {
		p.chosen = n - 1
	} else if p.chosen >= n {
		p.chosen = n - 1
	}
	p.refresh()
	return true
}

// choice is the suggestion that is chosen.
func (p *suggestPanel) choice() (present.Suggestion, bool) {
	if p.chosen < 0 || p.chosen >= len(p.suggestions) {
		return present.Suggestion{}, false
	}
	return p.suggestions[p.chosen], true
}

// first is the one that is chosen, else the uppermost.
func (p *suggestPanel) first() (present.Suggestion, bool) {
	if s, ok := p.choice(); ok || len(p.suggestions) == 0 {
		return s, ok
	}
	return p.suggestions[0], true
}

// pointed says that the pointer is on one of them.
func (p *suggestPanel) pointed() bool {
	if !p.view.Visible() {
		return false
	}
	for _, o := range p.rows.Objects {
		if r, ok := o.(*suggestRow); ok && r.hovered && r.Visible() {
			return true
		}
	}
	return false
}

// suggestRow is one suggestion.
type suggestRow struct {
	widget.BaseWidget
	hover
	p     *suggestPanel
	index int
	text  *caption
	about *caption
}

func newSuggestRow(p *suggestPanel, index int) *suggestRow {
	r := &suggestRow{p: p, index: index}
	r.text = newCaption("", colorText, sizeText, false)
	r.about = newCaption("", colorMuted, sizeSmall, false).flexible()
	r.changed = r.Refresh
	r.ExtendBaseWidget(r)
	return r
}

// Tapped takes the suggestion, and gives the field the keyboard back.
func (r *suggestRow) Tapped(*fyne.PointEvent) {
	if r.index >= len(r.p.suggestions) {
		return
	}
	s := r.p.suggestions[r.index]
	focusOn(r.p.entry, r.p.entry)
	r.p.entry.take(s)
}

// CreateRenderer makes ground and texts.
func (r *suggestRow) CreateRenderer() fyne.WidgetRenderer {
	ground := newSurface(colorSheet, noEdge)
	line := container.New(row{gap: 14, grow: 1}, r.text, r.about)
	rr := &suggestRowRenderer{r: r, ground: ground, content: container.New(fixedHeight(26), ground, pad(line, 0, 10, 0, 10))}
	rr.Refresh()
	return rr
}

type suggestRowRenderer struct {
	r       *suggestRow
	ground  *surface
	content *fyne.Container
}

func (r *suggestRowRenderer) Destroy()                     {}
func (r *suggestRowRenderer) MinSize() fyne.Size           { return r.content.MinSize() }
func (r *suggestRowRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.content} }
func (r *suggestRowRenderer) Layout(s fyne.Size)           { r.content.Resize(s) }

func (r *suggestRowRenderer) Refresh() {
	w := r.r
	ground := colorSheet
	if w.hovered {
		ground = colorHover
	}
	if w.index == w.p.chosen {
		ground = colorSelection
	}
	r.ground.setColor(ground)
	r.ground.Refresh()
	if w.index < len(w.p.suggestions) {
		s := w.p.suggestions[w.index]
		w.text.set(strings.TrimSpace(s.Text), colorText)
		w.about.set(s.About, colorMuted)
	}
	r.content.Refresh()
}

// searchNotice tells of terms of the search that can't be read: where, and what to write.
type searchNotice struct {
	app   *present.App
	view  *fyne.Container
	label *widget.Label
	at    func() int // the byte of the search at which is typed; −1: nobody does
}

func newSearchNotice(a *present.App) *searchNotice {
	n := &searchNotice{app: a, at: func() int { return -1 }}
	text, label := paragraph("")
	n.label = label
	n.label.Importance = widget.WarningImportance
	n.label.SizeName = theme.SizeNameCaptionText
	n.view = container.NewStack(newSurface(colorWarningBg, bottomEdge), pad(text, 6, gutter, 7, gutter))
	n.view.Hide()
	return n
}

func (n *searchNotice) refresh() {
	text := n.app.List.ProblemsText(n.at())
	visible(n.view, text != "")
	if text != n.label.Text {
		n.label.SetText(text)
	}
}
