package session

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"meterscope/model"
)

// TestLookBackIsWhatAskingEverySampleTells holds the sorted answers against a plain look at all samples for each
// stretch, on transactions whose clock goes back and forth.
func TestLookBackIsWhatAskingEverySampleTells(t *testing.T) {
	told := map[[3]bool]int{}
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 7))
		series, list := randomBacks(r)
		begin := model.Time{}
		if r.IntN(2) == 0 {
			begin = model.NewTime(time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC), 0, model.ZoneStated)
		}
		look := NewLookBack(series, list)
		went := plainlyWent(list)
		for i := range list {
			b := &list[i]
			in, others := plainMoments(b, series)
			if look.hasMoment(i) != (len(in) > 0) {
				t.Fatalf("seed %d, stretch %d: samples %v, found %v", seed, i, in, look.hasMoment(i))
			}
			if len(in) == 0 {
				continue
			}
			want := [3]bool{
				plainlyFillsHole(b, in, others, begin, 10*time.Minute), plainlyTakenBefore(series, b), plainlyOtherLoop(series, b, went),
			}
			got := [3]bool{look.fillsHole(i, begin, 10*time.Minute), look.takenBefore(i), look.otherLoop(i)}
			if got != want {
				t.Fatalf("seed %d, stretch %d: fills a hole, taken before, other loop: %v, want %v", seed, i, got, want)
			}
			told[got]++
		}
	}
	for _, each := range [][3]bool{{}, {true}, {false, true}, {false, false, true}, {true, false, true}} {
		if told[each] == 0 {
			t.Errorf("no stretch was %v, so that is not tested", each)
		}
	}
}

// randomBacks makes a transaction of two sources with samples that come in any order, some of them twice.
func randomBacks(r *rand.Rand) ([]model.Series, []Back) {
	zero := time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC)
	contexts := []model.Context{model.SamplePeriodic, model.SampleClock, model.TransactionEnd}
	series := make([]model.Series, 1+r.IntN(2))
	var b backs
	at := 0
	for frame := range int64(3 + r.IntN(40)) {
		switch at++; r.IntN(6) {
		case 0:
			at -= r.IntN(12)
		case 1:
			at += r.IntN(6)
		}
		when := model.NewTime(zero.Add(time.Duration(at)*time.Minute), 0, model.ZoneStated)
		e := model.Event{Frame: frame, At: model.Place{Source: model.SourceID(1 + frame/25)}}
		b.add(&e, when, when)
		for i := range series {
			series[i].Points = append(series[i].Points, model.Point{
				Time: when, Value: model.NewDecimal(int64(at/5+r.IntN(5)/4), 0), Frame: frame, At: e.At,
				Context: contexts[r.IntN(30)/14], FromStop: r.IntN(20) == 0,
			})
		}
	}
	for i := range series {
		slices.SortStableFunc(series[i].Points, func(a, b model.Point) int { return a.Time.Compare(b.Time) })
	}
	return series, b.list
}

func plainMoments(b *Back, series []model.Series) (in, others []int64) {
	for i := range series {
		for k := range series[i].Points {
			p := &series[i].Points[k]
			if !timed(p) || p.FromStop {
				continue
			}
			if b.Has(p) {
				in = append(in, nanos(p.Time))
			} else {
				others = append(others, nanos(p.Time))
			}
		}
	}
	slices.Sort(in)
	slices.Sort(others)
	return slices.Compact(in), slices.Compact(others)
}

func plainlyFillsHole(b *Back, in, others []int64, begin model.Time, late time.Duration) bool {
	usual := usualInterval(others)
	if usual == 0 {
		return b.Reached.Sub(b.From) > late
	}
	for _, m := range in {
		next, there := slices.BinarySearch(others, m)
		if there || next == len(others) {
			return false
		}
		before := nanos(begin)
		switch {
		case next > 0:
			before = others[next-1]
		case begin.IsZero() || m < before:
			return false
		}
		if 2*time.Duration(others[next]-before) <= 3*usual {
			return false
		}
	}
	return true
}

func plainlyTakenBefore(series []model.Series, b *Back) bool {
	for i := range series {
		points := series[i].Points
		for k := range points {
			twin := func(q model.Point) bool {
				return !b.Has(&q) && q.Time.Compare(points[k].Time) == 0 && q.Value.Cmp(points[k].Value) == 0
			}
			if b.Has(&points[k]) && !slices.ContainsFunc(points, twin) {
				return false
			}
		}
	}
	return true
}

func plainlyOtherLoop(series []model.Series, b *Back, went func(*model.Point) bool) bool {
	var own, reached []model.Context
	for i := range series {
		for k := range series[i].Points {
			p := &series[i].Points[k]
			switch {
			case p.FromStop:
			case b.Has(p):
				own = append(own, p.Context)
			case b.From.Before(p.Time) && p.Time.Compare(b.Reached) <= 0 && !went(p):
				reached = append(reached, p.Context)
			}
		}
	}
	return !slices.ContainsFunc(own, func(c model.Context) bool { return slices.Contains(reached, c) })
}

func plainlyWent(list []Back) func(*model.Point) bool {
	return func(p *model.Point) bool {
		return slices.ContainsFunc(list, func(b Back) bool { return b.Has(p) })
	}
}
