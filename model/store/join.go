package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"hash/maphash"
	"slices"

	"meterscope/model"
)

// Joined is one transaction, as joined, with what belongs to it.
type Joined struct {
	Tx       *model.Transaction // put sets its Key if the transaction was there before
	Spans    []model.Span       // the MeterValues frames
	Frames   []FrameRef         // its StartTransaction and StopTransactions
	Findings []model.Finding    // of the transaction rules; their Transaction is set when stored
	InFrames []model.Finding    // of single frames: each is of the transaction that its frame belongs to, if it does

	Statement []byte // what its accounts say; nil: nothing is kept of it
	Stamp     Stamp  // of what all of this was made from; zero: it is to be made again in any case
}

// FrameRef names a frame.
type FrameRef struct {
	Source model.SourceID
	Seq    int64
}

// join collects what a joiner puts, and then works out what belongs to which transaction.
type join struct {
	c        *Case
	before   map[uint64]model.TransactionKey // by the hash of a txnPlace: there are many
	seed     maphash.Seed
	gone     map[model.TransactionKey]bool // those that there were, as long as they aren't there again
	former   map[model.TransactionKey]bool // those that there were before
	taken    map[model.TransactionKey]bool
	next     model.TransactionKey
	txns     []*model.Transaction
	spans    []joinedSpan
	refs     map[model.SourceID][]joinedRef
	findings findingWriter // txn is the number of the transaction in txns, from 1, until keys are given
	one      findingWriter // of the transaction that is put: they repeat among themselves only
	inFrames findingWriter // those of frames, until it is known to which transactions these belong
	tallies  []tally
	names    map[model.RuleID]int
	ruleList []model.RuleID
	owners   []ownerRow
	extents  []extentRow
	accounts []joinedAccount // of txns
}

type joinedSpan struct {
	model.Span
	txn   int   // number in txns, from 1
	reach int64 // the last frame of this one and those before it
}

type joinedRef struct {
	seq int64
	txn int
}

type ownerRow struct {
	source model.SourceID
	first  int64
	count  int
	data   []byte
}

type extentRow struct {
	txn         int
	source      model.SourceID
	first, last int64
}

// ReplaceTransactions replaces all transactions, spans and the findings of transaction rules in one database
// transaction, after do has returned without an error; until then readers see what was before. do calls put
// once for each transaction. The key of a transaction that was there before (same station, connector, id and
// first frame or start; or but for the station, where that tells it from all others) is kept, and put sets it in Tx.Key; new ones are numbered on in the order of the
// list. The answers to a transaction's frames belong to it too: they need not be named. Errors, Warnings and
// Infos of the stored transaction count its own findings and those in its frames, whatever stands in Tx. A
// finding without a transaction (of a station's clock) goes with a Joined whose Tx is nil.
func (c *Case) ReplaceTransactions(ctx context.Context, do func(put func(Joined) error) error) error {
	c.joining.Lock()
	defer c.joining.Unlock()
	return c.wrap("join the transactions of", c.replaceTransactions(ctx, do))
}

func (c *Case) replaceTransactions(ctx context.Context, do func(put func(Joined) error) error) error {
	if c.readOnly {
		return ErrReadOnly
	}
	j := &join{
		c: c, refs: map[model.SourceID][]joinedRef{}, taken: map[model.TransactionKey]bool{}, names: map[model.RuleID]int{},
	}
	if err := j.recall(ctx, `SELECT key FROM txn`); err != nil {
		return err
	}
	joined, err := c.extent(ctx)
	if err != nil {
		return err
	}
	if err := do(j.put); err != nil {
		return err
	}
	if err := j.inFrames.close(); err != nil {
		return err
	}
	j.number()
	if err := j.assign(ctx); err != nil {
		return err
	}
	c.writing.Lock()
	defer c.writing.Unlock()
	err = c.write(ctx, func(tx *sql.Tx) error {
		if err := j.write(ctx, tx); err != nil {
			return err
		}
		return setSetting(ctx, tx, settingJoined, joined)
	})
	c.ownerCache.clear()
	c.joins.Add(1)
	return err
}

// settingJoined is what the sources were when they were last joined.
const settingJoined = "joined"

// extent tells the sources and how far each was read, and what the rules are to say of them.
func (c *Case) extent(ctx context.Context) (string, error) {
	var s sql.NullString
	err := c.reader.QueryRowContext(ctx, `SELECT coalesce(group_concat(id || ':' || size || ':' || reading, ' '), '') ||
		coalesce((SELECT ' ' || value FROM setting WHERE key = ? AND value <> ''), '')
		FROM (SELECT id, size, reading FROM source WHERE hidden = 0 ORDER BY id)`, SettingRules).
		Scan(&s)
	return s.String, err
}

// Stale says that something was imported or removed since the transactions were last joined: the import was
// interrupted before its end.
func (c *Case) Stale(ctx context.Context) (bool, error) {
	now, err := c.extent(ctx)
	if err != nil {
		return false, c.wrap("read sources of", err)
	}
	joined, _, err := c.Setting(ctx, settingJoined)
	return now != joined, err
}

// recall reads which transactions there were of those that a query lists, and the last key ever given.
func (j *join) recall(ctx context.Context, of string, args ...any) error {
	err := j.c.reader.QueryRowContext(ctx, `SELECT seq FROM sqlite_sequence WHERE name = 'txn'`).Scan(&j.next)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	j.next++
	j.before, j.seed = map[uint64]model.TransactionKey{}, maphash.MakeSeed()
	j.gone, j.former = map[model.TransactionKey]bool{}, map[model.TransactionKey]bool{}
	rows, err := j.c.reader.QueryContext(ctx, `SELECT key, station, connector, transaction_id, start, start_part, at_source,
		at_offset, 1 AS former FROM former UNION ALL
		SELECT key, station, connector, transaction_id, start, start_part, at_source, at_offset, 0 FROM txn
		WHERE key IN (`+of+`) ORDER BY former DESC, key`, args...)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	var station sql.RawBytes
	names := map[string]string{} // there are few stations
	for rows.Next() {
		var t model.Transaction
		var connector, id, start, part sql.NullInt64
		var former bool
		if err := rows.Scan(&t.Key, &station, &connector, &id, &start, &part, &t.At.Source, &t.At.Offset, &former); err != nil {
			return err
		}
		name, ok := names[string(station)]
		if !ok {
			name = string(station)
			names[name] = name
		}
		t.Station, t.Connector, t.ID, t.Start = name, optional(connector), optional(id), timeFrom(start, part)
		j.recognise(&t, former)
	}
	return rows.Err()
}

// put takes one transaction.
func (j *join) put(v Joined) error {
	if err := put(&j.inFrames, v.InFrames, 0); err != nil {
		return err
	}
	if v.Tx == nil {
		return put(&j.findings, v.Findings, noTransaction)
	}
	v.Tx.Key = j.oldKey(v.Tx)
	tx := *v.Tx
	j.txns = append(j.txns, &tx)
	j.accounts = append(j.accounts, joinedAccount{v.Stamp, v.Statement})
	number := len(j.txns)
	for _, s := range v.Spans {
		j.spans = append(j.spans, joinedSpan{Span: s, txn: number})
	}
	for _, r := range v.Frames {
		j.refs[r.Source] = append(j.refs[r.Source], joinedRef{r.Seq, number})
	}
	if err := put(&j.one, v.Findings, int64(number)); err != nil {
		return err
	}
	return j.one.moveTo(&j.findings)
}

// noTransaction stands for the transaction of what belongs to none.
const noTransaction = -1

func put(w *findingWriter, findings []model.Finding, txn int64) error {
	for i := range findings {
		if err := w.add(&findings[i], txn); err != nil {
			return err
		}
	}
	return w.bound()
}

// oldKey gives the key that a transaction had; 0 if it is new.
func (j *join) oldKey(t *model.Transaction) model.TransactionKey {
	for _, place := range places(t) {
		if key := j.before[maphash.Comparable(j.seed, place)]; key > 0 && !j.taken[key] {
			j.taken[key] = true
			return key
		}
	}
	return 0
}

// number gives the new transactions their keys, in the order of the list.
func (j *join) number() {
	for _, i := range j.order() {
		if t := j.txns[i]; t.Key == 0 {
			t.Key = j.next
			j.next++
		}
	}
	for i := range j.spans {
		j.spans[i].Transaction = j.txns[j.spans[i].txn-1].Key
	}
}

// order gives the transactions in the order of the list: by begin, then by the place of the first frame.
func (j *join) order() []int {
	order := make([]int, len(j.txns))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		s, t := j.txns[a], j.txns[b]
		return cmp.Or(s.Begin().Compare(t.Begin()), cmp.Compare(s.At.Source, t.At.Source),
			cmp.Compare(s.At.Offset, t.At.Offset))
	})
	return order
}

// write replaces the tables.
func (j *join) write(ctx context.Context, tx *sql.Tx) error {
	if err := j.remember(ctx, tx); err != nil {
		return err
	}
	for _, statement := range []string{
		`DELETE FROM txn`, `DELETE FROM txn_span`, `DELETE FROM txn_extent`, `DELETE FROM frame_txn`,
		`DELETE FROM finding WHERE txn <> 0`, `DELETE FROM account`,
	} {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	for _, step := range []func(context.Context, *sql.Tx) error{
		j.writeTransactions, j.writeSpans, j.writeExtents, j.writeOwners, j.writeAccounts,
	} {
		if err := step(ctx, tx); err != nil {
			return err
		}
	}
	for i := range j.findings.packed {
		if k := &j.findings.packed[i].key; k.txn > 0 {
			k.txn = int64(j.txns[k.txn-1].Key)
		}
	}
	return j.findings.write(ctx, tx)
}

func (j *join) writeTransactions(ctx context.Context, tx *sql.Tx) error {
	rows := newInserter(tx, "txn", txnColumns+`, `+txnSortColumns)
	for position, i := range j.order() {
		if err := rows.add(ctx, transactionRow(j.txns[i], position+1, j.ruleNames(i))...); err != nil {
			return err
		}
	}
	return rows.flush(ctx)
}

func (j *join) writeSpans(ctx context.Context, tx *sql.Tx) error {
	rows := newInserter(tx, "txn_span", "txn, source, station, connector, transaction_id, first, last, inferred")
	for i := range j.spans {
		s := &j.spans[i]
		err := rows.add(ctx, int64(j.txns[s.txn-1].Key), int64(s.Source), s.Station, nullable(s.Connector), nullable(s.ID),
			s.First, s.Last, s.Inferred)
		if err != nil {
			return err
		}
	}
	return rows.flush(ctx)
}

func (j *join) writeExtents(ctx context.Context, tx *sql.Tx) error {
	rows := newInserter(tx, "txn_extent", "txn, source, first, last")
	for _, e := range j.extents {
		if err := rows.add(ctx, int64(j.txns[e.txn-1].Key), int64(e.source), e.first, e.last); err != nil {
			return err
		}
	}
	return rows.flush(ctx)
}

func (j *join) writeOwners(ctx context.Context, tx *sql.Tx) error {
	rows := newInserter(tx, "frame_txn", "source, first, count, data")
	for _, o := range j.owners {
		if err := rows.add(ctx, int64(o.source), o.first, o.count, o.data); err != nil {
			return err
		}
	}
	return rows.flush(ctx)
}
