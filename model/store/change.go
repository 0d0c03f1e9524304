package store

import (
	"context"
	"database/sql"
	"errors"
	"hash/maphash"
	"maps"
	"slices"
	"strconv"

	"meterscope/model"
)

// Change is what is other than before of the joined transactions of a case, since frames were added behind the end of
// some of its sources.
type Change struct {
	// Put are the transactions that are new, or of which anything is other than before.
	Put []Joined
	// Was are those that there were and that are not as they were: they are among Put, or gone. With each the frames
	// that were named as its own.
	Was map[model.TransactionKey][]FrameRef
	// From is, of the sources that grew, the first frame that was not there before.
	From map[model.SourceID]int64
	// Backwards are the sources in which answers stand before their CALLs.
	Backwards map[model.SourceID]bool
	// Stations are the findings of no transaction and no frame, all that there are of the case.
	Stations []model.Finding
	// InFrames gives all findings of single frames of the case, as Joined has them; Framed are the rules that they are of,
	// and Told the frames in which there are others than before.
	InFrames func(give func([]model.Finding) error) error
	Framed   []model.RuleID
	Told     []FrameRef
	// Apart is a sum over the findings of no transaction as they are kept, which was given before for the same seed; 0 if
	// it isn't known.
	Apart uint64
	Seed  maphash.Seed
}

// Changed is what came of a change.
type Changed struct {
	Keys  []model.TransactionKey // of Put, in its order
	Other []model.TransactionKey // those whose counts are others
	Gone  []model.TransactionKey
	Apart uint64
}

// ChangeTransactions does what [Case.ReplaceTransactions] would do where only this is other than before, in one
// database transaction. It looks at the frames that were added and at those of what is put, and at no others.
func (c *Case) ChangeTransactions(ctx context.Context, ch *Change) (Changed, error) {
	c.joining.Lock()
	defer c.joining.Unlock()
	done, err := c.changeTransactions(ctx, ch)
	return done, c.wrap("join the transactions of", err)
}

func (c *Case) changeTransactions(ctx context.Context, ch *Change) (done Changed, err error) {
	if c.readOnly {
		return done, ErrReadOnly
	}
	w := &changing{
		Change: ch, numbers: map[model.TransactionKey]int{}, grown: map[model.SourceID]*grownSource{}, counted: map[model.TransactionKey]bool{},
		join: &join{c: c, refs: map[model.SourceID][]joinedRef{}, taken: map[model.TransactionKey]bool{}, names: map[model.RuleID]int{}},
	}
	if err := w.join.recall(ctx, `SELECT value FROM json_each(?)`, keysJSON(slices.Sorted(maps.Keys(ch.Was)))); err != nil {
		return done, err
	}
	joined, err := c.extent(ctx)
	if err != nil {
		return done, err
	}
	if err := w.take(ctx, &done); err != nil {
		return done, err
	}
	c.writing.Lock()
	defer c.writing.Unlock()
	err = c.write(ctx, func(tx *sql.Tx) error {
		if err := w.write(ctx, tx); err != nil {
			return err
		}
		return setSetting(ctx, tx, settingJoined, joined)
	})
	c.ownerCache.clear()
	if err == nil {
		c.joins.Add(1)
	}
	for key := range ch.Was {
		if w.numbers[key] == 0 {
			done.Gone = append(done.Gone, key)
		}
	}
	done.Other, done.Apart = w.others(), w.apart
	return done, err
}

// Joins counts how often the transactions of the case were joined since it was opened.
func (c *Case) Joins() int64 { return c.joins.Load() }

// changing is a change on its way into the case.
type changing struct {
	*Change
	join    *join
	numbers map[model.TransactionKey]int // of Put, from 1
	before  []storedSpan                 // of those that were
	grown   map[model.SourceID]*grownSource
	look    frameLook
	apart   uint64
	rest    findingWriter                 // of no transaction
	told    map[model.TransactionKey]bool // those of others in whose frames there are other findings
	framed  findingWriter                 // of their frames
	counted map[model.TransactionKey]bool // those whose findings are to be counted
}

// take works out all that is to be written.
func (w *changing) take(ctx context.Context, done *Changed) error {
	j := w.join
	for _, v := range w.Put {
		if err := j.put(v); err != nil {
			return err
		}
	}
	j.number()
	for i, t := range j.txns {
		w.numbers[t.Key] = i + 1
		w.counted[t.Key] = true
		done.Keys = append(done.Keys, t.Key)
	}
	var err error
	if w.before, err = j.c.storedSpans(ctx, slices.Sorted(maps.Keys(w.Was))); err != nil {
		return err
	}
	for _, source := range w.sources() {
		g, err := w.grow(ctx, source)
		if err != nil {
			return err
		}
		if g != nil {
			w.grown[source] = g
		}
	}
	w.look = frameLook{c: j.c}
	return w.inFrames(ctx)
}

// sources are those of which frames may have another transaction than before.
func (w *changing) sources() []model.SourceID {
	all := map[model.SourceID]bool{}
	for id := range w.From {
		all[id] = true
	}
	for i := range w.join.spans {
		all[w.join.spans[i].Source] = true
	}
	for id := range w.join.refs {
		all[id] = true
	}
	for i := range w.before {
		all[w.before[i].source] = true
	}
	for _, refs := range w.Was {
		for _, r := range refs {
			all[r.Source] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// owner gives the transaction of a frame as it is now; 0 for none.
func (w *changing) owner(ctx context.Context, r FrameRef) (model.TransactionKey, error) {
	if g := w.grown[r.Source]; g != nil && r.Seq >= g.low {
		if r.Seq-g.low < int64(len(g.keys)) {
			return g.keys[r.Seq-g.low], nil
		}
		return 0, nil
	}
	if r.Seq < 0 {
		return 0, nil
	}
	return w.look.transaction(ctx, r.Source, r.Seq)
}

// inFrames gives the findings of single frames to their transactions.
func (w *changing) inFrames(ctx context.Context) error {
	w.told = map[model.TransactionKey]bool{}
	for _, ref := range w.Told {
		key, err := w.owner(ctx, ref)
		if err != nil {
			return err
		}
		if key != 0 && w.numbers[key] == 0 {
			w.told[key], w.counted[key] = true, true
		}
	}
	for i := range w.Stations {
		if err := w.noTransaction(&w.Stations[i]); err != nil {
			return err
		}
	}
	err := w.InFrames(func(list []model.Finding) error {
		for i := range list {
			if err := w.inFrame(ctx, &list[i]); err != nil {
				return err
			}
		}
		return errors.Join(w.join.findings.bound(), w.framed.bound(), w.rest.bound())
	})
	if err != nil {
		return err
	}
	return errors.Join(w.join.findings.close(), w.framed.close(), w.rest.close())
}

func (w *changing) inFrame(ctx context.Context, f *model.Finding) error {
	key, err := w.owner(ctx, FrameRef{f.At.Source, f.Frame})
	switch n := w.numbers[key]; {
	case err != nil:
		return err
	case key == 0:
		return w.noTransaction(f)
	case n > 0:
		return w.join.findings.add(f, int64(n))
	case w.told[key]:
		return w.framed.add(f, int64(key))
	}
	return nil
}

// noTransaction takes a finding of no transaction.
func (w *changing) noTransaction(f *model.Finding) error {
	w.apart += maphash.Comparable(w.Seed, *f)
	return w.rest.add(f, noTransaction)
}

// others are the transactions that were counted anew and not put.
func (w *changing) others() []model.TransactionKey {
	var keys []model.TransactionKey
	for key := range w.counted {
		if w.numbers[key] == 0 {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// storedSpan is a span as it is stored.
type storedSpan struct {
	origin
	key         model.TransactionKey
	source      model.SourceID
	first, last int64
}

// storedSpans reads the spans of some transactions.
func (c *Case) storedSpans(ctx context.Context, keys []model.TransactionKey) ([]storedSpan, error) {
	var all []storedSpan
	for _, key := range keys {
		rows, err := c.reader.QueryContext(ctx, `SELECT txn, source, station, connector, transaction_id, first, last FROM txn_span WHERE txn = ?`, key)
		if err != nil {
			return nil, err
		}
		defer rows.Close() //nolint:errcheck // rows.Err tells
		for rows.Next() {
			var s storedSpan
			var connector, id sql.NullInt64
			if err := rows.Scan(&s.key, &s.source, &s.station, &connector, &id, &s.first, &s.last); err != nil {
				return nil, err
			}
			s.connector, s.transaction = optional(connector), optional(id)
			all = append(all, s)
		}
		if err := rows.Err(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// keysJSON writes keys as a list that SQLite reads.
func keysJSON(keys []model.TransactionKey) string {
	text := []byte{'['}
	for i, key := range keys {
		if i > 0 {
			text = append(text, ',')
		}
		text = strconv.AppendInt(text, int64(key), 10)
	}
	return string(append(text, ']'))
}
