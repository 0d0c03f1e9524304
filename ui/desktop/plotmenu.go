package desktop

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/present"
)

// plotMenu drops down where the plot was clicked with the other button.
func (w *window) plotMenu(at fyne.Position) {
	p, t := w.app.Plot, w.app.Texts()
	values, selected := p.CursorValues(), p.SelectionValues()
	item := func(label string, on bool, run func()) *fyne.MenuItem {
		i := fyne.NewMenuItem(label, run)
		i.Disabled = !on
		return i
	}
	m := fyne.NewMenu("",
		item(t.Text(present.TextCopyValues), values != "", func() { w.copy(values) }),
		item(t.Text(present.TextCopySelection), selected != "", func() { w.copy(selected) }),
		item(t.Text(present.TextGoToMessage), values != "", p.ShowMessage),
		fyne.NewMenuItemSeparator(),
		item(t.Text(present.TextSelectVisible), p.Drawable(), p.SelectVisible),
		item(t.Text(present.TextZoomSelection), selected != "", p.ZoomToSelection),
		item(t.Text(present.TextResetView), p.Zoomed(), p.Reset),
		fyne.NewMenuItemSeparator())
	if name := p.Pinned(); name == "" {
		m.Items = append(m.Items, item(t.Text(present.TextOverlay), p.Drawable(), p.Pin))
	} else {
		clock := item(t.Text(present.TextByClock), true, func() { p.SetByClock(!p.ByClock()) })
		clock.Checked = p.ByClock()
		m.Items = append(m.Items, fyne.NewMenuItem(t.Text(present.TextNoOverlay, name), p.Unpin), clock)
	}
	m.Items = append(m.Items, fyne.NewMenuItemSeparator(), item(t.Text(present.TextSaveImage), p.Drawable(), w.saveImage), imageSizes(w.app, w.fyne.Preferences()))
	widget.ShowPopUpMenuAtPosition(m, w.win.Canvas(), at)
}

// imageSizes offers how sharp a saved image is to be.
func imageSizes(a *present.App, kept fyne.Preferences) *fyne.MenuItem {
	sizes := fyne.NewMenu("")
	for n := 1; n <= 3; n++ {
		size := fyne.NewMenuItem(strconv.Itoa(n)+"×", func() {
			a.Plot.SetImageScale(n)
			kept.SetInt(keyImageScale, n)
		})
		size.Checked = a.Plot.ImageScale() == n
		sizes.Items = append(sizes.Items, size)
	}
	i := fyne.NewMenuItem(a.Texts().Text(present.TextImageSize), nil)
	i.ChildMenu = sizes
	return i
}

// keyImageScale is where the size of saved images is kept.
const keyImageScale = "image.scale"
