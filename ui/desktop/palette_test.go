package desktop

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"meterscope/ui/internal/memcase"
	"meterscope/ui/present"
)

func TestPaletteDoesWhatMenusDo(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	var labels []string
	for _, a := range d.actions() {
		labels = append(labels, a.Label())
		if a.Run == nil {
			t.Errorf("%s does nothing", a.Label())
		}
	}
	all := strings.Join(labels, "\n")
	for _, want := range []string{"File ▸ Open log…", "View ▸ Theme ▸ Dark", "View ▸ Columns ▸ ", "Help ▸ Keys", "Transaction ▸ Copy summary"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not among\n%s", want, all)
		}
	}
	d.showPalette()
	field, ok := d.win.Canvas().Focused().(*paletteEntry)
	if !ok {
		t.Fatalf("the keyboard is at %T", d.win.Canvas().Focused())
	}
	test.Type(field, "theme dark")
	expect(t, d.win.Canvas().Overlays().Top(), "View ▸ Theme ▸ Dark", "Find transactions: theme dark")
	for _, k := range []fyne.KeyName{fyne.KeyDown, fyne.KeyUp, fyne.KeyReturn} {
		field.TypedKey(&fyne.KeyEvent{Name: k})
	}
	if d.choice() != dark || d.win.Canvas().Overlays().Top() != nil {
		t.Errorf("the theme is %q", d.choice())
	}
	d.showPalette()
	d.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if d.win.Canvas().Overlays().Top() != nil || len(d.sheets) != 0 {
		t.Error("Escape doesn't close it")
	}
	d.typedActions("CP1")[0].Run()
	d.settle()
	if d.app.List.Search() != "CP1" {
		t.Errorf("searched for %q", d.app.List.Search())
	}
}

func TestHelpIsReadAndSearched(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	d.otherKey(&fyne.KeyEvent{Name: fyne.KeyF1})
	top := d.win.Canvas().Overlays().Top()
	expect(t, top, "In a minute", present.TextGuide)
	field, ok := d.win.Canvas().Focused().(*paletteEntry)
	if !ok {
		t.Fatalf("the keyboard is at %T", d.win.Canvas().Focused())
	}
	field.SetText("clk007")
	expect(t, top, "CLK007", present.TextHelpRules)
	field.SetText("no such word")
	expect(t, top, present.TextNothingFound)
	for _, k := range []fyne.KeyName{fyne.KeyDown, fyne.KeyPageDown, fyne.KeyEscape} {
		field.TypedKey(&fyne.KeyEvent{Name: k})
	}
	if d.win.Canvas().Overlays().Top() != nil || len(d.sheets) != 0 {
		t.Error("Escape doesn't close it")
	}
	d.focusSearch()
	d.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyF1})
	if d.win.Canvas().Overlays().Top() == nil {
		t.Error("F1 in the search field shows no help")
	}
}

func TestShortcutsAreNamedAsMenusNameThem(t *testing.T) {
	for want, c := range map[string]command{"+O": {key: fyne.KeyO}, "+Shift+V": {key: fyne.KeyV, shift: true}, "+↓": {key: fyne.KeyDown}} {
		if got := shortcutName(c.shortcut()); got != modifierName()+want {
			t.Errorf("%q, want %q", got, modifierName()+want)
		}
	}
	if got := shortcutName(&fyne.ShortcutCopy{}); got != modifierName()+"+C" || shortcutName(nil) != "" {
		t.Errorf("copy is %q", got)
	}
}

func TestTasksAreListedWhileTheyLast(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	d.showTasks()
	expect(t, d.win.Canvas().Overlays().Top(), "Nothing goes on.")
	d.closeSheets()
	d.mu.Lock()
	d.hold = make(chan struct{})
	d.mu.Unlock()
	d.app.Import("day.log")
	d.until("it runs", func() bool { return strings.Contains(d.app.Status.Progress, "%") })
	d.app.Import("next.log")
	expect(t, d.status.view, "2 tasks")
	d.showTasks()
	top := d.win.Canvas().Overlays().Top()
	expect(t, top, "day.log", "50 %", "next.log", "waits for its turn", present.TextRemove)
	d.tasks.lines[1].stop.Tapped(nil)
	d.settle()
	if n := len(d.tasks.lines); n != 1 {
		t.Errorf("%d tasks are left", n)
	}
	close(d.hold)
	d.until("it ended", func() bool { return !d.app.Importing() })
	d.settle()
	expect(t, top, "Nothing goes on.")
}

// Fyne's menus have the keys' names in English. What else names them says the same.
func TestKeysAreCalledAsTheMenusCallThem(t *testing.T) {
	files, err := filepath.Glob("../../assets/translations/*/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no texts: %v", err)
	}
	for _, file := range append(files, "../../assets/docs/guide.de.md") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, wrong := range []string{"Strg-", "Strg +", "Umschalt-", "Umschalt ", "mit Umschalt"} {
			if strings.Contains(string(text), wrong) {
				t.Errorf("%s says %q", filepath.Base(file), wrong)
			}
		}
	}
}
