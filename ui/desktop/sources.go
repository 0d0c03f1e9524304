package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"meterscope/ui/present"
)

// sourcesView is the page of sources: the list, and what is known of the chosen one.
type sourcesView struct {
	app    *present.App
	view   *fyne.Container
	list   *rowList
	count  *caption
	none   fyne.CanvasObject
	detail *sourceDetail
	stale  bool // something changed while another page was shown

	onBack func()
}

func newSourcesView(a *present.App, acts sourceActs) *sourcesView {
	v := &sourcesView{app: a, stale: true}
	v.count = newCaption("", colorText, sizeText, true).flexible()
	back := newPress("‹ "+a.Texts().Text(present.TextBack), lookLink, func() {
		if v.onBack != nil {
			v.onBack()
		}
	})
	head := container.NewStack(newSurface(colorSurface, bottomEdge), pad(container.New(row{gap: 12, grow: 0}, v.count, back), 6, gutter, 7, gutter))
	v.list = newRowList(sourceRowHeight)
	v.list.count = func() int { return len(a.Sources.Rows()) }
	v.list.look = v.look
	v.list.selected = a.Sources.Selected
	v.list.onSelect = a.Sources.Select
	v.detail = newSourceDetail(a, acts)
	v.list.onEnter = func(int) { v.detail.focus() }
	v.none = container.NewCenter(newCaption(a.Texts().Text(present.TextNoSources), colorMuted, sizeText, false))
	left := container.New(column{grow: 1}, head, container.NewStack(v.list, v.none))
	v.view = container.NewStack(newSurface(colorGround, noEdge), newSplit(left, v.detail.view, false, firstSplit))
	a.Sources.OnChange = v.refresh
	return v
}

const sourceRowHeight = 46

// look is a source's row: its name and what there is to say of it, and below what was found.
func (v *sourcesView) look(i int, width float32) rowLook {
	r := v.app.Sources.Rows()[i]
	const upper, lower, stateWidth, gap = 15, 32, 118, 8
	left, room := float32(gutter), width-2*gutter
	state, tone := r.State, r.Tone
	if state == "" && r.Unread != "" {
		state, tone = r.Unread+" "+v.app.Texts().Text(present.TextUnreadSource), present.ToneWarning
	}
	nameRoom := room
	var cells []rowCell
	if state != "" {
		ink, _ := toneColor(tone)
		nameRoom -= stateWidth + gap
		cells = append(cells, rowCell{text: state, x: left + room - stateWidth, w: stateWidth, y: upper, ink: ink, size: sizeSmall, right: true})
	}
	facts := present.PlainText(r.Path)
	if r.ID != 0 {
		facts = r.Size + " · " + r.Format + " · " + r.Frames
	}
	cells = append(cells,
		rowCell{text: r.Name, x: left, w: nameRoom, y: upper, ink: colorText, size: sizeText, middle: true},
		rowCell{text: facts, x: left, w: room, y: lower, ink: colorMuted, size: sizeSmall, middle: r.ID == 0})
	return rowLook{cells: cells, fraction: float32(max(r.Fraction, 0))}
}

// refresh shows the list and the chosen source, once somebody sees them.
func (v *sourcesView) refresh() {
	if v.stale = v.app.Page() != present.PageSources; v.stale {
		return
	}
	n := len(v.app.Sources.Rows())
	v.count.set(v.app.Sources.Title(), colorText)
	visible(v.none, n == 0 && v.app.Sources.Loaded())
	v.list.Refresh()
	v.detail.refresh()
}

// shown is called when the page comes to the front.
func (v *sourcesView) shown() {
	if v.stale {
		v.refresh()
		if i := v.app.Sources.Selected(); i >= 0 {
			v.list.ScrollTo(i)
		}
	}
}
