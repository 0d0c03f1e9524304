package importer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// job is one source to import, or what speaks against it.
type job struct {
	name, path string
	input      *Input
	folder     int // index of the folder that it was found in; −1
	size       int64
	err        error
}

// jobs lists the sources of the inputs: files and readers as they come, a folder's files in order of their
// names. folders gives the names of the folders.
func jobs(ctx context.Context, inputs []Input) (list []job, folders []string, err error) {
	for i := range inputs {
		in := &inputs[i]
		if in.Reader != nil {
			list = append(list, job{name: in.Path, input: in, folder: -1})
			continue
		}
		info, err := os.Stat(in.Path)
		if err != nil {
			list = append(list, job{name: in.Path, folder: -1, err: fmt.Errorf("open log: %w", err)})
			continue
		}
		if !info.IsDir() {
			list = append(list, job{name: in.Path, path: in.Path, folder: -1, size: info.Size()})
			continue
		}
		found, err := filesBelow(ctx, in.Path, len(folders))
		if err != nil {
			return nil, nil, err
		}
		folders = append(folders, in.Path)
		list = append(list, found...)
	}
	return list, folders, nil
}

// filesBelow lists the regular files of a folder and its folders. What can't be read stands in the list with
// its error.
func filesBelow(ctx context.Context, root string, folder int) ([]job, error) {
	var list []job
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		rel, relErr := filepath.Rel(root, path)
		if relErr != nil {
			rel = path
		}
		rel = filepath.ToSlash(rel)
		if err != nil {
			list = append(list, job{name: rel, folder: folder, err: fmt.Errorf("read folder: %w", err)})
			return nil
		}
		if d.IsDir() {
			return nil
		}
		info, err := os.Stat(path) // follows links to files
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return nil // a dangling link, or gone since
			}
			list = append(list, job{name: rel, folder: folder, err: fmt.Errorf("open log: %w", err)})
			return nil
		}
		if info.Mode().IsRegular() {
			list = append(list, job{name: rel, path: path, folder: folder, size: info.Size()})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read folder %s: %w", root, err)
	}
	return list, nil
}

// openJob opens a job's source.
func openJob(j *job) (*source, error) {
	if j.err != nil {
		return nil, j.err
	}
	if j.input != nil {
		return readerSource(j.name, j.input.Reader), nil
	}
	return fileSource(j.name, j.path)
}
