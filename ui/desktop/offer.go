package desktop

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"meterscope/ui/present"
)

// noticeBar is a quiet line under the tool bar: what the user should know, and what can be done about it.
type noticeBar struct {
	app     *present.App
	view    fyne.CanvasObject
	content *fyne.Container
	text    *caption
	labels  []string
	presses []*press
}

func newNoticeBar(a *present.App) *noticeBar {
	n := &noticeBar{app: a, text: newCaption("", colorText, sizeText, false).flexible()}
	n.content = container.New(row{gap: 16, grow: 0}, n.text)
	n.view = container.New(fixedHeight(noticeHeight), newSurface(colorInfoBg, bottomEdge), pad(n.content, 0, gutter, 1, gutter))
	n.view.Hide()
	n.refresh()
	return n
}

const noticeHeight = 34

// refresh shows the line while there is something to say, and says whether it came or went.
func (n *noticeBar) refresh() bool {
	notice := n.app.Notice()
	if notice == nil {
		notice = &present.Notice{}
	}
	n.text.set(notice.Text, colorText)
	var labels []string
	for _, a := range notice.Actions {
		labels = append(labels, a.Label)
	}
	if !slices.Equal(labels, n.labels) {
		n.labels, n.presses, n.content.Objects = labels, nil, []fyne.CanvasObject{n.text}
		for _, label := range labels {
			p := newPress(label, lookLink, nil)
			n.presses, n.content.Objects = append(n.presses, p), append(n.content.Objects, p)
		}
		n.content.Refresh()
	}
	for i, a := range notice.Actions {
		n.presses[i].onPress = a.Run
	}
	changed := n.view.Visible() != (notice.Text != "")
	visible(n.view, notice.Text != "")
	return changed
}
