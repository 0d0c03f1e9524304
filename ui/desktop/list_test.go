package desktop

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"meterscope/ui/internal/memcase"
	"meterscope/ui/present"
)

func TestKeysMoveTheSelection(t *testing.T) {
	d := newDesk(t, memcase.Filled(1000))
	l := d.list.list
	d.focusList()
	if d.win.Canvas().Focused() != l {
		t.Fatal("the list hasn't the keyboard")
	}
	for _, k := range []struct {
		key  fyne.KeyName
		want func(page int) int
	}{
		{fyne.KeyDown, func(int) int { return 1 }},
		{fyne.KeyPageDown, func(p int) int { return 1 + p }},
		{fyne.KeyUp, func(p int) int { return p }},
		{fyne.KeyPageUp, func(int) int { return 0 }},
		{fyne.KeyEnd, func(int) int { return 999 }},
		{fyne.KeyHome, func(int) int { return 0 }},
	} {
		l.TypedKey(&fyne.KeyEvent{Name: k.key})
		d.settle()
		if got, want := d.app.List.Selected(), k.want(d.list.page()); got != want {
			t.Errorf("%s: row %d, want %d", k.key, got, want)
		}
	}
	if d.list.page() < 10 {
		t.Errorf("a page is %d rows", d.list.page())
	}
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if d.win.Canvas().Focused() != d.detail.overview.keys {
		t.Error("Enter doesn't lead to the detail")
	}
	d.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	d.typedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if d.win.Canvas().Focused() != l || d.app.List.Selected() != 1 {
		t.Error("Escape doesn't lead back to the list")
	}
}

func TestFarRowsAreShownWhereTheKeyboardIs(t *testing.T) {
	d := newDesk(t, memcase.Filled(100_000))
	d.until("all are there", func() bool { return d.app.List.Len() == 100_000 })
	d.app.List.End()
	d.until("the last row is read", func() bool {
		last, _ := d.app.List.Row(99_999)
		return last != nil
	})
	d.settle()
	expect(t, d.list.view, "CP4 · 2")
	found := false
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *txRow:
			if o.index == 99_999 {
				found = true
				y := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y
				if y < 0 || y > 800 {
					t.Errorf("the last row stands at %g", y)
				}
			}
		case *fyne.Container:
			for _, c := range o.Objects {
				walk(c)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(o).Objects() {
				walk(c)
			}
		}
	}
	walk(d.list.view)
	if !found {
		t.Error("the last row is not on the screen")
	}
}

func TestRowsAreSetAnewWhenTheyAreUsedAgain(t *testing.T) {
	d := newDesk(t, memcase.Filled(12))
	r := newTxRow(d.list)
	r.Resize(fyne.NewSize(500, rowHeight))
	r.show(3) // an error, negative energy
	expect(t, r, "–3.100")
	rr, ok := test.WidgetRenderer(r).(*txRowRenderer)
	if !ok {
		t.Fatal("another renderer")
	}
	red := rr.icon.Resource.Name()
	r.show(1)
	if got := texts(r); strings.Contains(got, "−") && strings.Contains(got, "–3.100") || rr.icon.Resource.Name() == red {
		t.Errorf("the row still shows what it did: %s", got)
	}
	r.show(5000)
	if got := texts(r); got != "" || rr.icon.Visible() {
		t.Errorf("a row that isn't there shows %q", got)
	}
	r.MouseIn(nil)
	r.MouseMoved(nil)
	r.MouseOut()
	r.show(2)
	r.Tapped(nil)
	if d.app.List.Selected() != 2 {
		t.Error("a click selects nothing")
	}
}

func TestHeaderSortsAndSizes(t *testing.T) {
	d := newDesk(t, memcase.Filled(40))
	h := d.list.header
	var energy, k int
	for n, i := range d.list.shown {
		if d.list.columns[i].ID == "energy" {
			energy, k = i, n
		}
	}
	x := d.list.lefts[k] + 20
	h.Tapped(&fyne.PointEvent{Position: fyne.NewPos(x, 10)})
	d.settle()
	if got := d.app.List.Orders(); !slices.Equal(got, []present.Order{{Column: "energy", Desc: true}}) {
		t.Errorf("sorted by %v", got)
	}
	expect(t, h, "kWh ▾")
	edge := d.list.lefts[k+1]
	h.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(edge, 5)}})
	if h.Cursor() != desktop.HResizeCursor {
		t.Error("the edge doesn't show that it can be dragged")
	}
	h.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, 5)}})
	if h.Cursor() != desktop.DefaultCursor {
		t.Error("the middle of a header looks like an edge")
	}
	h.MouseOut()
	before := d.list.widths[energy]
	h.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(edge-7, 5)}, Dragged: fyne.NewDelta(-7, 0)})
	h.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(edge-9, 5)}, Dragged: fyne.NewDelta(-2, 0)})
	h.DragEnd()
	if d.list.widths[energy] != before-9 {
		t.Errorf("width %g, was %g", d.list.widths[energy], before)
	}
	h.MouseDown(&desktop.MouseEvent{Modifier: fyne.KeyModifierShift})
	h.Tapped(&fyne.PointEvent{Position: fyne.NewPos(d.list.lefts[1]+20, 10)})
	h.Tapped(&fyne.PointEvent{Position: fyne.NewPos(d.list.lefts[1]+20, 10)})
	h.MouseUp(nil)
	if got := d.app.List.Orders(); !slices.Equal(got, []present.Order{{Column: "energy", Desc: true}, {Column: "start", Desc: true}}) {
		t.Errorf("sorted by %v", got)
	}
	expect(t, h, "kWh ▾1", "Start ▾2")
}

func TestTransactionsOfATagAreListed(t *testing.T) {
	d := newDesk(t, memcase.Filled(60))
	d.showSameTag() // of none: nothing happens
	d.app.List.Move(1)
	d.until("a transaction is shown", func() bool { return d.app.Detail.Transaction() != nil })
	tag := d.app.Detail.Transaction().IDTag
	d.showSameTag()
	d.settle()
	if want := "tag:\"" + tag + "\""; d.toolbar.search.Text != want {
		t.Errorf("the search is %q, not %q", d.toolbar.search.Text, want)
	}
	d.focusSearch()
	test.Type(d.toolbar.search, "CP1")
	if d.toolbar.search.Text != "CP1" {
		t.Errorf("what was typed came behind what stood there: %q", d.toolbar.search.Text)
	}
}

func TestFilterChipsAndSearch(t *testing.T) {
	d := newDesk(t, memcase.Filled(60))
	test.Tap(d.toolbar.chips.chips[1])
	d.until("only errors are shown", func() bool { return d.app.List.Len() == 10 })
	d.settle()
	if !d.toolbar.chips.chips[1].active || d.toolbar.chips.chips[0].active {
		t.Error("the chip doesn't show that it is chosen")
	}
	d.focusSearch()
	test.Type(d.toolbar.search, "nobody")
	d.until("nothing fits", func() bool { return d.app.List.Len() == 0 })
	d.settle()
	expect(t, d.list.view, present.TextNothingFits, present.TextShowAll)
	test.Tap(d.list.empty.all)
	d.until("all are shown", func() bool { return d.app.List.Len() == 60 })
	if d.toolbar.search.Text != "" {
		t.Errorf("the search still says %q", d.toolbar.search.Text)
	}
	test.Type(d.toolbar.search, "CP1")
	d.toolbar.search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if d.toolbar.search.Text != "" || d.win.Canvas().Focused() != d.list.list {
		t.Error("Escape doesn't give the search up")
	}
	d.focusSearch()
	d.toolbar.search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if d.win.Canvas().Focused() != d.list.list {
		t.Error("Enter doesn't lead to the list")
	}
}
