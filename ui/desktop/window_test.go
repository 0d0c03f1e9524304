package desktop

import (
	"context"
	"fmt"
	"image/color"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"meterscope/assets"
	"meterscope/ui/internal/memcase"
	"meterscope/ui/present"
)

func TestWindowShowsListAndDetail(t *testing.T) {
	d := newDesk(t, memcase.Filled(300))
	expect(t, d.win.Content(),
		"All 300", "Errors 50", "2025-03-01 09:00", "CP1 · 1", "–3.100", "20 → 81", "open",
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
		"keys": d.showKeys, "about": d.showAbout, "licences": d.showLicences, "problem": func() { d.showProblem(present.Problem{What: "x", Means: "y", Remedy: "z", Details: "d"}) },
		"case menu": func() { d.caseMenu(d.toolbar.kase) },
		"F1":        func() { d.typedKey(&fyne.KeyEvent{Name: fyne.KeyF1}) },
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
	if got := strings.Join(titles, " "); got != "File Edit View Transaction Help" {
		t.Errorf("menus %s", got)
	}
}

// On a small screen with very large texts the window is smaller than what it shows.
func TestSmallWindowScrolls(t *testing.T) {
	d := newDesk(t, memcase.Filled(30))
	if s := d.win.Content().MinSize(); s.Width > leastWidth || s.Height > leastHeight {
		t.Errorf("the window is at least %v", s)
	}
	d.win.Resize(fyne.NewSize(500, 330))
	d.settle()
	if s, least := d.content.Size(), d.content.MinSize(); s.Width < least.Width || s.Height < least.Height {
		t.Errorf("what it shows has %v, and needs %v", s, least)
	}
	d.win.Resize(fyne.NewSize(1200, 800))
	d.settle()
	if s := d.content.Size(); s != fyne.NewSize(1200, 800) && s.Height < 750 { // less the menu
		t.Errorf("in a large window it has %v", s)
	}
}

func TestProblemThatIsToldIsNotToldAgain(t *testing.T) {
	d := newDesk(t, memcase.Filled(1))
	p := present.Problem{What: "day.log is damaged.", Place: "/a/day.log", Means: "Some is missing.", Remedy: "Copy it.", Details: "zstd: EOF"}
	d.showProblem(p)
	d.showProblem(p)
	if len(d.sheets) != 1 {
		t.Errorf("%d sheets are open", len(d.sheets))
	}
	expect(t, d.win.Canvas().Overlays().Top(), p.What, p.Place, p.Means, p.Remedy, "Details ▸")
	d.closeSheet()
	d.showProblem(p)
	if len(d.sheets) != 1 {
		t.Errorf("%d sheets are open when it happened again", len(d.sheets))
	}
	d.settle()
}

// Fyne cuts off what the font for code has below its letters.
func TestUnderscoresOfCodeAreDrawn(t *testing.T) {
	d := newDesk(t, memcase.Filled(1))
	v := newCodeView(nil)
	line := &codeLine{v: v}
	line.row = codeRow{spans: []codeSpan{{text: "CP_1"}, {text: "__x"}}}
	r := &codeLineRenderer{l: line, number: canvas.NewText("", color.Black), fold: canvas.NewText("", color.Black)}
	r.Refresh()
	var at []float32
	for _, o := range r.Objects() {
		if l, ok := o.(*canvas.Rectangle); ok {
			at = append(at, (l.Position().X-v.left())/codePitch())
			if l.Size().Height != 1 || l.Position().Y < codeHeight-3 || l.Position().Y >= codeHeight {
				t.Errorf("an underscore is at %v, %v large", l.Position(), l.Size())
			}
		}
	}
	if fmt.Sprintf("%.0f", at) != "[2 4 5]" {
		t.Errorf("underscores are drawn at the characters %.0f", at)
	}
	d.settle()
}

func TestLinesOfCodeLeaveRoomForTheirNumbers(t *testing.T) {
	d := newDesk(t, memcase.Filled(1))
	laid := 0
	var v *codeView
	v = newCodeView(func(columns int) {
		laid = columns
		v.show([]codeRow{{number: 12345, spans: []codeSpan{{text: "x"}}}}, 0)
	})
	v.view.Resize(fyne.NewSize(400, 100))
	if room := float32(laid)*codePitch() + v.left(); room > 400 {
		t.Errorf("%d characters take %v of 400", laid, room)
	}
	d.settle()
}

func TestFiltersHaveNoCountsBeforeTheListIsRead(t *testing.T) {
	f := test.NewTempApp(t)
	e := present.NewEngine(time.Now, time.UTC)
	a := present.NewApp(context.Background(), e, &loop{t: t, posts: make(chan func(), 16)})
	t.Cleanup(a.Close)
	f.Settings().SetTheme(newTheme(light))
	bar := newToolbar(a, func() {}, func(fyne.CanvasObject) {})
	for i, want := range []string{"All", "Errors", "Warnings", "Info", "Clean"} {
		if got := bar.chips.chips[i].text; got != want {
			t.Errorf("filter %d is %q, want %q", i, got, want)
		}
	}
}
