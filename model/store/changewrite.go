package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"

	"meterscope/model"
)

// write writes a change into the tables.
func (w *changing) write(ctx context.Context, tx *sql.Tx) error {
	j := w.join
	if err := j.remember(ctx, tx); err != nil {
		return err
	}
	kept, err := w.clear(ctx, tx)
	if err != nil {
		return err
	}
	for i := range j.findings.packed {
		if k := &j.findings.packed[i].key; k.txn > 0 {
			k.txn = int64(j.txns[k.txn-1].Key)
		}
	}
	for _, step := range []func(context.Context, *sql.Tx) error{
		j.writeSpans, w.writeOwners, w.writeExtents, j.writeAccounts, j.findings.write, w.writeFramed, w.writeApart,
	} {
		if err := step(ctx, tx); err != nil {
			return err
		}
	}
	if err := w.count(ctx, tx); err != nil {
		return err
	}
	return w.place(ctx, tx, kept)
}

// clear takes out what there was of the transactions that were. It gives the positions in the list of those that keep
// theirs; the others leave no gap.
func (w *changing) clear(ctx context.Context, tx *sql.Tx) (kept map[model.TransactionKey]int, err error) {
	kept = map[model.TransactionKey]int{}
	for _, key := range sortedKeys(w.Was) {
		position, was, err := rankOf(ctx, tx, `key = ?`, key)
		if err != nil {
			return nil, err
		}
		if n := w.numbers[key]; n > 0 && was.compare(rank(w.join.txns[n-1])) == 0 {
			kept[key] = position
		} else if _, err := tx.ExecContext(ctx, `UPDATE txn SET position = position - 1 WHERE position > ?`, position); err != nil {
			return nil, err
		} else {
			for other := range kept {
				if kept[other] > position {
					kept[other]--
				}
			}
		}
		for _, statement := range []string{
			`DELETE FROM txn WHERE key = ?`, `DELETE FROM txn_span WHERE txn = ?`, `DELETE FROM finding WHERE txn = ? AND txn <> 0`,
			`DELETE FROM account WHERE txn = ?`,
		} {
			if _, err := tx.ExecContext(ctx, statement, key); err != nil {
				return nil, err
			}
		}
		if w.numbers[key] == 0 {
			if _, err := tx.ExecContext(ctx, `DELETE FROM txn_extent WHERE txn = ?`, key); err != nil {
				return nil, err
			}
		}
	}
	return kept, nil
}

// writeOwners writes which transactions the frames have.
func (w *changing) writeOwners(ctx context.Context, tx *sql.Tx) error {
	for _, id := range sortedKeys(w.grown) {
		g := w.grown[id]
		if _, err := tx.ExecContext(ctx, `DELETE FROM frame_txn WHERE source = ? AND first >= ?`, id, g.low); err != nil {
			return err
		}
		rows := newInserter(tx, "frame_txn", "source, first, count, data")
		for at := 0; at < len(g.keys); at += ownerBlock {
			block := owners(g.keys[at:min(at+ownerBlock, len(g.keys))])
			if !slices.ContainsFunc(block, func(k model.TransactionKey) bool { return k != 0 }) {
				continue
			}
			if err := rows.add(ctx, id, g.low+int64(at), len(block), w.join.c.compress(packOwners(block))); err != nil {
				return err
			}
		}
		if err := rows.flush(ctx); err != nil {
			return err
		}
	}
	return nil
}

// writeExtents writes how far the transactions reach that have other frames than before, or were put; they are
// counted.
func (w *changing) writeExtents(ctx context.Context, tx *sql.Tx) error {
	for _, id := range sortedKeys(w.grown) {
		g := w.grown[id]
		now := g.extents()
		for i := max(g.from-g.low, 0); i < int64(len(g.keys)); i++ { // answers may belong to what is as it was
			if key := g.keys[i]; key != 0 {
				w.counted[key] = true
			}
		}
		for _, key := range sortedKeys(w.counted) {
			if err := w.writeExtent(ctx, tx, g, key, now); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *changing) writeExtent(ctx context.Context, tx *sql.Tx, g *grownSource, key model.TransactionKey, now map[model.TransactionKey]txnExtent) error {
	var was txnExtent
	err := tx.QueryRowContext(ctx, `SELECT first, last FROM txn_extent WHERE txn = ? AND source = ?`, key, g.id).Scan(&was.first, &was.last)
	there := err == nil
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	e, ok := now[key]
	if there && was.first < g.low {
		if !ok {
			if e.last = was.last; was.last >= g.low {
				if e.last, err = w.join.c.lastBefore(ctx, key, g.id, was.first, g.low); err != nil {
					return err
				}
			}
		}
		e.first, ok = was.first, true
	}
	if !ok {
		_, err = tx.ExecContext(ctx, `DELETE FROM txn_extent WHERE txn = ? AND source = ?`, key, g.id)
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT OR REPLACE INTO txn_extent (txn, source, first, last) VALUES (?, ?, ?, ?)`, key, g.id, e.first, e.last)
	return err
}

// writeFramed writes the findings in frames of transactions that are as they were but for these.
func (w *changing) writeFramed(ctx context.Context, tx *sql.Tx) error {
	for _, key := range sortedKeys(w.told) {
		for _, id := range w.Framed {
			if _, err := tx.ExecContext(ctx, `DELETE FROM finding WHERE txn = ? AND txn <> 0 AND rule = ?`, key, string(id)); err != nil {
				return err
			}
		}
	}
	return w.framed.write(ctx, tx)
}

// writeApart writes the findings of no transaction, but those of frames that count elsewhere: no frame that was added
// does.
func (w *changing) writeApart(ctx context.Context, tx *sql.Tx) error {
	if w.Apart != 0 && w.Apart == w.apart {
		return nil
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM finding WHERE txn = ? AND txn <> 0 AND rule <> ?`, noTransaction, string(loggedAgain)); err != nil {
		return err
	}
	return w.rest.write(ctx, tx)
}

// count counts the findings of transactions: those of the rules over them, and those in their frames.
func (w *changing) count(ctx context.Context, tx *sql.Tx) error {
	keys := sortedKeys(w.counted)
	counts := newTallies(len(keys), w.join.names, &w.join.ruleList)
	for i, key := range keys {
		if err := w.countOne(ctx, tx, counts, i+1, key); err != nil {
			return err
		}
	}
	w.join.tallies = make([]tally, len(w.join.txns))
	for i, key := range keys {
		by := &counts.bySeverity[i]
		if n := w.numbers[key]; n > 0 {
			t := w.join.txns[n-1]
			t.Errors, t.Warnings, t.Infos = by[model.SeverityError], by[model.SeverityWarning], by[model.SeverityInfo]
			w.join.tallies[n-1] = counts.rules[i]
			continue
		}
		t := model.Transaction{Key: key, Errors: by[model.SeverityError], Warnings: by[model.SeverityWarning], Infos: by[model.SeverityInfo]}
		var id sql.NullInt64
		if err := tx.QueryRowContext(ctx, `SELECT station, id_tag, transaction_id FROM txn WHERE key = ?`, key).Scan(&t.Station, &t.IDTag, &id); err != nil {
			return err
		}
		t.ID = optional(id)
		_, err := tx.ExecContext(ctx, `UPDATE txn SET errors = ?, warnings = ?, infos = ?, severity = ?, search = ? WHERE key = ?`,
			t.Errors, t.Warnings, t.Infos, int64(t.Severity()), searchText(&t, w.join.namesOf(counts.rules[i])), key)
		if err != nil {
			return err
		}
	}
	return nil
}

// countOne counts those of the transaction of a number in counts.
func (w *changing) countOne(ctx context.Context, tx *sql.Tx, counts *tallies, number int, key model.TransactionKey) error {
	return eachFinding(ctx, tx, func(p *packedFinding) error {
		if p.key.txn != 0 {
			counts.add(number, p.key.rule, p.key.severity, p.count)
			return nil
		}
		return p.key.eachPlace(p.data, p.count, func(pl *place) error {
			owner, err := w.owner(ctx, FrameRef{p.key.source, pl.frame})
			if err == nil && owner == key {
				counts.add(number, p.key.rule, p.key.severity, 1)
			}
			return err
		})
	}, `SELECT `+findingColumns+` FROM `+ofTransaction, key, key)
}

// ranked is what the place of a transaction in the list goes by.
type ranked struct {
	begin model.Time
	at    model.Place
}

func rank(t *model.Transaction) ranked { return ranked{t.Begin(), t.At} }

func (r ranked) compare(o ranked) int {
	return cmp.Or(r.begin.Compare(o.begin), cmp.Compare(r.at.Source, o.at.Source), cmp.Compare(r.at.Offset, o.at.Offset))
}

// rankOf reads where a transaction stands in the list, and why.
func rankOf(ctx context.Context, tx *sql.Tx, where string, args ...any) (position int, r ranked, err error) {
	var start, startPart, first, firstPart sql.NullInt64
	err = tx.QueryRowContext(ctx, `SELECT position, start, start_part, first, first_part, at_source, at_offset FROM txn WHERE `+where, args...).
		Scan(&position, &start, &startPart, &first, &firstPart, &r.at.Source, &r.at.Offset)
	t := model.Transaction{Start: timeFrom(start, startPart), First: timeFrom(first, firstPart)}
	r.begin = t.Begin()
	return position, r, err
}

// place writes the transactions, each where it belongs in the list.
func (w *changing) place(ctx context.Context, tx *sql.Tx, kept map[model.TransactionKey]int) error {
	var n int
	if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM txn`).Scan(&n); err != nil {
		return err
	}
	n += len(kept)
	for _, key := range sortedKeys(kept) {
		if err := w.placeAt(ctx, tx, w.numbers[key]-1, kept[key]); err != nil {
			return err
		}
	}
	behind := 1 // the one that was placed last: the next one comes behind it
	for _, i := range w.join.order() {
		t := w.join.txns[i]
		if _, there := kept[t.Key]; there {
			continue
		}
		low, high := behind, n+1 // it comes before the one at high
		for low < high {
			middle := (low + high) / 2
			_, r, err := rankOf(ctx, tx, `position = ?`, middle)
			if err != nil {
				return err
			}
			if r.compare(rank(t)) <= 0 {
				low = middle + 1
			} else {
				high = middle
			}
		}
		if low <= n {
			if _, err := tx.ExecContext(ctx, `UPDATE txn SET position = position + 1 WHERE position >= ?`, low); err != nil {
				return err
			}
		}
		if err := w.placeAt(ctx, tx, i, low); err != nil {
			return err
		}
		n, behind = n+1, low+1
	}
	return nil
}

func (w *changing) placeAt(ctx context.Context, tx *sql.Tx, i, position int) error {
	rows := newInserter(tx, "txn", txnColumns+`, `+txnSortColumns)
	if err := rows.add(ctx, transactionRow(w.join.txns[i], position, w.join.ruleNames(i))...); err != nil {
		return err
	}
	return rows.flush(ctx)
}

// sortedKeys are those of a map, in order.
func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
