package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"meterscope/model"
)

// How a case file is damaged.
const (
	damageInteger = iota // a column is another number
	damageText           // a column is another text
	damageNull           // a column is null
	damageBlob           // a column is other bytes
	damageBlock          // a column is a good block of other bytes
	damageWithin         // within a good block, other bytes stand at a place
	damageFile           // at a place in the file, other bytes stand
	damageKinds
)

// damage is what is done to one column of one row, or to the file.
type damage struct {
	kind        uint8
	row         uint16
	at          int64
	bytes       []byte
	table, name string // of the column
}

// A case file may come from a stranger. Whatever stands in it: reading all of it ends, soon, with what is there or an
// error, and takes no more memory than a case of its size may.
func FuzzDamagedCase(f *testing.F) {
	seed := smallCase(f)
	columns := columnsOf(f, seed)
	for i := range columns {
		at := []int64{-1, 0, 1 << 40, 1<<63 - 1}[i%4]
		f.Add(uint8(damageInteger), uint16(i), uint16(0), at, []byte(nil))
		if i%4 == 0 {
			f.Add(uint8(damageBlock), uint16(i), uint16(0), int64(0), []byte("\x01\x02\x03"))
			f.Add(uint8(damageWithin), uint16(i), uint16(0), int64(9), []byte("\xff\xff\xff\xff\xff\xff\xff\xff\x7f"))
		}
	}
	f.Add(uint8(damageFile), uint16(0), uint16(0), int64(5000), []byte("damage"))
	path := filepath.Join(f.TempDir(), "a.meterscope")
	f.Fuzz(func(t *testing.T, kind uint8, column, row uint16, at int64, bytes []byte) {
		d := damage{kind: kind % damageKinds, at: at, bytes: bytes, row: row}
		d.table, d.name = columns[int(column)%len(columns)][0], columns[int(column)%len(columns)][1]
		for _, ending := range []string{"", "-wal", "-shm"} {
			_ = os.Remove(path + ending) // it need not be there
		}
		ok(t, os.WriteFile(path, d.file(seed), 0o600))
		if d.kind != damageFile && !d.update(t, path) {
			t.Skip()
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		begin := time.Now() //nolint:forbidigo // it is measured
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		err := readWholeCase(ctx, path)
		runtime.ReadMemStats(&after)
		if ctx.Err() != nil {
			t.Fatalf("%s.%s: reading doesn't end: %v", d.table, d.name, err)
		}
		if took := time.Since(begin); took > 15*time.Second { //nolint:forbidigo // it is measured
			t.Errorf("%s.%s: took %v", d.table, d.name, took)
		}
		if n := after.TotalAlloc - before.TotalAlloc; n > 500<<20 {
			t.Errorf("%s.%s: took %d MB", d.table, d.name, n>>20)
		}
	})
}

// smallCase gives the bytes of a case file with a bit of everything.
func smallCase(f *testing.F) []byte {
	path := filepath.Join(f.TempDir(), "small.meterscope")
	c, err := Create(f.Context(), path)
	ok(f, err)
	g := charging{stations: 1, connectors: 2, transactions: 2, frames: 6, perBatch: 20}
	id, _ := importLog(f, c, g, "a.log")
	joinLog(f, c, g)
	var repeats model.FrameSet
	repeats.Add(3)
	ok(f, c.Decide(f.Context(), Decision{Repeats: map[model.SourceID]*model.FrameSet{id: &repeats}}))
	_, err = c.SetNote(f.Context(), 1, Note{Text: "a note"})
	ok(f, err)
	ok(f, c.SetSetting(f.Context(), "a", "b"))
	_, text := g.batches(0)
	text = append([]byte("another "), text...)
	r, err := c.BeginSource(f.Context(), announce("b.log", text), sumOf(text))
	ok(f, err)
	batches, _ := g.batches(r.Source)
	ok(f, c.WriteBatch(f.Context(), &batches[0])) // and one that was interrupted
	_, err = c.writer.ExecContext(f.Context(), `UPDATE source SET hollow = 1 WHERE name = 'a.log'`)
	ok(f, err)
	ok(f, c.Close())
	b, err := os.ReadFile(path)
	ok(f, err)
	return b
}

// columnsOf lists the columns of a case: table and name.
func columnsOf(f *testing.F, seed []byte) (columns [][2]string) {
	path := filepath.Join(f.TempDir(), "columns.meterscope")
	ok(f, os.WriteFile(path, seed, 0o600))
	db, err := sql.Open("sqlite", path)
	ok(f, err)
	defer closing(f, db)
	rows, err := db.QueryContext(f.Context(), `SELECT s.name, p.name FROM sqlite_schema s, pragma_table_info(s.name) p
		WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite%' ORDER BY 1, p.cid`)
	ok(f, err)
	columns, err = collect(rows, func(c *[2]string) []any { return []any{&c[0], &c[1]} })
	ok(f, err)
	return columns
}

// file is the case's bytes, damaged if it is they that are.
func (d *damage) file(seed []byte) []byte {
	b := append([]byte(nil), seed...)
	if d.kind == damageFile {
		copy(b[uint64(d.at)%uint64(len(b)):], d.bytes) //nolint:gosec // any place
	}
	return b
}

// update damages a column. It is false where the column can't be so.
func (d *damage) update(t *testing.T, path string) bool {
	db, err := sql.Open("sqlite", path)
	ok(t, err)
	defer closing(t, db)
	var now any
	err = db.QueryRowContext(t.Context(), fmt.Sprintf(`SELECT %s FROM %s LIMIT 1 OFFSET ?`, d.name, d.table), d.row%8).Scan(&now)
	if err != nil {
		return false
	}
	packed, _ := now.([]byte)
	var value any
	switch d.kind {
	case damageInteger:
		value = d.at
	case damageText:
		value = string(d.bytes)
	case damageBlob:
		value = d.bytes
	case damageBlock, damageWithin:
		if packed == nil {
			return false
		}
		value = d.repack(packed)
	}
	_, err = db.ExecContext(t.Context(), fmt.Sprintf(`UPDATE %s SET %s = ? WHERE %s IS ?`, d.table, d.name, d.name), value, now)
	return err == nil
}

// repack gives a good block of other bytes.
func (d *damage) repack(packed []byte) []byte {
	other := func(raw []byte) []byte {
		if d.kind == damageBlock {
			return d.bytes
		}
		if len(raw) > 0 {
			copy(raw[uint64(d.at)%uint64(len(raw)):], d.bytes) //nolint:gosec // any place
		}
		return raw
	}
	if c, err := newCase("x"); err == nil {
		if raw, err := c.expand(packed, nil); err == nil {
			return c.compress(other(raw))
		}
	}
	if raw, err := unseal(packed); err == nil {
		return seal(other(append([]byte(nil), raw...)))
	}
	return other(append([]byte(nil), packed...))
}

// readWholeCase reads all that a case has, and does what is done to one that is opened.
func readWholeCase(ctx context.Context, path string) (err error) {
	c, err := Open(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	var errs []error
	note := func(err error) {
		if err != nil && len(errs) < 20 {
			errs = append(errs, err)
		}
	}
	sources, err := c.Sources(ctx)
	note(err)
	for _, s := range sources {
		for _, err := range c.Frames(ctx, s.ID) {
			note(err)
		}
		for _, err := range c.Samples(ctx, s.ID) {
			note(err)
		}
		_, err = io.Copy(io.Discard, c.EvidenceReader(ctx, s.ID))
		note(err)
		_, err = c.Evidence(ctx, s.ID, 100, 5000)
		note(err)
		_, err = c.Repeated(ctx, s.ID)
		note(err)
		_, err = c.Frame(ctx, s.ID, 5)
		note(err)
	}
	stations, err := c.Stations(ctx)
	note(err)
	for _, st := range stations {
		for _, err := range c.Events(ctx, st) {
			note(err)
		}
	}
	for _, err := range c.FrameMarks(ctx) {
		note(err)
	}
	for _, err := range c.Overlaps(ctx) {
		note(err)
	}
	_, err = c.Rotations(ctx)
	note(err)
	note(c.Repeats(ctx, func(*model.Frame) error { return nil }))
	keys, err := c.TransactionKeys(ctx, TransactionQuery{})
	note(err)
	_, err = c.Transactions(ctx, keys)
	note(err)
	for _, key := range keys[:min(len(keys), 4)] {
		_, err = c.TransactionFrames(ctx, key)
		note(err)
		_, err = c.Series(ctx, key, nil)
		note(err)
		_, err = c.FindingGroups(ctx, FindingQuery{Transaction: key})
		note(err)
		_, err = c.Note(ctx, key)
		note(err)
	}
	for _, err := range c.Findings(ctx, FindingQuery{}) {
		note(err)
	}
	_, err = c.FindingGroups(ctx, FindingQuery{})
	note(err)
	_, err = c.SeverityCounts(ctx)
	note(err)
	_, err = c.Stale(ctx)
	note(err)
	out := path + ".sqlite"
	_ = os.Remove(out) // it need not be there
	note(c.Export(ctx, out, Exported{}))
	db, err := c.SQL()
	if err == nil {
		var n int64
		note(db.QueryRowContext(ctx, `SELECT count(*) FROM sample`).Scan(&n))
		note(db.QueryRowContext(ctx, `SELECT sum(length(value)) FROM sample WHERE station = 'CP1'`).Scan(new(any)))
		err = db.Close()
	}
	note(err)
	note(c.Settle(ctx))
	for _, s := range sources[:min(len(sources), 2)] {
		note(c.RemoveSource(ctx, s.ID))
		note(c.RestoreSource(ctx, s.ID))
	}
	return errors.Join(errs...)
}
