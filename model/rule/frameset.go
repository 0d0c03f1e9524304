package rule

import (
	"maps"
	"slices"

	"meterscope/model"
)

// frames is a set of frames of any sources.
type frames map[model.SourceID]*model.FrameSet

// clone gives a set of its own.
func (s frames) clone() frames {
	c := make(frames, len(s))
	for source, of := range s {
		same := &model.FrameSet{}
		same.Union(of)
		c[source] = same
	}
	return c
}

// add adds a frame, and says whether it is new.
func (s frames) add(r FrameRef) bool {
	of := s[r.Source]
	if of == nil {
		of = &model.FrameSet{}
		s[r.Source] = of
	}
	return of.Add(r.Frame)
}

func (s frames) remove(r FrameRef) { s[r.Source].Remove(r.Frame) }

func (s frames) has(r FrameRef) bool { return s[r.Source].Has(r.Frame) }

// each gives the frames that are not in another set, in order.
func (s frames) each(but frames, do func(FrameRef) error) error {
	for _, source := range slices.Sorted(maps.Keys(s)) {
		for f := s[source].First(); f >= 0; f = s[source].Next(f+1, true) {
			if ref := (FrameRef{Source: source, Frame: f}); !but.has(ref) {
				if err := do(ref); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
