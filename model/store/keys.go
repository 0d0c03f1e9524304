package store

import (
	"context"
	"database/sql"
	"hash/maphash"
	"maps"
	"slices"

	"meterscope/model"
)

// txnPlace is what makes a transaction the same one when it is joined again: its meter and id, and either its
// first frame or its start. Its station may have got a name meanwhile, or another one.
type txnPlace struct {
	origin
	source  model.SourceID // of the first frame; 0 where the start is used
	offset  int64          // of the first frame, or seconds of the start
	nanos   int32
	anybody bool // whatever the station
}

// places gives those by which a transaction is recognised, the surest first.
func places(t *model.Transaction) []txnPlace {
	own := txnPlace{origin: origin{t.Station, t.Connector, t.ID}, source: t.At.Source, offset: t.At.Offset}
	anybody := own
	anybody.station, anybody.anybody = "", true
	if t.Start.IsZero() {
		return []txnPlace{own, anybody}
	}
	sec, nsec := t.Start.Unix()
	start := txnPlace{origin: own.origin, offset: sec, nanos: nsec}
	started := start
	started.station, started.anybody = "", true
	return []txnPlace{own, start, anybody, started}
}

// ambiguous stands for the transactions that a place doesn't tell apart.
const ambiguous model.TransactionKey = -1

// recognise enters a transaction that there was. Those of old come first: what was there last is surer.
func (j *join) recognise(t *model.Transaction, former bool) {
	if former {
		j.former[t.Key] = true
	} else {
		j.gone[t.Key] = true
	}
	for _, p := range places(t) {
		h := maphash.Comparable(j.seed, p)
		if other, ok := j.before[h]; ok && p.anybody && !j.former[other] {
			j.before[h] = ambiguous
			continue
		}
		j.before[h] = t.Key
	}
}

// remember keeps what makes the transactions recognisable that are not there any more: if they come again, after a
// source was read otherwise or is back, they have their keys and notes.
func (j *join) remember(ctx context.Context, tx *sql.Tx) error {
	for key := range j.taken {
		delete(j.gone, key)
		if !j.former[key] {
			continue
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM former WHERE key = ?`, key); err != nil {
			return err
		}
	}
	for _, key := range slices.Sorted(maps.Keys(j.gone)) {
		_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO former SELECT key, station, connector, transaction_id, start,
			start_part, at_source, at_offset FROM txn WHERE key = ?`, key)
		if err != nil {
			return err
		}
	}
	return nil
}
