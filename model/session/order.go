package session

import (
	"cmp"
	"slices"

	"meterscope/model"
)

// Back is a stretch of a transaction's meter values that bear earlier times than some that came before them in the
// log: the clock went back, or they were delivered late.
type Back struct {
	Stretch
	Reached model.Time // the latest time that had been sent before
	parts   []part
}

// part is what a stretch has of one source, by frames.
type part struct {
	source      model.SourceID
	first, last int64
}

// backs collects them as a transaction's MeterValues come by in the order of the log.
type backs struct {
	reached model.Time
	list    []Back
	open    bool
	source  model.SourceID
	logged  model.Time // the latest log time in the source
}

// mostBacks bounds how many are kept of a transaction: what goes back and forth more often says nothing new.
const mostBacks = 1000

func (b *backs) add(e *model.Event, from, to model.Time) {
	if from.IsZero() || b.misplaced(e) {
		return
	}
	if !from.Before(b.reached) {
		b.reached, b.open = to, false
		return
	}
	if !b.open {
		if len(b.list) == mostBacks {
			return
		}
		b.list, b.open = append(b.list, Back{Reached: b.reached}), true
	}
	last := &b.list[len(b.list)-1]
	last.add(e, from, to, b.reached.Sub(from))
	if n := len(last.parts); n > 0 && last.parts[n-1].source == e.At.Source {
		last.parts[n-1].last = e.Frame
	} else {
		last.parts = append(last.parts, part{e.At.Source, e.Frame, e.Frame})
	}
	if b.reached.Before(to) {
		b.reached = to
	}
}

// misplaced says that a message was logged before one that stands before it: as in an export whose rows are in no order.
// Its place tells nothing then.
func (b *backs) misplaced(e *model.Event) bool {
	if e.At.Source != b.source {
		b.source, b.logged = e.At.Source, model.Time{}
	}
	if e.LoggedAt.Before(b.logged) {
		return !e.LoggedAt.IsZero()
	}
	b.logged = e.LoggedAt
	return false
}

func sortShifts(shifts []ZoneShift) {
	slices.SortFunc(shifts, func(a, b ZoneShift) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.By, b.By))
	})
}

// Has says that a sample is in the stretch.
func (b *Back) Has(p *model.Point) bool {
	return b.spans(p.Time) && slices.ContainsFunc(b.parts, func(part part) bool {
		return p.At.Source == part.source && part.first <= p.Frame && p.Frame <= part.last
	})
}

// spans says that a time is one of those that the stretch bears.
func (b *Back) spans(t model.Time) bool {
	return t.Before(b.Reached) && !t.Before(b.From) && !b.To.Before(t)
}

func sortPlaces(places []model.Place) { slices.SortFunc(places, comparePlaces) }
