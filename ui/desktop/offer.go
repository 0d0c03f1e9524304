package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"meterscope/ui/present"
)

// offerBar is a quiet line under the tool bar: an import was interrupted, and can go on.
type offerBar struct {
	app  *present.App
	view fyne.CanvasObject
	text *caption
}

func newOfferBar(a *present.App) *offerBar {
	o := &offerBar{app: a, text: newCaption("", colorText, sizeText, false).flexible()}
	content := container.New(row{gap: 16, grow: 0}, o.text,
		newPress(a.Texts().Text(present.TextContinue), lookLink, a.Continue), newPress(a.Texts().Text(present.TextNotNow), lookLink, a.LeaveInterrupted))
	o.view = container.New(fixedHeight(offerHeight), newSurface(colorInfoBg, bottomEdge), pad(content, 0, gutter, 1, gutter))
	o.refresh()
	return o
}

const offerHeight = 34

// refresh shows the line while there is something to offer, and says whether it came or went.
func (o *offerBar) refresh() bool {
	text := o.app.InterruptedText()
	o.text.set(text, colorText)
	changed := o.view.Visible() != (text != "")
	visible(o.view, text != "")
	return changed
}
