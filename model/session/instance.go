package session

import (
	"cmp"
	"slices"
	"sort"

	"meterscope/model"
)

// instance is one transaction while it is joined. Two of them may have the same id: ids are reused.
type instance struct {
	starts    []*head // the StartTransaction and its retransmissions
	stops     []*head // in order of time
	connector model.Opt[int64]
	ids       []int64 // the first is the transaction's
	adopted   bool    // its id is concluded: no answer to its start names it
	guessed   bool    // a stop is concluded to be its own
	early     bool    // it is concluded from samples long before the id is started

	used            extent // by MeterValues that name its id
	first, last     model.Time
	firstAt         earliest
	lastAt          model.Time
	sampledLast     model.Time       // log time of its last MeterValues
	meterStop       model.Opt[int64] // see stopMeter
	frames, samples int64
	inferred        bool
	spans           []*openSpan

	late    stretches // of its messages, in the order of the log: those that were logged much later than they say
	backs   backs
	unnamed Stretch // MeterValues without a transactionId that are concluded to be its own

	sampled   model.Opt[int64] // see sampledOn
	sampledAt model.Time
}

// begin is the time of its StartTransaction; no time if the log doesn't have it.
func (i *instance) begin() model.Time {
	if len(i.starts) == 0 {
		return model.Time{}
	}
	return i.starts[0].when
}

// start is its StartTransaction: the first that was answered, else the first; nil if the log doesn't have it.
func (i *instance) start() *head {
	for _, s := range i.starts {
		if s.answer != nil && s.answer.Kind == model.EventAnswer {
			return s
		}
	}
	if len(i.starts) > 0 {
		return i.starts[0]
	}
	return nil
}

// stop is its first accepted stop.
func (i *instance) stop() *head {
	for _, s := range i.stops {
		if s.answer == nil || s.answer.Kind != model.EventError {
			return s
		}
	}
	if len(i.stops) > 0 {
		return i.stops[0]
	}
	return nil
}

// fits says whether frames of this connector can be its own. The main meter (connector 0) is nobody's.
func (i *instance) fits(c model.Opt[int64]) bool {
	return !i.connector.OK || !c.OK || i.connector.V == c.V
}

func (j *joiner) add(i *instance) *instance {
	j.instances = append(j.instances, i)
	for _, id := range i.ids {
		j.byID[id] = append(j.byID[id], i)
	}
	return i
}

// build makes the transactions: of starts, then of the ids that MeterValues name, then of stops.
func (j *joiner) build() {
	for c, states := range j.states {
		closeStates(states)
		j.free[c] = available(states)
	}
	j.pair()
	j.groupStarts()
	left := j.placeStops(j.stops)
	j.placeUses(left)
	j.adoptStops(j.placeStops(left))
	for _, list := range j.byID {
		slices.SortStableFunc(list, func(a, b *instance) int { return a.begin().Compare(b.begin()) })
	}
	j.inOrder = nil
	j.buildWindows()
}

// startKey is what a StartTransaction and its retransmission have in common.
type startKey struct {
	connector, meter model.Opt[int64]
	tag              string
	time             model.Time
	id               string
	answered         model.Opt[int64]
}

// clockSet is the moment before which a charger's clock was not yet set.
const clockSet = 1262304000 // 2010-01-01T00:00:00Z

// keys gives what a later start must share with this one to be the same: its payload, or where its clock can't
// be trusted or it was stamped anew, its frame's id and answer.
func (h *head) keys() []startKey {
	k := startKey{connector: h.Connector, meter: h.Meter, tag: h.IDTag}
	var keys []startKey
	sec, nsec := h.Time.Unix()
	if !h.Time.IsZero() && sec >= clockSet {
		k.time = model.UnixTime(sec, nsec, 0, model.ZoneStated)
		keys = append(keys, k)
		if h.ID != "" { // sent again with another meterStart
			keys = append(keys, startKey{connector: h.Connector, tag: h.IDTag, time: k.time, id: h.ID})
		}
		k.time = model.Time{}
	}
	if h.ID != "" {
		k.id = h.ID
		k.answered = h.answeredID()
		keys = append(keys, k)
	}
	return keys
}

// answeredID is the transactionId that its answer gives.
func (h *head) answeredID() model.Opt[int64] {
	if h.answer == nil {
		return model.Opt[int64]{}
	}
	return h.answer.Transaction
}

// groupStarts makes a transaction of each StartTransaction; a retransmission is the same one.
func (j *joiner) groupStarts() {
	known := map[startKey]*instance{}
	for _, s := range j.starts {
		var i *instance
		keys := s.keys()
		for _, k := range keys {
			if i == nil {
				i = known[k]
			}
		}
		if i == nil {
			i = &instance{connector: s.Connector}
			j.instances = append(j.instances, i)
		}
		for _, k := range keys {
			known[k] = i
		}
		i.starts = append(i.starts, s)
	}
	for _, i := range j.instances {
		j.started[i.connector] = append(j.started[i.connector], i)
		for _, s := range i.starts {
			if id := s.answeredID(); id.OK && !slices.Contains(i.ids, id.V) {
				i.ids = append(i.ids, id.V)
			}
		}
		j.preferUsedID(i)
		for _, id := range i.ids {
			j.byID[id] = append(j.byID[id], i)
			j.inOrder[id]++
		}
	}
}

// preferUsedID puts the id that the station went on with first, where retransmissions were given several.
func (j *joiner) preferUsedID(i *instance) {
	if len(i.ids) < 2 {
		return
	}
	used := func(id int64) int {
		if _, ok := j.uses[use{i.connector, id}]; ok {
			return 0
		}
		if slices.ContainsFunc(j.stops, func(s *head) bool { return s.Transaction == model.Some(id) }) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(i.ids, func(a, b int64) int { return used(a) - used(b) })
}

// placeUses makes transactions of the ids that MeterValues name and no start explains. A start that was never
// answered takes the first such id of its connector.
func (j *joiner) placeUses(stops []*head) {
	for _, u := range j.sortedUses() {
		x := j.uses[u]
		if i := j.compatible(u); i != nil {
			i.see(x)
			continue
		}
		if u.connector == model.Some[int64](0) && len(j.byID[u.id]) > 0 {
			continue // the main meter under the id of a connector's transaction
		}
		i := j.unanswered(u.connector, x.first)
		if i != nil {
			i.ids, i.adopted = []int64{u.id}, true
			j.byID[u.id] = append(j.byID[u.id], i)
		} else {
			i = j.add(&instance{connector: u.connector, ids: []int64{u.id}})
		}
		i.see(x)
	}
	for _, s := range stops { // those that no use explains
		if s.Transaction.OK && !unacknowledged(s.Transaction.V) && len(j.byID[s.Transaction.V]) > 0 && j.allStartLater(s) {
			c := s.Connector
			if !c.OK {
				c = j.usedOn(s.Transaction.V, s.when)
			}
			j.add(&instance{connector: c, ids: []int64{s.Transaction.V}})
		}
	}
}

// usedOn gives the connector on which MeterValues first name an id, if that is before a time.
func (j *joiner) usedOn(id int64, before model.Time) (c model.Opt[int64]) {
	var first model.Time
	for u, x := range j.uses {
		if u.id != id || !u.connector.OK || u.connector.V == 0 || before.Before(x.first) {
			continue
		}
		if d := x.first.Compare(first); !c.OK || d < 0 || d == 0 && u.connector.V < c.V {
			c, first = u.connector, x.first
		}
	}
	return c
}

// allStartLater says that every transaction with the stop's id was started after it: it ends another one,
// which the log doesn't start.
func (j *joiner) allStartLater(s *head) bool {
	for _, i := range j.byID[s.Transaction.V] {
		if j.stopScore(i, s) >= 0 {
			return false
		}
	}
	return true
}

func (i *instance) see(x *extent) {
	if i.used.first.IsZero() || x.first.Before(i.used.first) {
		i.used.first = x.first
	}
	if i.used.last.Before(x.last) {
		i.used.last = x.last
	}
}

// sortedUses gives the uses of connectors in order of time, then those without a connector, then those of the
// main meter.
func (j *joiner) sortedUses() []use {
	type ranked struct {
		use
		rank  int
		first model.Time
	}
	all := make([]ranked, 0, len(j.uses))
	for u, x := range j.uses {
		r := ranked{use: u, first: x.first}
		switch {
		case !u.connector.OK:
			r.rank = 1
		case u.connector.V == 0:
			r.rank = 2
		}
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b ranked) int {
		if a.rank != b.rank {
			return a.rank - b.rank
		}
		return cmp.Or(a.first.Compare(b.first), compareOpt(a.connector, b.connector), cmp.Compare(a.id, b.id))
	})
	keys := make([]use, len(all))
	for i := range all {
		keys[i] = all[i].use
	}
	return keys
}

func (j *joiner) compatible(u use) *instance {
	for _, i := range j.byID[u.id] {
		if i.fits(u.connector) && (u.connector != model.Some[int64](0) || i.connector == u.connector || !i.connector.OK) {
			if !i.connector.OK && u.connector.OK {
				i.connector = u.connector
			}
			return i
		}
	}
	return nil
}

// unanswered gives the start of the connector that has no id and that runs at the time: nothing was started
// there since.
func (j *joiner) unanswered(c model.Opt[int64], at model.Time) *instance {
	if !c.OK {
		return nil
	}
	if i := latestStart(j.started[c], at); i != nil && len(i.ids) == 0 {
		return i
	}
	return nil
}

// latestStart gives the last of some started transactions, in order of time, that began by then.
func latestStart(list []*instance, at model.Time) *instance {
	n := sort.Search(len(list), func(n int) bool { return at.Before(list[n].begin()) })
	if n == 0 {
		return nil
	}
	return list[n-1]
}
