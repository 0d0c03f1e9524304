package charts

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

func TestExtentIsThatOfThePoints(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // the same numbers again
	for _, n := range []int{1, 2, 15, 16, 17, 255, 256, 257, 5000} {
		l := Line{Times: make([]int64, n), Values: make([]float64, n)}
		for i := range n {
			l.Times[i], l.Values[i] = int64(i), rnd.NormFloat64()
		}
		tr := newTrace(&l)
		for range 300 {
			i := rnd.IntN(n)
			j := i + 1 + rnd.IntN(n-i)
			want := noExtent()
			for _, v := range l.Values[i:j] {
				want.lo, want.hi = math.Min(want.lo, v), math.Max(want.hi, v)
			}
			if got := tr.extent(i, j); got != want {
				t.Fatalf("%d points, %d to %d: %v, want %v", n, i, j, got, want)
			}
		}
	}
}

func TestWhatCannotBeDrawnIsLeftOut(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	l := Line{
		Times:  []int64{5, 1, 2, 3, math.MaxInt64, 4, math.MinInt64},
		Values: []float64{50, 10, nan, 1e306, 7, -inf, 8},
		Breaks: []int{3, 0},
	}
	tr := newTrace(&l)
	if len(tr.times) != 3 || tr.times[0] != 1 || tr.times[2] != 5 {
		t.Fatalf("times %v", tr.times)
	}
	if tr.values[1] != maxValue {
		t.Errorf("values %v", tr.values)
	}
	if len(newTrace(&Line{Times: []int64{1, 2}, Values: []float64{1}}).times) != 1 {
		t.Error("a time without a value is drawn")
	}
}

// columns gives the lowest and highest pixel that a path reaches in each pixel column.
func columns(v []vertex, w int) []extent {
	out := make([]extent, w)
	for i := range out {
		out[i] = noExtent()
	}
	for i := 1; i < len(v); i++ {
		if v[i].move {
			continue
		}
		x0, y0, x1, y1 := v[i-1].x, v[i-1].y, v[i].x, v[i].y
		if x1 < x0 {
			x0, y0, x1, y1 = x1, y1, x0, y0
		}
		for c := max(int(x0), 0); c <= min(int(x1), w-1); c++ {
			at := func(x float64) float64 {
				if x1 == x0 {
					return y1
				}
				return y0 + (y1-y0)*(min(max(x, x0), x1)-x0)/(x1-x0)
			}
			a, b := at(float64(c)), at(float64(c+1))
			if x1 == x0 {
				a = y0
			}
			out[c].add(extent{min(a, b), max(a, b)})
		}
	}
	return out
}

func TestEachColumnKeepsItsLowestAndHighest(t *testing.T) {
	s := noisy(1, 30_000)
	tr := newTrace(&s.Panels[0].Lines[0])
	for _, window := range [][2]int{{0, 29_999}, {1234, 17_000}, {500, 700}, {-5000, 40_000}} {
		v := view{from: sessionStart.UnixNano() + int64(window[0])*1e9, to: sessionStart.UnixNano() + int64(window[1])*1e9,
			w: 400, h: 300, columns: 400, axis: Axis{0, 12}}
		var every []vertex
		for i := range tr.times {
			every = append(every, vertex{x: v.x(tr.times[i]), y: v.y(tr.values[i]), move: i == 0})
		}
		path := tr.path(nil, &v)
		if len(path) > 5*v.columns {
			t.Errorf("%v: %d vertices for %d columns", window, len(path), v.columns)
		}
		got, want := columns(path, 400), columns(every, 400)
		for c := range want {
			if math.Abs(got[c].lo-want[c].lo) > 1 || math.Abs(got[c].hi-want[c].hi) > 1 {
				if !(math.IsInf(got[c].lo, 0) && math.IsInf(want[c].lo, 0)) {
					t.Fatalf("%v: column %d reaches %v, want %v", window, c, got[c], want[c])
				}
			}
		}
	}
}

func TestPathBreaksAtGapsAndNowhereElse(t *testing.T) {
	l := Line{Times: []int64{0, 10, 20, 80, 90, 100}, Values: []float64{1, 1, 1, 1, 1, 1}, Breaks: []int{3}}
	tr := newTrace(&l)
	v := view{from: 0, to: 100, w: 100, h: 10, columns: 100, axis: Axis{0, 2}}
	moves := func(p []vertex) (out []float64) {
		for _, q := range p {
			if q.move {
				out = append(out, q.x)
			}
		}
		return out
	}
	if got := moves(tr.path(nil, &v)); len(got) != 2 || got[1] != 80 {
		t.Errorf("moves at %v", got)
	}
	v.from, v.to = 85, 95 // between two points of one stretch: it runs on beyond both edges
	if p := tr.path(nil, &v); len(p) != 3 || p[0].x != -50 || p[2].x != 150 || len(moves(p)) != 1 {
		t.Errorf("zoomed: %v", p)
	}
	v.from, v.to = 30, 40 // inside the gap
	if p := tr.path(nil, &v); len(p) != 2 || !p[1].move {
		t.Errorf("in the gap: %v", p)
	}
}

func TestStepHoldsItsValue(t *testing.T) {
	l := Line{Times: []int64{0, 50, 100}, Values: []float64{1, 2, 2}, Step: true}
	v := view{from: 0, to: 100, w: 100, h: 2, columns: 100, axis: Axis{0, 2}}
	p := newTrace(&l).path(nil, &v)
	if len(p) != 5 || p[1].x != 50 || p[1].y != 1 || p[2].y != 0 {
		t.Errorf("path %v", p)
	}
}

func TestStepsWithinOnePixelColumn(t *testing.T) {
	l := Line{Step: true}
	for i := range 1000 {
		l.Times, l.Values = append(l.Times, int64(i)), append(l.Values, float64(i%2))
		if i%7 == 0 && i > 0 {
			l.Breaks = append(l.Breaks, i)
		}
	}
	v := view{from: 0, to: 999, w: 10, h: 100, columns: 10, axis: Axis{0, 1}}
	for c, e := range columns(newTrace(&l).path(nil, &v), 10) {
		if e.lo > 1 || e.hi < 99 {
			t.Errorf("column %d reaches %v", c, e)
		}
	}
}

func TestLayoutMapsTimesAndValues(t *testing.T) {
	s := session()
	_, l, err := Draw(s)
	if err != nil {
		t.Fatal(err)
	}
	mid := s.Panels[0].Lines[0].Times
	at := time.Unix(0, mid[len(mid)/2])
	if got := l.TimeAt(l.X(at)).Sub(at).Abs(); got > time.Microsecond {
		t.Errorf("a time comes back %v off", got)
	}
	if !l.TimeAt(float64(l.Plot.Min.X)).Equal(l.From) || l.X(l.To) != float64(l.Plot.Max.X) {
		t.Errorf("the window is not the plot: %v", l)
	}
	if y := l.Y(2, 100); y != float64(l.Panels[2].Min.Y) {
		t.Errorf("100 %% is at %g", y)
	}
	if !math.IsNaN(l.Y(7, 1)) {
		t.Error("a panel that is not there has a place")
	}
	var none Layout
	if none.X(at) != 0 || !none.TimeAt(5).IsZero() {
		t.Error("an empty layout")
	}
}

func TestReachFindsTheNextColumn(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6)) //nolint:gosec // the same numbers again
	for range 3000 {
		n := 1 + rnd.IntN(200)
		times := make([]int64, n)
		at := int64(0)
		for i := range times {
			at += rnd.Int64N(4) * rnd.Int64N(3)
			times[i] = at
		}
		i := rnd.IntN(n)
		last := i + rnd.IntN(n-i+1)
		end := rnd.Int64N(at + 3)
		want := i
		for want < last && times[want] < end {
			want++
		}
		if got := reach(times, i, last, rnd.IntN(2*n), end); got != want {
			t.Fatalf("%v from %d before %d until %d: %d, want %d", times, i, last, end, got, want)
		}
	}
}
