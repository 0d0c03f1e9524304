package store

import (
	"context"
	"database/sql"
	"errors"
)

// Setting gives a small text that is kept with the case; ok is false if it was never set.
func (c *Case) Setting(ctx context.Context, key string) (value string, ok bool, err error) {
	err = c.reader.QueryRowContext(ctx, `SELECT value FROM setting WHERE key = ?`, key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return value, err == nil, c.wrap("read a setting of", err)
}

// SettingRules is the key of what the rules of a case are to say, where that is not what the catalogue says: when it is
// set, the case is stale until its transactions are joined again.
const SettingRules = "rules"

// SetSetting keeps a small text with the case. The key "joined" is the case's own.
func (c *Case) SetSetting(ctx context.Context, key, value string) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	return c.wrap("write a setting of", c.write(ctx, func(tx *sql.Tx) error { return setSetting(ctx, tx, key, value) }))
}

func setSetting(ctx context.Context, tx *sql.Tx, key, value string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO setting (key, value) VALUES (?, ?)
		ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, value)
	return err
}
