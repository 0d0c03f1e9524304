package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"meterscope/model"
)

func TestWhatIsNoCaseIsRefused(t *testing.T) {
	dir := t.TempDir()
	file := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		ok(t, os.WriteFile(path, content, 0o600))
		return path
	}
	database := func(name, statements string) string {
		path := filepath.Join(dir, name)
		db, err := sql.Open("sqlite", path)
		ok(t, err)
		_, err = db.Exec(statements)
		ok(t, err)
		ok(t, db.Close())
		return path
	}
	text := file("text.meterscope", []byte("2025-03-01 this is a log and no database, by any means at all"))
	short := file("short.meterscope", []byte("SQL"))
	empty := file("empty.meterscope", nil)
	magic := file("magic.meterscope", append([]byte("SQLite format 3\x00"), make([]byte, 4096)...))
	foreign := database("foreign.meterscope", `CREATE TABLE t (a); PRAGMA application_id = 42`)
	unmarked := database("unmarked.meterscope", `CREATE TABLE t (a)`)
	newer := database("newer.meterscope", fmt.Sprintf(`CREATE TABLE t (a); PRAGMA application_id = %d; PRAGMA user_version = 999`, applicationID))

	type opener = func(context.Context, string) (*Case, error)
	for _, test := range []struct {
		path string
		open opener
		want error
	}{
		{text, Open, ErrNotCase}, {text, Create, ErrNotCase}, {text, OpenReadOnly, ErrNotCase},
		{short, Open, ErrNotCase}, {short, Create, ErrNotCase}, {short, OpenReadOnly, ErrNotCase},
		{empty, Open, ErrNotCase}, {empty, OpenReadOnly, ErrNotCase},
		{magic, Open, ErrNotCase}, {magic, Create, ErrNotCase}, {magic, OpenReadOnly, ErrNotCase},
		{foreign, Open, ErrNotCase}, {foreign, Create, ErrNotCase}, {foreign, OpenReadOnly, ErrNotCase},
		{unmarked, Open, ErrNotCase}, {unmarked, Create, ErrNotCase}, {unmarked, OpenReadOnly, ErrNotCase},
		{newer, Open, ErrNewer}, {newer, Create, ErrNewer}, {newer, OpenReadOnly, ErrNewer},
		{filepath.Join(dir, "none.meterscope"), Open, fs.ErrNotExist},
		{filepath.Join(dir, "none.meterscope"), OpenReadOnly, fs.ErrNotExist},
		{filepath.Join(dir, "no folder", "none.meterscope"), Create, nil},
		{dir, Open, nil}, {dir, Create, nil},
	} {
		before, _ := os.ReadFile(test.path)
		c, err := test.open(t.Context(), test.path)
		switch {
		case err == nil:
			t.Errorf("%s is opened", test.path)
			ok(t, c.Close())
		case test.want != nil && !errors.Is(err, test.want):
			t.Errorf("%s: %v, want %v", test.path, err, test.want)
		}
		if after, _ := os.ReadFile(test.path); string(after) != string(before) {
			t.Errorf("%s was changed", test.path)
		}
	}
	c, err := Create(t.Context(), empty)
	ok(t, err)
	ok(t, c.Close())
}

func TestCaseIsOneFileWhenClosed(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "c.meterscope")
	c, err := Create(t.Context(), path)
	ok(t, err)
	importLog(t, c, small(), "day.log")
	ok(t, c.Close())
	files, err := os.ReadDir(dir)
	ok(t, err)
	if len(files) != 1 {
		t.Errorf("files: %v", files)
	}
	c, err = OpenReadOnly(t.Context(), path)
	ok(t, err)
	if !c.ReadOnly() || c.Path() != path {
		t.Error("read-only case")
	}
	sources, err := c.Sources(t.Context())
	ok(t, err)
	if len(sources) != 1 {
		t.Errorf("%d sources", len(sources))
	}
	wantErr(t, c.SetSetting(t.Context(), "a", "b"), ErrReadOnly)
	wantErr(t, c.DiscardSource(t.Context(), 1), ErrReadOnly)
	_, err = c.BeginSource(t.Context(), announce("x", nil), nil)
	wantErr(t, err, ErrReadOnly)
	wantErr(t, c.ReplaceTransactions(t.Context(), nil), ErrReadOnly)
	ok(t, c.SaveCopy(t.Context(), filepath.Join(dir, "copy.meterscope")))
	ok(t, c.Close())
	files, err = os.ReadDir(dir)
	ok(t, err)
	if len(files) != 2 {
		t.Errorf("files after reading: %v", files)
	}
}

func TestReadOnlyReaderSeesAnOpenCase(t *testing.T) {
	c := newCaseFile(t)
	importLog(t, c, small(), "day.log")
	r, err := OpenReadOnly(t.Context(), c.Path())
	ok(t, err)
	sources, err := r.Sources(t.Context())
	ok(t, err)
	if len(sources) != 1 {
		t.Errorf("%d sources", len(sources))
	}
	ok(t, r.Close())
}

func TestSavedCopyIsTheCase(t *testing.T) {
	c := newCaseFile(t)
	g := small()
	source, text := importLog(t, c, g, "day.log")
	joinLog(t, c, g)
	path := filepath.Join(t.TempDir(), "it's a copy.meterscope")
	ok(t, os.WriteFile(path, []byte("old"), 0o600))
	ok(t, c.SaveCopy(t.Context(), path))
	if c.SaveCopy(t.Context(), c.Path()) == nil {
		t.Error("a case is copied over itself")
	}
	if c.SaveCopy(t.Context(), filepath.Join(path, "x")) == nil {
		t.Error("a copy goes into a file")
	}
	d, err := Open(t.Context(), path)
	ok(t, err)
	defer closing(t, d)
	checkWhole(t, d, source, g, text)
	keys, err := d.TransactionKeys(t.Context(), TransactionQuery{})
	ok(t, err)
	if len(keys) != 12 {
		t.Errorf("%d transactions", len(keys))
	}
}

func TestTemporaryCaseLeavesNothing(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	t.Setenv("TMP", os.Getenv("TMPDIR"))
	c, err := Temp(t.Context())
	ok(t, err)
	importLog(t, c, small(), "day.log")
	ok(t, c.Close())
	files, err := os.ReadDir(os.Getenv("TMPDIR"))
	ok(t, err)
	if len(files) != 0 {
		t.Errorf("left: %v", files)
	}
	t.Setenv("TMPDIR", filepath.Join(os.Getenv("TMPDIR"), "none"))
	t.Setenv("TMP", os.Getenv("TMPDIR"))
	if _, err := Temp(t.Context()); err == nil {
		t.Error("a case in no folder")
	}
}

func TestFullDiskIsSaid(t *testing.T) {
	c := newCaseFile(t)
	_, err := c.writer.Exec(`PRAGMA max_page_count = 60`)
	ok(t, err)
	g := charging{stations: 8, connectors: 8, transactions: 5, frames: 40, perBatch: 500}
	c.commitBytes = 1
	_, text := g.batches(0)
	r, err := c.BeginSource(t.Context(), announce("day.log", text), nil)
	ok(t, err)
	batches, _ := g.batches(r.Source)
	for i := range batches {
		if err = c.WriteBatch(t.Context(), &batches[i]); err != nil {
			break
		}
	}
	wantErr(t, err, ErrFull)
}

func TestBusyCaseIsSaid(t *testing.T) {
	c := newCaseFile(t)
	other, err := sql.Open("sqlite", c.Path())
	ok(t, err)
	defer closing(t, other)
	d, err := Open(t.Context(), c.Path())
	ok(t, err)
	defer closing(t, d)
	_, err = d.writer.Exec(`PRAGMA busy_timeout = 1`)
	ok(t, err)
	tx, err := c.writer.Begin()
	ok(t, err)
	wantErr(t, d.SetSetting(t.Context(), "a", "b"), ErrLocked)
	ok(t, tx.Rollback())
	ok(t, d.SetSetting(t.Context(), "a", "b"))
}

func TestSettingsAreKept(t *testing.T) {
	c := newCaseFile(t)
	if _, found, err := c.Setting(t.Context(), "zone"); found || err != nil {
		t.Error(found, err)
	}
	for _, v := range []string{"UTC", "Europe/Berlin"} {
		ok(t, c.SetSetting(t.Context(), "zone", v))
		if got, found, err := c.Setting(t.Context(), "zone"); got != v || !found || err != nil {
			t.Error(got, found, err)
		}
	}
}

func TestDamageIsSaid(t *testing.T) {
	for _, damage := range []string{
		`UPDATE evidence SET data = zeroblob(20)`,
		`UPDATE evidence SET length = length + 1`,
		`DELETE FROM evidence WHERE offset = 0`,
		`UPDATE source SET sha256 = zeroblob(32)`,
		`UPDATE frames SET data = zeroblob(9)`,
		`UPDATE frames SET count = count + 1`,
		`UPDATE event SET data = zeroblob(9)`,
		`UPDATE event SET count = count - 1`,
		`UPDATE chunk SET data = zeroblob(9)`,
		`UPDATE chunk SET count = count - 1`,
		`UPDATE finding SET data = x'ff'`,
		`UPDATE finding SET data = CAST(substr(data, 1, length(data) - 5) || x'01' || substr(data, -4) AS BLOB)`,
		`UPDATE chunk SET data = CAST(substr(data, 1, length(data) - 5) || x'77' || substr(data, -4) AS BLOB)`,
		`UPDATE finding SET count = count - 1`,
		`UPDATE frame_txn SET data = zeroblob(9)`,
		`UPDATE txn SET energy = 'much'`,
	} {
		c := newCaseFile(t)
		g := small()
		source, _ := importLog(t, c, g, "day.log")
		joinLog(t, c, g)
		_, err := c.writer.Exec(damage)
		ok(t, err)
		if err := readAll(t, c, source); !errors.Is(err, ErrBroken) {
			t.Errorf("%s: %v", damage, err)
		}
	}
}

// Whatever happened to the file, reading it ends, and what went wrong is said in our words.
func TestDamagedFileIsReadWithoutHarm(t *testing.T) {
	g := small()
	path := filepath.Join(t.TempDir(), "c.meterscope")
	c, err := Create(t.Context(), path)
	ok(t, err)
	source, _ := importLog(t, c, g, "day.log")
	joinLog(t, c, g)
	ok(t, c.Close())
	whole, err := os.ReadFile(path)
	ok(t, err)
	r := rand.New(rand.NewPCG(6, 6))
	said := 0
	for round := range 60 {
		damaged := bytes.Clone(whole)
		at := 100 + r.IntN(len(whole)-200)
		for i := range 1 + r.IntN(64) {
			damaged[at+i] ^= byte(1 + r.IntN(255))
		}
		if round%10 == 0 {
			damaged = damaged[:at]
		}
		ok(t, os.WriteFile(path, damaged, 0o600))
		c, err := OpenReadOnly(t.Context(), path)
		if err == nil {
			err = readAll(t, c, source)
			_ = c.Close() // what is wrong has been said
		}
		if err != nil {
			said++
			if !errors.Is(err, ErrBroken) && !errors.Is(err, ErrNotCase) && !errors.Is(err, ErrNotFound) && meaning(err) == nil {
				t.Errorf("damage at %d: %v", at, err)
			}
		}
	}
	if said < 10 { // much of so small a file is room to spare
		t.Errorf("said only %d times", said)
	}
}

// readAll reads everything of a case and gives the first error.
func readAll(t *testing.T, c *Case, source model.SourceID) error {
	t.Helper()
	ctx := t.Context()
	r := c.EvidenceReader(ctx, source)
	defer closing(t, r)
	buffer := make([]byte, 1<<16)
	for {
		if _, err := r.Read(buffer); err != nil {
			if err.Error() != "EOF" {
				return err
			}
			break
		}
	}
	for _, err := range c.Frames(ctx, source) {
		if err != nil {
			return err
		}
	}
	stations, err := c.Stations(ctx)
	if err != nil {
		return err
	}
	for _, st := range stations {
		for _, err := range c.Events(ctx, st) {
			if err != nil {
				return err
			}
		}
	}
	keys, err := c.TransactionKeys(ctx, TransactionQuery{})
	if err != nil {
		return err
	}
	if _, err := c.Transactions(ctx, keys); err != nil {
		return err
	}
	for _, k := range keys {
		if _, err := c.Series(ctx, k, nil); err != nil {
			return err
		}
		if _, err := c.TransactionFrames(ctx, k); err != nil {
			return err
		}
	}
	for _, err := range c.Findings(ctx, FindingQuery{}) {
		if err != nil {
			return err
		}
	}
	_, err = c.FindingGroups(ctx, FindingQuery{})
	return err
}
