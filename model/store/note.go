package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"meterscope/model"
)

// Note is what somebody wrote about a transaction. The zero value is no note.
type Note struct {
	Text string
	Made time.Time // kept to the second, in UTC
}

// Note gives the note of a transaction; the zero value if it has none.
func (c *Case) Note(ctx context.Context, key model.TransactionKey) (Note, error) {
	n, err := readNote(ctx, c.reader, key)
	return n, c.wrap("read a note of", err)
}

// SetNote keeps a note with a transaction, in place of the one that it has. It gives that one: to set it again
// undoes the change. A note without a text removes what is there. [ErrNotFound] if there is no such transaction.
func (c *Case) SetNote(ctx context.Context, key model.TransactionKey, n Note) (before Note, err error) {
	c.writing.Lock()
	defer c.writing.Unlock()
	err = c.write(ctx, func(tx *sql.Tx) error {
		if before, err = readNote(ctx, tx, key); err != nil {
			return err
		}
		if n.Text == "" {
			_, err := tx.ExecContext(ctx, `DELETE FROM note WHERE txn = ?`, key)
			return err
		}
		result, err := tx.ExecContext(ctx, `INSERT INTO note (txn, made, text) SELECT key, ?, ? FROM txn WHERE key = ?
			ON CONFLICT (txn) DO UPDATE SET made = excluded.made, text = excluded.text`,
			n.Made.UTC().Format(time.RFC3339), n.Text, key)
		if err != nil {
			return err
		}
		if rows, err := result.RowsAffected(); err != nil || rows == 0 {
			return errors.Join(err, fmt.Errorf("transaction %d: %w", key, ErrNotFound))
		}
		return nil
	})
	return before, c.wrap("write a note of", err)
}

func readNote(ctx context.Context, db queryer, key model.TransactionKey) (n Note, err error) {
	var made string
	err = db.QueryRowContext(ctx, `SELECT text, made FROM note WHERE txn = ?`, key).Scan(&n.Text, &made)
	if errors.Is(err, sql.ErrNoRows) {
		return Note{}, nil
	}
	if err == nil {
		if n.Made, err = time.Parse(time.RFC3339, made); err != nil {
			err = broken("time of a note")
		}
	}
	return n, err
}
