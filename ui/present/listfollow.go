package present

import (
	"context"
	"maps"
	"slices"
	"sort"

	"meterscope/model"
	"meterscope/model/store"
)

// behind is what the list has still to read of the case: all of it, or some transactions.
type behind struct {
	all  bool
	keys []model.TransactionKey
	from int // how many there were before these
}

// madeUp takes away what was read when it was so.
func (b *behind) madeUp(was behind) {
	b.all = b.all && !was.all
	n := min(max(was.from+len(was.keys)-b.from, 0), len(b.keys))
	b.keys, b.from = slices.Clone(b.keys[n:]), b.from+n
}

// concerns says that a transaction may be among it.
func (b *behind) concerns(key model.TransactionKey) bool {
	return b.all || slices.Contains(b.keys, key)
}

// follow reads some transactions that have changed, or are new, or gone.
func (l *List) follow(keys []model.TransactionKey) {
	if l.reading != nil {
		l.behind.keys = append(l.behind.keys, keys...)
		l.reading.again(l.catchUp())
	}
}

// catchUp reads what the list is behind with.
func (l *List) catchUp() work {
	file, table := l.app.file(), l.table
	b := behind{l.behind.all || !l.loaded, slices.Clone(l.behind.keys), l.behind.from}
	return doRead(l.app, func(ctx context.Context) (r listRead, err error) {
		notes, err := file.Notes(ctx)
		if err != nil {
			return r, err
		}
		r.notes = make(map[model.TransactionKey]string, len(notes))
		for key, n := range notes {
			if n.Text != "" {
				r.notes[key] = n.Text
			}
		}
		r.behind = b
		if !b.all {
			r.before = table
			if r.table, r.moved, err = changedTable(ctx, file, table, b.keys); err != nil {
				return r, err
			}
		}
		if r.table == nil {
			if r.table, err = readTable(ctx, file); err != nil {
				return r, err
			}
		}
		r.counts = r.table.counts()
		return r, nil
	}, l.read)
}

// partlyRead is a case of which single transactions can be read.
type partlyRead interface {
	Joins() int64
	ListingOf(ctx context.Context, keys []model.TransactionKey, row func(*store.Listed)) error
}

// changedTable makes a table of one of which some transactions have changed. It gives none where it takes as long to
// read all; moved says where rows are now.
func changedTable(ctx context.Context, file CaseFile, before *listTable, keys []model.TransactionKey) (t *listTable, moved func(int32) (int32, bool), err error) {
	const many = 1000
	part, ok := file.(partlyRead)
	if !ok || before == nil || len(keys) > many {
		return nil, nil, nil
	}
	joins := part.Joins()
	changed := map[int64]bool{}
	for _, key := range keys {
		changed[int64(key)] = true
	}
	b := tableBuilder{listTable: listTable{rows: make([]packedTx, 0, len(changed))}}
	var places []int
	err = part.ListingOf(ctx, slices.Collect(transactionKeys(changed)), func(l *store.Listed) {
		b.add(l)
		places = append(places, l.Place)
	})
	if err != nil {
		return nil, nil, err
	}
	n, err := file.TransactionCount(ctx)
	if err != nil {
		return nil, nil, err
	}
	t, moved = before.with(&b, places, changed)
	if part.Joins() != joins || t == nil || len(t.rows) != n {
		return nil, nil, nil // it has changed meanwhile
	}
	return t, moved, nil
}

func transactionKeys(of map[int64]bool) func(yield func(model.TransactionKey) bool) {
	return func(yield func(model.TransactionKey) bool) {
		for key := range maps.Keys(of) {
			if !yield(model.TransactionKey(key)) {
				return
			}
		}
	}
}

// with gives the table with some rows at these places, ascending, instead of those of the keys; nil if there are no
// such places.
func (t *listTable) with(b *tableBuilder, places []int, changed map[int64]bool) (*listTable, func(int32) (int32, bool)) {
	now := &listTable{rows: make([]packedTx, 0, len(t.rows)+len(b.rows))}
	for _, w := range []struct{ to, from *words }{{&now.stations, &t.stations}, {&now.tags, &t.tags}, {&now.reasons, &t.reasons}, {&now.rules, &t.rules}} {
		w.to.texts = slices.Clip(w.from.texts) // what is added goes into texts of its own
	}
	var gone []int32 // rows of t
	for i := range t.rows {
		if changed[t.rows[i].key] {
			gone = append(gone, int32(i)) //nolint:gosec // the number of a row
		}
	}
	at := map[int64]int32{}
	next := 0 // of t
	take := func(upTo int) bool {
		for len(now.rows) < upTo {
			if next == len(t.rows) {
				return false
			}
			i := sort.Search(len(gone), func(k int) bool { return int(gone[k]) >= next })
			stop := len(t.rows)
			if i < len(gone) {
				stop = int(gone[i])
			}
			if stop == next {
				next++
				continue
			}
			stop = min(stop, next+upTo-len(now.rows))
			now.rows = append(now.rows, t.rows[next:stop]...)
			next = stop
		}
		return true
	}
	for k, place := range places {
		if !take(place) {
			return nil, nil
		}
		at[b.rows[k].key] = int32(place) //nolint:gosec // the number of a row
		now.rows = append(now.rows, now.adopted(b, k))
	}
	take(len(t.rows) + len(b.rows))
	moved := func(row int32) (int32, bool) {
		k := sort.Search(len(gone), func(k int) bool { return gone[k] >= row })
		if k < len(gone) && gone[k] == row {
			r, ok := at[t.rows[row].key]
			return r, ok
		}
		to := row - int32(k) //nolint:gosec // fewer than rows
		for _, place := range places {
			if int32(place) > to { //nolint:gosec // the number of a row
				break
			}
			to++
		}
		return to, true
	}
	now.oddOf(t, b, moved, at)
	return now, moved
}

// adopted gives a row of a builder with the texts of this table.
func (t *listTable) adopted(b *tableBuilder, k int) packedTx {
	r := b.rows[k]
	r.station = t.stations.find(b.stations.texts[r.station])
	r.tag, r.rules = t.tags.find(b.tags.texts[r.tag]), t.rules.find(b.rules.texts[r.rules])
	r.reason = uint16(t.reasons.find(b.reasons.texts[r.reason])) //nolint:gosec // there are a few
	return r
}

// find gives the number of a text where they are no longer known by it.
func (w *words) find(text string) uint32 {
	i := slices.Index(w.texts, text)
	if i < 0 {
		i = len(w.texts)
		w.texts = append(w.texts, text)
	}
	return uint32(i) //nolint:gosec // as many as there are transactions at most
}

// oddOf takes the transactions that can't be packed.
func (t *listTable) oddOf(before *listTable, b *tableBuilder, moved func(int32) (int32, bool), at map[int64]int32) {
	if len(before.odd)+len(b.odd) == 0 {
		return
	}
	t.odd = map[int32]*model.Transaction{}
	for row, tx := range before.odd {
		if _, again := at[before.rows[row].key]; again {
			continue
		}
		if r, ok := moved(row); ok {
			t.odd[r] = tx
		}
	}
	for row, tx := range b.odd {
		t.odd[at[b.rows[row].key]] = tx
	}
}

// movedTo says where the rows of a table are in another one.
func movedTo(before, now *listTable) func(row int32) (int32, bool) {
	if before == nil {
		return func(int32) (int32, bool) { return 0, false }
	}
	index := now.index()
	return func(row int32) (int32, bool) {
		r, ok := index[before.rows[row].key]
		return r, ok
	}
}
