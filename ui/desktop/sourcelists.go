package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/present"
)

// lineHeight is that of rows with a line of text.
const lineHeight = 26

// makeLists makes the lists of first messages, of unread places, and of what was logged again.
func (v *sourceDetail) makeLists() {
	s := v.app.Sources
	moment := max(momentWidth, fyne.MeasureText(present.WidestMoment(v.app.Texts()), theme.Size(sizeText), fyne.TextStyle{Bold: true}).Width)
	v.preview = newRowList(lineHeight)
	v.preview.count = func() int { return len(s.PreviewRows()) }
	v.preview.look = func(i int, width float32) rowLook {
		return rowLook{cells: previewCells(s.PreviewRows()[i], width, moment)}
	}
	v.preview.selected = func() int { return v.at[0] }
	v.preview.onSelect = func(i int) { v.at[0] = i }
	v.preview.onEnter = func(i int) {
		if f, ok := s.PreviewMessage(i); ok {
			v.acts.message(f)
		}
	}
	v.header = newRowHeader(func(width float32) []rowCell {
		cells := previewCells(s.PreviewTitles(), width, moment)
		for i := range cells {
			cells[i].ink, cells[i].size = colorMuted, sizeSmall
		}
		return cells
	})
	v.unread = newRowList(sourceRowHeight)
	v.unread.count = func() int { return len(s.Unread()) }
	v.unread.look = func(i int, width float32) rowLook { return rowLook{cells: unreadCells(s.Unread()[i], width)} }
	v.unread.selected = func() int { return v.at[1] }
	v.unread.onSelect = func(i int) { v.at[1] = i }
	v.unread.onEnter = func(i int) { v.acts.place(s.Unread()[i].First) }
	v.again = newRowList(sourceRowHeight)
	v.again.count = func() int { return len(s.Again()) }
	v.again.look = func(i int, width float32) rowLook {
		p := s.Again()[i]
		return rowLook{cells: unreadCells(present.UnreadPlace{Line: p.Line, Reason: p.Kept, Text: p.Text}, width)}
	}
	v.again.selected = func() int { return v.at[2] }
	v.again.onSelect = func(i int) { v.at[2] = i }
	v.again.onEnter = func(i int) { v.acts.place(s.Again()[i].Place) }
	v.pages = []fyne.CanvasObject{
		container.New(column{grow: 1}, v.header, v.preview),
		v.unread,
		v.again,
	}
}

// momentWidth is what a moment takes in the preview, in the language's own manner.
const momentWidth = 132

// previewCells lays a message of the preview out, its moments as wide as is said.
func previewCells(r present.PreviewRow, width, moment float32) []rowCell {
	const line, arrow, gap = 54, 18, 10
	x := float32(gutter + 4)
	rest := width - x - line - 2*moment - arrow - 5*gap - gutter
	station := min(max(rest-130, 40), 180)
	cells := make([]rowCell, 0, 6)
	add := func(text string, w float32, right, other bool) {
		c := rowCell{text: text, x: x, w: w, ink: colorText, size: sizeText, right: right}
		if other {
			c.style.Bold = true
		}
		cells = append(cells, c)
		x += w + gap
	}
	add(r.Line, line, true, false)
	cells[0].ink = colorMuted
	add(r.Logged, moment, false, r.Other[0])
	add(r.Time, moment, false, r.Other[1])
	add(r.Station, station, false, r.Other[2])
	add(r.Arrow, arrow, false, false)
	add(r.Message, max(rest-station, 40), false, r.Other[3])
	return cells
}

// unreadCells lays an unread place out: its line and why it was not read, and below what stands there.
func unreadCells(p present.UnreadPlace, width float32) []rowCell {
	const line, gap, upper, lower = 64, 12, 14, 32
	x := float32(gutter + 4)
	rest := max(width-x-line-gap-gutter, 40)
	return []rowCell{
		{text: p.Line, x: x, w: line, y: upper, ink: colorMuted, size: sizeText, right: true},
		{text: p.Reason, x: x + line + gap, w: rest, y: upper, ink: colorText, size: sizeText},
		{text: p.Text, x: x + line + gap, w: rest, y: lower, ink: colorMuted, size: sizeSmall},
	}
}

// rowHeader names the columns of a rowList.
type rowHeader struct {
	widget.BaseWidget
	cells func(width float32) []rowCell
}

func newRowHeader(cells func(width float32) []rowCell) *rowHeader {
	h := &rowHeader{cells: cells}
	h.ExtendBaseWidget(h)
	return h
}

// CreateRenderer makes a text for each column.
func (h *rowHeader) CreateRenderer() fyne.WidgetRenderer {
	return &rowHeaderRenderer{h: h, ground: newSurface(colorSurface, bottomEdge)}
}

type rowHeaderRenderer struct {
	h       *rowHeader
	ground  *surface
	texts   []*canvas.Text
	objects []fyne.CanvasObject
}

func (r *rowHeaderRenderer) Destroy()                     {}
func (r *rowHeaderRenderer) MinSize() fyne.Size           { return fyne.NewSize(60, lineHeight) }
func (r *rowHeaderRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *rowHeaderRenderer) Layout(fyne.Size)             { r.Refresh() }

func (r *rowHeaderRenderer) Refresh() {
	s := r.h.Size()
	r.ground.Resize(s)
	r.objects = append(r.objects[:0], r.ground)
	if s.Width <= 0 {
		return
	}
	for i, c := range r.h.cells(s.Width) {
		if i == len(r.texts) {
			r.texts = append(r.texts, canvas.NewText("", colorOf(colorMuted)))
		}
		t := r.texts[i]
		t.TextSize, t.Color, t.Alignment = theme.Size(c.size), colorOf(c.ink), fyne.TextAlignLeading
		if c.right {
			t.Alignment = fyne.TextAlignTrailing
		}
		t.Text = ellipsize(c.text, c.w, t.TextSize, c.style)
		height := t.MinSize().Height
		t.Move(fyne.NewPos(c.x, (s.Height-height)/2))
		t.Resize(fyne.NewSize(c.w, height))
		r.objects = append(r.objects, t)
	}
	canvas.Refresh(r.h)
}
