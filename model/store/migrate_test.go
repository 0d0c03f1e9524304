package store

import (
	"path/filepath"
	"testing"
)

func TestCaseOfAnOlderVersionIsMigrated(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.meterscope")
	c, err := Create(t.Context(), path)
	ok(t, err)
	source, _ := importLog(t, c, small(), "day.log")
	ours, err := migrations()
	ok(t, err)
	next := append(ours[:len(ours):len(ours)], `ALTER TABLE source ADD COLUMN place TEXT NOT NULL DEFAULT 'yard'; CREATE TABLE tool (id INTEGER)`)

	damaged := append(next[:len(next):len(next)], `CREATE TABLE more (id INTEGER); INSERT INTO nowhere VALUES (1)`)
	if err := migrate(t.Context(), c.writer, damaged); err == nil {
		t.Fatal("a migration that fails is no error")
	}
	i, err := readIdentity(t.Context(), c.writer)
	ok(t, err)
	var tables int64
	ok(t, c.writer.QueryRow(`SELECT count(*) FROM sqlite_schema WHERE name IN ('tool', 'more')`).Scan(&tables))
	if i.version != int64(len(ours)) || tables != 0 {
		t.Errorf("a failed migration left version %d and %d tables", i.version, tables)
	}

	ok(t, migrate(t.Context(), c.writer, next))
	ok(t, migrate(t.Context(), c.writer, next)) // there is nothing to do
	i, err = readIdentity(t.Context(), c.writer)
	ok(t, err)
	var place string
	ok(t, c.writer.QueryRow(`SELECT place FROM source WHERE id = ?`, source).Scan(&place))
	if i.version != int64(len(next)) || i.application != applicationID || place != "yard" {
		t.Errorf("after the migration: %+v, %q", i, place)
	}
	ok(t, c.Close())

	_, err = Open(t.Context(), path)
	wantErr(t, err, ErrNewer)
	_, err = Create(t.Context(), path)
	wantErr(t, err, ErrNewer)
	_, err = OpenReadOnly(t.Context(), path)
	wantErr(t, err, ErrNewer)
}

func TestOlderCaseThatCantBeWrittenIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.meterscope")
	c, err := Create(t.Context(), path)
	ok(t, err)
	_, err = c.writer.Exec(`PRAGMA user_version = 0`)
	ok(t, err)
	ok(t, c.Close())
	_, err = OpenReadOnly(t.Context(), path)
	wantErr(t, err, ErrReadOnly)
}
