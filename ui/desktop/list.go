package desktop

import (
	"time"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/present"
)

// listView is the list of transactions: the histogram of when they began, the header, the rows, and what they sum up
// to.
type listView struct {
	app       *present.App
	zone      *time.Location
	columns   []present.Column
	widths    []float32
	arranged  []int           // columns, as they were put in order
	asked     map[string]bool // columns that were asked for, or are not wanted; of the others the room decides
	shown     []int           // columns that there is room for
	lefts     []float32       // where they begin
	width     float32
	noted     bool // there were notes when it was fitted
	header    *listHeader
	list      *keyedList
	histogram *histogram
	graph     bool // the histogram is wanted
	notice    *searchNotice
	footer    *caption
	empty     *emptyList
	view      *fyne.Container

	onFindings func()
	onEnter    func()
	onColumns  func()               // other columns were asked for
	onSheet    func()               // all columns are wanted, to choose from
	onCopy     func()               // the rows that are selected are wanted as a table
	onCopyLine func()               // the transaction is wanted as a line
	onKey      func(*fyne.KeyEvent) // for keys that the list doesn't know
	onRune     func(rune)
}

func newListView(a *present.App) *listView {
	v := &listView{app: a, zone: a.Engine.Zone, columns: present.Columns(a.Texts()), asked: map[string]bool{}, graph: true}
	for i := range v.columns {
		c := &v.columns[i]
		if c.Widest != "" {
			c.Width = max(c.Width, fyne.MeasureText(c.Widest, theme.Size(sizeText), fyne.TextStyle{}).Width+cellInset)
		}
		v.widths = append(v.widths, c.Width)
		v.arranged = append(v.arranged, i)
	}
	v.header = newListHeader(v)
	v.list = newKeyedList(v)
	v.histogram = newHistogram(v)
	v.notice = newSearchNotice(a)
	v.footer = newCaption("", colorMuted, sizeSmall, false).flexible()
	v.empty = newEmptyList(v)
	body := container.NewStack(v.list, v.empty.view)
	foot := container.New(fixedHeight(footerHeight), newSurface(colorSurface, topEdge), pad(v.footer, 1, gutter, 0, gutter))
	v.view = container.New(&listLayout{v: v}, v.histogram.view, v.notice.view, v.header, body, foot)
	v.fit(520)
	v.refresh()
	return v
}

const (
	cellInset       = 14 // of the texts of a column, both sides together
	footerHeight    = 24
	histogramHeight = 66
	leastForGraph   = 330 // height below which the rows need the room
)

// listLayout tells the view how wide it is.
type listLayout struct{ v *listView }

// MinSize leaves room for the columns that never go.
func (l *listLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(250, 4*rowHeight) }

// Layout puts histogram, notice, header, rows and footer under each other.
func (l *listLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	v := l.v
	v.fit(s.Width)
	graph, notice, header, body, foot := o[0], o[1], o[2], o[3], o[4]
	y := float32(0)
	place := func(o fyne.CanvasObject, height float32) {
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(s.Width, height))
		y += height
	}
	visible(graph, v.graph && s.Height >= leastForGraph && v.app.List.Counts().All > 1)
	if graph.Visible() {
		place(graph, histogramHeight)
	}
	if notice.Visible() {
		notice.Resize(fyne.NewSize(s.Width, notice.Size().Height)) // it wraps, and learns its width first
		place(notice, notice.MinSize().Height)
	}
	place(header, headerHeight)
	place(body, s.Height-y-footerHeight)
	place(foot, footerHeight)
}

// fit chooses the columns for a width and gives what is left to the connector's column.
func (v *listView) fit(width float32) {
	if width <= 0 {
		return
	}
	v.width, v.noted = width, v.app.List.HasNotes()
	const scrollbar = 10
	v.shown = present.Fit(v.columns, v.widths, v.wanted(), v.arranged, width-scrollbar)
	spare := width - scrollbar
	for _, i := range v.shown {
		spare -= v.widths[i]
	}
	v.lefts = v.lefts[:0]
	x := float32(0)
	for _, i := range v.shown {
		v.lefts = append(v.lefts, x)
		x += v.widthOf(i, spare)
	}
	v.lefts = append(v.lefts, x)
	v.header.Refresh()
	v.list.Refresh()
}

// stretched is the column that takes the room that is left: the connector's, else the last.
func (v *listView) stretched() int {
	for _, i := range v.shown {
		if v.columns[i].ID == "station" {
			return i
		}
	}
	if n := len(v.shown); n > 0 {
		return v.shown[n-1]
	}
	return -1
}

func (v *listView) widthOf(i int, spare float32) float32 {
	if i == v.stretched() && spare > 0 {
		return v.widths[i] + spare
	}
	return v.widths[i]
}

// focus gives the rows the keyboard.
func (v *listView) focus() { focusOn(v.list, v.list) }

// offer shows what can be done with the rows that are selected.
func (v *listView) offer(at fyne.Position) {
	c := fyne.CurrentApp().Driver().CanvasForObject(v.list)
	if c == nil {
		return
	}
	t := v.app.Texts()
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("",
		fyne.NewMenuItem(t.Text(present.TextCopyTable), v.onCopy),
		fyne.NewMenuItem(t.Text(present.TextCopyRow), v.onCopyLine),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(t.Text(present.TextSelectAll), v.app.List.SelectAll),
	), c, at)
}

func (v *listView) refresh() {
	if v.noted != v.app.List.HasNotes() {
		v.fit(v.width) // there is a column for them, or no longer
	}
	v.header.Refresh()
	v.list.Refresh()
	v.histogram.refresh()
	v.footer.set(v.app.List.Footer(), colorMuted)
	noticed := v.notice.view.Visible()
	v.notice.refresh()
	graph := v.graph && v.view.Size().Height >= leastForGraph && v.app.List.Counts().All > 1
	if noticed || v.notice.view.Visible() || graph != v.histogram.view.Visible() {
		v.view.Refresh()
	}
	v.empty.refresh()
}

// page is how many whole rows are seen.
func (v *listView) page() int { return max(int(v.list.Size().Height/rowHeight)-1, 1) }

// keyedList is a list that moves the selection with the keyboard. The selection is the view model's: the
// list's own is not used.
type keyedList struct {
	rowView
	v       *listView
	focused bool
	shift   bool // it is held
}

func newKeyedList(v *listView) *keyedList {
	l := &keyedList{v: v}
	const leastWidth = 100
	l.build(fyne.NewSize(leastWidth, rowHeight), v.app.List.Len,
		func() fyne.CanvasObject { return newTxRow(v) },
		func(i int, o fyne.CanvasObject) {
			if r, ok := o.(*txRow); ok {
				r.show(i)
			}
		})
	l.ExtendBaseWidget(l)
	return l
}

// FocusGained shows that the keyboard moves the selection.
func (l *keyedList) FocusGained() {
	l.focused = true
	l.Refresh()
}

// FocusLost ends what FocusGained began.
func (l *keyedList) FocusLost() {
	l.focused, l.shift = false, false
	l.v.app.List.EndJump()
	l.Refresh()
}

// KeyDown notes that Shift is held: the arrows extend the selection then.
func (l *keyedList) KeyDown(e *fyne.KeyEvent) { l.shift = l.shift || isShift(e) }

// KeyUp notes that it no longer is.
func (l *keyedList) KeyUp(e *fyne.KeyEvent) { l.shift = l.shift && !isShift(e) }

// TypedKey moves the selection; with Shift held it extends it.
func (l *keyedList) TypedKey(e *fyne.KeyEvent) {
	m := l.v.app.List
	move := m.Move
	if l.shift {
		move = m.Extend
	}
	switch e.Name {
	case fyne.KeyDown:
		move(1)
	case fyne.KeyUp:
		move(-1)
	case fyne.KeyPageDown:
		move(l.v.page())
	case fyne.KeyPageUp:
		move(-l.v.page())
	case fyne.KeyHome:
		move(-m.Len())
	case fyne.KeyEnd:
		move(m.Len())
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyRight:
		if l.v.onEnter != nil {
			l.v.onEnter()
		}
	case fyne.KeyEscape:
		m.Select(m.Selected()) // only that
		l.other(e)
	default:
		l.other(e)
		return
	}
	m.EndJump()
}

func (l *keyedList) other(e *fyne.KeyEvent) {
	if l.v.onKey != nil {
		l.v.onKey(e)
	}
}

// TypedRune goes to the row that begins as is typed. What no row begins with is handed on.
func (l *keyedList) TypedRune(r rune) {
	if unicode.IsLetter(r) || unicode.IsDigit(r) || l.v.app.List.Jumping() {
		l.v.app.List.Jump(r)
		return
	}
	if l.v.onRune != nil {
		l.v.onRune(r)
	}
}
