package present

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"meterscope/ui/lang"
)

// Folder is what a folder holds, as it is offered where files are chosen.
type Folder struct {
	Path    string
	Entries []FolderEntry // the folder above first, then folders, then files, each by their names
	Refused string        // why it can't be looked into; "" if it can
}

// FolderEntry is a folder or a file that can be chosen.
type FolderEntry struct {
	Name     string // "..": the folder above
	IsFolder bool
	Size     int64 // of a file, in bytes
}

// ReadFolder looks into a folder. Of the files those with one of the endings are given, or all where there are none;
// pipes and devices are left out, for reading them may never end, and what is hidden.
func ReadFolder(t *lang.Texts, path string, endings []string) Folder {
	f := Folder{Path: path}
	if above := filepath.Dir(path); above != path {
		f.Entries = append(f.Entries, FolderEntry{Name: "..", IsFolder: true})
	}
	all, err := os.ReadDir(path)
	if err != nil {
		if f.Refused = Explain(t, ReadFile, shownName(path), err).What; f.Refused == "" {
			f.Refused = t.Text("%s can't be looked into.", shownName(path))
		}
		return f
	}
	above := len(f.Entries)
	for _, e := range all {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		info, err := os.Stat(filepath.Join(path, e.Name())) // of what a link leads to
		switch {
		case err != nil:
		case info.IsDir():
			f.Entries = append(f.Entries, FolderEntry{Name: e.Name(), IsFolder: true})
		case info.Mode().IsRegular() && hasEnding(e.Name(), endings):
			f.Entries = append(f.Entries, FolderEntry{Name: e.Name(), Size: info.Size()})
		}
	}
	slices.SortStableFunc(f.Entries[above:], func(a, b FolderEntry) int {
		if a.IsFolder != b.IsFolder {
			if a.IsFolder {
				return -1
			}
			return 1
		}
		return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return f
}

func hasEnding(name string, endings []string) bool {
	return len(endings) == 0 || slices.ContainsFunc(endings, func(e string) bool {
		return strings.HasSuffix(strings.ToLower(name), strings.ToLower(e))
	})
}

// At is the whole path of an entry.
func (f *Folder) At(i int) string {
	if f.Entries[i].Name == ".." {
		return filepath.Dir(f.Path)
	}
	return filepath.Join(f.Path, f.Entries[i].Name)
}

// Find is where an entry of this name stands; 0 where there is none.
func (f *Folder) Find(name string) int {
	return max(slices.IndexFunc(f.Entries, func(e FolderEntry) bool { return e.Name == name }), 0)
}
