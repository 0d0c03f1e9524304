package session

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"meterscope/model"
)

// pointsAt makes points at minutes after midnight.
func pointsAt(context model.Context, minutes ...float64) []model.Point {
	var out []model.Point
	for i, m := range minutes {
		at := time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(m * float64(time.Minute)))
		out = append(out, model.Point{
			Time: model.NewTime(at, 0, model.ZoneStated), Context: context, Frame: int64(i),
			At: model.Place{Source: 1, Offset: int64(m * 1000)},
		})
	}
	return out
}

func series(points ...model.Point) model.Series { return model.Series{Points: points} }

func minute(m float64) model.Time { return pointsAt("", m)[0].Time }

func every(step, from, to float64) (minutes []float64) {
	for m := from; m <= to; m += step {
		minutes = append(minutes, m)
	}
	return minutes
}

func gapsOf(gaps []Gap) (out [][2]float64) {
	zero := minute(0)
	for _, g := range gaps {
		out = append(out, [2]float64{g.Before.Time.Sub(zero).Minutes(), g.After.Time.Sub(zero).Minutes()})
	}
	return out
}

func TestGaps(t *testing.T) {
	periodic := func(minutes ...float64) model.Series { return series(pointsAt(model.SamplePeriodic, minutes...)...) }
	clock := func(minutes ...float64) model.Series { return series(pointsAt(model.SampleClock, minutes...)...) }
	for _, c := range []struct {
		name   string
		series []model.Series
		states []State
		want   [][2]float64
	}{
		{"no series", nil, nil, nil},
		{"an even pace", []model.Series{periodic(every(1, 0, 30)...)}, nil, nil},
		{"three times the usual interval is no gap", []model.Series{periodic(0, 1, 2, 3, 6, 7)}, nil, nil},
		{"more than three times is one", []model.Series{periodic(0, 1, 2, 3, 6.1, 7)}, nil, [][2]float64{{3, 6.1}}},
		{"two minutes is none, however fast the pace", []model.Series{periodic(0, .1, .2, .3, 2.3, 2.4)}, nil, nil},
		{"more than two minutes is one", []model.Series{periodic(0, .1, .2, .3, 2.4, 2.5)}, nil, [][2]float64{{.3, 2.4}}},
		{"too few samples have no pace", []model.Series{periodic(0, 1, 30)}, nil, nil},
		{"another series goes on", []model.Series{periodic(0, 1, 2, 3, 20, 21), periodic(every(1, 0, 21)...)}, nil, nil},
		{"all series stop", []model.Series{periodic(0, 1, 2, 3, 4, 20, 21), periodic(0, 1, 2, 3, 4, 21)}, nil, [][2]float64{{4, 20}}},
		{"neighbouring gaps are one", []model.Series{periodic(0, 1, 2, 3, 4, 5, 6, 30, 60, 61)}, nil, [][2]float64{{6, 60}}},
		{"the slow loop goes on at its pace", []model.Series{periodic(every(1, 0, 30)...), clock(every(15, 0, 120)...)}, nil, nil},
		{"the slow loop misses a turn", []model.Series{periodic(append(every(1, 0, 30), every(1, 100, 130)...)...), clock(0, 15, 30, 105, 120)}, nil,
			[][2]float64{{30, 100}}},
		{"suspended all the while", []model.Series{periodic(0, 1, 2, 3, 60, 61)},
			[]State{{From: minute(3.5), To: minute(59), Status: "SuspendedEV"}}, nil},
		{"suspended since before", []model.Series{periodic(0, 1, 2, 3, 60, 61)},
			[]State{{From: minute(-10), Status: "SuspendedEVSE"}}, nil},
		{"suspended for a part", []model.Series{periodic(0, 1, 2, 3, 60, 61)},
			[]State{{From: minute(3.5), To: minute(30), Status: "SuspendedEV"}}, [][2]float64{{3, 60}}},
		{"suspended too late", []model.Series{periodic(0, 1, 2, 3, 60, 61)},
			[]State{{From: minute(30), Status: "SuspendedEV"}}, [][2]float64{{3, 60}}},
		{"charging is no excuse", []model.Series{periodic(0, 1, 2, 3, 60, 61)},
			[]State{{From: minute(3.5), To: minute(59), Status: "Charging"}}, [][2]float64{{3, 60}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := gapsOf(DefaultLimits().Gaps(c.series, c.states))
			if len(got) != len(c.want) {
				t.Fatalf("got %v, want %v", got, c.want)
			}
			for i := range got {
				if got[i] != c.want[i] {
					t.Errorf("got %v, want %v", got, c.want)
				}
			}
		})
	}
}

func TestUsualIntervalIgnoresWhatAnEventCaused(t *testing.T) {
	begin := pointsAt(model.TransactionBegin, 0, .1, .2, .3)
	stop := pointsAt(model.SamplePeriodic, .5, .6)
	for i := range stop {
		stop[i].FromStop = true
	}
	points := append(append(begin, stop...), pointsAt(model.SamplePeriodic, 1, 16, 31, 46)...)
	if got := UsualInterval([]model.Series{series(points...)}); got != 15*time.Minute {
		t.Errorf("got %v", got)
	}
	if got := DefaultLimits().GapLimit(points); got != 45*time.Minute {
		t.Errorf("got a limit of %v", got)
	}
}

func TestWhetherTheLogEndsInside(t *testing.T) {
	const log = `
		10:00 start c=1 m=a tag=T1 meter=100
		10:00 answer m=a tx=1
		10:01 mv c=1 tx=1
		10:02 mv c=1 tx=1
		10:03 mv c=1 tx=1
		10:04 mv c=1 tx=1`
	usual := []model.Series{series(pointsAt("", 601, 602, 603, 604)...)}
	for _, c := range []struct {
		name, rest string
		want       bool
	}{
		{"its last frame is the log's", "", true},
		{"three usual intervals pass", "10:07 other", true},
		{"more pass", "10:07:01 other", false},
		{"it is stopped", "10:05 stop tx=1 meter=7", false},
		{"its connector becomes available", "10:05 status c=1 st=Available", false},
		{"another connector becomes available", "10:05 status c=2 st=Available", true},
		{"its connector is seen charging later, which is no frame of its own", "10:06 status c=1 st=Charging\n10:07:01 other", false},
		{"its connector is seen suspended within three usual intervals", "10:07 status c=1 st=SuspendedEV", true},
		{"it is suspended, and more pass", "10:05 status c=1 st=SuspendedEV\n10:07:01 other", false},
		{"another is started", "10:05 start c=1 m=b meter=8", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := join(t, log+"\n"+c.rest)[0]
			if got := s.LogEndsInside(usual); got != c.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestAnAnswerIsNoFrameOfItsTransaction(t *testing.T) {
	s := join(t, `
		10:00 start c=1 m=a tag=T1 meter=100
		10:04 answer m=a tx=1`)[0]
	if got := hour(s.LastAt); got != "10:00" {
		t.Errorf("its last frame is at %s", got)
	}
}

func TestATransactionEndsAtItsFirstAcceptedStop(t *testing.T) {
	s := join(t, `
		00:00 start c=1 m=a tag=T1 meter=100
		00:00 answer m=a tx=1
		00:02 stop tx=1 m=b meter=7
		00:02 error m=b
		00:04 stop tx=1 m=c meter=9
		00:05 stop tx=1 m=d meter=8`)[0]
	if stop, ok := s.Stop(); !ok || stop.ID != "c" {
		t.Errorf("stop %+v", stop)
	}
	if start, ok := s.Start(); !ok || start.ID != "a" {
		t.Errorf("start %+v", start)
	}
	got := s.Inside([]model.Series{series(pointsAt("", 0, 1, 2, 3, 4, 5, 6)...), series(pointsAt("", 5, 6)...)})
	if len(got) != 1 || len(got[0].Points) != 5 {
		t.Errorf("got %v", got)
	}
}

func TestStatesOfAConnector(t *testing.T) {
	const log = `
		09:00 status c=1 st=Available
		09:50 status c=1 st=Preparing
		10:00 start c=1 m=a tag=T1 meter=100
		10:00 answer m=a tx=1
		10:00 status c=1 st=Charging
		10:30 status c=2 st=Faulted
		10:30 status c=1 st=SuspendedEV
		11:00 stop tx=1 m=b meter=7
		11:01 status c=1 st=Finishing`
	s := join(t, log)[0]
	got := ""
	for _, one := range s.States {
		got += one.Status + " " + hour(one.From) + "-" + hour(one.To) + "; "
	}
	if want := "Preparing 09:50-10:00; Charging 10:00-10:30; SuspendedEV 10:30-11:01; "; got != want {
		t.Errorf("got %s", got)
	}
	all, err := States(logOf(parseLog(t, log)))
	if err != nil || len(all[1]) != 5 || len(all[2]) != 1 {
		t.Errorf("got %v, %v", all, err)
	}
}

func TestUsualIntervalIsTheMedianDistance(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 5))
	for range 2000 {
		at, moments := int64(clockSet)*1e9, []int64{}
		var distances []int64
		for i := range rnd.IntN(12) {
			d := int64(rnd.IntN(3)) * int64(rnd.IntN(2)) // often the same, or none
			if at += d; i > 0 && d > 0 {
				distances = append(distances, d)
			}
			moments = append(moments, at)
		}
		slices.Sort(distances)
		want := time.Duration(0)
		if n := len(distances); n >= fewIntervals {
			want = time.Duration(distances[(n-1)/2])
		}
		if got := usualInterval(moments); got != want {
			t.Fatalf("of %v: %d, want %d", moments, got, want)
		}
		if got := DefaultLimits().GapLimitOf(append([]int64{-5, 7}, moments...)); got != DefaultLimits().Limit(want) {
			t.Fatalf("limit of %v: %s", moments, got)
		}
	}
}
