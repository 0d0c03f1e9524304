package desktop

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"meterscope/ui/internal/memcase"
	"meterscope/ui/present"
)

// press does what the window's driver does with a shortcut: the main menu is asked first.
func (d *desk) press(s fyne.Shortcut) {
	for _, m := range d.win.MainMenu().Items {
		for _, i := range m.Items {
			if i.Shortcut != nil && i.Shortcut.ShortcutName() == s.ShortcutName() && i.Action != nil {
				i.Action()
				return
			}
		}
	}
	if f, ok := d.win.Canvas().Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(s)
		return
	}
	d.win.Canvas().(interface{ TypedShortcut(fyne.Shortcut) }).TypedShortcut(s) //nolint:forcetypeassert // Fyne's test canvas
}

func TestKeysDoNothingBeneathASheet(t *testing.T) {
	d := newDesk(t, memcase.Filled(5))
	d.until("the list is there", func() bool { return d.app.List.Len() == 5 && d.app.List.Selected() == 0 })
	next := command{key: fyne.KeyDown}.shortcut()
	d.press(next)
	if d.app.List.Selected() != 1 {
		t.Fatalf("without a sheet row %d is selected", d.app.List.Selected())
	}
	d.showAbout()
	for _, s := range []fyne.Shortcut{next, command{key: fyne.Key2}.shortcut(), command{key: fyne.KeyPlus}.shortcut(), &fyne.ShortcutCopy{}} {
		d.press(s)
	}
	before := d.size()
	d.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyDown})
	d.win.Canvas().OnTypedRune()('+')
	if d.app.List.Selected() != 1 || d.app.Tab() != present.TabOverview || before != d.size() {
		t.Errorf("beneath the sheet row %d is selected, tab %d", d.app.List.Selected(), d.app.Tab())
	}
	d.sheets[0].keys.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	d.press(next)
	if d.app.List.Selected() != 2 {
		t.Error("once the sheet is closed keys do nothing")
	}
}

// size is what the settings say of the size of texts.
func (d *desk) size() int { return zoom(d.fyne.Preferences()) }

func TestTextFieldHasItsKeysBeforeTheMenu(t *testing.T) {
	d := newDesk(t, memcase.Filled(5))
	d.until("the list is there", func() bool { return d.app.List.Len() == 5 })
	d.focusSearch()
	test.Type(d.toolbar.search, "CP1")
	d.press(&fyne.ShortcutSelectAll{})
	d.press(&fyne.ShortcutCopy{})
	if got := d.fyne.Clipboard().Content(); got != "CP1" {
		t.Errorf("copied %q", got)
	}
	d.press(&fyne.ShortcutUndo{})
	if d.toolbar.search.Text != "" {
		t.Errorf("what was typed is %q after it was undone", d.toolbar.search.Text)
	}
}

func TestMenusGreyOutWhatThereIsNothingToDoFor(t *testing.T) {
	off := func(d *desk) (labels []string) {
		for _, a := range d.actions() {
			if a.Off {
				labels = append(labels, a.Path[len(a.Path)-1])
			}
		}
		return labels
	}
	d := newDesk(t, memcase.New("x"))
	if got := off(d); !slices.Contains(got, present.TextSources) || !slices.Contains(got, present.TextSaveImage) || !slices.Contains(got, present.TextNext) {
		t.Errorf("in an empty case only %v are grey", got)
	}
	d.showSources()
	d.showFindings()
	if d.app.Page() != present.PageTransactions {
		t.Errorf("an empty case shows page %d", d.app.Page())
	}
	d = newDesk(t, memcase.Filled(3))
	d.until("a transaction is shown", func() bool { return d.app.Detail.Shown() })
	d.settle()
	if got := off(d); !slices.Equal(got, []string{present.TextUndo, present.TextRedo}) {
		t.Errorf("grey: %v", got)
	}
	d.nextKey()
	if d.win.Canvas().Focused() != fyne.Focusable(d.toolbar.search) {
		t.Error("F3 doesn't ask what to find")
	}
	d.app.List.Select(1)
	d.settle()
	d.saveImage()
	expect(t, d.status.view, present.TextNoPlot)
}
