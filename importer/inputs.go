package importer

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"meterscope/importer/archive"
)

// job is one file or reader to import, or what speaks against it. It may turn out to be several sources.
type job struct {
	name, path string
	input      *Input
	pipe       bool // what may let its reader wait: no file that is there as a whole
	folder     int  // index of the folder that it was found in; −1
	size       int64
	err        error
}

// jobs lists the files of the inputs: files and readers as they come, a folder's files in order of their
// names; the files of one rotation from the oldest to the newest. folders gives the names of the folders.
func jobs(ctx context.Context, inputs []Input) (list []job, folders []string, err error) {
	for _, i := range oldestFirst(inputs) {
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
			list = append(list, job{name: in.Path, path: in.Path, pipe: !info.Mode().IsRegular(), folder: -1, size: info.Size()})
			continue
		}
		found, err := archive.Folder(ctx, in.Path)
		if err != nil {
			return nil, nil, err
		}
		for _, f := range found {
			list = append(list, job{name: f.Name, path: f.Path, folder: len(folders), size: f.Size, err: f.Err})
		}
		folders = append(folders, in.Path)
	}
	return list, folders, nil
}

// oldestFirst gives the order in which to read inputs: files of one rotation, given together, by their age.
func oldestFirst(inputs []Input) []int {
	names := make([]string, len(inputs))
	for i := range inputs {
		names[i] = filepath.ToSlash(filepath.Clean(inputs[i].Path))
	}
	return archive.OldestFirst(names)
}

// openJob opens a job: a walk through the sources in it, and what is to be closed with it.
func openJob(ctx context.Context, j *job) (*archive.Walk, *awaited, error) {
	a := &awaited{ctx: ctx, path: j.path}
	switch {
	case j.err != nil:
		return nil, nil, j.err
	case j.input != nil:
		a.r = j.input.Reader
		return archive.Stream(j.name, a, archive.DefaultLimits()), a, nil
	case j.pipe:
		return archive.Stream(j.name, a, archive.DefaultLimits()), a, nil
	}
	walk, err := archive.File(j.name, j.path, archive.DefaultLimits())
	return walk, a, err
}
