package desktop

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// numbers is a list whose rows say their number.
func numbers(n *int, made *int) *rowList {
	l := newRowList(30)
	l.rowView.create = func() fyne.CanvasObject {
		*made++
		return newLineRow(l)
	}
	l.count = func() int { return *n }
	l.selected = func() int { return -1 }
	l.onSelect = func(int) {}
	l.look = func(i int, width float32) rowLook {
		return rowLook{cells: []rowCell{{text: fmt.Sprintf("<%d>", i), w: width, ink: colorText, size: sizeText}}}
	}
	return l
}

func TestOnlyRowsThatAreSeenExist(t *testing.T) {
	test.NewTempApp(t)
	n, made := 300_000, 0
	l := numbers(&n, &made)
	win := test.NewTempWindow(t, l)
	win.SetPadded(false)
	win.Resize(fyne.NewSize(200, 300))
	expect(t, l, "<0>", "<9>")
	if got := texts(l); strings.Contains(got, "<10>") {
		t.Errorf("more is drawn than is seen: %s", got)
	}
	for _, c := range []struct {
		to          int
		first, last string
	}{{9, "<0>", "<9>"}, {10, "<1>", "<10>"}, {299_999, "<299990>", "<299999>"}, {150_000, "<150000>", "<150009>"}, {149_999, "<149999>", "<150008>"}, {-1, "<149999>", "<150008>"}, {300_000, "<149999>", "<150008>"}} {
		l.ScrollTo(c.to)
		got := strings.Split(texts(l), " | ")
		if got[0] != c.first || got[len(got)-1] != c.last {
			t.Errorf("row %d: %s to %s are shown", c.to, got[0], got[len(got)-1])
		}
	}
	if made > 12 {
		t.Errorf("%d rows were made for 10 that are seen", made)
	}
	l.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -45}})
	if got := strings.Split(texts(l), " | "); got[0] != "<150000>" || len(got) != 11 {
		t.Errorf("scrolled by a row and a half: %v", got)
	}
	n = 3
	l.Refresh()
	if got := texts(l); got != "<0> | <1> | <2>" {
		t.Errorf("of three rows are shown: %s", got)
	}
	n = 0
	l.Refresh()
	if got := texts(l); got != "" {
		t.Errorf("of none: %s", got)
	}
}

func TestRowsFollowTheSizeOfTheView(t *testing.T) {
	test.NewTempApp(t)
	n, made := 100, 0
	l := numbers(&n, &made)
	win := test.NewTempWindow(t, l)
	win.SetPadded(false)
	win.Resize(fyne.NewSize(200, 90))
	l.ScrollTo(99)
	win.Resize(fyne.NewSize(400, 240))
	if got := strings.Split(texts(l), " | "); got[len(got)-1] != "<99>" || len(got) != 8 {
		t.Errorf("a higher view shows %v", got)
	}
	for _, row := range l.sheet.seen {
		if row.Size().Width != 400 {
			t.Errorf("a row is %v wide", row.Size().Width)
		}
	}
	l.ScrollToTop()
	expect(t, l, "<0>")
}
