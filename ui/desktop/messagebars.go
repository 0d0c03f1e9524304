package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"meterscope/ui/present"
)

// findBar is the line above the messages in which words are looked for. It is there while somebody looks for some.
type findBar struct {
	app   *present.App
	view  *fyne.Container
	field *findEntry
	state *caption
	near  fyne.CanvasObject // what was there before the bar: Fyne knows its window
	leave func()            // the keyboard goes back to the messages
}

func newFindBar(a *present.App) *findBar {
	b := &findBar{app: a}
	t := a.Texts()
	b.field = &findEntry{bar: b}
	b.field.ExtendBaseWidget(b.field)
	b.field.setHint(t.Text("Find in the messages"))
	b.field.OnChanged = a.Messages.Find
	b.state = newCaption("", colorMuted, sizeSmall, false)
	back := newPress("‹", lookLink, func() { a.Messages.FindNext(-1) })
	next := newPress("›", lookLink, func() { a.Messages.FindNext(1) })
	end := newPress("×", lookLink, b.end)
	b.view = container.NewStack(newSurface(colorSurface, bottomEdge), pad(container.New(row{gap: 8, grow: 0}, b.field, b.state, back, next, end), 4, 10, 4, 10))
	b.view.Hide()
	return b
}

// refresh shows how many were found; it is true if the bar came or went.
func (b *findBar) refresh() bool {
	words, was := b.app.Messages.Words(), b.view.Visible()
	if words != b.field.Text {
		b.field.SetText(words)
	}
	visible(b.view, words != "" || b.field.focused)
	if text := b.app.Messages.FindState(); text != b.state.text {
		b.state.set(text, colorMuted)
		b.view.Refresh()
	}
	return b.view.Visible() != was
}

// begin gives the field the keyboard.
func (b *findBar) begin() {
	b.view.Show()
	focusOn(b.near, b.field)
	b.field.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// end gives the search up.
func (b *findBar) end() {
	b.field.focused = false
	b.field.SetText("")
	b.view.Hide()
	b.leave()
}

// findEntry is the field for the words.
type findEntry struct {
	hintEntry
	bar     *findBar
	focused bool
}

// FocusGained keeps the bar.
func (e *findEntry) FocusGained() {
	e.focused = true
	e.hintEntry.FocusGained()
}

// FocusLost lets the bar go where nothing is looked for.
func (e *findEntry) FocusLost() {
	e.focused = false
	e.hintEntry.FocusLost()
}

// TypedKey goes to the next place with Enter and gives the search up with Escape.
func (e *findEntry) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyF3:
		if shiftIsDown() {
			e.bar.app.Messages.FindNext(-1)
			return
		}
		e.bar.app.Messages.FindNext(1)
	case fyne.KeyDown:
		e.bar.app.Messages.FindNext(1)
	case fyne.KeyUp:
		e.bar.app.Messages.FindNext(-1)
	case fyne.KeyEscape:
		e.bar.end()
	default:
		e.hintEntry.TypedKey(k)
	}
}

// proofBar is the line above a message that says of which number it is a place, and leads to the others.
type proofBar struct {
	app   *present.App
	view  *fyne.Container
	title *caption
	state *caption
	steps *fyne.Container
}

func newProofBar(a *present.App) *proofBar {
	b := &proofBar{app: a}
	t := a.Texts()
	b.title = newCaption("", colorText, sizeText, true).flexible()
	b.state = newCaption("", colorText, sizeText, false)
	b.steps = container.New(row{gap: 12, grow: -1},
		newPress("‹ "+t.Text("Back"), lookLink, func() { a.Messages.ProofNext(-1) }),
		newPress(t.Text("Next")+" ›", lookLink, func() { a.Messages.ProofNext(1) }))
	home := newPress(t.Text(present.TextOverview), lookLink, func() { a.ShowTab(present.TabOverview) })
	end := newPress("×", lookLink, a.Messages.EndProof)
	ground := newSurface(colorSelection, bottomEdge)
	b.view = container.NewStack(ground, pad(container.New(row{gap: 12, grow: 0}, b.title, b.state, b.steps, home, end), 4, 14, 4, 10))
	b.view.Hide()
	return b
}

// refresh shows the number; it is true if the bar came or went.
func (b *proofBar) refresh() bool {
	p, was := b.app.Messages.Proof(), b.view.Visible()
	visible(b.view, p != nil)
	if p != nil {
		b.title.set(p.Title, colorText)
		b.state.set(p.State(b.app.Texts()), colorText)
		visible(b.steps, p.Len() > 1)
		b.view.Refresh()
	}
	return b.view.Visible() != was
}
