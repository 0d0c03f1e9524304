package session

import (
	"cmp"
	"slices"
	"time"

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
}

// mostBacks bounds how many are kept of a transaction: what goes back and forth more often says nothing new.
const mostBacks = 1000

func (b *backs) add(e *model.Event, from, to model.Time) {
	if from.IsZero() {
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

func sortShifts(shifts []ZoneShift) {
	slices.SortFunc(shifts, func(a, b ZoneShift) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.By, b.By))
	})
}

// FillsHole says that meter values which go back in time lie where samples are missing among the others: they were
// delivered late, and no clock went back. others are the moments of the samples that are not among them.
func (b *Back) FillsHole(moments, others []int64, begin model.Time, late time.Duration) bool {
	usual := usualInterval(others)
	if usual == 0 {
		return b.Reached.Sub(b.From) > late
	}
	for _, m := range moments {
		next, there := slices.BinarySearch(others, m)
		if there || next == len(others) {
			return false
		}
		before := nanos(begin)
		switch {
		case next > 0:
			before = others[next-1]
		case begin.IsZero() || m < before:
			return false
		}
		if 2*time.Duration(others[next]-before) <= 3*usual {
			return false
		}
	}
	return len(moments) > 0
}

// Moments gives the distinct times of a transaction's samples, parted into those that are in a stretch of it and the
// others, as nanoseconds since 1970.
func (b *Back) Moments(series []model.Series) (in, others []int64) {
	for i := range series {
		for k := range series[i].Points {
			p := &series[i].Points[k]
			if !timed(p) || p.FromStop {
				continue
			}
			if b.Has(p) {
				in = append(in, nanos(p.Time))
			} else {
				others = append(others, nanos(p.Time))
			}
		}
	}
	slices.Sort(in)
	slices.Sort(others)
	return slices.Compact(in), slices.Compact(others)
}

// Has says that a sample is in the stretch.
func (b *Back) Has(p *model.Point) bool {
	if !p.Time.Before(b.Reached) || p.Time.Before(b.From) || b.To.Before(p.Time) {
		return false
	}
	for _, part := range b.parts {
		if p.At.Source == part.source && part.first <= p.Frame && p.Frame <= part.last {
			return true
		}
	}
	return false
}

func sortPlaces(places []model.Place) { slices.SortFunc(places, comparePlaces) }
