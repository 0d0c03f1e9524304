package desktop

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"meterscope/ui/internal/memcase"
	"meterscope/ui/present"
)

func TestNoteIsWrittenUndoneAndDoneAgain(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	d.until("the note is read", d.app.Notes.Loaded)
	d.showTab(present.TabNotes)
	if d.win.Canvas().Focused() != d.detail.notes.field {
		t.Error("the field has no keyboard")
	}
	test.Type(d.detail.notes.field, "The cable was loose.")
	kept := func(want string) {
		t.Helper()
		d.until("the case has the note "+want, func() bool { n, _ := d.file.Note(t.Context(), 1); return n.Text == want })
		if d.detail.notes.field.Text != want {
			t.Errorf("the field has %q", d.detail.notes.field.Text)
		}
	}
	kept("The cable was loose.")
	d.settle()
	expect(t, d.detail.view, "Notes ●")
	if d.undo.Label != "Undo: Change the note" || d.undo.Disabled {
		t.Errorf("the menu says %q", d.undo.Label)
	}
	d.press(&fyne.ShortcutUndo{})
	kept("")
	if d.redo.Label != "Redo: Change the note" || d.redo.Disabled {
		t.Errorf("the menu says %q", d.redo.Label)
	}
	d.press(&desktop.CustomShortcut{KeyName: fyne.KeyZ, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift})
	kept("The cable was loose.")
	d.press(&fyne.ShortcutUndo{})
	kept("")
	d.press(&fyne.ShortcutRedo{}) // Ctrl-Y
	kept("The cable was loose.")
}

func TestNoteThatIsDoneAgainIsNotSelected(t *testing.T) {
	d := newDesk(t, memcase.Filled(2))
	d.showTab(present.TabNotes)
	d.settle()
	f := d.detail.notes.field
	test.Type(f, "refund")
	d.focusList()
	d.settle()
	d.app.Undo()
	d.settle()
	d.focus(f)
	f.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft}) // Ctrl-Shift-Z
	d.app.Redo()
	d.settle()
	if f.Text != "refund" || f.SelectedText() != "" {
		t.Errorf("%q, of which %q is selected", f.Text, f.SelectedText())
	}
}
