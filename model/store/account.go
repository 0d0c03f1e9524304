package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"meterscope/model"
)

// Stamp is a hash of all that a transaction's measurements, findings and accounts are made from.
type Stamp [16]byte

// Statement gives what the accounts of a transaction say, as it was put; nil if nothing is kept of it.
func (c *Case) Statement(ctx context.Context, key model.TransactionKey) ([]byte, error) {
	var data []byte
	err := c.reader.QueryRowContext(ctx, `SELECT statement FROM account WHERE txn = ?`, key).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return data, c.wrap("read accounts of", err)
}

// Stamps gives those of all transactions.
func (c *Case) Stamps(ctx context.Context) (map[Stamp]model.TransactionKey, error) {
	type row struct {
		key   model.TransactionKey
		stamp []byte
	}
	rows, err := c.reader.QueryContext(ctx, `SELECT txn, stamp FROM account`)
	if err != nil {
		return nil, c.wrap("read accounts of", err)
	}
	list, err := collect(rows, func(r *row) []any { return []any{&r.key, &r.stamp} })
	stamps := make(map[Stamp]model.TransactionKey, len(list))
	for _, r := range list {
		var s Stamp
		if copy(s[:], r.stamp) == len(s) && s != (Stamp{}) {
			stamps[s] = r.key
		}
	}
	return stamps, c.wrap("read accounts of", err)
}

// Readings says of each source how often it was read: a source that was read again has other frames.
func (c *Case) Readings(ctx context.Context) (map[model.SourceID]int64, error) {
	type row struct {
		id model.SourceID
		n  int64
	}
	rows, err := c.reader.QueryContext(ctx, `SELECT id, reading FROM source`)
	if err != nil {
		return nil, c.wrap("read sources of", err)
	}
	list, err := collect(rows, func(r *row) []any { return []any{&r.id, &r.n} })
	readings := make(map[model.SourceID]int64, len(list))
	for _, r := range list {
		readings[r.id] = r.n
	}
	return readings, c.wrap("read sources of", err)
}

// writeAccounts keeps what the accounts of the transactions say.
func (j *join) writeAccounts(ctx context.Context, tx *sql.Tx) error {
	rows := newInserter(tx, "account", "txn, stamp, statement")
	for i, a := range j.accounts {
		if a.statement == nil {
			continue
		}
		if err := rows.add(ctx, int64(j.txns[i].Key), a.stamp[:], a.statement); err != nil {
			return err
		}
	}
	return rows.flush(ctx)
}

// joinedAccount is what the accounts of a joined transaction say.
type joinedAccount struct {
	stamp     Stamp
	statement []byte
}

const enteredColumns = `billed, car, battery, soc_from, soc_to, loss_low, loss_high, source`

func enteredTargets(e *model.Entered) []any {
	return []any{&e.Billed, &e.Car, &e.Battery, &e.SoCFrom, &e.SoCTo, &e.LossLow, &e.LossHigh, &e.Source}
}

// Entered gives what the user added to the accounts of a transaction; the zero value if nothing.
func (c *Case) Entered(ctx context.Context, key model.TransactionKey) (model.Entered, error) {
	e, err := readEntered(ctx, c.reader, key)
	return e, c.wrap("read accounts of", err)
}

func readEntered(ctx context.Context, db queryer, key model.TransactionKey) (e model.Entered, err error) {
	err = db.QueryRowContext(ctx, `SELECT `+enteredColumns+` FROM entered WHERE txn = ?`, key).Scan(enteredTargets(&e)...)
	if errors.Is(err, sql.ErrNoRows) {
		return model.Entered{}, nil
	}
	return e, err
}

// EnteredKeys gives the transactions to whose accounts the user added something.
func (c *Case) EnteredKeys(ctx context.Context) ([]model.TransactionKey, error) {
	rows, err := c.reader.QueryContext(ctx, `SELECT txn FROM entered WHERE txn IN (SELECT key FROM txn) ORDER BY txn`)
	if err != nil {
		return nil, c.wrap("read accounts of", err)
	}
	keys, err := collect(rows, func(k *model.TransactionKey) []any { return []any{k} })
	return keys, c.wrap("read accounts of", err)
}

// SetEntered keeps what the user adds to the accounts of a transaction, in place of what there is, and what the
// accounts say then; a statement that is nil is left as it is. It gives what there was: to set it again undoes the
// change. [ErrNotFound] if there is no such transaction.
func (c *Case) SetEntered(ctx context.Context, key model.TransactionKey, e model.Entered, statement []byte) (before model.Entered, err error) {
	c.writing.Lock()
	defer c.writing.Unlock()
	err = c.write(ctx, func(tx *sql.Tx) error {
		if before, err = readEntered(ctx, tx, key); err != nil {
			return err
		}
		var there int
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM txn WHERE key = ?`, key).Scan(&there); err != nil || there == 0 {
			return errors.Join(err, fmt.Errorf("transaction %d: %w", key, ErrNotFound))
		}
		if e.Empty() {
			_, err = tx.ExecContext(ctx, `DELETE FROM entered WHERE txn = ?`, key)
		} else {
			_, err = tx.ExecContext(ctx, `INSERT OR REPLACE INTO entered (txn, `+enteredColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
				key, e.Billed, e.Car, e.Battery, e.SoCFrom, e.SoCTo, e.LossLow, e.LossHigh, e.Source)
		}
		if err != nil || statement == nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO account (txn, stamp, statement) VALUES (?, ?, ?)
			ON CONFLICT (txn) DO UPDATE SET statement = excluded.statement`, key, make([]byte, len(Stamp{})), statement)
		return err
	})
	return before, c.wrap("write accounts of", err)
}

// Statements gives what the accounts of some transactions say; of those that nothing is kept of, nothing.
func (c *Case) Statements(ctx context.Context, keys []model.TransactionKey) (map[model.TransactionKey][]byte, error) {
	type row struct {
		key  model.TransactionKey
		data []byte
	}
	all := make(map[model.TransactionKey][]byte, len(keys))
	for len(keys) > 0 {
		page := keys[:min(transactionPage, len(keys))]
		keys = keys[len(page):]
		args := make([]any, len(page))
		for i, k := range page {
			args[i] = int64(k)
		}
		rows, err := c.reader.QueryContext(ctx, `SELECT txn, statement FROM account WHERE txn IN (`+
			strings.TrimSuffix(strings.Repeat("?,", len(page)), ",")+`)`, args...)
		if err != nil {
			return nil, c.wrap("read accounts of", err)
		}
		list, err := collect(rows, func(r *row) []any { return []any{&r.key, &r.data} })
		if err != nil {
			return nil, c.wrap("read accounts of", err)
		}
		for _, r := range list {
			all[r.key] = r.data
		}
	}
	return all, nil
}
