package session

import (
	"slices"

	"meterscope/model"
)

// callKey names a CALL by where it stands.
type callKey struct {
	source model.SourceID
	frame  int64
}

// use is a transactionId as MeterValues of a connector name it.
type use struct {
	connector model.Opt[int64]
	id        int64
}

// extent is the stretch of time in which an id is used.
type extent struct{ first, last model.Time }

// recentUse is a use that is likely to go on: connectors take turns.
type recentUse struct {
	use
	*extent
}

// recentConnectors is the number of connectors of which it is remembered what they did last.
const recentConnectors = 32

// joiner holds one station's traffic while it is joined.
type joiner struct {
	station string

	starts, stops []*head
	answers       map[callKey]*head // to starts and stops, in the same source
	loose         []*head           // answers whose CALL is not in their source, or not before them
	states        map[int64][]State
	free          map[int64][]model.Time // when a connector became available, in order
	uses          map[use]*extent
	recentUses    [recentConnectors]recentUse // by connector, while the log is read
	backwards     map[model.SourceID]int      // > 0: the log stands newest first
	asked         struct {                    // what newestFirst was asked last
		source     model.SourceID
		known, yes bool
	}
	last  model.Time // log time of the station's last frame
	told  conditions
	ranks map[model.SourceID]int // the order in which the sources were logged
	clock clockReader

	instances      []*instance
	started        map[model.Opt[int64]][]*instance // those with a StartTransaction, by connector, in order of time
	byID           map[int64][]*instance
	inOrder        map[int64]int // of byID, while it is built: how many were started in order of time
	windows        map[int64]*windows
	startedWindows map[int64]*windows // of those with a StartTransaction
	spans          map[spanKey]*openSpan
	recentSpans    [recentConnectors]recentSpan // of spans, by connector
	first          map[int64]*earliest          // the first frame of a connector
	firstAny       earliest                     // the first frame of any connector, samples that name no transaction left out
}

func newJoiner(station string, timing Timing) *joiner {
	return &joiner{
		clock:          newClockReader(timing),
		station:        station,
		answers:        map[callKey]*head{},
		states:         map[int64][]State{},
		free:           map[int64][]model.Time{},
		uses:           map[use]*extent{},
		backwards:      map[model.SourceID]int{},
		ranks:          map[model.SourceID]int{},
		started:        map[model.Opt[int64]][]*instance{},
		byID:           map[int64][]*instance{},
		inOrder:        map[int64]int{},
		windows:        map[int64]*windows{},
		startedWindows: map[int64]*windows{},
		spans:          map[spanKey]*openSpan{},
		first:          map[int64]*earliest{},
	}
}

// collect reads the log for the first time: it keeps what is not MeterValues, and of MeterValues which ids
// they name, and when.
func (j *joiner) collect(log Log) error {
	var c, before clock
	backwards := 0 // of the source at hand
	for e, err := range log() {
		if err != nil {
			return err
		}
		when, at := c.read(e)
		if e.At.Source == before.source {
			backwards -= at.Compare(before.at)
			if e.AnswerTo != model.NoFrame && e.AnswerTo < e.Frame {
				backwards-- // an answer stands after what it answers
			}
		} else {
			j.backwards[before.source] += backwards
			backwards = 0
			if _, ok := j.ranks[e.At.Source]; !ok {
				j.ranks[e.At.Source] = len(j.ranks)
			}
		}
		before = c
		if j.last.Before(at) {
			j.last = at
		}
		j.keep(e, when, at)
		j.clock.count(e)
	}
	j.backwards[before.source] += backwards
	j.recentUses = [recentConnectors]recentUse{}
	for _, states := range j.states {
		slices.SortStableFunc(states, compareStates)
	}
	slices.SortFunc(j.starts, compareHeads)
	slices.SortFunc(j.stops, compareHeads)
	slices.SortFunc(j.loose, compareHeads)
	j.told.sort()
	return nil
}

func (j *joiner) keep(e *model.Event, when, at model.Time) {
	newHead := func() *head { return &head{Event: *e, when: when, at: at} }
	if e.Kind != model.EventMeterValues {
		j.told.keep(e, at)
	}
	switch e.Kind {
	case model.EventStart:
		j.starts = append(j.starts, newHead())
	case model.EventStop:
		j.stops = append(j.stops, newHead())
	case model.EventAnswer, model.EventError:
		j.keepAnswer(e, newHead)
	case model.EventStatus:
		if e.Connector.OK {
			j.states[e.Connector.V] = append(j.states[e.Connector.V], stateOf(e, when))
		}
	case model.EventMeterValues:
		if e.Transaction.OK && !unacknowledged(e.Transaction.V) {
			j.keepUse(e, when)
		}
	}
}

func (j *joiner) keepAnswer(e *model.Event, newHead func() *head) {
	switch {
	case e.AnswerTo != model.NoFrame:
		if e.Action == model.ActionStartTransaction || e.Action == model.ActionStopTransaction {
			j.answers[callKey{e.At.Source, e.AnswerTo}] = newHead()
		}
	case e.Transaction.OK || e.Kind == model.EventError || e.Action == model.ActionStartTransaction:
		j.loose = append(j.loose, newHead())
	}
}

func (j *joiner) keepUse(e *model.Event, when model.Time) {
	key := use{e.Connector, e.Transaction.V}
	last := e.Last
	if last.Before(when) {
		last = when
	}
	slot := &j.recentUses[uint64(key.connector.V)%recentConnectors] //nolint:gosec // the same 64 bits
	if slot.extent == nil || slot.use != key {
		x := j.uses[key]
		if x == nil {
			x = &extent{first: when}
			j.uses[key] = x
		}
		*slot = recentUse{key, x}
	}
	x := slot.extent
	if when.Before(x.first) {
		x.first = when
	}
	if x.last.Before(last) {
		x.last = last
	}
}

// unacknowledged says that the id is what chargers send while no CSMS has given them one [errata 3.18].
func unacknowledged(id int64) bool { return id == 0 || id == -1 }

// newestFirst says that a source's log runs backwards.
func (j *joiner) newestFirst(source model.SourceID) bool {
	if !j.asked.known || j.asked.source != source {
		j.asked.source, j.asked.known, j.asked.yes = source, true, j.backwards[source] > 0
	}
	return j.asked.yes
}
