package desktop

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/present"
)

// wholeStrip is the strip below the plot: the whole transaction, with what of it is visible. A click or drag moves
// the visible window.
type wholeStrip struct {
	widget.BaseWidget
	app *present.App
}

func newWholeStrip(a *present.App) *wholeStrip {
	w := &wholeStrip{app: a}
	w.ExtendBaseWidget(w)
	return w
}

const overviewHeight = 38

// Tapped brings what is clicked into the middle of the plot.
func (w *wholeStrip) Tapped(e *fyne.PointEvent) { w.centre(e.Position) }

// Dragged moves the visible window with the pointer.
func (w *wholeStrip) Dragged(e *fyne.DragEvent) { w.centre(e.Position) }

// DragEnd ends that.
func (w *wholeStrip) DragEnd() {}

func (w *wholeStrip) centre(at fyne.Position) {
	if width := w.Size().Width; width > 0 {
		w.app.Plot.CentreView(float64(at.X / width))
	}
}

// CreateRenderer makes the image and the window in it.
func (w *wholeStrip) CreateRenderer() fyne.WidgetRenderer {
	r := &wholeStripRenderer{
		w: w, image: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScalePixels},
		left: canvas.NewRectangle(color.Transparent), right: canvas.NewRectangle(color.Transparent), seen: canvas.NewRectangle(color.Transparent),
	}
	r.objects = []fyne.CanvasObject{r.image, r.left, r.right, r.seen}
	return r
}

type wholeStripRenderer struct {
	w                 *wholeStrip
	image             *canvas.Image
	left, right, seen *canvas.Rectangle // what is not visible at both sides, and what is
	objects           []fyne.CanvasObject
}

func (r *wholeStripRenderer) Destroy()                     {}
func (r *wholeStripRenderer) MinSize() fyne.Size           { return fyne.NewSize(80, overviewHeight) }
func (r *wholeStripRenderer) Objects() []fyne.CanvasObject { return r.objects }

// Layout asks for an image of the right size.
func (r *wholeStripRenderer) Layout(s fyne.Size) {
	k := float32(1)
	if c := fyne.CurrentApp().Driver().CanvasForObject(r.w); c != nil {
		k = c.Scale()
	}
	r.w.app.Plot.ResizeOverview(int(s.Width*k), int(s.Height*k), float64(k))
	r.Refresh()
}

func (r *wholeStripRenderer) Refresh() {
	p, s := r.w.app.Plot, r.w.Size()
	img := p.Overview()
	visible(r.image, img != nil)
	if img != nil && r.image.Image != img {
		r.image.Image = img
		r.image.Refresh()
	}
	r.image.Resize(s)
	from, to := p.OverviewView()
	x0, x1 := float32(from)*s.Width, float32(to)*s.Width
	x1 = max(x1, x0+2)
	veil := fade(colorOf(colorLine), 0xB0)
	for _, o := range []struct {
		r      *canvas.Rectangle
		x0, x1 float32
	}{{r.left, 0, x0}, {r.right, x1, s.Width}, {r.seen, x0, x1}} {
		o.r.Move(fyne.NewPos(o.x0, 0))
		o.r.Resize(fyne.NewSize(max(o.x1-o.x0, 0), s.Height))
		o.r.FillColor = veil
	}
	r.seen.FillColor = color.Transparent
	r.seen.StrokeColor, r.seen.StrokeWidth = colorOf(colorAccent), 1
	canvas.Refresh(r.w)
}

// fade is a colour with an opacity.
func fade(c color.Color, opacity uint8) color.NRGBA {
	r, g, b, _ := c.RGBA()
	return color.NRGBA{R: uint8(r >> 8), G: uint8(g >> 8), B: uint8(b >> 8), A: opacity} //nolint:gosec // 16 bits each
}
