package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"meterscope/ui/present"
)

// showColumns lets the columns of a table be named: each with its header, an example, and what it is read as.
func (w *window) showColumns() {
	s, t := w.app.Sources, w.app.Texts()
	columns, choices := s.TableColumns(), s.ColumnRoles()
	if len(columns) == 0 {
		return
	}
	roles := make([]string, len(columns))
	var rows []fyne.CanvasObject
	for i := range columns {
		c := &columns[i]
		roles[i] = c.Role
		name := newCaption(present.JoinFacts(c.Letter, c.Header), colorText, sizeText, true).flexible()
		example := newCaption(c.Example, colorMuted, sizeSmall, false).flexible()
		role := w.roleSelect(choices, c.Role, func(r string) { roles[i] = r })
		rows = append(rows, container.New(halves{}, container.New(column{gap: 0, grow: -1}, name, example), role))
	}
	body := container.New(column{gap: 8, grow: -1}, rows...)
	scroll := container.NewVScroll(pad(body, 0, 14, 0, 0))
	most := w.within(sheetWidth, cardsHeight)
	scroll.SetMinSize(fyne.NewSize(most.Width, min(most.Height, body.MinSize().Height+4)))
	w.showSheet(t.Text(present.TextColumnsTitle), scroll, most.Width,
		action{label: t.Text(present.TextLeaveAsIs)},
		action{label: t.Text(present.TextShowMessages), run: func() { s.SetRoles(roles) }})
}

// roleSelect chooses what a column is. A role that isn't among the choices, as a measurand is, is one of them here.
func (w *window) roleSelect(choices []present.Choice, role string, chosen func(string)) fyne.CanvasObject {
	labels, ids, at := make([]string, 0, len(choices)+1), make([]string, 0, len(choices)+1), -1
	for _, c := range choices {
		if c.ID == role {
			at = len(ids)
		}
		labels, ids = append(labels, c.Label), append(ids, c.ID)
	}
	if at < 0 {
		at = len(ids)
		labels, ids = append(labels, role), append(ids, role)
	}
	return newChoice(labels, at, func(i int) { chosen(ids[i]) })
}

// halves puts two things beside each other, each as wide as the other.
type halves struct{}

// MinSize is twice the wider one.
func (halves) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(2*max(a.Width, b.Width)+gutter, max(a.Height, b.Height))
}

// Layout centres both on one line.
func (halves) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := max(s.Width-gutter, 0) / 2
	for i, x := range o {
		h := x.MinSize().Height
		x.Resize(fyne.NewSize(w, h))
		x.Move(fyne.NewPos(float32(i)*(w+gutter), (s.Height-h)/2))
	}
}
