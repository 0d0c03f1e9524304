package store

import (
	"cmp"
	"container/heap"
	"context"
	"database/sql"
	"iter"
	"strings"

	"meterscope/model"
)

// FindingQuery filters findings.
type FindingQuery struct {
	Transaction model.TransactionKey // 0: all
	Source      model.SourceID       // 0: all
	Rule        model.RuleID         // "": all
	UnreadOnly  bool                 // only places that could not be read as a frame
	Station     model.Opt[string]    // of the frame at the place; not set: all
	Own         bool                 // of a transaction, only those of the rules over it, not those of its frames
	Limit       int                  // 0: all
}

// ofTransaction finds the rows with findings of a transaction and those that have places among its frames. Rows
// are told apart by how far their places reach (see findingLevel), so that for each length only those that begin
// near enough are looked at.
const ofTransaction = `(SELECT id FROM finding INDEXED BY finding_txn WHERE txn = ? AND txn <> 0
	UNION ALL
	SELECT f.id FROM txn_extent e
	CROSS JOIN (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15)) l
	CROSS JOIN finding f INDEXED BY finding_frames ON f.txn = 0 AND f.source = e.source AND f.level = l.column1
		AND f.first_frame BETWEEN e.first - (1 << 4 * l.column1) AND e.last AND f.last_frame >= e.first
	WHERE e.txn = ?) mine CROSS JOIN finding ON finding.id = mine.id`

// sql gives the query for the rows in which there may be findings of q.
func (q *FindingQuery) sql() (string, []any) {
	var where []string
	var args []any
	from := `finding`
	switch {
	case q.Transaction != 0 && q.Own:
		where, args = append(where, `txn = ?`), append(args, q.Transaction)
	case q.Transaction != 0:
		from = ofTransaction
		args = append(args, q.Transaction, q.Transaction)
	}
	if q.Source != 0 {
		where, args = append(where, `source = ?`), append(args, q.Source)
	}
	if q.Rule != "" {
		where, args = append(where, `rule = ?`), append(args, string(q.Rule))
	}
	if q.UnreadOnly {
		where = append(where, `txn = 0 AND first_frame < 0`)
	}
	query := `SELECT ` + findingColumns + ` FROM ` + from
	if len(where) > 0 {
		query += ` WHERE ` + strings.Join(where, ` AND `)
	}
	return query + ` ORDER BY source, first_offset, finding.id`, args
}

// Findings gives findings ordered by source, offset, pointer, rule, with repeats expanded, FrameID, FrameLine
// and Transaction filled in, streaming.
func (c *Case) Findings(ctx context.Context, q FindingQuery) iter.Seq2[*model.Finding, error] {
	return func(yield func(*model.Finding, error) bool) {
		n := 0
		for f, err := range c.findings(ctx, &q) {
			if err != nil {
				yield(nil, c.wrap("read findings of", err))
				return
			}
			if !yield(f, nil) {
				return
			}
			if n++; n == q.Limit {
				return
			}
		}
	}
}

func (c *Case) findings(ctx context.Context, q *FindingQuery) iter.Seq2[*model.Finding, error] {
	return func(yield func(*model.Finding, error) bool) {
		stand, err := c.standing(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		var m merge
		if q.Transaction != 0 {
			var err error
			if m.within, err = c.extents(ctx, q.Transaction); err != nil {
				yield(nil, err)
				return
			}
		}
		query, args := q.sql()
		rows, err := c.reader.QueryContext(ctx, query, args...)
		if err != nil {
			yield(nil, err)
			return
		}
		defer rows.Close() //nolint:errcheck // rows.Err tells
		m.rows = rows
		look := frameLook{c: c}
		for {
			f, err := m.next()
			if err == nil && f == nil {
				return
			}
			if err == nil {
				err = look.complete(ctx, f)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if q.Transaction != 0 && f.Transaction != q.Transaction || q.UnreadOnly && f.Frame >= 0 || !stand.finding(f) {
				continue
			}
			if q.Station.OK && q.Station.V != look.station(f, stand) {
				continue
			}
			if !yield(f, nil) {
				return
			}
		}
	}
}

// merge brings the lists of the rows into one order. It opens a row only when its first place is next, so it
// holds no more rows than overlap.
type merge struct {
	rows   *sql.Rows
	ahead  *findingCursor // the row that is next to be opened
	ended  bool
	cursor cursors
	opened int
	within []txnExtent // if set, places of an import's findings elsewhere are left out
}

// findingCursor reads the places of one row.
type findingCursor struct {
	row     packedFinding
	places  placeReader
	finding model.Finding
	number  int        // in the order of the rows
	within  *txnExtent // if set, the frames whose places are wanted
}

func (k *findingCursor) advance() (bool, error) {
	for {
		ok, err := k.places.next()
		if !ok || err != nil {
			return false, err
		}
		if frame := k.places.place.frame; k.within == nil || k.within.first <= frame && frame <= k.within.last {
			k.finding = k.row.key.finding(&k.places.place)
			return true, nil
		}
	}
}

// before is the order of findings.
func (k *findingCursor) before(o *findingCursor) int {
	a, b := &k.finding, &o.finding
	return cmp.Or(
		cmp.Compare(a.At.Source, b.At.Source), cmp.Compare(a.At.Offset, b.At.Offset),
		cmp.Compare(a.Pointer, b.Pointer), cmp.Compare(a.Rule, b.Rule), cmp.Compare(k.number, o.number),
	)
}

// cursors are a heap; the methods are those of heap.Interface.
type cursors []*findingCursor

func (c cursors) Len() int           { return len(c) }
func (c cursors) Less(i, j int) bool { return c[i].before(c[j]) < 0 }
func (c cursors) Swap(i, j int)      { c[i], c[j] = c[j], c[i] }

// Push adds a cursor.
func (c *cursors) Push(x any) { *c = append(*c, x.(*findingCursor)) } //nolint:forcetypeassert // ours

// Pop takes the last.
func (c *cursors) Pop() any {
	old := *c
	last := old[len(old)-1]
	old[len(old)-1] = nil
	*c = old[:len(old)-1]
	return last
}

// next gives the next finding, the caller's to keep; nil after the last.
func (m *merge) next() (*model.Finding, error) {
	if err := m.open(); err != nil {
		return nil, err
	}
	if len(m.cursor) == 0 {
		return nil, nil //nolint:nilnil // the end
	}
	top := m.cursor[0]
	f := top.finding
	more, err := top.advance()
	switch {
	case err != nil:
		return nil, err
	case more:
		heap.Fix(&m.cursor, 0)
	default:
		heap.Pop(&m.cursor)
	}
	return &f, nil
}

// open opens all rows that begin at or before the least open place.
func (m *merge) open() error {
	for {
		if m.ahead == nil && !m.ended {
			if err := m.read(); err != nil {
				return err
			}
		}
		if m.ahead == nil {
			return nil
		}
		if len(m.cursor) > 0 {
			top, k := m.cursor[0].finding.At, &m.ahead.row
			if cmp.Or(cmp.Compare(k.key.source, top.Source), cmp.Compare(k.firstOffset, top.Offset)) > 0 {
				return nil
			}
		}
		k := m.ahead
		m.ahead = nil
		if err := k.places.reset(k.row.data, k.row.count, k.row.key.source, indicesIn(k.row.key.shape)); err != nil {
			return err
		}
		ok, err := k.advance()
		if err != nil {
			return err
		}
		if ok {
			heap.Push(&m.cursor, k)
		}
	}
}

func (m *merge) read() error {
	if !m.rows.Next() {
		m.ended = true
		return m.rows.Err()
	}
	m.opened++
	m.ahead = &findingCursor{number: m.opened}
	err := m.ahead.row.scan(m.rows)
	for i := range m.within {
		if k := &m.ahead.row.key; k.txn == 0 && k.source == m.within[i].source {
			m.ahead.within = &m.within[i]
		}
	}
	return err
}

// FindingGroup is one row of the findings view.
type FindingGroup struct {
	First model.Finding
	Count int // places
	Kinds int // different values at them, where they are more than a few; else 1
}

// groupKey is what the findings of a group share.
type groupKey struct {
	rule             model.RuleID
	severity         model.Severity
	shape, got, want string
	pointer, hasGot  bool
}

func (k *findingKey) group() groupKey {
	return groupKey{k.rule, k.severity, k.shape, k.got, k.want, k.pointer, k.hasGot}
}

// FindingGroups gives the findings as rows: repeats of one rule, pointer shape, got and want are one row with
// a count and its first place, and so are those of which only the value differs, where more than a few do. They come
// in the order of their first places; Limit counts groups.
func (c *Case) FindingGroups(ctx context.Context, q FindingQuery) ([]FindingGroup, error) {
	groups, err := c.findingGroups(ctx, &q)
	groups = alike(groups)
	if q.Limit > 0 && len(groups) > q.Limit {
		groups = groups[:q.Limit]
	}
	return groups, c.wrap("read findings of", err)
}

func (c *Case) findingGroups(ctx context.Context, q *FindingQuery) ([]FindingGroup, error) {
	g := grouping{index: map[groupKey]int{}}
	if q.Transaction != 0 || q.UnreadOnly || q.Station.OK { // not all places of a row count
		for f, err := range c.findings(ctx, q) {
			if err != nil {
				return nil, err
			}
			shape := ""
			if f.HasPointer {
				shape, _ = shapeOf(f.Pointer, nil)
			}
			err = g.add(groupKey{f.Rule, f.Severity, shape, f.Got, f.Want, f.HasPointer, f.HasGot}, 1,
				func() (model.Finding, error) { return *f, nil })
			if err != nil {
				return nil, err
			}
		}
		return g.groups, nil
	}
	stand, err := c.standing(ctx)
	if err != nil {
		return nil, err
	}
	query, args := q.sql()
	look := frameLook{c: c, stand: stand}
	err = eachFinding(ctx, c.reader, func(p *packedFinding) error {
		n, err := stand.places(p)
		if err != nil || n == 0 {
			return err
		}
		return g.add(p.key.group(), n, func() (model.Finding, error) { return look.first(ctx, p) })
	}, query, args...)
	return g.groups, err
}

type grouping struct {
	groups []FindingGroup
	index  map[groupKey]int
}

// add counts places into a group; first is called where the group is new.
func (g *grouping) add(k groupKey, places int, first func() (model.Finding, error)) error {
	i, ok := g.index[k]
	if !ok {
		f, err := first()
		if err != nil {
			return err
		}
		i = len(g.groups)
		g.index[k] = i
		g.groups = append(g.groups, FindingGroup{First: f})
	}
	g.groups[i].Count += places
	return nil
}

// first gives the finding at the first place of a row.
func (l *frameLook) first(ctx context.Context, row *packedFinding) (model.Finding, error) {
	k := findingCursor{row: *row}
	if err := k.places.reset(row.data, row.count, row.key.source, indicesIn(row.key.shape)); err != nil {
		return model.Finding{}, err
	}
	ok, err := k.advance()
	for err == nil && ok && l.stand != nil && !l.stand.finding(&k.finding) {
		ok, err = k.advance()
	}
	if err == nil && !ok {
		err = broken("places of a finding")
	}
	if err == nil {
		err = l.complete(ctx, &k.finding)
	}
	return k.finding, err
}
