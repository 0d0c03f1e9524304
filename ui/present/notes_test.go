package present

import (
	"errors"
	"testing"
	"time"

	"meterscope/model"
	"meterscope/ui/internal/memcase"
)

// noted is a desk whose first transaction's note has been read.
func noted(t *testing.T, file *memcase.Case) *desk {
	t.Helper()
	d := opened(t, file)
	d.until("the note is read", d.Notes.Loaded)
	return d
}

// note is what the case holds.
func (d *desk) note(key model.TransactionKey) string {
	n, _ := d.file.Note(d.t.Context(), key)
	return n.Text
}

func TestNoteIsKeptAsItIsTypedAndMarked(t *testing.T) {
	d := noted(t, memcase.Filled(5))
	if d.Notes.Has() || d.Notes.State() == "" || !d.Notes.Editable() {
		t.Errorf("before there is a note: %v %q %v", d.Notes.Has(), d.Notes.State(), d.Notes.Editable())
	}
	for _, text := range []string{"T", "Th", "The cable was loose."} {
		d.Notes.Type(text)
	}
	if d.Notes.State() != "Keeping it…" {
		t.Errorf("while it is typed: %q", d.Notes.State())
	}
	d.until("the note is kept", func() bool { return d.note(1) == "The cable was loose." && d.Notes.State() != "Keeping it…" })
	if got := d.Notes.State(); got != "Kept in the case, 1 Jan 2026 00:00" {
		t.Errorf("once it is kept: %q", got)
	}
	if tx, ok := d.List.Row(0); !ok || !tx.Noted {
		t.Error("the list doesn't mark the transaction")
	}
	if titles := d.Detail.TabTitles(); titles[TabNotes] != "Notes ●" {
		t.Errorf("the tab is called %q", titles[TabNotes])
	}
	d.Notes.Type(" \n")
	d.Notes.Leave()
	d.until("the note is gone", func() bool { tx, _ := d.List.Row(0); return d.note(1) == "" && !tx.Noted })
}

func TestNoteThatIsBeingTypedIsKeptWhenAnotherTransactionIsLookedAt(t *testing.T) {
	d := noted(t, memcase.Filled(5))
	d.Notes.Type("one")
	d.List.Move(1)
	d.until("the other note is read", d.Notes.Loaded)
	if d.Notes.Text() != "" {
		t.Errorf("the other transaction's note is %q", d.Notes.Text())
	}
	d.until("the first is kept", func() bool { return d.note(1) == "one" })
	d.Notes.Type("two")
	d.List.Move(-1)
	d.until("the first is read again", func() bool { return d.Notes.Text() == "one" })
	d.until("the second is kept", func() bool { return d.note(2) == "two" })
}

func TestNoteThatIsBeingTypedIsKeptWhenTheWindowCloses(t *testing.T) {
	file := memcase.Filled(2)
	d := noted(t, file)
	d.Notes.Type("last words")
	d.Close()
	if got := d.note(1); got != "last words" {
		t.Errorf("kept: %q", got)
	}
}

func TestNoteIsUndoneAndDoneAgain(t *testing.T) {
	d := noted(t, memcase.Filled(5))
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	d.Engine.Now = func() time.Time { return now }
	d.Notes.Type("one")
	d.Notes.Type("one ")
	now = now.Add(notePause + time.Second)
	d.Notes.Type("one two")
	if label, ok := d.CanUndo(); !ok || label != "Change the note" {
		t.Errorf("undo %q, %v", label, ok)
	}
	step := func(do func(), want string) {
		t.Helper()
		do()
		if d.Notes.Text() != want {
			t.Errorf("the field has %q, want %q", d.Notes.Text(), want)
		}
		d.until("the case has it too", func() bool { return d.note(1) == want })
	}
	step(d.Undo, "one ")
	step(d.Undo, "")
	if _, ok := d.CanUndo(); ok {
		t.Error("there is more to undo")
	}
	step(d.Redo, "one ")
	step(d.Redo, "one two")
	if _, ok := d.CanRedo(); ok {
		t.Error("there is more to do again")
	}
	step(d.Undo, "one ")
	d.Notes.Type("one three")
	if _, ok := d.CanRedo(); ok {
		t.Error("after a new change there is still something to do again")
	}
	d.List.Move(1) // undone from elsewhere
	d.Undo()
	d.until("the case has the note before", func() bool { return d.note(1) == "one " })
	if d.Notes.Text() != "" {
		t.Errorf("the other transaction's note is %q", d.Notes.Text())
	}
}

func TestNoteOfACaseThatCanOnlyBeReadIsShown(t *testing.T) {
	file := memcase.Filled(2)
	file.Frozen = true
	d := noted(t, file)
	d.Notes.Type("x")
	if d.Notes.Editable() || d.Notes.Text() != "" || d.Notes.State() != "This case can only be read." {
		t.Errorf("editable %v, %q, %q", d.Notes.Editable(), d.Notes.Text(), d.Notes.State())
	}
}

func TestNoteThatCanNotBeKeptIsTold(t *testing.T) {
	file := memcase.Filled(2)
	d := noted(t, file)
	file.Change(func() { file.Err = errors.New("disk I/O error") })
	d.Notes.Type("x")
	d.Notes.Leave()
	d.until("the problem is told", func() bool { return len(d.problems) == 1 })
	if d.problems[0].What != "The note could not be kept." || d.Notes.Text() != "x" {
		t.Errorf("%+v, %q", d.problems[0], d.Notes.Text())
	}
}
