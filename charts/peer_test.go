package charts

import (
	"image"
	"testing"

	chart "github.com/wcharczuk/go-chart/v2"
	"github.com/wcharczuk/go-chart/v2/drawing"
)

// peer draws the lines of a bare plot with go-chart alone, into the same canvas with the same axes.
func peer(tb testing.TB, s Spec, l Layout) image.Image {
	tb.Helper()
	box, axis := l.Panels[0], l.Axes[0]
	// It rounds up to whole pixels: with half a pixel less, to the nearest.
	half := (axis.Max - axis.Min) / float64(box.Dy()) / 2
	halfTime := float64(l.To.Sub(l.From)) / float64(box.Dx()) / 2
	c := chart.Chart{
		Width: s.Width, Height: s.Height,
		Background: chart.Style{Padding: chart.Box{Left: box.Min.X, Top: box.Min.Y, Right: s.Width - box.Max.X, Bottom: s.Height - box.Max.Y, IsSet: true}},
		XAxis:      chart.XAxis{Style: chart.Hidden(), Range: &chart.ContinuousRange{Min: float64(l.From.UnixNano()) + halfTime, Max: float64(l.To.UnixNano()) + halfTime}},
		YAxis:      chart.YAxis{Style: chart.Hidden(), Range: &chart.ContinuousRange{Min: axis.Min + half, Max: axis.Max + half}},
	}
	for i := range s.Panels[0].Lines {
		line := &s.Panels[0].Lines[i]
		x := make([]float64, len(line.Times))
		for k, t := range line.Times {
			x[k] = float64(t)
		}
		c.Series = append(c.Series, chart.ContinuousSeries{XValues: x, YValues: line.Values,
			Style: chart.Style{StrokeWidth: 1.3, StrokeColor: drawing.ColorBlack}})
	}
	w := &chart.ImageWriter{}
	if err := c.Render(chart.PNG, w); err != nil {
		tb.Fatal(err)
	}
	img, err := w.Image()
	if err != nil {
		tb.Fatal(err)
	}
	return img
}

// inked gives the first and the last row of a pixel column that a line covers by more than half; none: -1.
func inked(img image.Image, x int) (top, bottom int) {
	top, bottom = -1, -1
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y++ {
		if r, g, b, _ := img.At(x, y).RGBA(); r+g+b < 3*0x8000 {
			if top < 0 {
				top = y
			}
			bottom = y
		}
	}
	return top, bottom
}

// strays counts the columns whose highest or lowest pixel of the line in one picture has no pixel of the line
// within one pixel of it in the other.
func strays(a, b image.Image, plot image.Rectangle, t *testing.T) (n int) {
	t.Helper()
	for x := plot.Min.X + 2; x < plot.Max.X-2; x++ {
		top, bottom := inked(a, x)
		if top < 0 {
			t.Errorf("the line is not whole at %d", x)
			return n
		}
		if !near(b, x, top) || !near(b, x, bottom) {
			n++
		}
	}
	return n
}

// near says that there is a pixel that a line covers by a fifth at a place or right beside it: the tip of a thin
// spike covers no pixel by half.
func near(img image.Image, x, y int) bool {
	for dx := -1; dx <= 1; dx++ {
		for dy := -1; dy <= 1; dy++ {
			if r, g, b, _ := img.At(x+dx, y+dy).RGBA(); r+g+b < 3*0xCCCC {
				return true
			}
		}
	}
	return false
}

func TestPictureReachesWhereGoChartsDoes(t *testing.T) {
	stays := func(n int, value func(i int) float64) Spec { // many points, of which neighbours are alike
		s := noisy(1, n)
		for i := range s.Panels[0].Lines[0].Values {
			s.Panels[0].Lines[0].Values[i] = value(i)
		}
		return s
	}
	for name, s := range map[string]Spec{
		"few points": noisy(1, 45), "a point a pixel": noisy(1, 400), "many points": noisy(1, 4000), "very many points": noisy(1, 8000),
		"stairs": stays(2400, func(i int) float64 { return float64(i / 100) }),
		"blocks": stays(2400, func(i int) float64 { return float64(i / 280 % 2 * 11) }),
		"ripple": stays(2400, func(i int) float64 { return 11 + float64(i/600) + 0.02*float64(i%3) }),
	} {
		s.Panels[0].FromZero, s.Panels[0].Lines[0].Role = false, RoleL1 // thin: what a stroke adds to a tip is no part of this
		s.Width, s.Height, s.Bare, s.Theme = 400, 200, true, Light()
		s.Theme.L1 = s.Theme.Text
		img, l, err := Draw(s)
		if err != nil {
			t.Fatal(err)
		}
		want := peer(t, s, l)
		if d := strays(img, want, l.Plot, t); d > 0 {
			t.Errorf("%s: our extremes are elsewhere in %d columns", name, d)
		}
		if d := strays(want, img, l.Plot, t); d > 0 {
			t.Errorf("%s: its extremes are elsewhere in %d columns", name, d)
		}
	}
}

// BenchmarkAgainstGoChart draws four lines of a million points: a frame of ours while panning, and go-chart's. The
// latter takes half a minute and more than a gigabyte: it is left out with -short.
func BenchmarkAgainstGoChart(b *testing.B) {
	s := noisy(4, 1_000_000)
	s.Bare = true
	r, err := NewRenderer()
	if err != nil {
		b.Fatal(err)
	}
	img, l, err := r.Draw(nil, s)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("ours", func(b *testing.B) {
		for b.Loop() {
			if img, _, err = r.Draw(img, s); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("go-chart", func(b *testing.B) {
		if testing.Short() {
			b.Skip("takes half a minute")
		}
		for range b.N {
			peer(b, s, l)
		}
	})
}
