package desktop

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/present"
)

// listView is the list of transactions with its header.
type listView struct {
	app     *present.App
	zone    *time.Location
	columns []present.Column
	widths  []float32
	asked   map[string]bool // columns that were asked for, or are not wanted; of the others the room decides
	shown   []int           // columns that there is room for
	lefts   []float32       // where they begin
	header  *listHeader
	list    *keyedList
	empty   *fyne.Container
	none    *caption
	why     fyne.CanvasObject // there is none
	reason  *widget.Label
	all     *press
	cards   *press // shows the findings of the case

	onFindings func()
	view       fyne.CanvasObject
	onEnter    func()

	onColumns func()               // other columns were asked for
	onKey     func(*fyne.KeyEvent) // for keys that the list doesn't know
	onRune    func(rune)
	width     float32
}

func newListView(a *present.App) *listView {
	v := &listView{app: a, zone: a.Engine.Zone, columns: present.Columns(a.Texts()), asked: map[string]bool{}}
	for _, c := range v.columns {
		v.widths = append(v.widths, c.Width)
	}
	v.header = newListHeader(v)
	v.list = newKeyedList(v)
	v.none = newCaption(a.Texts().Text(present.TextNothingFits), colorMuted, sizeText, false).flexible()
	v.none.align = fyne.TextAlignCenter
	v.all = newPress(a.Texts().Text(present.TextShowAll), lookLink, a.List.ShowAll)
	v.why, v.reason = paragraph("")
	v.reason.Alignment, v.reason.Importance = fyne.TextAlignCenter, widget.LowImportance
	v.cards = newPress(a.Texts().Text(present.TextAllFindings), lookLink, func() {
		if v.onFindings != nil {
			v.onFindings()
		}
	})
	v.empty = pad(container.New(column{gap: 8, grow: -1}, v.none, v.why, container.NewCenter(v.all), container.NewCenter(v.cards)), 60, gutter, 0, gutter)
	body := container.NewStack(container.NewThemeOverride(v.list, flat()), v.empty)
	v.view = container.New(&listLayout{v: v}, v.header, body)
	v.fit(520)
	v.refresh()
	return v
}

// listLayout tells the view how wide it is.
type listLayout struct{ v *listView }

// MinSize leaves room for the columns that never go.
func (l *listLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(250, 4*rowHeight) }

// Layout puts the header above the list.
func (l *listLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	l.v.fit(s.Width)
	o[0].Resize(fyne.NewSize(s.Width, headerHeight))
	o[1].Move(fyne.NewPos(0, headerHeight))
	o[1].Resize(fyne.NewSize(s.Width, s.Height-headerHeight))
}

// fit chooses the columns for a width and gives what is left to the connector's column.
func (v *listView) fit(width float32) {
	if width <= 0 {
		return
	}
	v.width = width
	const scrollbar = 10
	v.shown = present.Fit(v.columns, v.widths, v.asked, width-scrollbar)
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

// columnItems are the columns to choose from.
func (v *listView) columnItems() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for i := range v.columns {
		c := &v.columns[i]
		if c.Title == "" {
			continue
		}
		on := slices.Contains(v.shown, i)
		item := fyne.NewMenuItem(c.Title, func() { v.ask(c.ID, !slices.Contains(v.shown, i)) })
		item.Checked = on
		items = append(items, item)
	}
	auto := fyne.NewMenuItem(v.app.Texts().Text(present.TextAllColumns), func() {
		clear(v.asked)
		v.chosen()
	})
	return append(items, fyne.NewMenuItemSeparator(), auto)
}

// ask shows a column or leaves it out. One always stays.
func (v *listView) ask(id string, on bool) {
	if !on && len(v.shown) < 3 { // the mark of severity, and one more
		return
	}
	v.asked[id] = on
	v.chosen()
}

func (v *listView) chosen() {
	v.fit(v.width)
	if v.onColumns != nil {
		v.onColumns()
	}
}

func (v *listView) widthOf(i int, spare float32) float32 {
	if i == v.stretched() && spare > 0 {
		return v.widths[i] + spare
	}
	return v.widths[i]
}

func (v *listView) refresh() {
	v.header.Refresh()
	v.list.Refresh()
	l := v.app.List
	if l.Loaded() && l.Len() == 0 {
		v.none.set(v.app.Texts().Text(present.TextNoTxTitle), colorMuted)
		why := v.app.Status.NoTransactions()
		v.all.Hide()
		if v.app.Importing() {
			v.none.set(v.app.Texts().Text(present.TextImporting), colorMuted)
			why = ""
		}
		if l.Filtered() {
			v.none.set(v.app.Texts().Text(present.TextNothingFits), colorMuted)
			v.all.Show()
			why = ""
		}
		if why != v.reason.Text {
			v.reason.SetText(why)
		}
		visible(v.why, why != "")
		visible(v.cards, why != "")
		v.empty.Show()
		v.empty.Refresh()
	} else {
		v.empty.Hide()
	}
}

// page is how many whole rows are seen.
func (v *listView) page() int { return max(int(v.list.Size().Height/rowHeight)-1, 1) }

// keyedList is a list that moves the selection with the keyboard. The selection is the view model's: the
// list's own is not used.
type keyedList struct {
	widget.List
	v       *listView
	focused bool
}

func newKeyedList(v *listView) *keyedList {
	l := &keyedList{v: v}
	l.Length = v.app.List.Len
	l.CreateItem = func() fyne.CanvasObject { return newTxRow(v) }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		if r, ok := o.(*txRow); ok {
			r.show(i)
		}
	}
	l.HideSeparators = true
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
	l.focused = false
	l.Refresh()
}

// TypedKey moves the selection.
func (l *keyedList) TypedKey(e *fyne.KeyEvent) {
	m := l.v.app.List
	switch e.Name {
	case fyne.KeyDown:
		m.Move(1)
	case fyne.KeyUp:
		m.Move(-1)
	case fyne.KeyPageDown:
		m.Move(l.v.page())
	case fyne.KeyPageUp:
		m.Move(-l.v.page())
	case fyne.KeyHome:
		m.Home()
	case fyne.KeyEnd:
		m.End()
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyRight:
		if l.v.onEnter != nil {
			l.v.onEnter()
		}
	default:
		if l.v.onKey != nil {
			l.v.onKey(e)
		}
	}
}

// TypedRune hands what is typed on: the list has no use for it.
func (l *keyedList) TypedRune(r rune) {
	if l.v.onRune != nil {
		l.v.onRune(r)
	}
}
