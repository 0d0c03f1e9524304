package desktop

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"meterscope/model"
	"meterscope/ui/internal/memcase"
	"meterscope/ui/present"
)

func TestCardShowsAllThatWasExpected(t *testing.T) {
	d := newDesk(t, memcase.Filled(2))
	want := strings.Repeat("one of many, ", 20) + "Percent"
	card := newCard(nil, &present.Card{Title: "Value", Got: strings.Repeat("x", 500), Want: want, Doc: present.RuleDoc{Spec: "OCPP 1.6 §7.43"}})
	d.win.SetContent(card)
	d.win.Resize(fyne.NewSize(560, 400))
	got := texts(card)
	for _, w := range []string{"Percent", "xxx…", "OCPP 1.6 §7.43"} {
		if !strings.Contains(got, w) {
			t.Errorf("%q is cut from %s", w, got)
		}
	}
	if n := strings.Count(strings.ReplaceAll(got, " | ", " "), "one of many"); n != 20 { // on several lines
		t.Errorf("%d of 20 are shown", n)
	}
}

func TestFindingsOfTheWholeCaseLeadToTheirPlace(t *testing.T) {
	file := memcase.New("x")
	full := memcase.Filled(1)
	file.Log, file.Text, file.Said = full.Log, full.Text, map[model.TransactionKey][]model.Finding{0: full.Said[1]}
	d := newDesk(t, file)
	expect(t, d.win.Content(), present.TextNoTxTitle, "3 messages", present.TextAllFindings)
	d.showFindings()
	d.until("the place is shown", func() bool { return d.app.Whole.Opened() != nil })
	d.settle()
	expect(t, d.whole.view, "SCH003", "CLK007", "day.log", "line 2")
	d.showAbout()
	about := d.win.Canvas().Overlays().Top()
	d.showPlace(full.Said[1][0])
	d.until("the place is shown", func() bool { return d.win.Canvas().Overlays().Top() != about })
	expect(t, d.win.Canvas().Overlays().Top(), "day.log", "line 2", `"Hz"`, present.TextCopyRaw)
	for left := 1; left >= 0; left-- { // Escape closes one sheet after the other
		focused := d.win.Canvas().Focused()
		if focused == nil {
			t.Fatal("nothing has the keyboard")
		}
		focused.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if (d.win.Canvas().Overlays().Top() != nil) != (left > 0) {
			t.Errorf("%d sheets should be left", left)
		}
	}
}

func TestCardsAreReadWithTheKeyboard(t *testing.T) {
	d := newDesk(t, memcase.Filled(2))
	d.win.Resize(fyne.NewSize(1000, 420))
	d.showTab(present.TabFindings)
	if d.win.Canvas().Focused() != d.detail.findings.keys {
		t.Fatal("the cards don't have the keyboard")
	}
	v := d.detail.findings
	press := func(k fyne.KeyName) float32 {
		v.keys.TypedKey(&fyne.KeyEvent{Name: k})
		return v.scroll.Offset.Y
	}
	end := press(fyne.KeyEnd)
	if end <= 0 || press(fyne.KeyDown) != end || press(fyne.KeyHome) != 0 || press(fyne.KeyUp) != 0 {
		t.Errorf("it doesn't scroll between 0 and %g", end)
	}
	if at := press(fyne.KeyPageDown); at <= 0 || press(fyne.KeyPageUp) != 0 {
		t.Errorf("a page is %g", at)
	}
	press(fyne.KeyReturn)
	if d.app.Tab() != present.TabMessages || d.app.Messages.Selected() != 1 {
		t.Errorf("tab %d, message %d", d.app.Tab(), d.app.Messages.Selected())
	}
	if d.win.Canvas().Focused() != d.detail.messages.list {
		t.Error("the messages don't have the keyboard")
	}
	press(fyne.KeyEscape)
	if d.win.Canvas().Focused() != d.list.list {
		t.Error("Escape doesn't go back to the list")
	}
}

func TestConnectorStaysWhereTheStationIsCut(t *testing.T) {
	file := memcase.Filled(2)
	file.Rows[0].Station = strings.Repeat("STATION", 9)
	d := newDesk(t, file)
	if got := texts(d.list.view); !strings.Contains(got, "… · 1") {
		t.Errorf("the list says %s", got)
	}
}

func TestCardsAreCopiedAsTextAndAsJSON(t *testing.T) {
	d := newDesk(t, memcase.Filled(2))
	d.showTab(present.TabFindings)
	d.settle()
	json := command{key: fyne.KeyC, shift: true}.shortcut()
	copied := func(s fyne.Shortcut) string {
		d.press(s)
		return d.fyne.Clipboard().Content()
	}
	if got := copied(&fyne.ShortcutCopy{}); !strings.HasPrefix(got, "warning  SCH003") || !strings.Contains(got, "\"Hz\"") || !strings.Contains(got, "day.log, line 2") {
		t.Errorf("the uppermost as text:\n%s", got)
	}
	if got := copied(json); !strings.Contains(got, `"rule": "SCH003"`) || !strings.Contains(got, `"line": 2`) {
		t.Errorf("the uppermost as JSON:\n%s", got)
	}
	second, ok := d.detail.findings.cards.Objects[1].(*card)
	if !ok || !d.focus(second.links[0]) {
		t.Fatal("the link of the second card doesn't get the keyboard")
	}
	if got := copied(&fyne.ShortcutCopy{}); !strings.HasPrefix(got, "warning  CLK007") {
		t.Errorf("the second:\n%s", got)
	}
	second.TappedSecondary(&fyne.PointEvent{})
	expect(t, d.win.Canvas().Overlays().Top(), present.TextShowInLog, present.TextShowInPlot, present.TextCopy, present.TextCopyJSON)
	d.win.Canvas().Overlays().Remove(d.win.Canvas().Overlays().Top())
	d.showSources()
	d.settle()
	if got := copied(&fyne.ShortcutCopy{}); !strings.HasPrefix(got, "day.log  ·  ") || !strings.Contains(got, "SHA-256") {
		t.Errorf("a source:\n%s", got)
	}
	d.showFindings()
	d.until("the groups are counted", d.app.Whole.Counted)
	d.settle()
	if d.app.Whole.Selected() >= 0 {
		if got := copied(json); !strings.HasPrefix(got, "{\n  \"rule\"") {
			t.Errorf("a place as JSON:\n%s", got)
		}
	}
}
