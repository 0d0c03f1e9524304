package desktop

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/present"
)

// dialogWidth is how wide texts in dialogs run.
const dialogWidth = 460

// showProblem tells of an error: what happened, what it means, what to do; details are folded.
func (w *window) showProblem(p present.Problem) {
	means, _ := paragraph(p.Means)
	remedy, _ := paragraph(p.Remedy)
	what, label := paragraph(p.What)
	label.TextStyle.Bold = true
	body := container.New(column{gap: 10, grow: -1}, what, means, remedy)
	if p.Details != "" {
		details, _ := paragraph(p.Details)
		body.Add(widget.NewAccordion(widget.NewAccordionItem(present.TextDetails, details)))
	}
	spacer := newSurface(colorGround, noEdge)
	spacer.min = fyne.NewSize(dialogWidth, 1)
	body.Add(spacer)
	d := dialog.NewCustomWithoutButtons("", container.NewPadded(body), w.win)
	closing := widget.NewButton(present.TextClose, d.Hide)
	closing.Importance = widget.HighImportance
	buttons := []fyne.CanvasObject{closing}
	if p.Details != "" {
		buttons = append([]fyne.CanvasObject{widget.NewButton(present.TextCopy, func() {
			w.copy(strings.Join([]string{p.What, p.Means, p.Remedy, p.Details}, "\n"))
		})}, buttons...)
	}
	d.SetButtons(buttons)
	d.Show()
	w.win.Canvas().Focus(closing)
}

// askQuit asks before an import is interrupted.
func (w *window) askQuit() {
	question, _ := paragraph(present.TextQuitQuestion)
	spacer := newSurface(colorGround, noEdge)
	spacer.min = fyne.NewSize(dialogWidth, 1)
	d := dialog.NewCustomConfirm(present.TextQuitTitle, present.TextQuitYes, present.TextQuitNo,
		container.NewPadded(container.New(column{gap: 4, grow: -1}, question, spacer)), func(yes bool) {
			if yes {
				w.app.CancelImport()
				w.quit()
			}
		}, w.win)
	d.Show()
}

// showKeys is the sheet of keys.
func (w *window) showKeys() {
	rows := container.New(column{gap: 6, grow: -1})
	for _, k := range present.Keys() {
		keys := newCaption(strings.ReplaceAll(k[0], "Mod", modifierName()), colorText, sizeText, true)
		rows.Add(container.New(factRow{}, keys, newCaption(k[1], colorMuted, sizeText, false)))
	}
	spacer := newSurface(colorGround, noEdge)
	spacer.min = fyne.NewSize(360, 1)
	rows.Add(spacer)
	dialog.ShowCustom(present.TextKeys, present.TextClose, container.NewPadded(rows), w.win)
}

// showUnread lists the places that could not be read.
func (w *window) showUnread() {
	w.app.ReadUnread(func(cards []present.Card) {
		list := container.New(column{gap: 10, grow: -1})
		for i := range cards {
			list.Add(newCard(&cards[i], nil, nil))
		}
		scroll := container.NewVScroll(pad(list, 4, 14, 4, 4))
		scroll.SetMinSize(fyne.NewSize(640, 420))
		dialog.ShowCustom(present.TextUnread, present.TextClose, scroll, w.win)
	})
}

func (w *window) showAbout() {
	text, _ := paragraph(present.About(w.version))
	spacer := newSurface(colorGround, noEdge)
	spacer.min = fyne.NewSize(dialogWidth, 1)
	dialog.ShowCustom(present.TextAbout, present.TextClose,
		container.NewPadded(container.New(column{gap: 8, grow: -1}, text, spacer)), w.win)
}
