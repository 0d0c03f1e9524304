package session

import (
	"slices"
	"sort"

	"meterscope/model"
)

// window is the stretch in which a transaction runs on its connector, by payload time.
type window struct {
	begin, end model.Time
	open       bool       // nothing ends it
	most       model.Time // the latest end of this window and those before it
	mostOpen   bool
	of         *instance
}

func (w *window) holds(t model.Time) bool {
	return !t.Before(w.begin) && (w.open || t.Compare(w.end) <= 0)
}

// buildWindows lays the transactions of each connector out in time.
func (j *joiner) buildWindows() {
	for _, i := range j.instances {
		if !i.connector.OK || i.connector.V <= 0 {
			continue
		}
		if w, ok := j.window(i); ok {
			j.windows[i.connector.V] = append(j.windows[i.connector.V], w)
		}
	}
	for _, list := range j.windows {
		slices.SortStableFunc(list, func(a, b window) int { return a.begin.Compare(b.begin) })
		for n := range list {
			w := &list[n]
			w.most, w.mostOpen = w.end, w.open
			if n == 0 {
				continue
			}
			before := &list[n-1]
			w.mostOpen = w.mostOpen || before.mostOpen
			if w.most.Before(before.most) {
				w.most = before.most
			}
		}
	}
}

// window is from the start, or the first use of the id, to the stop. Without a stop it ends before the next
// start, or where the connector became available; without a start too, at the last use of the id.
func (j *joiner) window(i *instance) (w window, ok bool) {
	w = window{begin: i.begin(), of: i}
	if w.begin.IsZero() {
		w.begin = i.used.first
	}
	if w.begin.IsZero() {
		return w, false
	}
	switch stop := i.stop(); {
	case stop != nil:
		w.end = stop.when
	case len(i.starts) == 0:
		w.end = i.used.last
	default:
		w.end, w.open = j.openEnd(i)
	}
	return w, w.open || !w.end.Before(w.begin)
}

// openEnd says until when a transaction that was never stopped runs.
func (j *joiner) openEnd(i *instance) (end model.Time, open bool) {
	open = true
	if next := j.nextStart(i); !next.IsZero() {
		end, open = next.Add(-1), false // just before it
	}
	if free := j.available(i, i.begin()); !free.IsZero() && (open || free.Before(end)) {
		end, open = free, false
	}
	return end, open
}

// nextStart is when the next transaction of the connector was started; no time if none was.
func (j *joiner) nextStart(i *instance) model.Time {
	list := j.started[i.connector]
	n := sort.Search(len(list), func(n int) bool { return i.begin().Before(list[n].begin()) })
	if n == len(list) {
		return model.Time{}
	}
	return list[n].begin()
}

// available is when the connector of a transaction first became available after a time; no time if it didn't.
func (j *joiner) available(i *instance, after model.Time) model.Time {
	states := j.states[i.connector.V]
	n := sort.Search(len(states), func(n int) bool { return after.Before(states[n].From) })
	for ; n < len(states); n++ {
		if states[n].Status == "Available" {
			return states[n].From
		}
	}
	return model.Time{}
}

// running gives the transaction that runs on the connector at the time: of several the one begun last.
func (j *joiner) running(connector int64, t model.Time) *instance {
	list := j.windows[connector]
	n := sort.Search(len(list), func(n int) bool { return t.Before(list[n].begin) })
	for n--; n >= 0; n-- {
		w := &list[n]
		if w.holds(t) {
			return w.of
		}
		if !w.mostOpen && w.most.Before(t) {
			return nil
		}
	}
	return nil
}

// othersRun says whether a started transaction runs on the connector at some time between the two.
func (j *joiner) othersRun(i *instance, from, to model.Time) bool {
	if !i.connector.OK {
		return false
	}
	list := j.windows[i.connector.V]
	n := sort.Search(len(list), func(n int) bool { return to.Before(list[n].begin) })
	for n--; n >= 0; n-- {
		w := &list[n]
		if w.of != i && len(w.of.starts) > 0 && (w.open || !w.end.Before(from)) {
			return true
		}
		if !w.mostOpen && w.most.Before(from) {
			return false
		}
	}
	return false
}
