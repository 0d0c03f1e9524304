package store

import (
	"testing"

	"meterscope/model"
)

func TestWhatTheUserEnteredIsKeptAndUndone(t *testing.T) {
	c := newCaseFile(t)
	importLog(t, c, small(), "day.log")
	joinLog(t, c, small())
	first := model.Entered{Billed: "45.10", LossLow: "5", LossHigh: "12", Source: "cdr.csv, line 2"}
	before, err := c.SetEntered(t.Context(), 2, first, []byte("said"))
	ok(t, err)
	if !before.Empty() {
		t.Errorf("before there was %+v", before)
	}
	joinLog(t, c, small()) // joined again: it stays, what the accounts said does not
	if data, err := c.Statement(t.Context(), 2); err != nil || data != nil {
		t.Errorf("after joining again the accounts say %q, %v", data, err)
	}
	second := model.Entered{Car: "38"}
	before, err = c.SetEntered(t.Context(), 2, second, nil)
	ok(t, err)
	if before != first {
		t.Errorf("before there was %+v", before)
	}
	if keys, err := c.EnteredKeys(t.Context()); err != nil || len(keys) != 1 || keys[0] != 2 {
		t.Errorf("entered for %v, %v", keys, err)
	}
	_, err = c.SetEntered(t.Context(), 99, first, nil)
	wantErr(t, err, ErrNotFound)

	path := c.Path()
	ok(t, c.Close())
	c, err = OpenReadOnly(t.Context(), path)
	ok(t, err)
	defer closing(t, c)
	if e, err := c.Entered(t.Context(), 2); err != nil || e != second {
		t.Errorf("after opening again there is %+v, %v", e, err)
	}
	_, err = c.SetEntered(t.Context(), 2, first, nil)
	wantErr(t, err, ErrReadOnly)
}
