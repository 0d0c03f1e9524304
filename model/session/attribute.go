package session

import (
	"slices"
	"sort"
	"time"

	"meterscope/model"
)

// spanKey names the frames among which a span runs.
type spanKey struct {
	source    model.SourceID
	connector model.Opt[int64]
	id        model.Opt[int64]
}

// openSpan is a span that the next frame of its key may lengthen.
type openSpan struct {
	model.Span
	of *instance
}

// recentSpan is an open span of a connector.
type recentSpan struct {
	key  spanKey
	open *openSpan
}

// attribute reads the log for the second time: it gives each MeterValues frame to its transaction.
func (j *joiner) attribute(log Log) error {
	for _, i := range j.instances {
		for _, s := range i.starts {
			i.touch(s.when, s.when)
			j.frame(i, s.Connector, s.at, &s.Event)
		}
		for _, s := range i.stops {
			i.touch(s.when, s.when)
			j.frame(i, i.connector, s.at, &s.Event)
			j.spanStop(i, s)
		}
	}
	if err := j.attributeSamples(log); err != nil {
		return err
	}
	for _, i := range j.instances {
		if !i.connector.OK {
			i.connector = i.sampled
		}
	}
	return nil
}

func (j *joiner) attributeSamples(log Log) error {
	var c clock
	owners := j.owners()
	for e, err := range log() {
		if err != nil {
			return err
		}
		when, at := c.read(e)
		switch e.Kind {
		case model.EventMeterValues:
			j.clock.judge(e, j.meterValues(e, when, at))
		case model.EventStart, model.EventStop:
			j.clock.judge(e, owners[callKey{e.At.Source, e.Frame}])
		case model.EventStatus:
			j.clock.judge(e, nil)
			j.frame(nil, e.Connector, at, e)
		case model.EventOther:
			if e.Connector.OK && !asksOnly(e.Action) {
				j.frameOn(e.Connector.V).offer(at, e, j.newestFirst(e.At.Source), nil)
			}
		}
	}
	return nil
}

// asksOnly says that a message of the operator's system tells nothing of what its connector did before: it asks for
// samples, or sets how much may flow.
func asksOnly(action string) bool {
	switch action {
	case "TriggerMessage", "GetCompositeSchedule", model.ActionSetProfile, model.ActionClearProfile, model.ActionDataTransfer:
		return true
	}
	return false
}

// owners gives the transactions of StartTransactions and StopTransactions.
func (j *joiner) owners() map[callKey]*instance {
	owners := map[callKey]*instance{}
	for _, i := range j.instances {
		for _, heads := range [][]*head{i.starts, i.stops} {
			for _, h := range heads {
				owners[callKey{h.At.Source, h.Frame}] = i
			}
		}
	}
	return owners
}

// meterValues gives MeterValues to their transaction, if they have one.
func (j *joiner) meterValues(e *model.Event, when, at model.Time) *instance {
	i, inferred := j.owner(e, when, at)
	j.lengthen(i, e, inferred)
	if i == nil {
		if e.Connector.OK {
			j.frameOn(e.Connector.V).offer(at, e, j.newestFirst(e.At.Source), nil)
		}
		return nil
	}
	i.sampledOn(e.Connector, when)
	i.inferred = i.inferred || inferred
	i.frames++
	i.samples += int64(e.Samples)
	last := e.Last
	if last.Before(when) {
		last = when
	}
	i.touch(when, last)
	j.frame(i, e.Connector, at, e)
	if i.sampledLast.Before(at) {
		i.sampledLast = at
	}
	if inferred && !e.Transaction.OK && !e.HugeID {
		i.unnamed.add(e, when, last, 0)
	}
	if t := stamped(e); !t.IsZero() && !j.newestFirst(e.At.Source) {
		i.backs.add(e, e.Time, t)
	}
	return i
}

// sampledOn remembers on which connector a transaction was sampled first: it is the transaction's where nothing
// else names one.
func (i *instance) sampledOn(c model.Opt[int64], when model.Time) {
	if !c.OK || i.connector.OK {
		return
	}
	if d := when.Compare(i.sampledAt); !i.sampled.OK || d < 0 || d == 0 && c.V < i.sampled.V {
		i.sampled, i.sampledAt = c, when
	}
}

// touch widens the extent of a transaction.
func (i *instance) touch(first, last model.Time) {
	if first.IsZero() {
		return
	}
	if i.first.IsZero() || first.Before(i.first) {
		i.first = first
	}
	if i.last.Before(last) {
		i.last = last
	}
}

func (j *joiner) frameOn(connector int64) *earliest {
	f := j.first[connector]
	if f == nil {
		f = &earliest{}
		j.first[connector] = f
	}
	return f
}

// frame notes where a frame of a connector stands, and whose it is.
func (j *joiner) frame(i *instance, connector model.Opt[int64], at model.Time, e *model.Event) {
	backwards := j.newestFirst(e.At.Source)
	if i != nil {
		i.firstAt.offer(at, e, backwards, i)
		if i.lastAt.Before(at) {
			i.lastAt = at
		}
	}
	if connector.OK {
		j.frameOn(connector.V).offer(at, e, backwards, i)
	}
	j.firstAny.offer(at, e, backwards, i)
}

// owner gives the transaction that MeterValues belong to: by the id that they name, else by the time at which
// it runs on their connector.
func (j *joiner) owner(e *model.Event, when, at model.Time) (i *instance, inferred bool) {
	if id := e.Transaction; id.OK {
		if i := j.byName(e, when, at); i != nil {
			return i, i.adopted
		}
		if !unacknowledged(id.V) {
			return nil, false
		}
	}
	if !e.Connector.OK || e.Connector.V <= 0 {
		return nil, false
	}
	i = j.running(e.Connector.V, when)
	return i, i != nil
}

// byName gives the transaction of the id that MeterValues name. Where the id was reused, it is the last that
// began before them.
func (j *joiner) byName(e *model.Event, when, at model.Time) *instance {
	id := e.Transaction.V
	list := j.byID[id]
	main := e.Connector == model.Some[int64](0)
	own := func(i *instance) bool {
		return i.fits(e.Connector) && (!main || !i.connector.OK || i.connector.V == 0) &&
			(!i.early || i.connector == e.Connector)
	}
	begun := sort.Search(len(list), func(n int) bool { return when.Before(list[n].begin()) })
	for n := begun - 1; n >= 0; n-- {
		i := list[n]
		if !own(i) {
			continue
		}
		if !unacknowledged(id) {
			return i
		}
		if w, ok := j.window(i); ok && !when.Before(w.begin) && w.reaches(when) {
			return i
		}
	}
	next := begun + slices.IndexFunc(list[begun:], own)
	if unacknowledged(id) || next < begun {
		return nil
	}
	if i := list[next]; !j.endedBefore(i, when, at) {
		return i
	}
	return j.earlier(e)
}

// earlySlack is how far before its StartTransaction a transaction's samples may be stamped.
const earlySlack = 2 * time.Minute

// endedBefore says that samples under the id of a transaction are not its own: they were stamped and sent
// before it was started.
func (j *joiner) endedBefore(i *instance, when, at model.Time) bool {
	sec, _ := when.Unix()
	return !when.IsZero() && sec >= clockSet && i.begin().Sub(when) > earlySlack && at.Before(i.starts[0].at)
}

// earlier makes a transaction that had the id before the log starts another under it.
func (j *joiner) earlier(e *model.Event) *instance {
	i := &instance{connector: e.Connector, ids: []int64{e.Transaction.V}, early: true}
	j.instances = append(j.instances, i)
	j.byID[e.Transaction.V] = slices.Insert(j.byID[e.Transaction.V], 0, i)
	return i
}

// lengthen adds a MeterValues frame to the span that it goes on with.
func (j *joiner) lengthen(i *instance, e *model.Event, inferred bool) {
	key := spanKey{e.At.Source, e.Connector, e.Transaction}
	recent := &j.recentSpans[uint64(e.Connector.V)%recentConnectors] //nolint:gosec // the same 64 bits
	if recent.open == nil || recent.key != key {
		*recent = recentSpan{key, j.spans[key]}
	}
	if recent.open != nil && recent.open.of == i {
		recent.open.Last = e.Frame
		return
	}
	if i == nil {
		delete(j.spans, key)
		recent.open = nil
		return
	}
	s := &openSpan{of: i, Span: model.Span{
		Source: e.At.Source, Station: e.Station, Connector: e.Connector, ID: e.Transaction,
		First: e.Frame, Last: e.Frame, Inferred: inferred,
	}}
	i.spans = append(i.spans, s)
	j.spans[key] = s
	recent.open = s
}

// spanStop makes a span of a stop's transactionData.
func (j *joiner) spanStop(i *instance, s *head) {
	if s.Samples == 0 {
		return
	}
	i.spans = append(i.spans, &openSpan{of: i, Span: model.Span{
		Source: s.At.Source, Station: s.Station, Connector: s.Connector, ID: s.Transaction, First: s.Frame, Last: s.Frame,
		Inferred: i.adopted || i.guessed,
	}})
}
