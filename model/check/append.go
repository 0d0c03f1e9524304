package check

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"meterscope/model"
	"meterscope/model/rule"
)

// Grown finds the complete source that was read of a file and that it begins with, the longest where there are several;
// its ID is 0 if there is none. sum gives the SHA-256 of so many bytes of the file. A source that was read of it by
// another path is found, too.
func (s *Sink) Grown(ctx context.Context, path string, size int64, sum func(size int64) ([32]byte, error)) (model.Source, error) {
	all, err := s.c.Sources(ctx)
	if err != nil {
		return model.Source{}, err
	}
	all = slices.DeleteFunc(all, func(src model.Source) bool {
		return !src.Complete || src.Size > size || src.Size == 0 || !sameFile(src.Name, path)
	})
	slices.SortFunc(all, func(a, b model.Source) int { return cmp.Compare(b.Size, a.Size) })
	for i := range all {
		h, err := sum(all[i].Size)
		if err != nil {
			return model.Source{}, err
		}
		if h == all[i].SHA256 {
			return all[i], nil
		}
	}
	return model.Source{}, nil
}

// Append goes on behind the end of a complete source.
func (s *Sink) Append(ctx context.Context, src model.Source) (model.Resume, error) {
	if err := s.prepare(ctx); err != nil {
		return model.Resume{}, err
	}
	s.zone = rule.Zone{Name: src.Zone, From: src.ZoneFrom}
	return s.c.BeginAppend(ctx, src.ID)
}

// prepare reads the rules' settings, once.
func (s *Sink) prepare(ctx context.Context) error {
	if s.err != nil || s.set != nil {
		return s.err
	}
	_, set, err := s.opt.of(ctx, s.c)
	s.set = set
	return err
}

// sameFile says whether the name of a source leads to the file at a path. A relative name may be one of a folder that
// was imported, or of where the program ran then: it has to be what the path ends in.
func sameFile(name, path string) bool {
	if name == path {
		return true
	}
	full, err := filepath.Abs(path)
	if err != nil {
		return false
	}
	if now, err := filepath.Abs(name); err == nil && now == full {
		return true
	}
	if !filepath.IsAbs(name) && strings.HasSuffix(full, string(filepath.Separator)+filepath.Clean(name)) {
		return true
	}
	a, err := os.Stat(name)
	if err != nil {
		return false
	}
	b, err := os.Stat(full)
	return err == nil && os.SameFile(a, b)
}
