package store

import (
	"context"
	"database/sql"
	_ "embed" // the tables
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"time"

	"meterscope/model"
)

//go:embed export.sql
var exportTables string

// Exported is what an export needs to know that the case doesn't keep in words. Where one of its functions is nil, the
// columns that it fills are null, its table is empty.
type Exported struct {
	// Transaction gives the sentences and the accounts of a transaction. Of a page of them it is asked one after the other.
	Transaction func(ctx context.Context, tx *model.Transaction) (summary string, accounts []ExportedAccount, err error)
	Finding     func(f *model.Finding) ExportedFinding
	Settings    []ExportedSetting
}

// ExportedAccount is a row of the table accounts.
type ExportedAccount struct {
	Account   string
	Reference bool
	Energy    model.Decimal // Wh, as the next ones
	From, To  model.Time
	Samples   int

	Difference, Tolerance model.Opt[model.Decimal]
	Agrees                bool

	Cause              string // its kind; "" if there is none
	CauseFrom, CauseTo model.Time
	CouldHide          model.Opt[model.Decimal]
	Text               string
}

// ExportedFinding is what the table findings has in words.
type ExportedFinding struct{ Title, Message, Params string }

// ExportedSetting is a row of the table settings: a rule's severity, or a parameter. Default is the catalogue's.
type ExportedSetting struct{ Name, Value, Default string }

// Export writes the case as plain tables for people with SQL: a new SQLite file, which replaces the one that
// is there. What is in it stands in export.sql.
func (c *Case) Export(ctx context.Context, path string, words Exported) error {
	if same(c.path, path) {
		return fmt.Errorf("export to %s: %w", path, ErrSelf)
	}
	part := path + ".part"
	err := os.Remove(part)
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		err = c.export(ctx, part, words)
	}
	if err == nil {
		err = os.Rename(part, path)
	}
	if err != nil {
		_ = os.Remove(part) // it may not be there
		return fmt.Errorf("export to %s: %w", path, explain(err))
	}
	return nil
}

func (c *Case) export(ctx context.Context, path string, words Exported) error {
	db, err := connect(ctx, path, "mode=rwc&_txlock=immediate")
	if err != nil {
		if isCantOpen(err) {
			return noPlace(path, err)
		}
		return err
	}
	return errors.Join(c.exportInto(ctx, db, words), db.Close())
}

func (c *Case) exportInto(ctx context.Context, db *sql.DB, words Exported) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	if _, err := tx.ExecContext(ctx, exportTables); err != nil {
		return err
	}
	e := export{c: c, tx: tx, look: frameLook{c: c}, words: words}
	if e.sources, err = c.Sources(ctx); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{
		e.writeSources, e.writeTransactions, e.writeFrames, e.writeSamples, e.writeFindings, e.writeSettings, e.writeNotes,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, `CREATE INDEX samples_transaction ON samples (transaction_key, measurand);
		CREATE INDEX findings_transaction ON findings (transaction_key)`)
	if err != nil {
		return err
	}
	return tx.Commit()
}

type export struct {
	c       *Case
	tx      *sql.Tx
	sources []model.Source
	look    frameLook
	words   Exported
}

// known is a text, or null where it is empty.
func known[T ~string](s T) any {
	if s == "" {
		return nil
	}
	return string(s)
}

// either is a value, or null where it isn't there.
func either(there bool, v any) any {
	if !there {
		return nil
	}
	return v
}

func plain(d model.Opt[model.Decimal]) any { return either(d.OK, d.V.Plain()) }

func (e *export) writeSources(ctx context.Context) error {
	rows := newInserter(e.tx, "sources", `id, name, bytes, sha256, format, format_from, zone, zone_from, station, station_from, columns, columns_from, complete, frames,
		duplicates, meter_values, sampled_values, unread`)
	for i := range e.sources {
		s := &e.sources[i]
		err := rows.add(ctx, int64(s.ID), s.Name, s.Size, either(s.Complete, hex.EncodeToString(s.SHA256[:])), s.Format,
			string(s.FormatFrom), s.Zone, string(s.ZoneFrom), known(s.Station), known(s.StationFrom), known(s.Columns),
			known(s.ColumnsFrom), s.Complete, s.Counts.Frames, s.Counts.Duplicates, s.Counts.MeterValues,
			s.Counts.SampledValues, s.Counts.Unread)
		if err != nil {
			return err
		}
	}
	return rows.flush(ctx)
}

func (e *export) writeTransactions(ctx context.Context) error {
	keys, err := e.c.TransactionKeys(ctx, TransactionQuery{})
	if err != nil {
		return err
	}
	rows := newInserter(e.tx, "transactions", `key, station, connector_id, transaction_id, id_tag, start, stop, first_sign,
		last_sign, stop_reason, complete, meter_start_wh, meter_stop_wh, energy_wh, energy_from, max_power_w, soc_start,
		soc_end, meter_values, sampled_values, errors, warnings, infos, inferred, summary`)
	accounts := newInserter(e.tx, "accounts", `transaction_key, account, reference, energy_wh, from_time, to_time, samples,
		difference_wh, tolerance_wh, agrees, cause, cause_from, cause_to, could_hide_wh, cause_text`)
	for len(keys) > 0 {
		page := keys[:min(transactionPage, len(keys))]
		keys = keys[len(page):]
		txs, err := e.c.Transactions(ctx, page)
		if err != nil {
			return err
		}
		for i := range txs {
			t := &txs[i]
			summary, err := e.writeAccounts(ctx, accounts, t)
			if err != nil {
				return err
			}
			err = rows.add(ctx, int64(t.Key), known(t.Station), nullable(t.Connector), nullable(t.ID), known(t.IDTag),
				known(t.Start.String()), known(t.Stop.String()), known(t.First.String()), known(t.Last.String()),
				known(t.StopReason), t.Complete, nullable(t.MeterStart), nullable(t.MeterStop), plain(t.Energy),
				known(t.EnergyFrom), plain(t.MaxPower), plain(t.SoCStart), plain(t.SoCEnd), t.MeterValues,
				t.SampledValues, t.Errors, t.Warnings, t.Infos, t.Inferred, known(summary))
			if err != nil {
				return err
			}
		}
	}
	return errors.Join(rows.flush(ctx), accounts.flush(ctx))
}

// writeAccounts writes the accounts of a transaction and gives its sentences.
func (e *export) writeAccounts(ctx context.Context, rows *inserter, tx *model.Transaction) (summary string, err error) {
	if e.words.Transaction == nil {
		return "", nil
	}
	summary, accounts, err := e.words.Transaction(ctx, tx)
	for i := range accounts {
		if err != nil {
			break
		}
		a := &accounts[i]
		err = rows.add(ctx, int64(tx.Key), a.Account, a.Reference, a.Energy.Plain(), known(a.From.String()), known(a.To.String()),
			a.Samples, plain(a.Difference), plain(a.Tolerance), either(a.Difference.OK, a.Agrees), known(a.Cause),
			known(a.CauseFrom.String()), known(a.CauseTo.String()), plain(a.CouldHide), known(a.Text))
	}
	return summary, err
}

// writeSettings writes what the rules were used with.
func (e *export) writeSettings(ctx context.Context) error {
	rows := newInserter(e.tx, "settings", `name, value, default_value`)
	for _, s := range e.words.Settings {
		if err := rows.add(ctx, s.Name, s.Value, s.Default); err != nil {
			return err
		}
	}
	return rows.flush(ctx)
}

func directionWord(d model.Direction) any {
	switch d {
	case model.FromStation:
		return "from"
	case model.ToStation:
		return "to"
	}
	return nil
}

// writeFrames writes the frames that count: those that another source has too stand in one of them.
func (e *export) writeFrames(ctx context.Context) error {
	stand, err := e.c.standing(ctx)
	if err != nil {
		return err
	}
	rows := newInserter(e.tx, "frames", `source, seq, kind, id, action, line, offset, size, logged_at, station, direction,
		answers, partial, transaction_key`)
	for i := range e.sources {
		for f, err := range e.c.Frames(ctx, e.sources[i].ID) {
			if err != nil {
				return err
			}
			if !stand.frame(f.At.Source, f.Seq) {
				continue
			}
			key, err := e.look.transaction(ctx, f.At.Source, f.Seq)
			if err != nil {
				return err
			}
			err = rows.add(ctx, int64(f.At.Source), f.Seq, int64(f.Kind), known(f.ID), known(f.Action), f.At.Line, f.At.Offset,
				f.Size, known(f.LoggedAt.String()), known(f.Station), directionWord(f.Dir), either(f.AnswerTo >= 0, f.AnswerTo),
				f.Partial, either(key != 0, int64(key)))
			if err != nil {
				return err
			}
		}
	}
	return rows.flush(ctx)
}

func (e *export) writeSamples(ctx context.Context) error {
	rows := newInserter(e.tx, "samples", sampleColumns)
	for i := range e.sources {
		for s, err := range e.c.Samples(ctx, e.sources[i].ID) {
			if err != nil {
				return err
			}
			key, err := e.look.transaction(ctx, s.At.Source, s.Frame)
			if err != nil {
				return err
			}
			if err := rows.add(ctx, sampleRow(s, key)...); err != nil {
				return err
			}
		}
	}
	return rows.flush(ctx)
}

func (e *export) writeFindings(ctx context.Context) error {
	rows := newInserter(e.tx, "findings", `rule, severity, source, frame, frame_id, frame_line, line, offset, end_line,
		end_offset, from_time, to_time, count, pointer, got, want, transaction_key, inferred, title, message, params`)
	for f, err := range e.c.Findings(ctx, FindingQuery{}) {
		if err != nil {
			return err
		}
		ended := f.End != model.Place{}
		var said ExportedFinding
		if e.words.Finding != nil {
			said = e.words.Finding(f)
		}
		err := rows.add(ctx, string(f.Rule), f.Severity.String(), int64(f.At.Source), either(f.Frame >= 0, f.Frame), known(f.FrameID),
			either(f.FrameLine > 0, f.FrameLine), f.At.Line, f.At.Offset, either(ended, f.End.Line), either(ended, f.End.Offset),
			known(f.From.String()), known(f.To.String()), f.Count, either(f.HasPointer, f.Pointer), either(f.HasGot, f.Got),
			known(f.Want), either(f.Transaction != 0, int64(f.Transaction)), f.Inferred, known(said.Title), known(said.Message),
			known(said.Params))
		if err != nil {
			return err
		}
	}
	return rows.flush(ctx)
}

func (e *export) writeNotes(ctx context.Context) error {
	notes, err := e.c.Notes(ctx)
	if err != nil {
		return err
	}
	rows := newInserter(e.tx, "notes", "transaction_key, text, written")
	for _, key := range slices.Sorted(maps.Keys(notes)) {
		n := notes[key]
		if err := rows.add(ctx, int64(key), n.Text, n.Made.UTC().Format(time.RFC3339)); err != nil {
			return err
		}
	}
	return rows.flush(ctx)
}
