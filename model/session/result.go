package session

import (
	"cmp"
	"iter"
	"slices"
	"sort"

	"meterscope/model"
)

// sessions gives what was joined, in order, one by one, and once.
func (j *joiner) sessions() iter.Seq[*Session] {
	type placed struct {
		of    *instance
		begin model.Time
		at    model.Place
	}
	order := make([]placed, len(j.instances))
	for n, i := range j.instances {
		tx := j.transaction(i)
		order[n] = placed{i, tx.Begin(), tx.At}
	}
	slices.SortStableFunc(order, func(a, b placed) int {
		return cmp.Or(a.begin.Compare(b.begin), comparePlaces(a.at, b.at))
	})
	return func(yield func(*Session) bool) {
		for _, p := range order {
			s := j.session(p.of)
			p.of.release()
			if !yield(s) {
				return
			}
		}
	}
}

// release forgets what only its own session needs: a station may have very many.
func (i *instance) release() {
	for _, s := range i.starts {
		s.answer = nil
	}
	i.meterStop = i.stopMeter()
	i.stops, i.spans = nil, nil
}

func (j *joiner) session(i *instance) *Session {
	s := &Session{
		Tx:              j.transaction(i),
		Events:          i.events(),
		LogBeginsInside: j.beginsInside(i),
		FirstFrame:      i.firstAt.frame,
		LastAt:          i.lastAt,
		Late:            i.late.list,
		Backs:           i.backs.list,
		Unnamed:         i.unnamed,
		Before:          j.startedBefore(i),
		Outage:          j.told.before(i),
		MaxOnInvalid:    j.told.limit(i),
	}
	if len(i.starts) > 0 {
		s.FirstFrame = i.start().Frame
	}
	s.Spans = make([]model.Span, len(i.spans))
	for n, one := range i.spans {
		s.Spans[n] = one.Span
	}
	slices.SortFunc(s.Spans, compareSpans)
	s.Sources = j.logged(s.Spans)
	if i.connector.OK {
		s.EndShown = j.endShown(i)
		if len(i.starts) == 0 {
			s.Running, s.OtherRuns = j.othersRun(i, i.first, i.last)
		}
		j.addStates(s, i)
	}
	if len(i.stops) == 0 && !s.EndShown {
		s.StationLast = j.last
	}
	return s
}

// addStates gives a session the states of its connector. One that was not stopped has all until another is
// started.
func (j *joiner) addStates(s *Session, i *instance) {
	states := j.states[i.connector.V]
	stop := i.stop()
	if stop != nil {
		s.States = statesWithin(states, i.first, stop.when)
		return
	}
	var end model.Time
	if n := len(states); n > 0 {
		end = states[n-1].From
	}
	if next := j.nextBegin(i); !next.IsZero() {
		end = next
	}
	s.States = statesWithin(states, i.first, end)
}

// nextBegin is when the next transaction of the connector was started after the first sign of this one.
func (j *joiner) nextBegin(i *instance) model.Time {
	list := j.started[i.connector]
	n := sort.Search(len(list), func(n int) bool { return i.first.Before(list[n].begin()) })
	for ; n < len(list); n++ {
		if list[n] != i {
			return list[n].begin()
		}
	}
	return model.Time{}
}

func (j *joiner) transaction(i *instance) model.Transaction {
	tx := model.Transaction{
		Station: j.station, Connector: i.connector,
		First: i.first, Last: i.last,
		Complete:    len(i.starts) > 0 && len(i.stops) > 0,
		MeterValues: i.frames, SampledValues: i.samples,
		At:       i.firstAt.place,
		Inferred: i.inferred || i.adopted || i.guessed,
	}
	if len(i.ids) > 0 {
		tx.ID = model.Some(i.ids[0])
	}
	if start := i.start(); start != nil {
		tx.Start, tx.MeterStart, tx.IDTag, tx.At = start.Time, start.Meter, start.IDTag, start.At
	}
	if stop := i.stop(); stop != nil {
		tx.Stop, tx.MeterStop, tx.StopReason = stop.Time, stop.Meter, stop.Reason
		if tx.IDTag == "" {
			tx.IDTag = stop.IDTag
		}
	}
	return tx
}

// events gives the starts and the stops in order of time, each before its answer.
func (i *instance) events() []model.Event {
	heads := slices.Concat(i.starts, i.stops)
	slices.SortStableFunc(heads, compareHeads)
	out := make([]model.Event, 0, 2*len(heads))
	for _, h := range heads {
		out = append(out, h.Event)
		if h.answer != nil {
			out = append(out, h.answer.Event)
		}
	}
	return out
}

// beginsInside says that nothing of the transaction's connector stands before its first frame. Where only a
// StopTransaction shows it, and no connector is known, samples that name no transaction may be its own.
func (j *joiner) beginsInside(i *instance) bool {
	if len(i.starts) > 0 {
		return false
	}
	if !i.connector.OK {
		return j.firstAny.holder == i
	}
	f := j.first[i.connector.V]
	return f != nil && f.holder == i
}

// endShown says that something shows the end of a transaction that was never stopped.
func (j *joiner) endShown(i *instance) bool {
	if len(i.stops) > 0 {
		return true
	}
	if !j.available(i, i.last).IsZero() {
		return true
	}
	return !j.nextBegin(i).IsZero()
}

func compareSpans(a, b model.Span) int {
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.First, b.First),
		compareOpt(a.Connector, b.Connector), compareOpt(a.ID, b.ID))
}

// logged gives the sources of spans, in the order in which they were logged.
func (j *joiner) logged(spans []model.Span) []model.SourceID {
	var sources []model.SourceID
	for i := range spans {
		if n := len(sources); n == 0 || sources[n-1] != spans[i].Source { // they are in order of their sources
			sources = append(sources, spans[i].Source)
		}
	}
	slices.SortStableFunc(sources, func(a, b model.SourceID) int { return cmp.Compare(j.ranks[a], j.ranks[b]) })
	return sources
}
