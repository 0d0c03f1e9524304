package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/present"
)

// emptyList says why the list has no rows.
type emptyList struct {
	app    *present.App
	view   *fyne.Container
	none   *caption
	why    fyne.CanvasObject
	reason *widget.Label
	all    *press
	cards  *press // shows the findings of the case
}

func newEmptyList(v *listView) *emptyList {
	t := v.app.Texts()
	e := &emptyList{app: v.app, none: newCaption(t.Text(present.TextNothingFits), colorMuted, sizeText, false).flexible()}
	e.none.align = fyne.TextAlignCenter
	e.all = newPress(t.Text(present.TextShowAll), lookLink, v.app.List.ShowAll)
	e.why, e.reason = paragraph("")
	e.reason.Alignment, e.reason.Importance = fyne.TextAlignCenter, widget.LowImportance
	e.cards = newPress(t.Text(present.TextAllFindings), lookLink, func() {
		if v.onFindings != nil {
			v.onFindings()
		}
	})
	e.view = pad(container.New(column{gap: 8, grow: -1}, e.none, e.why, container.NewCenter(e.all), container.NewCenter(e.cards)), 60, gutter, 0, gutter)
	return e
}

func (e *emptyList) refresh() {
	l := e.app.List
	if !l.Loaded() || l.Len() > 0 {
		e.view.Hide()
		return
	}
	t := e.app.Texts()
	e.none.set(t.Text(present.TextNoTxTitle), colorMuted)
	why := e.app.Status.NoTransactions()
	e.all.Hide()
	if e.app.Importing() {
		e.none.set(t.Text(present.TextImporting), colorMuted)
		why = ""
	}
	if l.Filtered() {
		e.none.set(t.Text(present.TextNothingFits), colorMuted)
		e.all.Show()
		why = ""
	}
	if why != e.reason.Text {
		e.reason.SetText(why)
	}
	visible(e.why, why != "")
	visible(e.cards, why != "")
	e.view.Show()
	e.view.Refresh()
}
