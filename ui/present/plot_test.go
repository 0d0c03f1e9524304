package present

import (
	"strings"
	"testing"
	"time"

	"meterscope/charts"
	"meterscope/model"
	"meterscope/ui/internal/memcase"
)

func minute(m int) time.Time { return time.Date(2025, 3, 1, 9, m, 0, 0, time.UTC) }

// legendText is the legend as "energy: Total 1.234 · power: …".
func legendText(p *Plot) string {
	var panels []string
	for _, g := range p.Legend() {
		var lines []string
		for _, e := range g.Entries {
			lines = append(lines, strings.TrimSpace(e.Name+" "+e.Value))
		}
		panels = append(panels, g.ID+": "+strings.Join(lines, ", "))
	}
	return strings.Join(panels, " · ")
}

func TestPlotShowsTheWholeTransactionFirst(t *testing.T) {
	d := drawn(t)
	from, to := d.Plot.View()
	if !from.Equal(minute(0)) || !to.Equal(minute(62)) || d.Plot.Zoomed() {
		t.Errorf("view %s to %s", from, to)
	}
	img, layout := d.Plot.Image()
	if img.Bounds().Dx() != 900 || len(d.Plot.openPanels()) != 3 {
		t.Errorf("image %v with %d panels", img.Bounds(), len(layout.Panels))
	}
	if got := legendText(d.Plot); got != "energy: Total · power: Total, L1, L2, L3, Offered · soc: EV" {
		t.Errorf("legend %q", got)
	}
}

func TestZoomKeepsTheMomentUnderThePointer(t *testing.T) {
	d := drawn(t)
	_, layout := d.Plot.Image()
	x := float64(layout.Plot.Min.X) + 0.25*float64(layout.Plot.Dx())
	before := d.Plot.timeAt(x)
	for range 6 {
		d.Plot.ZoomAt(x, 1)
	}
	if got := d.Plot.timeAt(x); got.Sub(before).Abs() > time.Millisecond || !d.Plot.Zoomed() {
		t.Errorf("under the pointer is %s, was %s", got, before)
	}
	from, to := d.Plot.View()
	d.Plot.Pan(-40)
	if f, e := d.Plot.View(); !f.After(from) || e.Sub(f) != to.Sub(from) {
		t.Error("dragging to the left doesn't show what comes later")
	}
	d.Plot.PanStep(-1)
	for range 30 {
		d.Plot.Pan(1000)
	}
	if f, e := d.Plot.View(); !f.Equal(minute(0)) || e.Sub(f) != to.Sub(from) {
		t.Errorf("view %s to %s leaves the data", f, e)
	}
	for range 30 {
		d.Plot.Pan(-1000)
	}
	if _, e := d.Plot.View(); !e.Equal(minute(62)) {
		t.Errorf("view ends at %s", e)
	}
	for range 100 {
		d.Plot.ZoomAt(x, 4)
	}
	if f, e := d.Plot.View(); e.Sub(f) < smallestView {
		t.Errorf("%s are seen", e.Sub(f))
	}
	d.Plot.ZoomAt(-1, -1000)
	d.Plot.ZoomAt(-1, -1000)
	if d.Plot.Zoomed() {
		t.Error("zooming out doesn't end at the whole")
	}
	d.Plot.ZoomAt(x, 3)
	d.Plot.Reset()
	if d.Plot.Zoomed() {
		t.Error("reset doesn't show the whole")
	}
}

func TestCrosshairGivesSampledValuesAndNoneInAGap(t *testing.T) {
	d := drawn(t)
	moved := 0
	d.Plot.OnCursor = func() { moved++ }
	x, ok := d.Plot.ColumnOf(minute(10))
	if !ok {
		t.Fatal("minute 10 is not seen")
	}
	d.Plot.PointAt(x + 1) // a little beside the sample
	if got := legendText(d.Plot); !strings.HasPrefix(got, "energy: Total 1.8") {
		t.Errorf("legend %q", got)
	}
	if got := legendText(d.Plot); !strings.Contains(got, "power: Total 11.050, L1 3.703, L2 3.623, L3 3.723, Offered 11.500 · soc: EV 65") {
		t.Errorf("legend %q", got)
	}
	if got := d.Plot.CursorText(); !strings.HasPrefix(got, "09:10:") {
		t.Errorf("cursor %q", got)
	}
	x, _ = d.Plot.ColumnOf(minute(40))
	d.Plot.PointAt(x)
	if got := legendText(d.Plot); got != "energy: Total – · power: Total –, L1 –, L2 –, L3 –, Offered – · soc: EV –" {
		t.Errorf("in the gap: %q", got)
	}
	d.Plot.PointAt(2) // left of the axis
	if !d.Plot.Cursor().IsZero() || d.Plot.CursorText() != "" || moved != 3 {
		t.Errorf("cursor %s after %d moves", d.Plot.Cursor(), moved)
	}
}

func TestArrowsWalkFromSampleToSample(t *testing.T) {
	d := drawn(t)
	at := func() int { return int(d.Plot.Cursor().Sub(minute(0)) / time.Minute) }
	var seen []int
	for range 33 {
		d.Plot.Step(1)
		seen = append(seen, at())
	}
	if seen[0] != 0 || seen[31] != 31 || seen[32] != 52 {
		t.Errorf("steps %v", seen)
	}
	d.Plot.Step(-1)
	if at() != 31 {
		t.Errorf("back at %d", at())
	}
	d.Plot.Leave()
	d.Plot.Step(-1)
	if at() != 62 {
		t.Errorf("from the end: %d", at())
	}
	d.Plot.Step(1)
	if at() != 62 {
		t.Error("there is a sample after the last")
	}
	x, _ := d.Plot.ColumnOf(minute(5))
	for range 12 {
		d.Plot.ZoomAt(x, 1)
	}
	d.Plot.Leave()
	d.Plot.setCursor(minute(20))
	d.Plot.Step(1)
	if _, ok := d.Plot.ColumnOf(d.Plot.Cursor()); !ok {
		t.Error("the sample is out of sight")
	}
}

func TestPanelsAndLinesCanBeHidden(t *testing.T) {
	d := drawn(t)
	var q []string
	for _, v := range d.Plot.Quantities() {
		q = append(q, v.ID)
	}
	if got := strings.Join(q, " "); got != "energy power voltage soc" {
		t.Fatalf("quantities %s", got)
	}
	d.Plot.Toggle("soc")
	d.Plot.Toggle("energy")
	d.until("one panel is left", func() bool { return len(d.Plot.openPanels()) == 1 })
	d.Plot.Toggle("power")
	d.settle()
	if !d.Plot.shows("power") {
		t.Error("the last panel can be hidden")
	}
	d.Plot.Toggle("voltage")
	d.Plot.ToggleLine("power", "L2")
	d.until("two panels are drawn", func() bool { return len(d.Plot.openPanels()) == 2 })
	d.settle()
	if g := d.Plot.Legend(); !g[0].Entries[2].Hidden || g[0].Entries[1].Hidden {
		t.Errorf("legend %+v", g)
	}
}

func TestPlotFollowsSizeAndTheme(t *testing.T) {
	d := drawn(t)
	first, _ := d.Plot.Image()
	d.Plot.SetTheme(charts.Dark())
	d.until("it is dark", func() bool { img, _ := d.Plot.Image(); return img != first })
	d.Plot.Resize(500, 400, 2)
	d.until("it is smaller", func() bool { img, _ := d.Plot.Image(); return img.Bounds().Dx() == 500 })
}

func TestFindingsAreMarkedAndCanBeShown(t *testing.T) {
	d := drawn(t)
	if n := len(d.Plot.marks); n != 2 {
		t.Fatalf("%d marks", n)
	}
	x, _ := d.Plot.ColumnOf(minute(31))
	if tip := d.Plot.Tip(x+2, 5); !strings.Contains(tip, "21 min") {
		t.Errorf("tip %q", tip)
	}
	if tip := d.Plot.Tip(x+60, 5); tip != "" {
		t.Errorf("tip %q where nothing is", tip)
	}
	cards := d.Findings.Cards()
	gap := &cards[1]
	if gap.Rule != "CLK007" || gap.When == "" {
		t.Fatalf("cards %+v", cards)
	}
	at, _ := d.Plot.ColumnOf(minute(2))
	for range 14 {
		d.Plot.ZoomAt(at, 1)
	}
	var tabs []Tab
	d.OnTab(func(t Tab) { tabs = append(tabs, t) })
	d.Findings.ShowInPlot(gap)
	if _, ok := d.Plot.ColumnOf(minute(31)); !ok || !d.Plot.Cursor().Equal(minute(31)) {
		t.Error("the gap is out of sight")
	}
	d.Findings.ShowInPlot(&cards[0])
	if !d.Plot.Cursor().Equal(minute(1)) || len(tabs) != 2 || d.Tab() != TabPlot {
		t.Errorf("cursor %s, tabs %v", d.Plot.Cursor(), tabs)
	}
	d.Findings.Show(gap.First)
	if d.Tab() != TabFindings || d.Findings.Wanted() != 1 || d.Findings.Wanted() != -1 {
		t.Error("the card is not brought to the front")
	}
}

func TestFindingShownBeforeItsSeriesAreReadIsNotLost(t *testing.T) {
	d := opened(t, memcase.Filled(3))
	d.List.Select(1)
	d.settle()
	d.Plot.ShowFinding(model.Finding{Rule: "CLK007", From: model.NewTime(minute(31), 0, model.ZoneStated)})
	d.List.Select(0)
	d.Plot.Resize(900, 600, 1)
	d.Plot.ShowFinding(model.Finding{Rule: "CLK007", From: model.NewTime(minute(31), 0, model.ZoneStated)})
	d.until("the crosshair is there", func() bool { return d.Plot.Cursor().Equal(minute(31)) })
}

func TestTransactionWithoutSamplesSaysSo(t *testing.T) {
	d := opened(t, memcase.Filled(3))
	d.Plot.Resize(900, 600, 1)
	d.List.Select(2)
	d.settle()
	if d.Plot.Drawable() || !d.Plot.Loaded() {
		t.Error("there is something to draw")
	}
	d.Plot.Step(1)
	d.Plot.ZoomAt(100, 2)
	d.Plot.PointAt(100)
	d.Plot.Reset()
}

func TestValueBesideASample(t *testing.T) {
	l := &charts.Line{Times: []int64{100, 200, 300, 400}, Values: []float64{1, 2, 3, 4.5}, Breaks: []int{2}}
	l.Digits = 1
	step := &charts.Line{Times: l.Times, Values: l.Values, Step: true}
	spike := &charts.Line{Times: l.Times, Values: l.Values, Digits: 1, Hollow: []charts.Dot{{At: 250, Value: 900}}}
	for _, c := range []struct {
		line *charts.Line
		now  int64
		want string
	}{
		{l, 99, "–"}, {l, 100, "1"}, {l, 149, "1"}, {l, 151, "2"}, {l, 200, "2"}, {l, 201, "–"}, {l, 299, "–"}, {l, 300, "3"},
		{l, 400, "4.5"}, {l, 401, "–"}, {step, 199, "1"}, {&charts.Line{}, 5, "–"},
		{spike, 224, "2"}, {spike, 226, "○ 900"}, {spike, 250, "○ 900"}, {spike, 276, "3"},
	} {
		if got := valueAt(nil, c.line, c.now, 0, shownDigits{}); got != c.want {
			t.Errorf("at %d: %s, want %s", c.now, got, c.want)
		}
	}
}

func TestLoneSampleHasAValueUnderTheCrosshair(t *testing.T) {
	l := &charts.Line{Times: []int64{100, 200, 300}, Values: []float64{1, 2.345, 3}, Breaks: []int{1, 2}, Digits: 3}
	for now, want := range map[int64]string{196: "2.345", 204: "2.345", 206: "–", 98: "1", 94: "–", 303: "3"} {
		if got := valueAt(nil, l, now, 5, shownDigits{}); got != want {
			t.Errorf("at %d: %s, want %s", now, got, want)
		}
	}
}
