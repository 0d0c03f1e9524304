package present

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"meterscope/importer"
	"meterscope/model"
)

// Interrupted is an import that ended before its source did, and can go on: the file is still there.
type Interrupted struct {
	Name     string // of the file
	Path     string
	Fraction float64 // how far it came; negative while the file's size says nothing: an archive's
}

// interrupted are the imports that did not come to their end and whose file is where it was. paths are those of
// which it is remembered: files, and folders, whose logs don't tell where they stand. It looks at the disk. Archives that
// are damaged are left out while they are as they were.
func interrupted(sources []model.Source, paths []string, damaged map[string]string) []Interrupted {
	begun, read := map[string]Interrupted{}, map[string]bool{}
	var order []string
	for i := range sources {
		s := &sources[i]
		if !filepath.IsAbs(s.Name) {
			continue
		}
		path, inside := fileOf(s.Name)
		if s.Complete {
			read[path] = read[path] || !inside
			continue
		}
		info, err := os.Stat(path)
		if err != nil || !info.Mode().IsRegular() || damaged[path] == stateOf(info) {
			continue
		}
		in := Interrupted{Name: filepath.Base(path), Path: path, Fraction: -1}
		if !inside && info.Size() > 0 && s.Size <= info.Size() {
			in.Fraction = float64(s.Size) / float64(info.Size())
		}
		if _, known := begun[path]; !known {
			begun[path] = in
			order = append(order, path)
		}
	}
	for _, path := range paths {
		if _, known := begun[path]; known || read[path] {
			continue
		}
		if _, err := os.Stat(path); err == nil {
			begun[path] = Interrupted{Name: filepath.Base(path), Path: path, Fraction: -1}
			order = append(order, path)
		}
	}
	found := make([]Interrupted, len(order))
	for i, path := range order {
		found[i] = begun[path]
	}
	return found
}

// settingPaths keeps with a case what is being imported into it, as JSON: an import that is cut off is known by
// it. A log of a folder is named by where it stands below that.
const settingPaths = "importing"

// remembered gives what was being imported when an import was cut off.
func remembered(ctx context.Context, file CaseFile) ([]string, error) {
	text, ok, err := file.Setting(ctx, settingPaths)
	if err != nil || !ok {
		return nil, err
	}
	var paths []string
	if json.Unmarshal([]byte(text), &paths) != nil {
		return nil, nil // another version's: what it says can't be offered
	}
	return paths, nil
}

// remember adds to that, and forget takes away. What fails here costs only the offer to go on.
func remember(ctx context.Context, file CaseFile, paths []string) {
	if len(paths) == 0 {
		return
	}
	before, err := remembered(ctx, file)
	if err == nil {
		keepPaths(ctx, file, before, append(without(before, paths), paths...))
	}
}

func forget(ctx context.Context, file CaseFile, paths []string) {
	before, err := remembered(ctx, file)
	if err == nil {
		keepPaths(ctx, file, before, without(before, paths))
	}
}

func without(all, paths []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(p string) bool { return slices.Contains(paths, p) })
}

func keepPaths(ctx context.Context, file CaseFile, before, after []string) {
	if slices.Equal(before, after) {
		return
	}
	if text, err := json.Marshal(after); err == nil {
		_ = file.SetSetting(ctx, settingPaths, string(text)) // see remember
	}
}

// pathsOf are the full paths of what is read from the disk.
func pathsOf(in []importer.Input) []string {
	var paths []string
	for i := range in {
		if in[i].Reader != nil {
			continue
		}
		if full, err := filepath.Abs(in[i].Path); err == nil {
			paths = append(paths, full)
		}
	}
	return paths
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
	s := a.Texts().Text("The import of %s was interrupted", first.Name)
	if first.Fraction >= 0 {
		s = a.Texts().Text("The import of %s was interrupted at %d %%", first.Name, int(first.Fraction*100))
	}
	if n := len(a.interrupted) - 1; n > 0 {
		s += a.Texts().Text(", and %s", Plural(a.Texts(), n, "other", "others"))
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
