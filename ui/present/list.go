package present

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"meterscope/model"
	"meterscope/model/store"
)

// List is the list of transactions. It keeps all of them in memory, packed; what it shows of them, and in which
// order, is made beside the window.
type List struct {
	OnChange func() // rows, order, counts or selection
	OnScroll func(row int)

	app     *App
	reading *lane
	opening *lane // reads the first rows, to show something at once
	viewing *lane
	table   *listTable
	notes   map[model.TransactionKey]string // never changed: another takes its place
	view    listView
	counts  store.SeverityCounts
	loaded  bool

	text     string // the search
	search   search
	severity *model.Severity
	from, to time.Time // of the stretch of time that is chosen; zero: no bound
	orders   []Order

	selected    int // row of the view; −1: none
	selectedKey model.TransactionKey
	selectFirst bool // once there are rows
	still       bool // the case has changed by itself: the list stays where the reader has scrolled it to
	stirred     bool // what is selected may have changed
	behind      behind
	moves       int // counts what the user selected
	arrival     *arrival
	hidden      *arrival // search and filters hide all of it
	choice      choice
	jump        jump
	onSelect    func(key model.TransactionKey, tx *model.Transaction)
}

func newList(a *App) *List {
	return &List{app: a, selected: -1, orders: FirstOrders()}
}

// FirstOrders is how the list is ordered to begin with.
func FirstOrders() []Order { return []Order{{Column: "start"}} }

func (l *List) attach(c *openCase) {
	l.reading, l.opening, l.viewing = c.lane(), c.lane(), c.lane()
	l.table, l.notes, l.view, l.counts, l.loaded = nil, nil, listView{}, store.SeverityCounts{}, false
	l.text, l.search, l.severity, l.from, l.to = "", search{}, nil, time.Time{}, time.Time{}
	l.selected, l.selectedKey, l.selectFirst = -1, 0, true
	l.choice, l.jump, l.behind, l.arrival, l.hidden = choice{}, jump{}, behind{}, nil, nil
	file := c.file
	l.opening.do(doRead(l.app, func(ctx context.Context) (*listTable, error) {
		return firstListed(ctx, file)
	}, l.showFirst))
	l.Reload()
}

// listAsked is what the list is asked to show, and what is selected of it.
type listAsked struct {
	text     string
	severity *model.Severity
	from, to time.Time
	selected model.TransactionKey
}

func (l *List) asked() listAsked { return listAsked{l.text, l.severity, l.from, l.to, l.selectedKey} }

// alike says that the same transactions are asked for, whatever is selected of them.
func (q listAsked) alike(o listAsked) bool {
	same := q.severity == o.severity || q.severity != nil && o.severity != nil && *q.severity == *o.severity
	return same && q.text == o.text && q.from.Equal(o.from) && q.to.Equal(o.to)
}

// askAgain shows what was asked for before, where language or zone may be others now.
func (l *List) askAgain(q listAsked) {
	l.severity, l.from, l.to, l.selectedKey = q.severity, q.from, q.to, q.selected
	l.text, l.search = q.text, parseSearch(l.app.Texts(), q.text, l.app.Engine.Zone, l.app.Engine.Now())
	l.opening.stop()
	l.Reload()
}

// listRead is what was read of a case for the list.
type listRead struct {
	table  *listTable
	notes  map[model.TransactionKey]string
	counts store.SeverityCounts
	behind behind // that this makes up for
	before *listTable
	moved  func(row int32) (int32, bool) // from the rows of before
}

// Reload reads the list again and keeps the selection where it can.
func (l *List) Reload() {
	if l.reading != nil {
		l.behind.all = true
		l.reading.do(l.catchUp())
	}
}

// firstListed reads as many rows as are seen at once, where there are so many that all take a while.
func firstListed(ctx context.Context, file CaseFile) (*listTable, error) {
	const many, seen = 20_000, 200
	n, err := file.TransactionCount(ctx)
	if err != nil || n < many {
		return nil, err
	}
	t := &listTable{rows: make([]packedTx, seen)}
	parts := make([]tableBuilder, 1)
	parts[0].rows = t.rows[:0]
	if err := file.Listing(ctx, 0, seen, parts[0].add); err != nil {
		return nil, err
	}
	t.join(parts)
	return t, nil
}

// showFirst shows the first rows until all are there.
func (l *List) showFirst(t *listTable) {
	if t == nil || l.table != nil || l.Filtered() || !slices.Equal(l.orders, FirstOrders()) {
		return
	}
	l.table = t
	rows := make([]int32, len(t.rows))
	for i := range rows {
		rows[i] = int32(i) //nolint:gosec // the number of a row
	}
	l.show(listView{rows: rows})
}

func (l *List) read(r listRead) {
	before, moved := l.table, r.moved
	if moved != nil && r.before != before { // another one has come meanwhile
		l.reading.again(l.catchUp())
		return
	}
	if moved == nil {
		moved = movedTo(before, r.table)
	}
	l.choice.follow(before, moved)
	partly := !l.loaded
	l.behind.madeUp(r.behind)
	l.table, l.notes, l.counts, l.loaded = r.table, r.notes, r.counts, true
	// What is shown is of the table before, until the view of this one is made: its rows are others.
	if before != nil {
		l.view.rows = sameRows(moved, l.view.rows)
		if l.selected = l.rowOf(l.selectedKey); partly {
			l.view.chips = r.counts
		}
	}
	l.stirred = l.stirred || r.behind.concerns(l.selectedKey)
	if l.arrival != nil && r.behind.all {
		l.arrival.read = true
	}
	l.look(l.viewing.again)
	l.app.changed()
	l.app.Status.changed()
	l.changed()
}

// sameRows gives the rows of a table that are those of the table before: those that are no longer there go.
func sameRows(moved func(int32) (int32, bool), rows []int32) []int32 {
	same := make([]int32, 0, len(rows))
	for _, row := range rows {
		if r, ok := moved(row); ok {
			same = append(same, r)
		}
	}
	return same
}

// index finds rows by their keys.
func (t *listTable) index() map[int64]int32 {
	index := make(map[int64]int32, len(t.rows))
	for i := range t.rows {
		index[t.rows[i].key] = int32(i) //nolint:gosec // the number of a row
	}
	return index
}

// update makes the view anew, beside the window.
func (l *List) update() {
	if l.stirred = true; l.viewing != nil {
		l.look(l.viewing.do)
	}
}

// look makes the view anew where what is selected is the same.
func (l *List) look(do func(work)) {
	if l.viewing == nil || l.table == nil {
		return
	}
	q := l.query()
	do(doRead(l.app, q.look, func(v listView) {
		if q.table == l.table {
			l.show(v)
		}
	}))
}

func (l *List) query() *listQuery {
	q := &listQuery{
		table: l.table, notes: l.notes, search: l.search, severity: l.severity, orders: slices.Clone(l.orders),
		zone: l.app.Engine.Zone, ranged: l.Ranged(), from: nanosOf(time.Unix(-1<<62, 0)), to: nanosOf(time.Unix(1<<62, 0)),
		sources: map[model.SourceID]string{},
	}
	for id, src := range l.app.Status.sources {
		q.sources[id] = src.Name
	}
	if !l.from.IsZero() {
		q.from = nanosOf(l.from)
	}
	if !l.to.IsZero() {
		q.to = nanosOf(l.to)
	}
	return q
}

// show shows a view, and keeps the selection where it can.
func (l *List) show(v listView) {
	l.view = v
	if !l.loaded {
		l.view.chips = l.counts
	}
	l.choice.within(l.table, v.rows)
	l.selected = l.rowOf(l.selectedKey)
	l.stillHidden()
	if came := l.arrived(); came >= 0 && l.keyAt(came) != l.selectedKey {
		l.selectFirst, l.stirred, l.still = false, false, false
		l.only(came)
		return
	}
	switch {
	case l.selected < 0 && l.selectedKey != 0 && !l.loaded: // it comes with all rows
		l.changed()
	case l.selected < 0 && len(v.rows) > 0 && (l.selectFirst || l.selectedKey != 0):
		l.selectFirst, l.stirred = false, false
		l.only(0)
	case l.selected >= 0:
		l.selectFirst = false
		l.changed()
		if tx, _ := l.Row(l.selected); l.stirred {
			l.stirred = false
			l.onSelect(l.selectedKey, tx)
		}
		if !l.still {
			l.scroll()
		}
		l.still = false
	case len(v.rows) == 0:
		l.changed()
		l.onSelect(0, nil)
	default:
		l.changed()
	}
}

// rowOf is where a transaction stands in the view; −1 where it doesn't.
func (l *List) rowOf(key model.TransactionKey) int {
	if key == 0 || l.table == nil {
		return -1
	}
	return slices.IndexFunc(l.view.rows, func(row int32) bool { return l.table.rows[row].key == int64(key) })
}

// Len is the number of rows in the view.
func (l *List) Len() int { return len(l.view.rows) }

// Loaded says that the view has been read at least once.
func (l *List) Loaded() bool { return l.loaded }

// Counts are of the whole case, whatever the filter.
func (l *List) Counts() store.SeverityCounts { return l.counts }

// Row gives a row's transaction. ok is false where there is no such row.
func (l *List) Row(i int) (tx *model.Transaction, ok bool) {
	if i < 0 || i >= len(l.view.rows) {
		return nil, false
	}
	t := l.transaction(l.view.rows[i])
	return &t, true
}

// transaction is a row of the table.
func (l *List) transaction(row int32) model.Transaction {
	tx := l.table.transaction(row)
	_, tx.Noted = l.notes[tx.Key]
	return tx
}

// keyAt is the transaction of a row of the view.
func (l *List) keyAt(row int) model.TransactionKey {
	return model.TransactionKey(l.table.rows[l.view.rows[row]].key)
}

// HasNotes says that there is a note about some transaction.
func (l *List) HasNotes() bool { return len(l.notes) > 0 }

// noted says what the note of a transaction is now; "" if it has none any more.
func (l *List) noted(key model.TransactionKey, text string) {
	notes := maps.Clone(l.notes)
	if notes == nil {
		notes = map[model.TransactionKey]string{}
	}
	if delete(notes, key); text != "" {
		notes[key] = text
	}
	l.notes = notes
	if tx := l.app.Detail.tx; tx != nil && tx.Key == key {
		tx.Noted = text != ""
	}
	if l.search.looksAtNotes() {
		l.update()
	}
	l.changed()
}

// SetSearch shows only transactions that fit all terms. A term that can't be read is left out: see Problems. What is
// searched for on another page is shown in the list.
func (l *List) SetSearch(text string) {
	if l.text == text {
		return
	}
	l.text = text
	l.app.ShowPage(PageTransactions)
	l.search = parseSearch(l.app.Texts(), text, l.app.Engine.Zone, l.app.Engine.Now())
	l.update()
	l.changed()
}

// Search is what is searched for, as it was typed.
func (l *List) Search() string { return l.text }

// Problems are the terms of the search that can't be read. at is the byte of the search where somebody is typing, so
// that the term there has still to be finished; −1 if nobody is.
func (l *List) Problems(at int) []SearchProblem {
	return slices.DeleteFunc(slices.Clone(l.search.problems), func(p SearchProblem) bool { return p.From <= at && at <= p.To })
}

// ProblemsText says what is wrong with the search, term by term; "" if nothing is.
func (l *List) ProblemsText(at int) string {
	t := l.app.Texts()
	var lines []string
	for _, p := range l.Problems(at) {
		lines = append(lines, t.Text("“%s” is left out: %s. %s", p.Term, p.What, p.Remedy))
	}
	return strings.Join(lines, "\n")
}

// SetSeverity shows only transactions whose worst finding is of this severity; nil shows all. The list comes to the
// front.
func (l *List) SetSeverity(s *model.Severity) {
	l.severity = s
	l.app.ShowPage(PageTransactions)
	l.update()
	l.changed()
}

// ShowAll takes back filter and search.
func (l *List) ShowAll() {
	l.text, l.search, l.severity, l.from, l.to = "", search{}, nil, time.Time{}, time.Time{}
	l.update()
	l.changed()
}

// Filtered says that a filter or a search hides some.
func (l *List) Filtered() bool { return len(l.search.tests) > 0 || l.severity != nil || l.Ranged() }

// SortBy orders by a column; a second time the other way round.
func (l *List) SortBy(column string) {
	if len(l.orders) > 0 && l.orders[0].Column == column {
		l.setOrders([]Order{{column, !l.orders[0].Desc}})
		return
	}
	l.setOrders([]Order{{column, fallsFirst(column)}})
}

// SortAlso orders those that are equal so far by another column too; one that is there already turns round.
func (l *List) SortAlso(column string) {
	orders := slices.Clone(l.orders)
	if i := slices.IndexFunc(orders, func(o Order) bool { return o.Column == column }); i >= 0 {
		orders[i].Desc = !orders[i].Desc
	} else {
		orders = append(orders, Order{column, fallsFirst(column)})
	}
	l.setOrders(orders)
}

// SetOrders orders as it was left the last time. What isn't known is left out.
func (l *List) SetOrders(orders []Order) {
	var known []Order
	for _, o := range orders {
		if sortKeyOf(o.Column) != nil && !slices.ContainsFunc(known, func(k Order) bool { return k.Column == o.Column }) {
			known = append(known, o)
		}
	}
	if len(known) > 0 {
		l.setOrders(known)
	}
}

func (l *List) setOrders(orders []Order) {
	l.orders = orders
	l.update()
	l.changed()
}

// Orders are the columns that the list is ordered by, the most important first.
func (l *List) Orders() []Order { return slices.Clone(l.orders) }

// fallsFirst says that of a column the most comes first: what is worst or most is what one looks for.
func fallsFirst(column string) bool {
	for _, c := range Columns(nil) {
		if c.ID == column {
			return c.Falling
		}
	}
	return false
}

// Chip is one of the filters above the list.
type Chip struct {
	Label    string
	Count    int             // of the transactions that search and time leave over
	Severity *model.Severity // nil: all
	Active   bool
}

// Chips are the filters with their counts.
func (l *List) Chips() []Chip {
	n := l.view.chips
	chips := []Chip{
		{Label: l.app.Texts().Text(TextAll), Count: n.All},
		{Label: l.app.Texts().Text(TextErrors), Count: n.Errors, Severity: severity(model.SeverityError)},
		{Label: l.app.Texts().Text(TextWarnings), Count: n.Warnings, Severity: severity(model.SeverityWarning)},
		{Label: l.app.Texts().Text(TextInfos), Count: n.Infos, Severity: severity(model.SeverityInfo)},
		{Label: l.app.Texts().Text(TextClean), Count: n.Clean, Severity: severity(model.SeverityNone)},
	}
	for i := range chips {
		s := chips[i].Severity
		chips[i].Active = s == nil && l.severity == nil || s != nil && l.severity != nil && *s == *l.severity
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
