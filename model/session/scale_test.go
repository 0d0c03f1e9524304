package session

import (
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
}
