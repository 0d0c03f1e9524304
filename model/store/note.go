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

// Notes gives the notes of all transactions that there are, by their keys.
func (c *Case) Notes(ctx context.Context) (map[model.TransactionKey]Note, error) {
	type row struct {
		key        model.TransactionKey
		text, made string
	}
	rows, err := c.reader.QueryContext(ctx, `SELECT txn, text, made FROM note WHERE txn IN (SELECT key FROM txn)`)
	if err != nil {
		return nil, c.wrap("read notes of", err)
	}
	list, err := collect(rows, func(r *row) []any { return []any{&r.key, &r.text, &r.made} })
	all := make(map[model.TransactionKey]Note, len(list))
	for _, r := range list {
		if all[r.key], err = noteFrom(r.text, r.made); err != nil {
			break
		}
	}
	return all, c.wrap("read notes of", err)
}

func noteFrom(text, made string) (Note, error) {
	at, err := time.Parse(time.RFC3339, made)
	if err != nil {
		return Note{}, broken("time of a note")
	}
	return Note{text, at}, nil
}

func readNote(ctx context.Context, db queryer, key model.TransactionKey) (n Note, err error) {
	var text, made string
	err = db.QueryRowContext(ctx, `SELECT text, made FROM note WHERE txn = ?`, key).Scan(&text, &made)
	if errors.Is(err, sql.ErrNoRows) {
		return Note{}, nil
	}
	if err != nil {
		return Note{}, err
	}
	return noteFrom(text, made)
}
