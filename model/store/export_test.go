package store

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"testing"
	"time"

	"meterscope/model"
)

func TestExportHoldsTheCaseAsPlainTables(t *testing.T) {
	c := newCaseFile(t)
	g := small()
	source, text := importLog(t, c, g, "day.log")
	joinLog(t, c, g)
	path := filepath.Join(t.TempDir(), "out.sqlite")
	ok(t, os.WriteFile(path, []byte("old"), 0o600))
	ok(t, c.Export(t.Context(), path, wordsOfTests()))
	db, err := sql.Open("sqlite", path)
	ok(t, err)
	defer closing(t, db)
	batches, _ := g.batches(source)
	frames, samples, findings := 0, 0, 6
	for _, b := range batches {
		frames += len(b.Frames)
		samples += len(b.Samples)
		findings += len(b.Findings)
	}
	for query, want := range map[string]any{
		`SELECT count(*) FROM sources`:                               int64(1),
		`SELECT bytes FROM sources`:                                  int64(len(text)),
		`SELECT count(*) FROM transactions`:                          int64(12),
		`SELECT count(*) FROM frames`:                                int64(frames),
		`SELECT count(*) FROM samples`:                               int64(samples),
		`SELECT count(*) FROM findings`:                              int64(findings),
		`SELECT count(*) FROM samples WHERE transaction_key IS NULL`: int64(0),
		`SELECT count(*) FROM frames WHERE transaction_key = 1`:      int64(84),
		`SELECT energy_wh FROM transactions WHERE key = 1`:           "2000",
		`SELECT start FROM transactions WHERE key = 1`:               "2025-03-01T00:00:00Z",
		`SELECT max(cast(value AS REAL)) FROM samples WHERE transaction_key=1 AND measurand = 'Energy.Active.Import.Register'`: float64(1950),
		`SELECT value || unit || raw_value || raw_unit FROM samples WHERE frame = 16 AND measurand LIKE 'Energy%'`:             "50Wh0.050kWh",
		`SELECT count(*) FROM findings WHERE rule = 'REG001' AND pointer IS NULL AND to_time > from_time AND end_line > line`:  int64(6),
		`SELECT count(*) FROM accounts`: int64(24),
		`SELECT energy_wh || difference_wh || agrees || cause || cause_from FROM accounts WHERE transaction_key = 1 AND account = 'power'`: "1500.5-499.50gap2025-03-01T00:00:00Z",
		`SELECT count(*) FROM accounts WHERE reference = 1 AND cause IS NULL AND agrees IS NULL`:                                           int64(12),
		`SELECT summary FROM transactions WHERE key = 1`:                                                                                   "said of it",
		`SELECT count(*) FROM findings WHERE message = 'of ' || rule AND title = 'title' AND params = 'A=1'`:                               int64(findings),
		`SELECT name || value || default_value FROM settings`:                                                                              "CLK007.factor53",
		`SELECT pointer FROM findings WHERE rule = 'SCH003' AND frame = 8`:                                                                 "/meterValue/0/sampledValue/0/unit",
	} {
		var got any
		ok(t, db.QueryRow(query).Scan(&got))
		if got != want {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	if c.Export(t.Context(), c.Path(), Exported{}) == nil {
		t.Error("a case is exported over itself")
	}
	if c.Export(t.Context(), filepath.Join(path, "x"), Exported{}) == nil {
		t.Error("an export goes into a file")
	}
}

// wordsOfTests are words for each transaction and finding.
func wordsOfTests() Exported {
	return Exported{
		Transaction: func(_ context.Context, tx *model.Transaction) (string, []ExportedAccount, error) {
			gap := ExportedAccount{
				Account: "power", Energy: model.NewDecimal(15005, 1), Samples: 3, Difference: model.Some(model.NewDecimal(-4995, 1)),
				Tolerance: model.Some(model.NewDecimal(100, 0)), Cause: "gap", CauseFrom: tx.Start, Text: "a gap",
			}
			return "said of it", []ExportedAccount{{Account: "meter", Reference: true, Energy: model.NewDecimal(2000, 0), Agrees: true}, gap}, nil
		},
		Finding:  func(f *model.Finding) ExportedFinding { return ExportedFinding{"title", "of " + string(f.Rule), "A=1"} },
		Settings: []ExportedSetting{{"CLK007.factor", "5", "3"}},
	}
}

func TestSamplesAreThoseOfTheLog(t *testing.T) {
	c := newCaseFile(t)
	c.commitBytes = 5000
	g := small()
	source, _ := importLog(t, c, g, "day.log")
	want := map[model.Place]model.Sample{}
	batches, _ := g.batches(source)
	for _, b := range batches {
		for _, s := range b.Samples {
			want[s.At] = s
		}
	}
	for s, err := range c.Samples(t.Context(), source) {
		ok(t, err)
		if *s != want[s.At] {
			t.Fatalf("sample %+v, want %+v", *s, want[s.At])
		}
		delete(want, s.At)
	}
	if len(want) != 0 {
		t.Errorf("%d samples are missing", len(want))
	}
	for _, err := range c.Samples(t.Context(), source) {
		ok(t, err)
		break
	}
}

func TestExportHoldsNotes(t *testing.T) {
	c := newCaseFile(t)
	importLog(t, c, small(), "day.log")
	joinLog(t, c, small())
	_, err := c.SetNote(t.Context(), 2, Note{"The cable was loose.\n\"Ask\" the driver.", time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)})
	ok(t, err)
	path := filepath.Join(t.TempDir(), "out.sqlite")
	ok(t, c.Export(t.Context(), path, Exported{}))
	db, err := sql.Open("sqlite", path)
	ok(t, err)
	defer closing(t, db)
	var got string
	ok(t, db.QueryRow(`SELECT group_concat(transaction_key || ': ' || text || ', ' || written) FROM notes`).Scan(&got))
	if want := "2: The cable was loose.\n\"Ask\" the driver., 2026-11-23T08:00:00Z"; got != want {
		t.Errorf("notes %q, want %q", got, want)
	}
}
