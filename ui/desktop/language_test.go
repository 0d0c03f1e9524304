package desktop

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynelang "fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/test"

	"meterscope/ui/internal/memcase"
	"meterscope/ui/lang"
	"meterscope/ui/present"
)

func germanTexts(t *testing.T) *lang.Texts {
	t.Helper()
	texts, err := lang.Load(lang.German)
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func TestTheLanguageIsWhatIsAskedForElseThatOfTheSettingsElseTheSystems(t *testing.T) {
	p := test.NewTempApp(t).Preferences()
	for _, c := range []struct{ once, kept, system, want string }{
		{"", "", "en", "en"},
		{"", "", "de", "de"},
		{"", "en", "de", "en"},
		{"de", "en", "en", "de"},
		{"", "fr", "de", "de"},
	} {
		p.SetString(keyLanguage, c.kept)
		if got, err := textsFor(c.once, p, c.system); err != nil || got.Code() != c.want {
			t.Errorf("%+v: %q, %v", c, got.Code(), err)
		}
	}
}

func TestTheWindowSpeaksGerman(t *testing.T) {
	d := newDeskIn(t, memcase.Filled(300), germanTexts(t))
	expect(t, d.win.Content(), "Log öffnen…", "Alle 300", "Fehler 50", "01.03.2025 09:00", "–3,100", "offen", "Befunde 2", "Nachrichten 3", "300 Transaktionen")
	for i, want := range []string{"Datei", "Bearbeiten", "Ansicht", "Transaktion", "Hilfe"} {
		if got := d.win.MainMenu().Items[i].Label; got != want {
			t.Errorf("menu %d is %q, want %q", i, got, want)
		}
	}
	d.showTab(present.TabFindings)
	d.settle()
	expect(t, d.detail.findings.view, "Was zu tun ist", "Erwartet", "Stelle", "Zeit", "Im Log zeigen")
	d.showKeys()
	expect(t, d.win.Canvas().Overlays().Top(), "Tasten", "Log öffnen", "Entf", "neuer Fall", "Schließen")
}

func TestTheListOfKeysScrollsWithTheKeyboard(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	d.win.Resize(fyne.NewSize(700, 400))
	d.showKeys()
	var scroll *container.Scroll
	for _, o := range test.LaidOutObjects(d.win.Canvas().Overlays().Top()) {
		if s, ok := o.(*container.Scroll); ok && scroll == nil {
			scroll = s
		}
	}
	if scroll == nil {
		t.Fatal("it doesn't scroll")
	}
	for _, k := range []fyne.KeyName{fyne.KeyDown, fyne.KeyPageDown} {
		before := scroll.Offset.Y
		d.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: k})
		if scroll.Offset.Y <= before {
			t.Errorf("%s leaves it at %v", k, scroll.Offset.Y)
		}
	}
}

func TestALanguageThatIsChosenIsSpokenAtOnceAndFromThenOn(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	t.Cleanup(func() {
		if err := speakToFyne(nil); err != nil {
			t.Error(err)
		}
	})
	d.app.List.Select(1)
	d.settle()
	items := d.languageItems()
	if len(items) != 3 || !items[0].Checked || items[2].Label != "Deutsch" {
		t.Fatalf("%d languages, the first chosen: %v, the last %q", len(items), items[0].Checked, items[2].Label)
	}
	items[2].Action()
	d.until("the list is read again", func() bool { return d.app.List.Loaded() && d.app.List.Selected() == 1 })
	d.settle()
	expect(t, d.win.Content(), "3 Transaktionen", "Log öffnen…", "Geladen von", "Transaktion 43")
	if d.win.MainMenu().Items[0].Label != "Datei" {
		t.Errorf("the first menu is %q", d.win.MainMenu().Items[0].Label)
	}
	if items := d.languageItems(); items[0].Checked || !items[2].Checked {
		t.Error("German isn't the chosen one")
	}
	if texts, err := textsFor("", d.window.fyne.Preferences(), lang.English); err != nil || texts.Code() != lang.German {
		t.Errorf("the next start has %q, %v", texts.Code(), err)
	}
}

func TestFynesOwnWidgetsSpeakTheLanguageOfTheWindow(t *testing.T) {
	test.NewTempApp(t)
	t.Cleanup(func() {
		if err := speakToFyne(nil); err != nil {
			t.Error(err)
		}
	})
	texts := germanTexts(t)
	if err := speakToFyne(texts); err != nil {
		t.Fatal(err)
	}
	for _, w := range fyneWords() {
		if got := fynelang.L(w); got != texts.Text(w) {
			t.Errorf("%q is %q, want %q", w, got, texts.Text(w))
		}
	}
	if err := speakToFyne(nil); err != nil {
		t.Fatal(err)
	}
	if got := fynelang.L("Cut"); got != "Cut" {
		t.Errorf("in English it says %q", got)
	}
}

func TestTheHintOfTheSearchFits(t *testing.T) {
	test.NewTempApp(t)
	e := newSearchEntry(germanTexts(t), nil)
	e.Resize(fyne.NewSize(120, 30))
	if e.PlaceHolder == e.hint || e.PlaceHolder == "" {
		t.Errorf("it is %q", e.PlaceHolder)
	}
	e.Resize(fyne.NewSize(900, 30))
	if e.PlaceHolder != e.hint {
		t.Errorf("it is still %q", e.PlaceHolder)
	}
}
