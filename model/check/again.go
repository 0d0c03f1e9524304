package check

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"meterscope/model"
	"meterscope/model/store"
)

// Again says of a frame that is left out because it was logged again, which one is kept in its place.
type Again struct {
	At   model.Place // of the one that is left out
	ID   string      // of the message
	In   model.SourceID
	Line int // of the one that is kept; 0: not known
}

// LoggedAgain gives what is left out of a source because it was logged again, in the order of the log: what stands twice
// in the source itself, and what counts in another one, which is decided over all of them. At most so many are listed;
// in says of all how many of them count in which source.
func LoggedAgain(ctx context.Context, c *store.Case, src model.SourceID, most int) (list []Again, in map[model.SourceID]int, err error) {
	elsewhere, err := c.Repeated(ctx, src)
	if err != nil {
		return nil, nil, err
	}
	twins := map[int64]place{} // by the number of the frame that is left out
	if elsewhere != nil {
		_, err := compare(ctx, c, func(f, best *loggedFrame) {
			if f.source == src && elsewhere.Has(f.seq) {
				twins[f.seq] = place{best.source, best.seq}
			}
		})
		if err != nil {
			return nil, nil, err
		}
	}
	in = map[model.SourceID]int{}
	for f, err := range c.Findings(ctx, store.FindingQuery{Source: src, Rule: loggedAgain}) {
		if err != nil {
			return nil, nil, err
		}
		k := Again{At: f.At, ID: f.FrameID}
		as, far := twins[f.Frame]
		if far {
			own, err := c.FrameIn(ctx, src, f.Frame)
			if err != nil {
				return nil, nil, fmt.Errorf("find what was logged again: %w", err)
			}
			far = own.At == f.At // else it is left out for this one, which counts elsewhere itself
		}
		if !far {
			as = place{src, f.Frame}
		}
		k.In = as.source
		in[k.In] += max(f.Count, 1)
		if len(list) >= most {
			continue
		}
		if as.seq != model.NoFrame {
			other, err := c.FrameIn(ctx, as.source, as.seq)
			if err != nil {
				return nil, nil, fmt.Errorf("find what was logged again: %w", err)
			}
			k.Line = other.At.Line
		}
		list = append(list, k)
	}
	slices.SortFunc(list, func(a, b Again) int { return cmp.Compare(a.At.Offset, b.At.Offset) })
	return list, in, nil
}

// place is a frame of a source.
type place struct {
	source model.SourceID
	seq    int64
}
