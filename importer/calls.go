package importer

import (
	"hash/maphash"

	"meterscope/model"
)

// callsSize bounds how many CALLs are remembered for their answers.
const callsSize = 8192

// call is a CALL as far as its answer needs it.
type call struct {
	seq     int64
	id      string
	action  string
	station string
	dir     model.Direction
}

// calls remembers the last CALLs.
type calls struct {
	*ring[call]
	seed maphash.Seed
}

func newCalls() calls { return calls{newRing(callsSize, (*call).code), maphash.MakeSeed()} }

// remember remembers a CALL.
func (c calls) remember(k call) { c.add(maphash.String(c.seed, k.id), k) }

// answered finds the CALL that an answer belongs to: the nearest before it with its id, of the same station
// and the other direction; nil if there is none.
func (c calls) answered(id, station string, dir model.Direction) *call {
	return c.find(maphash.String(c.seed, id), func(k *call) bool {
		return k.id == id && answers(k.station, k.dir, station, dir)
	})
}

// open finds the last CALL of an action that an answer may belong to which doesn't say its id; nil if there is
// none.
func (c calls) open(action, station string, dir model.Direction) *call {
	for i := c.n; ; i-- {
		k := c.entry(i)
		if k == nil || c.n-i >= sameFrames {
			return nil
		}
		if k.action == action && answers(k.station, k.dir, station, dir) {
			return k
		}
	}
}

// answers says whether an answer may belong to a CALL, by station and direction.
func answers(callStation string, callDir model.Direction, station string, dir model.Direction) bool {
	if !sameStation(callStation, station) {
		return false
	}
	return callDir != dir || dir == model.DirectionUnknown
}

// opposite is the direction of an answer to a frame of this direction.
func opposite(d model.Direction) model.Direction {
	switch d {
	case model.FromStation:
		return model.ToStation
	case model.ToStation:
		return model.FromStation
	}
	return model.DirectionUnknown
}
