package present

import (
	"sort"
	"time"

	"meterscope/model"
)

// Histogram says how many transactions began when: of those that search and severity leave over, whatever stretch of
// time is chosen.
type Histogram struct {
	Bins []Bin
	Most int // in the highest bin
	days bool
}

// Bin is a stretch of time, to before its end.
type Bin struct {
	From, To time.Time
	Count    int
	Errors   int  // of those, the ones whose worst finding is an error
	Beyond   bool // it has those too that are far before or after all others
}

// binSteps are the widths of bins: a duration, or so many days, months or years of a calendar.
type binStep struct {
	length              time.Duration // roughly, where it is of a calendar
	days, months, years int
}

func binSteps() []binStep {
	const day = 24 * time.Hour
	steps := []binStep{}
	for _, minutes := range []time.Duration{1, 5, 10, 15, 30, 60, 120, 180, 360, 720} {
		steps = append(steps, binStep{length: minutes * time.Minute})
	}
	for _, days := range []int{1, 2, 7} {
		steps = append(steps, binStep{length: time.Duration(days) * day, days: days})
	}
	return append(steps, binStep{length: 30 * day, months: 1}, binStep{length: 91 * day, months: 3},
		binStep{length: 365 * day, years: 1}, binStep{length: 3650 * day, years: 10}, binStep{length: 36500 * day, years: 100})
}

// floor is where the bin begins that a time is in.
func (s binStep) floor(t time.Time) time.Time {
	midnight := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
	switch {
	case s.years > 0:
		return time.Date(t.Year()-t.Year()%s.years, 1, 1, 0, 0, 0, 0, t.Location())
	case s.months > 0:
		month := int(t.Month()) - 1
		return time.Date(t.Year(), time.Month(month-month%s.months+1), 1, 0, 0, 0, 0, t.Location())
	case s.days == 7: //nolint:mnd // a week begins on Monday
		return midnight.AddDate(0, 0, -(int(t.Weekday())+6)%7)
	case s.days > 0:
		return midnight
	}
	return midnight.Add(t.Sub(midnight) / s.length * s.length)
}

// next is where the next bin begins.
func (s binStep) next(t time.Time) time.Time {
	if s.days+s.months+s.years > 0 {
		return t.AddDate(s.years, s.months, s.days)
	}
	return t.Add(s.length)
}

// newHistogram counts rows, which come in the order in which they began, in at most so many bins.
func newHistogram(t *listTable, rows []int32, zone *time.Location, most int) Histogram {
	var h Histogram
	for len(rows) > 0 { // those without a time come first
		if _, ok := t.rows[rows[0]].begin(); ok {
			break
		}
		rows = rows[1:]
	}
	if len(rows) == 0 {
		return h
	}
	at := func(i int) time.Time {
		nanos, _ := t.rows[rows[i]].begin()
		return time.Unix(0, nanos).In(zone)
	}
	first, last, beyond := mostOf(at, len(rows))
	first, last = dayOfFew(first, last)
	step := binSteps()[0]
	for _, step = range binSteps() {
		if last.Sub(first) < time.Duration(most-2)*step.length { // it may begin and end within a bin
			break
		}
	}
	h.days = step.days+step.months+step.years > 0
	for from := step.floor(first); !from.After(last) && len(h.Bins) < 2*most; {
		to := step.next(from)
		h.Bins = append(h.Bins, Bin{From: from, To: to})
		from = to
	}
	for i := range rows {
		begun := at(i)
		n := sort.Search(len(h.Bins), func(k int) bool { return begun.Before(h.Bins[k].To) })
		b := &h.Bins[min(n, len(h.Bins)-1)]
		b.Count++
		b.Beyond = b.Beyond || beyond && (begun.Before(b.From) || !begun.Before(b.To))
		if t.rows[rows[i]].severity() == model.SeverityError {
			b.Errors++
		}
		h.Most = max(h.Most, b.Count)
	}
	return h
}

// mostOf gives the stretch in which nearly all of them are: where a few are far away from all others, as those of a
// clock that wasn't set, it leaves them out.
func mostOf(at func(int) time.Time, n int) (first, last time.Time, beyond bool) {
	first, last = at(0), at(n-1)
	const few, far = 50, 8
	if n < 3 {
		return first, last, false
	}
	low, high := at(max(1, n/few)), at(n-1-max(1, n/few))
	if core := high.Sub(low); core > 0 && last.Sub(first)/far > core {
		first, last = maxTime(first, low.Add(-core/far)), minTime(last, high.Add(core/far))
		return first, last, true
	}
	return first, last, false
}

// dayOfFew gives the whole day where all begin within minutes, as a single one does: by itself that would be one bar, as
// wide as the list.
func dayOfFew(first, last time.Time) (from, to time.Time) {
	const few = 8 * time.Minute
	if last.Sub(first) >= few {
		return first, last
	}
	day := binStep{days: 1}
	if end := day.next(day.floor(first)); last.Before(end) {
		last = end.Add(-1)
	}
	return day.floor(first), last
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func minTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// stretchOf is the time from one bin to another, both of them included; a zero time is no bound.
func (h *Histogram) stretchOf(a, b int) (from, to time.Time) {
	a, b = min(a, b), max(a, b)
	if a < 0 || b >= len(h.Bins) {
		return from, to
	}
	if from = h.Bins[a].From; h.Bins[a].Beyond && a == 0 {
		from = time.Time{}
	}
	if to = h.Bins[b].To; h.Bins[b].Beyond && b == len(h.Bins)-1 {
		to = time.Time{}
	}
	return from, to
}

// Within says whether a bin is in the stretch that is chosen.
func (l *List) Within(bin int) bool {
	if !l.Ranged() || bin < 0 || bin >= len(l.view.histogram.Bins) {
		return false
	}
	b := &l.view.histogram.Bins[bin]
	return (l.from.IsZero() || b.To.After(l.from)) && (l.to.IsZero() || b.From.Before(l.to))
}

// Histogram says how many transactions began when.
func (l *List) Histogram() *Histogram { return &l.view.histogram }

// Ranged says that a stretch of time is chosen.
func (l *List) Ranged() bool { return !l.from.IsZero() || !l.to.IsZero() }

// ChooseBins shows only transactions that began within these bins, from one to the other.
func (l *List) ChooseBins(a, b int) {
	from, to := l.view.histogram.stretchOf(a, b)
	if from.Equal(l.from) && to.Equal(l.to) {
		return
	}
	l.from, l.to = from, to
	l.update()
	l.changed()
}

// ClearRange shows transactions of all times.
func (l *List) ClearRange() {
	if l.Ranged() {
		l.from, l.to = time.Time{}, time.Time{}
		l.update()
		l.changed()
	}
}

// RangeText names the stretch that is chosen: "1 Mar 10:00 – 3 Mar 12:00".
func (l *List) RangeText() string {
	if !l.Ranged() {
		return ""
	}
	return l.betweenText(l.from, l.to)
}

// SpanText names the stretch of all bins.
func (l *List) SpanText() string {
	h := &l.view.histogram
	if len(h.Bins) == 0 {
		return ""
	}
	from, to := h.stretchOf(0, len(h.Bins)-1)
	if from.IsZero() && to.IsZero() {
		return ""
	}
	return l.betweenText(from, to)
}

func (l *List) betweenText(from, to time.Time) string {
	t := l.app.Texts()
	layout, days := "2 Jan 2006 15:04", l.view.histogram.days || isMidnight(from) && isMidnight(to)
	if days {
		layout = "2 Jan 2006"
	}
	if !to.IsZero() && days {
		to = to.AddDate(0, 0, -1) // the last day of it
	}
	switch {
	case from.IsZero():
		return t.Text("until %s", t.Time(to, layout))
	case to.IsZero():
		return t.Text("since %s", t.Time(from, layout))
	case days && from.Equal(to):
		return t.Time(from, layout)
	case !days && from.YearDay() == to.YearDay() && from.Year() == to.Year():
		return t.Time(from, layout) + " – " + t.Time(to, "15:04")
	}
	return t.Time(from, layout) + " – " + t.Time(to, layout)
}

func isMidnight(t time.Time) bool { return t.Hour() == 0 && t.Minute() == 0 && !t.IsZero() }

// BinsText says what is in bins, from one to the other.
func (l *List) BinsText(a, b int) string {
	h := &l.view.histogram
	a, b = min(a, b), max(a, b)
	if a < 0 || b >= len(h.Bins) {
		return ""
	}
	count, errors := 0, 0
	for _, bin := range h.Bins[a : b+1] {
		count, errors = count+bin.Count, errors+bin.Errors
	}
	from, to := h.stretchOf(a, b)
	text := Plural(l.app.Texts(), count, "transaction", "transactions")
	if !from.IsZero() || !to.IsZero() {
		text = l.betweenText(from, to) + ": " + text
	}
	if errors > 0 {
		text += ", " + l.app.Texts().Text("%s with errors", Count(l.app.Texts(), errors))
	}
	return text
}
