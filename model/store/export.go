package store

import (
	"context"
	"database/sql"
	_ "embed" // the tables
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"meterscope/model"
)

//go:embed export.sql
var exportTables string

// Export writes the case as plain tables for people with SQL: a new SQLite file, which replaces the one that
// is there. What is in it stands in export.sql.
func (c *Case) Export(ctx context.Context, path string) error {
	if same(c.path, path) {
		return fmt.Errorf("export to %s: it is the open case itself", path)
	}
	part := path + ".part"
	err := os.Remove(part)
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		err = c.export(ctx, part)
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

func (c *Case) export(ctx context.Context, path string) error {
	db, err := connect(ctx, path, "mode=rwc&_txlock=immediate")
	if err != nil {
		if isCantOpen(err) {
			return fmt.Errorf("%w: %w", fs.ErrPermission, err)
		}
		return err
	}
	return errors.Join(c.exportInto(ctx, db), db.Close())
}

func (c *Case) exportInto(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	if _, err := tx.ExecContext(ctx, exportTables); err != nil {
		return err
	}
	e := export{c: c, tx: tx, look: frameLook{c: c}}
	if e.sources, err = c.Sources(ctx); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{
		e.writeSources, e.writeTransactions, e.writeFrames, e.writeSamples, e.writeFindings,
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
		soc_end, meter_values, sampled_values, errors, warnings, infos, inferred`)
	for len(keys) > 0 {
		page := keys[:min(transactionPage, len(keys))]
		keys = keys[len(page):]
		txs, err := e.c.Transactions(ctx, page)
		if err != nil {
			return err
		}
		for i := range txs {
			t := &txs[i]
			err := rows.add(ctx, int64(t.Key), known(t.Station), nullable(t.Connector), nullable(t.ID), known(t.IDTag),
				known(t.Start.String()), known(t.Stop.String()), known(t.First.String()), known(t.Last.String()),
				known(t.StopReason), t.Complete, nullable(t.MeterStart), nullable(t.MeterStop), plain(t.Energy),
				known(t.EnergyFrom), plain(t.MaxPower), plain(t.SoCStart), plain(t.SoCEnd), t.MeterValues,
				t.SampledValues, t.Errors, t.Warnings, t.Infos, t.Inferred)
			if err != nil {
				return err
			}
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
		end_offset, from_time, to_time, count, pointer, got, want, transaction_key, inferred`)
	for f, err := range e.c.Findings(ctx, FindingQuery{}) {
		if err != nil {
			return err
		}
		ended := f.End != model.Place{}
		err := rows.add(ctx, string(f.Rule), f.Severity.String(), int64(f.At.Source), either(f.Frame >= 0, f.Frame), known(f.FrameID),
			either(f.FrameLine > 0, f.FrameLine), f.At.Line, f.At.Offset, either(ended, f.End.Line), either(ended, f.End.Offset),
			known(f.From.String()), known(f.To.String()), f.Count, either(f.HasPointer, f.Pointer), either(f.HasGot, f.Got),
			known(f.Want), either(f.Transaction != 0, int64(f.Transaction)), f.Inferred)
		if err != nil {
			return err
		}
	}
	return rows.flush(ctx)
}
