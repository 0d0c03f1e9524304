package desktop

import (
	"context"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/ui/internal/memcase"
	"meterscope/ui/present"
)

func TestSettingsShowWindowAndRules(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	var adopted present.RuleSettings
	d.app.Engine.Kept = func(context.Context, present.CaseFile) (present.RuleSettings, error) {
		return present.RuleSettings{Severity: map[model.RuleID]model.Severity{"CLK007": model.SeverityInfo}}, nil
	}
	d.app.Engine.Adopt = func(_ context.Context, _ present.CaseFile, s present.RuleSettings, _ func(importer.Progress)) error {
		d.mu.Lock()
		defer d.mu.Unlock()
		adopted = s
		return nil
	}
	d.showSettings()
	top := d.win.Canvas().Overlays().Top()
	expect(t, top, "Window", "Rules of this case", "Language", "Theme", "Text size", "Motion", "Numbers and units")
	d.closeSheets()
	d.showSettingsTab(2)
	d.until("the rules are read", d.app.Rules.Loaded)
	d.settle()
	top = d.win.Canvas().Overlays().Top()
	expect(t, top, "JSN001", "1 rule is other than Meterscope has them.", "Off", "Warning", "Error", "As Meterscope has it")
	d.app.Rules.Find("CLK007")
	expect(t, top, "CLK007", "(normally ")
	d.app.Rules.SetSeverity(model.SeverityError)
	expect(t, top, "Apply and check again")
	d.app.Rules.Apply()
	d.until("it is applied", func() bool { return !d.app.Importing() })
	d.mu.Lock()
	defer d.mu.Unlock()
	if adopted.Severity["CLK007"] != model.SeverityError {
		t.Errorf("adopted %+v", adopted)
	}
}

func TestTimesAreShownInTheZoneThatIsChosen(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	field, ok := d.zoneField().(*widget.SelectEntry)
	if !ok {
		t.Fatal("no field")
	}
	for _, typed := range []string{"Europe/Ber", "Europe/Berlin"} {
		field.SetText(typed)
	}
	d.until("it is read again", func() bool { return d.app.List.Loaded() && d.app.List.Selected() == 0 })
	d.settle()
	expect(t, d.win.Content(), "2025-03-01 10:00", "10:00:00 – 11:02:00 CET")
	if z := d.window.fyne.Preferences().String(keyZone); z != "Europe/Berlin" {
		t.Errorf("kept %q", z)
	}
	if _, err := zoneNamed("Mars/Olympus"); err == nil {
		t.Error("there is a zone on Mars")
	}
}

func TestCasesAreRememberedAndOpenedAgain(t *testing.T) {
	d := newDesk(t, memcase.Filled(2))
	d.app.NewCase("other" + present.CaseEnding)
	d.until("it is open", func() bool { return !d.app.Opening() && d.app.CaseName() == "other" })
	d.settle()
	i := slices.IndexFunc(d.win.MainMenu().Items[0].Items, func(i *fyne.MenuItem) bool { return i.Label == present.TextRecentCases })
	recent := d.win.MainMenu().Items[0].Items[i].ChildMenu.Items
	item(t, recent, "test").Action()
	d.until("it is open again", func() bool { return !d.app.Opening() && d.app.CaseName() == "test" })
	d.settle()
	item(t, d.recentItems(), present.TextClearRecent).Action()
	if n := len(d.recentItems()); n != 0 {
		t.Errorf("%d are left", n)
	}
}

func TestNoticeStandsAboveTheCaseWithWhatCanBeDone(t *testing.T) {
	file := memcase.Filled(2)
	d := newDesk(t, file)
	if d.offer.view.Visible() {
		t.Error("there is nothing to say")
	}
	d.app.Engine.Lock = func(string) (func(), error) { return nil, present.ErrInUse }
	d.app.Engine.Look = func(context.Context, string) (present.CaseFile, error) { return file, nil }
	d.app.OpenCase("taken" + present.CaseEnding)
	d.until("it is open", func() bool { return d.app.InUse() })
	d.settle()
	expect(t, d.win.Content(), "taken is open in another Meterscope.", present.TextTryAgain)
	d.app.Engine.Lock = nil
	d.offer.presses[0].Tapped(nil)
	d.until("it is open for writing", func() bool { return !d.app.Opening() && !d.app.InUse() })
	d.settle()
	if d.offer.view.Visible() {
		t.Error("it is still said")
	}
}
