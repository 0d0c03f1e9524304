package store

import (
	"testing"
	"time"

	"meterscope/model"
)

func TestNotesAreKeptAndUndone(t *testing.T) {
	c := newCaseFile(t)
	importLog(t, c, small(), "day.log")
	joinLog(t, c, small())
	set := func(n, wantBefore Note) {
		t.Helper()
		before, err := c.SetNote(t.Context(), 2, n)
		ok(t, err)
		if before != wantBefore {
			t.Errorf("before there was %+v, want %+v", before, wantBefore)
		}
		got, err := c.Note(t.Context(), 2)
		ok(t, err)
		if got != n {
			t.Errorf("the note is %+v, want %+v", got, n)
		}
	}
	first := Note{"The cable was loose.\nAsk the driver.", time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)}
	second := Note{"Settled.", first.Made.Add(time.Hour)}
	set(first, Note{})
	set(second, first)
	set(first, second) // undone
	joinLog(t, c, small())
	set(Note{}, first)
	set(Note{}, Note{})
	set(first, Note{})

	_, err := c.SetNote(t.Context(), 99, first)
	wantErr(t, err, ErrNotFound)
	if n, err := c.Note(t.Context(), 1); err != nil || n != (Note{}) {
		t.Errorf("another transaction's note is %+v, %v", n, err)
	}
	rows, err := c.Transactions(t.Context(), []model.TransactionKey{1, 2})
	ok(t, err)
	if rows[0].Noted || !rows[1].Noted {
		t.Errorf("of the rows %v and %v say that they have a note", rows[0].Noted, rows[1].Noted)
	}
	all, err := c.Notes(t.Context())
	ok(t, err)
	if len(all) != 1 || all[2] != first {
		t.Errorf("all notes are %v", all)
	}
	path := c.Path()
	ok(t, c.Close())
	c, err = OpenReadOnly(t.Context(), path)
	ok(t, err)
	defer closing(t, c)
	if n, err := c.Note(t.Context(), 2); err != nil || n != first {
		t.Errorf("after opening again the note is %+v, %v", n, err)
	}
	_, err = c.SetNote(t.Context(), 2, second)
	wantErr(t, err, ErrReadOnly)
}
