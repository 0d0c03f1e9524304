package desktop

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/present"
)

// listHeader names the columns. A click sorts, with Shift by that column too; dragging an edge sizes, dragging a name
// takes the column to another place. With the keyboard: the arrows go from column to column, with Shift they take
// the column along, Enter sorts, + and − size, Space offers the columns.
type listHeader struct {
	widget.BaseWidget
	hover
	v       *listView
	sizing  int     // column whose edge is dragged; −1: none
	moving  int     // column that is dragged; −1: none
	movedTo float32 // where the pointer is meanwhile
	shift   bool    // it is held
	focused bool
	at      int // place among the shown columns that the keyboard is at
}

func newListHeader(v *listView) *listHeader {
	h := &listHeader{v: v, sizing: -1, moving: -1}
	h.ExtendBaseWidget(h)
	return h
}

const (
	edgeReach   = 5
	narrowest   = 24
	widest      = 2000
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

// MouseDown notes whether Shift is held.
func (h *listHeader) MouseDown(e *desktop.MouseEvent) {
	h.shift = e.Modifier&fyne.KeyModifierShift != 0
}

// MouseUp does nothing.
func (h *listHeader) MouseUp(*desktop.MouseEvent) {}

// Tapped sorts by the column.
func (h *listHeader) Tapped(e *fyne.PointEvent) {
	i := h.columnAt(e.Position.X)
	if i < 0 || h.edgeAt(e.Position.X) >= 0 {
		return
	}
	h.sort(i)
}

// sort orders by a column; by that too, where Shift is held.
func (h *listHeader) sort(i int) {
	c := &h.v.columns[i]
	switch {
	case !c.Sortable():
	case h.shift:
		h.v.app.List.SortAlso(c.ID)
	default:
		h.v.app.List.SortBy(c.ID)
	}
}

// TappedSecondary offers the columns.
func (h *listHeader) TappedSecondary(e *fyne.PointEvent) { h.offer(e.AbsolutePosition) }

func (h *listHeader) offer(at fyne.Position) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(h); c != nil {
		widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", h.v.columnItems()...), c, at)
	}
}

// Dragged sizes a column, or takes it along.
func (h *listHeader) Dragged(e *fyne.DragEvent) {
	if h.sizing < 0 && h.moving < 0 {
		from := e.Position.X - e.Dragged.DX
		if h.sizing = h.edgeAt(from); h.sizing < 0 {
			h.moving = h.columnAt(from)
		}
	}
	switch {
	case h.sizing >= 0:
		h.v.resize(h.sizing, e.Dragged.DX)
	case h.moving >= 0:
		h.movedTo = e.Position.X
		h.Refresh()
	}
}

// DragEnd ends sizing and moving.
func (h *listHeader) DragEnd() {
	if h.moving >= 0 {
		if to := h.target(); to >= 0 {
			h.v.moveColumn(h.moving, to)
		}
	}
	h.sizing, h.moving = -1, -1
	h.Refresh()
}

// target is the place among the shown columns where the one that is dragged would go; −1: it stays.
func (h *listHeader) target() int {
	from := h.v.placeOf(h.moving)
	for k := range h.v.shown {
		if h.movedTo < h.v.lefts[k+1] || k == len(h.v.shown)-1 {
			if k == from {
				return -1
			}
			return k
		}
	}
	return -1
}

// Cursor shows what a click would do.
func (h *listHeader) Cursor() desktop.Cursor {
	if h.hovered && h.edgeAt(h.pointer.X) >= 0 {
		return desktop.HResizeCursor
	}
	return desktop.DefaultCursor
}

// FocusGained shows which column the keyboard is at.
func (h *listHeader) FocusGained() {
	h.focused = true
	h.Refresh()
}

// FocusLost ends what FocusGained began.
func (h *listHeader) FocusLost() {
	h.focused, h.shift = false, false
	h.Refresh()
}

// KeyDown notes that Shift is held.
func (h *listHeader) KeyDown(e *fyne.KeyEvent) { h.shift = h.shift || isShift(e) }

// KeyUp notes that it no longer is.
func (h *listHeader) KeyUp(e *fyne.KeyEvent) { h.shift = h.shift && !isShift(e) }

func isShift(e *fyne.KeyEvent) bool {
	return e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight
}

// TypedKey goes from column to column, arranges and sorts.
func (h *listHeader) TypedKey(e *fyne.KeyEvent) {
	n := len(h.v.shown)
	if n == 0 {
		return
	}
	h.at = min(max(h.at, 0), n-1)
	switch e.Name {
	case fyne.KeyLeft:
		h.step(-1)
	case fyne.KeyRight:
		h.step(1)
	case fyne.KeyHome:
		h.at = 0
	case fyne.KeyEnd:
		h.at = n - 1
	case fyne.KeyReturn, fyne.KeyEnter:
		h.sort(h.v.shown[h.at])
	case fyne.KeyDelete:
		h.v.ask(h.v.columns[h.v.shown[h.at]].ID, false)
	case fyne.KeySpace:
		h.offer(fyne.CurrentApp().Driver().AbsolutePositionForObject(h).AddXY(h.v.lefts[h.at], headerHeight))
	case fyne.KeyDown:
		focusOn(h, h.v.list)
	default:
		if h.v.onKey != nil {
			h.v.onKey(e)
		}
	}
	h.Refresh()
}

// step goes to the next column, or takes it along where Shift is held.
func (h *listHeader) step(by int) {
	to := h.at + by
	if to < 0 || to >= len(h.v.shown) {
		return
	}
	if h.shift {
		h.v.moveColumn(h.v.shown[h.at], to)
	}
	h.at = to
}

// TypedRune sizes the column.
func (h *listHeader) TypedRune(r rune) {
	const by = 8
	if h.at >= len(h.v.shown) {
		return
	}
	switch r {
	case '+', '=':
		h.v.resize(h.v.shown[h.at], by)
	case '-':
		h.v.resize(h.v.shown[h.at], -by)
	}
}

// CreateRenderer makes a text for each column.
func (h *listHeader) CreateRenderer() fyne.WidgetRenderer {
	r := &listHeaderRenderer{
		h: h, ground: canvas.NewRectangle(color.Transparent), line: canvas.NewRectangle(color.Transparent),
		mark: canvas.NewRectangle(color.Transparent), place: canvas.NewRectangle(color.Transparent),
		note: canvas.NewImageFromResource(nil),
	}
	r.objects = []fyne.CanvasObject{r.ground, r.place, r.line, r.mark, r.note}
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
	mark         *canvas.Rectangle // where a column that is dragged would go
	place        *canvas.Rectangle // where the keyboard is
	note         *canvas.Image
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
	r.mark.Hide()
	if r.h.moving >= 0 {
		if k := r.h.target(); k >= 0 {
			x := v.lefts[k]
			if k > v.placeOf(r.h.moving) {
				x = v.lefts[k+1]
			}
			r.mark.Move(fyne.NewPos(x-1, 3))
			r.mark.Resize(fyne.NewSize(2, s.Height-6))
			r.mark.Show()
		}
	}
	r.place.Hide()
	if r.h.focused && r.h.at < len(v.shown) {
		r.place.Move(fyne.NewPos(v.lefts[r.h.at]+1, 2))
		r.place.Resize(fyne.NewSize(v.lefts[r.h.at+1]-v.lefts[r.h.at]-2, s.Height-5))
		r.place.Show()
	}
	for k, i := range v.shown {
		t, width := r.texts[i], v.lefts[k+1]-v.lefts[k]
		height := t.MinSize().Height
		t.Move(fyne.NewPos(v.lefts[k]+headerInset, (s.Height-height)/2))
		t.Resize(fyne.NewSize(width-2*headerInset, height))
		if v.columns[i].ID == noteColumn {
			r.note.Move(fyne.NewPos(v.lefts[k]+(width-noteSize)/2, (s.Height-noteSize)/2))
			r.note.Resize(fyne.NewSize(noteSize, noteSize))
		}
	}
}

func (r *listHeaderRenderer) Refresh() {
	r.ground.FillColor, r.line.FillColor, r.mark.FillColor = colorOf(colorSurface), colorOf(colorLine), colorOf(colorAccent)
	r.place.FillColor, r.place.StrokeColor, r.place.StrokeWidth, r.place.CornerRadius = color.Transparent, colorOf(colorAccent), 1, 3
	orders := r.h.v.app.List.Orders()
	for _, t := range r.texts {
		t.Hide()
	}
	r.note.Hide()
	for k, i := range r.h.v.shown {
		c, t := &r.h.v.columns[i], r.texts[i]
		t.TextSize, t.Color = theme.Size(sizeSmall), colorOf(colorMuted)
		t.Alignment = fyne.TextAlignLeading
		if c.Right {
			t.Alignment = fyne.TextAlignTrailing
		}
		if i == r.h.moving {
			t.Color = colorOf(colorAccent)
		}
		title := c.Title
		if arrow := arrowOf(orders, c.ID); arrow != "" {
			t.Color = colorOf(colorText)
			if title != "" {
				title += " "
			}
			title += arrow
		} else if c.ID == noteColumn {
			r.note.Resource = noteIcon(colorMuted)
			r.note.Refresh()
			r.note.Show()
		}
		t.Text = ellipsize(title, r.h.v.lefts[k+1]-r.h.v.lefts[k]-headerInset, t.TextSize, t.TextStyle)
		t.Show()
	}
	r.Layout(r.h.Size())
	canvas.Refresh(r.h)
}

// arrowOf shows how a column orders the list, and where several do which of them it is; "" where it doesn't.
func arrowOf(orders []present.Order, column string) string {
	for n, o := range orders {
		if o.Column != column {
			continue
		}
		arrow := "▴"
		if o.Desc {
			arrow = "▾"
		}
		if len(orders) > 1 {
			arrow += strconv.Itoa(n + 1)
		}
		return arrow
	}
	return ""
}
