package desktop

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"meterscope/ui/internal/memcase"
	"meterscope/ui/present"
)

func TestPageThatWasNeverDrawnGetsTheKeyboard(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	d.showSources()
	if got := d.win.Canvas().Focused(); got != fyne.Focusable(d.sources.list) {
		t.Errorf("on the page of sources %T has the keyboard", got)
	}
	d.showTransactions()
	d.showFindings()
	if got := d.win.Canvas().Focused(); got != fyne.Focusable(d.whole.groups) {
		t.Errorf("on the page of findings %T has the keyboard", got)
	}
	d.showTransactions()
	for tab, want := range map[present.Tab]fyne.Focusable{
		present.TabOverview: d.detail.overview.keys, present.TabFindings: d.detail.findings.keys,
		present.TabMessages: d.detail.messages.list, present.TabNotes: d.detail.notes.field, present.TabPlot: d.detail.plot.canvas,
	} {
		d.showTab(tab)
		if got := d.win.Canvas().Focused(); got != want {
			t.Errorf("on tab %d %T has the keyboard", tab, got)
		}
	}
}

func TestWhatLeftTheWindowGetsNoKeyboard(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	gone := newPress("gone", lookLink, nil)
	if d.focus(gone) {
		t.Error("what was never in the window has the keyboard")
	}
	box := container.NewWithoutLayout(gone)
	d.toolbar.view.(*fyne.Container).Add(box) //nolint:forcetypeassert // it is one
	if !d.focus(gone) {
		t.Fatal("what is in the window doesn't get it")
	}
	d.showAbout()
	d.toolbar.view.(*fyne.Container).Remove(box) //nolint:forcetypeassert // it is one
	d.closeSheet()
	if got := d.win.Canvas().Focused(); got != fyne.Focusable(d.list.list) {
		t.Errorf("%T has the keyboard after what had it before is gone", got)
	}
	d.focus(d.toolbar.search)
	d.closing = true
	if d.focusList(); d.win.Canvas().Focused() != fyne.Focusable(d.toolbar.search) {
		t.Error("a window that is being closed moves the keyboard")
	}
}

// quitInImport asks to close the window while an import runs.
func quitInImport(t *testing.T) *desk {
	t.Helper()
	d := newDesk(t, memcase.Filled(3))
	d.mu.Lock()
	d.hold = make(chan struct{})
	d.mu.Unlock()
	d.app.Import("day.log")
	d.until("it runs", func() bool { return strings.Contains(d.app.Status.Progress, "%") })
	d.askToQuit()
	d.askToQuit()
	if len(d.sheets) != 1 || d.closing {
		t.Fatalf("%d questions, closing: %v", len(d.sheets), d.closing)
	}
	return d
}

func TestWindowClosesOnceTheImportEndedThatWasInTheWay(t *testing.T) {
	d := quitInImport(t)
	close(d.hold)
	d.until("it ended", func() bool { return !d.app.Importing() })
	if !d.closing {
		t.Error("the window that was to be closed stays")
	}
}

func TestWindowStaysWhereTheImportHasSomethingToTell(t *testing.T) {
	d := quitInImport(t)
	d.showProblem(present.ExplainDefault(nil, errors.New("no")))
	close(d.hold)
	d.until("it ended", func() bool { return !d.app.Importing() })
	if d.closing || len(d.sheets) != 2 {
		t.Fatalf("closing: %v, %d sheets", d.closing, len(d.sheets))
	}
	d.closeSheet()
	if d.closing || len(d.sheets) != 0 || d.win.Canvas().Overlays().Top() != nil {
		t.Errorf("closing: %v, %d sheets: the question stays", d.closing, len(d.sheets))
	}
}
