package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"meterscope/ui/present"
)

// toolbar is the line at the top: open, the case, search, filters.
type toolbar struct {
	app    *present.App
	view   fyne.CanvasObject
	open   *press
	kase   *press
	search *searchEntry
	chips  *segments
}

func newToolbar(a *present.App, open func(), caseMenu func(at fyne.CanvasObject)) *toolbar {
	t := &toolbar{app: a, chips: newSegments()}
	t.open = newPress(a.Texts().Text(present.TextOpenLog), lookPrimary, open)
	t.kase = newPress(a.CaseName(), lookPlain, nil)
	t.kase.onPress = func() { caseMenu(t.kase) }
	t.search = newSearchEntry(a.Texts(), a.List)
	content := container.New(row{gap: 10, grow: 2}, t.open, t.kase, t.search, t.chips)
	t.view = container.New(fixedHeight(toolbarHeight), newSurface(colorSurface, bottomEdge), pad(content, 0, gutter, 0, gutter))
	t.refresh()
	return t
}

// refresh shows the case and the counts of the filters.
func (t *toolbar) refresh() {
	t.kase.set(t.app.CaseName()+"  ▾", false)
	chips := t.app.List.Chips()
	grown := len(t.chips.chips) != len(chips)
	if grown {
		t.chips.chips = nil
		for range chips {
			t.chips.chips = append(t.chips.chips, newPress("", lookChip, nil))
		}
	}
	widths := t.chips.MinSize().Width
	for i, c := range chips {
		p := t.chips.chips[i]
		p.onPress = func() { t.app.List.SetSeverity(c.Severity) }
		p.set(c.Label+" "+present.Count(t.app.Texts(), c.Count), c.Active)
	}
	if grown || t.chips.MinSize().Width != widths {
		t.chips.Refresh()
		t.view.Refresh()
	}
	if s := t.app.List.Search(); s != t.search.Text {
		t.search.SetText(s)
	}
}
