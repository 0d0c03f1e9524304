package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/present"
)

// notesView is the note of a transaction: one field for free text.
type notesView struct {
	app   *present.App
	view  fyne.CanvasObject
	field *noteEntry
	state *caption
	stale bool // something changed while another tab was in front
	quiet bool // what changes in the field is not the user's doing
}

func newNotesView(a *present.App) *notesView {
	v := &notesView{app: a, field: newNoteEntry()}
	v.field.SetPlaceHolder(a.Texts().Text("What is to be remembered of this transaction?"))
	v.field.OnChanged = func(s string) {
		if !v.quiet {
			a.Notes.Type(s)
		}
	}
	v.field.leave, v.field.redo = a.Notes.Leave, a.Redo
	v.state = newCaption("", colorMuted, sizeSmall, false).flexible()
	v.view = pad(container.New(column{gap: 6, grow: 0}, v.field, v.state), 14, gutter+4, 10, gutter+4)
	a.Notes.OnChange = v.refresh
	a.OnTab(func(present.Tab) {
		if v.stale {
			v.refresh()
		}
	})
	return v
}

// refresh shows the note, once somebody sees it.
func (v *notesView) refresh() {
	if v.stale = v.app.Tab() != present.TabNotes; v.stale {
		return
	}
	n := v.app.Notes
	v.quiet = true
	if v.field.Text != n.Text() {
		v.field.SetText(n.Text())
		v.field.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})      // held for redo: all would be selected, and lost with the next letter
		v.field.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown}) // one goes on at its end
	}
	v.quiet = false
	enable(v.field, n.Editable())
	v.state.set(n.State(), colorMuted)
}

// noteEntry is a field for free text.
type noteEntry struct {
	widget.Entry
	leave func()
	redo  func()
}

func newNoteEntry() *noteEntry {
	e := &noteEntry{}
	e.MultiLine, e.Wrapping = true, fyne.TextWrapWord
	e.ExtendBaseWidget(e)
	return e
}

func (e *noteEntry) keptInCase() {}

// TypedShortcut leaves to the case what takes back and does again what was typed.
func (e *noteEntry) TypedShortcut(s fyne.Shortcut) {
	if _, ok := s.(*fyne.ShortcutRedo); ok && e.redo != nil {
		e.redo()
		return
	}
	e.Entry.TypedShortcut(s)
	passShortcut(s)
}

// TypedKey leaves the field with Escape; help is F1 here too.
func (e *noteEntry) TypedKey(k *fyne.KeyEvent) {
	if !passKey(k) {
		e.Entry.TypedKey(k)
	}
}

// FocusLost keeps what was typed.
func (e *noteEntry) FocusLost() {
	e.Entry.FocusLost()
	e.leave()
}
