package session

import (
	"cmp"

	"meterscope/model"
)

// head is an event that a session keeps, with the times it is ordered by.
type head struct {
	model.Event
	when   model.Time // the payload's time; without one the log's; without either that of what stood before it
	at     model.Time // the log's time; without one when
	answer *head      // what the other side said to it
}

// compareHeads orders by time and then by content, so that the order in which sources arrived doesn't matter
// where their content tells a difference.
func compareHeads(a, b *head) int {
	return cmp.Or(
		a.when.Compare(b.when), a.at.Compare(b.at),
		cmp.Compare(a.Kind, b.Kind),
		compareOpt(a.Connector, b.Connector), compareOpt(a.Transaction, b.Transaction), compareOpt(a.Meter, b.Meter),
		cmp.Compare(a.ID, b.ID),
		comparePlaces(a.At, b.At),
	)
}

func comparePlaces(a, b model.Place) int {
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Offset, b.Offset))
}

func compareOpt(a, b model.Opt[int64]) int {
	if a.OK != b.OK {
		if b.OK {
			return -1
		}
		return 1
	}
	return cmp.Compare(a.V, b.V)
}

// clock gives events their times as they go by: what has none takes that of its predecessor in its source.
type clock struct {
	source   model.SourceID
	when, at model.Time
}

func (c *clock) read(e *model.Event) (when, at model.Time) {
	if e.At.Source != c.source {
		*c = clock{source: e.At.Source}
	}
	when = e.Moment()
	if sec, _ := when.Unix(); sec < clockSet { // the clock wasn't set: ordered by arrival
		when = e.LoggedAt
	}
	at = e.LoggedAt
	switch {
	case when.IsZero():
		when = c.when
	default:
		c.when = when
	}
	if at.IsZero() {
		at = when
	}
	if at.IsZero() {
		at = c.at
	}
	c.at = at
	return when, at
}

// earliest finds the first of some frames by log time.
type earliest struct {
	set    bool
	at     model.Time
	place  model.Place
	frame  int64
	holder *instance // whose frame it is; nil if it belongs to no transaction
}

// offer takes the frame if it is before all that were offered. Of two at the same log time the one that stands
// first in its source is first; in a log that runs backwards the last.
func (f *earliest) offer(at model.Time, e *model.Event, backwards bool, owner *instance) {
	if !f.set || f.after(at, e.At, backwards) {
		*f = earliest{set: true, at: at, place: e.At, frame: e.Frame, holder: owner}
	}
}

func (f *earliest) after(at model.Time, p model.Place, backwards bool) bool {
	if c := at.Compare(f.at); c != 0 {
		return c < 0
	}
	if p.Source != f.place.Source {
		return p.Source < f.place.Source
	}
	return (p.Offset < f.place.Offset) != backwards
}
