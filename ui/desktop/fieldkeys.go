package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// passKey hands the keys of the whole window on that what has the keyboard makes no use of: help, the next place, and
// Escape. It is false for others.
func passKey(k *fyne.KeyEvent) bool {
	switch k.Name {
	case fyne.KeyF1, fyne.KeyF3, fyne.KeyEscape:
		if c := theCanvas(); c != nil && c.OnTypedKey() != nil {
			c.OnTypedKey()(k)
		}
		return true
	}
	return false
}

// theCanvas is that of the one window; nil where there is none.
func theCanvas() fyne.Canvas {
	if all := fyne.CurrentApp().Driver().AllWindows(); len(all) > 0 { // tests have another before it
		return all[len(all)-1].Canvas()
	}
	return nil
}

// passShortcut hands shortcuts of the whole window on from a field: Fyne asks a field alone, once the menus had no use
// for them. A field knows none of those; what edits its text stays with it.
func passShortcut(s fyne.Shortcut) {
	if _, own := s.(*desktop.CustomShortcut); !own {
		return
	}
	if c, ok := theCanvas().(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}

// choiceEntry is a field in which one of several can be chosen, or anything typed.
type choiceEntry struct{ widget.SelectEntry }

func newChoiceEntry(labels []string) *choiceEntry {
	e := &choiceEntry{}
	e.ExtendBaseWidget(e)
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.SetOptions(labels)
	return e
}

// TypedKey leaves the keys of the whole window to it.
func (e *choiceEntry) TypedKey(k *fyne.KeyEvent) {
	if !passKey(k) {
		e.SelectEntry.TypedKey(k)
	}
}

// TypedShortcut likewise.
func (e *choiceEntry) TypedShortcut(s fyne.Shortcut) {
	e.SelectEntry.TypedShortcut(s)
	passShortcut(s)
}
