package present

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"meterscope/ui/internal/memcase"
)

func TestPlotIsSavedAsAnImage(t *testing.T) {
	d := drawn(t)
	if got := d.Plot.ImageName(); got != "transaction-42.png" {
		t.Errorf("suggested %q", got)
	}
	dir := t.TempDir()
	for name, begin := range map[string]string{"a.png": "\x89PNG", "b.svg": "<", "c": "\x89PNG"} {
		path := filepath.Join(dir, name)
		d.Plot.SaveImage(path)
		d.until("it is written", func() bool { return strings.HasPrefix(d.Status.Note, name) })
		if filepath.Ext(path) == "" {
			path += ".png"
		}
		data, err := os.ReadFile(path)
		if err != nil || !bytes.HasPrefix(data, []byte(begin)) {
			t.Errorf("%s: %d bytes, %v", name, len(data), err)
		}
		if name == "b.svg" && (!bytes.Contains(data, []byte("Transaction 42")) || !bytes.Contains(data, []byte("by the meter"))) {
			t.Errorf("neither title nor summary in %s", data[:200])
		}
	}
	d.Plot.SaveImage(filepath.Join(dir, "none", "d.png"))
	d.until("it is told", func() bool { return len(d.problems) == 1 })
	if p := d.problems[0]; p.What != "The image could not be written." || p.Details == "" {
		t.Errorf("told %+v", p)
	}
}

func TestValuesUnderTheCrosshairAreCopied(t *testing.T) {
	d := drawn(t)
	if d.Plot.CursorValues() != "" {
		t.Error("there are values without a crosshair")
	}
	d.Plot.ShowMessage() // nothing to show
	d.Plot.setCursor(minute(10))
	if got := d.Plot.CursorValues(); !strings.HasPrefix(got, "2025-03-01 09:10:00.000 UTC\nEnergy since start\tTotal\t1.8") ||
		!strings.Contains(got, "\nState of charge\tEV\t65\t%\n") {
		t.Errorf("values %q", got)
	}
	d.Plot.ShowMessage()
	d.until("the message is shown", func() bool { return d.Tab() == TabMessages && d.Messages.Selected() == 1 })
}

func TestTransactionIsCopiedAsALine(t *testing.T) {
	d := opened(t, memcase.Filled(2))
	got := d.List.SelectedText()
	if want := "warning\t2025-03-01 09:00\tCP1 · 1\t42\t4.000\t1:02\t3.87\t11.04\t20 → 81\t2\t4.000 kWh by the meter"; !strings.HasPrefix(got, want) {
		t.Errorf("line %q, want %q…", got, want)
	}
	d.List.SetSearch("nowhere")
	d.settle()
	if got := d.List.SelectedText(); got != "" {
		t.Errorf("without a row: %q", got)
	}
}

func TestColumnsThatAreAskedForStayLongest(t *testing.T) {
	columns := Columns(nil)
	var widths []float32
	for _, c := range columns {
		widths = append(widths, c.Width)
	}
	for _, c := range []struct {
		asked map[string]bool
		room  float32
		want  string
	}{
		{map[string]bool{"id": true, "note": false}, 376, "severity start station id energy"},
		{map[string]bool{"id": true, "note": false}, 300, "severity start id energy"},
		{map[string]bool{"station": false, "soc": false, "note": false}, 2000, "severity start id energy duration avgpower maxpower findings"},
		{map[string]bool{"id": true, "maxpower": true, "soc": true, "note": false}, 300, "severity start energy soc"},
	} {
		var s []string
		for _, i := range Fit(columns, widths, c.asked, inOrder(columns), c.room) {
			s = append(s, columns[i].ID)
		}
		if got := strings.Join(s, " "); got != c.want {
			t.Errorf("%v in %g: %s, want %s", c.asked, c.room, got, c.want)
		}
	}
}

func TestSavedImageIsAsSharpAsChosen(t *testing.T) {
	d := drawn(t)
	for want, n := range map[int]int{1200: 0, 2400: 2, 3600: 7} {
		d.Plot.SetImageScale(n)
		if s := d.Plot.printed(); s.Width != want || s.Scale != float64(want)/1200 {
			t.Errorf("%d: %d pixels wide", n, s.Width)
		}
	}
}
