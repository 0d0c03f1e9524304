package desktop

import (
	"image/color"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/present"
)

// plotView is the plot with its legend and its tools.
type plotView struct {
	app     *present.App
	view    fyne.CanvasObject
	canvas  *plotCanvas
	legend  *legend
	tools   *fyne.Container
	chips   *segments
	more    *press // stands for the chips where there is no room for them
	reset   *press
	note    *caption
	noted   fyne.CanvasObject
	room    float32 // for the tools
	zoomed  bool
	onTools func()               // the tools take another width
	other   func(*fyne.KeyEvent) // for keys that the plot doesn't know
}

const legendWidth = 124

func newPlotView(a *present.App) *plotView {
	v := &plotView{app: a, chips: newSegments()}
	v.canvas = newPlotCanvas(a)
	v.legend = newLegend(a, v.canvas)
	v.reset = newPress(a.Texts().Text(present.TextResetView), lookLink, a.Plot.Reset)
	v.more = newPress(a.Texts().Text(present.TextPanels)+" ▾", lookPlain, v.showMenu)
	v.tools = container.New(row{gap: 12, grow: -1}, v.reset, v.chips, v.more)
	v.note = newCaption("", colorMuted, sizeText, false)
	v.noted = container.NewCenter(v.note)
	body := container.NewBorder(nil, nil, nil, v.legend, v.canvas)
	v.view = pad(container.NewStack(body, v.noted), 8, gutter+4, 8, gutter-4)
	v.onTools = func() {}
	v.canvas.other = func(e *fyne.KeyEvent) {
		if v.other != nil {
			v.other(e)
		}
	}
	a.Plot.OnChange = v.refresh
	a.Plot.OnCursor = v.moved
	return v
}

func (v *plotView) refresh() {
	p := v.app.Plot
	switch {
	case !p.Loaded():
		v.note.set("", colorMuted)
	case !p.Drawable():
		v.note.set(v.app.Texts().Text(present.TextNoPlot), colorMuted)
	default:
		v.note.set("", colorMuted)
	}
	visible(v.canvas, !p.Loaded() || p.Drawable())
	visible(v.legend, p.Drawable())
	v.chips.chips = nil
	for _, q := range p.Quantities() {
		c := newPress(shortTitle(q.Title), lookChip, func() { p.Toggle(q.ID) })
		c.active = q.Shown
		v.chips.chips = append(v.chips.chips, c)
	}
	v.chips.Refresh()
	v.onTools()
	v.moved()
}

// shortTitle is what a panel is called on its chip.
func shortTitle(s string) string {
	if s == "State of charge" {
		return "SoC"
	}
	return strings.TrimSuffix(s, " since start")
}

// fit shows the chips if there is room for them.
func (v *plotView) fit(room float32) {
	v.room = room
	some := len(v.chips.chips) > 1
	fits := v.chips.MinSize().Width <= room
	visible(v.reset, v.app.Plot.Zoomed() && (fits || v.more.MinSize().Width+v.reset.MinSize().Width+12 <= room))
	if fits && v.reset.Visible() {
		fits = v.chips.MinSize().Width+v.reset.MinSize().Width+12 <= room
	}
	visible(v.chips, some && fits)
	visible(v.more, some && !fits)
}

// showMenu offers the panels one by one.
func (v *plotView) showMenu() {
	m := fyne.NewMenu("")
	for _, q := range v.app.Plot.Quantities() {
		item := fyne.NewMenuItem(q.Title, func() { v.app.Plot.Toggle(q.ID) })
		item.Checked = q.Shown
		m.Items = append(m.Items, item)
	}
	d := fyne.CurrentApp().Driver()
	if c := d.CanvasForObject(v.more); c != nil {
		widget.ShowPopUpMenuAtPosition(m, c, d.AbsolutePositionForObject(v.more).AddXY(0, v.more.Size().Height+2))
	}
}

func (v *plotView) moved() {
	if z := v.app.Plot.Zoomed(); z != v.zoomed {
		v.zoomed = z
		v.onTools()
	}
	v.canvas.Refresh()
	v.legend.Refresh()
}

// plotCanvas shows the last finished image of the plot, with the crosshair above it.
type plotCanvas struct {
	widget.BaseWidget
	app     *present.App
	dragged bool
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

// Dragged moves the plot in time.
func (w *plotCanvas) Dragged(e *fyne.DragEvent) {
	w.dragged = true
	w.app.Plot.Pan(float64(e.Dragged.DX * w.scale()))
}

// DragEnd ends moving.
func (w *plotCanvas) DragEnd() { w.dragged = false }

// MouseIn shows the crosshair.
func (w *plotCanvas) MouseIn(e *desktop.MouseEvent) { w.MouseMoved(e) }

// MouseMoved moves the crosshair.
func (w *plotCanvas) MouseMoved(e *desktop.MouseEvent) {
	x := w.column(e.Position)
	w.tip, w.tipAt = w.app.Plot.Tip(x, 5*float64(w.scale())), e.Position
	w.app.Plot.PointAt(x)
	w.Refresh()
}

// MouseOut takes the crosshair away.
func (w *plotCanvas) MouseOut() {
	w.tip = ""
	w.app.Plot.Leave()
	w.Refresh()
}

// Cursor is a cross.
func (w *plotCanvas) Cursor() desktop.Cursor { return desktop.CrosshairCursor }

// Tapped shows the findings whose mark was clicked, and takes the keyboard.
func (w *plotCanvas) Tapped(e *fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(w); c != nil {
		c.Focus(w)
	}
	if marks := w.app.Plot.MarksAt(w.column(e.Position), 5*float64(w.scale())); len(marks) > 0 {
		w.app.Findings.Show(marks[0])
	}
}

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
	w.focused = false
	w.Refresh()
}

// TypedRune zooms and resets.
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
	}
}

// TypedKey walks along the samples and through time.
func (w *plotCanvas) TypedKey(e *fyne.KeyEvent) {
	p := w.app.Plot
	switch e.Name {
	case fyne.KeyRight:
		p.Step(1)
	case fyne.KeyLeft:
		p.Step(-1)
	case fyne.KeyPageDown:
		p.PanStep(1)
	case fyne.KeyPageUp:
		p.PanStep(-1)
	case fyne.KeyDown:
		w.app.List.Move(1)
	case fyne.KeyUp:
		w.app.List.Move(-1)
	default:
		w.other(e)
	}
}

// CreateRenderer makes image and crosshair.
func (w *plotCanvas) CreateRenderer() fyne.WidgetRenderer {
	r := &plotRenderer{
		w: w, image: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScalePixels},
		cross: canvas.NewRectangle(color.Transparent), label: canvas.NewRectangle(color.Transparent),
		time: canvas.NewText("", color.Black), tip: canvas.NewText("", color.Black),
		tipGround: canvas.NewRectangle(color.Transparent), focus: canvas.NewRectangle(color.Transparent),
	}
	r.objects = []fyne.CanvasObject{r.image, r.focus, r.cross, r.label, r.time, r.tipGround, r.tip}
	return r
}

type plotRenderer struct {
	w                       *plotCanvas
	image                   *canvas.Image
	cross, label, tipGround *canvas.Rectangle
	focus                   *canvas.Rectangle
	time, tip               *canvas.Text
	objects                 []fyne.CanvasObject
}

func (r *plotRenderer) Destroy()                     {}
func (r *plotRenderer) MinSize() fyne.Size           { return fyne.NewSize(160, 120) }
func (r *plotRenderer) Objects() []fyne.CanvasObject { return r.objects }

// Layout asks for an image of the right size; until it comes the last one stands where it was.
func (r *plotRenderer) Layout(s fyne.Size) {
	k := r.w.scale()
	r.w.app.Plot.Resize(int(s.Width*k), int(s.Height*k), float64(k))
	r.Refresh()
}

func (r *plotRenderer) Refresh() {
	p := r.w.app.Plot
	p.SetTheme(chartTheme())
	img, layout := p.Image()
	k := r.w.scale()
	if img == nil {
		r.image.Hide()
	} else {
		if r.image.Image != img {
			r.image.Image = img
			b := img.Bounds()
			r.image.Resize(fyne.NewSize(float32(b.Dx())/k, float32(b.Dy())/k))
			r.image.Refresh()
		}
		r.image.Show()
	}
	r.focus.StrokeColor = color.Transparent
	if r.w.focused {
		r.focus.StrokeColor = colorOf(colorAccent)
	}
	r.focus.StrokeWidth, r.focus.CornerRadius = 1, 3
	r.focus.Resize(r.w.Size())
	x, ok := p.ColumnOf(p.Cursor())
	at := float32(x) / k
	top, bottom := float32(layout.Plot.Min.Y)/k, float32(layout.Plot.Max.Y)/k
	on := ok && !p.Cursor().IsZero() && img != nil
	r.crosshair(on, at, top, bottom)
	r.tooltip(img != nil && r.w.tip != "")
	canvas.Refresh(r.w)
}

func (r *plotRenderer) crosshair(on bool, at, top, bottom float32) {
	for _, o := range []fyne.CanvasObject{r.cross, r.label, r.time} {
		visible(o, on)
	}
	if !on {
		return
	}
	r.cross.FillColor = colorOf(colorAccent)
	r.cross.Move(fyne.NewPos(at-0.5, top))
	r.cross.Resize(fyne.NewSize(1, bottom-top))
	text := r.w.app.Plot.CursorText()
	if state := r.w.app.Plot.StateAt(); state != "" {
		text += "  " + state
	}
	r.time.Text, r.time.TextSize, r.time.Color = text, theme.Size(sizeSmall), colorOf(colorOnAccent)
	r.time.TextStyle = fyne.TextStyle{Bold: true}
	s := r.time.MinSize()
	const inset = 5
	x := min(max(at-s.Width/2, inset), r.w.Size().Width-s.Width-inset)
	y := bottom + 4 // on the time axis, whose labels it covers
	r.label.FillColor, r.label.CornerRadius = colorOf(colorAccent), 3
	r.label.Move(fyne.NewPos(x-inset, y))
	r.label.Resize(fyne.NewSize(s.Width+2*inset, s.Height+1))
	r.time.Move(fyne.NewPos(x, y))
	r.time.Resize(s)
}

func (r *plotRenderer) tooltip(on bool) {
	visible(r.tip, on)
	visible(r.tipGround, on)
	if !on {
		return
	}
	const inset = 7
	room := r.w.Size().Width - 2*inset - 4
	r.tip.TextSize, r.tip.Color = theme.Size(sizeSmall), colorOf(colorText)
	r.tip.Text = ellipsize(r.w.tip, room, r.tip.TextSize, r.tip.TextStyle)
	s := r.tip.MinSize()
	x := min(max(r.w.tipAt.X+10, inset+2), r.w.Size().Width-s.Width-inset-2)
	y := r.w.tipAt.Y + 16
	if y+s.Height+8 > r.w.Size().Height {
		y = r.w.tipAt.Y - s.Height - 16
	}
	r.tipGround.FillColor, r.tipGround.StrokeColor, r.tipGround.StrokeWidth = colorOf(colorSurface), colorOf(colorMuted), 1
	r.tipGround.CornerRadius = 4
	r.tipGround.Move(fyne.NewPos(x-inset, y-4))
	r.tipGround.Resize(fyne.NewSize(s.Width+2*inset, s.Height+8))
	r.tip.Move(fyne.NewPos(x, y))
	r.tip.Resize(s)
}
