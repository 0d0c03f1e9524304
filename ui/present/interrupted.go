package present

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"meterscope/model"
)

// Interrupted is an import that ended before its source did, and can go on: the file is still there.
type Interrupted struct {
	Name     string // of the file
	Path     string
	Fraction float64 // how far it came; negative while the file's size says nothing: an archive's
}

// interrupted are the sources that were not read to their end and whose file is where it was. It looks at the
// disk.
func interrupted(sources []model.Source) []Interrupted {
	var found []Interrupted
	for i := range sources {
		s := &sources[i]
		if s.Complete || !filepath.IsAbs(s.Name) {
			continue
		}
		path, inside := fileOf(s.Name)
		info, err := os.Stat(path)
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		in := Interrupted{Name: filepath.Base(path), Path: path, Fraction: -1}
		if !inside && info.Size() > 0 && s.Size <= info.Size() {
			in.Fraction = float64(s.Size) / float64(info.Size())
		}
		if n := len(found); n == 0 || found[n-1].Path != path {
			found = append(found, in)
		}
	}
	return found
}

// fileOf is the file that a source stands in, and whether that is an archive.
func fileOf(name string) (path string, inside bool) {
	shown := sourceName(name)
	if file, _, found := strings.Cut(shown, "/"); found {
		return strings.TrimSuffix(name, shown) + file, true
	}
	return name, false
}

// InterruptedText says what can go on; "" if nothing can.
func (a *App) InterruptedText() string {
	if a.Importing() || a.opening || len(a.interrupted) == 0 {
		return ""
	}
	first := a.interrupted[0]
	s := "The import of " + first.Name + " was interrupted"
	if first.Fraction >= 0 {
		s += " at " + strconv.Itoa(int(first.Fraction*100)) + " %"
	}
	if n := len(a.interrupted) - 1; n > 0 {
		s += ", and " + Plural(n, "other", "others")
	}
	return s + "."
}

// Continue lets interrupted imports go on where they stopped.
func (a *App) Continue() {
	var paths []string
	for _, in := range a.interrupted {
		paths = append(paths, in.Path)
	}
	a.interrupted = nil
	a.Import(paths...)
}

// LeaveInterrupted offers it no more, until the case is opened again.
func (a *App) LeaveInterrupted() {
	a.interrupted, a.left = nil, true
	a.changed()
}
