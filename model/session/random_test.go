package session

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"meterscope/model"
)

// randomLog makes the traffic of a station that does everything wrong, with a log time for each frame and all
// times distinct.
func randomLog(r *rand.Rand) []model.Event {
	var events []model.Event
	now := time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC)
	ids := []int64{-1, 0, 1, 2, 3, 1 << 40}
	started := ""
	for n := range 10 + r.IntN(60) {
		now = now.Add(time.Duration(1+r.IntN(900)) * time.Second)
		logged := model.NewTime(now, 3, model.ZoneStated)
		e := model.Event{LoggedAt: logged, Time: logged, AnswerTo: model.NoFrame, ID: fmt.Sprint(n)}
		if r.IntN(6) == 0 {
			e.Time = model.NewTime(now.Add(-time.Duration(r.IntN(100_000))*time.Millisecond), 3, model.ZoneStated)
		}
		if r.IntN(30) == 0 {
			e.Time = model.Time{}
		}
		connector, id := model.Some(int64(r.IntN(3))), model.Some(ids[r.IntN(len(ids))])
		what := r.IntN(8)
		if started != "" && r.IntN(4) > 0 {
			what = 2
			e.LoggedAt = events[len(events)-1].LoggedAt.Add(time.Second)
			now = e.LoggedAt.Time()
		} else {
			started = ""
		}
		switch what {
		case 0:
			started = e.ID
			e.Kind, e.Action, e.Connector, e.Meter = model.EventStart, model.ActionStartTransaction, connector, model.Some(now.Unix())
		case 1:
			e.Kind, e.Action, e.Transaction, e.Samples = model.EventStop, model.ActionStopTransaction, id, r.IntN(2)
		case 2:
			e.Kind, e.Transaction, e.Time, e.ID, started = model.EventAnswer, id, model.Time{}, started, ""
		case 3:
			e.Kind, e.Connector, e.Status = model.EventStatus, connector, []string{"Available", "Charging", "SuspendedEV"}[r.IntN(3)]
		default:
			e.Kind, e.Action, e.Connector, e.Samples = model.EventMeterValues, model.ActionMeterValues, connector, 2
			if r.IntN(3) > 0 {
				e.Transaction = id
			}
			if r.IntN(9) == 0 {
				e.Connector = model.Opt[int64]{}
			}
		}
		events = append(events, e)
	}
	return events
}

// dealt puts the frames of a log into sources, in order within each, and gives the sources in order of number.
func dealt(r *rand.Rand, events []model.Event, sources int) []model.Event {
	out := slices.Clone(events)
	numbers := r.Perm(sources)
	seq := make([]int64, sources)
	for i := range out {
		s := numbers[i*sources/len(out)]
		out[i].At = model.Place{Source: model.SourceID(s + 1), Offset: seq[s] * 100, Line: 1}
		out[i].Frame = seq[s]
		seq[s]++
	}
	slices.SortStableFunc(out, func(a, b model.Event) int { return cmp.Compare(a.At.Source, b.At.Source) })
	return out
}

func TestRandomLogsAreJoinedAlikeHoweverTheyAreDealt(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 2000 {
		events := randomLog(r)
		whole, err := Join("CP1", logOf(dealt(r, events, 1)))
		if err != nil {
			t.Fatal(err)
		}
		claimOnce(t, events, whole)
		want := facts(whole)
		for _, sources := range []int{2, 3} {
			got, err := Join("CP1", logOf(dealt(r, events, sources)))
			if err != nil {
				t.Fatal(err)
			}
			if got := facts(got); got != want {
				for _, e := range events {
					t.Logf("%s %v c=%s tx=%s m=%s %s at %s", hour(e.Time), e.Kind, opt(e.Connector), opt(e.Transaction), e.ID, e.Status, hour(e.LoggedAt))
				}
				t.Fatalf("log %d in %d sources: got\n%s\nwant\n%s", n, sources, got, want)
			}
		}
	}
}

// claimOnce checks that each frame belongs to one transaction at most, and that the counts are those of the spans.
func claimOnce(t *testing.T, events []model.Event, sessions []*Session) {
	t.Helper()
	claimed := map[int64]int{}
	for n, s := range sessions {
		frames := int64(0)
		for _, span := range s.Spans {
			for f := span.First; f <= span.Last; f++ {
				e := &events[f]
				if e.Connector != span.Connector || e.Transaction != span.ID || e.Kind != model.EventMeterValues && e.Kind != model.EventStop {
					continue
				}
				if e.Kind == model.EventStop && span.First != span.Last {
					continue
				}
				if other, ok := claimed[f]; ok && other != n {
					t.Errorf("frame %d belongs to transactions %d and %d", f, other, n)
				}
				claimed[f] = n
				if e.Kind == model.EventMeterValues {
					frames++
				}
			}
		}
		if frames != s.Tx.MeterValues {
			t.Errorf("%d frames in its spans, %d counted", frames, s.Tx.MeterValues)
		}
	}
}
