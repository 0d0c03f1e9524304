package present

import (
	"strings"
	"testing"
	"time"

	"meterscope/model"
	"meterscope/ui/internal/memcase"
)

func TestSamplesOfAClockThatWasNotSetCanBeSeen(t *testing.T) {
	file := memcase.Filled(1)
	unset := time.Date(1970, 1, 1, 0, 1, 0, 0, time.UTC)
	for i := range file.Samples[1] {
		p := &file.Samples[1][i].Points[0]
		p.Time = model.NewTime(unset, 0, model.ZoneStated)
	}
	d := opened(t, file)
	d.Plot.Resize(900, 600, 1)
	d.until("the plot is drawn", func() bool { img, _ := d.Plot.Image(); return img != nil })
	if from, to := d.Plot.View(); from.Year() != 2025 || !to.Equal(minute(62)) || d.Plot.Zoomed() {
		t.Fatalf("first are seen %s to %s", from, to)
	}
	if note := strings.Join(d.Plot.spec.Notes, " "); !strings.Contains(note, "values of 1970-01-01") {
		t.Errorf("notes %q", note)
	}
	d.Plot.Reset() // once more
	if from, to := d.Plot.View(); !from.Equal(unset) || !to.Equal(minute(62)) || !d.Plot.Zoomed() {
		t.Errorf("all is %s to %s", from, to)
	}
	if from, to := d.Plot.OverviewView(); from != 0 || to != 1 {
		t.Errorf("the strip shows %g to %g", from, to)
	}
	d.Plot.Reset()
	d.Plot.ShowFinding(model.Finding{Rule: "CLK002", From: model.NewTime(unset, 0, model.ZoneStated)})
	if _, ok := d.Plot.ColumnOf(unset); !ok || d.Plot.CursorText() != "1970-01-01 00:01:00" {
		t.Errorf("the finding is out of sight; the crosshair says %q", d.Plot.CursorText())
	}
	d.Plot.Reset()
	if from, _ := d.Plot.View(); from.Year() != 2025 {
		t.Errorf("reset shows from %s", from)
	}
}
