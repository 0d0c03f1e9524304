package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"meterscope/model"
)

// A case keeps the plots of its long transactions, as whoever draws them makes them.

const plotKey = "plot." // in setting, with the transaction's key behind it

func plotKeyOf(key model.TransactionKey) string { return fmt.Sprintf("%s%d", plotKey, key) }

// KeptPlot gives what was kept as the plot of a transaction; ok is false if nothing was.
func (c *Case) KeptPlot(ctx context.Context, key model.TransactionKey) (plot string, ok bool, err error) {
	return c.Setting(ctx, plotKeyOf(key))
}

// KeepPlot keeps a plot of a transaction. It is gone with the transaction.
func (c *Case) KeepPlot(ctx context.Context, key model.TransactionKey, plot string) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	return c.wrap("keep a plot in", c.write(ctx, func(tx *sql.Tx) error {
		var there int
		err := tx.QueryRowContext(ctx, `SELECT 1 FROM txn WHERE key = ?`, key).Scan(&there)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		return setSetting(ctx, tx, plotKeyOf(key), plot)
	}))
}

// ForgetPlots lets go of what was kept as plots of transactions that are no more.
func (c *Case) ForgetPlots(ctx context.Context) error {
	const gone = `FROM setting WHERE key >= ? AND key < ? AND CAST(substr(key, ?) AS INTEGER) NOT IN (SELECT key FROM txn)`
	args := []any{plotKey, plotKey + ":", len(plotKey) + 1} // a colon comes after the digits
	var n int
	if err := c.reader.QueryRowContext(ctx, `SELECT count(*) `+gone, args...).Scan(&n); err != nil || n == 0 {
		return c.wrap("read the plots of", err)
	}
	c.writing.Lock()
	defer c.writing.Unlock()
	return c.wrap("delete plots of", c.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE `+gone, args...)
		return err
	}))
}

// LongTransactions gives those that have at least so many sampled values, the latest first, at most so many.
func (c *Case) LongTransactions(ctx context.Context, samples, most int) ([]model.TransactionKey, error) {
	rows, err := c.reader.QueryContext(ctx, `SELECT key FROM txn WHERE sampled_values >= ? ORDER BY position DESC LIMIT ?`, samples, most)
	if err != nil {
		return nil, c.wrap("list transactions of", err)
	}
	keys, err := collect(rows, func(k *model.TransactionKey) []any { return []any{k} })
	return keys, c.wrap("list transactions of", err)
}
