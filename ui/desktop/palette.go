package desktop

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"meterscope/ui/present"
)

// paletteEntry is the field of the command palette: the arrows move in the list below it.
type paletteEntry struct {
	hintEntry
	keys func(*fyne.KeyEvent) bool
}

func newPaletteEntry() *paletteEntry {
	e := &paletteEntry{}
	e.ExtendBaseWidget(e)
	return e
}

// TypedKey gives the list the keys that are its.
func (e *paletteEntry) TypedKey(k *fyne.KeyEvent) {
	if e.keys == nil || !e.keys(k) {
		e.hintEntry.TypedKey(k)
	}
}

const (
	paletteWidth  = 620
	paletteHeight = 380
	paletteRow    = 30
)

// showPalette lists all that can be done, to be found by typing.
func (w *window) showPalette() {
	t := w.app.Texts()
	p := present.NewPalette(t, w.actions(), w.typedActions)
	field := newPaletteEntry()
	field.setHint(t.Text(present.TextPaletteHint))
	list := newRowList(paletteRow)
	list.count = func() int { return len(p.Actions()) }
	list.selected = p.Selected
	list.onSelect = p.Select
	list.look = func(i int, width float32) rowLook {
		a := p.Actions()[i]
		ink := colorText
		if a.Off {
			ink = colorMuted
		}
		const keys = 130
		return rowLook{cells: []rowCell{
			{text: a.Label(), x: gutter, w: width - keys - 2*gutter, ink: ink, size: sizeText},
			{text: a.Keys, x: width - keys - gutter, w: keys, ink: colorMuted, size: sizeSmall, right: true},
		}}
	}
	var s *sheet
	hide := func() { w.lower(s) }
	run := func() {
		a, ok := p.Chosen()
		if !ok {
			return
		}
		hide()
		a.Run()
	}
	list.onEnter = func(int) { run() }
	list.other = func(k *fyne.KeyEvent) {
		if k.Name == fyne.KeyEscape {
			hide()
		}
	}
	field.OnChanged = func(words string) {
		p.Find(words)
		list.ScrollToTop()
		list.Refresh()
	}
	field.keys = func(k *fyne.KeyEvent) bool {
		switch k.Name {
		case fyne.KeyEscape:
			hide()
		case fyne.KeyReturn, fyne.KeyEnter:
			run()
		case fyne.KeyDown, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyPageUp:
			list.TypedKey(k)
		default:
			return false
		}
		return true
	}
	room := newSurface(colorSheet, noEdge)
	room.min = w.within(paletteWidth, paletteHeight)
	content := container.NewStack(newSurface(colorSheet, noEdge), pad(container.New(column{gap: 8, grow: 1}, field,
		container.NewStack(room, list)), 10, 10, 8, 10))
	s = w.raise(content, field)
}

// actions are all that the menus can do.
func (w *window) actions() []present.Action {
	var all []present.Action
	var walk func(path []string, items []*fyne.MenuItem)
	walk = func(path []string, items []*fyne.MenuItem) {
		for _, i := range items {
			if i.IsSeparator || i.Label == "" {
				continue
			}
			own := append(append([]string(nil), path...), i.Label)
			if i.ChildMenu != nil {
				walk(own, i.ChildMenu.Items)
				continue
			}
			if i.Action != nil {
				all = append(all, present.Action{Path: own, Keys: shortcutName(i.Shortcut), Off: i.Disabled, Run: i.Action})
			}
		}
	}
	if main := w.win.MainMenu(); main != nil {
		for _, m := range main.Items {
			walk([]string{m.Label}, m.Items)
		}
	}
	return all
}

// typedActions are those that need what was typed: to search for it, and to read about it.
func (w *window) typedActions(words string) []present.Action {
	t := w.app.Texts()
	all := []present.Action{{Path: []string{t.Text("Find transactions: %s", words)}, Run: func() {
		w.app.ShowPage(present.PageTransactions)
		w.app.List.SetSearch(words)
		w.toolbar.refresh()
		w.focusList()
	}}}
	help := present.NewHelp(t, modifierName())
	help.Find(words)
	const most = 8
	for _, c := range help.Chapters()[:min(len(help.Chapters()), most)] {
		all = append(all, present.Action{Path: []string{t.Text(present.TextHelp), c.Title}, Run: func() { w.showHelp(c.Title) }})
	}
	return all
}

// shortcutName is a shortcut as the menus write it: "Ctrl+Shift+V".
func shortcutName(s fyne.Shortcut) string {
	k, ok := s.(fyne.KeyboardShortcut)
	if !ok {
		return ""
	}
	var parts []string
	m := k.Mod()
	if m&fyne.KeyModifierShortcutDefault != 0 {
		parts = append(parts, modifierName())
	}
	if m&fyne.KeyModifierAlt != 0 {
		parts = append(parts, "Alt")
	}
	if m&fyne.KeyModifierShift != 0 {
		parts = append(parts, "Shift")
	}
	name := string(k.Key())
	switch k.Key() {
	case fyne.KeyUp:
		name = "↑"
	case fyne.KeyDown:
		name = "↓"
	}
	if _, custom := s.(*desktop.CustomShortcut); !custom && len(parts) == 0 {
		parts = append(parts, modifierName())
	}
	return strings.Join(append(parts, name), "+")
}
