package desktop

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"meterscope/ui/present"
)

// showSources shows the page of sources, or leads back from it.
func (w *window) showSources() {
	if w.app.Page() == present.PageSources {
		w.showTransactions()
		return
	}
	if w.app.Empty() {
		return // it would be what is shown once there is something
	}
	w.app.ShowPage(present.PageSources)
	w.focusList()
}

func (w *window) showTransactions() {
	w.app.ShowPage(present.PageTransactions)
	w.focusList()
}

// sourcesKey is for keys that the list of sources has no use for.
func (w *window) sourcesKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape:
		w.showTransactions()
	case fyne.KeyDelete:
		w.app.Sources.Remove()
	default:
		w.otherKey(e)
	}
}

// sourceListKey is for keys that the lists of a source's places have no use for.
func (w *window) sourceListKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape, fyne.KeyLeft:
		w.focusList()
	default:
		w.otherKey(e)
	}
}

// saveLog saves the chosen source's log where the user says.
func (w *window) saveLog() {
	w.pickTarget(w.app.Texts().Text(present.TextSaveLog), w.app.Sources.SaveName(), nil, w.app.Sources.Save)
}

// editMenu makes the menu of what is done to the case.
func (w *window) editMenu() *fyne.Menu {
	m := w.menu(w.app.Texts().Text(present.TextEdit), []command{
		{label: w.app.Texts().Text(present.TextUndo), run: w.app.Undo},
		{label: w.app.Texts().Text(present.TextRedo), key: fyne.KeyZ, shift: true, run: w.app.Redo},
		{},
		{label: w.app.Texts().Text(present.TextPasteLog), key: fyne.KeyV, shift: true, run: w.pasteLog},
	})
	w.undo, w.redo = m.Items[0], m.Items[1]
	w.undo.Shortcut = &fyne.ShortcutUndo{}
	w.win.Canvas().AddShortcut(&fyne.ShortcutUndo{}, w.guarded(w.app.Undo))
	w.win.Canvas().AddShortcut(&fyne.ShortcutRedo{}, w.guarded(w.app.Redo))  // Ctrl-Y
	w.win.Canvas().AddShortcut(&fyne.ShortcutPaste{}, w.guarded(w.pasteLog)) // fields take it before
	w.refreshUndo()
	return m
}

// refreshUndo says in the menu what would be undone, and what done again.
func (w *window) refreshUndo() {
	if w.undo == nil {
		return
	}
	changed := false
	name := func(i *fyne.MenuItem, word, label string, ok bool) {
		text := strings.TrimSuffix(word+": "+label, ": ")
		changed = changed || i.Label != text || i.Disabled == ok
		i.Label, i.Disabled = text, !ok
	}
	t := w.app.Texts()
	label, ok := w.app.CanUndo()
	name(w.undo, t.Text(present.TextUndo), label, ok)
	label, ok = w.app.CanRedo()
	name(w.redo, t.Text(present.TextRedo), label, ok)
	if main := w.win.MainMenu(); main != nil && changed {
		main.Refresh()
	}
}

// showSummary tells what an import brought, and what it could not read.
func (w *window) showSummary(s present.ImportSummary) {
	var facts []fyne.CanvasObject
	for _, f := range s.Facts {
		facts = append(facts, container.New(factRow(150), newCaption(f[0], colorMuted, sizeText, false), newCaption(f[1], colorText, sizeText, false)))
	}
	parts := []fyne.CanvasObject{container.New(column{gap: 3, grow: -1}, facts...)}
	if len(s.Already) > 0 {
		text, _ := paragraph(w.app.Texts().Text(present.TextInCase) + ": " + strings.Join(s.Already, ", "))
		parts = append(parts, text)
	}
	for i := range s.NotRead[:min(len(s.NotRead), cardsMost)] {
		n := &s.NotRead[i]
		name := newCaption(n.Name, colorText, sizeText, true).flexible()
		why, label := paragraph(n.Why)
		label.Importance = widget.LowImportance
		more := newPress(w.app.Texts().Text(present.TextDetails)+"…", lookLink, func() { w.showProblem(n.Problem) })
		parts = append(parts, container.New(row{gap: 8, grow: 1}, newToneIcon(present.ToneError), container.New(column{gap: 0, grow: -1}, name, why), more))
	}
	if more := len(s.NotRead) - cardsMost; more > 0 {
		parts = append(parts, newCaption("… "+present.Plural(w.app.Texts(), more, "more log", "more logs"), colorMuted, sizeText, false))
	}
	body := container.New(column{gap: 10, grow: -1}, parts...)
	scroll := container.NewVScroll(pad(body, 0, 14, 0, 0))
	most := w.within(sheetWidth, cardsHeight)
	body.Resize(fyne.NewSize(most.Width-14, 1)) // so that texts know how they wrap
	scroll.SetMinSize(fyne.NewSize(most.Width, min(most.Height, body.MinSize().Height+4)))
	w.showSheet(s.Title, scroll, most.Width,
		action{label: w.app.Texts().Text(present.TextSources), run: func() {
			w.app.ShowPage(present.PageSources)
			w.focusList()
		}},
		action{label: w.app.Texts().Text(present.TextClose)})
}
