package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// rowView shows rows of one height close under each other, and scrolls. Only those that are seen exist; one that leaves
// the view is used again for another. It is for lists that draw and select their rows themselves: Fyne's own list leaves
// room between them, and a theme that takes it away has all fonts read again for every list.
type rowView struct {
	widget.BaseWidget
	row    fyne.Size // the least size of one
	count  func() int
	create func() fyne.CanvasObject
	update func(i int, row fyne.CanvasObject) // shows another row, or the same anew: everything is to be set

	scroll *container.Scroll
	sheet  *rowSheet
}

// build makes what scrolls. It is to be called by the widget that embeds the view, before it extends itself.
func (v *rowView) build(row fyne.Size, count func() int, create func() fyne.CanvasObject, update func(int, fyne.CanvasObject)) {
	v.row, v.count, v.create, v.update = row, count, create, update
	v.sheet = &rowSheet{v: v}
	v.sheet.ExtendBaseWidget(v.sheet)
	v.scroll = container.NewVScroll(v.sheet)
	v.scroll.OnScrolled = func(fyne.Position) { v.sheet.place() }
}

// CreateRenderer shows what scrolls.
func (v *rowView) CreateRenderer() fyne.WidgetRenderer { return &rowViewRenderer{v} }

// ScrollTo brings a row into view, if it isn't.
func (v *rowView) ScrollTo(i int) {
	if i < 0 || i >= v.count() {
		return
	}
	y, h := float32(i)*v.row.Height, v.scroll.Size().Height
	switch at := v.scroll.Offset.Y; {
	case y < at:
		v.scrollDown(y)
	case y+v.row.Height > at+h:
		v.scrollDown(y + v.row.Height - h)
	}
}

// ScrollToTop shows the first row at the top.
func (v *rowView) ScrollToTop() { v.scrollDown(0) }

// scrollDown brings what is so far down to the top of the view, as far as there is something below.
func (v *rowView) scrollDown(y float32) {
	most := float32(v.count())*v.row.Height - v.scroll.Size().Height
	v.scroll.ScrollToOffset(fyne.NewPos(0, max(min(y, most), 0)))
	v.sheet.place()
}

// scrolled is how far down the top of the view is.
func (v *rowView) scrolled() float32 { return v.scroll.Offset.Y }

type rowViewRenderer struct{ v *rowView }

func (r *rowViewRenderer) Destroy()                     {}
func (r *rowViewRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.v.scroll} }
func (r *rowViewRenderer) MinSize() fyne.Size           { return r.v.scroll.MinSize().Max(r.v.row) }

func (r *rowViewRenderer) Layout(s fyne.Size) {
	r.v.scroll.Resize(s)
	r.v.sheet.place()
}

// Refresh shows all rows anew.
func (r *rowViewRenderer) Refresh() {
	r.Layout(r.v.Size())
	r.v.scroll.Refresh()
}

// rowSheet is what is scrolled: as high as all rows, with those on it that are seen.
type rowSheet struct {
	widget.BaseWidget
	v     *rowView
	first int                 // the number of the first row that is seen
	seen  []fyne.CanvasObject // from it on
	spare []fyne.CanvasObject
}

// CreateRenderer gives the rows.
func (s *rowSheet) CreateRenderer() fyne.WidgetRenderer { return &rowSheetRenderer{s} }

// window is which rows are seen: from the first to before the last.
func (s *rowSheet) window() (first, last int) {
	v := s.v
	n, h, view := v.count(), v.row.Height, v.scroll.Size().Height
	if view <= 0 {
		return 0, 0
	}
	at := max(v.scroll.Offset.Y, 0)
	first = min(int(at/h), n)
	last = int((at + view) / h)
	if float32(last)*h < at+view {
		last++
	}
	return first, min(last, n)
}

// place has a row wherever one is seen.
func (s *rowSheet) place() {
	first, last := s.window()
	if first == last && len(s.seen) == 0 {
		return
	}
	before, from := s.seen, s.first
	now := make([]fyne.CanvasObject, 0, last-first)
	kept := func(i int) bool { return i >= from && i < from+len(before) }
	for i, row := range before {
		if i += from; i < first || i >= last {
			s.spare = append(s.spare, row)
		}
	}
	var fresh []int
	for i := first; i < last; i++ {
		if kept(i) {
			now = append(now, before[i-from])
			continue
		}
		now = append(now, s.take())
		fresh = append(fresh, i)
	}
	s.first, s.seen = first, now
	size := fyne.NewSize(s.v.scroll.Size().Width, s.v.row.Height)
	for i, row := range now {
		row.Move(fyne.NewPos(0, float32(first+i)*size.Height))
		row.Resize(size)
	}
	for _, i := range fresh {
		s.v.update(i, now[i-first])
	}
	if len(fresh) > 0 || len(now) != len(before) {
		canvas.Refresh(s)
	}
}

func (s *rowSheet) take() fyne.CanvasObject {
	n := len(s.spare)
	if n == 0 {
		return s.v.create()
	}
	row := s.spare[n-1]
	s.spare = s.spare[:n-1]
	return row
}

type rowSheetRenderer struct{ s *rowSheet }

func (r *rowSheetRenderer) Destroy()                     {}
func (r *rowSheetRenderer) Layout(fyne.Size)             { r.s.place() }
func (r *rowSheetRenderer) Objects() []fyne.CanvasObject { return r.s.seen }

func (r *rowSheetRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.s.v.row.Width, r.s.v.row.Height*float32(r.s.v.count()))
}

func (r *rowSheetRenderer) Refresh() {
	r.s.place()
	for i, row := range r.s.seen {
		r.s.v.update(r.s.first+i, row)
	}
	canvas.Refresh(r.s)
}
