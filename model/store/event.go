package store

import (
	"context"
	"database/sql"
	"iter"
	"slices"
	"sync"

	"meterscope/model"
)

// Events are kept in blocks of one station and source, so that joining a station reads only its own.
const (
	eventBlock    = 2048
	maxEventBlock = 1 << 14
)

// The bits of an event's tag: which of its fields there are.
const (
	eventAnswers = 1 << iota
	eventLogged
	eventConnector
	eventTransaction
	eventTime
	eventLast
	eventSamples
	eventMeter
	eventIDTag
	eventReason
	eventStatus
	eventErrorCode
	eventInfo
	eventPartial
	eventBare // it comes without its ID
	eventVendorError
	eventHugeID
	eventBits = iota
)

type eventTrail struct {
	frame, line, offset int64
	logged, time        int64
	transaction         int64
	id                  string
}

// eventWriter packs the events of one station.
type eventWriter struct {
	p     packer
	first int64
	n     int
	prev  eventTrail
}

func (w *eventWriter) reset() {
	w.p.reset()
	w.n, w.prev = 0, eventTrail{}
}

func eventTag(e *model.Event) uint64 {
	var tag uint64
	for i, there := range [eventBits]bool{
		e.AnswerTo >= 0, !e.LoggedAt.IsZero(), e.Connector.OK, e.Transaction.OK, !e.Time.IsZero(), !e.Last.IsZero(),
		e.Samples != 0, e.Meter.OK, e.IDTag != "", e.Reason != "", e.Status != "", e.ErrorCode != "", e.Info != "",
		e.Partial, sampling(e), e.VendorError != "", e.HugeID,
	} {
		if there {
			tag |= 1 << i
		}
	}
	return tag
}

// sampling says that an event is MeterValues or the answer to them, or to a Heartbeat, that its source shows: most of a
// log. Nothing is joined by their ids, so these are left to the frames.
func sampling(e *model.Event) bool {
	return e.Kind == model.EventMeterValues || e.Kind == model.EventAnswer && e.AnswerTo != model.NoFrame &&
		!e.Transaction.OK && (e.Action == model.ActionMeterValues || e.Action == model.ActionHeartbeat)
}

func (w *eventWriter) add(e *model.Event) {
	if w.n == 0 {
		w.first = e.Frame
	}
	w.n++
	p, prev, tag := &w.p, &w.prev, eventTag(e)
	p.uint(tag<<6 | uint64(e.Kind)<<2&0x3c | uint64(e.Dir)&3)
	p.int(e.Frame - prev.frame)
	p.int(int64(e.At.Line) - prev.line)
	p.int(e.At.Offset - prev.offset)
	p.uint(uint64(max(e.Size, 0))) //nolint:gosec // not negative
	if tag&eventBare == 0 {
		p.text(e.ID)
	}
	p.word(e.Action)
	prev.frame, prev.line, prev.offset = e.Frame, int64(e.At.Line), e.At.Offset
	if tag&eventAnswers != 0 {
		p.int(e.Frame - e.AnswerTo)
	}
	if tag&eventLogged != 0 {
		p.time(e.LoggedAt, &prev.logged)
	}
	if tag&eventConnector != 0 {
		p.int(e.Connector.V)
	}
	if tag&eventTransaction != 0 {
		p.int(e.Transaction.V - prev.transaction)
		prev.transaction = e.Transaction.V
	}
	if tag&eventTime != 0 {
		p.time(e.Time, &prev.time)
	}
	if tag&eventLast != 0 {
		p.time(e.Last, &prev.time)
	}
	if tag&eventSamples != 0 {
		p.int(int64(e.Samples))
	}
	if tag&eventMeter != 0 {
		p.int(e.Meter.V)
	}
	for i, s := range [...]string{e.IDTag, e.Reason, e.Status, e.ErrorCode, e.Info} {
		if tag&(eventIDTag<<i) != 0 {
			p.word(s)
		}
	}
	if tag&eventVendorError != 0 {
		p.word(e.VendorError)
	}
}

// unpackEvents unpacks a block. It uses the room that into has.
func unpackEvents(data []byte, source model.SourceID, station string, count int, into []model.Event) ([]model.Event, error) {
	if count < 0 || count > maxEventBlock || count > len(data) {
		return nil, broken("count of an event block")
	}
	u, prev := unpacker{b: data}, eventTrail{}
	events := slices.Grow(into[:0], count)[:count]
	for i := range events {
		e := &events[i]
		u.event(e, &prev)
		if u.bad {
			return nil, broken("event block")
		}
		e.At.Source, e.Station = source, station
	}
	if !u.end() {
		return nil, broken("event block")
	}
	return events, nil
}

func (u *unpacker) event(e *model.Event, prev *eventTrail) {
	head := u.uint()
	tag := head >> 6
	if tag>>eventBits != 0 {
		u.fail()
	}
	*e = model.Event{
		Kind: model.EventKind(head >> 2 & 0xf), Dir: model.Direction(head & 3), //nolint:gosec // bounded
		AnswerTo: model.NoFrame, Partial: tag&eventPartial != 0, HugeID: tag&eventHugeID != 0,
	}
	prev.frame += u.int()
	prev.line += u.int()
	prev.offset += u.int()
	e.Frame, e.At.Line, e.At.Offset = prev.frame, int(prev.line), prev.offset
	e.Size = u.size()
	if tag&eventBare == 0 {
		e.ID = u.textLike(prev.id) // an answer mostly follows its CALL
		prev.id = e.ID
	}
	e.Action = u.word()
	if tag&eventAnswers != 0 {
		e.AnswerTo = e.Frame - u.int()
	}
	if tag&eventLogged != 0 {
		e.LoggedAt = u.time(&prev.logged)
	}
	if tag&eventConnector != 0 {
		e.Connector = u.opt()
	}
	if tag&eventTransaction != 0 {
		prev.transaction += u.int()
		e.Transaction = model.Some(prev.transaction)
	}
	if tag&eventTime != 0 {
		e.Time = u.time(&prev.time)
	}
	if tag&eventLast != 0 {
		e.Last = u.time(&prev.time)
	}
	if tag&eventSamples != 0 {
		e.Samples = int(u.int())
	}
	if tag&eventMeter != 0 {
		e.Meter = u.opt()
	}
	for i, s := range [...]*string{&e.IDTag, &e.Reason, &e.Status, &e.ErrorCode, &e.Info} {
		if tag&(eventIDTag<<i) != 0 {
			*s = u.word()
		}
	}
	if tag&eventVendorError != 0 {
		e.VendorError = u.word()
	}
}

// Station is one station, or the nameless one of a source.
type Station struct {
	Name   string
	Source model.SourceID // 0 unless Name is ""; of several sources that share it any, the first where they are listed
}

// Stations lists the stations of the case in order of name. A nameless station is one a source ("" with its
// source), or one of several: see [Case.Decide].
func (c *Case) Stations(ctx context.Context) ([]Station, error) {
	rows, err := c.reader.QueryContext(ctx,
		`SELECT DISTINCT e.station, CASE WHEN e.station = '' THEN coalesce(s.nameless, s.id) ELSE 0 END
			FROM event e JOIN source s ON s.id = e.source WHERE s.hidden = 0 ORDER BY 1, 2`)
	if err != nil {
		return nil, c.wrap("list stations of", err)
	}
	stations, err := collect(rows, func(s *Station) []any { return []any{&s.Name, &s.Source} })
	return stations, c.wrap("list stations of", err)
}

// Events gives a station's events in arrival order, streaming: its sources in the order in which they were logged, each
// in its own. The event is overwritten by the next. MeterValues, and answers to them whose CALL is known, come without
// their ID: it stands in their frame.
func (c *Case) Events(ctx context.Context, st Station) iter.Seq2[*model.Event, error] {
	return func(yield func(*model.Event, error) bool) {
		sources, err := c.sourcesOf(ctx, st)
		if err != nil {
			yield(nil, c.wrap("read events of", err))
			return
		}
		more := true
		for _, source := range sources {
			c.events(ctx, func(e *model.Event, err error) bool {
				more = yield(e, err) && err == nil
				return more
			}, `SELECT station, source, count, data FROM event WHERE station = ? AND source = ? ORDER BY first`, st.Name, source)
			if !more {
				return
			}
		}
	}
}

// EventIn gives the event of a frame that counts; ok is false if it has none.
func (c *Case) EventIn(ctx context.Context, src model.SourceID, seq int64) (e model.Event, ok bool, err error) {
	frame, err := c.FrameIn(ctx, src, seq)
	if err != nil {
		return e, false, err
	}
	s, err := c.standing(ctx)
	if err != nil {
		return e, false, c.wrap("read events of", err)
	}
	station := frame.Station
	if station == "" {
		station = s.learnt[src]
	}
	c.events(ctx, func(one *model.Event, failed error) bool {
		if failed != nil {
			err = failed
		} else if one.Frame == seq {
			e, ok = *one, true
		}
		return err == nil && !ok
	}, `SELECT station, source, count, data FROM event WHERE station = ? AND source = ? AND first <= ? ORDER BY first DESC LIMIT 1`,
		station, src, seq)
	return e, ok, err
}

// events yields those of the blocks that a query gives, as far as they count.
func (c *Case) events(ctx context.Context, yield func(*model.Event, error) bool, query string, args ...any) {
	s, err := c.standing(ctx)
	if err != nil {
		yield(nil, c.wrap("read events of", err))
		return
	}
	c.allEvents(ctx, s.events(yield), query, args...)
}

// allEvents yields those of the blocks that a query gives. The next block is unpacked while one is looked at.
func (c *Case) allEvents(ctx context.Context, yield func(*model.Event, error) bool, query string, args ...any) {
	ctx, cancel := context.WithCancel(ctx)
	full, free := make(chan []model.Event), make(chan []model.Event, eventBuffers)
	for range eventBuffers {
		free <- nil
	}
	var err error
	var reading sync.WaitGroup
	reading.Go(func() {
		defer close(full)
		err = c.eventBlocks(ctx, full, free, query, args...)
	})
	defer reading.Wait()
	defer cancel()
	for events := range full {
		for i := range events {
			if !yield(&events[i], nil) {
				return
			}
		}
		free <- events
	}
	if err != nil {
		yield(nil, c.wrap("read events of", err))
	}
}

// eventBuffers is the number of event blocks that are unpacked at once: one being looked at, one being unpacked.
const eventBuffers = 2

// eventBlocks reads the blocks that a query gives into buffers that are free.
func (c *Case) eventBlocks(ctx context.Context, full chan<- []model.Event, free <-chan []model.Event, query string, args ...any) error {
	rows, err := c.reader.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	var raw []byte
	for rows.Next() {
		var station string
		var source model.SourceID
		var count int
		var data sql.RawBytes
		if err := rows.Scan(&station, &source, &count, &data); err != nil {
			return err
		}
		if raw, err = c.expand(data, raw[:0]); err != nil {
			return err
		}
		var events []model.Event
		select {
		case events = <-free:
		case <-ctx.Done():
			return ctx.Err()
		}
		if events, err = unpackEvents(raw, source, station, count, events); err != nil {
			return err
		}
		select {
		case full <- events:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return rows.Err()
}

// nameless gives the source by which a station without a name is told from others; 0 for one that has one.
func nameless(station string, source model.SourceID) model.SourceID {
	if station == "" {
		return source
	}
	return 0
}
