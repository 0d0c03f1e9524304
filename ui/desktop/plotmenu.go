package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/present"
)

// plotMenu drops down where the plot was clicked with the other button.
func (w *window) plotMenu(at fyne.Position) {
	p, t := w.app.Plot, w.app.Texts()
	values, selected := p.CursorValues(), p.SelectionValues()
	item := func(label string, on bool, run func()) *fyne.MenuItem {
		i := fyne.NewMenuItem(t.Text(label), run)
		i.Disabled = !on
		return i
	}
	m := fyne.NewMenu("",
		item(present.TextCopyValues, values != "", func() { w.copy(values) }),
		item(present.TextCopySelection, selected != "", func() { w.copy(selected) }),
		item(present.TextGoToMessage, values != "", p.ShowMessage),
		fyne.NewMenuItemSeparator(),
		item(present.TextSelectVisible, p.Drawable(), p.SelectVisible),
		item(present.TextZoomSelection, selected != "", p.ZoomToSelection),
		item(present.TextResetView, p.Zoomed(), p.Reset),
		fyne.NewMenuItemSeparator())
	if name := p.Pinned(); name == "" {
		m.Items = append(m.Items, item(present.TextOverlay, p.Drawable(), p.Pin))
	} else {
		clock := item(present.TextByClock, true, func() { p.SetByClock(!p.ByClock()) })
		clock.Checked = p.ByClock()
		m.Items = append(m.Items, fyne.NewMenuItem(t.Text(present.TextNoOverlay, name), p.Unpin), clock)
	}
	m.Items = append(m.Items, fyne.NewMenuItemSeparator(), item(present.TextSaveImage, p.Drawable(), w.saveImage))
	widget.ShowPopUpMenuAtPosition(m, w.win.Canvas(), at)
}
