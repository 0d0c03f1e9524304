package importer

import "meterscope/model"

// callsSize bounds how many CALLs are remembered for their answers.
const callsSize = 8192

// call is a CALL as far as its answer needs it.
type call struct {
	seq     int64
	id      string
	action  string
	station string
	dir     model.Direction
	prev    int64 // index of the one before with this id; −1 if there is none
}

// calls remembers the last CALLs.
type calls struct {
	ring []call
	n    int64
	byID map[string]int64
}

func newCalls() *calls { return &calls{byID: map[string]int64{}} }

func (c *calls) entry(i int64) *call {
	if i < 0 || i < c.n-callsSize || i >= c.n {
		return nil
	}
	return &c.ring[i%callsSize]
}

// add remembers a CALL.
func (c *calls) add(k call) {
	k.prev = -1
	if i, ok := c.byID[k.id]; ok {
		k.prev = i
	}
	if slot := c.n % callsSize; slot < int64(len(c.ring)) {
		if old := &c.ring[slot]; c.byID[old.id] == c.n-callsSize {
			delete(c.byID, old.id)
		}
		c.ring[slot] = k
	} else {
		c.ring = append(c.ring, k)
	}
	c.byID[k.id] = c.n
	c.n++
}

// answered finds the CALL that an answer belongs to: the nearest before it with its id, of the same station
// and the other direction; nil if there is none.
func (c *calls) answered(id, station string, dir model.Direction) *call {
	i, ok := c.byID[id]
	for ok {
		k := c.entry(i)
		if k == nil {
			break
		}
		if k.id == id && answers(k.station, k.dir, station, dir) {
			return k
		}
		i = k.prev
	}
	return nil
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
