package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/present"
)

// detailView is the right half: the transaction's head and its tabs.
type detailView struct {
	app      *present.App
	view     fyne.CanvasObject
	body     *fyne.Container
	nothing  fyne.CanvasObject
	title    *caption
	subtitle *caption
	sentence *widget.Label
	banner   *surface
	stripe   *surface
	tabs     []*press
	tools    *fyne.Container // of the tab in front, at the right
	pages    []fyne.CanvasObject
	stack    *fyne.Container
	overview *overviewView
	plot     *plotView
	findings *findingsView
	messages *messagesView
	notes    *notesView
	head     *fyne.Container
}

func newDetailView(a *present.App, kept fyne.Preferences, clip func(string)) *detailView {
	v := &detailView{
		app:      a,
		title:    newCaption("", colorText, sizeTitle, true).flexible(),
		subtitle: newCaption("", colorMuted, sizeSmall, false).flexible(),
		overview: newOverviewView(a), plot: newPlotView(a, kept), findings: newFindingsView(a, clip), messages: newMessagesView(a, clip), notes: newNotesView(a),
	}
	text, label := paragraph("")
	v.sentence = label
	v.banner, v.stripe = newSurface(colorSurface, noEdge), newSurface(colorMuted, noEdge)
	v.stripe.min = fyne.NewSize(3, 10)
	banner := container.NewStack(v.banner, container.NewBorder(nil, nil, v.stripe, nil, pad(text, 8, 12, 8, 10)))

	var tabs []fyne.CanvasObject
	for i := range v.app.Detail.TabTitles() {
		t := newPress("", lookTab, func() { a.ShowTab(present.Tab(i)) })
		v.tabs = append(v.tabs, t)
		tabs = append(tabs, t)
	}
	v.tools = container.NewStack(v.plot.tools)
	strip := container.NewStack(newSurface(colorGround, bottomEdge),
		container.New(&strip{plot: v.plot}, container.New(tabRow{}, tabs...), v.tools))
	v.plot.onTools = strip.Refresh
	v.pages = []fyne.CanvasObject{v.overview.view, v.plot.view, v.findings.view, v.messages.view, v.notes.view}
	v.stack = container.NewStack(v.pages...)
	v.head = container.New(column{gap: 5, grow: -1}, v.title, v.subtitle, banner, strip)
	v.body = under(pad(v.head, 12, gutter+4, 0, gutter+4), v.stack)
	v.nothing = container.NewCenter(newCaption(a.Texts().Text(present.TextPickOne), colorMuted, sizeText, false))
	v.view = container.NewStack(newSurface(colorGround, noEdge), v.nothing, v.body)
	a.OnTab(func(present.Tab) { v.refresh() })
	v.refresh()
	return v
}

func (v *detailView) refresh() {
	d := v.app.Detail
	visible(v.body, d.Shown())
	visible(v.nothing, !d.Shown() && v.app.List.Len() > 0)
	v.title.set(d.Title(), colorText)
	v.subtitle.set(d.Subtitle(), colorMuted)
	if s := d.Sentence(); s != v.sentence.Text {
		v.sentence.SetText(s)
		v.body.Layout.Layout(v.body.Objects, v.body.Size()) // it may take more lines now
	}
	ink, _ := toneColor(d.Tone())
	v.stripe.setColor(ink)
	for i, title := range d.TabTitles() {
		active := present.Tab(i) == v.app.Tab()
		v.tabs[i].set(title, active)
		visible(v.pages[i], active)
	}
	visible(v.tools, v.app.Tab() == present.TabPlot)
	v.head.Refresh()
}
