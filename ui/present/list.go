package present

import (
	"context"
	"slices"
	"strings"

	"meterscope/model"
	"meterscope/model/store"
)

// List is the list of transactions. It keeps the ordered keys of the whole view in memory and reads the rows
// themselves by page, so that hundreds of thousands scroll without a pause.
type List struct {
	OnChange func() // rows, order, counts or selection
	OnScroll func(row int)

	app         *App
	lane        *lane
	counting    *lane
	pages       pageCache
	keys        []model.TransactionKey
	counts      store.SeverityCounts
	query       store.TransactionQuery
	loaded      bool
	selected    int // row; −1: none
	selectedKey model.TransactionKey
	selectFirst bool // once there are rows
	onSelect    func(key model.TransactionKey, tx *model.Transaction)
}

func newList(a *App) *List { return &List{app: a, selected: -1} }

func (l *List) attach(c *openCase) {
	l.lane, l.counting = c.lane(), c.lane()
	l.pages = newPageCache(c, l.app)
	l.pages.onPage = l.changed
	l.keys, l.counts, l.loaded = nil, store.SeverityCounts{}, false
	l.query = store.TransactionQuery{Sort: l.query.Sort, Desc: l.query.Desc}
	l.selected, l.selectedKey, l.selectFirst = -1, 0, true
	l.Reload()
}

// Reload reads the view again and keeps the selection where it can.
func (l *List) Reload() {
	if l.lane == nil {
		return
	}
	file, q := l.app.c.file, l.query
	l.lane.do(doRead(l.app, func(ctx context.Context) ([]model.TransactionKey, error) {
		return file.TransactionKeys(ctx, q)
	}, l.show))
	l.counting.do(doRead(l.app, file.SeverityCounts, func(n store.SeverityCounts) {
		l.counts = n
		l.app.changed()
		l.app.Status.changed()
		l.changed()
	}))
}

func (l *List) show(keys []model.TransactionKey) {
	l.keys, l.loaded = keys, true
	l.pages.forget()
	l.selected = -1
	if l.selectedKey != 0 {
		l.selected = slices.Index(keys, l.selectedKey)
	}
	switch {
	case l.selected < 0 && len(keys) > 0 && (l.selectFirst || l.selectedKey != 0):
		l.selectFirst = false
		l.Select(0)
	case l.selected >= 0:
		l.selectFirst = false
		l.changed()
		l.onSelect(l.selectedKey, nil) // what it says may have changed
		l.scroll()
	case len(keys) == 0:
		l.changed()
		l.onSelect(0, nil)
	default:
		l.changed()
	}
}

// Len is the number of rows in the view.
func (l *List) Len() int { return len(l.keys) }

// Loaded says that the view has been read at least once.
func (l *List) Loaded() bool { return l.loaded }

// Counts are of the whole case, whatever the filter.
func (l *List) Counts() store.SeverityCounts { return l.counts }

// Row gives a row's transaction. ok is false while its page is being read; OnChange tells when it is there.
func (l *List) Row(i int) (tx *model.Transaction, ok bool) {
	if i < 0 || i >= len(l.keys) {
		return nil, false
	}
	return l.pages.row(l.keys, i)
}

// Selected is the selected row; −1 if there is none in the view.
func (l *List) Selected() int { return l.selected }

// Select chooses a row.
func (l *List) Select(row int) {
	if row < 0 || row >= len(l.keys) {
		return
	}
	changed := l.selectedKey != l.keys[row]
	l.selected, l.selectedKey = row, l.keys[row]
	tx, _ := l.Row(row)
	l.changed()
	l.scroll()
	if changed {
		l.onSelect(l.selectedKey, tx)
	}
}

// Move goes so many rows down, or up where by is negative, and stops at the ends.
func (l *List) Move(by int) {
	if len(l.keys) == 0 {
		return
	}
	l.Select(min(max(l.selected+by, 0), len(l.keys)-1))
}

// Home and End go to the first and the last row.
func (l *List) Home() { l.Select(0) }

// End goes to the last row.
func (l *List) End() { l.Select(len(l.keys) - 1) }

// SetSearch shows only transactions that fit all words.
func (l *List) SetSearch(words string) {
	if l.query.Search == words {
		return
	}
	l.query.Search = words
	l.Reload()
}

// Search is what is searched for.
func (l *List) Search() string { return l.query.Search }

// SetSeverity shows only transactions whose worst finding is of this severity; nil shows all.
func (l *List) SetSeverity(s *model.Severity) {
	l.query.Severity = s
	l.Reload()
	l.changed()
}

// ShowAll takes back filter and search.
func (l *List) ShowAll() {
	l.query.Search, l.query.Severity = "", nil
	l.Reload()
	l.changed()
}

// Filtered says that a filter or a search hides some.
func (l *List) Filtered() bool { return l.query.Search != "" || l.query.Severity != nil }

// SortBy orders by a column; a second time the other way round.
func (l *List) SortBy(by store.TransactionSort) {
	if l.query.Sort == by {
		l.query.Desc = !l.query.Desc
	} else {
		l.query.Sort, l.query.Desc = by, false
		switch by { // what is worst or most is what one looks for
		case store.SortSeverity, store.SortEnergy, store.SortDuration, store.SortMaxPower, store.SortFindings:
			l.query.Desc = true
		}
	}
	l.Reload()
	l.changed()
}

// SetOrder orders by a column, by its id, as it was left the last time. What isn't known changes nothing.
func (l *List) SetOrder(column string, desc bool) {
	for _, c := range Columns(nil) {
		if c.ID == column && c.Sortable() {
			l.query.Sort, l.query.Desc = c.Sort, desc
		}
	}
}

// Order is the id of the column that the list is ordered by, and the direction.
func (l *List) Order() (column string, desc bool) {
	for _, c := range Columns(nil) {
		if c.Sortable() && c.Sort == l.query.Sort {
			return c.ID, l.query.Desc
		}
	}
	return "", l.query.Desc
}

// SelectedText is the selected transaction as one line: its columns from left to right, with tabs between them,
// and the sentence that sums it up. It is "" while none is read.
func (l *List) SelectedText() string {
	tx, ok := l.Row(l.selected)
	if !ok {
		return ""
	}
	var cells []string
	for _, c := range Columns(l.app.Texts()) {
		text, _ := c.Cell(tx, l.app.Engine.Zone)
		cells = append(cells, text)
	}
	return strings.Join(append(cells, l.app.Detail.Sentence()), "\t")
}

// Sort is the column and the direction of the order.
func (l *List) Sort() (by store.TransactionSort, desc bool) { return l.query.Sort, l.query.Desc }

// Chip is one of the filters above the list.
type Chip struct {
	Label    string
	Count    int
	Severity *model.Severity // nil: all
	Active   bool
}

// Chips are the filters with their counts.
func (l *List) Chips() []Chip {
	n := l.counts
	chips := []Chip{
		{Label: l.app.Texts().Text(TextAll), Count: n.All},
		{Label: l.app.Texts().Text(TextErrors), Count: n.Errors, Severity: severity(model.SeverityError)},
		{Label: l.app.Texts().Text(TextWarnings), Count: n.Warnings, Severity: severity(model.SeverityWarning)},
		{Label: l.app.Texts().Text(TextInfos), Count: n.Infos, Severity: severity(model.SeverityInfo)},
		{Label: l.app.Texts().Text(TextClean), Count: n.Clean, Severity: severity(model.SeverityNone)},
	}
	for i := range chips {
		s := chips[i].Severity
		chips[i].Active = s == nil && l.query.Severity == nil ||
			s != nil && l.query.Severity != nil && *s == *l.query.Severity
	}
	return chips
}

func severity(s model.Severity) *model.Severity { return &s }

func (l *List) changed() {
	if l.OnChange != nil {
		l.OnChange()
	}
}

func (l *List) scroll() {
	if l.OnScroll != nil && l.selected >= 0 {
		l.OnScroll(l.selected)
	}
}
