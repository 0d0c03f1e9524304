package desktop

import (
	"context"
	"os"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"meterscope/ui/lang"
	"meterscope/ui/present"
)

// window is the one window: it puts the views together and does what menus and keys ask for.
type window struct {
	fyne    fyne.App
	win     fyne.Window
	app     *present.App
	post    present.Poster
	picker  picker
	clip    func(context.Context) (string, error) // reads the clipboard, on any goroutine; nil: only Fyne can, on its own
	version string

	motion   motion
	ownScale bool // the user has set Fyne's scale
	recent   *present.Recent
	leftIn   string // the case that the next start opens
	icon     fyne.Resource
	system   string // the code of the system's language
	split    *split
	tasks    *taskList // of the sheet that shows it; nil before

	toolbar *toolbar
	list    *listView
	detail  *detailView
	sources *sourcesView
	whole   *caseFindingsView
	status  *statusBar
	offer   *noticeBar
	main    fyne.CanvasObject
	empty   fyne.CanvasObject
	content fyne.CanvasObject // all of it
	closing bool
	sheets  []*sheet // the uppermost last
	told    *sheet   // of the error that was told last; nil: none was
	toldOf  string   // what happened then
	asked   *sheet   // whether the window is to be closed though an import runs; nil: that was not asked
	gates   []gate
	undo    *fyne.MenuItem
	redo    *fyne.MenuItem
	clean   func() // after the last view is gone
}

func newWindow(f fyne.App, a *present.App, post present.Poster, icon fyne.Resource, version string) *window {
	w := &window{fyne: f, app: a, post: post, icon: icon, picker: newPicker(), version: version, ownScale: os.Getenv(scaleVariable) != ""}
	w.recent = present.ParseRecent(f.Preferences().String(keyRecent))
	applyZoom(zoom(f.Preferences()), w.ownScale)
	f.Settings().SetTheme(newTheme(w.choice()))
	w.setMotion()
	w.win = f.NewWindow(present.TextApp)
	w.win.SetPadded(false)
	w.win.SetMaster()
	w.build(f.Preferences().FloatWithFallback(keySplit, firstSplit))
	w.win.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) {
		var paths []string
		for _, u := range uris {
			paths = append(paths, u.Path())
		}
		a.Import(paths...)
	})
	w.win.SetCloseIntercept(w.askToQuit)
	w.restoreWindow(f.Preferences())
	w.clean = func() { w.keepSettings(w.split.share) }
	a.StartHints(f.Preferences().Int(keyHints), modifierName(), func(next int) { f.Preferences().SetInt(keyHints, next) })
	w.refresh()
	return w
}

// build makes the views, and puts them into the window. share is what the list gets of its width.
func (w *window) build(share float64) {
	a, p := w.app, w.fyne.Preferences()
	w.toolbar = newToolbar(a, w.openLogs, w.caseMenu)
	w.list = newListView(a)
	w.list.restore(p)
	w.list.onColumns = func() { w.win.SetMainMenu(w.menus()) }
	w.bindList()
	w.detail = newDetailView(a, p, w.copy)
	w.sources = newSourcesView(a, sourceActs{copy: w.copy, place: w.showPlace, message: w.showMessage, columns: w.showColumns, save: w.saveLog, remove: a.Sources.Remove, tell: w.showProblem})
	w.whole = newCaseFindingsView(a, w.copy, w.showTransactions)
	w.whole.other = w.wholeKey
	w.status = newStatusBar(a, a.Sources.ShowUnread, w.showSources, w.showTasks)
	w.split = newSplit(w.list.view, w.detail.view, false, share)
	w.main = w.split
	w.empty = newEmptyView(a.Texts(), w.icon, w.openLogs, w.pasteLog, a.ImportSample)
	w.offer = newNoticeBar(a)
	w.content = container.NewStack(
		container.New(column{grow: 2}, w.toolbar.view, w.offer.view, container.NewStack(w.main, w.sources.view, w.whole.view, w.empty), w.status.view),
		w.toolbar.search.panel.view)
	w.win.SetContent(scrolledIfSmall(w.content))
	w.win.SetMainMenu(w.menus())
	w.bindModels()
}

// rebuild makes all views anew: what they say or how has changed.
func (w *window) rebuild() {
	w.list.keep(w.fyne.Preferences())
	w.build(w.split.share)
	w.refresh()
	w.list.refresh()
	w.detail.refresh()
	w.sources.refresh()
}

func (w *window) bindModels() {
	a := w.app
	a.OnChange = w.refresh
	a.OnProblem = w.showProblem
	a.OnReady = w.importEnded
	a.OnSummary = w.showSummary
	a.OnBills = w.showBills
	w.detail.overview.bills = w.readBills
	a.List.OnChange = func() {
		w.list.refresh()
		w.toolbar.refresh()
	}
	a.List.OnScroll = func(i int) { w.list.list.ScrollTo(i) }
	a.Detail.OnChange = func() {
		w.detail.refresh()
		w.refreshGates()
	}
	a.Status.OnChange = func() {
		w.status.refresh()
		if w.tasks != nil && w.sheetOpen() {
			w.tasks.refresh()
		}
		if a.List.Len() == 0 { // it says what was read instead
			w.list.refresh()
		}
	}
	w.sources.onBack, w.sources.list.other = w.showTransactions, w.sourcesKey
	w.sources.detail.preview.other, w.sources.detail.unread.other, w.sources.detail.again.other = w.sourceListKey, w.sourceListKey, w.sourceListKey
	w.list.onFindings = w.showFindings
	w.list.onEnter = w.focusDetail
	w.detail.plot.canvas.menu = w.plotMenu
	w.list.onKey, w.list.onRune = w.otherKey, w.detail.plot.canvas.TypedRune
	w.detail.overview.other = w.otherKey
	w.detail.plot.other, w.detail.messages.list.other, w.detail.findings.other = w.otherKey, w.otherKey, w.otherKey
	w.toolbar.search.leave = w.focusList
	a.OnTab(func(present.Tab) {
		if w.win.Canvas().Focused() == w.detail.findings.keys { // it goes with what it led to
			w.focusDetail()
		}
	})
}

// refresh shows the case, or that there is nothing in it yet.
func (w *window) refresh() {
	title := w.app.CaseName() + " – " + present.TextApp
	if w.win.Title() != title {
		w.win.SetTitle(title)
	}
	w.turn()
	w.noteRecent()
	w.refreshUndo()
	w.refreshGates()
	w.toolbar.refresh()
	w.status.refresh()
	if w.offer.refresh() {
		w.win.Content().Refresh()
	}
}

// turn brings the page to the front that is to be shown.
func (w *window) turn() {
	front, shown := w.main, func() {}
	switch {
	case w.app.Empty():
		front = w.empty
	case w.app.Page() == present.PageSources:
		front, shown = w.sources.view, w.sources.shown
	case w.app.Page() == present.PageFindings:
		front, shown = w.whole.view, w.whole.shown
	}
	changed := false
	for _, page := range []fyne.CanvasObject{w.main, w.sources.view, w.whole.view, w.empty} {
		changed = changed || page.Visible() != (page == front)
		visible(page, page == front)
	}
	if !changed {
		return
	}
	shown()
	if front != w.empty {
		w.focusBelow()
	}
}

// focusList gives the list of the page the keyboard.
func (w *window) focusList() {
	switch {
	case w.app.Page() == present.PageSources:
		w.focus(w.sources.list)
	case w.app.Page() == present.PageFindings:
		w.focus(w.whole.groups)
	default:
		w.focus(w.list.list)
	}
}

// focusSearch gives the search the keyboard; what is typed takes the place of what stands there.
func (w *window) focusSearch() {
	w.focus(w.toolbar.search)
	w.toolbar.search.TypedShortcut(&fyne.ShortcutSelectAll{})
}

func (w *window) focusDetail() {
	switch w.app.Tab() {
	case present.TabOverview:
		w.focus(w.detail.overview.keys)
	case present.TabPlot:
		w.focus(w.detail.plot.canvas)
	case present.TabFindings:
		w.focus(w.detail.findings.keys)
	case present.TabMessages:
		w.focus(w.detail.messages.list)
	case present.TabNotes:
		w.focus(w.detail.notes.field)
	}
}

func (w *window) showTab(t present.Tab) {
	w.app.ShowPage(present.PageTransactions)
	w.app.ShowTab(t)
	w.focusDetail()
}

func (w *window) copy(text string) {
	w.fyne.Clipboard().SetContent(text)
	w.app.Status.Say(w.app.Texts().Text(present.TextCopied))
}

func logFilters(t *lang.Texts) []filter {
	return []filter{
		{t.Text(present.TextLogFiles), []string{".log", ".txt", ".csv", ".json", ".jsonl", ".gz", ".zip", ".zst", ".xz", ".bz2", ".tar", ".tgz"}},
		{name: t.Text(present.TextAllFiles)},
	}
}

func caseFilters(t *lang.Texts) []filter {
	return []filter{{t.Text(present.TextCaseFiles), []string{present.CaseEnding}}}
}

func (w *window) openLogs() {
	t := w.app.Texts()
	w.pickFiles(t.Text(present.TextOpenLogTitle), true, logFilters(t), func(paths []string) { w.app.Import(paths...) })
}

func (w *window) newCase() {
	t := w.app.Texts()
	w.pickTarget(t.Text(present.TextNewCase), "case"+present.CaseEnding, caseFilters(t), func(path string) {
		w.app.NewCase(withEnding(path))
	})
}

func (w *window) openCase() {
	t := w.app.Texts()
	w.pickFiles(t.Text(present.TextOpenCase), false, caseFilters(t), func(paths []string) { w.app.OpenCase(paths[0]) })
}

func (w *window) openDefault() {
	path, err := present.DefaultCase()
	if err != nil {
		w.showProblem(present.ExplainDefault(w.app.Texts(), err))
		return
	}
	w.app.NewCase(path)
}

func (w *window) saveCopy() {
	t := w.app.Texts()
	w.pickTarget(t.Text(present.TextSaveCopy), w.app.CaseName()+present.CaseEnding, caseFilters(t), func(path string) {
		w.app.SaveCopy(withEnding(path))
	})
}

func (w *window) saveImage() {
	t := w.app.Texts()
	if !w.chosen() {
		return
	}
	if !w.app.Plot.Loaded() || !w.app.Plot.Drawable() {
		w.app.Status.Say(t.Text(present.TextNoPlot))
		return
	}
	kinds := []filter{{t.Text(present.TextImages), []string{".png", ".svg"}}}
	w.pickTarget(t.Text(present.TextSaveImage), w.app.Plot.ImageName(), kinds, w.app.Plot.SaveImage)
}

func (w *window) copySummary() {
	if d := w.app.Detail; d.Transaction() != nil {
		w.copy(d.Copied())
	}
}

func withEnding(path string) string {
	if strings.HasSuffix(path, present.CaseEnding) {
		return path
	}
	return path + present.CaseEnding
}

// askToQuit closes the window, after a question if an import runs.
func (w *window) askToQuit() {
	if w.app.Importing() {
		w.askQuit()
		return
	}
	w.quit()
}

// quit closes the window once.
func (w *window) quit() {
	if w.closing {
		return
	}
	w.closing = true
	w.clean()
	w.fyne.Quit()
}
