package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/present"
)

// sheet is something that lies above the window, and has the keyboard meanwhile.
type sheet struct {
	pop    *widget.PopUp
	keys   fyne.Focusable // what in it has the keyboard; nil: nothing
	before fyne.Focusable // what had it
	page   present.Page   // on which it was opened

	answered bool // what it asks is asked no more: it goes with what lies above it
}

// raise puts a sheet above all that is there. keys is what in it has the keyboard.
func (w *window) raise(content fyne.CanvasObject, keys fyne.Focusable) *sheet {
	s := &sheet{keys: keys, before: w.win.Canvas().Focused(), page: w.app.Page()}
	s.pop = widget.NewModalPopUp(content, w.win.Canvas())
	s.pop.Show()
	w.sheets = append(w.sheets, s)
	if keys != nil {
		w.focus(keys)
	}
	return s
}

// lower takes a sheet away, and with it what lies above it. The keyboard goes back to where it was.
func (w *window) lower(s *sheet) {
	for i := range w.sheets {
		if w.sheets[i] == s {
			w.sheets = w.sheets[:i]
			break
		}
	}
	s.pop.Hide()
	if n := len(w.sheets); n > 0 && w.sheets[n-1].answered {
		w.lower(w.sheets[n-1])
		return
	}
	if len(w.sheets) == 0 && s.before != nil && w.app.Page() == s.page && w.focus(s.before) {
		return // where the reader was
	}
	w.focusBelow()
}

// closeSheet closes the uppermost sheet.
func (w *window) closeSheet() {
	if n := len(w.sheets); n > 0 {
		w.lower(w.sheets[n-1])
	}
}

// closeSheets closes what lies above the window.
func (w *window) closeSheets() {
	all := w.win.Canvas().Overlays()
	for top := all.Top(); top != nil; top = all.Top() {
		all.Remove(top)
	}
	w.sheets = nil
}

// sheetOpen says that a sheet lies above the window and has the keyboard.
func (w *window) sheetOpen() bool { return len(w.sheets) > 0 && w.win.Canvas().Overlays().Top() != nil }

// focusBelow gives the keyboard to the sheet that is on top now, else to the list.
func (w *window) focusBelow() {
	if n := len(w.sheets); n == 0 || w.sheets[n-1].keys == nil || !w.focus(w.sheets[n-1].keys) {
		w.focusList()
	}
}
