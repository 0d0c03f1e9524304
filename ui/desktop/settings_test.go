package desktop

import (
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"meterscope/ui/internal/memcase"
	"meterscope/ui/present"
)

// item finds an entry of a menu.
func item(t *testing.T, items []*fyne.MenuItem, label string) *fyne.MenuItem {
	t.Helper()
	for _, i := range items {
		if i.Label == label {
			return i
		}
	}
	t.Fatalf("there is no %q", label)
	return nil
}

func TestColumnsSortAndWidthsAreRemembered(t *testing.T) {
	d := newDesk(t, memcase.Filled(30))
	item(t, d.list.columnItems(), "Duration, h:mm").Action()
	item(t, d.list.columnItems(), "Transaction id").Action()
	if i := item(t, d.list.columnItems(), "Duration, h:mm"); i.Checked {
		t.Error("Time is still there")
	}
	if i := item(t, d.list.columnItems(), "Transaction id"); !i.Checked {
		t.Error("Id is not there")
	}
	d.list.widths[1] = 150
	d.app.List.SetOrders([]present.Order{{Column: "energy", Desc: true}, {Column: "start"}})
	d.list.moveColumn(2, 0)
	d.list.showGraph(false)
	d.keepSettings(0.4)

	again := newListView(d.app)
	d.app.List.SetOrders(present.FirstOrders())
	again.restore(d.window.fyne.Preferences())
	again.fit(520)
	if got := d.app.List.Orders(); len(got) != 2 || got[0] != (present.Order{Column: "energy", Desc: true}) {
		t.Errorf("ordered by %v", got)
	}
	if again.graph || again.columns[again.shown[0]].ID != "start" {
		t.Errorf("histogram %v, columns %v", again.graph, again.shownIDs())
	}
	if again.widths[1] != 150 || again.asked["duration"] || !again.asked["id"] {
		t.Errorf("widths %v, asked %v", again.widths, again.asked)
	}
	item(t, again.columnItems(), present.TextAllColumns).Action()
	if len(again.asked) != 0 {
		t.Errorf("asked %v", again.asked)
	}
	d.window.fyne.Preferences().SetString(keyColumns, `{"widths":{"start":-5,"nonsense":3}, "asked":{"severity":false}}`)
	broken := newListView(d.app)
	broken.restore(d.window.fyne.Preferences())
	if broken.widths[1] != broken.columns[1].Width || len(broken.asked) != 0 {
		t.Errorf("broken settings give %v, %v", broken.widths, broken.asked)
	}
}

func TestOneColumnAlwaysStays(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	for _, c := range present.Columns(nil) {
		if c.Title != "" {
			item(t, d.list.columnItems(), c.LongTitle()).Action()
		}
	}
	for range 20 {
		for _, i := range d.list.columnItems() {
			if i.Checked {
				i.Action()
				break
			}
		}
	}
	if len(d.list.shown) < 2 {
		t.Errorf("columns %v", d.list.shown)
	}
}

func TestTextGrowsAndShrinks(t *testing.T) {
	t.Setenv(scaleVariable, "") // so that it is as it was afterwards
	d := newDesk(t, memcase.Filled(3))
	d.stepZoom(1)
	if os.Getenv(scaleVariable) != "1.10" || zoom(d.window.fyne.Preferences()) != 110 {
		t.Errorf("scale %q", os.Getenv(scaleVariable))
	}
	for range 20 {
		d.stepZoom(-1)
	}
	if zoom(d.window.fyne.Preferences()) != 80 {
		t.Errorf("zoom %d", zoom(d.window.fyne.Preferences()))
	}
	d.setZoom(100)
	if os.Getenv(scaleVariable) != "" {
		t.Errorf("scale %q", os.Getenv(scaleVariable))
	}
	t.Setenv(scaleVariable, "2")
	d.ownScale = true
	d.setZoom(150)
	if os.Getenv(scaleVariable) != "2" {
		t.Error("the user's own scale is overruled")
	}
}

func TestTransactionMenuCopiesAndSaves(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	d.copyRow()
	if got := d.window.fyne.Clipboard().Content(); !strings.HasPrefix(got, "warning\t2025-03-01 09:00\tCP1 · 1\t42\t") {
		t.Errorf("copied %q", got)
	}
	d.copySummary()
	if got := d.window.fyne.Clipboard().Content(); !strings.HasPrefix(got, "Transaction 42") || !strings.Contains(got, "by the meter") {
		t.Errorf("copied %q", got)
	}
	path := t.TempDir() + "/plot.svg"
	d.picker.choose(nil, path)
	d.until("there is a plot", func() bool { return d.app.Plot.Loaded() && d.app.Plot.Drawable() })
	d.saveImage()
	d.until("it is written", func() bool { return d.app.Status.Note == "plot.svg written" })
	d.plotMenu(fyne.NewPos(10, 10))
	if d.win.Canvas().Overlays().Top() == nil {
		t.Error("the plot has no menu")
	}
}
