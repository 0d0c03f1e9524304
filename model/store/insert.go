package store

import (
	"context"
	"database/sql"
	"strings"
)

// insertRows is the number of rows a statement inserts: more gain nothing.
const insertRows = 50

// inserter writes rows into one table, many a statement. INSERT OR FAIL spares SQLite the statement journal;
// that a failing statement leaves its first rows does no harm, for the transaction around it is rolled back.
type inserter struct {
	tx      *sql.Tx
	head    string // "INSERT OR FAIL INTO t (a, b) VALUES "
	row     string // "(?,?)"
	columns int
	args    []any
	full    *sql.Stmt
}

func newInserter(tx *sql.Tx, table, columns string) *inserter {
	n := strings.Count(columns, ",") + 1
	return &inserter{
		tx: tx, head: "INSERT OR FAIL INTO " + table + " (" + columns + ") VALUES ",
		row: "(" + strings.TrimSuffix(strings.Repeat("?,", n), ",") + ")", columns: n,
		args: make([]any, 0, n*insertRows),
	}
}

// add takes a row. Byte slices must stay as they are until flush.
func (i *inserter) add(ctx context.Context, values ...any) error {
	i.args = append(i.args, values...)
	if len(i.args) < i.columns*insertRows {
		return nil
	}
	if i.full == nil {
		stmt, err := i.tx.PrepareContext(ctx, i.statement(insertRows))
		if err != nil {
			return err
		}
		i.full = stmt // closed with the transaction
	}
	_, err := i.full.ExecContext(ctx, i.args...)
	i.args = i.args[:0]
	return err
}

func (i *inserter) statement(rows int) string {
	return i.head + strings.TrimSuffix(strings.Repeat(i.row+",", rows), ",")
}

// flush writes what add still holds back.
func (i *inserter) flush(ctx context.Context) error {
	if len(i.args) == 0 {
		return nil
	}
	_, err := i.tx.ExecContext(ctx, i.statement(len(i.args)/i.columns), i.args...)
	i.args = i.args[:0]
	return err
}

// collect reads all rows into a slice; targets gives where the columns of one go.
func collect[T any](rows *sql.Rows, targets func(*T) []any) ([]T, error) {
	defer rows.Close() //nolint:errcheck // rows.Err tells
	var all []T
	for rows.Next() {
		var v T
		if err := rows.Scan(targets(&v)...); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}
