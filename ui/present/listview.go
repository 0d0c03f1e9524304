package present

import (
	"context"
	"time"

	"meterscope/model"
	"meterscope/model/store"
)

// listQuery is what the list is to show, and how.
type listQuery struct {
	table    *listTable
	notes    map[model.TransactionKey]string
	sources  map[model.SourceID]string
	search   search
	severity *model.Severity
	from, to int64 // Unix nanoseconds, to before the second; see ranged
	ranged   bool
	orders   []Order
	zone     *time.Location
}

// listView is what the list shows: made beside the window, and never changed.
type listView struct {
	rows      []int32              // of the table, in the order of the view
	chips     store.SeverityCounts // of those that search and time leave over
	histogram Histogram
	total     Totals
}

// Totals sum transactions up.
type Totals struct {
	Count   int
	Energy  model.Decimal // Wh, of those whose energy is known
	Unknown int           // those without
	Rough   bool          // some energy isn't meterStop − meterStart
	Time    time.Duration // of those whose time is known
}

func (s *Totals) add(t *listTable, row int32) {
	s.Count++
	if v, ok := t.energyOf(row); ok {
		s.Energy = s.Energy.Add(v)
		s.Rough = s.Rough || energySources()[t.rows[row].energyFrom] != model.EnergyFromMeter
	} else {
		s.Unknown++
	}
	if d, ok := t.rows[row].duration(); ok && d > 0 {
		s.Time += d
	}
}

// binsShown is how many bars a histogram has at most.
const binsShown = 64

// look makes the view.
func (q *listQuery) look(ctx context.Context) (listView, error) {
	var v listView
	if q.table == nil {
		return v, nil
	}
	fits := q.search.fits(&matcher{q.table, q.notes, q.sources})
	v.rows = make([]int32, 0, len(q.table.rows))
	timed := v.rows // those that the histogram counts
	if q.ranged {
		timed = make([]int32, 0, len(q.table.rows))
	}
	for i := range q.table.rows {
		row := int32(i) //nolint:gosec // the number of a row
		if i%(1<<14) == 0 && ctx.Err() != nil {
			return v, ctx.Err()
		}
		if fits != nil && !fits(row) {
			continue
		}
		p := &q.table.rows[i]
		severity := p.severity()
		inTime := !q.ranged || q.inTime(p)
		if inTime {
			countSeverity(&v.chips, severity)
		}
		if q.severity != nil && severity != *q.severity {
			continue
		}
		if q.ranged {
			timed = append(timed, row)
		}
		if inTime {
			v.rows = append(v.rows, row)
			v.total.add(q.table, row)
		}
	}
	if !q.ranged {
		timed = v.rows
	}
	v.histogram = newHistogram(q.table, timed, q.zone, binsShown)
	if ctx.Err() != nil {
		return v, ctx.Err()
	}
	v.rows = q.table.sorted(v.rows, q.orders, q.keyOf)
	return v, nil
}

// keyOf is how a column orders rows. The names of sources are not in the table.
func (q *listQuery) keyOf(column string) sortKey {
	if column != "source" {
		return sortKeyOf(column)
	}
	names := words{texts: make([]string, 0, len(q.sources))}
	numbers := make(map[int32]uint32, len(q.sources))
	for id, name := range q.sources {
		numbers[int32(id)] = names.number(sourceName(name)) //nolint:gosec // a number of sources
	}
	return func(t *listTable, row int32) (uint64, bool) {
		n, ok := numbers[t.rows[row].source]
		if !ok {
			return 0, false
		}
		return names.sortKey(n)
	}
}

func (q *listQuery) inTime(p *packedTx) bool {
	at, ok := p.begin()
	return ok && q.from <= at && at < q.to
}

func countSeverity(n *store.SeverityCounts, s model.Severity) {
	n.All++
	switch s {
	case model.SeverityError:
		n.Errors++
	case model.SeverityWarning:
		n.Warnings++
	case model.SeverityInfo:
		n.Infos++
	default:
		n.Clean++
	}
}

// counts are of all rows.
func (t *listTable) counts() (n store.SeverityCounts) {
	for i := range t.rows {
		countSeverity(&n, t.rows[i].severity())
	}
	return n
}
