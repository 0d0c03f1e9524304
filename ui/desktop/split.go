package desktop

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// split shares the room between two views, with a thin line between them that can be dragged.
type split struct {
	widget.BaseWidget
	first, second fyne.CanvasObject
	upright       bool    // one above the other
	share         float64 // of the first
	handle        *splitHandle
}

func newSplit(first, second fyne.CanvasObject, upright bool, share float64) *split {
	s := &split{first: first, second: second, upright: upright, share: share}
	s.handle = &splitHandle{s: s}
	s.handle.changed = s.Refresh
	s.handle.ExtendBaseWidget(s.handle)
	s.ExtendBaseWidget(s)
	return s
}

const (
	splitLine  = 1
	splitReach = 6 // how wide the handle is to the pointer
)

// lengths are those of both views, as far as their smallest sizes allow.
func (s *split) lengths(size fyne.Size) (first, second float32) {
	room, least, most := size.Width, s.first.MinSize().Width, s.second.MinSize().Width
	if s.upright {
		room, least, most = size.Height, s.first.MinSize().Height, s.second.MinSize().Height
	}
	room -= splitLine
	first = max(min(float32(s.share)*room, room-most), least)
	return first, max(room-first, 0)
}

// CreateRenderer puts the views and the handle together.
func (s *split) CreateRenderer() fyne.WidgetRenderer {
	r := &splitRenderer{s: s, line: canvas.NewRectangle(color.Transparent)}
	r.line.FillColor = colorOf(colorLine)
	return r
}

type splitRenderer struct {
	s    *split
	line *canvas.Rectangle
}

func (r *splitRenderer) Destroy() {}
func (r *splitRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.s.first, r.s.second, r.line, r.s.handle}
}

func (r *splitRenderer) MinSize() fyne.Size {
	a, b := r.s.first.MinSize(), r.s.second.MinSize()
	if r.s.upright {
		return fyne.NewSize(max(a.Width, b.Width), a.Height+b.Height+splitLine)
	}
	return fyne.NewSize(a.Width+b.Width+splitLine, max(a.Height, b.Height))
}

func (r *splitRenderer) Layout(size fyne.Size) {
	first, second := r.s.lengths(size)
	at := func(p float32) fyne.Position {
		if r.s.upright {
			return fyne.NewPos(0, p)
		}
		return fyne.NewPos(p, 0)
	}
	of := func(length float32) fyne.Size {
		if r.s.upright {
			return fyne.NewSize(size.Width, length)
		}
		return fyne.NewSize(length, size.Height)
	}
	r.s.first.Move(at(0))
	r.s.first.Resize(of(first))
	r.line.Move(at(first))
	r.line.Resize(of(splitLine))
	r.s.second.Move(at(first + splitLine))
	r.s.second.Resize(of(second))
	r.s.handle.Move(at(first - (splitReach-splitLine)/2))
	r.s.handle.Resize(of(splitReach))
}

func (r *splitRenderer) Refresh() {
	r.line.FillColor = colorOf(colorLine)
	if r.s.handle.hovered {
		r.line.FillColor = colorOf(colorAccent)
	}
	r.Layout(r.s.Size())
	r.line.Refresh()
}

// splitHandle lies over the line and takes the pointer.
type splitHandle struct {
	widget.BaseWidget
	hover
	s *split
}

// CreateRenderer draws nothing.
func (h *splitHandle) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}

// Dragged moves the line.
func (h *splitHandle) Dragged(e *fyne.DragEvent) {
	size := h.s.Size()
	first, second := h.s.lengths(size)
	by := e.Dragged.DX
	if h.s.upright {
		by = e.Dragged.DY
	}
	if room := first + second; room > 0 {
		h.s.share = float64(max(min(first+by, room), 0) / room)
		h.s.Refresh()
	}
}

// DragEnd does nothing.
func (h *splitHandle) DragEnd() {}

// Cursor shows that it can be dragged.
func (h *splitHandle) Cursor() desktop.Cursor {
	if h.s.upright {
		return desktop.VResizeCursor
	}
	return desktop.HResizeCursor
}
