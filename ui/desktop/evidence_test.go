package desktop

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"meterscope/ui/internal/memcase"
	"meterscope/ui/present"
)

// find is Ctrl-F, and next is F3.
var (
	find = command{key: fyne.KeyF}.shortcut()
	next = &desktop.CustomShortcut{KeyName: fyne.KeyDown, Modifier: fyne.KeyModifierAlt}
)

func TestWordsAreLookedForInTheMessages(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	d.until("a message is open", func() bool { return d.app.Messages.Opened() != nil })
	d.press(find)
	if d.win.Canvas().Focused() != d.toolbar.search {
		t.Error("where no message is in front, Ctrl-F doesn't look for transactions")
	}
	d.showTab(present.TabMessages)
	d.press(find)
	bar := d.detail.messages.find
	if d.win.Canvas().Focused() != bar.field || !bar.view.Visible() {
		t.Fatal("Ctrl-F doesn't look in the messages")
	}
	test.Type(bar.field, "timestamp")
	d.until("it is found", func() bool { return bar.state.text == "1 of 2" })
	bar.field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	d.until("the next is open", func() bool { return d.app.Messages.Selected() == 1 && bar.state.text == "2 of 2" })
	d.detail.messages.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF3})
	d.until("F3 goes round", func() bool { return d.app.Messages.Selected() == 0 })
	bar.field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	d.settle()
	if bar.view.Visible() || d.win.Canvas().Focused() != d.detail.messages.list || d.app.Messages.Words() != "" {
		t.Error("Escape doesn't end it")
	}
}

func TestNumberIsOneStepFromItsLine(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	d.until("the accounts are there", func() bool { return d.app.Overview.Loaded() })
	d.settle()
	var meter *link
	var look func(fyne.CanvasObject)
	look = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *link:
			if meter == nil {
				meter = o
			}
		case *fyne.Container:
			for _, c := range o.Objects {
				look(c)
			}
		}
	}
	look(d.detail.overview.accounts)
	if meter == nil || meter.text != "4.000" {
		t.Fatalf("no number leads anywhere: %+v", meter)
	}
	meter.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	d.until("its message is shown", func() bool { return d.app.Tab() == present.TabMessages && d.app.Messages.Proof() != nil })
	d.settle()
	bar := d.detail.messages.proof
	expect(t, bar.view, "Meter (start, stop): 4.000 kWh", "meterStart, StartTransaction", present.TextOverview)
	d.app.Messages.EndProof()
	if bar.view.Visible() {
		t.Error("the bar stays")
	}
}

func TestMessageIsFoldedAndCopied(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	d.showTab(present.TabMessages)
	d.app.Messages.Select(1)
	d.until("it is open", func() bool {
		o := d.app.Messages.Opened()
		return o != nil && strings.HasPrefix(o.Title, "MeterValues")
	})
	d.settle()
	v := d.detail.messages
	rows := v.json.count
	if !v.fold.Visible() || v.fold.text != "Fold" {
		t.Error("it can't be folded")
	}
	v.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	if v.json.count >= rows || v.fold.text != "Unfold" {
		t.Errorf("folded it has %d rows of %d", v.json.count, rows)
	}
	v.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	if v.json.count != rows {
		t.Errorf("unfolded it has %d rows of %d", v.json.count, rows)
	}
	v.json.onTap(1)
	if v.json.count >= rows {
		t.Error("a click doesn't fold")
	}
	d.win.Canvas().Focus(v.list)
	d.press(&fyne.ShortcutCopy{})
	if got := d.fyne.Clipboard().Content(); !strings.HasPrefix(got, `[2,"m1","MeterValues"`) || !strings.Contains(got, "SHA-256") && !strings.Contains(got, "line 2") {
		t.Errorf("copied %q", got)
	}
	d.press(command{key: fyne.KeyC, shift: true}.shortcut())
	if got := d.fyne.Clipboard().Content(); !strings.HasPrefix(got, "[2, \"m1\", \"MeterValues\",\n") {
		t.Errorf("copied as JSON %q", got)
	}
}

func TestAltAndAnArrowGoToTheNextTransaction(t *testing.T) {
	d := newDesk(t, memcase.Filled(4))
	d.until("the list is there", func() bool { return d.app.List.Len() == 4 && d.app.List.Selected() == 0 })
	d.press(next)
	if d.app.List.Selected() != 1 {
		t.Errorf("row %d", d.app.List.Selected())
	}
	d.until("the note is read", d.app.Notes.Loaded)
	d.showTab(present.TabNotes) // where text is written
	d.press(next)
	if d.app.List.Selected() != 2 {
		t.Errorf("from the note: row %d", d.app.List.Selected())
	}
}

func TestMessageIsShownAsItWasLeft(t *testing.T) {
	d := newDesk(t, memcase.Filled(1))
	d.win.Resize(fyne.NewSize(1000, 420))
	d.showTab(present.TabMessages)
	d.until("a message is open", func() bool { return d.app.Messages.Opened() != nil })
	d.settle()
	v := d.detail.messages
	choose := func(i int) {
		d.app.Messages.Select(i)
		d.until("it is open", func() bool { return d.app.Messages.Opened() != nil && v.opened == d.app.Messages.Opened() })
		d.settle()
	}
	choose(1)
	v.json.list.scrollDown(0)
	v.foldAll()
	rows := v.json.count
	v.json.list.scrollDown(30)
	at := v.json.list.scrolled()
	choose(0)
	choose(1)
	if v.json.count != rows || v.json.list.scrolled() != at {
		t.Errorf("%d rows at %g, were %d at %g", v.json.count, v.json.list.scrolled(), rows, at)
	}
}

func TestKeyboardGoesThroughJSONAndLine(t *testing.T) {
	d := newDesk(t, memcase.Filled(1))
	d.win.Resize(fyne.NewSize(1000, 420))
	d.showTab(present.TabMessages)
	d.until("a message is open", func() bool { return d.app.Messages.Opened() != nil })
	d.app.Messages.Select(1)
	d.settle()
	v := d.detail.messages
	l := v.json.list
	if !d.focus(l) {
		t.Fatal("the JSON doesn't get the keyboard")
	}
	rows := v.json.count
	key(l, fyne.KeyHome)
	for v.json.row(l.at).fold == "" && l.at < rows-1 {
		key(l, fyne.KeyDown)
	}
	key(l, fyne.KeyLeft)
	if v.json.count >= rows {
		t.Errorf("← leaves %d rows of %d", v.json.count, rows)
	}
	key(l, fyne.KeyLeft, fyne.KeyRight)
	if v.json.count != rows {
		t.Errorf("→ makes %d rows of %d", v.json.count, rows)
	}
	key(l, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyUp, fyne.KeyDown)
	if l.at != rows-1 || l.scrolled() == 0 {
		t.Errorf("the keyboard is at line %d of %d, %g down", l.at, rows, l.scrolled())
	}
	key(l, fyne.KeyEscape)
	if d.win.Canvas().Focused() != fyne.Focusable(v.list) {
		t.Errorf("Escape leads to %T", d.win.Canvas().Focused())
	}
	d.focus(v.raw.list)
	d.press(&fyne.ShortcutCopy{})
	if got := d.fyne.Clipboard().Content(); !strings.Contains(got, "m1") {
		t.Errorf("copied %q", got)
	}
}
