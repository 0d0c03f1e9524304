package session

import (
	"slices"
	"sort"

	"meterscope/model"
)

// window is the stretch in which a transaction runs on its connector, by payload time.
type window struct {
	begin, end model.Time
	open       bool // nothing ends it
	of         *instance
}

// reaches says that the window has not ended before the time.
func (w *window) reaches(t model.Time) bool { return w.open || !w.end.Before(t) }

// endsBefore compares the ends of two windows.
func (w *window) endsBefore(o *window) bool { return !w.open && (o.open || w.end.Before(o.end)) }

// windows are those of one connector, in order of their begins. Any number of them may run at once, so they are
// searched by their ends too: latest is a tree over the list, in which node n has the nodes 2n and 2n+1 below it
// and holds the index of the window among them that ends last.
type windows struct {
	list   []window
	latest []int
}

func newWindows(list []window) *windows {
	slices.SortStableFunc(list, func(a, b window) int { return a.begin.Compare(b.begin) })
	leaves := 1
	for leaves < len(list) {
		leaves *= 2
	}
	w := &windows{list: list, latest: make([]int, 2*leaves)}
	for i := range leaves {
		w.latest[leaves+i] = min(i, len(list)-1)
	}
	for n := leaves - 1; n > 0; n-- {
		a, b := w.latest[2*n], w.latest[2*n+1]
		if w.latest[n] = a; list[a].endsBefore(&list[b]) {
			w.latest[n] = b
		}
	}
	return w
}

// running gives the transaction that runs at some time between the two: of several the one begun last; nil if
// none does.
func (w *windows) running(from, to model.Time) *instance {
	if w == nil {
		return nil
	}
	begun := sort.Search(len(w.list), func(n int) bool { return to.Before(w.list[n].begin) })
	n := w.lastReaching(1, 0, len(w.latest)/2, begun, from)
	if n < 0 {
		return nil
	}
	return w.list[n].of
}

// lastReaching gives the last window that reaches a time, of the first ones as many as begun, below a node that
// spans some of them from first; -1 if none does.
func (w *windows) lastReaching(node, first, span, begun int, t model.Time) int {
	if first >= begun || !w.list[w.latest[node]].reaches(t) {
		return -1
	}
	if span == 1 {
		return first
	}
	if n := w.lastReaching(2*node+1, first+span/2, span/2, begun, t); n >= 0 {
		return n
	}
	return w.lastReaching(2*node, first, span/2, begun, t)
}

// buildWindows lays the transactions of each connector out in time.
func (j *joiner) buildWindows() {
	all, started := map[int64][]window{}, map[int64][]window{}
	for _, i := range j.instances {
		if !i.connector.OK || i.connector.V <= 0 {
			continue
		}
		if w, ok := j.window(i); ok {
			c := i.connector.V
			all[c] = append(all[c], w)
			if len(i.starts) > 0 {
				started[c] = append(started[c], w)
			}
		}
	}
	for c, list := range all {
		j.windows[c] = newWindows(list)
	}
	for c, list := range started {
		j.startedWindows[c] = newWindows(list)
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
	free := j.free[i.connector.V]
	n := sort.Search(len(free), func(n int) bool { return after.Before(free[n]) })
	if n == len(free) {
		return model.Time{}
	}
	return free[n]
}

// running gives the transaction that runs on the connector at the time: of several the one begun last.
func (j *joiner) running(connector int64, t model.Time) *instance {
	return j.windows[connector].running(t, t)
}

// othersRun says whether a started transaction runs on the connector of one without a start at some time
// between the two, and under which id.
func (j *joiner) othersRun(i *instance, from, to model.Time) (id model.Opt[int64], run bool) {
	if !i.connector.OK {
		return id, false
	}
	other := j.startedWindows[i.connector.V].running(from, to)
	if other != nil && len(other.ids) > 0 {
		id = model.Some(other.ids[0])
	}
	return id, other != nil
}
