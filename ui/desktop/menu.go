package desktop

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/present"
)

// modifierName is what the platform calls its own modifier.
func modifierName() string {
	if runtime.GOOS == "darwin" {
		return "⌘"
	}
	return "Ctrl" // in all languages: menus have it from Fyne
}

// command is something that a menu or a key does.
type command struct {
	label string
	key   fyne.KeyName // with the platform's modifier; "" for none
	run   func()
	shift bool        // and with Shift
	when  func() bool // there is something to do; nil: always
}

func (c command) shortcut() fyne.Shortcut {
	m := fyne.KeyModifierShortcutDefault
	if c.shift {
		m |= fyne.KeyModifierShift
	}
	return &desktop.CustomShortcut{KeyName: c.key, Modifier: m}
}

func (c command) item() *fyne.MenuItem {
	i := fyne.NewMenuItem(c.label, c.run)
	if c.key != "" {
		i.Shortcut = c.shortcut()
	}
	return i
}

// menus makes the main menu and binds its keys.
func (w *window) menus() *fyne.MainMenu {
	t := w.app.Texts()
	w.gates = nil
	tab := func(t present.Tab) func() { return func() { w.showTab(t) } }
	file := w.fileMenu()
	edit := w.editMenu()
	view := w.menu(t.Text(present.TextView), []command{
		{label: t.Text(present.TextOverview), key: fyne.Key1, run: tab(present.TabOverview), when: w.filled},
		{label: t.Text(present.TextPlot), key: fyne.Key2, run: tab(present.TabPlot), when: w.filled},
		{label: t.Text(present.TextFindings), key: fyne.Key3, run: tab(present.TabFindings), when: w.filled},
		{label: t.Text(present.TextMessages), key: fyne.Key4, run: tab(present.TabMessages), when: w.filled},
		{label: t.Text(present.TextNotes), key: fyne.Key5, run: tab(present.TabNotes), when: w.filled},
		{},
		{label: t.Text(present.TextResetView), key: fyne.Key0, run: w.app.Plot.Reset, when: w.chosen},
		{label: t.Text(present.TextAllFindings), key: fyne.KeyF, shift: true, run: w.showFindings, when: w.filled},
		{label: t.Text(present.TextSources), key: fyne.KeyL, run: w.showSources, when: w.filled},
		{label: t.Text(present.TextTasks), run: w.showTasks},
		{},
	})
	themes := fyne.NewMenuItem(t.Text(present.TextTheme), nil)
	themes.ChildMenu = fyne.NewMenu("", w.themeItems()...)
	columns := fyne.NewMenuItem(t.Text(present.TextColumns), nil)
	columns.ChildMenu = fyne.NewMenu("", w.list.columnItems()...)
	languages := fyne.NewMenuItem(t.Text(present.TextLanguage), nil)
	languages.ChildMenu = fyne.NewMenu("", w.languageItems()...)
	view.Items = append(view.Items, columns, themes, languages, fyne.NewMenuItemSeparator())
	view.Items = append(view.Items, w.menu("", []command{
		{label: t.Text(present.TextLarger), key: fyne.KeyPlus, run: func() { w.stepZoom(1) }},
		{label: t.Text(present.TextSmaller), key: fyne.KeyMinus, run: func() { w.stepZoom(-1) }},
		{label: t.Text(present.TextNormalSize), run: func() { w.setZoom(100) }},
	}).Items...)
	larger := w.guarded(func() { w.stepZoom(1) })
	for _, shift := range []fyne.KeyModifier{0, fyne.KeyModifierShift} { // where + is on the key of =
		w.win.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyEqual, Modifier: fyne.KeyModifierShortcutDefault | shift}, larger)
	}

	tx := w.menu(t.Text(present.TextTransaction), []command{
		{label: t.Text(present.TextFind), key: fyne.KeyF, run: w.findKey},
		{label: t.Text("Find next"), run: w.nextKey},
		{label: t.Text(present.TextNext), key: fyne.KeyDown, run: func() { w.app.List.Move(1) }, when: w.chosen},
		{label: t.Text(present.TextPrevious), key: fyne.KeyUp, run: func() { w.app.List.Move(-1) }, when: w.chosen},
		{},
		{label: t.Text(present.TextCopyRow), run: w.copyRow, when: w.filled},
		{label: t.Text(present.TextCopyTable), key: fyne.KeyC, shift: true, run: w.copyTable, when: w.filled},
		{label: t.Text(present.TextSelectAll), run: w.selectAll, when: w.chosen},
		{label: t.Text(present.TextCopySummary), run: w.copySummary, when: w.chosen},
		{label: t.Text(present.TextSaveImage), key: fyne.KeyE, run: w.saveImage, when: w.chosen},
		{},
		{label: t.Text(present.TextOverlay), run: w.layOver, when: w.chosen},
		{label: t.Text(present.TextSameTag), run: w.showSameTag, when: w.tagged},
	})
	tx.Items[1].Shortcut = &desktop.CustomShortcut{KeyName: fyne.KeyF3}
	tx.Items[5].Shortcut = &fyne.ShortcutCopy{}
	w.win.Canvas().AddShortcut(&fyne.ShortcutCopy{}, w.guarded(w.copyRow))
	w.win.Canvas().AddShortcut(&fyne.ShortcutSelectAll{}, w.guarded(w.selectAll))
	help := w.menu(t.Text(present.TextHelp), []command{
		{label: t.Text(present.TextHelpPages), run: func() { w.showHelp("") }},
		{label: t.Text(present.TextKeys), run: w.showKeys},
		{label: t.Text(present.TextPalette), key: fyne.KeyK, run: w.showPalette},
		{},
		{label: t.Text(present.TextEmptySample), run: w.app.ImportSample},
		{},
		{label: t.Text(present.TextAbout), run: w.showAbout},
	})
	help.Items[0].Shortcut = &desktop.CustomShortcut{KeyName: fyne.KeyF1}
	w.win.Canvas().SetOnTypedKey(w.typedKey)
	w.win.Canvas().SetOnTypedRune(func(r rune) {
		if !w.sheetOpen() {
			w.detail.plot.canvas.TypedRune(r)
		}
	})
	w.bindMoves()
	main := fyne.NewMainMenu(file, edit, view, tx, help)
	for _, m := range main.Items {
		w.guard(m.Items)
	}
	return main
}

func (w *window) menu(title string, commands []command) *fyne.Menu {
	m := fyne.NewMenu(title)
	for _, c := range commands {
		if c.label == "" {
			m.Items = append(m.Items, fyne.NewMenuItemSeparator())
			continue
		}
		i := c.item()
		if c.when != nil {
			i.Disabled = !c.when()
			w.gates = append(w.gates, gate{i, c.when})
		}
		m.Items = append(m.Items, i)
		w.bind(c)
	}
	return m
}

// tagged says that the transaction that is looked at has a tag.
func (w *window) tagged() bool {
	tx := w.app.Detail.Transaction()
	return tx != nil && tx.IDTag != ""
}

// layOver lays the plot of the transaction that is shown over those of others, to compare them.
func (w *window) layOver() {
	w.app.Plot.Pin()
	w.showTab(present.TabPlot)
}

// showSameTag lists the transactions of the user of the one that is shown, to compare them.
func (w *window) showSameTag() {
	if tx := w.app.Detail.Transaction(); tx != nil && tx.IDTag != "" {
		w.app.ShowPage(present.PageTransactions)
		w.app.List.SetSearch("tag:\"" + tx.IDTag + "\"")
		w.focusList()
	}
}

// bind makes a command's key work wherever the keyboard is.
func (w *window) bind(c command) {
	if c.key != "" {
		w.win.Canvas().AddShortcut(c.shortcut(), w.guarded(c.run))
	}
}

// typedKey is for keys that nothing has a use for, or that come while nothing has the keyboard.
func (w *window) typedKey(e *fyne.KeyEvent) {
	switch {
	case !w.sheetOpen():
		w.list.list.TypedKey(e)
	case e.Name == fyne.KeyEscape:
		w.closeSheet()
	}
}

// otherKey is for keys that the view with the keyboard has no use for.
func (w *window) otherKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyF3:
		w.nextKey()
	case fyne.KeyF1:
		w.showHelp("")
	case fyne.KeyEscape:
		w.app.Plot.Leave()
		w.focusList()
	}
}

// caseMenu drops down from the case's name in the tool bar.
func (w *window) caseMenu(at fyne.CanvasObject) {
	t := w.app.Texts()
	m := fyne.NewMenu("",
		fyne.NewMenuItem(t.Text(present.TextNewCase), w.newCase),
		fyne.NewMenuItem(t.Text(present.TextOpenCase), w.openCase),
		fyne.NewMenuItem(t.Text(present.TextSaveCopy), w.saveCopy),
		fyne.NewMenuItem(t.Text(present.TextRenameCase), w.renameCase),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(t.Text(present.TextDefaultCase), w.openDefault),
	)
	m.Items = append(m.Items, w.recentItems()...)
	pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(at)
	widget.ShowPopUpMenuAtPosition(m, w.win.Canvas(), pos.AddXY(0, at.Size().Height+2))
}
