package archive

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Found is a file of a folder.
type Found struct {
	Name string // relative to the folder, with forward slashes
	Path string
	Size int64
	Err  error // speaks against reading it
}

// Folder lists the regular files of a folder and its folders in order of their names, those of a rotation
// oldest first. What can't be read stands in the list with its error.
func Folder(ctx context.Context, root string) ([]Found, error) {
	var list []Found
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		rel, relErr := filepath.Rel(root, path)
		if relErr != nil || rel == "." { // the folder itself is called as its reader knows it
			rel = path
		}
		rel = filepath.ToSlash(rel)
		if err != nil {
			list = append(list, Found{Name: rel, Err: fmt.Errorf("read folder: %w", err)})
			return nil
		}
		if d.IsDir() {
			return nil
		}
		info, err := os.Stat(path) // follows links to files
		switch {
		case errors.Is(err, fs.ErrNotExist): // a dangling link, or gone since
		case err != nil:
			list = append(list, Found{Name: rel, Err: fmt.Errorf("open log: %w", err)})
		case info.Mode().IsRegular():
			list = append(list, Found{Name: rel, Path: path, Size: info.Size()})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read folder %s: %w", root, err)
	}
	names := make([]string, len(list))
	for i := range list {
		names[i] = list[i].Name
	}
	sorted := make([]Found, len(list))
	for i, from := range OldestFirst(names) {
		sorted[i] = list[from]
	}
	return sorted, nil
}
