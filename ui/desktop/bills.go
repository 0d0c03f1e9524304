package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"meterscope/ui/present"
)

// readBills asks for a list of bills and reads it.
func (w *window) readBills() {
	t := w.app.Texts()
	kinds := []filter{{t.Text("Lists of bills (CSV)"), []string{".csv", ".tsv", ".txt"}}, {name: t.Text(present.TextAllFiles)}}
	w.pickFiles(t.Text(present.TextReadBills), false, kinds, func(paths []string) { w.app.ReadBills(paths[0]) })
}

const (
	billsWidth  = 640
	billsHeight = 420
	billsMost   = 500 // records that were not added
)

// showBills tells what came of a list of bills.
func (w *window) showBills(l *present.BillList) {
	t := w.app.Texts()
	var facts []fyne.CanvasObject
	for _, f := range l.Facts(t) {
		facts = append(facts, container.New(factRow(190), newCaption(f[0], colorMuted, sizeText, false), newCaption(f[1], colorText, sizeText, false)))
	}
	parts := []fyne.CanvasObject{container.New(column{gap: 3, grow: -1}, facts...)}
	rows := l.NotAdded(t, w.app.Engine.Zone)
	height := parts[0].MinSize().Height + 8
	if len(rows) > 0 {
		parts = append(parts, newCaption(t.Text("Not added"), colorText, sizeText, true))
		list := newRowList(placeHeight)
		list.count = func() int { return min(len(rows), billsMost) }
		chosen := -1
		list.selected, list.onSelect = func() int { return chosen }, func(i int) { chosen = i }
		list.look = func(i int, width float32) rowLook {
			const line, upper, lower = 76, 14, 31
			return rowLook{cells: []rowCell{
				{text: rows[i].Line, x: 0, w: line, y: upper, ink: colorMuted, size: sizeSmall},
				{text: rows[i].What, x: line, w: width - line - gutter, y: upper, ink: colorText, size: sizeText},
				{text: rows[i].Why, x: line, w: width - line - gutter, y: lower, ink: colorMuted, size: sizeSmall},
			}}
		}
		room := newSurface(colorSheet, noEdge)
		room.min = fyne.NewSize(100, min(float32(len(rows))*placeHeight, w.within(billsWidth, billsHeight).Height-height-30))
		parts = append(parts, container.NewStack(room, list))
	}
	actions := []action{{label: t.Text(present.TextClose)}}
	if l.Changed() {
		hint, _ := paragraph(t.Text("The bills stand among the accounts of their transactions now. Undo takes all of them back."))
		parts = append(parts, hint)
		actions = append([]action{{label: t.Text(present.TextUndo), run: w.app.Undo}}, actions...)
	}
	w.showSheet(l.Name, container.New(column{gap: 10, grow: -1}, parts...), w.within(billsWidth, billsHeight).Width, actions...)
}
