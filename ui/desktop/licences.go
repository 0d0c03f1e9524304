package desktop

import (
	"fyne.io/fyne/v2/container"

	"meterscope/ui/present"
)

// showAbout says what the program is: Licences… shows those of what is in it.
func (w *window) showAbout() {
	t := w.app.Texts()
	text, _ := paragraph(present.About(t, w.version))
	w.showSheet(t.Text(present.TextAbout), text, sheetWidth,
		action{label: t.Text(present.TextLicencesDots), keep: true, run: w.showLicences},
		action{label: t.Text(present.TextClose)})
}

func (w *window) showLicences() {
	var view *codeView
	view = newCodeView(func(columns int) {
		lines := present.LicenceRows(columns)
		rows := make([]codeRow, len(lines))
		for i, l := range lines {
			rows[i].spans = []codeSpan{{text: l, ink: colorText}}
		}
		view.show(rows, 0)
	})
	room := newSurface(colorSheet, noEdge)
	room.min = w.within(cardsWidth, cardsHeight)
	t := w.app.Texts()
	w.showSheet(t.Text(present.TextLicences), container.NewStack(room, view.view), room.min.Width,
		action{label: t.Text(present.TextCopy), keep: true, run: func() { w.copy(present.Licences()) }},
		action{label: t.Text(present.TextClose)})
}
