package session

import (
	"math/rand/v2"
	"testing"

	"meterscope/model"
)

// TestStopGoesToTheTransactionThatItFitsBest holds the search to a look at all of them, on logs that reuse few ids.
func TestStopGoesToTheTransactionThatItFitsBest(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	several := 0
	for range 400 {
		events := randomLog(r)
		for i := range events {
			if e := &events[i]; e.Transaction.OK && r.IntN(4) > 0 {
				e.Transaction = model.Some(r.Int64N(2) + 1)
			}
		}
		j := newJoiner("", Timing{})
		if err := j.collect(logOf(events)); err != nil {
			t.Fatal(err)
		}
		j.pair()
		j.groupStarts()
		for _, i := range j.instances { // what is added later stands in no order
			if r.IntN(8) == 0 {
				j.byID[1] = append(j.byID[1], &instance{connector: i.connector, starts: i.starts})
			}
		}
		for _, s := range j.stops {
			var want *instance
			best := -1
			for _, i := range j.byID[s.Transaction.V] {
				if score := j.stopScore(i, s); s.Transaction.OK && score >= best && score >= 0 {
					want, best = i, score
				}
			}
			if got := j.stoppedBy(s); got != want {
				t.Fatalf("%+v goes to %+v, want %+v", s.Event, got, want)
			}
			if want != nil && len(j.byID[s.Transaction.V]) > 2 {
				several++
			}
			j.placeStops([]*head{s})
		}
	}
	if several < 300 {
		t.Errorf("only %d stops had a choice", several)
	}
}
