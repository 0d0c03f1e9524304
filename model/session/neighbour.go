package session

import (
	"sort"

	"meterscope/model"
)

// Neighbour is what a transaction needs to know of another one of its connector.
type Neighbour struct {
	ID                    model.Opt[int64]
	MeterStart, MeterStop model.Opt[int64] // Wh
}

// startedBefore gives the transaction that was started before another on its connector.
func (j *joiner) startedBefore(i *instance) *Neighbour {
	if len(i.starts) == 0 || !i.connector.OK {
		return nil
	}
	list := j.started[i.connector]
	n := sort.Search(len(list), func(n int) bool { return !list[n].begin().Before(i.begin()) }) - 1
	if n < 0 {
		return nil
	}
	b := list[n]
	out := &Neighbour{MeterStart: b.starts[0].Meter, MeterStop: b.stopMeter()}
	if len(b.ids) > 0 {
		out.ID = model.Some(b.ids[0])
	}
	return out
}

// stopMeter is meterStop, also after the transaction was given away.
func (i *instance) stopMeter() model.Opt[int64] {
	if s := i.stop(); s != nil {
		return s.Meter
	}
	return i.meterStop
}
