package desktop

import (
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/present"
)

// plotCanvas shows the last finished image of the plot, with the crosshair above it.
type plotCanvas struct {
	widget.BaseWidget
	app     *present.App
	shift   bool   // the key is held
	over    string // the panel whose lower border the pointer is on
	press   drag
	tapped  time.Time // last
	focused bool
	tip     string
	tipAt   fyne.Position
	other   func(*fyne.KeyEvent)
	menu    func(at fyne.Position)
}

func newPlotCanvas(a *present.App) *plotCanvas {
	w := &plotCanvas{app: a}
	w.ExtendBaseWidget(w)
	return w
}

// scale is how many pixels make a design pixel.
func (w *plotCanvas) scale() float32 {
	if c := fyne.CurrentApp().Driver().CanvasForObject(w); c != nil {
		return c.Scale()
	}
	return 1
}

func (w *plotCanvas) column(p fyne.Position) float64 { return float64(p.X * w.scale()) }

// Scrolled zooms at the pointer.
func (w *plotCanvas) Scrolled(e *fyne.ScrollEvent) {
	if math.Abs(float64(e.Scrolled.DX)) > math.Abs(float64(e.Scrolled.DY)) {
		w.app.Plot.Pan(float64(e.Scrolled.DX * w.scale()))
		return
	}
	const notch = 25 // what a wheel sends for one notch
	steps := float64(e.Scrolled.DY) / notch
	w.app.Plot.ZoomAt(w.column(e.Position), max(min(steps, 4), -4))
}

// drag is what the button of the mouse holds.
type drag struct {
	kind  dragKind
	panel string
	from  fyne.Position
}

type dragKind uint8

const (
	dragTime   dragKind = iota // the plot moves in time
	dragSelect                 // a stretch is selected
	dragBorder                 // a panel is made higher
	dragPanel                  // a panel is taken to another place
)

// MouseDown takes hold of what is under the pointer.
func (w *plotCanvas) MouseDown(e *desktop.MouseEvent) {
	p := w.app.Plot
	w.press = drag{from: e.Position}
	if e.Button != desktop.MouseButtonPrimary {
		return
	}
	k := w.scale()
	x, y := int(e.Position.X*k), int(e.Position.Y*k)
	if border := p.BorderAt(y, int(borderReach*k)); border != "" {
		w.press = drag{dragBorder, border, e.Position}
	} else if id, head := p.PanelAt(x, y); head {
		w.press = drag{dragPanel, id, e.Position}
	} else if e.Modifier&fyne.KeyModifierShift != 0 {
		w.press.kind = dragSelect
		p.BeginSelection(w.column(e.Position))
	}
}

const borderReach = 4 // to both sides of a border

// MouseUp lets go.
func (w *plotCanvas) MouseUp(*desktop.MouseEvent) {}

// Dragged moves the plot in time, selects, or arranges panels, as MouseDown took hold of it.
func (w *plotCanvas) Dragged(e *fyne.DragEvent) {
	p := w.app.Plot
	switch w.press.kind {
	case dragSelect:
		p.SelectTo(w.column(e.Position))
	case dragBorder:
		p.DragBorder(w.press.panel, float64(e.Dragged.DY*w.scale()))
	case dragPanel:
		w.press.from = e.Position
	default:
		p.Pan(float64(e.Dragged.DX * w.scale()))
	}
}

// DragEnd ends what MouseDown and Dragged began.
func (w *plotCanvas) DragEnd() {
	if w.press.kind == dragPanel {
		k := w.scale()
		id, _ := w.app.Plot.PanelAt(int(w.press.from.X*k), int(w.press.from.Y*k))
		if id != w.press.panel {
			w.app.Plot.MovePanel(w.press.panel, id)
		}
	}
	w.press = drag{}
}

// MouseIn shows the crosshair.
func (w *plotCanvas) MouseIn(e *desktop.MouseEvent) { w.MouseMoved(e) }

// MouseMoved moves the crosshair.
func (w *plotCanvas) MouseMoved(e *desktop.MouseEvent) {
	x := w.column(e.Position)
	w.tip, w.tipAt = w.app.Plot.Tip(x, 5*float64(w.scale())), e.Position
	w.over = w.app.Plot.BorderAt(int(e.Position.Y*w.scale()), int(borderReach*w.scale()))
	w.app.Plot.PointAt(x)
	w.Refresh()
}

// MouseOut takes the crosshair away.
func (w *plotCanvas) MouseOut() {
	w.tip = ""
	w.app.Plot.Leave()
	w.Refresh()
}

// Cursor is a cross, and on a border between panels says that it can be moved.
func (w *plotCanvas) Cursor() desktop.Cursor {
	if w.over != "" {
		return desktop.VResizeCursor
	}
	return desktop.CrosshairCursor
}

// Tapped folds the panel whose title was clicked, or shows the findings whose mark was clicked, and takes the
// keyboard. The second click of two shows the whole transaction.
func (w *plotCanvas) Tapped(e *fyne.PointEvent) {
	w.press = drag{}
	focusOn(w, w)
	k := w.scale()
	if id, head := w.app.Plot.PanelAt(int(e.Position.X*k), int(e.Position.Y*k)); head {
		w.app.Plot.Toggle(id)
		return
	}
	w.app.Plot.ClearSelection()
	now := w.app.Engine.Now()
	again := now.Sub(w.tapped)
	w.tapped = now
	if again >= 0 && again < doubleClick {
		w.tapped = time.Time{}
		w.app.Plot.Reset()
		return
	}
	if marks := w.app.Plot.MarksAt(w.column(e.Position), 5*float64(w.scale())); len(marks) > 0 {
		w.app.Findings.Show(marks[0])
	}
}

const doubleClick = 400 * time.Millisecond

// TappedSecondary offers what can be done with the plot.
func (w *plotCanvas) TappedSecondary(e *fyne.PointEvent) {
	if w.menu != nil {
		w.menu(e.AbsolutePosition)
	}
}

// FocusGained shows where the keyboard is.
func (w *plotCanvas) FocusGained() {
	w.focused = true
	w.Refresh()
}

// FocusLost ends what FocusGained began.
func (w *plotCanvas) FocusLost() {
	w.focused, w.shift = false, false
	w.Refresh()
}

// TypedRune zooms and resets; while the plot has the keyboard, letters and digits do the rest.
func (w *plotCanvas) TypedRune(r rune) {
	p := w.app.Plot
	at, ok := p.ColumnOf(p.Cursor())
	if p.Cursor().IsZero() || !ok {
		at = -1 // the middle
	}
	switch r {
	case '0':
		p.Reset()
	case '+', '=':
		p.ZoomAt(at, 1)
	case '-':
		p.ZoomAt(at, -1)
	default:
		if w.focused {
			w.letter(r)
		}
	}
}

func (w *plotCanvas) letter(r rune) {
	p := w.app.Plot
	switch {
	case r >= '1' && r <= '9':
		p.ToggleNumber(int(r - '0'))
	case r == '<':
		p.MoveActive(-1)
	case r == '>':
		p.MoveActive(1)
	case r == ']':
		p.GrowActive(1)
	case r == '[':
		p.GrowActive(-1)
	case r == 'n':
		p.StepMark(1)
	case r == 'p':
		p.StepMark(-1)
	case r == 's':
		p.SelectVisible()
	case r == 'z':
		p.ZoomToSelection()
	case r == 'm':
		p.ShowMessage()
	case r == 'o':
		if p.Pinned() == "" {
			p.Pin()
		} else {
			p.Unpin()
		}
	case r == 't':
		p.SetByClock(!p.ByClock())
	case r == ' ' && w.menu != nil:
		d := fyne.CurrentApp().Driver()
		w.menu(d.AbsolutePositionForObject(w).AddXY(w.Size().Width/2, 30))
	}
}

// KeyDown notes that Shift is held: the arrows select then.
func (w *plotCanvas) KeyDown(e *fyne.KeyEvent) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		w.shift = true
	}
}

// KeyUp notes that it is no longer.
func (w *plotCanvas) KeyUp(e *fyne.KeyEvent) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		w.shift = false
	}
}

// TypedKey walks along the samples and through time.
func (w *plotCanvas) TypedKey(e *fyne.KeyEvent) {
	p := w.app.Plot
	step := p.Step
	if w.shift {
		step = p.StepSelection
	}
	switch e.Name {
	case fyne.KeyRight:
		step(1)
	case fyne.KeyLeft:
		step(-1)
	case fyne.KeyPageDown:
		p.PanStep(1)
	case fyne.KeyPageUp:
		p.PanStep(-1)
	case fyne.KeyDown:
		w.app.List.Move(1)
	case fyne.KeyUp:
		w.app.List.Move(-1)
	case fyne.KeyReturn, fyne.KeyEnter:
		if x, ok := p.ColumnOf(p.Cursor()); ok {
			if marks := p.MarksAt(x, 5*float64(w.scale())); len(marks) > 0 {
				w.app.Findings.Show(marks[0])
			}
		}
	case fyne.KeyEscape:
		if _, _, ok := p.Selection(); ok {
			p.ClearSelection()
			return
		}
		w.other(e)
	default:
		w.other(e)
	}
}
