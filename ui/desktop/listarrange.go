package desktop

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"meterscope/ui/present"
)

// columnArranger lists all columns, to show and hide them and to put them in order, with the mouse or the keyboard
// alone.
type columnArranger struct {
	v    *listView
	list *rowList
	at   int // place in the order of the columns
}

func newColumnArranger(v *listView) *columnArranger {
	a := &columnArranger{v: v}
	a.list = newRowList(28)
	a.list.count = func() int { return len(v.arranged) }
	a.list.selected = func() int { return a.at }
	a.list.onSelect = func(i int) { a.at = i }
	a.list.look = a.look
	a.list.onEnter = func(int) { a.sort() }
	a.list.onShift = a.move
	a.list.onRune = func(r rune) {
		const by = 8
		switch r {
		case ' ':
			a.toggle()
		case '+', '=':
			a.v.resize(a.column(), by)
		case '-':
			a.v.resize(a.column(), -by)
		}
		a.list.Refresh()
	}
	return a
}

func (a *columnArranger) column() int { return a.v.arranged[a.at] }

// look is a line: whether the column is shown, its name, and how it orders the list.
func (a *columnArranger) look(i int, width float32) rowLook {
	c := &a.v.columns[a.v.arranged[i]]
	mark, ink := "", colorMuted
	if slices.Contains(a.v.shown, a.v.arranged[i]) {
		mark, ink = "✓", colorText
	}
	const check, arrow = 34, 60
	return rowLook{cells: []rowCell{
		{text: mark, x: 12, w: check - 12, ink: colorAccent, size: sizeText, style: fyne.TextStyle{Bold: true}},
		{text: c.LongTitle(), x: check, w: width - check - arrow, ink: ink, size: sizeText},
		{text: arrowOf(a.v.app.List.Orders(), c.ID), x: width - arrow, w: arrow - 12, ink: colorMuted, size: sizeText, right: true},
	}}
}

// toggle shows the column or leaves it out.
func (a *columnArranger) toggle() {
	c := &a.v.columns[a.column()]
	if c.ID == "severity" { // the mark stays
		return
	}
	a.v.ask(c.ID, !slices.Contains(a.v.shown, a.column()))
	a.list.Refresh()
}

// move takes the column up or down.
func (a *columnArranger) move(by int) {
	to := a.at + by
	if to < 0 || to >= len(a.v.arranged) {
		return
	}
	a.v.putColumn(a.column(), a.v.arranged[to])
	a.list.pick(to)
}

// sort orders the list by the column; by it too, where Shift is held.
func (a *columnArranger) sort() {
	id := a.v.columns[a.column()].ID
	if a.list.shift {
		a.v.app.List.SortAlso(id)
	} else {
		a.v.app.List.SortBy(id)
	}
	a.list.Refresh()
}

// arrangeColumns shows the columns of the list in a sheet.
func (w *window) arrangeColumns() {
	t := w.app.Texts()
	a := newColumnArranger(w.list)
	const below = 100 // the buttons, and what the keys do
	most := w.within(sheetWidth, float32(len(a.v.arranged))*28+below)
	most.Height = max(most.Height-below, 120)
	room := newSurface(colorSheet, noEdge)
	room.min = most
	keys, label := paragraph(t.Text(present.TextArrangeKeys))
	label.Importance = 0
	label.SizeName = sizeSmall
	buttons := container.New(row{gap: 10, grow: -1},
		newPress(t.Text(present.TextShowHide), lookPlain, a.toggle),
		newPress(t.Text(present.TextUp), lookPlain, func() { a.move(-1) }),
		newPress(t.Text(present.TextDown), lookPlain, func() { a.move(1) }))
	list := container.NewStack(room, a.list)
	s := w.showSheet(t.Text(present.TextColumnsOfList), container.New(column{gap: 10, grow: -1}, list, buttons, keys), most.Width,
		action{label: t.Text(present.TextStandard), keep: true, run: func() {
			a.v.standard()
			a.list.Refresh()
		}},
		action{label: t.Text(present.TextClose)})
	s.keys = a.list
	w.focus(a.list)
}
