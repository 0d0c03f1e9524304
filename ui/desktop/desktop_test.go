package desktop

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"meterscope/assets"
	"meterscope/importer"
	"meterscope/ui/internal/memcase"
	"meterscope/ui/present"
)

// loop is the window's goroutine: what is posted runs when the test waits. Fyne's own seam runs inline in
// tests, on whatever goroutine posts.
type loop struct {
	t     *testing.T
	posts chan func()
}

// Post keeps f until the test waits.
func (l *loop) Post(f func()) { l.posts <- f }

func (l *loop) until(what string, cond func() bool) {
	l.t.Helper()
	deadline := time.After(10 * time.Second)
	for !cond() {
		select {
		case f := <-l.posts:
			f()
		case <-deadline:
			l.t.Fatalf("waited in vain until %s", what)
		}
	}
}

func (l *loop) settle() {
	for {
		select {
		case f := <-l.posts:
			f()
		case <-time.After(40 * time.Millisecond):
			return
		}
	}
}

// fakePicker chooses files without asking.
type fakePicker struct {
	mu    sync.Mutex
	paths []string
	err   error
}

func (p *fakePicker) choose(err error, paths ...string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.paths, p.err = paths, err
}

func (p *fakePicker) open(string, bool, []filter) ([]string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.paths, p.err
}

func (p *fakePicker) save(string, string, []filter) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.paths, ""), p.err
}

type desk struct {
	*loop
	*window
	file     *memcase.Case
	picker   *fakePicker
	mu       sync.Mutex
	imported []string
	hold     chan struct{} // an import waits for it
}

func newDesk(t *testing.T, file *memcase.Case) *desk {
	t.Helper()
	f := test.NewTempApp(t)
	d := &desk{loop: &loop{t: t, posts: make(chan func(), 1024)}, file: file, picker: &fakePicker{}}
	e := present.NewEngine(time.Now, time.UTC)
	e.Open = func(_ context.Context, path string, _ bool) (present.CaseFile, error) {
		if strings.Contains(path, "broken") {
			return nil, errors.New("open it: no")
		}
		return file, nil
	}
	hold := make(chan struct{})
	d.hold = hold
	close(hold)
	e.Import = func(ctx context.Context, _ present.CaseFile, in []importer.Input, progress func(importer.Progress)) (importer.Report, error) {
		d.mu.Lock()
		for _, i := range in {
			d.imported = append(d.imported, i.Path)
		}
		hold := d.hold
		d.mu.Unlock()
		progress(importer.Progress{Source: in[0].Path, Done: 50, Total: 100})
		select {
		case <-hold:
		case <-ctx.Done():
			return importer.Report{}, ctx.Err()
		}
		return importer.Report{}, nil
	}
	a := present.NewApp(context.Background(), e, d.loop)
	d.window = newWindow(f, a, d.loop, fyne.NewStaticResource("icon.png", assets.SmallIcon()), "1.0")
	d.window.picker = d.picker
	d.win.Resize(fyne.NewSize(1300, 800))
	a.Start("test"+present.CaseEnding, nil)
	d.until("the case is shown", func() bool { return !a.Opening() && a.List.Loaded() })
	d.settle()
	t.Cleanup(func() {
		done := make(chan struct{})
		go func() { a.Close(); close(done) }()
		for {
			select {
			case <-d.posts:
			case <-done:
				return
			}
		}
	})
	return d
}

// names are the files that were imported.
func (d *desk) names() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.imported)
}

// texts collects what can be read in a tree of objects.
func texts(o fyne.CanvasObject) string {
	var all []string
	var walk func(fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		switch o := o.(type) {
		case *canvas.Text:
			if o.Text != "" {
				all = append(all, o.Text)
			}
		case *fyne.Container:
			for _, c := range o.Objects {
				walk(c)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(o).Objects() {
				walk(c)
			}
		}
	}
	walk(o)
	return strings.Join(all, " | ")
}

func expect(t *testing.T, o fyne.CanvasObject, wants ...string) {
	t.Helper()
	got := texts(o)
	for _, w := range wants {
		if !strings.Contains(got, w) {
			t.Errorf("%q is not among %s", w, got)
		}
	}
}

func TestWindowShowsListAndDetail(t *testing.T) {
	d := newDesk(t, memcase.Filled(300))
	expect(t, d.win.Content(),
		"All 300", "Errors 50", "2025-03-01 09:00", "CP1 · 1", "−3.100", "20 → 81", "open",
		"Transaction 42  ·  CP1, connector 1", "tag 04A1B2C37F", "kWh by the meter", "Findings 2", "Messages 3",
		"300 transactions", "3 unread places")
	if d.empty.Visible() || d.win.Title() != "test – Meterscope" {
		t.Errorf("empty %v, title %q", d.empty.Visible(), d.win.Title())
	}
}

func TestEmptyCaseOffersOpenAndSample(t *testing.T) {
	d := newDesk(t, memcase.New("x"))
	expect(t, d.win.Content(), present.TextEmptySentence, present.TextEmptySample, present.TextOpenLog)
	if d.main.Visible() {
		t.Error("an empty list is shown")
	}
	d.app.ImportSample()
	d.until("it is imported", func() bool { return !d.app.Importing() })
	if names := d.names(); len(names) != 1 || names[0] != assets.SampleName {
		t.Errorf("imported %v", names)
	}
}

func TestKeysMoveTheSelection(t *testing.T) {
	d := newDesk(t, memcase.Filled(1000))
	l := d.list.list
	d.focusList()
	if d.win.Canvas().Focused() != l {
		t.Fatal("the list hasn't the keyboard")
	}
	for _, k := range []struct {
		key  fyne.KeyName
		want func(page int) int
	}{
		{fyne.KeyDown, func(int) int { return 1 }},
		{fyne.KeyPageDown, func(p int) int { return 1 + p }},
		{fyne.KeyUp, func(p int) int { return p }},
		{fyne.KeyPageUp, func(int) int { return 0 }},
		{fyne.KeyEnd, func(int) int { return 999 }},
		{fyne.KeyHome, func(int) int { return 0 }},
	} {
		l.TypedKey(&fyne.KeyEvent{Name: k.key})
		d.settle()
		if got, want := d.app.List.Selected(), k.want(d.list.page()); got != want {
			t.Errorf("%s: row %d, want %d", k.key, got, want)
		}
	}
	if d.list.page() < 10 {
		t.Errorf("a page is %d rows", d.list.page())
	}
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if d.win.Canvas().Focused() != d.detail.plot.canvas {
		t.Error("Enter doesn't lead to the detail")
	}
	d.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	d.typedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if d.win.Canvas().Focused() != l || d.app.List.Selected() != 1 {
		t.Error("Escape doesn't lead back to the list")
	}
}

func TestFarRowsAreShownWhereTheKeyboardIs(t *testing.T) {
	d := newDesk(t, memcase.Filled(100_000))
	d.app.List.End()
	d.settle()
	expect(t, d.list.view, "CP4 · 2")
	last, _ := d.app.List.Row(99_999)
	if last == nil {
		t.Fatal("the last row is not read")
	}
	found := false
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *txRow:
			if o.index == 99_999 {
				found = true
				y := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y
				if y < 0 || y > 800 {
					t.Errorf("the last row stands at %g", y)
				}
			}
		case *fyne.Container:
			for _, c := range o.Objects {
				walk(c)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(o).Objects() {
				walk(c)
			}
		}
	}
	walk(d.list.view)
	if !found {
		t.Error("the last row is not on the screen")
	}
}

func TestRowsAreSetAnewWhenTheyAreUsedAgain(t *testing.T) {
	d := newDesk(t, memcase.Filled(12))
	r := newTxRow(d.list)
	r.Resize(fyne.NewSize(500, rowHeight))
	r.show(3) // an error, negative energy
	expect(t, r, "−3.100")
	rr, ok := test.WidgetRenderer(r).(*txRowRenderer)
	if !ok {
		t.Fatal("another renderer")
	}
	red := rr.icon.Resource.Name()
	r.show(1)
	if got := texts(r); strings.Contains(got, "−") && strings.Contains(got, "−3.100") || rr.icon.Resource.Name() == red {
		t.Errorf("the row still shows what it did: %s", got)
	}
	r.show(5000)
	if got := texts(r); got != "" || rr.icon.Visible() {
		t.Errorf("a row that isn't there shows %q", got)
	}
	r.MouseIn(nil)
	r.MouseMoved(nil)
	r.MouseOut()
	r.show(2)
	r.Tapped(nil)
	if d.app.List.Selected() != 2 {
		t.Error("a click selects nothing")
	}
}

func TestHeaderSortsAndSizes(t *testing.T) {
	d := newDesk(t, memcase.Filled(40))
	h := d.list.header
	var energy, k int
	for n, i := range d.list.shown {
		if d.list.columns[i].ID == "energy" {
			energy, k = i, n
		}
	}
	x := d.list.lefts[k] + 20
	h.Tapped(&fyne.PointEvent{Position: fyne.NewPos(x, 10)})
	d.settle()
	if by, desc := d.app.List.Sort(); by != d.list.columns[energy].Sort || !desc {
		t.Errorf("sorted by %q, %v", by, desc)
	}
	expect(t, h, "kWh ▾")
	edge := d.list.lefts[k+1]
	h.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(edge, 5)}})
	if h.Cursor() != desktop.HResizeCursor {
		t.Error("the edge doesn't show that it can be dragged")
	}
	h.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, 5)}})
	if h.Cursor() != desktop.DefaultCursor {
		t.Error("the middle of a header looks like an edge")
	}
	h.MouseOut()
	before := d.list.widths[energy]
	h.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(edge-7, 5)}, Dragged: fyne.NewDelta(-7, 0)})
	h.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(edge-9, 5)}, Dragged: fyne.NewDelta(-2, 0)})
	h.DragEnd()
	if d.list.widths[energy] != before-9 {
		t.Errorf("width %g, was %g", d.list.widths[energy], before)
	}
	h.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, 5)}, Dragged: fyne.NewDelta(5, 0)})
	if d.list.widths[energy] != before-9 {
		t.Error("dragging the middle of a header sizes it")
	}
}

func TestFilterChipsAndSearch(t *testing.T) {
	d := newDesk(t, memcase.Filled(60))
	test.Tap(d.toolbar.chips.chips[1])
	d.until("only errors are shown", func() bool { return d.app.List.Len() == 10 })
	d.settle()
	if !d.toolbar.chips.chips[1].active || d.toolbar.chips.chips[0].active {
		t.Error("the chip doesn't show that it is chosen")
	}
	d.focusSearch()
	test.Type(d.toolbar.search, "nobody")
	d.until("nothing fits", func() bool { return d.app.List.Len() == 0 })
	d.settle()
	expect(t, d.list.view, present.TextNothingFits, present.TextShowAll)
	test.Tap(d.list.all)
	d.until("all are shown", func() bool { return d.app.List.Len() == 60 })
	if d.toolbar.search.Text != "" {
		t.Errorf("the search still says %q", d.toolbar.search.Text)
	}
	test.Type(d.toolbar.search, "CP1")
	d.toolbar.search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if d.toolbar.search.Text != "" || d.win.Canvas().Focused() != d.list.list {
		t.Error("Escape doesn't give the search up")
	}
	d.focusSearch()
	d.toolbar.search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if d.win.Canvas().Focused() != d.list.list {
		t.Error("Enter doesn't lead to the list")
	}
}

func TestTabsShowFindingsAndMessages(t *testing.T) {
	d := newDesk(t, memcase.Filled(5))
	d.showTab(present.TabFindings)
	d.settle()
	expect(t, d.detail.findings.view, "SCH003", "CLK007", `"Hz"`, present.TextWhy, present.TextRemedy, "day.log, line 2", present.TextShowInLog)
	d.app.Findings.ShowInLog(&d.app.Findings.Cards()[0])
	d.until("the message is open", func() bool { return d.app.Messages.Opened() != nil })
	d.settle()
	expect(t, d.detail.messages.view, "MeterValues", "Answer", "day.log  ·  line 2", "SHA-256", `"Hz"`, `"measurand"`, present.TextCopyJSON)
	if d.detail.findings.view.Visible() && d.detail.pages[present.TabFindings].Visible() {
		t.Error("two tabs are shown")
	}
	l := d.detail.messages.list
	for _, k := range []fyne.KeyName{fyne.KeyHome, fyne.KeyDown, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyPageUp, fyne.KeyEnd} {
		l.TypedKey(&fyne.KeyEvent{Name: k})
	}
	l.FocusGained()
	l.FocusLost()
	d.settle()
	if d.app.Messages.Selected() != 2 {
		t.Errorf("message %d is selected", d.app.Messages.Selected())
	}
	d.app.Findings.ShowInPlot(&d.app.Findings.Cards()[1])
	if d.app.Tab() != present.TabPlot || !d.detail.tools.Visible() {
		t.Error("the plot is not in front")
	}
	d.app.Findings.Show(d.app.Findings.Cards()[1].First)
	d.settle()
	if d.detail.findings.scroll.Offset.Y == 0 && d.detail.findings.scroll.Content.MinSize().Height > d.detail.findings.scroll.Size().Height {
		t.Error("the card is not brought into view")
	}
	d.app.List.Select(1)
	d.showTab(present.TabFindings)
	d.settle()
	expect(t, d.detail.findings.view, present.TextNoFinding)
	d.showTab(present.TabMessages)
	d.settle()
	expect(t, d.detail.messages.view, present.TextNoMessage)
}

func TestCopiedTextsGoToTheClipboard(t *testing.T) {
	d := newDesk(t, memcase.Filled(2))
	d.copy("a line")
	if d.fyne.Clipboard().Content() != "a line" {
		t.Errorf("clipboard %q", d.fyne.Clipboard().Content())
	}
	expect(t, d.status.view, present.TextCopied)
}

func TestPlotFollowsPointerAndKeys(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	d.until("the plot is drawn", func() bool { img, _ := d.app.Plot.Image(); return img != nil })
	d.settle()
	c, p := d.detail.plot.canvas, d.app.Plot
	middle := fyne.NewPos(c.Size().Width/2, c.Size().Height/2)
	mouse := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: middle}}
	c.MouseIn(mouse)
	if p.Cursor().IsZero() || c.Cursor() != desktop.CrosshairCursor {
		t.Fatal("there is no crosshair")
	}
	expect(t, c, p.CursorText())
	c.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: middle}, Scrolled: fyne.NewDelta(0, 50)})
	if !p.Zoomed() {
		t.Error("the wheel doesn't zoom")
	}
	d.settle()
	expect(t, d.detail.plot.tools, present.TextResetView)
	from, _ := p.View()
	c.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(-30, 0)})
	c.DragEnd()
	if f, _ := p.View(); !f.After(from) {
		t.Error("dragging doesn't move")
	}
	c.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: middle}, Scrolled: fyne.NewDelta(20, 1)})
	c.TypedRune('+')
	c.TypedRune('-')
	c.TypedRune('0')
	if p.Zoomed() {
		t.Error("0 doesn't show the whole")
	}
	c.MouseOut()
	for _, k := range []fyne.KeyName{fyne.KeyRight, fyne.KeyRight, fyne.KeyLeft, fyne.KeyPageDown, fyne.KeyPageUp} {
		c.TypedKey(&fyne.KeyEvent{Name: k})
	}
	if p.Cursor().IsZero() {
		t.Error("the arrows don't walk")
	}
	expect(t, d.detail.plot.legend, "Total", "L1", "Offered", "EV", "11.500")
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	d.until("it is drawn again", func() bool { return p.Loaded() })
	d.settle()
	at, _ := p.ColumnOf(time.Date(2025, 3, 1, 9, 31, 0, 0, time.UTC))
	mark := fyne.NewPos(float32(at)/c.scale(), 30)
	c.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: mark}})
	expect(t, c, "21 min")
	c.Tapped(&fyne.PointEvent{Position: mark})
	if d.app.Tab() != present.TabFindings {
		t.Error("a click on a mark doesn't show its card")
	}
}

func TestLegendHidesLines(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	d.until("the plot is drawn", func() bool { img, _ := d.app.Plot.Image(); return img != nil })
	d.settle()
	r, ok := test.WidgetRenderer(d.detail.plot.legend).(*legendRenderer)
	if !ok || len(r.entries) < 5 {
		t.Fatal("the legend is too short")
	}
	e := r.entries[1]
	e.MouseIn(nil)
	e.MouseMoved(nil)
	e.MouseOut()
	e.Tapped(nil)
	d.settle()
	if !r.entries[1].entry.Hidden || e.Cursor() != desktop.PointerCursor {
		t.Error("the line is still shown")
	}
	test.Tap(d.detail.plot.chips.chips[0])
	d.settle()
	if d.app.Plot.Quantities()[0].Shown {
		t.Error("the panel is still shown")
	}
}

func TestThemesHaveReadableTexts(t *testing.T) {
	inks := []fyne.ThemeColorName{colorText, colorMuted, colorAccent, colorError, colorWarning, colorInfo, colorKey, colorString, colorNumber}
	grounds := []fyne.ThemeColorName{colorGround, colorSurface, colorSelection, colorFrame}
	for _, c := range []choice{light, dark} {
		th := newTheme(c)
		check := func(ink, ground fyne.ThemeColorName) {
			if got := contrast(th, ink, ground); got < 4.5 {
				t.Errorf("%s: %s on %s has a contrast of %.2f", c, ink, ground, got)
			}
		}
		for _, ground := range grounds {
			for _, ink := range inks {
				if ground == colorSelection && ink == colorWarning {
					ink = colorWarningDeep
				}
				check(ink, ground)
			}
		}
		for tone := present.TonePlain; tone <= present.ToneError; tone++ {
			check(toneColor(tone))
		}
		for _, ink := range []fyne.ThemeColorName{colorText, colorKey, colorString, colorNumber} {
			check(ink, colorErrorBg)
			check(ink, colorWarningBg)
			check(ink, colorInfoBg)
		}
		check(colorOnAccent, colorAccent)
	}
}

// contrast is that of WCAG 2.
func contrast(th fyne.Theme, a, b fyne.ThemeColorName) float64 {
	l := func(n fyne.ThemeColorName) float64 {
		r, g, b, _ := th.Color(n, 0).RGBA()
		f := func(v uint32) float64 {
			c := float64(v) / 0xFFFF
			if c <= 0.03928 {
				return c / 12.92
			}
			return math.Pow((c+0.055)/1.055, 2.4)
		}
		return 0.2126*f(r) + 0.7152*f(g) + 0.0722*f(b)
	}
	x, y := l(a), l(b)
	if x < y {
		x, y = y, x
	}
	return (x + 0.05) / (y + 0.05)
}

func TestThemeCanBeChosen(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	d.setTheme(dark)
	if !isDark() || d.choice() != dark {
		t.Error("it isn't dark")
	}
	d.setTheme(light)
	if isDark() {
		t.Error("it isn't light")
	}
	for _, item := range d.themeItems() {
		item.Action()
	}
	if th := newTheme(likeSystem); th.variant(0) != 0 || th.variant(1) != 1 {
		t.Error("the system's choice is not followed")
	}
	d.settle()
}

func TestFilesAreChosenOpenedAndSaved(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	d.picker.choose(nil, "a.log", "b.log")
	d.openLogs()
	d.until("they are imported", func() bool { return len(d.names()) == 2 && !d.app.Importing() })
	d.picker.choose(nil, "mine")
	d.newCase()
	d.until("the case is open", func() bool { return d.app.CaseName() == "mine" && !d.app.Opening() })
	d.saveCopy()
	d.picker.choose(nil, "broken.meterscope")
	d.openCase()
	d.until("a problem is shown", func() bool { return d.win.Canvas().Overlays().Top() != nil })
	if d.app.CaseName() != "mine" {
		t.Errorf("case %q", d.app.CaseName())
	}
	d.win.Canvas().Overlays().Remove(d.win.Canvas().Overlays().Top())
	d.picker.choose(nil)
	d.openLogs() // the user gives up
	d.settle()
	d.picker.choose(errNoPicker)
	d.openLogs()
	d.until("Fyne's dialog is shown", func() bool { return d.win.Canvas().Overlays().Top() != nil })
	d.win.Canvas().Overlays().Remove(d.win.Canvas().Overlays().Top())
	d.saveCopy()
	d.until("Fyne's dialog is shown", func() bool { return d.win.Canvas().Overlays().Top() != nil })
}

func TestQuitAsksWhileAnImportRuns(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	d.mu.Lock()
	d.hold = make(chan struct{})
	d.mu.Unlock()
	d.app.Import("day.log")
	d.until("it runs", func() bool { return strings.Contains(d.app.Status.Progress, "%") })
	expect(t, d.status.view, "day.log", "50 %", present.TextCancel)
	d.askToQuit()
	if d.win.Canvas().Overlays().Top() == nil || d.closing {
		t.Error("it quits without a question")
	}
	close(d.hold)
	d.until("it ended", func() bool { return !d.app.Importing() })
	d.askToQuit()
	if !d.closing {
		t.Error("it doesn't quit")
	}
	if d.window.fyne.Preferences().Float(keyWidth) != 1300 {
		t.Error("the window's shape is not kept")
	}
	d.quit()
}

func TestSheetsAndMenusOpen(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	top := func() fyne.CanvasObject { return d.win.Canvas().Overlays().Top() }
	for name, show := range map[string]func(){
		"keys": d.showKeys, "about": d.showAbout, "problem": func() { d.showProblem(present.Problem{What: "x", Means: "y", Remedy: "z", Details: "d"}) },
		"unread": func() { d.showUnread(); d.settle() }, "case menu": func() { d.caseMenu(d.toolbar.kase) },
		"F1": func() { d.typedKey(&fyne.KeyEvent{Name: fyne.KeyF1}) },
	} {
		show()
		if top() == nil {
			t.Errorf("%s: nothing opens", name)
			continue
		}
		d.win.Canvas().Overlays().Remove(top())
	}
	var titles []string
	for _, m := range d.menus().Items {
		titles = append(titles, m.Label)
		for _, i := range m.Items {
			if !i.IsSeparator && i.ChildMenu == nil && i.Action == nil {
				t.Errorf("%s does nothing", i.Label)
			}
		}
	}
	if got := strings.Join(titles, " "); got != "File View Transaction Help" {
		t.Errorf("menus %s", got)
	}
}

func TestSplitCanBeDragged(t *testing.T) {
	test.NewTempApp(t)
	a, b := newSurface(colorGround, noEdge), newSurface(colorSurface, noEdge)
	for _, upright := range []bool{false, true} {
		s := newSplit(a, b, upright, 0.5)
		w := test.NewTempWindow(t, s)
		w.SetPadded(false)
		w.Resize(fyne.NewSize(401, 401))
		s.handle.MouseIn(nil)
		s.handle.MouseMoved(nil)
		s.handle.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(40, 40)})
		s.handle.DragEnd()
		s.handle.MouseOut()
		if first, _ := s.lengths(s.Size()); math.Abs(float64(first)-240) > 0.1 {
			t.Errorf("upright %v: the first is %g", upright, first)
		}
		if s.handle.Cursor() == desktop.DefaultCursor {
			t.Error("the handle doesn't show that it can be dragged")
		}
	}
}

func TestPressWorksWithMouseAndKeys(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(newTheme(light))
	n := 0
	for l := lookLink; l <= lookTab; l++ {
		p := newPress("text", l, func() { n++ })
		w := test.NewTempWindow(t, p)
		test.Tap(p)
		p.MouseIn(nil)
		p.MouseMoved(nil)
		p.MouseOut()
		w.Canvas().Focus(p)
		p.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
		p.TypedRune('x')
		w.Canvas().Unfocus()
		p.set("other", true)
		expect(t, p, "other")
		if p.Cursor() != desktop.PointerCursor {
			t.Error("no hand")
		}
	}
	if n != 10 {
		t.Errorf("pressed %d times", n)
	}
}

func TestLongTextsAreCutWithAnEllipsis(t *testing.T) {
	test.NewTempApp(t)
	full := "a rather long text that has no room"
	if got := ellipsize(full, 80, 13, fyne.TextStyle{}); !strings.HasSuffix(got, "…") || len(got) >= len(full) {
		t.Errorf("%q", got)
	}
	if got := ellipsize(full, 1000, 13, fyne.TextStyle{}); got != full {
		t.Errorf("%q", got)
	}
	r := codeRow{number: 7, indent: 2, spans: []codeSpan{{text: strings.Repeat("ab", 20)}, {text: "cd"}}}
	rows := r.wrap(20)
	total := 0
	for i, row := range rows {
		if (row.number == 7) != (i == 0) {
			t.Errorf("row %d has number %d", i, row.number)
		}
		for _, s := range row.spans {
			total += len(s.text)
		}
	}
	if total != 42 || len(rows) != 3 {
		t.Errorf("%d rows with %d characters", len(rows), total)
	}
}
