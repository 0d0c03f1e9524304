package desktop

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"meterscope/model"
	"meterscope/model/store"
	"meterscope/ui/internal/memcase"
	"meterscope/ui/present"
)

func key(o interface{ TypedKey(*fyne.KeyEvent) }, names ...fyne.KeyName) {
	for _, n := range names {
		o.TypedKey(&fyne.KeyEvent{Name: n})
	}
}

func shift(o desktop.Keyable, do func()) {
	o.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	do()
	o.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
}

func TestRowsAreSelectedWithMouseAndKeys(t *testing.T) {
	d := newDesk(t, memcase.Filled(40))
	r := newTxRow(d.list)
	click := func(row int, held fyne.KeyModifier) {
		r.show(row)
		r.MouseDown(&desktop.MouseEvent{Modifier: held})
		r.MouseUp(nil)
		r.Tapped(nil)
	}
	click(3, 0)
	click(6, fyne.KeyModifierShift)
	if n := d.app.List.ChosenCount(); n != 4 || d.app.List.Selected() != 6 {
		t.Errorf("Shift: %d rows, at %d", n, d.app.List.Selected())
	}
	click(9, fyne.KeyModifierShortcutDefault)
	if n := d.app.List.ChosenCount(); n != 5 {
		t.Errorf("Ctrl: %d rows", n)
	}
	expect(t, d.list.view, "5 selected  ·  ")
	d.copyRow()
	if got := d.window.fyne.Clipboard().Content(); strings.Count(got, "\n") != 6 || !strings.HasPrefix(got, "Severity\tStart\t") {
		t.Errorf("copied %q", got)
	}
	click(2, 0)
	l := d.list.list
	shift(l, func() { key(l, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyDown) })
	if n := d.app.List.ChosenCount(); n != 3 {
		t.Errorf("Shift and the arrows: %d rows", n)
	}
	key(l, fyne.KeyEscape)
	d.focusList()
	if n := d.app.List.ChosenCount(); n != 1 {
		t.Errorf("Escape: %d rows", n)
	}
	d.selectAll()
	if n := d.app.List.ChosenCount(); n != 40 {
		t.Errorf("all: %d rows", n)
	}
	click(7, 0)
	r.show(9)
	r.TappedSecondary(&fyne.PointEvent{})
	if d.app.List.Selected() != 9 {
		t.Error("the menu is of another row")
	}
	if top := d.win.Canvas().Overlays().Top(); top == nil {
		t.Error("there is no menu")
	} else {
		d.win.Canvas().Overlays().Remove(top)
	}
}

func TestTypingInTheListGoesToARow(t *testing.T) {
	d := newDesk(t, memcase.Filled(120))
	for _, r := range "142" {
		d.list.list.TypedRune(r)
	}
	d.settle()
	if d.app.List.Selected() != 100 {
		t.Errorf("row %d", d.app.List.Selected())
	}
	expect(t, d.list.view, "Jump to: 142")
	key(d.list.list, fyne.KeyDown)
	if strings.Contains(texts(d.list.view), "Jump") {
		t.Error("an arrow doesn't end it")
	}
	var plot []rune
	d.list.onRune = func(r rune) { plot = append(plot, r) }
	d.list.list.TypedRune('+')
	if string(plot) != "+" {
		t.Error("what is no letter isn't handed on")
	}
}

func TestColumnsAreArrangedByDraggingAndByKeys(t *testing.T) {
	d := newDesk(t, memcase.Filled(20))
	d.win.Resize(fyne.NewSize(1560, 800))
	h := d.list.header
	if got := strings.Join(d.list.shownIDs(), " "); got != "severity start station energy duration soc findings" {
		t.Fatalf("columns %s", got)
	}
	drag := func(from, to float32) {
		h.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(from+3, 5)}, Dragged: fyne.NewDelta(3, 0)})
		h.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(to, 5)}, Dragged: fyne.NewDelta(to-from, 0)})
		test.WidgetRenderer(h).Layout(h.Size())
		h.DragEnd()
	}
	at := func(id string) float32 {
		return d.list.lefts[slices.Index(d.list.shownIDs(), id)] + 15
	}
	drag(at("soc"), at("start"))
	if got := strings.Join(d.list.shownIDs(), " "); got != "severity soc start station energy duration findings" {
		t.Errorf("dragged to the left: %s", got)
	}
	drag(at("start"), at("findings"))
	if got := strings.Join(d.list.shownIDs(), " "); got != "severity soc station energy duration findings start" {
		t.Errorf("dragged to the right: %s", got)
	}
	drag(at("energy"), at("energy")+5)
	d.win.Canvas().Focus(h)
	h.at = 1
	shift(h, func() { key(h, fyne.KeyRight) })
	if got := strings.Join(d.list.shownIDs(), " "); got != "severity station soc energy duration findings start" || h.at != 2 {
		t.Errorf("by key: %s, at %d", got, h.at)
	}
	before := d.list.widths[d.list.shown[2]]
	h.TypedRune('+')
	h.TypedRune('+')
	h.TypedRune('-')
	if got := d.list.widths[d.list.shown[2]]; got != before+8 {
		t.Errorf("width %g, was %g", got, before)
	}
	key(h, fyne.KeyReturn, fyne.KeyRight)
	shift(h, func() { key(h, fyne.KeyReturn) })
	if got := d.app.List.Orders(); !slices.Equal(got, []present.Order{{Column: "soc"}, {Column: "energy", Desc: true}}) {
		t.Errorf("ordered by %v", got)
	}
	key(h, fyne.KeyHome, fyne.KeyLeft, fyne.KeyEnd, fyne.KeyDelete)
	if got := strings.Join(d.list.shownIDs(), " "); strings.Contains(got, "start") {
		t.Errorf("taken out: %s", got)
	}
	key(h, fyne.KeySpace)
	if top := d.win.Canvas().Overlays().Top(); top == nil {
		t.Error("Space offers nothing")
	} else {
		d.win.Canvas().Overlays().Remove(top)
	}
	key(h, fyne.KeyDown)
	if d.win.Canvas().Focused() != d.list.list {
		t.Error("the arrow down doesn't lead to the rows")
	}
	item(t, d.list.columnItems(), present.TextAllColumns).Action()
	if got := strings.Join(d.list.shownIDs(), " "); got != "severity start station energy duration soc findings" {
		t.Errorf("as they were: %s", got)
	}
}

func TestColumnSheetShowsHidesAndArranges(t *testing.T) {
	d := newDesk(t, memcase.Filled(20))
	d.win.Resize(fyne.NewSize(900, 580))
	d.arrangeColumns()
	l, ok := d.win.Canvas().Focused().(*rowList)
	if !ok {
		t.Fatalf("%T has the keyboard", d.win.Canvas().Focused())
	}
	key(l, fyne.KeyEnd) // rules
	l.TypedRune(' ')
	if !d.list.asked["rules"] {
		t.Error("Space doesn't show a column")
	}
	shift(l, func() { key(l, fyne.KeyUp, fyne.KeyUp, fyne.KeyDown) })
	if i := d.list.arranged[len(d.list.arranged)-2]; d.list.columns[i].ID != "rules" || l.selected() != len(d.list.arranged)-2 {
		t.Errorf("the second last is %s", d.list.columns[i].ID)
	}
	key(l, fyne.KeyReturn)
	shift(l, func() { key(l, fyne.KeyReturn) })
	if got := d.app.List.Orders(); !slices.Equal(got, []present.Order{{Column: "rules", Desc: true}}) {
		t.Errorf("ordered by %v", got)
	}
	l.TypedRune('+')
	key(l, fyne.KeyHome)
	l.TypedRune(' ') // the mark of severity stays
	if d.list.columns[d.list.shown[0]].ID != "severity" {
		t.Error("the mark of severity is gone")
	}
	if h := d.win.Canvas().Overlays().Top().MinSize().Height; h > d.win.Canvas().Size().Height {
		t.Errorf("the sheet is %g high", h)
	}
	a := newColumnArranger(d.list)
	a.at = 2
	a.move(-9)
	if a.at != 2 {
		t.Error("it moved beyond the beginning")
	}
}

func TestNotesAreMarkedInTheList(t *testing.T) {
	c := memcase.Filled(5)
	d := newDesk(t, c)
	if slices.Contains(d.list.shownIDs(), noteColumn) {
		t.Error("there is a column for notes, and no note")
	}
	c.Written = map[model.TransactionKey]store.Note{2: {Text: "look"}}
	d.app.Refresh()
	d.settle()
	if !slices.Contains(d.list.shownIDs(), noteColumn) {
		t.Fatal("there is no column for notes")
	}
	r := newTxRow(d.list)
	r.Resize(fyne.NewSize(500, rowHeight))
	rr, ok := test.WidgetRenderer(r).(*txRowRenderer)
	if !ok {
		t.Fatal("another renderer")
	}
	if r.show(1); !rr.note.Visible() {
		t.Error("the row isn't marked")
	}
	if r.show(0); rr.note.Visible() {
		t.Error("a row without a note is marked")
	}
}

func TestHistogramFiltersByDraggingClicksAndKeys(t *testing.T) {
	d := newDesk(t, memcase.Filled(200))
	b := d.list.histogram.bars
	d.until("the histogram is there", func() bool { return len(d.app.List.Histogram().Bins) > 0 && d.list.histogram.view.Visible() })
	n := len(d.app.List.Histogram().Bins)
	if !d.list.histogram.view.Visible() || n < 20 || b.Size().Width < 100 {
		t.Fatalf("%d bars in %g", n, b.Size().Width)
	}
	expect(t, d.list.histogram.view, "200 transactions")
	at := func(i int) fyne.Position { return fyne.NewPos((float32(i)+0.5)*b.Size().Width/float32(n), 5) }
	b.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at(4)}})
	b.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at(7)}})
	if d.app.List.Ranged() || b.from != 4 || b.to != 7 {
		t.Errorf("while it is dragged: %d to %d", b.from, b.to)
	}
	b.DragEnd()
	d.until("only those are shown", func() bool { return d.app.List.Len() < 60 })
	if !d.app.List.Within(4) || !d.app.List.Within(7) || d.app.List.Within(8) {
		t.Error("other bars are chosen")
	}
	expect(t, d.list.histogram.view, present.TextClearRange)
	test.Tap(d.list.histogram.clear)
	d.until("all are shown", func() bool { return d.app.List.Len() == 200 })
	b.Tapped(&fyne.PointEvent{Position: at(2)})
	d.until("only one bar is shown", func() bool { return d.app.List.Len() < 20 })
	b.Tapped(&fyne.PointEvent{Position: at(2)})
	d.until("all are shown", func() bool { return d.app.List.Len() == 200 })
	b.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at(1)}})
	if got := d.list.histogram.text.text; got != d.app.List.BinsText(1, 1) {
		t.Errorf("under the pointer: %q", got)
	}
	b.MouseOut()

	d.win.Canvas().Focus(b)
	key(b, fyne.KeyHome, fyne.KeyRight, fyne.KeyRight)
	if b.at != 2 || d.list.histogram.text.text != d.app.List.BinsText(2, 2) {
		t.Errorf("the keyboard is at %d", b.at)
	}
	shift(b, func() { key(b, fyne.KeyRight, fyne.KeyRight) })
	d.until("three bars are shown", func() bool { return d.app.List.Within(4) && d.app.List.Within(2) && !d.app.List.Within(5) })
	key(b, fyne.KeyEscape)
	if d.app.List.Ranged() {
		t.Error("Escape doesn't clear it")
	}
	d.until("all are shown", func() bool { return d.app.List.Len() == 200 })
	key(b, fyne.KeyEnd, fyne.KeyLeft, fyne.KeyReturn)
	if !d.app.List.Within(n-2) || d.app.List.Within(n-1) {
		t.Error("Enter doesn't choose a bar")
	}
	key(b, fyne.KeyReturn)
	key(b, fyne.KeyDown)
	if d.app.List.Ranged() || d.win.Canvas().Focused() != d.list.list {
		t.Error("Enter doesn't take it back")
	}
	d.list.showGraph(false)
	if d.list.histogram.view.Visible() {
		t.Error("it doesn't go away")
	}
}

func TestSearchSuggestsAndTellsWhatIsWrong(t *testing.T) {
	d := newDesk(t, memcase.Filled(60))
	s := d.toolbar.search
	d.focusSearch()
	expect(t, s.panel.view, "kwh>", "energy in kWh, as in kwh>30", present.TextSuggestKeys)
	test.Type(s, "station:")
	expect(t, s.panel.view, "station:CP1", "15 transactions")
	key(s, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyReturn)
	if s.Text != "station:CP1 " || s.CursorColumn != len(s.Text) {
		t.Errorf("%q, at %d", s.Text, s.CursorColumn)
	}
	test.Type(s, "rul")
	if !s.AcceptsTab() {
		t.Error("Tab goes elsewhere")
	}
	key(s, fyne.KeyTab)
	if s.Text != "station:CP1 rule:" {
		t.Errorf("Tab makes %q", s.Text)
	}
	d.until("the search is done", func() bool { return d.app.List.Len() == 15 })
	row, ok := s.panel.rows.Objects[0].(*suggestRow)
	if !ok {
		t.Fatal("no row")
	}
	row.MouseIn(nil)
	d.win.Canvas().Unfocus() // as a click does
	if !s.panel.view.Visible() {
		t.Error("the panel goes away under the pointer")
	}
	row.Tapped(nil)
	row.MouseOut()
	if s.Text != "station:CP1 rule:CLK007 " || d.win.Canvas().Focused() != s {
		t.Errorf("a click makes %q", s.Text)
	}
	test.Type(s, "kwh>x")
	d.settle()
	if d.list.notice.view.Visible() {
		t.Error("it complains of what is being typed")
	}
	key(s, fyne.KeyReturn)
	d.settle()
	if d.win.Canvas().Focused() != d.list.list || s.panel.view.Visible() {
		t.Error("Enter doesn't lead to the list")
	}
	if got := d.list.notice.label.Text; !d.list.notice.view.Visible() || got != "“kwh>x” is left out: x is no number. Write for example kwh>30." {
		t.Errorf("it says %q", got)
	}
	d.focusSearch()
	key(s, fyne.KeyEscape)
	d.settle()
	if s.Text != "" || d.list.notice.view.Visible() {
		t.Errorf("after Escape: %q", s.Text)
	}
	d.focusSearch()
	key(s, fyne.KeyDown, fyne.KeyEscape)
	if s.panel.view.Visible() || d.win.Canvas().Focused() != s {
		t.Error("Escape doesn't first put the suggestions away")
	}
}
