package desktop

import "fyne.io/fyne/v2"

// textField is what takes the keys with which texts are edited, before menus do.
type textField interface {
	fyne.Shortcutable
	SelectedText() string
}

// caseField is a field whose text is kept in the case: taking back what was typed there is the case's undo.
type caseField interface{ keptInCase() }

// guard makes the commands of menus wait while a sheet lies above the window, and leaves to a text field the keys with
// which texts are edited: Fyne asks menus first.
func (w *window) guard(items []*fyne.MenuItem) {
	for _, i := range items {
		if do := i.Action; do != nil {
			i.Action = func() { w.act(i.Shortcut, do) }
		}
		if i.ChildMenu != nil {
			w.guard(i.ChildMenu.Items)
		}
	}
}

// guarded is a key of the whole window that waits while a sheet lies above it.
func (w *window) guarded(do func()) func(fyne.Shortcut) {
	return func(s fyne.Shortcut) { w.act(s, do) }
}

// act does what a key or a menu asks for, unless the keyboard belongs to something else.
func (w *window) act(s fyne.Shortcut, do func()) {
	field, typing := w.win.Canvas().Focused().(textField)
	switch {
	case typing && w.edits(field, s):
	case w.win.Canvas().Overlays().Top() != nil: // a sheet, a menu, or a dialog of Fyne's own
	default:
		do()
	}
}

// edits lets a text field do what a key asks for; false if it has no use for that.
func (w *window) edits(field textField, s fyne.Shortcut) bool {
	switch s := s.(type) {
	case *fyne.ShortcutCopy:
		if field.SelectedText() == "" {
			return false
		}
		field.TypedShortcut(&fyne.ShortcutCopy{Clipboard: w.fyne.Clipboard()})
		return true
	case *fyne.ShortcutUndo, *fyne.ShortcutRedo:
		if _, kept := field.(caseField); kept {
			return false
		}
		entry, known := field.(interface{ content() string })
		if !known {
			field.TypedShortcut(s)
			return true
		}
		before := entry.content()
		field.TypedShortcut(s)
		return entry.content() != before
	}
	return false
}

func (e *hintEntry) content() string { return e.Text }

func (e *numberEntry) keptInCase() {}
