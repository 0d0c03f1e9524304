package desktop

import (
	"strings"
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

func TestPlotIsArrangedAndSelectedWithTheMouse(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	d.until("the plot is drawn", func() bool { img, _ := d.app.Plot.Image(); return img != nil })
	d.settle()
	c, p := d.detail.plot.canvas, d.app.Plot
	k := c.scale()
	_, l := p.Image()
	at := func(x, y int) fyne.Position { return fyne.NewPos(float32(x)/k, float32(y)/k) }
	down := func(pos fyne.Position, m fyne.KeyModifier) {
		c.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: pos}, Button: desktop.MouseButtonPrimary, Modifier: m})
	}
	drag := func(from, to fyne.Position) {
		c.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: to}, Dragged: fyne.NewDelta(to.X-from.X, to.Y-from.Y)})
		c.DragEnd()
		c.MouseUp(nil)
		d.settle()
	}
	// Shift and drag select.
	a, b := at(l.Plot.Min.X+100, l.Plot.Min.Y+20), at(l.Plot.Min.X+200, l.Plot.Min.Y+20)
	down(a, fyne.KeyModifierShift)
	drag(a, b)
	if says := d.detail.plot.says.Text; !strings.HasPrefix(says, "Energy 1.") || !strings.Contains(says, "Power mean 11.") {
		t.Errorf("of what is selected it says %q", says)
	}
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if _, _, ok := p.Selection(); ok || d.detail.plot.chosen.Visible() {
		t.Error("Escape doesn't give the selection up")
	}
	// A border is moved.
	border := at(l.Plot.Min.X+50, l.Panels[0].Max.Y)
	c.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: border}})
	if c.Cursor() != desktop.VResizeCursor {
		t.Error("the border doesn't say that it can be moved")
	}
	down(border, 0)
	drag(border, border.AddXY(0, 20))
	if _, now := p.Image(); now.Panels[0].Dy() <= l.Panels[0].Dy() {
		t.Error("the panel is no higher")
	}
	// A title is dragged, and clicked.
	_, l = p.Image()
	title := at(l.Heads[0].Min.X+20, l.Heads[0].Min.Y+8)
	last := at(l.Panels[3].Min.X+30, l.Panels[3].Min.Y+8)
	down(title, 0)
	drag(title, last)
	if q := p.Quantities(); q[0].ID != "power" {
		t.Errorf("first is %s", q[0].ID)
	}
	if kept := fyne.CurrentApp().Preferences().String(keyPanels); kept == "" || kept != p.Arrangement() {
		t.Errorf("kept is %q", kept)
	}
	_, l = p.Image()
	c.Tapped(&fyne.PointEvent{Position: at(l.Heads[0].Min.X+20, l.Heads[0].Min.Y+8)})
	d.settle()
	if p.Quantities()[0].Shown {
		t.Error("a click on its title doesn't fold a panel")
	}
	// Two clicks show all.
	c.TypedRune('+')
	c.Tapped(&fyne.PointEvent{Position: a})
	c.Tapped(&fyne.PointEvent{Position: a})
	if p.Zoomed() {
		t.Error("two clicks don't show all")
	}
}

func TestPlotIsWorkedWithTheKeyboard(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	d.until("the plot is drawn", func() bool { img, _ := d.app.Plot.Image(); return img != nil })
	d.settle()
	c, p := d.detail.plot.canvas, d.app.Plot
	c.TypedRune('3')
	if p.Quantities()[2].Shown {
		t.Error("3 folds a panel while the keyboard is elsewhere")
	}
	c.FocusGained()
	c.TypedRune('3')
	if !p.Quantities()[2].Shown {
		t.Error("3 doesn't unfold the third panel")
	}
	c.TypedRune('<')
	if p.Quantities()[1].ID != "voltage" {
		t.Error("< doesn't move it up")
	}
	for _, r := range "[]>" {
		c.TypedRune(r)
	}
	c.TypedRune('n')
	if p.Cursor().IsZero() {
		t.Error("n doesn't go to a finding")
	}
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if d.app.Tab() != present.TabFindings {
		t.Error("Enter doesn't show its card")
	}
	c.TypedRune('p')
	c.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	c.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	if _, _, ok := p.Selection(); !ok {
		t.Error("Shift and the arrows don't select")
	}
	c.TypedRune('z')
	c.TypedRune('s')
	d.settle()
	strip := d.detail.plot.strip
	if !p.Zoomed() || !strip.Visible() {
		t.Error("z doesn't zoom to what is selected")
	}
	from, _ := p.View()
	strip.Tapped(&fyne.PointEvent{Position: fyne.NewPos(strip.Size().Width*0.9, 5)})
	strip.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(strip.Size().Width*0.8, 5)}})
	strip.DragEnd()
	if now, _ := p.View(); now.Equal(from) {
		t.Error("the overview doesn't move the plot")
	}
	c.TypedRune('o')
	c.TypedRune('t')
	if p.Pinned() != "#42" || !p.ByClock() {
		t.Errorf("laid over is %q", p.Pinned())
	}
	c.TypedRune(' ')
	c.TypedRune('o')
	c.TypedRune(' ')
	c.TypedRune('m')
	d.until("m goes to the message", func() bool { return d.app.Tab() == present.TabMessages })
}
