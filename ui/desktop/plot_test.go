package desktop

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"meterscope/ui/internal/memcase"
	"meterscope/ui/present"
)

func TestPlotFollowsPointerAndKeys(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	d.until("the plot is drawn", func() bool { img, _ := d.app.Plot.Image(); return img != nil })
	d.settle()
	c, p := d.detail.plot.canvas, d.app.Plot
	middle := fyne.NewPos(c.Size().Width/2, c.Size().Height/2)
	mouse := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: middle}}
	c.MouseIn(mouse)
	if p.Cursor().IsZero() || c.Cursor() != desktop.CrosshairCursor {
		t.Fatal("there is no crosshair")
	}
	expect(t, c, p.CursorText())
	c.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: middle}, Scrolled: fyne.NewDelta(0, 50)})
	if !p.Zoomed() {
		t.Error("the wheel doesn't zoom")
	}
	d.settle()
	expect(t, d.detail.plot.tools, present.TextResetView)
	from, _ := p.View()
	c.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(-30, 0)})
	c.DragEnd()
	if f, _ := p.View(); !f.After(from) {
		t.Error("dragging doesn't move")
	}
	c.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: middle}, Scrolled: fyne.NewDelta(20, 1)})
	c.TypedRune('+')
	c.TypedRune('-')
	c.TypedRune('0')
	if p.Zoomed() {
		t.Error("0 doesn't show the whole")
	}
	c.MouseOut()
	for _, k := range []fyne.KeyName{fyne.KeyRight, fyne.KeyRight, fyne.KeyLeft, fyne.KeyPageDown, fyne.KeyPageUp} {
		c.TypedKey(&fyne.KeyEvent{Name: k})
	}
	if p.Cursor().IsZero() {
		t.Error("the arrows don't walk")
	}
	expect(t, d.detail.plot.legend, "Total", "L1", "Offered", "EV", "11.500")
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	d.until("it is drawn again", func() bool { return p.Loaded() })
	d.settle()
	at, _ := p.ColumnOf(time.Date(2025, 3, 1, 9, 31, 0, 0, time.UTC))
	mark := fyne.NewPos(float32(at)/c.scale(), 30)
	c.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: mark}})
	expect(t, c, "21 min")
	c.Tapped(&fyne.PointEvent{Position: mark})
	if d.app.Tab() != present.TabFindings {
		t.Error("a click on a mark doesn't show its card")
	}
}

func TestLegendHidesLines(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	d.until("the plot is drawn", func() bool { img, _ := d.app.Plot.Image(); return img != nil })
	d.settle()
	r, ok := test.WidgetRenderer(d.detail.plot.legend).(*legendRenderer)
	if !ok || len(r.entries) < 5 {
		t.Fatal("the legend is too short")
	}
	e := r.entries[1]
	e.MouseIn(nil)
	e.MouseMoved(nil)
	e.MouseOut()
	e.Tapped(nil)
	d.settle()
	if !r.entries[1].entry.Hidden || e.Cursor() != desktop.PointerCursor {
		t.Error("the line is still shown")
	}
	test.Tap(d.detail.plot.chips.chips[0])
	d.settle()
	if d.app.Plot.Quantities()[0].Shown {
		t.Error("the panel is still shown")
	}
}
