package desktop

import (
	"strings"

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
	chips  *segments // the filters, by their names
	short  *segments // by their marks: where the search needs the room
}

func newToolbar(a *present.App, open func(), caseMenu func(at fyne.CanvasObject)) *toolbar {
	t := &toolbar{app: a, chips: newSegments(), short: newSegments()}
	t.open = newPress(a.Texts().Text(present.TextOpenLog), lookPrimary, open)
	t.kase = newPress(a.CaseName(), lookPlain, nil)
	t.kase.onPress = func() { caseMenu(t.kase) }
	t.search = newSearchEntry(a.Texts(), a.List)
	content := container.New(&toolbarLayout{t: t, row: row{gap: 10, grow: 2}}, t.open, t.kase, t.search, t.chips, t.short)
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
		t.chips.chips, t.short.chips = nil, nil
		for range chips {
			t.chips.chips = append(t.chips.chips, newPress("", lookChip, nil))
			t.short.chips = append(t.short.chips, newPress("", lookChip, nil))
		}
	}
	widths := t.chips.MinSize().Width + t.short.MinSize().Width
	for i, c := range chips {
		count := ""
		if t.app.List.Loaded() { // until then nobody knows
			count = " " + present.Count(t.app.Texts(), c.Count)
		}
		choose := func() { t.app.List.SetSeverity(c.Severity) }
		p, short := t.chips.chips[i], t.short.chips[i]
		p.onPress, short.onPress = choose, choose
		p.set(c.Label+count, c.Active)
		if count = strings.TrimSpace(count); c.Severity == nil {
			count = strings.TrimSpace(c.Label + " " + count)
		} else {
			short.mark = func() fyne.Resource { return toneIcon(present.ToneOf(*c.Severity)) }
		}
		short.set(count, c.Active)
	}
	if grown || t.chips.MinSize().Width+t.short.MinSize().Width != widths {
		t.chips.Refresh()
		t.short.Refresh()
		t.view.Refresh()
	}
	if s := t.app.List.Search(); s != t.search.Text {
		t.search.SetText(s)
	}
}

// toolbarLayout puts the tool bar on one line. Where the search would have too little room, the filters are told by their
// marks instead of their names.
type toolbarLayout struct {
	row
	t *toolbar
}

// leastSearch is the width below which the search needs more.
const leastSearch = 280

// MinSize is that of the narrow one.
func (l *toolbarLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return l.row.MinSize([]fyne.CanvasObject{l.t.open, l.t.kase, l.t.search}).AddWidthHeight(l.gap+l.t.short.MinSize().Width, 0)
}

// Layout chooses between names and marks.
func (l *toolbarLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	rest := s.Width - l.t.open.MinSize().Width - l.t.kase.MinSize().Width - l.t.chips.MinSize().Width - 3*l.gap
	visible(l.t.chips, rest >= leastSearch)
	visible(l.t.short, rest < leastSearch)
	l.row.Layout(o, s)
}
