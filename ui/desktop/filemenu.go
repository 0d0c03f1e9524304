package desktop

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"meterscope/ui/present"
)

// fileMenu makes the menu of logs and cases.
func (w *window) fileMenu() *fyne.Menu {
	t := w.app.Texts()
	m := w.menu(t.Text(present.TextFile), []command{
		{label: t.Text(present.TextOpenLog), key: fyne.KeyO, run: w.openLogs},
		{label: t.Text(present.TextFollow), key: fyne.KeyO, shift: true, run: w.followLog},
		{label: t.Text(present.TextReadBills), run: w.readBills},
		{},
		{label: t.Text(present.TextNewCase), key: fyne.KeyN, run: w.newCase},
		{label: t.Text(present.TextOpenCase), run: w.openCase},
	})
	recent := fyne.NewMenuItem(t.Text(present.TextRecentCases), nil)
	recent.ChildMenu = fyne.NewMenu("", w.recentItems()...)
	recent.Disabled = len(recent.ChildMenu.Items) == 0
	m.Items = append(m.Items, recent)
	m.Items = append(m.Items, w.menu("", []command{
		{label: t.Text(present.TextDefaultCase), run: w.openDefault},
		{},
		{label: t.Text(present.TextSaveCopy), key: fyne.KeyS, run: w.saveCopy},
		{label: t.Text(present.TextRenameCase), run: w.renameCase},
		{label: t.Text(present.TextCloseCase), key: fyne.KeyW, run: w.closeCase},
		{},
		{label: t.Text(present.TextSettings), key: fyne.KeyComma, run: w.showSettings},
		{},
	}).Items...)
	quit := command{label: t.Text(present.TextQuit), key: fyne.KeyQ, run: w.askToQuit}
	item := quit.item()
	item.IsQuit = true
	m.Items = append(m.Items, item)
	w.bind(quit)
	return m
}

// recentItems are the cases that were open before.
func (w *window) recentItems() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, c := range w.recent.Choices(w.app.Texts(), w.app.CasePath()) {
		items = append(items, fyne.NewMenuItem(c.Label, func() { w.openRecent(c.ID) }))
	}
	if len(items) > 0 {
		items = append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(w.app.Texts().Text(present.TextClearRecent), func() {
			w.recent.Clear()
			w.keepRecent()
		}))
	}
	return items
}

// openRecent opens a case that was open before. One that is gone is forgotten, once the user has been told.
func (w *window) openRecent(path string) {
	w.beside(func() func() {
		_, err := os.Stat(path)
		return func() {
			if errors.Is(err, fs.ErrNotExist) {
				w.recent.Forget(path)
				w.keepRecent()
			}
			w.app.OpenCase(path)
		}
	})
}

// noteRecent remembers the case that is open.
func (w *window) noteRecent() {
	path := w.app.CasePath()
	if path == "" || w.app.Opening() {
		return
	}
	if w.leftIn != path { // if the program ends without being closed, that is where it goes on
		w.keepLeft()
	}
	if w.recent.Opened(path) {
		w.keepRecent()
	}
}

func (w *window) keepRecent() {
	w.fyne.Preferences().SetString(keyRecent, w.recent.String())
	w.win.SetMainMenu(w.menus())
}

// followLog asks for a log to read as it grows.
func (w *window) followLog() {
	t := w.app.Texts()
	w.pickFiles(t.Text(present.TextFollowTitle), false, logFilters(t), func(paths []string) { w.app.Follow(paths[0]) })
}

// renameCase asks for another name or place of the case.
func (w *window) renameCase() {
	t := w.app.Texts()
	w.pickTarget(t.Text(present.TextRenameCase), filepath.Base(w.app.CasePath()), caseFilters(t), func(path string) {
		w.app.RenameCase(withEnding(path))
	})
}

// closeCase goes back to the default case; that one is closed with the window.
func (w *window) closeCase() {
	path, err := present.DefaultCase()
	if err != nil {
		w.showProblem(present.ExplainDefault(w.app.Texts(), err))
		return
	}
	if strings.EqualFold(path, w.app.CasePath()) {
		w.askToQuit()
		return
	}
	w.app.NewCase(path)
}
