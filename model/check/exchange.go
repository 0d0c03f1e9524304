package check

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"meterscope/model"
	"meterscope/model/rule"
	"meterscope/model/store"
)

// zone is what was taken for the times of a source that name none, and who said so.
type zone struct {
	name string
	from model.Origin
}

func (r *run) zone(source model.SourceID) (string, model.Origin) {
	z := r.zones[source]
	return z.name, z.from
}

// clockFindings are those about the clocks of stations, which are joined side by side.
type clockFindings struct {
	mu  sync.Mutex
	all []model.Finding
}

func (c *clockFindings) add(findings []model.Finding) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all = append(c.all, findings...)
}

// sorted gives them in the order of the case.
func (c *clockFindings) sorted() []model.Finding {
	c.mu.Lock()
	defer c.mu.Unlock()
	slices.SortStableFunc(c.all, func(a, b model.Finding) int {
		return cmp.Or(cmp.Compare(a.At.Source, b.At.Source), cmp.Compare(a.At.Offset, b.At.Offset), cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Got, b.Got))
	})
	return c.all
}

// exchange follows the CALLs of the case and their answers.
func (r *run) exchange(ctx context.Context, put func(store.Joined) error) error {
	x := rule.NewExchange()
	for m, err := range r.c.FrameMarks(ctx) {
		if err != nil {
			return err
		}
		x.Add(m)
		r.seen.mark(m)
	}
	r.seen.exchange(x)
	return r.resolve(x, &frameReader{ctx: ctx, run: r}, func(found []model.Finding) error {
		r.seen.inFrames(found)
		return put(store.Joined{InFrames: found})
	})
}

// resolve says what became of CALLs.
func (r *run) resolve(x *rule.Exchange, frames rule.FrameReader, give func([]model.Finding) error) error {
	return x.Resolve(frames, func(part *rule.Exchanged) error { return give(rule.Exchanges(part, r.set)) })
}

// frameReader is a rule.FrameReader over the case.
type frameReader struct {
	ctx context.Context //nolint:containedctx // it is used within one call
	run *run
}

// Frame gives a frame, with the station that its source was found to be of.
func (f *frameReader) Frame(ref rule.FrameRef) (*model.Frame, error) {
	frame, err := f.run.c.FrameIn(f.ctx, ref.Source, ref.Frame)
	if err != nil {
		return nil, err
	}
	if name := f.run.concluded[ref.Source]; frame.Station == "" && name != "" {
		named := *frame
		named.Station = name
		return &named, nil
	}
	return frame, nil
}

// Events gives the events of some frames.
func (f *frameReader) Events(refs map[rule.FrameRef]bool) (map[rule.FrameRef]model.Event, error) {
	stations, err := f.run.c.Stations(f.ctx)
	if err != nil {
		return nil, err
	}
	found := map[rule.FrameRef]model.Event{}
	for _, st := range stations {
		for e, err := range f.run.c.Events(f.ctx, store.Station{Name: st.Name, Source: st.Source}) {
			if err != nil {
				return nil, err
			}
			if ref := (rule.FrameRef{Source: e.At.Source, Frame: e.Frame}); refs[ref] {
				found[ref] = *e
			}
		}
	}
	return found, nil
}
