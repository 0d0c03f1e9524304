package charts

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"math"
	"testing"
	"time"

	"meterscope/model"
)

// recorder is a canvas that notes where texts stand.
type recorder struct {
	digest
	tf    *typeface
	texts []placed
}

type placed struct {
	s              string
	x0, y0, x1, y1 float64
}

func (r *recorder) bars(image.Rectangle, []bar, color.NRGBA)                    {}
func (r *recorder) ring(image.Rectangle, float64, float64, Stroke, color.NRGBA) {}

func (r *recorder) text(s string, x, y float64, st textStyle) {
	w := r.tf.width(s, st)
	switch st.anchor {
	case anchorMiddle:
		x -= w / 2
	case anchorEnd:
		x -= w
	}
	if s != "" {
		r.texts = append(r.texts, placed{s, x, y - st.size*0.714, x + w, y})
	}
}

func TestNoTextOverlapsAtAnySize(t *testing.T) {
	tf, err := newTypeface()
	if err != nil {
		t.Fatal(err)
	}
	r, err := NewRenderer()
	if err != nil {
		t.Fatal(err)
	}
	specs := map[string]Spec{"session": session(), "report": report(), "kinds": kinds(), "empty": {Panels: []Panel{{Title: "Energy since start", Unit: "kWh"}, {Title: "Power", Unit: "kW"}}},
		"one": {Panels: []Panel{{Title: "Power", Unit: "kW", Lines: []Line{{Name: "Total", Times: []int64{1e18}, Values: []float64{1e12}}}}}, Legend: true},
		"far": {Panels: []Panel{{Title: "Power", Lines: []Line{{Name: "a", Times: []int64{0, 1.7e18}, Values: []float64{1e-9, -1e300}}}}}, Legend: true}}
	for name, s := range specs {
		for _, w := range []int{1, 30, 99, 100, 120, 200, 300, 419, 420, 500, 640, 777, 1000, 1200, 1600, 2400, 4000} {
			for _, h := range []int{1, 10, 30, 69, 70, 99, 100, 160, 200, 260, 300, 400, 800, 1600, 4000} {
				s.Width, s.Height = w, h
				a := arrange(&s, r.prepare(&s), tf)
				rec := &recorder{tf: tf}
				if err := a.drawFrame(rec, tf); err != nil {
					t.Fatalf("%s at %d×%d: %v", name, w, h, err)
				}
				checkTexts(t, fmt.Sprintf("%s at %d×%d", name, w, h), rec.texts, float64(w), float64(h))
			}
		}
	}
}

func checkTexts(t *testing.T, where string, texts []placed, w, h float64) {
	t.Helper()
	for i, a := range texts {
		if a.x0 < -1 || a.y0 < -1 || a.x1 > w+1 || a.y1 > h+1 {
			t.Errorf("%s: %q leaves the image: %v", where, a.s, a)
		}
		for _, b := range texts[:i] {
			if a.x0 < b.x1-0.5 && b.x0 < a.x1-0.5 && a.y0 < b.y1-0.5 && b.y0 < a.y1-0.5 {
				t.Errorf("%s: %q and %q overlap", where, a.s, b.s)
			}
		}
	}
}

func TestRendererDrawsWhatDrawDraws(t *testing.T) {
	r, err := NewRenderer()
	if err != nil {
		t.Fatal(err)
	}
	a, b, c := session(), session(), session()
	b.From, b.To = sessionStart.Add(10*time.Minute), sessionStart.Add(20*time.Minute)
	c.Panels[1].Lines[2].Hidden = true
	c.Theme = Dark()
	d := report()
	var img *image.RGBA
	for i, s := range []Spec{a, b, a, c, d, d, b} {
		var l Layout
		if img, l, err = r.Draw(img, s); err != nil {
			t.Fatal(err)
		}
		want, wl, err := Draw(s)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(img.Pix, want.Pix) {
			t.Errorf("plot %d differs from a fresh one", i)
		}
		if fmt.Sprint(l) != fmt.Sprint(wl) {
			t.Errorf("plot %d: layout %v, want %v", i, l, wl)
		}
	}
	if n := len(r.traces); n > 14 {
		t.Errorf("%d lines are kept", n)
	}
}

func TestFrameIsKeptWhileAxesStand(t *testing.T) {
	r, err := NewRenderer()
	if err != nil {
		t.Fatal(err)
	}
	s := session()
	img, _, _ := r.Draw(nil, s)
	kept := r.frame
	s.Marks = nil // marks are above the lines
	if _, _, err := r.Draw(img, s); err != nil || r.frame != kept {
		t.Error("the frame was drawn again")
	}
	sum := r.frameSum
	s.Gaps = nil
	if _, _, err := r.Draw(img, s); err != nil || r.frameSum == sum {
		t.Error("a frame with other gaps is taken for the same")
	}
}

// has says whether a rectangle of an image shows a colour.
func has(img *image.RGBA, r image.Rectangle, c color.NRGBA) bool {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if p := img.RGBAAt(x, y); p.R == c.R && p.G == c.G && p.B == c.B {
				return true
			}
		}
	}
	return false
}

func TestOnePointIsAVisibleDot(t *testing.T) {
	for _, scale := range []float64{1, 2} {
		s := Spec{Panels: []Panel{{Lines: []Line{{Role: RoleL1, Times: []int64{sessionStart.UnixNano()}, Values: []float64{5}}}}},
			Width: 400, Height: 300, Scale: scale}
		img, l, err := Draw(s)
		if err != nil {
			t.Fatal(err)
		}
		x, y := int(l.X(sessionStart)), int(l.Y(0, 5))
		if !has(img, image.Rect(x-1, y-1, x+1, y+1), Light().L1) {
			t.Errorf("×%g: no dot at %d,%d", scale, x, y)
		}
	}
}

func TestGapsStatesAndMarksStandAtTheirTimes(t *testing.T) {
	for name, th := range themes() {
		s := session()
		s.Theme = th
		img, l, err := Draw(s)
		if err != nil {
			t.Fatal(err)
		}
		at := func(m int) int { return int(l.X(sessionStart.Add(time.Duration(m) * time.Minute))) }
		p := l.Panels[2]
		if !has(img, image.Rect(at(40), p.Max.Y-8, at(40)+3, p.Max.Y-4), th.Gap) {
			t.Errorf("%s: no gap at 40 min", name)
		}
		if has(img, image.Rect(at(20), p.Max.Y-8, at(20)+3, p.Max.Y-4), th.Gap) {
			t.Errorf("%s: a gap at 20 min", name)
		}
		if !has(img, image.Rect(at(30), l.States.Min.Y, at(31), l.States.Max.Y), th.Charging) {
			t.Errorf("%s: not charging at 30 min", name)
		}
		if !has(img, l.Marks[0], th.Warning) || !has(img, l.Marks[1], th.Info) {
			t.Errorf("%s: a mark is missing: %v", name, l.Marks)
		}
	}
}

func TestMarksAtOnePlaceAreTheWorstOfThem(t *testing.T) {
	s := session()
	s.Marks = []Mark{{At: sessionStart.Add(1800e9), Severity: model.SeverityInfo}, {At: sessionStart.Add(1800e9), Severity: model.SeverityError},
		{At: sessionStart.Add(-time.Hour), Severity: model.SeverityError}}
	img, l, err := Draw(s)
	if err != nil {
		t.Fatal(err)
	}
	if !has(img, l.Marks[0], Light().Error) || has(img, l.Marks[0], Light().Info) {
		t.Error("the mark is not red")
	}
	if !l.Marks[2].Empty() {
		t.Errorf("a mark outside the window is at %v", l.Marks[2])
	}
}

func TestOddPlotsAreDrawn(t *testing.T) {
	lines := func(n int) (out []Line) {
		for i := range n {
			out = append(out, Line{Name: fmt.Sprint("line ", i), Role: RoleOther, Times: []int64{0, 1e9, 1e18}, Values: []float64{float64(i), 2, -3}})
		}
		return out
	}
	nan := math.NaN()
	year1, year9999 := time.Time{}.Add(1), time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, s := range map[string]Spec{
		"nothing":            {},
		"no line":            {Panels: []Panel{{}}},
		"only NaN":           {Panels: []Panel{{Lines: []Line{{Times: []int64{1, 2}, Values: []float64{nan, nan}}}}}},
		"all equal":          {Panels: []Panel{{Lines: []Line{{Times: []int64{1, 2}, Values: []float64{7, 7}}}}}},
		"huge":               {Panels: []Panel{{Lines: []Line{{Times: []int64{1, 2}, Values: []float64{math.MaxFloat64, -math.MaxFloat64}}}}}},
		"decades apart":      {Panels: []Panel{{Lines: []Line{{Times: []int64{earliest, 0, latest}, Values: []float64{1, 2, 3}}}}}},
		"50 lines":           {Panels: []Panel{{Lines: lines(50)}}, Legend: true},
		"50 panels":          {Panels: make([]Panel, 50), Width: 300, Height: 100},
		"30 pixels wide":     {Panels: []Panel{{Lines: lines(3)}}, Width: 30, Height: 400},
		"one pixel":          {Panels: []Panel{{Lines: lines(3)}, {Lines: lines(3)}}, Width: 1, Height: 1},
		"window far off":     {Panels: []Panel{{Lines: lines(3)}}, From: year1, To: year9999},
		"window upside down": {Panels: []Panel{{Lines: lines(3)}}, From: time.Unix(10, 0), To: time.Unix(5, 0)},
		"window of nothing":  {Panels: []Panel{{Lines: lines(3)}}, From: time.Unix(10, 0), To: time.Unix(10, 0)},
		"a nanosecond":       {Panels: []Panel{{Lines: lines(3)}}, From: time.Unix(0, 0), To: time.Unix(0, 1)},
		"only a start":       {Panels: []Panel{{Lines: lines(3)}}, From: time.Unix(1, 0)},
		"only an end":        {Panels: []Panel{{Lines: lines(3)}}, To: time.Unix(1, 0)},
		"all hidden":         {Panels: []Panel{{Lines: []Line{{Hidden: true, Times: []int64{1}, Values: []float64{1}}}}}},
		"states only":        {States: []State{{time.Unix(0, 0), time.Unix(9, 0), "Charging"}, {time.Unix(9, 0), time.Unix(9, 0), "Faulted"}}},
		"bad numbers":        {Scale: nan, Panels: []Panel{{Weight: nan, Min: &nan, Lines: lines(1)}, {Weight: -1}, {Weight: math.Inf(1)}}},
		"a title without end": {Title: string(bytes.Repeat([]byte("Transaction "), 500)), Footer: string(bytes.Repeat([]byte("x"), 5000)),
			Panels: []Panel{{Title: string(bytes.Repeat([]byte("y"), 5000)), Lines: lines(1)}}, Legend: true},
	} {
		t.Run(name, func(t *testing.T) {
			for _, scale := range []float64{s.Scale, 0.5, 3} {
				s.Scale = scale
				if _, _, err := Draw(s); err != nil {
					t.Fatal(err)
				}
				var b bytes.Buffer
				if err := WriteSVG(&b, s); err != nil {
					t.Fatal(err)
				}
				wellFormed(t, b.Bytes())
			}
		})
	}
}

func TestImpossibleSizeIsAnError(t *testing.T) {
	for _, p := range []image.Point{{-1, 10}, {10, -1}, {1 << 20, 10}, {1 << 15, 1 << 15}} {
		s := Spec{Width: p.X, Height: p.Y}
		if _, _, err := Draw(s); err == nil {
			t.Errorf("%v was drawn", p)
		}
		if err := WriteSVG(&bytes.Buffer{}, s); err == nil {
			t.Errorf("%v was written", p)
		}
		if err := WritePNG(&bytes.Buffer{}, s); err == nil {
			t.Errorf("%v was written", p)
		}
	}
}

func TestLineThatStaysIsWholeWhereItsPointsCrowd(t *testing.T) {
	for name, value := range map[string]func(i int) float64{
		"flat":   func(int) float64 { return 5 },
		"stairs": func(i int) float64 { return float64(i / 4000) },
		"jitter": func(i int) float64 { return 5 + 0.001*float64(i%2) },
		"1 px":   func(i int) float64 { return 5 + 0.03*float64(i%2) },
		"2 px":   func(i int) float64 { return 5 + 0.055*float64(i%2) },
		"3 px":   func(i int) float64 { return 5 + 0.085*float64(i%2) },
		"4 px":   func(i int) float64 { return 5 + 0.11*float64(i%2) },
		"jumps":  func(i int) float64 { return float64(i / 20000 % 2 * 9) },
	} {
		for _, role := range []Role{RoleL1, RoleTotal, RoleSoC} {
			l := Line{Name: "L1", Role: role}
			for i := range 100_000 {
				l.Times, l.Values = append(l.Times, sessionStart.UnixNano()+int64(i)*1e9), append(l.Values, value(i))
			}
			theme := Light()
			theme.L1, theme.SoC = theme.Text, theme.Text
			s := Spec{Panels: []Panel{{Unit: "%", Lines: []Line{l}, FromZero: true}}, Width: 400, Height: 200, Bare: true, Theme: theme}
			img, layout, err := Draw(s)
			if err != nil {
				t.Fatal(err)
			}
			for x := layout.Plot.Min.X + 2; x < layout.Plot.Max.X-2; x++ {
				if top, _ := covered(img, x); top < 0 {
					t.Fatalf("%s %s: nothing stands at %d", name, role, x)
				}
			}
		}
	}
}

// covered gives the first and last row of a pixel column that a line covers by a third.
func covered(img image.Image, x int) (top, bottom int) {
	top, bottom = -1, -1
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y++ {
		if r, g, b, _ := img.At(x, y).RGBA(); r+g+b < 3*0xAAAA {
			if top < 0 {
				top = y
			}
			bottom = y
		}
	}
	return top, bottom
}
