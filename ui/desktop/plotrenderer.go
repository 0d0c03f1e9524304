package desktop

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// CreateRenderer makes image and crosshair.
func (w *plotCanvas) CreateRenderer() fyne.WidgetRenderer {
	r := &plotRenderer{
		w: w, image: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScalePixels},
		cross: canvas.NewRectangle(color.Transparent), label: canvas.NewRectangle(color.Transparent),
		time: canvas.NewText("", color.Black), tip: canvas.NewText("", color.Black),
		tipGround: canvas.NewRectangle(color.Transparent), focus: canvas.NewRectangle(color.Transparent),
		chosen: canvas.NewRectangle(color.Transparent),
	}
	r.objects = []fyne.CanvasObject{r.image, r.chosen, r.focus, r.cross, r.label, r.time, r.tipGround, r.tip}
	return r
}

type plotRenderer struct {
	w                       *plotCanvas
	image                   *canvas.Image
	cross, label, tipGround *canvas.Rectangle
	focus, chosen           *canvas.Rectangle
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
	r.selection(img != nil, k, top, bottom)
	r.crosshair(on, at, top, bottom)
	r.tooltip(img != nil && r.w.tip != "")
	canvas.Refresh(r.w)
}

// selection tints the selected stretch.
func (r *plotRenderer) selection(on bool, k, top, bottom float32) {
	p := r.w.app.Plot
	from, to, ok := p.Selection()
	x0, _ := p.ColumnOf(from)
	x1, _ := p.ColumnOf(to)
	_, layout := p.Image()
	x0, x1 = max(x0, float64(layout.Plot.Min.X)), min(x1, float64(layout.Plot.Max.X))
	visible(r.chosen, on && ok && x0 < x1)
	r.chosen.FillColor = fade(colorOf(colorAccent), 0x30)
	r.chosen.StrokeColor, r.chosen.StrokeWidth = colorOf(colorAccent), 1
	r.chosen.Move(fyne.NewPos(float32(x0)/k, top))
	r.chosen.Resize(fyne.NewSize(float32(x1-x0)/k, bottom-top))
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
