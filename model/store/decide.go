package store

import (
	"context"
	"database/sql"

	"meterscope/model"
)

// Decision is what follows from looking at all sources together.
type Decision struct {
	Repeats  map[model.SourceID]*model.FrameSet // frames that another source has, where they count
	Nameless map[model.SourceID]model.SourceID  // the first of the sources that share a nameless station; none: its own
	Learnt   map[model.SourceID]string          // the name of a nameless station, as others that logged the same say
}

// Decide keeps a decision, in place of the one before, in one database transaction. Frames that count elsewhere stay
// where they are, with all that was read from them; but what reads events, samples, findings, spans or counts passes
// over them. What has no station in the sources named in Learnt has that one from then on.
func (c *Case) Decide(ctx context.Context, d Decision) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	c.standingCache.clear() // the order of the sources may have been read before their frames were there
	return c.wrap("decide what counts in", c.decide(ctx, &d))
}

func (c *Case) decide(ctx context.Context, d *Decision) error {
	hollow, err := c.hollow(ctx)
	if err != nil {
		return err
	}
	now, err := c.standing(ctx)
	if err != nil {
		return err
	}
	var counts []repeatCounts
	all := map[model.SourceID]*model.FrameSet{}
	for id := range now.learnt {
		set := &model.FrameSet{}
		set.Union(d.Repeats[id])
		set.Union(hollow[id])
		all[id] = set
		if old := now.repeats[id]; old == nil && set.First() < 0 || old != nil && old.Equal(set) {
			continue
		}
		n, err := c.countRepeats(ctx, id, set, hollow[id])
		if err != nil {
			return err
		}
		counts = append(counts, n)
	}
	same, err := c.sameNames(ctx, d, now)
	if err != nil || same && len(counts) == 0 {
		return err
	}
	err = c.write(ctx, func(tx *sql.Tx) error {
		for i := range counts {
			if err := counts[i].write(ctx, tx, all[counts[i].source]); err != nil {
				return err
			}
		}
		for id, before := range now.learnt {
			if err := nameStation(ctx, tx, id, before, d.Learnt[id], d.Nameless[id]); err != nil {
				return err
			}
		}
		return setSetting(ctx, tx, settingJoined, "") // until the transactions are joined again
	})
	c.joins.Add(1)
	c.standingCache.clear()
	return err
}

// sameNames says that there is nothing to name: the sources share and name their stations as before, and nothing was
// read since that has none yet.
func (c *Case) sameNames(ctx context.Context, d *Decision, now *standing) (bool, error) {
	for id, name := range now.learnt {
		if d.Learnt[id] != name || name != "" {
			return false, nil // what was read since has no name yet: it costs little to look
		}
	}
	rows, err := c.reader.QueryContext(ctx, `SELECT id, coalesce(nameless, id) FROM source WHERE hidden = 0`)
	if err != nil {
		return false, err
	}
	type pair struct{ id, root model.SourceID }
	pairs, err := collect(rows, func(p *pair) []any { return []any{&p.id, &p.root} })
	for _, p := range pairs {
		if want, ok := d.Nameless[p.id]; ok && want != p.root || !ok && p.root != p.id {
			return false, err
		}
	}
	return true, err
}

// repeatCounts is how much of a source counts elsewhere.
type repeatCounts struct {
	source                             model.SourceID
	frames, meterValues, sampledValues int64
}

// countRepeats counts what frames hold; what is hollow was never counted.
func (c *Case) countRepeats(ctx context.Context, id model.SourceID, set, hollow *model.FrameSet) (repeatCounts, error) {
	own := set.Without(hollow)
	n := repeatCounts{source: id, frames: own.Len()}
	var failed error
	if n.frames > 0 {
		c.allEvents(ctx, func(e *model.Event, err error) bool {
			failed = err
			if err == nil && e.Kind == model.EventMeterValues && own.Has(e.Frame) {
				n.meterValues++
				n.sampledValues += int64(e.Samples)
			}
			return err == nil
		}, `SELECT station, source, count, data FROM event WHERE source = ?`, id)
	}
	return n, failed
}

// write marks the frames where they are stored.
func (n *repeatCounts) write(ctx context.Context, tx *sql.Tx, set *model.FrameSet) error {
	type block struct {
		first int64
		count int
	}
	rows, err := tx.QueryContext(ctx, `SELECT first, count FROM frames WHERE source = ? ORDER BY first`, n.source)
	if err != nil {
		return err
	}
	blocks, err := collect(rows, func(b *block) []any { return []any{&b.first, &b.count} })
	if err != nil {
		return err
	}
	for _, b := range blocks {
		var bits any
		if packed := packFrameSet(set, b.first, b.count); packed != nil {
			bits = packed
		}
		_, err := tx.ExecContext(ctx, `UPDATE frames SET repeats = ? WHERE source = ? AND first = ? AND repeats IS NOT ?`,
			bits, n.source, b.first, bits)
		if err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, `UPDATE source SET repeated = ?, repeated_meter_values = ?, repeated_sampled_values = ? WHERE id = ?`,
		n.frames, n.meterValues, n.sampledValues, n.source)
	return err
}

// nameStation gives what a source says of no station the name that it has learnt, in place of the one before. The
// transactions that there are go on finding their samples.
func nameStation(ctx context.Context, tx *sql.Tx, id model.SourceID, before, name string, root model.SourceID) error {
	statements := []string{}
	if before != "" && before != name {
		statements = append(statements,
			`UPDATE event SET station = '', unnamed = 0 WHERE source = ?1 AND unnamed = 1 AND ?2 = ?2`,
			`UPDATE chunk SET station = '', unnamed = 0 WHERE source = ?1 AND unnamed = 1 AND ?2 = ?2`)
	}
	if name != "" {
		statements = append(statements,
			`UPDATE event SET station = ?2, unnamed = 1 WHERE source = ?1 AND station = ''`,
			`UPDATE chunk SET station = ?2, unnamed = 1 WHERE source = ?1 AND station = ''`,
			`UPDATE txn_span SET station = ?2 WHERE source = ?1 AND station = ''`)
	}
	statements = append(statements, `UPDATE source SET learnt = ?2 WHERE id = ?1 AND learnt <> ?2`)
	for _, s := range statements {
		if _, err := tx.ExecContext(ctx, s, id, name); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `UPDATE source SET nameless = ?2 WHERE id = ?1 AND nameless IS NOT ?2`,
		id, either(root != 0 && root != id, int64(root)))
	return err
}

// Rotations gives the sources that are files of one log, by the first of each log.
func (c *Case) Rotations(ctx context.Context) (map[model.SourceID][]model.SourceID, error) {
	rows, err := c.reader.QueryContext(ctx, `SELECT coalesce(rotation, id), id FROM source
		WHERE hidden = 0 AND (rotation IS NOT NULL OR id IN (SELECT rotation FROM source)) ORDER BY id`)
	if err != nil {
		return nil, c.wrap("list sources of", err)
	}
	type pair struct{ log, id model.SourceID }
	pairs, err := collect(rows, func(p *pair) []any { return []any{&p.log, &p.id} })
	if err != nil {
		return nil, c.wrap("list sources of", err)
	}
	logs := map[model.SourceID][]model.SourceID{}
	for _, p := range pairs {
		logs[p.log] = append(logs[p.log], p.id)
	}
	return logs, nil
}

// rotate notes that a source and others are files of one log.
func (c *Case) rotate(ctx context.Context, id model.SourceID, parts []model.SourceID) error {
	for _, part := range parts {
		err := c.write(ctx, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, `WITH log AS (SELECT coalesce(rotation, id) AS root FROM source WHERE id IN (?, ?))
				UPDATE source SET rotation = (SELECT min(root) FROM log)
				WHERE coalesce(rotation, id) IN (SELECT root FROM log) AND rotation IS NOT (SELECT min(root) FROM log)`, id, part)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Repeats gives the frames that count in another source than their own, streaming, source by source.
func (c *Case) Repeats(ctx context.Context, yield func(*model.Frame) error) error {
	return c.wrap("read frames of", c.eachRepeat(ctx, yield))
}

func (c *Case) eachRepeat(ctx context.Context, yield func(*model.Frame) error) error {
	s, err := c.standing(ctx)
	if err != nil || len(s.repeats) == 0 {
		return err
	}
	hollow, err := c.hollow(ctx)
	if err != nil {
		return err
	}
	sources, err := c.Sources(ctx)
	if err != nil {
		return err
	}
	for i := range sources {
		id := sources[i].ID
		set := s.repeats[id]
		if set == nil {
			continue
		}
		own := set.Without(hollow[id])
		for seq := own.First(); seq >= 0; {
			frames, err := c.frameBlockOf(ctx, id, seq)
			if err != nil {
				return err
			}
			for k := range frames {
				if f := frames[k]; own.Has(f.Seq) {
					if err := yield(&f); err != nil {
						return err
					}
				}
			}
			seq = own.Next(frames[len(frames)-1].Seq+1, true)
		}
	}
	return nil
}
