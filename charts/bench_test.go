package charts

import (
	"fmt"
	"image"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	chart "github.com/wcharczuk/go-chart/v2"
)

// noisy is a long session: lines of n points each, one a second, that wander and jitter.
func noisy(lines, n int) Spec {
	rnd := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a benchmark wants the same numbers again
	p := Panel{ID: "power", Title: "Power", Unit: "kW", FromZero: true}
	roles := []Role{RoleTotal, RoleL1, RoleL2, RoleL3}
	for k := range lines {
		l := Line{Name: string(roles[k%4]), Role: roles[k%4], Times: make([]int64, n), Values: make([]float64, n)}
		level := 11 / float64(k+1)
		for i := range n {
			level += (rnd.Float64() - 0.5) * 0.01
			l.Times[i] = sessionStart.UnixNano() + int64(i)*int64(time.Second)
			l.Values[i] = level + rnd.Float64()*0.4
		}
		p.Lines = append(p.Lines, l)
	}
	return Spec{Panels: []Panel{p}, Theme: Light(), Width: 1200, Height: 400}
}

func BenchmarkFirstDraw(b *testing.B) {
	s := noisy(4, 1_000_000)
	for _, size := range []image.Point{{1200, 400}, {2400, 1200}} {
		b.Run(fmt.Sprintf("4x1M/%dx%d", size.X, size.Y), func(b *testing.B) {
			s := s
			s.Width, s.Height = size.X, size.Y
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := Draw(s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkPanFrame(b *testing.B) {
	s := noisy(4, 1_000_000)
	for _, size := range []image.Point{{1200, 400}, {2400, 1200}} {
		b.Run(fmt.Sprintf("4x1M/%dx%d", size.X, size.Y), func(b *testing.B) {
			r, err := NewRenderer()
			if err != nil {
				b.Fatal(err)
			}
			s := s
			s.Width, s.Height = size.X, size.Y
			s.From = sessionStart
			img, _, _ := r.Draw(nil, s)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				s.From = sessionStart.Add(time.Duration(i%200) * 97 * time.Second)
				s.To = s.From.Add(800_000 * time.Second)
				if img, _, err = r.Draw(img, s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// A picture allocates the same, whatever the number of points.
func TestAllocationsOfAFrameDoNotGrowWithThePoints(t *testing.T) {
	bytes := func(n int) uint64 {
		r, err := NewRenderer()
		if err != nil {
			t.Fatal(err)
		}
		s := noisy(4, n)
		img, _, err := r.Draw(nil, s)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		const frames = 10
		for i := range frames {
			if err != nil {
				t.Fatal(err)
			}
			from, span := s.Panels[0].Lines[0].Times[0], int64(n)*int64(time.Second)
			s.From, s.To = time.Unix(0, from+span*int64(i)/20), time.Unix(0, from+span*int64(i+10)/20)
			img, _, err = r.Draw(img, s)
		}
		runtime.ReadMemStats(&after)
		return (after.TotalAlloc - before.TotalAlloc) / frames
	}
	few, many := bytes(20_000), bytes(500_000)
	if many > few*3/2 || many > 200_000 {
		t.Errorf("%d bytes a frame of 2 million points, %d of 80 thousand", many, few)
	}
}

func BenchmarkFromSeries(b *testing.B) {
	s := importSeries(100_000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := FromSeries(All, s, reading()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPeerGoChart draws the same lines with go-chart alone. Its time grows with the points: a line of a
// million takes 8 s, so it is measured on fewer.
func BenchmarkPeerGoChart(b *testing.B) {
	for _, size := range []struct{ lines, n int }{{4, 10_000}, {1, 100_000}} {
		b.Run(fmt.Sprintf("%dx%dk/1200x400", size.lines, size.n/1000), func(b *testing.B) {
			if size.n > 10_000 && testing.Short() {
				b.Skip("takes a second an image")
			}
			s := noisy(size.lines, size.n)
			c := chart.Chart{Width: s.Width, Height: s.Height}
			for _, l := range s.Panels[0].Lines {
				x := make([]float64, size.n)
				for i, t := range l.Times {
					x[i] = float64(t)
				}
				c.Series = append(c.Series, chart.ContinuousSeries{Name: l.Name, XValues: x, YValues: l.Values})
			}
			for b.Loop() {
				if err := c.Render(chart.PNG, &chart.ImageWriter{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
