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
	switch {
	case m.Words() != "":
		m.FindNext(by)
	case m.Proof() != nil:
		m.ProofNext(by)
	default:
		w.findKey() // there is nothing yet to be found again
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

// copyOther copies what has the keyboard, where that is no list of transactions: as text, or as JSON where there is some.
// It is false where transactions are to be copied.
func (w *window) copyOther(json bool) bool {
	var text string
	switch w.app.Page() {
	case present.PageSources:
		text = w.app.Sources.CopyText()
	case present.PageFindings:
		if text = w.app.Whole.CopyText(); json {
			text = w.app.Whole.CopyJSON()
		}
	default:
		var ok bool
		if text, ok = w.copyDetail(json); !ok {
			return false
		}
	}
	if text != "" {
		w.copy(text)
	}
	return true
}

// copyDetail is the open message where the keyboard is in the messages, or the card that has it; ok is false where neither
// has.
func (w *window) copyDetail(json bool) (text string, ok bool) {
	focused := w.win.Canvas().Focused()
	if o := w.app.Messages.Opened(); o != nil && w.detail.messages.has(focused) {
		if json {
			return o.JSONText(), true
		}
		return o.RawText(), true
	}
	if c := w.detail.findings.cardWith(focused); c != nil {
		if json {
			return w.app.Findings.CopyJSON(c), true
		}
		return w.app.Findings.CopyText(c), true
	}
	return "", false
}
