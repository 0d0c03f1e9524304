package store

import (
	"context"
	"database/sql"
	"math/bits"

	"meterscope/model"
)

// cachedShapes is the number of pointers of which a writer keeps the shape.
const cachedShapes = 4096

type pointerShape struct {
	shape   string
	indices []uint32
}

// packedFinding is a row of finding.
type packedFinding struct {
	key                                findingKey
	firstOffset, firstFrame, lastFrame int64
	count                              int
	data                               []byte
}

// findingWriter groups findings that repeat.
type findingWriter struct {
	open   map[findingKey]*placeWriter
	free   []*placeWriter // to be used again
	shapes map[string]pointerShape
	packed []packedFinding
	held   int // bytes in packed
}

// add takes a finding; txn is as in the table.
func (w *findingWriter) add(f *model.Finding, txn int64) error {
	if w.shapes == nil {
		w.shapes = map[string]pointerShape{}
	}
	key, indices := w.key(f, txn)
	pl := placeOf(f, indices)
	return w.addPlace(&key, &pl)
}

func (w *findingWriter) addPlace(key *findingKey, pl *place) error {
	if w.open == nil {
		w.open = map[findingKey]*placeWriter{}
	}
	p := w.open[*key]
	if p == nil {
		if n := len(w.free); n > 0 {
			p, w.free = w.free[n-1], w.free[:n-1]
		} else {
			p = &placeWriter{}
		}
		w.open[*key] = p
	}
	p.add(pl)
	if p.n < placeBlock {
		return nil
	}
	return w.closeOne(key, p)
}

// bound packs all that is open if that is much.
func (w *findingWriter) bound() error {
	if len(w.open) <= maxHeldBlocks {
		return nil
	}
	err := w.close()
	clear(w.open)
	return err
}

func (w *findingWriter) key(f *model.Finding, txn int64) (findingKey, []uint32) {
	k := findingKey{
		source: f.At.Source, txn: txn, rule: f.Rule, severity: f.Severity, pointer: f.HasPointer,
		got: f.Got, hasGot: f.HasGot, want: f.Want, inferred: f.Inferred,
	}
	if !f.HasPointer {
		return k, nil
	}
	s, ok := w.shapes[f.Pointer]
	if !ok {
		s.shape, s.indices = shapeOf(f.Pointer, nil)
		if len(w.shapes) < cachedShapes {
			w.shapes[f.Pointer] = s
		}
	}
	k.shape = s.shape
	return k, s.indices
}

func (w *findingWriter) closeOne(k *findingKey, p *placeWriter) error {
	if p.n == 0 {
		return nil
	}
	data, err := p.pack(k)
	if err != nil {
		return err
	}
	w.packed = append(w.packed, packedFinding{
		key: *k, firstOffset: p.firstOffset, firstFrame: p.firstFrame, lastFrame: p.lastFrame, count: p.n,
		data: seal(data),
	})
	w.held += len(data) + len(k.got) + len(k.want)
	p.reset()
	return nil
}

// close packs all that is open.
func (w *findingWriter) close() error {
	for k, p := range w.open {
		if err := w.closeOne(&k, p); err != nil {
			return err
		}
	}
	return nil
}

// moveTo packs all that is open, and gives it to another writer.
func (w *findingWriter) moveTo(to *findingWriter) error {
	if err := w.close(); err != nil {
		return err
	}
	for k, p := range w.open {
		delete(w.open, k)
		w.free = append(w.free, p)
	}
	to.packed, to.held = append(to.packed, w.packed...), to.held+w.held
	clear(w.packed)
	w.packed, w.held = w.packed[:0], 0
	return nil
}

func (w *findingWriter) write(ctx context.Context, tx *sql.Tx) error {
	rows := newInserter(tx, "finding",
		"source, txn, rule, severity, shape, got, has_got, want, inferred, first_offset, first_frame, last_frame, level, count, data")
	for i := range w.packed {
		p := &w.packed[i]
		k := &p.key
		var shape any
		if k.pointer {
			shape = k.shape
		}
		err := rows.add(ctx, k.source, k.txn, string(k.rule), int64(k.severity), shape, k.got, k.hasGot, k.want, k.inferred,
			p.firstOffset, p.firstFrame, p.lastFrame, findingLevel(p.firstFrame, p.lastFrame), p.count, p.data)
		if err != nil {
			return err
		}
	}
	return rows.flush(ctx)
}

// findingLevel is the number of hexadecimal digits that the distance of a row's first and last frame has.
func findingLevel(first, last int64) int64 {
	return int64(bits.Len64(uint64(last-first))+3) / 4 //nolint:gosec // not negative
}

// written forgets what has been committed.
func (w *findingWriter) written() {
	clear(w.open)
	clear(w.packed)
	w.packed, w.held = w.packed[:0], 0
}

const findingColumns = `source, txn, rule, severity, shape, got, has_got, want, inferred, first_offset, count, data`

// scan reads findingColumns.
func (p *packedFinding) scan(rows *sql.Rows) error {
	var shape sql.NullString
	k := &p.key
	err := rows.Scan(&k.source, &k.txn, &k.rule, &k.severity, &shape, &k.got, &k.hasGot, &k.want, &k.inferred,
		&p.firstOffset, &p.count, &p.data)
	if err != nil {
		return err
	}
	k.shape, k.pointer = shape.String, shape.Valid
	p.data, err = unseal(p.data)
	return err
}

// eachFinding reads the rows that a query for findingColumns gives.
func eachFinding(ctx context.Context, db rowsQueryer, do func(*packedFinding) error, query string, args ...any) error {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	for rows.Next() {
		var p packedFinding
		if err := p.scan(rows); err != nil {
			return err
		}
		if err := do(&p); err != nil {
			return err
		}
	}
	return rows.Err()
}

// rowsQueryer is a database or a transaction of one.
type rowsQueryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}
