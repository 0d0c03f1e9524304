package check

import (
	"cmp"
	"context"
	"slices"

	"meterscope/model"
	"meterscope/model/rule"
)

// Grown finds the complete source of a name that a file begins with, the longest where there are several; its ID is 0
// if there is none. sum gives the SHA-256 of so many bytes of the file.
func (s *Sink) Grown(ctx context.Context, name string, size int64, sum func(size int64) ([32]byte, error)) (model.Source, error) {
	all, err := s.c.Sources(ctx)
	if err != nil {
		return model.Source{}, err
	}
	all = slices.DeleteFunc(all, func(src model.Source) bool {
		return !src.Complete || src.Name != name || src.Size > size || src.Size == 0
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
