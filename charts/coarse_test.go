package charts

import (
	"testing"
)

func TestCoarsePlotLooksAsThePlot(t *testing.T) {
	s := noisy(2, 300_000)
	s.Panels[0].Lines[1].Breaks = []int{100_000, 100_001, 200_000}
	s.Width, s.Height = 800, 300
	whole, l, err := Draw(s)
	if err != nil {
		t.Fatal(err)
	}
	small := Coarse(s, 4096)
	if n := len(small.Panels[0].Lines[0].Times); n > 4*4096 || len(s.Panels[0].Lines[0].Times) != 300_000 {
		t.Errorf("%d points are left", n)
	}
	img, sl, err := Draw(small)
	if err != nil || sl.Axes[0] != l.Axes[0] {
		t.Fatalf("axes %v, want %v, %v", sl.Axes, l.Axes, err)
	}
	if d := strays(img, whole, l.Plot, t) + strays(whole, img, l.Plot, t); d > 0 {
		t.Errorf("it reaches elsewhere in %d columns", d)
	}
	if n := different(img, whole); n > 0.03 {
		t.Errorf("%.1f %% of the pixels differ", n*100)
	}
	few := session()
	if got := Coarse(few, 100); len(got.Panels[1].Lines[0].Times) != len(few.Panels[1].Lines[0].Times) {
		t.Error("a short line has fewer points")
	}
}
