package desktop

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"meterscope/ui/internal/memcase"
	"meterscope/ui/lang"
	"meterscope/ui/present"
)

// tabs are what Tab goes through, from what has the keyboard on.
func (d *desk) tabs(n int) string {
	var all []string
	for range n {
		d.win.Canvas().FocusNext()
		f := d.win.Canvas().Focused()
		name := strings.TrimPrefix(fmt.Sprintf("%T", f), "*desktop.")
		if p, ok := f.(*press); ok {
			name = p.text
		}
		all = append(all, name)
	}
	return strings.Join(all, ", ")
}

func TestTabGoesAsOneReads(t *testing.T) {
	d := newDesk(t, memcase.Filled(30))
	d.focus(d.list.list)
	if got, want := d.tabs(7), "Overview, Plot, Findings 2, Messages 3, Notes, keyPad, link"; got != want {
		t.Errorf("from the list: %s, want %s", got, want)
	}
	e := d.detail.overview.entries
	for i := 0; i+1 < len(e); i++ {
		d.focus(e[i])
		d.win.Canvas().FocusNext()
		if got := d.win.Canvas().Focused(); got != fyne.Focusable(e[i+1]) {
			t.Errorf("Tab goes from field %d to %T", i, got)
		}
	}
	if got := d.tabs(1); got != "From a list…" {
		t.Errorf("after the fields comes %s", got)
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject
	if a, b := at(d.detail.overview.fromList), at(e[0]); a.X < b.X || a.Y < b.Y || a.Y > b.Y+20 {
		t.Errorf("the link stands at %v, the field at %v", a, b)
	}
	d.showTab(present.TabPlot)
	d.until("there are lines", func() bool { return len(d.app.Plot.Legend()) > 0 })
	d.settle()
	d.focus(d.detail.plot.canvas)
	d.win.Canvas().FocusNext()
	line, ok := d.win.Canvas().Focused().(*legendEntry)
	if !ok {
		t.Fatalf("after the plot comes %T", d.win.Canvas().Focused())
	}
	line.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if !d.app.Plot.Legend()[0].Entries[0].Hidden {
		t.Error("a line isn't hidden by its key")
	}
	line.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if d.win.Canvas().Focused() != fyne.Focusable(d.list.list) {
		t.Error("Escape doesn't lead back to the list")
	}
}

func TestKeysOfTheWindowWorkInFields(t *testing.T) {
	d := newDesk(t, memcase.Filled(30))
	d.showSources()
	d.settle()
	d.app.Sources.SetDraft(present.Reading{})
	d.showTransactions()
	fields := map[string]fyne.Focusable{"search": d.toolbar.search, "number": d.detail.overview.entries[0], "chip": d.toolbar.chips.chips[1]}
	check := func(name string, f fyne.Focusable) {
		d.settle()
		if !d.focus(f) {
			t.Fatalf("%s doesn't get the keyboard", name)
		}
		f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF1})
		if len(d.sheets) != 1 {
			t.Errorf("%s: F1 opens no help", name)
			return
		}
		d.sheets[0].keys.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if d.win.Canvas().Focused() != f {
			t.Errorf("%s: %T has the keyboard once help is closed", name, d.win.Canvas().Focused())
		}
		if _, ok := f.(fyne.Shortcutable); !ok {
			return
		}
		before, size := d.app.List.Selected(), d.size()
		d.press(&desktop.CustomShortcut{KeyName: fyne.KeyDown, Modifier: fyne.KeyModifierAlt})
		d.press(&desktop.CustomShortcut{KeyName: fyne.KeyEqual, Modifier: fyne.KeyModifierShortcutDefault})
		if d.app.List.Selected() != before+1 || d.size() == size {
			t.Errorf("%s: row %d of %d, size %d of %d", name, d.app.List.Selected(), before, d.size(), size)
		}
		d.setZoom(100)
	}
	for name, f := range fields {
		check(name, f)
	}
	d.showTab(present.TabNotes)
	check("note", d.detail.notes.field)
	d.showSources()
	d.settle()
	check("station", d.sources.detail.form.station)
	check("zone", d.sources.detail.form.zone)
}

func TestWhatWasTypedIntoANumberIsDoneAgainInTheCase(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	e := d.detail.overview.entries[present.EntryBilled]
	d.focus(e)
	test.Type(e, "45")
	d.focusList()
	d.settle()
	d.focus(e)
	d.press(&fyne.ShortcutUndo{})
	d.settle()
	if e.Text != "" {
		t.Fatalf("%q is left after undo", e.Text)
	}
	d.press(&fyne.ShortcutRedo{})
	d.settle()
	if e.Text != "45" {
		t.Errorf("%q after redo", e.Text)
	}
}

func TestSearchKeepsItsRoomInASmallWindow(t *testing.T) {
	german, err := lang.Load("de")
	if err != nil {
		t.Fatal(err)
	}
	d := newDeskIn(t, memcase.Filled(300), german)
	for _, width := range []float32{900, 1440} {
		d.win.Resize(fyne.NewSize(width, 600))
		if got := d.toolbar.search.Size().Width; got < leastSearch-20 {
			t.Errorf("in a window of %v the search has %v", width, got)
		}
		if d.toolbar.short.Visible() == (width > 1000) || d.toolbar.chips.Visible() == d.toolbar.short.Visible() {
			t.Errorf("in a window of %v marks are shown: %v, names: %v", width, d.toolbar.short.Visible(), d.toolbar.chips.Visible())
		}
	}
	d.win.Resize(fyne.NewSize(900, 600))
	expect(t, d.toolbar.view, "Alle 300", "140")
	test.Tap(d.toolbar.short.chips[1])
	d.settle()
	if d.app.List.Len() != 50 {
		t.Errorf("the mark of errors leaves %d", d.app.List.Len())
	}
}

func TestWhatGetsTheKeyboardIsBroughtIntoView(t *testing.T) {
	d := newDesk(t, memcase.Filled(2))
	d.win.Resize(fyne.NewSize(900, 500))
	d.settle()
	e, scroll := d.detail.overview.entries[present.EntryLossHigh], d.detail.overview.scroll
	if scroll.Content.MinSize().Height <= scroll.Size().Height {
		t.Fatal("all of it fits")
	}
	seen := func(o fyne.CanvasObject) bool {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject
		y, top := at(o).Y, at(scroll).Y
		return y >= top && y+o.Size().Height <= top+scroll.Size().Height
	}
	d.focus(e)
	if !seen(e) {
		t.Error("the field is out of view")
	}
	d.win.Canvas().FocusNext()
	d.win.Canvas().FocusNext()
	if l, ok := d.win.Canvas().Focused().(*link); !ok || !seen(l) {
		t.Errorf("%T is out of view", d.win.Canvas().Focused())
	}
	d.focus(d.detail.overview.keys)
	d.win.Canvas().FocusNext()
	if l, ok := d.win.Canvas().Focused().(*link); !ok || !seen(l) {
		t.Errorf("going back to the first, %T is out of view", d.win.Canvas().Focused())
	}
}
