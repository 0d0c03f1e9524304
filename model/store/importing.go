package store

import (
	"context"
	"database/sql"
	"fmt"

	"meterscope/model"
)

// Limits of what an import holds back before it commits, beside the evidence: a log of nothing but short
// series, stations or findings must not fill the memory.
const (
	maxHeldBlocks = 40_000   // open series, stations and findings
	maxHeldBytes  = 32 << 20 // packed, without evidence
)

// importing is a source under way: what was read since the last commit, packed.
type importing struct {
	c      *Case
	source model.SourceID
	offset int64 // evidence taken
	saved  int64 // evidence committed
	lines  int
	next   int64 // frame
	counts model.Counts
	unread int64 // bytes
	state  []byte

	evidence *evidenceWriter
	rereads  bool // the evidence is there
	appends  bool // the source is complete, and grows
	taken    []takenUp
	frames   frameWriter
	events   map[string]*eventWriter // by station
	samples  sampleWriter
	findings findingWriter

	packedFrames []packedBlock
	packedEvents []packedBlock
	held         int // bytes in packed blocks
}

// packedBlock is a row of frames or event.
type packedBlock struct {
	station string
	first   int64
	count   int
	logged  loggedExtent // of frames
	data    []byte
}

func newImporting(c *Case, r *model.Resume, counts model.Counts) *importing {
	return &importing{
		c: c, source: r.Source, offset: r.Offset, saved: r.Offset, lines: r.Lines, next: r.Frames, state: r.State,
		counts: counts, evidence: newEvidenceWriter(c, r.Offset), events: map[string]*eventWriter{},
	}
}

// add packs a batch.
func (i *importing) add(b *model.Batch) error {
	if !i.rereads {
		i.evidence.write(b.Evidence)
		defer i.evidence.returned()
	}
	for k := range b.Frames {
		f := &b.Frames[k]
		if f.Seq != i.next {
			return fmt.Errorf("frame %d of source %d is not the next", f.Seq, i.source)
		}
		i.next++
		i.frames.add(f)
		if i.frames.n == frameBlock {
			i.closeFrames()
		}
	}
	for k := range b.Events {
		e := &b.Events[k]
		w := i.events[e.Station]
		if w == nil {
			w = &eventWriter{}
			i.events[e.Station] = w
		}
		w.add(e)
		if w.n == eventBlock {
			i.closeEvents(e.Station, w)
		}
	}
	for k := range b.Samples {
		i.samples.add(&b.Samples[k])
	}
	for k := range b.Findings {
		if err := i.findings.add(&b.Findings[k], 0); err != nil {
			return err
		}
	}
	i.offset, i.lines, i.state = b.End(), b.Lines, append(i.state[:0], b.State...)
	i.counts.Add(b.Counts)
	i.unread += b.Unread
	return nil
}

func (i *importing) closeFrames() {
	if i.frames.n == 0 {
		return
	}
	data := i.c.compress(i.frames.pack())
	i.packedFrames = append(i.packedFrames, packedBlock{
		first: i.frames.first, count: i.frames.n, logged: i.frames.logged, data: data,
	})
	i.held += len(data)
	i.frames.reset()
}

func (i *importing) closeEvents(station string, w *eventWriter) {
	if w.n == 0 {
		return
	}
	data := i.c.compress(w.p.b)
	i.packedEvents = append(i.packedEvents, packedBlock{station: station, first: w.first, count: w.n, data: data})
	i.held += len(data)
	w.reset()
}

// due says that it is time to commit.
func (i *importing) due() bool {
	return i.offset-i.saved >= i.c.commitBytes ||
		i.samples.open+len(i.events)+len(i.findings.open) > maxHeldBlocks ||
		i.held+i.samples.held+i.findings.held > maxHeldBytes
}

// commit writes what was packed since the last commit, and the ledger row with it, in one database
// transaction. With src the source is complete.
func (c *Case) commit(ctx context.Context, src *model.Source) error {
	i := c.importing
	evidence := i.evidence.take()
	i.closeFrames()
	for station, w := range i.events {
		i.closeEvents(station, w)
	}
	if err := i.findings.close(); err != nil {
		return err
	}
	err := c.write(ctx, func(tx *sql.Tx) error {
		if err := i.updateLedger(ctx, tx, src); err != nil {
			return err
		}
		if err := i.writeEvidence(ctx, tx, evidence); err != nil {
			return err
		}
		if err := i.removeTaken(ctx, tx); err != nil {
			return err
		}
		if err := i.writeBlocks(ctx, tx); err != nil {
			return err
		}
		if err := i.samples.write(ctx, tx, i.source); err != nil {
			return err
		}
		return i.findings.write(ctx, tx)
	})
	if err != nil {
		return err
	}
	if len(i.taken) > 0 {
		c.frameCache.clear()
	}
	i.saved, i.held, i.appends, i.taken = i.offset, 0, false, nil
	clear(i.packedFrames)
	clear(i.packedEvents)
	i.packedFrames, i.packedEvents = i.packedFrames[:0], i.packedEvents[:0]
	clear(i.events)
	i.samples.written()
	i.findings.written()
	return nil
}

// updateLedger moves the source's row on. That it stands where we left it shows that no other program imports
// the same source into the same file.
func (i *importing) updateLedger(ctx context.Context, tx *sql.Tx, src *model.Source) error {
	result, err := tx.ExecContext(ctx, `UPDATE source SET size = ?, lines = ?, next_frame = ?, state = ?, frames = ?,
		duplicates = ?, meter_values = ?, sampled_values = ?, unread = ?, unread_bytes = ?, complete = 0, sha256 = NULL
		WHERE id = ? AND size = ? AND complete = ?`,
		i.offset, i.lines, i.next, i.state, i.counts.Frames, i.counts.Duplicates, i.counts.MeterValues,
		i.counts.SampledValues, i.counts.Unread, i.unread, i.source, i.saved, i.appends)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		if err == nil {
			err = fmt.Errorf("%w: it imports the same source", ErrLocked)
		}
		return err
	}
	if src == nil {
		return nil
	}
	if src.Size != i.offset {
		return fmt.Errorf("source %d has %d bytes, not %d", i.source, i.offset, src.Size)
	}
	counts := src.Counts
	if counts == (model.Counts{}) {
		counts = i.counts
	}
	_, err = tx.ExecContext(ctx, `UPDATE source SET complete = 1, sha256 = ?, name = ?, format = ?, zone = ?, zone_from = ?,
		station = ?, charset = coalesce(nullif(?, ''), charset), frames = ?, duplicates = ?, meter_values = ?, sampled_values = ?,
		unread = ?, state = NULL WHERE id = ?`,
		src.SHA256[:], src.Name, src.Format, src.Zone, string(src.ZoneFrom), src.Station, src.Charset, counts.Frames,
		counts.Duplicates, counts.MeterValues, counts.SampledValues, counts.Unread, i.source)
	return err
}

func (i *importing) writeEvidence(ctx context.Context, tx *sql.Tx, blocks []*packedEvidence) error {
	rows := newInserter(tx, "evidence", "source, offset, length, data")
	for _, b := range blocks {
		if err := rows.add(ctx, i.source, b.offset, b.length, b.data); err != nil {
			return err
		}
	}
	return rows.flush(ctx)
}

func (i *importing) writeBlocks(ctx context.Context, tx *sql.Tx) error {
	frames := newInserter(tx, "frames", "source, first, count, logged_from, logged_to, data")
	for _, b := range i.packedFrames {
		from, to := b.logged.columns()
		if err := frames.add(ctx, i.source, b.first, b.count, from, to, b.data); err != nil {
			return err
		}
	}
	events := newInserter(tx, "event", "station, source, first, count, data")
	for _, b := range i.packedEvents {
		if err := events.add(ctx, b.station, i.source, b.first, b.count, b.data); err != nil {
			return err
		}
	}
	if err := frames.flush(ctx); err != nil {
		return err
	}
	return events.flush(ctx)
}
