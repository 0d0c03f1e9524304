package desktop

import (
	"testing"

	"fyne.io/fyne/v2"

	"meterscope/ui/internal/memcase"
	"meterscope/ui/present"
)

func TestFindingsOfTheCaseAreAPage(t *testing.T) {
	d := newDesk(t, memcase.Filled(5))
	d.until("the list is there", func() bool { return d.app.List.Len() == 5 })
	d.showFindings()
	d.until("the first place is shown", func() bool { return d.app.Whole.Opened() != nil && d.app.Whole.Complete() })
	d.settle()
	if d.main.Visible() || !d.whole.view.Visible() || d.win.Canvas().Focused() != d.whole.groups {
		t.Error("the page is not shown, or has no keyboard")
	}
	expect(t, d.whole.view, "2 findings", "SCH003", "CLK007", "Why it matters", "1 place", "day.log", "SHA-256")
	d.whole.groups.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	d.until("the other rule's place is shown", func() bool { return d.app.Whole.Chosen() == 1 && d.app.Whole.Opened() != nil })
	d.whole.by[present.ByStation].Tapped(nil)
	d.until("they are counted", d.app.Whole.Counted)
	d.settle()
	expect(t, d.whole.view, "CP1")
	d.whole.groups.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if d.win.Canvas().Focused() != d.whole.places {
		t.Error("Enter doesn't lead to the places")
	}
	d.until("a place is there", func() bool { return d.app.Whole.Selected() == 0 })
	d.whole.places.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	d.settle()
	if !d.main.Visible() || d.app.Tab() != present.TabMessages {
		t.Error("Enter doesn't lead to the transaction")
	}
	d.showFindings()
	d.whole.groups.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if !d.main.Visible() {
		t.Error("Escape doesn't lead back")
	}
}

// Where there is nothing to list, nothing but a sentence is shown beside it.
func TestCaseWithoutFindingsSaysSo(t *testing.T) {
	file := memcase.Filled(1)
	file.Said = nil
	d := newDesk(t, file)
	d.showFindings()
	d.until("they are counted", func() bool {
		return d.app.Whole.Counted() && d.whole.none.text != d.app.Texts().Text(present.TextLoading)
	})
	expect(t, d.whole.view, "0 findings", "Everything that was checked is as the specification and physics have it.")
	if d.whole.details.Visible() {
		t.Error("an empty list of places is shown")
	}
}
