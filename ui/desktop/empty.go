package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"meterscope/ui/lang"
	"meterscope/ui/present"
)

// newEmptyView is what a case without anything in it shows: one sentence, one button, one place to drop.
func newEmptyView(t *lang.Texts, icon fyne.Resource, open, paste, sample func()) fyne.CanvasObject {
	picture := canvas.NewImageFromResource(icon)
	picture.FillMode = canvas.ImageFillContain
	picture.SetMinSize(fyne.NewSize(72, 72))
	title := newCaption(t.Text(present.TextEmptyTitle), colorText, sizeTitle, true)
	sentence := newCaption(t.Text(present.TextEmptySentence), colorMuted, sizeText, false)
	actions := container.New(row{gap: 10, grow: -1},
		newPress(t.Text(present.TextOpenLog), lookPrimary, open),
		newPress(t.Text(present.TextPasteLog), lookPlain, paste),
		newCaption(t.Text(present.TextEmptyOr), colorMuted, sizeText, false),
		newPress(t.Text(present.TextEmptySample), lookLink, sample))
	middle := container.New(column{gap: 14, grow: -1},
		container.NewCenter(picture), container.NewCenter(title), container.NewCenter(sentence), container.NewCenter(actions))
	frame := newSurface(colorGround, noEdge)
	frame.stroke, frame.radius = colorLine, 8
	return container.NewStack(newSurface(colorGround, noEdge), pad(container.NewStack(frame, container.NewCenter(middle)), 28, 12, 28, 12))
}
