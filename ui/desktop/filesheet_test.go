package desktop

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"meterscope/ui/internal/memcase"
)

// folderOfLogs is a folder with one log, and one folder that holds another.
func folderOfLogs(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "week"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"day.log", filepath.Join("week", "monday.log")} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// asked is a window without a system's dialog that asks for a file.
type asked struct {
	*desk
	dir string
	got []string
}

func askIn(t *testing.T, name string) *asked {
	t.Helper()
	a := &asked{desk: newDesk(t, memcase.Filled(1)), dir: folderOfLogs(t)}
	a.picker.choose(errNoPicker)
	a.window.fyne.Preferences().SetString(keyFolder, a.dir)
	took := func(path string) { a.got = append(a.got, path) }
	if name == "" {
		a.pickFiles("Open log…", false, nil, func(paths []string) { took(strings.Join(paths, " ")) })
	} else {
		a.pickTarget("Save a copy…", name, []filter{{"Logs", []string{".log"}}}, took)
	}
	a.shows(filepath.Join(a.dir, name) + strings.Repeat(string(filepath.Separator), 1-min(len(name), 1)))
	return a
}

// field is where the path is written.
func (a *asked) field() *paletteEntry {
	f, _ := a.win.Canvas().Focused().(*paletteEntry)
	return f
}

func (a *asked) shows(path string) {
	a.until("it shows "+path, func() bool {
		if len(a.sheets) == 0 {
			return false
		}
		f, ok := a.sheets[0].keys.(*paletteEntry)
		return ok && f.Text == path
	})
}

func (a *asked) typed(keys ...fyne.KeyName) {
	for _, k := range keys {
		a.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: k})
	}
}

func (a *asked) takes(t *testing.T, want string) {
	t.Helper()
	a.until("a file is taken", func() bool { return len(a.got) > 0 })
	if !slices.Equal(a.got, []string{want}) || a.sheetOpen() {
		t.Errorf("it took %q, want %s", a.got, want)
	}
}

func TestWithoutTheSystemsDialogALogIsChosenByKeys(t *testing.T) {
	a := askIn(t, "")
	expect(t, a.win.Canvas().Overlays().Top(), "Open log", "week"+string(filepath.Separator), "day.log", "1 B")
	a.typed(fyne.KeyDown)
	a.shows(filepath.Join(a.dir, "week") + string(filepath.Separator))
	a.typed(fyne.KeyReturn)
	a.until("it looks into the folder", func() bool { return strings.Contains(texts(a.win.Canvas().Overlays().Top()), "monday.log") })
	a.typed(fyne.KeyDown, fyne.KeyReturn)
	a.takes(t, filepath.Join(a.dir, "week", "monday.log"))
}

// Each click of a double click used to choose where it hit: the second a file of the folder that the first had opened.
func TestDoubleClickOnAFolderTakesNoFileInIt(t *testing.T) {
	a := askIn(t, "")
	row := &lineRow{l: listOf(a.sheets[0].pop), index: 1}
	row.Tapped(nil)
	row.DoubleTapped(nil)
	a.until("it looks into the folder", func() bool { return strings.Contains(texts(a.win.Canvas().Overlays().Top()), "monday.log") })
	if len(a.got) > 0 || !a.sheetOpen() {
		t.Errorf("it took %q", a.got)
	}
}

// listOf is the list of a sheet.
func listOf(o fyne.CanvasObject) *rowList {
	switch o := o.(type) {
	case *rowList:
		return o
	case *fyne.Container:
		for _, c := range o.Objects {
			if l := listOf(c); l != nil {
				return l
			}
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			if l := listOf(c); l != nil {
				return l
			}
		}
	}
	return nil
}

func TestEscapeGivesUpChoosingAFile(t *testing.T) {
	a := askIn(t, "")
	a.typed(fyne.KeyEscape)
	if a.sheetOpen() || len(a.got) > 0 {
		t.Errorf("it is open, or took %q", a.got)
	}
	a = askIn(t, "copy.log")
	row := &lineRow{l: listOf(a.sheets[0].pop), index: 1}
	row.Tapped(nil) // the list has the keyboard
	a.typed(fyne.KeyEscape)
	if a.sheetOpen() || len(a.got) > 0 {
		t.Errorf("it is open, or took %q", a.got)
	}
}

func TestPathsCanBeTyped(t *testing.T) {
	a := askIn(t, "")
	a.field().SetText("none.log")
	a.typed(fyne.KeyReturn)
	a.until("it says so", func() bool {
		return strings.Contains(texts(a.win.Canvas().Overlays().Top()), "There is no file none.log.")
	})
	a.field().SetText("day.log")
	a.typed(fyne.KeyReturn)
	a.takes(t, filepath.Join(a.dir, "day.log"))
}

func TestSavingAsksBeforeItReplacesAFile(t *testing.T) {
	a := askIn(t, "copy.log")
	a.typed(fyne.KeyReturn)
	a.takes(t, filepath.Join(a.dir, "copy.log"))

	a = askIn(t, "day.log")
	a.typed(fyne.KeyReturn)
	a.until("it asks", func() bool { return len(a.sheets) == 2 })
	expect(t, a.win.Canvas().Overlays().Top(), "day.log is there already. Replace it?", "Replace", "Cancel")
	a.typed(fyne.KeyReturn) // Cancel has the keyboard
	if len(a.sheets) != 1 || len(a.got) > 0 {
		t.Fatalf("%d sheets, it took %q", len(a.sheets), a.got)
	}
	a.field().SetText("day") // the ending is understood
	a.typed(fyne.KeyReturn)
	a.until("it asks again", func() bool { return len(a.sheets) == 2 })
	a.typed(fyne.KeyEscape)
	a.field().SetText(filepath.Join(a.dir, "week") + string(filepath.Separator) + "new.log")
	a.typed(fyne.KeyReturn)
	a.takes(t, filepath.Join(a.dir, "week", "new.log"))
	if got := a.window.fyne.Preferences().String(keyFolder); got != filepath.Join(a.dir, "week") {
		t.Errorf("next time it begins in %s", got)
	}
}

func TestTheNameIsKeptWhileFoldersAreLookedAt(t *testing.T) {
	a := askIn(t, "copy.log")
	a.typed(fyne.KeyDown, fyne.KeyReturn)
	a.shows(filepath.Join(a.dir, "week", "copy.log"))
	a.typed(fyne.KeyReturn)
	a.takes(t, filepath.Join(a.dir, "week", "copy.log"))
}

func TestAboveTheRootThereIsNoFolder(t *testing.T) {
	a := askIn(t, "")
	root := filepath.VolumeName(a.dir) + string(filepath.Separator)
	a.field().SetText(root)
	a.typed(fyne.KeyReturn)
	a.until("it looks into the root", func() bool { return !strings.Contains(texts(a.win.Canvas().Overlays().Top()), "day.log") })
	list := listOf(a.sheets[0].pop)
	list.onSelect(0)
	a.settle()
	shown := texts(a.win.Canvas().Overlays().Top())
	a.win.Canvas().Focus(list)
	a.typed(fyne.KeyBackspace)
	a.settle()
	if got := texts(a.win.Canvas().Overlays().Top()); got != shown {
		t.Errorf("it shows\n%s\nafter\n%s", got, shown)
	}
}
