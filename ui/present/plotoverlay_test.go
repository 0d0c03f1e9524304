package present

import (
	"slices"
	"strings"
	"testing"
	"time"

	"meterscope/model"
	"meterscope/ui/internal/memcase"
)

func TestTransactionIsLaidOverAnother(t *testing.T) {
	file := memcase.Filled(5)
	for _, s := range file.Samples[1] {
		later := s
		later.Points = slices.Clone(s.Points)
		for i := range later.Points {
			later.Points[i].Time = later.Points[i].Time.Add(95 * time.Minute)
		}
		file.Samples[2] = append(file.Samples[2], later)
	}
	d := opened(t, file)
	d.Plot.Resize(900, 600, 1)
	d.Plot.Pin() // nothing is shown yet, or it is the first
	d.until("the plot is drawn", func() bool { img, _ := d.Plot.Image(); return img != nil })
	d.Plot.Unpin()
	d.Plot.Pin()
	if d.Plot.Pinned() != "#42" || strings.Contains(legendText(d.Plot), "#42") {
		t.Errorf("%q is laid over itself: %s", d.Plot.Pinned(), legendText(d.Plot))
	}
	if got := d.Status.Note; got != "Choose another transaction: #42 is laid over its plot." {
		t.Errorf("the status says %q", got)
	}
	d.List.Select(1)
	d.until("the other is there", func() bool { return d.Plot.Loaded() && strings.Contains(legendText(d.Plot), "Total #42") })
	if d.Status.Note != "" {
		t.Errorf("another was chosen, and the status says %q", d.Status.Note)
	}
	from, to := d.Plot.View()
	if to.Sub(from) != minute(62).Sub(minute(0)) {
		t.Errorf("aligned at the start, %s to %s is seen", from, to)
	}
	if got := legendText(d.Plot); !strings.Contains(got, "soc: EV, EV #42") || strings.Contains(got, "L1 #42") {
		t.Errorf("laid over: %s", got)
	}
	d.Plot.Toggle("voltage")
	d.until("the voltage is drawn", func() bool { return strings.Contains(legendText(d.Plot), "voltage") })
	if got := legendText(d.Plot); !strings.Contains(got, "L1 #42") {
		t.Errorf("where there is no total, the phases are laid over: %s", got)
	}
	d.Plot.SetByClock(true)
	d.settle()
	if f, e := d.Plot.View(); !d.Plot.ByClock() || e.Sub(f) <= to.Sub(from) {
		t.Errorf("by the clock, %s to %s is seen", f, e)
	}
	d.Plot.Unpin()
	d.settle()
	if strings.Contains(legendText(d.Plot), "#42") || d.Plot.Pinned() != "" {
		t.Error("it is still laid over")
	}
	if f, e := d.Plot.View(); e.Sub(f) != to.Sub(from) {
		t.Errorf("%s to %s is seen", f, e)
	}
}

func TestOverviewShowsWhatIsVisible(t *testing.T) {
	d := drawn(t)
	d.Plot.ResizeOverview(900, 40, 1)
	d.until("it is drawn", func() bool { return d.Plot.Overview() != nil })
	if a, b := d.Plot.OverviewView(); a != 0 || b != 1 {
		t.Errorf("%g to %g of all is seen", a, b)
	}
	x, _ := d.Plot.ColumnOf(minute(0))
	for range 8 {
		d.Plot.ZoomAt(x, 1)
	}
	d.Plot.CentreView(0.5)
	a, b := d.Plot.OverviewView()
	if mid := (a + b) / 2; mid < 0.49 || mid > 0.51 || b-a > 0.3 {
		t.Errorf("%g to %g of all is seen", a, b)
	}
	d.Plot.CentreView(7)
	if _, b := d.Plot.OverviewView(); b < 0.999 {
		t.Errorf("until %g of all is seen", b)
	}
}

func TestTransactionIsLaidOverOneThatHasNothingToDraw(t *testing.T) {
	file := memcase.Filled(5)
	delete(file.Samples, 2)
	file.Rows[2].Start, file.Rows[2].First, file.Rows[2].Last = model.Time{}, model.Time{}, model.Time{}
	delete(file.Samples, 3)
	d := opened(t, file)
	d.Plot.Resize(900, 600, 1)
	d.Plot.ResizeOverview(900, 40, 1)
	d.until("the plot is drawn", func() bool { img, _ := d.Plot.Image(); return img != nil })
	d.Plot.Pin()
	for _, row := range []int{1, 2} { // of the second nobody knows when it began
		d.List.Select(row)
		d.until("the other is laid over nothing", func() bool { return d.Plot.Loaded() && d.Detail.Key() == d.List.keyAt(row) && d.Plot.Drawable() })
		if got := legendText(d.Plot); !strings.Contains(got, "#42") {
			t.Errorf("row %d: %s", row, got)
		}
		if from, to := d.Plot.View(); !from.Before(to) || to.Sub(from) > 2*time.Hour {
			t.Errorf("row %d: %s to %s is seen", row, from, to)
		}
		d.Plot.Pin()
		if d.Plot.Pinned() != "#42" {
			t.Errorf("row %d: %q is laid over, which has nothing", row, d.Plot.Pinned())
		}
	}
	d.Plot.Unpin()
	d.until("there is nothing left", func() bool { return !d.Plot.Drawable() })
}
