package desktop

import (
	"errors"
	"strings"
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

// pickFiles asks for files to open, with the system's dialog, or a sheet where there is none.
func (w *window) pickFiles(title string, many bool, filters []filter, picked func(paths []string)) {
	title = titleOf(title)
	w.beside(func() func() {
		paths, err := w.picker.open(title, many, filters)
		return func() {
			if err != nil {
				w.askForFile(title, "", nil, func(path string) { picked([]string{path}) })
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

// pickTarget asks where to save.
func (w *window) pickTarget(title, name string, filters []filter, picked func(path string)) {
	title = titleOf(title)
	w.beside(func() func() {
		path, err := w.picker.save(title, name, filters)
		return func() {
			if err != nil {
				var endings []string
				if len(filters) > 0 {
					endings = filters[0].endings
				}
				w.askForFile(title, name, endings, picked)
				return
			}
			if path != "" {
				picked(path)
			}
		}
	})
}

// beside runs a thing that blocks, and what it returns on the window's goroutine.
func (w *window) beside(f func() func()) {
	go func() {
		done := f()
		w.post.Post(done)
	}()
}
