package rule

import (
	"bytes"
	"strconv"

	"meterscope/model"
)

// clockSet is the moment before which a charger's clock was not yet set: 2010-01-01T00:00:00Z.
const clockSet = 1262304000

func beforeClockSet(t model.Time) bool {
	sec, _ := t.Unix()
	return !t.IsZero() && sec < clockSet
}

// unacknowledged says that the id is what chargers send while no CSMS has given them one [errata 3.18].
func unacknowledged(id model.Opt[int64]) bool { return id.OK && (id.V == 0 || id.V == -1) }

// odd says that a frame has properties of its own that a rule may speak of. e is its event, or nil.
func odd(f *model.Frame, e *model.Event, own []model.Sample) bool {
	if f.Hollow {
		return true
	}
	if e == nil {
		return false
	}
	if e.Connector.OK && e.Connector.V < 0 || beforeClockSet(e.Time) || beforeClockSet(e.Last) {
		return true
	}
	if e.Kind == model.EventStop {
		for i := range own {
			if beforeClockSet(own[i].Time) {
				return true
			}
		}
	}
	if !e.Transaction.OK && bytes.Contains(f.Payload, []byte(`"transactionId"`)) {
		return true
	}
	return unacknowledged(e.Transaction) && (e.Kind == model.EventMeterValues || e.Kind == model.EventStop)
}

// marks finds the properties of a frame that frame rules speak of, outside of its sampled values: its ids, its times,
// and its lists.
func marks(b *model.Batch, f *model.Frame) []property {
	w := walker{text: f.Payload}
	var all []property
	keep := func(pointer string) {
		w.peek()
		start := w.i
		at := w
		at.skip()
		all = append(all, markAt(b, f, pointer, start, at.i))
	}
	w.object(func(key string) bool {
		switch key {
		case "connectorId", "transactionId", "timestamp":
			keep("/" + key)
		case "meterValue", "transactionData":
			keep("/" + key)
			if w.peek() != '[' {
				return false
			}
			w.array(func(n int) bool {
				if w.peek() != '{' {
					return false
				}
				base := "/" + key + "/" + strconv.Itoa(n) + "/"
				return w.object(func(key string) bool {
					if key == "timestamp" || key == "sampledValue" {
						keep(base + key)
					}
					return false
				})
			})
			return true
		}
		return false
	})
	return all
}

// markAt is the property whose value stands at some bytes of a frame's payload.
func markAt(b *model.Batch, f *model.Frame, pointer string, start, end int) property {
	p := property{pointer: pointer, at: f.At, text: f.Payload[start:end]}
	at := f.Source(start)
	from, to := f.At.Offset-b.Offset, at-b.Offset
	if from < 0 || to < from || to > int64(len(b.Evidence)) {
		return p
	}
	p.at.Offset = at
	p.at.Line += bytes.Count(b.Evidence[from:to], []byte{'\n'})
	return p
}

// eventOf gives the event of a frame, and the events after it. Events stand in the order of their frames.
func eventOf(events []model.Event, seq int64) (e *model.Event, rest []model.Event) {
	for len(events) > 0 && events[0].Frame < seq {
		events = events[1:]
	}
	if len(events) > 0 && events[0].Frame == seq {
		return &events[0], events[1:]
	}
	return nil, events
}
