package present

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"meterscope/model"
	"meterscope/ui/internal/memcase"
)

func (d *desk) chosen() string {
	var rows []int
	for i := range d.List.Len() {
		if d.List.Chosen(i) {
			rows = append(rows, i)
		}
	}
	return strings.Trim(fmt.Sprint(rows), "[]") + " at " + itoa(d.List.Selected())
}

func TestSeveralRowsAreSelectedAsEverywhere(t *testing.T) {
	d := opened(t, memcase.Filled(20))
	for _, step := range []struct {
		what string
		do   func()
		want string
	}{
		{"a click", func() { d.List.Select(3) }, "3 at 3"},
		{"Shift and a click", func() { d.List.SelectTo(6) }, "3 4 5 6 at 6"},
		{"Shift and a click above", func() { d.List.SelectTo(1) }, "1 2 3 at 1"},
		{"Ctrl and a click", func() { d.List.Toggle(9) }, "1 2 3 9 at 9"},
		{"Ctrl and a click again", func() { d.List.Toggle(9) }, "1 2 3 at 3"},
		{"Shift and an arrow", func() { d.List.Select(5); d.List.Extend(1); d.List.Extend(1) }, "5 6 7 at 7"},
		{"Shift and an arrow back", func() { d.List.Extend(-1); d.List.Extend(-1) }, "5 at 5"},
		{"and further", func() { d.List.Extend(-1) }, "4 5 at 4"},
		{"an arrow", func() { d.List.Move(1) }, "5 at 5"},
		{"Ctrl from one", func() { d.List.Toggle(7) }, "5 7 at 7"},
		{"Ctrl until one is left", func() { d.List.Toggle(7); d.List.Toggle(5) }, "5 at 5"},
		{"all", d.List.SelectAll, "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 at 5"},
		{"beyond the ends", func() { d.List.SelectTo(50); d.List.Toggle(-1); d.List.Select(99) }, "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 at 5"},
		{"to the end", func() { d.List.Select(17); d.List.Extend(99) }, "17 18 19 at 19"},
	} {
		step.do()
		if got := d.chosen(); got != step.want {
			t.Errorf("%s: %s, want %s", step.what, got, step.want)
		}
	}
}

func TestSelectionStaysWhatItIsWhenTheListChanges(t *testing.T) {
	d := opened(t, memcase.Filled(60))
	d.List.Select(3)
	d.List.SelectTo(9)
	keys := func() (all []int64) {
		for _, row := range d.List.chosenRows() {
			all = append(all, d.List.table.rows[row].key)
		}
		slices.Sort(all)
		return all
	}
	d.List.SortBy("energy")
	d.settle()
	if got := keys(); !slices.Equal(got, []int64{4, 5, 6, 7, 8, 9, 10}) {
		t.Errorf("in another order %v are selected", got)
	}
	d.Refresh()
	d.settle()
	if got := keys(); !slices.Equal(got, []int64{4, 5, 6, 7, 8, 9, 10}) {
		t.Errorf("read again %v are selected", got)
	}
	d.List.SetSeverity(severity(model.SeverityError))
	d.settle()
	if got := keys(); !slices.Equal(got, []int64{4, 10}) {
		t.Errorf("of the errors %v are selected", got)
	}
	if got := d.List.Footer(); !strings.HasPrefix(got, "2 selected  ·  ") {
		t.Errorf("it sums up to %q", got)
	}
}

func TestFooterSumsUp(t *testing.T) {
	c := memcase.Filled(12) // the seventh is open
	c.Rows[1].Energy, c.Rows[2].Energy = model.Some(model.NewDecimal(12_345_678_901, 1)), model.Some(model.NewDecimal(5, 1))
	d := opened(t, c)
	for _, step := range []struct {
		what string
		do   func()
		want string
	}{
		{"all", func() {}, "12 transactions  ·  1,234,680.046 kWh (1 without energy)  ·  16:02 h"},
		{"one", func() { d.List.Select(1) }, "12 transactions  ·  1,234,680.046 kWh (1 without energy)  ·  16:02 h"},
		{"two", func() { d.List.SelectTo(2) }, "2 selected  ·  1,234,567.891 kWh  ·  2:31 h"},
		{"a search", func() { d.List.Select(0); d.List.SetSearch("cp3"); d.settle() }, "3 of 12 transactions shown  ·  7.190 kWh (1 without energy)  ·  6:04 h"},
		{"nothing", func() { d.List.SetSearch("nobody"); d.settle() }, "0 of 12 transactions shown"},
	} {
		step.do()
		if got := d.List.Footer(); got != step.want {
			t.Errorf("%s\n got %s\nwant %s", step.what, got, step.want)
		}
	}
	long := opened(t, memcase.Filled(2000))
	if got := long.List.Footer(); !strings.Contains(got, " kWh") || !strings.HasSuffix(got, " h") || strings.Contains(got, ":") {
		t.Errorf("a long time is %q", got)
	}
}

func TestTypingGoesToARow(t *testing.T) {
	c := memcase.Filled(120)
	c.Rows[50].IDTag = "DEADBEEF"
	d := opened(t, c)
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	d.Engine.Now = func() time.Time { return now }
	typed := func(text string) int {
		now = now.Add(time.Minute)
		for _, r := range text {
			d.List.Jump(r)
		}
		return d.List.Selected()
	}
	for text, want := range map[string]int{"142": 100, "cp4": 3, "dead": 50, "2025-03-02": 10} {
		d.List.Select(0)
		if got := typed(text); got != want {
			t.Errorf("%s goes to row %d, want %d", text, got, want)
		}
	}
	if got := d.List.Footer(); !strings.HasPrefix(got, "Jump to: ") {
		t.Errorf("it says %q", got)
	}
	d.List.EndJump()
	if d.List.Jumping() {
		t.Error("what was typed isn't forgotten")
	}
	d.List.Select(7)
	if typed("zzz") != 7 {
		t.Error("what isn't there goes somewhere")
	}
	now = now.Add(time.Minute)
	if d.List.Jump(' '); d.List.Jumping() {
		t.Errorf("a space begins it: %q", d.List.Footer())
	}
}

func TestRowsAreCopiedAsATable(t *testing.T) {
	c := searchable()
	c.Rows[0].IDTag = "=HYPERLINK(\"x\")"
	c.Rows[1].IDTag = "a\tb\nc"
	c.Rows[3].Station = "-1+2"
	d := opened(t, c)
	d.List.SelectAll()
	got := d.List.CopyTable([]string{"severity", "note", "start", "station", "id", "tag", "energy", "duration", "maxpower", "soc", "findings", "unknown"})
	want := strings.Join([]string{
		"Severity\tNote\tStart\tStation\tConnector\tTransaction id\tTag\tEnergy (kWh)\tEnergy from\tDuration (s)\tHighest power (kW)\tSoC at the start (%)\tSoC at the end (%)\tErrors\tWarnings\tInfos",
		"error\t\t2025-02-28T23:00:00Z\tCP1\t1\t42\t'=HYPERLINK(\"x\")\t30.000\tmeter\t3600\t11.000\t20\t80\t1\t0\t0",
		"warning\t\t2025-03-01T22:59:00Z\tCP10\t2\t142\ta b c\t30.0001\tregister\t5400\t\t\t\t0\t2\t0",
		"off\t*\t2025-03-01T23:00:00Z\tcp2\t1\t\t\t\t\t2700\t\t\t\t0\t0\t0",
		"info\t\t2025-03-31T11:00:00Z\t'-1+2\t\t7\t04A1FF\t-0.500\tmeter\t1800\t\t\t\t0\t0\t1",
	}, "\n") + "\n"
	if got != want {
		t.Errorf("copied\n%s\nwant\n%s", got, want)
	}
	d.List.Select(3)
	if got := d.List.CopyTable([]string{"id", "stop", "reason", "meterstart", "meterstop", "samples", "avgpower"}); got != "Transaction id\tEnd\tStopped by\tmeterStart, Wh\tmeterStop, Wh\tSamples\tAverage power (kW)\n7\t2025-03-31T11:30:00Z\tRemote\t\t\t0\t-1.0000\n" {
		t.Errorf("copied %q", got)
	}
	d.List.SetSearch("nobody")
	d.settle()
	if got := d.List.CopyTable([]string{"id"}); got != "" {
		t.Errorf("of nothing %q is copied", got)
	}
}

func TestCellsOfASpreadsheetAreDefused(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "a": "a", "-1.5": "-1.5", "-2e-3": "-2e-3", "-1+1": "'-1+1", "=1": "'=1", "+1": "'+1", "@x": "'@x", "\tx": "'\tx", "\nx": "'\nx", "-": "'-", "-e5": "'-e5", "-1e": "'-1e", "-1e--2": "'-1e--2",
	} {
		if got := Defuse(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}
