package desktop

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/present"
)

// scrollBar is the room beside what is scrolled.
const scrollBar = 14

// showProblem tells of an error: what happened and where, what it means, what to do. Details are folded; all of it can
// be copied. What the window has no room for is scrolled to.
func (w *window) showProblem(p present.Problem) {
	if w.told != nil && w.toldOf == p.What && slices.Contains(w.sheets, w.told) {
		return // several parts of a damaged case say the same
	}
	t := w.app.Texts()
	place, details := technical(p.Place), technical(p.Details)
	means, _ := paragraph(p.Means)
	remedy, _ := paragraph(p.Remedy)
	fold := newPress("", lookLink, nil)
	body := container.New(column{gap: 10, grow: -1}, place, means, remedy, container.New(row{grow: -1}, fold), details)
	scroll := container.NewVScroll(pad(body, 0, scrollBar, 0, 0))
	show := func(open bool) {
		sign := " ▸"
		if open {
			sign = " ▾"
		}
		fold.set(t.Text(present.TextDetails)+sign, false)
		visible(details, open)
		body.Resize(fyne.NewSize(sheetWidth-scrollBar, 1)) // as wide as it will be: texts are wrapped at that
		height := body.MinSize().Height
		scroll.SetMinSize(fyne.NewSize(sheetWidth, min(height, w.within(sheetWidth, height).Height)))
	}
	fold.onPress = func() { show(!details.Visible()) }
	visible(place, p.Place != "")
	visible(means, p.Means != "")
	visible(remedy, p.Remedy != "")
	visible(fold, p.Details != "")
	show(false)
	w.toldOf = p.What
	w.told = w.showSheet(p.What, scroll, sheetWidth,
		action{label: t.Text(present.TextCopy), keep: true, run: func() { w.copy(p.Text()) }},
		action{label: t.Text(present.TextClose)})
}

// technical is a path, or what a part of the program said: it has no spaces to be wrapped at.
func technical(text string) fyne.CanvasObject {
	o, label := paragraph(text)
	label.Wrapping, label.Importance = fyne.TextWrapBreak, widget.LowImportance
	label.SizeName = sizeSmall
	return o
}
