package charts

import (
	"image"
	"image/color"
	"math"
	"testing"
)

func cover(s *stroker) (sum float64) {
	for _, m := range s.mask {
		sum += float64(m) / 255
	}
	return sum
}

func TestStrokeCoversItsLengthTimesItsWidth(t *testing.T) {
	var s stroker
	for _, width := range []float64{1, 1.3, 2, 4, 6} {
		for angle := 0.0; angle < 2*math.Pi; angle += 0.37 {
			s.begin(200, 200, width)
			x, y := 100+80*math.Cos(angle), 100+80*math.Sin(angle)
			s.segment(100, 100, x, y, 0, 0)
			if got, want := cover(&s), 80*width; math.Abs(got-want) > want*0.04+1 {
				t.Errorf("width %g at %.2f: covers %.1f, want %.1f", width, angle, got, want)
			}
		}
	}
}

func TestStrokeIsTheSameInParts(t *testing.T) {
	var whole, parts stroker
	whole.begin(120, 60, 2)
	whole.segment(5, 7.3, 110, 51.9, 0, 0)
	parts.begin(120, 60, 2)
	for i := range 50 {
		f, g := float64(i)/50, float64(i+1)/50
		parts.segment(5+105*f, 7.3+44.6*f, 5+105*g, 7.3+44.6*g, 105*f, 105*(1-g))
	}
	for i := range whole.mask {
		if d := int(whole.mask[i]) - int(parts.mask[i]); d > 2 || d < -2 {
			t.Fatalf("pixel %d,%d: %d in one, %d in parts", i/60, i%60, whole.mask[i], parts.mask[i])
		}
	}
}

func TestDashesGoOnOverVertices(t *testing.T) {
	var s stroker
	at := func(v []vertex) []uint8 {
		s.begin(60, 5, 2)
		s.walk(v, 0, 2.5, 0, []float64{6, 3}, 0)
		row := make([]uint8, 60)
		for x := range row {
			row[x] = s.mask[x*s.h+2]
		}
		return row
	}
	whole := at([]vertex{{x: 0, move: true}, {x: 60}})
	var many []vertex
	for x := 0.0; x <= 60; x += 0.5 {
		many = append(many, vertex{x: x, move: x == 0})
	}
	parts := at(many)
	for x, want := range whole {
		on := x%9 < 6
		if (want > 127) != on {
			t.Errorf("pixel %d is %d", x, want)
		}
		if d := int(want) - int(parts[x]); d > 20 || d < -20 {
			t.Errorf("pixel %d: %d in one, %d in parts", x, want, parts[x])
		}
	}
}

func TestDashesStandStillWhilePanning(t *testing.T) {
	s := session()
	s.Panels = s.Panels[1:2]
	s.Panels[0].Lines = s.Panels[0].Lines[4:] // offered: level and dashed
	s.Gaps, s.Marks, s.States = nil, nil, nil
	row := func(shift int) (out []bool) {
		s := s
		s.From = sessionStart.Add(600e9)
		s.To = s.From.Add(1200e9)
		_, l, err := Draw(s)
		if err != nil {
			t.Fatal(err)
		}
		s.From = l.TimeAt(float64(l.Plot.Min.X + shift))
		s.To = l.TimeAt(float64(l.Plot.Max.X + shift))
		img, l, err := Draw(s)
		if err != nil {
			t.Fatal(err)
		}
		y := int(l.Y(0, 11.5))
		for x := l.Plot.Min.X + 20; x < l.Plot.Max.X-60; x++ {
			c := img.RGBAAt(x, y)
			out = append(out, c.R < 200)
		}
		return out
	}
	a, b := row(0), row(7)
	differ := 0
	for i := range b[:len(b)-7] {
		if a[i+7] != b[i] {
			differ++
		}
	}
	if differ > len(b)/50 {
		t.Errorf("%d of %d pixels differ after a pan by 7", differ, len(b))
	}
}

func TestFarPointsAreClipped(t *testing.T) {
	b := clipBox{0, 0, 100, 50}
	for _, c := range []struct {
		in   [4]float64
		want [4]float64
		ok   bool
	}{
		{[4]float64{10, 10, 20, 20}, [4]float64{10, 10, 20, 20}, true},
		{[4]float64{-1e9, 25, 1e9, 25}, [4]float64{0, 25, 100, 25}, true},
		{[4]float64{50, -1e7, 50, 1e7}, [4]float64{50, 0, 50, 50}, true},
		{[4]float64{-10, -10, -5, 60}, [4]float64{}, false},
		{[4]float64{-10, 60, 10, 51}, [4]float64{}, false},
		{[4]float64{math.NaN(), 0, 10, 10}, [4]float64{}, false},
	} {
		x0, y0, x1, y1, ok := b.clip(c.in[0], c.in[1], c.in[2], c.in[3])
		if ok != c.ok || ok && [4]float64{x0, y0, x1, y1} != c.want {
			t.Errorf("%v: %g %g %g %g %v", c.in, x0, y0, x1, y1, ok)
		}
	}
}

func TestPaintBlendsAndEmptiesTheMask(t *testing.T) {
	var s stroker
	img := image.NewRGBA(image.Rect(0, 0, 10, 10))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	s.begin(20, 20, 4)
	s.segment(0, 10, 20, 10, round, round)
	s.paint(img, image.Pt(-5, -5), color.NRGBA{R: 200, A: 255})
	if c := img.RGBAAt(5, 5); c.R != 200 || c.G != 0 || c.A != 255 {
		t.Errorf("on the line: %v", c)
	}
	if c := img.RGBAAt(5, 0); c.G != 255 {
		t.Errorf("off the line: %v", c)
	}
	if cover(&s) != 0 {
		t.Error("the mask is not empty")
	}
}
