package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io"

	"meterscope/model"
)

// The ledger is the table source: for each how far its import got. Its row changes only in the database
// transaction that writes what was read.

const sourceColumns = `id, name, size, sha256, format, format_from, zone, zone_from,
	CASE station WHEN '' THEN learnt ELSE station END,
	CASE WHEN station = '' AND learnt <> '' THEN 'inferred' ELSE station_from END, complete,
	frames - repeated, duplicates + repeated, meter_values - repeated_meter_values,
	sampled_values - repeated_sampled_values, unread, unread_bytes, columns, columns_from, also, charset, charset_from`

func sourceTargets(s *model.Source, sum *[]byte) []any {
	return []any{
		&s.ID, &s.Name, &s.Size, sum, &s.Format, &s.FormatFrom, &s.Zone, &s.ZoneFrom, &s.Station, &s.StationFrom,
		&s.Complete, &s.Counts.Frames, &s.Counts.Duplicates, &s.Counts.MeterValues, &s.Counts.SampledValues,
		&s.Counts.Unread, &s.UnreadBytes, &s.Columns, &s.ColumnsFrom, &s.Also, &s.Charset, &s.CharsetFrom,
	}
}

// Sources lists the sources in the order of import, unfinished ones included, removed ones not. What their
// frames have in common with others counts in one of them: see [Case.Decide].
func (c *Case) Sources(ctx context.Context) ([]model.Source, error) {
	rows, err := c.reader.QueryContext(ctx, `SELECT `+sourceColumns+` FROM source WHERE hidden = 0 ORDER BY id`)
	if err != nil {
		return nil, c.wrap("list sources of", err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	var all []model.Source
	for rows.Next() {
		var s model.Source
		var sum []byte
		if err := rows.Scan(sourceTargets(&s, &sum)...); err != nil {
			return nil, c.wrap("list sources of", err)
		}
		copy(s.SHA256[:], sum)
		all = append(all, s)
	}
	return all, c.wrap("list sources of", rows.Err())
}

func (c *Case) source(ctx context.Context, id model.SourceID) (model.Source, error) {
	var s model.Source
	var sum []byte
	err := c.reader.QueryRowContext(ctx, `SELECT `+sourceColumns+` FROM source WHERE id = ?`, id).
		Scan(sourceTargets(&s, &sum)...)
	if errors.Is(err, sql.ErrNoRows) {
		err = fmt.Errorf("source %d: %w", id, ErrNotFound)
	}
	copy(s.SHA256[:], sum)
	return s, err
}

// candidate is a source that begins like the one announced.
type candidate struct {
	id                    model.SourceID
	announced, size       int64
	sum                   []byte
	format, zone, station string
	columns, charset      string
	complete              bool
	hidden                int
}

// BeginSource enters a source or finds it again: a complete one that is the same byte for byte is answered
// with Complete; an unfinished one of the same head, format, zone, station, columns and charset is gone on with, at the point
// of the last commit. sum is called at most once, and only where a complete source of the same size and head
// is there; where it fails for a source of unknown size, the source is taken as new, and [Case.CompleteSource]
// decides. A source that was removed is restored. An import that was under way of another source is committed as far as it came.
func (c *Case) BeginSource(ctx context.Context, src model.Announcement, sum func() ([32]byte, error)) (model.Resume, error) {
	c.writing.Lock()
	defer c.writing.Unlock()
	r, err := c.beginSource(ctx, &src, sum)
	return r, c.wrap("begin "+src.Name+" in", err)
}

func (c *Case) beginSource(ctx context.Context, src *model.Announcement, sum func() ([32]byte, error)) (model.Resume, error) {
	if c.readOnly {
		return model.Resume{}, ErrReadOnly
	}
	if err := c.settle(ctx); err != nil {
		return model.Resume{}, err
	}
	alike, err := c.alike(ctx, src)
	if err != nil {
		return model.Resume{}, err
	}
	id, err := findComplete(alike, src, sum)
	if err != nil {
		return model.Resume{}, err
	}
	if err := c.unhide(ctx, alike, id); err != nil {
		return model.Resume{}, err
	}
	if id == 0 && !src.Fresh {
		id = findUnfinished(alike, src)
	}
	if id == 0 {
		id, err = c.enter(ctx, src)
		if err != nil {
			return model.Resume{}, err
		}
	}
	if err := c.rotate(ctx, id, src.Parts); err != nil {
		return model.Resume{}, err
	}
	return c.resume(ctx, id)
}

// Settle makes durable what was written of a source that can't be read to its end. The source stays incomplete,
// and its import can go on from there.
func (c *Case) Settle(ctx context.Context) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	return c.wrap("write to", c.settle(ctx))
}

// settle commits an import that was left before its end.
func (c *Case) settle(ctx context.Context) error {
	if c.importing == nil {
		return nil
	}
	if c.importing.appends { // what was there of it is complete, and stays
		c.drop()
		return nil
	}
	err := c.commit(ctx, nil)
	c.importing = nil
	return err
}

func (c *Case) alike(ctx context.Context, src *model.Announcement) ([]candidate, error) {
	rows, err := c.writer.QueryContext(ctx, `SELECT id, announced, size, sha256, format, zone, station, columns, charset, complete, hidden
		FROM source WHERE head = ? AND hidden < 2 ORDER BY complete DESC, size = ? DESC, name = ? DESC, id`, src.Head[:], src.Size, src.Name)
	if err != nil {
		return nil, err
	}
	return collect(rows, func(k *candidate) []any {
		return []any{&k.id, &k.announced, &k.size, &k.sum, &k.format, &k.zone, &k.station, &k.columns, &k.charset, &k.complete, &k.hidden}
	})
}

func findComplete(alike []candidate, src *model.Announcement, sum func() ([32]byte, error)) (model.SourceID, error) {
	var whole [32]byte
	known := false
	for _, k := range alike {
		if !k.complete || src.Fresh || src.Size >= 0 && k.size != src.Size {
			continue
		}
		if !known {
			if sum == nil {
				return 0, nil
			}
			var err error
			if whole, err = sum(); err != nil {
				if src.Size < 0 {
					return 0, nil // it can't be read twice
				}
				return 0, fmt.Errorf("hash: %w", err)
			}
			known = true
		}
		if string(k.sum) == string(whole[:]) {
			return k.id, nil
		}
	}
	return 0, nil
}

func findUnfinished(alike []candidate, src *model.Announcement) model.SourceID {
	for _, k := range alike {
		if !k.complete && k.hidden == 0 && (src.Size < 0 || src.Size >= k.size) &&
			k.format == src.Format && k.zone == src.Zone && k.station == src.Station && k.columns == src.Columns && k.charset == src.Charset {
			return k.id
		}
	}
	return 0
}

func (c *Case) enter(ctx context.Context, src *model.Announcement) (id model.SourceID, err error) {
	err = c.write(ctx, func(tx *sql.Tx) (err error) {
		id, err = insertSource(ctx, tx, src, 0)
		return err
	})
	c.standingCache.clear()
	return id, err
}

// insertSource makes the row of a source, or of another reading of the one that it replaces.
func insertSource(ctx context.Context, tx *sql.Tx, src *model.Announcement, replaces model.SourceID) (id model.SourceID, err error) {
	hidden := hiddenNot
	if replaces != 0 {
		hidden = hiddenReading
	}
	err = tx.QueryRowContext(ctx, `INSERT INTO source (name, announced, size, head, format, format_from, zone, zone_from,
		station, station_from, columns, columns_from, also, charset, charset_from, hidden, replaces)
		VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		src.Name, src.Size, src.Head[:], src.Format, string(or(src.FormatFrom, model.Inferred)), src.Zone, string(src.ZoneFrom),
		src.Station, string(src.StationFrom), src.Columns, string(src.ColumnsFrom), src.Also, src.Charset, string(src.CharsetFrom), hidden,
		either(replaces != 0, int64(replaces))).Scan(&id)
	return id, err
}

func or(o, otherwise model.Origin) model.Origin {
	if o == "" {
		return otherwise
	}
	return o
}

// resume reads where a source stands and, if there is something to do, prepares to go on with it.
func (c *Case) resume(ctx context.Context, id model.SourceID) (model.Resume, error) {
	r := model.Resume{Source: id}
	var counts model.Counts
	var unread int64
	err := c.writer.QueryRowContext(ctx, `SELECT size, lines, next_frame, state, complete, frames, duplicates,
		meter_values, sampled_values, unread, unread_bytes FROM source WHERE id = ?`, id).
		Scan(&r.Offset, &r.Lines, &r.Frames, &r.State, &r.Complete, &counts.Frames, &counts.Duplicates,
			&counts.MeterValues, &counts.SampledValues, &counts.Unread, &unread)
	if err == nil && !r.Complete {
		c.importing = newImporting(c, &r, counts)
		c.importing.unread = unread
	}
	return r, err
}

// WriteBatch takes a batch. It commits, with the ledger row, after each 64 MB of evidence. A batch must begin
// where the one before ended. After an error the import of this source has to begin again.
func (c *Case) WriteBatch(ctx context.Context, b *model.Batch) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	imp := c.importing
	if imp == nil || imp.source != b.Source || imp.offset != b.Offset {
		return c.wrap("write to", fmt.Errorf("batch at %d of source %d is not the next", b.Offset, b.Source))
	}
	var err error
	if imp.appends {
		err = errors.Join(imp.takeUpEvents(ctx, b), imp.takeUpSamples(ctx, b))
	}
	if err == nil {
		err = imp.add(b)
	}
	if err == nil && imp.due() {
		err = c.commit(ctx, nil)
	}
	if err != nil {
		c.drop()
		return c.wrap("write to", err)
	}
	return nil
}

// drop forgets what was not committed.
func (c *Case) drop() {
	c.importing.evidence.take()
	c.importing = nil
}

// CompleteSource commits the rest and closes the source. It gives [ErrAlready], and keeps nothing of the
// source, where the case holds a complete source of the same SHA-256. A zero hash is computed from what the
// case holds.
func (c *Case) CompleteSource(ctx context.Context, src model.Source) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	return c.wrap("complete "+src.Name+" in", c.completeSource(ctx, src))
}

func (c *Case) completeSource(ctx context.Context, src model.Source) error {
	if c.importing == nil || c.importing.source != src.ID {
		return fmt.Errorf("source %d is not being imported", src.ID)
	}
	if src.SHA256 == ([32]byte{}) {
		if err := c.commit(ctx, nil); err != nil {
			c.drop()
			return err
		}
		sum, err := c.sum(ctx, src.ID)
		if err != nil {
			return err
		}
		src.SHA256 = sum
	}
	if c.importing.appends { // that another is the same now doesn't end it
		err := c.commit(ctx, &src)
		c.importing = nil
		return err
	}
	var twin model.SourceID
	err := c.writer.QueryRowContext(ctx, `SELECT id FROM source WHERE head = (SELECT head FROM source WHERE id = ?2)
		AND complete = 1 AND sha256 = ?1 AND id <> ?2 AND hidden = 0`, src.SHA256[:], src.ID).Scan(&twin)
	switch {
	case err == nil:
		c.drop()
		if err := c.discard(ctx, src.ID); err != nil {
			return err
		}
		return &model.AlreadyError{Source: twin}
	case !errors.Is(err, sql.ErrNoRows):
		return err
	}
	if err := c.commit(ctx, &src); err != nil {
		c.drop()
		return err
	}
	c.importing = nil
	return c.absorb(ctx, src.ID)
}

func (c *Case) sum(ctx context.Context, id model.SourceID) (sum [32]byte, err error) {
	h := sha256.New()
	if _, err := io.Copy(h, c.EvidenceReader(ctx, id)); err != nil {
		return sum, err
	}
	h.Sum(sum[:0])
	return sum, nil
}

// DiscardSource removes a source and all that was read from it: one that turned out to hold no frame.
func (c *Case) DiscardSource(ctx context.Context, id model.SourceID) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	if c.readOnly {
		return c.wrap("discard a source of", ErrReadOnly)
	}
	if c.importing != nil && c.importing.source == id {
		c.drop()
	}
	return c.wrap("discard a source of", c.discard(ctx, id))
}

func (c *Case) discard(ctx context.Context, ids ...model.SourceID) error {
	err := c.write(ctx, func(tx *sql.Tx) error {
		for _, id := range ids {
			if err := deleteSource(ctx, tx, id); err != nil {
				return err
			}
		}
		return nil
	})
	c.forget()
	return err
}

// deleteSource deletes a source, its evidence, and all that was read of it.
func deleteSource(ctx context.Context, tx *sql.Tx, id model.SourceID) error {
	if err := deleteReading(ctx, tx, id); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM evidence WHERE source = ?`, id); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM source WHERE id = ?`, id)
	return err
}

// deleteReading deletes what was read of a source, and which transactions have a part in it.
func deleteReading(ctx context.Context, tx *sql.Tx, id model.SourceID) error {
	for _, table := range []string{"frames", "event", "chunk", "finding", "frame_txn", "txn_span", "txn_extent"} {
		if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE source = ?`, id); err != nil {
			return err
		}
	}
	return nil
}

// forget lets go of what the caches hold of sources that are no longer as they were.
func (c *Case) forget() {
	c.evidenceCache.clear()
	c.frameCache.clear()
	c.ownerCache.clear()
	c.standingCache.clear()
}
