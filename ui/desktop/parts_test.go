package desktop

import (
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func TestSplitCanBeDragged(t *testing.T) {
	test.NewTempApp(t)
	a, b := newSurface(colorGround, noEdge), newSurface(colorSurface, noEdge)
	for _, upright := range []bool{false, true} {
		s := newSplit(a, b, upright, 0.5)
		w := test.NewTempWindow(t, s)
		w.SetPadded(false)
		w.Resize(fyne.NewSize(401, 401))
		s.handle.MouseIn(nil)
		s.handle.MouseMoved(nil)
		s.handle.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(40, 40)})
		s.handle.DragEnd()
		s.handle.MouseOut()
		if first, _ := s.lengths(s.Size()); math.Abs(float64(first)-240) > 0.1 {
			t.Errorf("upright %v: the first is %g", upright, first)
		}
		if s.handle.Cursor() == desktop.DefaultCursor {
			t.Error("the handle doesn't show that it can be dragged")
		}
	}
}

func TestPressWorksWithMouseAndKeys(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(newTheme(light))
	n := 0
	for l := lookLink; l <= lookTab; l++ {
		p := newPress("text", l, func() { n++ })
		w := test.NewTempWindow(t, p)
		test.Tap(p)
		p.MouseIn(nil)
		p.MouseMoved(nil)
		p.MouseOut()
		w.Canvas().Focus(p)
		p.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
		p.TypedRune('x')
		w.Canvas().Unfocus()
		p.set("other", true)
		expect(t, p, "other")
		if p.Cursor() != desktop.PointerCursor {
			t.Error("no hand")
		}
	}
	if n != 10 {
		t.Errorf("pressed %d times", n)
	}
}

func TestLongTextsAreCutWithAnEllipsis(t *testing.T) {
	test.NewTempApp(t)
	full := "a rather long text that has no room"
	if got := ellipsize(full, 80, 13, fyne.TextStyle{}); !strings.HasSuffix(got, "…") || len(got) >= len(full) {
		t.Errorf("%q", got)
	}
	if got := ellipsize(full, 1000, 13, fyne.TextStyle{}); got != full {
		t.Errorf("%q", got)
	}
}
