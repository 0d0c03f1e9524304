package desktop

import (
	"errors"
	"os"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
)

// filter is a kind of file that a dialog offers.
type filter struct {
	name    string
	endings []string // ".log"; none: all files
}

// picker asks the user for files with the system's own dialog. Both calls block until the user has chosen:
// they run beside the window. No path and no error: the user gave up.
type picker interface {
	open(title string, many bool, filters []filter) ([]string, error)
	save(title, name string, filters []filter) (string, error)
}

// errNoPicker says that the system has no dialog of its own to offer.
var errNoPicker = errors.New("no system file dialog")

// pickFiles asks for files to open, with the system's dialog, or Fyne's where there is none.
func (w *window) pickFiles(title string, many bool, filters []filter, picked func(paths []string)) {
	title = titleOf(title)
	w.beside(func() func() {
		paths, err := w.picker.open(title, many, filters)
		return func() {
			if err != nil {
				w.pickWithFyne(title, picked)
				return
			}
			if len(paths) > 0 {
				picked(paths)
			}
		}
	})
}

// titleOf is a dialog's title, from what the menu says.
func titleOf(label string) string { return strings.TrimSuffix(label, "…") }

func (w *window) pickWithFyne(title string, picked func(paths []string)) {
	d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		if err != nil || r == nil {
			return
		}
		path := r.URI().Path()
		_ = r.Close() // only its name was wanted
		picked([]string{path})
	}, w.win)
	d.SetTitleText(title)
	d.SetFilter(plainFiles{})
	d.Resize(fyne.NewSize(820, 560))
	d.Show()
}

// plainFiles leaves out pipes and devices: Fyne's dialog opens what is chosen, and would wait at them for ever.
type plainFiles struct{ endings []string }

// Matches says whether a file can be chosen.
func (p plainFiles) Matches(u fyne.URI) bool {
	if len(p.endings) > 0 && !storage.NewExtensionFileFilter(p.endings).Matches(u) {
		return false
	}
	info, err := os.Stat(u.Path())
	return err == nil && (info.Mode().IsRegular() || info.IsDir())
}

// pickTarget asks where to save.
func (w *window) pickTarget(title, name string, filters []filter, picked func(path string)) {
	title = titleOf(title)
	w.beside(func() func() {
		path, err := w.picker.save(title, name, filters)
		return func() {
			if err != nil {
				w.targetWithFyne(title, name, filters, picked)
				return
			}
			if path != "" {
				picked(path)
			}
		}
	})
}

func (w *window) targetWithFyne(title, name string, filters []filter, picked func(path string)) {
	d := dialog.NewFileSave(func(u fyne.URIWriteCloser, err error) {
		if err != nil || u == nil {
			return
		}
		path := u.URI().Path()
		_ = u.Close() // only its name was wanted
		picked(path)
	}, w.win)
	d.SetTitleText(title)
	d.SetFileName(name)
	if len(filters) > 0 && len(filters[0].endings) > 0 {
		d.SetFilter(plainFiles{filters[0].endings})
	}
	d.Resize(fyne.NewSize(820, 560))
	d.Show()
}

// beside runs a thing that blocks, and what it returns on the window's goroutine.
func (w *window) beside(f func() func()) {
	go func() {
		done := f()
		w.post.Post(done)
	}()
}
