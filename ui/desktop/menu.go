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
	return "Ctrl"
}

// command is something that a menu or a key does.
type command struct {
	label string
	key   fyne.KeyName // with the platform's modifier; "" for none
	run   func()
	shift bool // and with Shift
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
	tab := func(t present.Tab) func() { return func() { w.showTab(t) } }
	file := w.menu(present.TextFile, []command{
		{label: present.TextOpenLog, key: fyne.KeyO, run: w.openLogs},
		{},
		{label: present.TextNewCase, key: fyne.KeyN, run: w.newCase},
		{label: present.TextOpenCase, run: w.openCase},
		{label: present.TextDefaultCase, run: w.openDefault},
		{label: present.TextSaveCopy, key: fyne.KeyS, run: w.saveCopy},
		{},
	})
	quit := command{label: present.TextQuit, key: fyne.KeyQ, run: w.askToQuit}
	item := quit.item()
	item.IsQuit = true
	file.Items = append(file.Items, item)
	w.bind(quit)

	edit := w.editMenu()
	view := w.menu(present.TextView, []command{
		{label: present.TextPlot, key: fyne.Key1, run: tab(present.TabPlot)},
		{label: present.TextFindings, key: fyne.Key2, run: tab(present.TabFindings)},
		{label: present.TextMessages, key: fyne.Key3, run: tab(present.TabMessages)},
		{},
		{label: present.TextResetView, key: fyne.Key0, run: w.app.Plot.Reset},
		{label: present.TextAllFindings, run: w.showFindings},
		{label: present.TextSources, key: fyne.KeyL, run: w.showSources},
		{},
	})
	themes := fyne.NewMenuItem(present.TextTheme, nil)
	themes.ChildMenu = fyne.NewMenu("", w.themeItems()...)
	columns := fyne.NewMenuItem(present.TextColumns, nil)
	columns.ChildMenu = fyne.NewMenu("", w.list.columnItems()...)
	view.Items = append(view.Items, columns, themes, fyne.NewMenuItemSeparator())
	view.Items = append(view.Items, w.menu("", []command{
		{label: present.TextLarger, key: fyne.KeyPlus, run: func() { w.stepZoom(1) }},
		{label: present.TextSmaller, key: fyne.KeyMinus, run: func() { w.stepZoom(-1) }},
		{label: present.TextNormalSize, run: func() { w.setZoom(100) }},
	}).Items...)
	larger := func(fyne.Shortcut) { w.stepZoom(1) }
	for _, shift := range []fyne.KeyModifier{0, fyne.KeyModifierShift} { // where + is on the key of =
		w.win.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyEqual, Modifier: fyne.KeyModifierShortcutDefault | shift}, larger)
	}

	tx := w.menu(present.TextTransaction, []command{
		{label: present.TextFind, key: fyne.KeyF, run: w.focusSearch},
		{label: present.TextNext, key: fyne.KeyDown, run: func() { w.app.List.Move(1) }},
		{label: present.TextPrevious, key: fyne.KeyUp, run: func() { w.app.List.Move(-1) }},
		{},
		{label: present.TextCopyRow, run: w.copyRow},
		{label: present.TextCopySummary, run: w.copySummary},
		{label: present.TextSaveImage, key: fyne.KeyE, run: w.saveImage},
	})
	tx.Items[4].Shortcut = &fyne.ShortcutCopy{}
	w.win.Canvas().AddShortcut(&fyne.ShortcutCopy{}, func(fyne.Shortcut) { w.copyRow() })
	help := w.menu(present.TextHelp, []command{
		{label: present.TextKeys, run: w.showKeys},
		{label: present.TextEmptySample, run: w.app.ImportSample},
		{},
		{label: present.TextAbout, run: w.showAbout},
	})
	help.Items[0].Shortcut = &desktop.CustomShortcut{KeyName: fyne.KeyF1}
	w.win.Canvas().SetOnTypedKey(w.typedKey)
	w.win.Canvas().SetOnTypedRune(func(r rune) { w.detail.plot.canvas.TypedRune(r) })
	return fyne.NewMainMenu(file, edit, view, tx, help)
}

func (w *window) menu(title string, commands []command) *fyne.Menu {
	m := fyne.NewMenu(title)
	for _, c := range commands {
		if c.label == "" {
			m.Items = append(m.Items, fyne.NewMenuItemSeparator())
			continue
		}
		m.Items = append(m.Items, c.item())
		w.bind(c)
	}
	return m
}

// bind makes a command's key work wherever the keyboard is.
func (w *window) bind(c command) {
	if c.key != "" {
		w.win.Canvas().AddShortcut(c.shortcut(), func(fyne.Shortcut) { c.run() })
	}
}

// typedKey is for keys while nothing has the keyboard.
func (w *window) typedKey(e *fyne.KeyEvent) { w.list.list.TypedKey(e) }

// otherKey is for keys that the view with the keyboard has no use for.
func (w *window) otherKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyF1:
		w.showKeys()
	case fyne.KeyEscape:
		w.app.Plot.Leave()
		w.focusList()
	}
}

// caseMenu drops down from the case's name in the tool bar.
func (w *window) caseMenu(at fyne.CanvasObject) {
	m := fyne.NewMenu("",
		fyne.NewMenuItem(present.TextNewCase, w.newCase),
		fyne.NewMenuItem(present.TextOpenCase, w.openCase),
		fyne.NewMenuItem(present.TextSaveCopy, w.saveCopy),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(present.TextDefaultCase, w.openDefault),
	)
	pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(at)
	widget.ShowPopUpMenuAtPosition(m, w.win.Canvas(), pos.AddXY(0, at.Size().Height+2))
}
