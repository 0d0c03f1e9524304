package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/lang"
	"meterscope/ui/present"
)

// plotView is the plot with its legend and its tools.
type plotView struct {
	app     *present.App
	view    fyne.CanvasObject
	canvas  *plotCanvas
	legend  *legend
	tools   *fyne.Container
	chips   *segments
	more    *press // stands for the chips where there is no room for them
	reset   *press
	note    *widget.Label
	noted   fyne.CanvasObject
	strip   *wholeStrip
	stretch *caption // what is selected
	says    *widget.Label
	chosen  *fyne.Container
	room    float32 // for the tools
	zoomed  bool
	onTools func()               // the tools take another width
	other   func(*fyne.KeyEvent) // for keys that the plot doesn't know
}

const legendWidth = 136

func newPlotView(a *present.App, kept fyne.Preferences) *plotView {
	v := &plotView{app: a, chips: newSegments()}
	v.canvas = newPlotCanvas(a)
	v.legend = newLegend(a, v.canvas)
	v.reset = newPress(a.Texts().Text(present.TextResetView), lookLink, a.Plot.Reset)
	v.more = newPress(a.Texts().Text(present.TextPanels)+" ▾", lookPlain, v.showMenu)
	v.tools = container.New(row{gap: 12, grow: -1}, v.reset, v.chips, v.more)
	noted, note := paragraph("")
	v.note = note
	v.note.Alignment, v.note.Importance = fyne.TextAlignCenter, widget.LowImportance
	v.noted = container.NewVBox(layout.NewSpacer(), noted, layout.NewSpacer())
	v.strip = newWholeStrip(a)
	v.stretch = newCaption("", colorText, sizeSmall, true).flexible()
	text, says := paragraph("")
	v.says = says
	v.chosen = container.New(column{gap: 2, grow: -1}, v.stretch, text)
	v.chosen.Hide()
	below := container.NewVBox(v.strip, v.chosen)
	body := container.NewBorder(nil, below, nil, v.legend, v.canvas)
	v.view = pad(container.NewStack(body, v.noted), 8, gutter+4, 8, gutter-4)
	v.onTools = func() {}
	v.canvas.other = func(e *fyne.KeyEvent) {
		if v.other != nil {
			v.other(e)
		}
	}
	a.Plot.OnChange = v.refresh
	a.Plot.OnCursor = v.moved
	a.Plot.SetArrangement(kept.String(keyPanels))
	if n := kept.Int(keyImageScale); n > 0 {
		a.Plot.SetImageScale(n)
	}
	a.Plot.OnArranged = func() { kept.SetString(keyPanels, a.Plot.Arrangement()) }
	return v
}

// keyPanels is where the arrangement of the panels is kept.
const keyPanels = "panels"

func (v *plotView) refresh() {
	p := v.app.Plot
	note := ""
	if p.Loaded() && !p.Drawable() {
		note = v.app.Texts().Text(present.TextNoPlot)
	}
	if note != v.note.Text {
		v.note.SetText(note)
	}
	visible(v.noted, note != "")
	visible(v.canvas, !p.Loaded() || p.Drawable())
	visible(v.legend, p.Drawable())
	visible(v.strip, p.Drawable() && p.Zoomed())
	v.strip.Refresh()
	v.chips.chips = nil
	for _, q := range p.Quantities() {
		c := newPress(shortTitle(v.app.Texts(), q.Title), lookChip, func() { p.Toggle(q.ID) })
		c.active = q.Shown
		v.chips.chips = append(v.chips.chips, c)
	}
	v.chips.Refresh()
	v.onTools()
	v.moved()
}

// shortTitle is what a panel, whose title is in the language of t, is called on its chip.
func shortTitle(t *lang.Texts, title string) string {
	switch title {
	case t.Said("State of charge"):
		return "SoC"
	case t.Said("Energy since start"):
		return t.Text("Energy")
	}
	return title
}

// fit shows the chips if there is room for them.
func (v *plotView) fit(room float32) {
	v.room = room
	some := len(v.chips.chips) > 1
	fits := v.chips.MinSize().Width <= room
	visible(v.reset, v.app.Plot.Zoomed() && (fits || v.more.MinSize().Width+v.reset.MinSize().Width+12 <= room))
	if fits && v.reset.Visible() {
		fits = v.chips.MinSize().Width+v.reset.MinSize().Width+12 <= room
	}
	visible(v.chips, some && fits)
	visible(v.more, some && !fits)
}

// showMenu offers the panels one by one.
func (v *plotView) showMenu() {
	m := fyne.NewMenu("")
	for _, q := range v.app.Plot.Quantities() {
		item := fyne.NewMenuItem(q.Title, func() { v.app.Plot.Toggle(q.ID) })
		item.Checked = q.Shown
		m.Items = append(m.Items, item)
	}
	d := fyne.CurrentApp().Driver()
	if c := d.CanvasForObject(v.more); c != nil {
		widget.ShowPopUpMenuAtPosition(m, c, d.AbsolutePositionForObject(v.more).AddXY(0, v.more.Size().Height+2))
	}
}

func (v *plotView) moved() {
	if z := v.app.Plot.Zoomed(); z != v.zoomed {
		v.zoomed = z
		visible(v.strip, z && v.app.Plot.Drawable())
		v.onTools()
	}
	v.strip.Refresh()
	v.choose()
	v.canvas.Refresh()
	v.legend.Refresh()
}

// choose says what is selected.
func (v *plotView) choose() {
	lines := append(v.app.Plot.SelectionText(), "", "")
	if v.stretch.text != lines[0] {
		v.stretch.set(lines[0], colorText)
	}
	if v.says.Text != lines[1] {
		v.says.SetText(lines[1])
	}
	visible(v.chosen, lines[0] != "")
}
