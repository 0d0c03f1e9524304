package store

import (
	"context"

	"meterscope/model"
)

// EachPoint gives the points of a transaction one by one, as they stand in the file: those of one series mostly in
// order of time. take is asked once for each key and unit who takes its points, and told about how many there are; nil
// takes none. The point is overwritten by the next. It is for what would not hold all of [Case.Series] in memory.
func (c *Case) EachPoint(ctx context.Context, key model.TransactionKey, take func(k model.SeriesKey, u model.Unit, about int) func(*model.Point)) error {
	spans, err := c.Spans(ctx, key)
	if err != nil {
		return err
	}
	return c.wrap("read samples of", c.eachPoint(ctx, spans, take))
}

// taking asks who takes the points of a series, of which there are about so many.
type taking func(k model.SeriesKey, u model.Unit, about int) func(*model.Point)

func (c *Case) eachPoint(ctx context.Context, spans []model.Span, take taking) error {
	e := eachPoint{take: take, takers: map[seriesUnit]func(*model.Point){}}
	for i := range spans {
		rows, err := c.chunks(ctx, &spans[i])
		if err != nil {
			return err
		}
		for k := range rows {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := e.chunk(&rows[k], &spans[i], len(rows)-k); err != nil {
				return err
			}
		}
	}
	return nil
}

type eachPoint struct {
	take   taking
	takers map[seriesUnit]func(*model.Point)
	reader chunkReader
	strip  stripPoints
}

// chunk gives the samples of a chunk that lie in the span; about so many chunks are still to come, with this one.
func (e *eachPoint) chunk(row *chunkRow, span *model.Span, left int) error {
	strips, err := e.reader.open(row.data, row.count)
	if err != nil {
		return err
	}
	for i := range strips {
		if err := e.each(&strips[i], span, left); err != nil {
			return err
		}
	}
	return nil
}

func (e *eachPoint) each(k *strip, span *model.Span, left int) error {
	return e.strip.each(&e.reader, k, span, func(base model.Unit) func(*model.Point) {
		return e.taker(seriesUnit{k.key, base}, k.count*min(left, maxPreallocated))
	})
}

func (e *eachPoint) taker(k seriesUnit, about int) func(*model.Point) {
	t, ok := e.takers[k]
	if !ok {
		t = e.take(k.key, k.unit, min(about, maxPreallocated))
		e.takers[k] = t
	}
	return t
}

// stripPoints makes points, in base units, of the samples of a strip.
type stripPoints struct {
	reader stripReader
	point  model.Point
}

// each gives those that lie in a span. It asks who takes those of a form, by their unit; nil takes none. The point is
// overwritten by the next.
func (s *stripPoints) each(chunk *chunkReader, k *strip, span *model.Span, taker func(model.Unit) func(*model.Point)) error {
	r, p := &s.reader, &s.point
	r.reset(k, chunk)
	var take func(*model.Point)
	var unit model.Unit
	var digit int8 // of the form
	same := false  // the value needs no conversion
	for {
		ok, err := r.next()
		if !ok || err != nil {
			return err
		}
		if r.newForm {
			f := r.fill()
			unit = f.UnitOrDefault()
			base := unit.Base()
			same, digit = base == unit, unit.Digit(f.Value)
			*p = model.Point{
				At: model.Place{Source: span.Source}, Context: f.Context, Gap: !f.Number, FromStop: f.FromStop,
				Inferred: f.Inferred || span.Inferred,
			}
			take = taker(base)
		}
		if take == nil || r.at.frame < span.First || r.at.frame > span.Last {
			continue
		}
		p.Time, p.Frame, p.Digit = r.at.time, r.at.frame, digit
		p.At.Offset, p.At.Line = r.at.offset+r.pace.offset, int(r.at.line+r.pace.line)
		if !p.Gap {
			p.Value = r.value
			if r.plain() {
				p.Value = model.NewDecimal(r.form.coef, int(r.form.scale))
			} else {
				p.Digit = unit.Digit(p.Value)
			}
			if !same {
				p.Value = unit.ToBase(p.Value)
			}
		}
		take(p)
	}
}
