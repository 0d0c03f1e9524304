package desktop

import "fyne.io/fyne/v2"

// gate says when an item of a menu has something to do.
type gate struct {
	item *fyne.MenuItem
	open func() bool
}

// chosen says that a transaction is looked at.
func (w *window) chosen() bool { return w.app.Detail.Shown() }

// filled says that there is something in the case, or that something is coming.
func (w *window) filled() bool { return !w.app.Empty() }

// refreshGates greys out what there is nothing to do for.
func (w *window) refreshGates() {
	changed := false
	for _, g := range w.gates {
		if off := !g.open(); g.item.Disabled != off {
			g.item.Disabled, changed = off, true
		}
	}
	if main := w.win.MainMenu(); main != nil && changed {
		main.Refresh()
	}
}
