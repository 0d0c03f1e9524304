package desktop

import (
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"meterscope/ui/present"
)

// keyFolder is where files were chosen last.
const keyFolder = "files.folder"

// fileSheet asks for a file where the system has no dialog of its own: a field with the path, and below it what the
// folder holds. A click chooses, a double click or Enter goes into a folder or takes a file.
type fileSheet struct {
	w       *window
	sheet   *sheet
	endings []string
	name    string // what is to be saved is called so at first; "": a file is to be opened
	folder  present.Folder
	at      int
	listed  bool // the keyboard or a click chose in the list, and nothing was typed since
	field   *paletteEntry
	list    *rowList
	note    *caption
	picked  func(path string)
}

// askForFile shows a sheet to choose a file to open, or where to save one that has a name.
func (w *window) askForFile(title, name string, endings []string, picked func(path string)) {
	f := &fileSheet{w: w, endings: endings, name: name, field: newPaletteEntry(), list: newRowList(paletteRow), picked: picked,
		note: newCaption("", colorError, sizeSmall, false).flexible()}
	f.list.count = func() int { return len(f.folder.Entries) }
	f.list.selected = func() int { return f.at }
	f.list.onSelect = f.choose
	f.list.look = f.look
	f.list.onEnter = f.enter
	f.list.other = func(k *fyne.KeyEvent) { f.key(k) }
	f.field.keys = f.key
	f.field.OnChanged = func(string) { f.listed = false }
	room := newSurface(colorSheet, noEdge)
	room.min = w.within(paletteWidth, paletteHeight)
	t := w.app.Texts()
	take := t.Text(present.TextChooseFile)
	if name != "" {
		take = t.Text(present.TextSaveFile)
	}
	body := container.New(column{gap: 8, grow: 1}, f.field, container.NewStack(room, f.list), f.note)
	f.sheet = w.showSheet(title, body, room.min.Width,
		action{label: t.Text(present.TextCancel)},
		action{label: take, keep: true, run: f.take})
	f.sheet.keys = f.field
	w.focus(f.field)
	f.open(w.fyne.Preferences().String(keyFolder), "")
}

// startFolder is the folder that is wanted, else the user's own.
func startFolder(wanted string) string {
	if info, err := os.Stat(wanted); err == nil && info.IsDir() {
		return wanted
	}
	if home, err := os.UserHomeDir(); err == nil {
		return home
	}
	return string(filepath.Separator)
}

// open shows a folder, or another where it is gone. from is where the reader comes from; "" from nowhere in it.
func (f *fileSheet) open(path, from string) {
	f.w.beside(func() func() {
		path := startFolder(path)
		folder := present.ReadFolder(f.w.app.Texts(), path, f.endings)
		return func() {
			f.note.set(folder.Refused, colorError)
			f.folder, f.at = folder, folder.Find(from)
			f.say(withSeparator(path) + f.name)
			f.listed = false
			f.list.Refresh()
			f.list.ScrollTo(f.at)
		}
	})
}

// say writes into the field what the list shows.
func (f *fileSheet) say(path string) {
	f.field.SetText(path)
	f.field.CursorColumn = len([]rune(path))
	f.field.Refresh()
	f.listed = true
}

// choose takes an entry into the field. The name of what is saved is kept while folders are looked at.
func (f *fileSheet) choose(i int) {
	f.at = i
	path := f.folder.At(i)
	switch e := f.folder.Entries[i]; {
	case !e.IsFolder:
		f.name = nameToSave(f.name, e.Name)
		f.say(path)
	case f.name == "":
		f.say(withSeparator(path))
	default:
		f.say(withSeparator(f.folder.Path) + f.name)
	}
	f.list.Refresh()
}

// nameToSave is the chosen file's, where one is saved.
func nameToSave(name, chosen string) string {
	if name == "" {
		return ""
	}
	return chosen
}

func withSeparator(path string) string {
	if os.IsPathSeparator(path[len(path)-1]) {
		return path
	}
	return path + string(filepath.Separator)
}

// enter goes into a folder, or takes a file.
func (f *fileSheet) enter(i int) {
	if i >= len(f.folder.Entries) {
		return
	}
	if f.folder.Entries[i].IsFolder {
		f.open(f.folder.At(i), filepath.Base(f.folder.Path))
		return
	}
	f.finish(f.folder.At(i), true)
}

// take does what the field says: what it names is a folder to go into, or the file.
func (f *fileSheet) take() {
	path := f.field.Text
	if !filepath.IsAbs(path) {
		path = filepath.Join(f.folder.Path, path)
	}
	saves := f.name != ""
	if saves && filepath.Ext(path) == "" && len(f.endings) > 0 && !os.IsPathSeparator(path[len(path)-1]) {
		path += f.endings[0] // what would be replaced is asked about under its whole name
	}
	f.w.beside(func() func() {
		info, err := os.Stat(path)
		return func() {
			switch {
			case err == nil && info.IsDir():
				f.open(filepath.Clean(path), "")
			case err == nil && !info.Mode().IsRegular() || err != nil && !saves:
				f.note.set(f.w.app.Texts().Text("There is no file %s.", present.PlainText(filepath.Base(path))), colorError)
			default:
				f.finish(path, err == nil)
			}
		}
	})
}

// finish ends with a file. One that would be replaced is asked about.
func (f *fileSheet) finish(path string, there bool) {
	done := func() {
		f.w.fyne.Preferences().SetString(keyFolder, filepath.Dir(path))
		f.w.lower(f.sheet)
		f.picked(path)
	}
	if f.name == "" || !there {
		done()
		return
	}
	t := f.w.app.Texts()
	question, _ := paragraph(t.Text("What is in it now will be lost."))
	f.w.showSheet(t.Text("%s is there already. Replace it?", present.PlainText(filepath.Base(path))), question, sheetWidth,
		action{label: t.Text("Replace"), run: done},
		action{label: t.Text(present.TextCancel)})
}

// key is for the keys that the list and the field share.
func (f *fileSheet) key(k *fyne.KeyEvent) bool {
	switch k.Name {
	case fyne.KeyEscape:
		f.w.lower(f.sheet)
	case fyne.KeyReturn, fyne.KeyEnter:
		if f.listed {
			f.enter(f.at)
		} else {
			f.take()
		}
	case fyne.KeyDown, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyPageUp:
		f.list.TypedKey(k)
	case fyne.KeyBackspace, fyne.KeyLeft:
		if f.w.win.Canvas().Focused() != f.list || len(f.folder.Entries) == 0 || f.folder.Entries[0].Name != ".." {
			return false
		}
		f.enter(0)
	default:
		return false
	}
	return true
}

// look is a row: a name, and how large the file is.
func (f *fileSheet) look(i int, width float32) rowLook {
	const size = 90
	e := f.folder.Entries[i]
	name, much := present.PlainText(e.Name), ""
	style := fyne.TextStyle{}
	if e.IsFolder {
		name, style.Bold = name+string(filepath.Separator), true
	} else {
		much = f.w.app.Texts().Bytes(e.Size)
	}
	return rowLook{cells: []rowCell{
		{text: name, x: gutter, w: width - size - 2*gutter, ink: colorText, size: sizeText, style: style, middle: true},
		{text: much, x: width - size - gutter, w: size, ink: colorMuted, size: sizeSmall, right: true},
	}}
}
