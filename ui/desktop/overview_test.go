package desktop

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"meterscope/ui/internal/memcase"
	"meterscope/ui/present"
)

func TestOverviewTakesTheBillAndTheCar(t *testing.T) {
	file := memcase.Filled(3)
	d := newDesk(t, file)
	d.until("the accounts are read", d.app.Overview.Loaded)
	v := d.detail.overview
	expect(t, v.view, "Meter (start, stop)", "4.000", "reference", "Register samples", "differs", "Billed", "The car shows", "Why it ended")

	d.focusDetail()
	v.keys.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if d.win.Canvas().Focused() != v.entries[present.EntryBilled] {
		t.Fatal("Enter doesn't lead to the first field")
	}
	test.Type(v.entries[present.EntryBilled], "45x.1")
	d.until("the bill is kept", func() bool { return file.Kept(1).Billed == "45.1" })
	d.settle()
	expect(t, v.view, "45.100", "+41.100")
	expect(t, d.detail.view, "The bill is 41.1 kWh more")

	v.entries[present.EntryBilled].TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if d.win.Canvas().Focused() != v.entries[present.EntryCar] {
		t.Error("Enter doesn't lead to the next field")
	}
	v.entries[present.EntryCar].TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if d.win.Canvas().Focused() != v.keys {
		t.Error("Escape doesn't lead out of the fields")
	}
	d.win.Canvas().Focus(v.entries[present.EntrySoCTo])
	for _, r := range "120" {
		v.entries[present.EntrySoCTo].TypedRune(r)
	}
	expect(t, v.view, "from 0 to 100")

	d.win.Canvas().Focus(v.keys)
	if got := v.entries[present.EntrySoCTo].Text; got != "" {
		t.Errorf("what can't be read stays: %q", got)
	}
	d.app.Undo() // of the state of charge
	d.app.Undo()
	d.until("the bill is gone", func() bool { return file.Kept(1).Empty() })
	d.settle()
	if v.entries[present.EntryBilled].Text != "" {
		t.Errorf("the field has %q", v.entries[present.EntryBilled].Text)
	}
}

func TestOverviewOfAReadOnlyCaseHasNoFields(t *testing.T) {
	file := memcase.Filled(1)
	file.Frozen = true
	d := newDesk(t, file)
	d.until("the accounts are read", d.app.Overview.Loaded)
	d.settle()
	for _, e := range d.detail.overview.entries {
		if !e.Disabled() {
			t.Fatal("a field takes what can't be kept")
		}
	}
}

func TestTabsHaveTheirKeys(t *testing.T) {
	d := newDesk(t, memcase.Filled(1))
	for _, tab := range []present.Tab{present.TabMessages, present.TabFindings, present.TabPlot, present.TabOverview} {
		d.showTab(tab)
		if d.app.Tab() != tab || !d.detail.pages[tab].Visible() {
			t.Errorf("tab %d is not shown", tab)
		}
	}
}
