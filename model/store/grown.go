package store

import (
	"context"
	"database/sql"

	"meterscope/model"
)

// grownSource is a source some of whose frames have another transaction than before.
type grownSource struct {
	id   model.SourceID
	low  int64                  // the first frame that may have one, at the begin of a block
	from int64                  // the first frame that was not there before
	keys []model.TransactionKey // of the frames from low on; 0 for none
}

// grow works out which transactions the frames of a source have; nil if none has another.
func (w *changing) grow(ctx context.Context, id model.SourceID) (*grownSource, error) {
	c := w.join.c
	var end int64
	if err := c.reader.QueryRowContext(ctx, `SELECT next_frame FROM source WHERE id = ?`, id).Scan(&end); err != nil {
		return nil, err
	}
	g := &grownSource{id: id, from: end}
	if first, ok := w.From[id]; ok {
		g.from = first
	}
	g.low = w.lowest(id, g.from)
	if w.Backwards[id] {
		g.low = 0
	}
	if g.low >= end {
		return nil, nil //nolint:nilnil // nothing to do
	}
	g.low -= g.low % ownerBlock
	g.keys = make([]model.TransactionKey, end-g.low)
	if err := w.remember(ctx, g); err != nil {
		return nil, err
	}
	for _, r := range w.join.refs[id] {
		if r.seq >= g.low && r.seq < end {
			g.keys[r.seq-g.low] = w.join.txns[r.txn-1].Key
		}
	}
	if err := w.bySpan(ctx, g); err != nil {
		return nil, err
	}
	if err := w.byAnswer(ctx, g); err != nil {
		return nil, err
	}
	s, err := c.standing(ctx)
	if err != nil {
		return nil, err
	}
	if repeats := s.repeats[id]; repeats != nil {
		for f := repeats.Next(g.low, true); f >= 0 && f < end; f = repeats.Next(f+1, true) {
			g.keys[f-g.low] = 0 // it counts in another source
		}
	}
	return g, nil
}

// lowest is the first frame of a source that may have another transaction than before: the first that is new, or that
// is among the frames of what is put and was not before, or was and isn't.
func (w *changing) lowest(id model.SourceID, low int64) int64 {
	reach := func(frame int64) { low = min(low, max(frame, 0)) }
	type begin struct {
		origin
		key   model.TransactionKey
		first int64
	}
	was := map[begin]int64{} // where spans ended
	for i := range w.before {
		if s := &w.before[i]; s.source == id {
			was[begin{s.origin, s.key, s.first}] = s.last
		}
	}
	named := map[joinedRef]bool{} // by key
	for key, refs := range w.Was {
		for _, r := range refs {
			if r.Source == id {
				named[joinedRef{r.Seq, int(key)}] = true
			}
		}
	}
	refs := map[int64]bool{}
	for _, r := range w.join.refs[id] {
		refs[r.seq] = true
		k := joinedRef{r.seq, int(w.join.txns[r.txn-1].Key)}
		if !named[k] {
			reach(r.seq)
		}
		delete(named, k)
	}
	for k := range named {
		reach(k.seq)
	}
	for i := range w.join.spans {
		s := &w.join.spans[i]
		if s.Source != id {
			continue
		}
		k := begin{origin{s.Station, s.Connector, s.ID}, s.Transaction, s.First}
		last, there := was[k]
		delete(was, k)
		switch {
		case !there || refs[s.First]: // samples that came with a stop are looked for again
			reach(s.First)
		case last != s.Last:
			reach(min(last, s.Last) + 1)
		}
	}
	for k := range was {
		reach(k.first)
	}
	return low
}

// remember reads which transactions the frames had, but for those that are put.
func (w *changing) remember(ctx context.Context, g *grownSource) error {
	c := w.join.c
	for first := g.low; first < g.from; first += ownerBlock {
		keys, err := c.owners(ctx, g.id, first)
		if err != nil {
			return err
		}
		for i, key := range keys {
			at := first + int64(i) - g.low
			if _, other := w.Was[key]; !other && first+int64(i) < g.from && at < int64(len(g.keys)) {
				g.keys[at] = key
			}
		}
	}
	return nil
}

// bySpan gives the frames with meter values to the transactions that are put: those that others have they keep.
func (w *changing) bySpan(ctx context.Context, g *grownSource) error {
	a := assignment{j: w.join, source: g.id, owner: make([]int32, 0), spans: w.join.spansBySource()[g.id]}
	if len(a.spans) == 0 {
		return nil
	}
	var failed error
	end := g.low + int64(len(g.keys))
	w.join.c.events(ctx, func(e *model.Event, err error) bool {
		if err != nil {
			failed = err
			return false
		}
		if e.Frame < g.low {
			return true
		}
		if e.Frame >= end {
			failed = broken("frame of an event")
			return false
		}
		key := &g.keys[e.Frame-g.low]
		switch e.Kind {
		case model.EventMeterValues:
			if n := a.find(origin{e.Station, e.Connector, e.Transaction}, e.Frame); n != 0 && *key == 0 {
				*key = w.join.txns[n-1].Key
			}
		case model.EventStop:
			a.stop(w.numbers[*key], e)
		}
		return true
	}, `SELECT station, source, count, data FROM event AS e WHERE source = ?1 AND first >= coalesce((SELECT max(first)
		FROM event AS b INDEXED BY event_station WHERE b.station = e.station AND b.source = ?1 AND b.first <= ?2), 0)`, g.id, g.low)
	return failed
}

// byAnswer gives answers to the transactions of what they answer.
func (w *changing) byAnswer(ctx context.Context, g *grownSource) error {
	c := w.join.c
	rows, err := c.reader.QueryContext(ctx, `SELECT first, count, data FROM frames WHERE source = ?1 AND first >=
		coalesce((SELECT max(first) FROM frames WHERE source = ?1 AND first <= ?2), 0) ORDER BY first`, g.id, g.low)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	look := frameLook{c: c}
	end := g.low + int64(len(g.keys))
	var raw []byte
	var failed error
	for rows.Next() {
		var first int64
		var count int
		var data sql.RawBytes
		if err := rows.Scan(&first, &count, &data); err != nil {
			return err
		}
		if raw, err = c.expand(data, raw[:0]); err != nil {
			return err
		}
		err := eachAnswer(raw, first, count, func(seq, to int64) {
			if seq < g.low || seq >= end || to < 0 || to >= end || g.keys[seq-g.low] != 0 || failed != nil {
				return
			}
			if to >= g.low {
				g.keys[seq-g.low] = g.keys[to-g.low]
				return
			}
			g.keys[seq-g.low], failed = look.transaction(ctx, g.id, to)
		})
		if err == nil {
			err = failed
		}
		if err != nil {
			return err
		}
	}
	return rows.Err()
}

// extent is the first and last frame that a transaction has in the source from low on.
func (g *grownSource) extents() map[model.TransactionKey]txnExtent {
	all := map[model.TransactionKey]txnExtent{}
	for i, key := range g.keys {
		if key == 0 {
			continue
		}
		at := g.low + int64(i)
		e, ok := all[key]
		if !ok {
			e = txnExtent{g.id, at, at}
		}
		e.last = at
		all[key] = e
	}
	return all
}

// lastBefore finds the last frame of a transaction before one, not before first; −1 if there is none.
func (c *Case) lastBefore(ctx context.Context, key model.TransactionKey, id model.SourceID, first, before int64) (int64, error) {
	look := frameLook{c: c}
	for at := before - 1; at >= first; at-- {
		k, err := look.transaction(ctx, id, at)
		if err != nil || k == key {
			return at, err
		}
	}
	return -1, nil
}
