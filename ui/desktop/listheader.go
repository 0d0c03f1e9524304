package desktop

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// listHeader names the columns. A click sorts, dragging an edge sizes.
type listHeader struct {
	widget.BaseWidget
	hover
	v      *listView
	sizing int // column whose edge is dragged; −1: none
}

func newListHeader(v *listView) *listHeader {
	h := &listHeader{v: v, sizing: -1}
	h.ExtendBaseWidget(h)
	return h
}

const (
	edgeReach   = 5
	narrowest   = 30
	headerInset = 6
)

// edgeAt is the column whose right edge is near x; −1 if none is.
func (h *listHeader) edgeAt(x float32) int {
	for k, i := range h.v.shown {
		if edge := h.v.lefts[k+1]; x > edge-edgeReach && x < edge+edgeReach && !h.v.columns[i].Icon {
			return i
		}
	}
	return -1
}

func (h *listHeader) columnAt(x float32) int {
	for k, i := range h.v.shown {
		if x >= h.v.lefts[k] && x < h.v.lefts[k+1] {
			return i
		}
	}
	return -1
}

// Tapped sorts by the column.
func (h *listHeader) Tapped(e *fyne.PointEvent) {
	i := h.columnAt(e.Position.X)
	if i < 0 || h.edgeAt(e.Position.X) >= 0 {
		return
	}
	if c := &h.v.columns[i]; c.Sortable() {
		h.v.app.List.SortBy(c.Sort)
	}
}

// TappedSecondary offers the columns.
func (h *listHeader) TappedSecondary(e *fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(h); c != nil {
		widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", h.v.columnItems()...), c, e.AbsolutePosition)
	}
}

// Dragged sizes a column.
func (h *listHeader) Dragged(e *fyne.DragEvent) {
	if h.sizing < 0 {
		h.sizing = h.edgeAt(e.Position.X - e.Dragged.DX)
		if h.sizing < 0 {
			return
		}
	}
	h.v.widths[h.sizing] = max(h.v.widths[h.sizing]+e.Dragged.DX, narrowest)
	h.v.fit(h.v.width)
}

// DragEnd ends sizing.
func (h *listHeader) DragEnd() { h.sizing = -1 }

// Cursor shows what a click would do.
func (h *listHeader) Cursor() desktop.Cursor {
	if h.hovered && h.edgeAt(h.pointer.X) >= 0 {
		return desktop.HResizeCursor
	}
	return desktop.DefaultCursor
}

// CreateRenderer makes a text for each column.
func (h *listHeader) CreateRenderer() fyne.WidgetRenderer {
	r := &listHeaderRenderer{h: h, ground: canvas.NewRectangle(color.Transparent), line: canvas.NewRectangle(color.Transparent)}
	r.objects = []fyne.CanvasObject{r.ground, r.line}
	for range h.v.columns {
		t := canvas.NewText("", color.Black)
		r.texts = append(r.texts, t)
		r.objects = append(r.objects, t)
	}
	r.Refresh()
	return r
}

type listHeaderRenderer struct {
	h            *listHeader
	ground, line *canvas.Rectangle
	texts        []*canvas.Text
	objects      []fyne.CanvasObject
}

func (r *listHeaderRenderer) Destroy()                     {}
func (r *listHeaderRenderer) MinSize() fyne.Size           { return fyne.NewSize(100, headerHeight) }
func (r *listHeaderRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *listHeaderRenderer) Layout(s fyne.Size) {
	r.ground.Resize(s)
	r.line.Move(fyne.NewPos(0, s.Height-1))
	r.line.Resize(fyne.NewSize(s.Width, 1))
	v := r.h.v
	for k, i := range v.shown {
		t := r.texts[i]
		height := t.MinSize().Height
		t.Move(fyne.NewPos(v.lefts[k]+headerInset, (s.Height-height)/2))
		t.Resize(fyne.NewSize(v.lefts[k+1]-v.lefts[k]-2*headerInset, height))
	}
}

func (r *listHeaderRenderer) Refresh() {
	r.ground.FillColor, r.line.FillColor = colorOf(colorSurface), colorOf(colorLine)
	by, desc := r.h.v.app.List.Sort()
	for _, t := range r.texts {
		t.Hide()
	}
	for k, i := range r.h.v.shown {
		c, t := &r.h.v.columns[i], r.texts[i]
		t.TextSize, t.Color = theme.Size(sizeSmall), colorOf(colorMuted)
		t.Alignment = fyne.TextAlignLeading
		if c.Right {
			t.Alignment = fyne.TextAlignTrailing
		}
		title := c.Title
		if c.Sortable() && c.Sort == by {
			t.Color = colorOf(colorText)
			arrow := "▴"
			if desc {
				arrow = "▾"
			}
			if title != "" {
				title += " "
			}
			title += arrow
		}
		t.Text = ellipsize(title, r.h.v.lefts[k+1]-r.h.v.lefts[k]-headerInset, t.TextSize, t.TextStyle)
		t.Show()
	}
	r.Layout(r.h.Size())
	canvas.Refresh(r.h)
}
