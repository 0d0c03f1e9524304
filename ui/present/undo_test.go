package present

import (
	"testing"

	"meterscope/ui/internal/memcase"
)

func TestBillIsUndoneAndDoneAgain(t *testing.T) {
	d, file := overviewed(t)
	for _, text := range []string{"4", "45"} {
		d.Overview.Enter(EntryBilled, text)
	}
	d.until("it is kept", func() bool { return file.Kept(1).Billed == "45" })
	d.Undo()
	d.until("nothing is kept", func() bool { return file.Kept(1).Empty() })
	if label, ok := d.CanRedo(); !ok || label != "Change the bill" {
		t.Errorf("to be done again: %q %v", label, ok)
	}
	d.Redo()
	d.until("it is kept again", func() bool { return file.Kept(1).Billed == "45" })
	if got := d.Overview.Text(EntryBilled); got != "45" {
		t.Errorf("the field has %q", got)
	}
	if _, ok := d.CanUndo(); !ok {
		t.Error("what was done again can't be undone")
	}
}

// A source that is read again has another number then; what was done to it before and after follows it.
func TestWhatWasDoneToASourceIsUndoneAndDoneAgainInOrder(t *testing.T) {
	d, _ := withLog(t, brokenLog)
	s := d.Sources
	state := func() string {
		src, ok := s.Chosen()
		switch {
		case d.Importing():
			return "busy"
		case len(s.Rows()) == 0:
			return "gone"
		case !ok:
			return "?"
		}
		return "station " + src.Station
	}
	wait := func(do func(), want string) {
		t.Helper()
		do()
		d.until("it is "+want, func() bool { return state() == want })
	}
	s.SetDraft(Reading{Station: "CP9"})
	d.until("its first messages are read", func() bool { return len(s.PreviewRows()) > 0 && s.CanReread() })
	wait(s.ReadAgain, "station CP9")
	wait(s.Remove, "gone")
	for range 2 {
		wait(d.Undo, "station CP9")
		wait(d.Undo, "station ")
		wait(d.Undo, "gone")
		if _, ok := d.CanUndo(); ok {
			t.Error("there is more to undo")
		}
		wait(d.Redo, "station ")
		wait(d.Redo, "station CP9")
		wait(d.Redo, "gone")
		if _, ok := d.CanRedo(); ok {
			t.Error("there is more to do again")
		}
	}
	if len(d.problems) > 0 {
		t.Errorf("problems %+v", d.problems)
	}
}

func TestWhatCanNotBeUndoneStays(t *testing.T) {
	d := opened(t, memcase.Filled(1))
	var tries int
	fails := func(ended func(bool)) { tries++; ended(false) }
	d.did(step{label: "Try", undo: fails, redo: fails})
	d.Undo()
	d.Undo()
	if label, ok := d.CanUndo(); !ok || label != "Try" || tries != 2 {
		t.Errorf("%q %v after %d tries", label, ok, tries)
	}
	if _, ok := d.CanRedo(); ok {
		t.Error("what was not undone can be done again")
	}
}

func TestWhileOneThingIsUndoneNothingElseIs(t *testing.T) {
	d := opened(t, memcase.Filled(1))
	var end func(bool)
	for _, label := range []string{"One", "Two"} {
		d.did(step{label: label, undo: func(ended func(bool)) { end = ended }, redo: atOnce(func() {})})
	}
	d.Undo()
	if _, ok := d.CanUndo(); ok {
		t.Error("the next can be undone before the first is")
	}
	d.Undo()
	end(true)
	if label, ok := d.CanUndo(); !ok || label != "One" {
		t.Errorf("next is %q %v", label, ok)
	}
}
