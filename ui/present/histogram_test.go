package present

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"meterscope/model"
	"meterscope/ui/internal/memcase"
)

// began is a case whose transactions begin then.
func began(times ...time.Time) *memcase.Case {
	c := memcase.New("times.meterscope")
	for i, t := range times {
		tx := model.Transaction{Key: model.TransactionKey(i + 1)}
		if !t.IsZero() {
			tx.Start = model.NewTime(t, 0, model.ZoneStated)
		}
		c.Rows = append(c.Rows, tx)
	}
	return c
}

func histogramOf(t *testing.T, c *memcase.Case, zone *time.Location, most int) Histogram {
	t.Helper()
	table := tableOf(t, c)
	rows := make([]int32, len(table.rows))
	for i := range rows {
		rows[i] = int32(i)
	}
	return newHistogram(table, rows, zone, most)
}

func TestHistogramHasBinsThatPeopleThinkIn(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zones")
	}
	start := time.Date(2025, 3, 28, 21, 40, 30, 0, berlin) // the clock goes forward two days later
	for _, c := range []struct {
		over time.Duration
		want string // how many bins, the first two of them
	}{
		{0, "24 28 Mar 00:00 28 Mar 01:00"}, // one bar of a minute would be as wide as the list
		{5 * time.Minute, "24 28 Mar 00:00 28 Mar 01:00"},
		{10 * time.Minute, "11 28 Mar 21:40 28 Mar 21:41"},
		{3 * time.Hour, "19 28 Mar 21:40 28 Mar 21:50"},
		{24 * time.Hour, "25 28 Mar 21:00 28 Mar 22:00"},
		{20 * 24 * time.Hour, "21 28 Mar 00:00 29 Mar 00:00"},
		{100 * 24 * time.Hour, "15 24 Mar 00:00 31 Mar 00:00"},
		{700 * 24 * time.Hour, "24 1 Mar 00:00 1 Apr 00:00"},
		{4000 * 24 * time.Hour, "12 1 Jan 00:00 1 Jan 00:00"},
		{90000 * 24 * time.Hour, "25 1 Jan 00:00 1 Jan 00:00"},
	} {
		h := histogramOf(t, began(start, start.Add(c.over)), berlin, 30)
		if len(h.Bins) == 0 {
			t.Errorf("%v: no bins", c.over)
			continue
		}
		got := fmt.Sprintf("%d %s %s", len(h.Bins), h.Bins[0].From.Format("2 Jan 15:04"), h.Bins[0].To.Format("2 Jan 15:04"))
		if got != c.want {
			t.Errorf("%v: %s, want %s", c.over, got, c.want)
		}
		sum := 0
		for i, b := range h.Bins {
			if sum += b.Count; i > 0 && !b.From.Equal(h.Bins[i-1].To) {
				t.Errorf("%v: there is time between bins", c.over)
			}
		}
		if sum != 2 {
			t.Errorf("%v: %d transactions", c.over, sum)
		}
	}
	if h := histogramOf(t, began(time.Time{}, time.Time{}), berlin, 30); len(h.Bins) != 0 {
		t.Error("there are bins for what has no time")
	}
	if h := histogramOf(t, began(time.Time{}, start), berlin, 30); len(h.Bins) != 24 || h.Bins[21].Count != 1 {
		t.Errorf("%+v", h)
	}
}

func TestStretchOfASingleTransactionIsItsDay(t *testing.T) {
	d := opened(t, began(time.Date(2025, 3, 1, 10, 5, 0, 0, time.UTC)))
	if got := d.List.SpanText(); got != "1 Mar 2025" {
		t.Errorf("it spans %q", got)
	}
	if got := d.List.BinsText(20, 20); got != "1 Mar 2025 10:00 – 10:30: 1 transaction" {
		t.Errorf("its bar says %q", got)
	}
}

func TestClockThatWasNotSetLeavesTheHistogramLegible(t *testing.T) {
	times := []time.Time{time.Unix(0, 0), time.Unix(3600, 0)}
	for i := range 300 {
		times = append(times, time.Date(2025, 3, 1, i, 0, 0, 0, time.UTC))
	}
	times = append(times, time.Date(2106, 1, 1, 0, 0, 0, 0, time.UTC))
	h := histogramOf(t, began(times...), time.UTC, 60)
	if n := len(h.Bins); n < 20 || n > 60 {
		t.Fatalf("%d bins", n)
	}
	first, last := h.Bins[0], h.Bins[len(h.Bins)-1]
	if !first.Beyond || !last.Beyond || first.From.Year() != 2025 || last.To.Year() != 2025 {
		t.Errorf("from %+v to %+v", first, last)
	}
	if from, to := h.stretchOf(0, len(h.Bins)-1); !from.IsZero() || !to.IsZero() {
		t.Errorf("all bins are %v to %v", from, to)
	}
	if from, to := h.stretchOf(1, 0); !from.IsZero() || !to.Equal(h.Bins[1].To) {
		t.Errorf("the first bins are %v to %v", from, to)
	}
}

func TestDraggingOverTheHistogramFilters(t *testing.T) {
	d := opened(t, memcase.Filled(200)) // one each 95 minutes, errors among them
	h := d.List.Histogram()
	if n := len(h.Bins); n < 30 || n > binsShown || h.Most < 3 {
		t.Fatalf("%d bins, at most %d", n, h.Most)
	}
	if d.List.Ranged() || d.List.RangeText() != "" || d.List.Within(3) {
		t.Error("a stretch is chosen to begin with")
	}
	d.List.ChooseBins(5, 3)
	d.until("only those are shown", func() bool { return d.List.Len() < 50 })
	h = d.List.Histogram()
	want := h.Bins[3].Count + h.Bins[4].Count + h.Bins[5].Count
	if d.List.Len() != want || !d.List.Filtered() || !d.List.Within(3) || !d.List.Within(5) || d.List.Within(2) || d.List.Within(6) {
		t.Errorf("%d rows, want %d", d.List.Len(), want)
	}
	if got := d.List.RangeText(); got != "2 Mar 2025 00:00 – 3 Mar 2025 12:00" && !strings.Contains(got, " – ") {
		t.Errorf("the stretch is %q", got)
	}
	if got := d.List.Chips()[0].Count; got != want {
		t.Errorf("the chip counts %d, want %d", got, want)
	}
	for i := range d.List.Len() {
		tx, _ := d.List.Row(i)
		if at := tx.Start.Time(); at.Before(h.Bins[3].From) || !at.Before(h.Bins[5].To) {
			t.Errorf("row %d began at %v", i, at)
		}
	}
	d.List.SetSeverity(d.List.Chips()[1].Severity)
	d.until("only errors are shown", func() bool { return d.List.Len() < want })
	for _, b := range d.List.Histogram().Bins {
		if b.Count != b.Errors {
			t.Errorf("%+v has others than errors", b)
		}
	}
	if got := d.List.BinsText(0, 1); !strings.Contains(got, " transactions, ") || !strings.HasSuffix(got, "with errors") {
		t.Errorf("a bin says %q", got)
	}
	d.List.ClearRange()
	d.List.SetSeverity(nil)
	d.until("all are shown", func() bool { return d.List.Len() == 200 })
	d.List.ChooseBins(0, 0)
	d.settle()
	d.List.ShowAll()
	d.until("all are shown", func() bool { return d.List.Len() == 200 && !d.List.Ranged() })
	if d.List.BinsText(-1, 3) != "" || d.List.BinsText(0, 9999) != "" {
		t.Error("there is a text for bins that aren't there")
	}
}

func TestStretchesOfTimeAreNamedShortly(t *testing.T) {
	l := newList(NewApp(t.Context(), NewEngine(time.Now, time.UTC), nil))
	day := func(d, h int) time.Time { return time.Date(2025, 3, d, h, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		from, to time.Time
		days     bool
		want     string
	}{
		{day(1, 0), day(2, 0), true, "1 Mar 2025"},
		{day(1, 0), day(4, 0), true, "1 Mar 2025 – 3 Mar 2025"},
		{time.Time{}, day(4, 0), true, "until 3 Mar 2025"},
		{day(1, 0), time.Time{}, true, "since 1 Mar 2025"},
		{day(1, 6), day(1, 12), false, "1 Mar 2025 06:00 – 12:00"},
		{day(1, 6), day(2, 12), false, "1 Mar 2025 06:00 – 2 Mar 2025 12:00"},
	} {
		l.view.histogram.days = c.days
		l.from, l.to = c.from, c.to
		if got := l.RangeText(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
