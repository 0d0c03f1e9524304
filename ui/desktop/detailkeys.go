package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"meterscope/ui/present"
)

// findKey looks for transactions, or for words in the messages where those are in front.
func (w *window) findKey() {
	find := w.detail.messages.find
	inMessages := w.app.Page() == present.PageTransactions && w.app.Tab() == present.TabMessages && w.app.Detail.Shown()
	if !inMessages || find.field.focused {
		w.focusSearch()
		return
	}
	find.begin()
	w.detail.messages.view.Refresh()
}

// nextKey goes to the next place of what is looked for, else of the number that is proved; with Shift to the one before.
func (w *window) nextKey() {
	m, by := w.app.Messages, 1
	if shiftIsDown() {
		by = -1
	}
	if m.Words() != "" {
		m.FindNext(by)
	} else {
		m.ProofNext(by)
	}
}

// shiftIsDown says that Shift is held: keys don't tell.
func shiftIsDown() bool {
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}

// bindMoves makes Alt with an arrow go from transaction to transaction, wherever the keyboard is.
func (w *window) bindMoves() {
	for key, by := range map[fyne.KeyName]int{fyne.KeyDown: 1, fyne.KeyUp: -1} {
		w.win.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierAlt}, w.guarded(func() { w.app.List.Move(by) }))
	}
}

// copyMessage copies the open message where the keyboard is in the messages: as it stands in its source, or as JSON.
func (w *window) copyMessage(json bool) bool {
	o := w.app.Messages.Opened()
	if w.win.Canvas().Focused() != w.detail.messages.list || o == nil {
		return false
	}
	if json {
		w.copy(o.JSONText())
	} else {
		w.copy(o.RawText())
	}
	return true
}
