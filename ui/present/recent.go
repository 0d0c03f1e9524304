package present

import (
	"encoding/json"
	"path/filepath"
	"slices"

	"meterscope/ui/lang"
)

// Recent are the case files that were open last, the latest first.
type Recent struct{ paths []string }

// recentMost is how many cases are remembered.
const recentMost = 10

// ParseRecent reads what [Recent.String] wrote. What can't be read is no case.
func ParseRecent(text string) *Recent {
	r := &Recent{}
	if json.Unmarshal([]byte(text), &r.paths) != nil {
		r.paths = nil
	}
	r.paths = slices.DeleteFunc(r.paths, func(p string) bool { return !filepath.IsAbs(p) })
	r.paths = r.paths[:min(len(r.paths), recentMost)]
	return r
}

// String writes them down.
func (r *Recent) String() string {
	if len(r.paths) == 0 {
		return ""
	}
	text, err := json.Marshal(r.paths)
	if err != nil {
		return "" // they are texts
	}
	return string(text)
}

// Opened notes that a case was opened, but for the default one. It says whether that changed anything.
func (r *Recent) Opened(path string) bool {
	full, err := filepath.Abs(path)
	if err != nil || len(r.paths) > 0 && r.paths[0] == full || filepath.Base(path) == defaultCase {
		return false
	}
	r.Forget(full)
	r.paths = append([]string{full}, r.paths...)
	r.paths = r.paths[:min(len(r.paths), recentMost)]
	return true
}

// Forget takes one out: it is not there any more.
func (r *Recent) Forget(path string) {
	r.paths = slices.DeleteFunc(r.paths, func(p string) bool { return p == path })
}

// Clear forgets all.
func (r *Recent) Clear() { r.paths = nil }

// Choices are the cases by path, but for the one that is open. Of several with one name each says its folder.
func (r *Recent) Choices(t *lang.Texts, open string) []Choice {
	if full, err := filepath.Abs(open); err == nil {
		open = full
	}
	names := map[string]int{}
	for _, p := range r.paths {
		names[caseName(t, p)]++
	}
	var all []Choice
	for _, p := range r.paths {
		if p == open {
			continue
		}
		label := caseName(t, p)
		if names[label] > 1 {
			label += " (" + filepath.Base(filepath.Dir(p)) + ")"
		}
		all = append(all, Choice{ID: p, Label: label})
	}
	return all
}
