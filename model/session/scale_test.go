package session

import (
	"strconv"
	"testing"
	"time"

	"meterscope/model"
)

// crowd makes a log of n MeterValues, each of its own transaction, step apart.
func crowd(n int, step time.Duration) []model.Event {
	begin := time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC)
	events := make([]model.Event, n)
	for i := range events {
		at := model.NewTime(begin.Add(time.Duration(i)*step), 0, model.ZoneStated)
		events[i] = model.Event{
			Kind: model.EventMeterValues, Frame: int64(i), AnswerTo: model.NoFrame, Samples: 1,
			At:   model.Place{Source: 1, Line: i + 1, Offset: int64(i) * 100},
			Time: at, Last: at, LoggedAt: at, Connector: model.Some[int64](1), Transaction: model.Some(int64(i + 1)),
		}
	}
	return events
}

// week makes a log of n transactions of one connector, one after the other, with their states, all under the ids
// that id gives.
func week(n int, id func(int) int64) []model.Event {
	begin := time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC)
	var events []model.Event
	add := func(e model.Event) {
		k := len(events)
		e.Frame, e.At = int64(k), model.Place{Source: 1, Line: k + 1, Offset: int64(k) * 100}
		e.Time = model.NewTime(begin.Add(time.Duration(k)*time.Second), 0, model.ZoneStated)
		e.LoggedAt, e.Connector = e.Time, model.Some[int64](1)
		if e.Kind != model.EventAnswer {
			e.AnswerTo = model.NoFrame
		}
		events = append(events, e)
	}
	for i := range n {
		tx := model.Some(id(i))
		add(model.Event{Kind: model.EventStatus, Status: "Preparing"})
		add(model.Event{Kind: model.EventStart, Action: model.ActionStartTransaction, ID: "m", Meter: model.Some(int64(i))})
		add(model.Event{Kind: model.EventAnswer, Action: model.ActionStartTransaction, ID: "m", AnswerTo: int64(len(events) - 1), Transaction: tx})
		add(model.Event{Kind: model.EventMeterValues, Transaction: tx, Samples: 1})
		add(model.Event{Kind: model.EventStop, Transaction: tx})
		add(model.Event{Kind: model.EventStatus, Status: "Finishing"})
	}
	return events
}

// BenchmarkManyTransactions shows that the time of joining grows with the log, and not with its square.
func BenchmarkManyTransactions(b *testing.B) {
	for _, size := range []struct {
		name string
		n    int
		step time.Duration
	}{
		{"at once/10000", 10_000, 0}, {"at once/40000", 40_000, 0},
		{"in a row/10000", 10_000, time.Second}, {"in a row/40000", 40_000, time.Second},
	} {
		events := crowd(size.n, size.step)
		b.Run(size.name, func(b *testing.B) {
			for b.Loop() {
				if sessions, err := Join("", logOf(events)); err != nil || len(sessions) != size.n {
					b.Fatal(len(sessions), err)
				}
			}
		})
	}
	for name, id := range map[string]func(int) int64{
		"whole": func(i int) int64 { return int64(i + 1) }, "of one id": func(int) int64 { return 1 },
	} {
		for _, n := range []int{5_000, 20_000} {
			events := week(n, id)
			b.Run(name+"/"+strconv.Itoa(n), func(b *testing.B) {
				for b.Loop() {
					if sessions, err := Join("", logOf(events)); err != nil || len(sessions) != n {
						b.Fatal(len(sessions), err)
					}
				}
			})
		}
	}
}
