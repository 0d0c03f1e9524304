package store

import (
	"context"
	"path/filepath"
	"testing"

	"meterscope/model"
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

// A case of the first version is brought to ours, also where it is only to be read.
func TestCaseOfTheFirstVersionIsRead(t *testing.T) {
	ours, err := migrations()
	ok(t, err)
	for name, open := range map[string]func(context.Context, string) (*Case, error){"read": OpenReadOnly, "written": Open} {
		path := filepath.Join(t.TempDir(), "c.meterscope")
		db, err := connect(t.Context(), path, "mode=rwc")
		ok(t, err)
		db.SetMaxOpenConns(1)
		ok(t, migrate(t.Context(), db, ours[:1]))
		_, err = db.Exec(`INSERT INTO source (name, announced, size, head, format, zone, zone_from, station, nameless, complete, frames)
			VALUES ('a.log', 0, 0, x'00', 'text', 'UTC', 'default', '', NULL, 1, 7), ('b.log', 0, 0, x'00', 'text', 'UTC', 'user', 'CP1', 1, 1, 8)`)
		ok(t, err)
		ok(t, db.Close())
		c, err := open(t.Context(), path)
		ok(t, err)
		sources, err := c.Sources(t.Context())
		ok(t, err)
		if len(sources) != 2 || sources[0].Counts.Frames != 7 || sources[0].StationFrom != "" || sources[1].StationFrom != model.FromUser ||
			sources[0].FormatFrom != model.Inferred {
			t.Errorf("%s: sources are %+v", name, sources)
		}
		if logs, err := c.Rotations(t.Context()); err != nil || len(logs[1]) != 2 {
			t.Errorf("%s: rotations %v, %v", name, logs, err)
		}
		if stale, err := c.Stale(t.Context()); !stale || err != nil {
			t.Errorf("%s: it is not to be decided anew what counts: %v", name, err)
		}
		ok(t, c.Close())
	}
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
