package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// hintEntry is a field whose hint is cut where there is no room for it: Fyne would scroll it.
type hintEntry struct {
	widget.Entry
	hint string
}

func newHintEntry() *hintEntry {
	e := &hintEntry{}
	e.ExtendBaseWidget(e)
	return e
}

// setHint sets what stands in the field while it is empty.
func (e *hintEntry) setHint(hint string) {
	e.hint = hint
	e.fitHint()
}

// Resize fits the hint.
func (e *hintEntry) Resize(s fyne.Size) {
	e.Entry.Resize(s)
	e.fitHint()
}

// FocusGained shows the field.
func (e *hintEntry) FocusGained() {
	bringIntoView(e)
	e.Entry.FocusGained()
}

// TypedKey leaves the keys of the whole window to it.
func (e *hintEntry) TypedKey(k *fyne.KeyEvent) {
	if !passKey(k) {
		e.Entry.TypedKey(k)
	}
}

// TypedShortcut likewise.
func (e *hintEntry) TypedShortcut(s fyne.Shortcut) {
	e.Entry.TypedShortcut(s)
	passShortcut(s)
}

func (e *hintEntry) fitHint() {
	const inset = 28 // of the text, at both sides together
	shown := e.hint
	if w := e.Size().Width; w > inset {
		shown = ellipsize(e.hint, w-inset, theme.Size(sizeText), fyne.TextStyle{})
	}
	if shown != e.PlaceHolder {
		e.SetPlaceHolder(shown)
	}
}
