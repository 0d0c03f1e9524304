package check

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"meterscope/model"
	"meterscope/model/rule"
	"meterscope/model/session"
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

// aside holds findings about single frames until it is known to which transaction these belong. Stations are joined
// side by side.
type aside struct {
	mu      sync.Mutex
	byFrame map[rule.FrameRef][]model.Finding
	others  []model.Finding // of stations
}

func (a *aside) hold(findings []model.Finding) {
	a.byFrame = map[rule.FrameRef][]model.Finding{}
	for _, f := range findings {
		ref := rule.FrameRef{Source: f.At.Source, Frame: f.Frame}
		a.byFrame[ref] = append(a.byFrame[ref], f)
	}
}

// wanted says in which frames findings stand; nil if there are none. Nothing is held any more when stations are
// joined, and what is taken stands in frames that are not asked for again.
func (a *aside) wanted() func(rule.FrameRef) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.byFrame) == 0 {
		return nil
	}
	return func(ref rule.FrameRef) bool {
		a.mu.Lock()
		defer a.mu.Unlock()
		_, ok := a.byFrame[ref]
		return ok
	}
}

// take gives the findings in the frames of a transaction.
func (a *aside) take(s *session.Session) (findings []model.Finding) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.byFrame) == 0 {
		return nil
	}
	give := func(ref rule.FrameRef) {
		findings = append(findings, a.byFrame[ref]...)
		delete(a.byFrame, ref)
	}
	for i := range s.Events {
		give(rule.FrameRef{Source: s.Events[i].At.Source, Frame: s.Events[i].Frame})
	}
	for _, ref := range s.Wanted {
		give(ref)
	}
	return findings
}

func (a *aside) add(findings []model.Finding) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.others = append(a.others, findings...)
}

// rest are the findings of no transaction, in the order of the case.
func (r *run) rest() []model.Finding {
	a := &r.aside
	a.mu.Lock()
	defer a.mu.Unlock()
	all := a.others
	for _, findings := range a.byFrame {
		all = append(all, findings...)
	}
	slices.SortStableFunc(all, func(a, b model.Finding) int {
		return cmp.Or(cmp.Compare(a.At.Source, b.At.Source), cmp.Compare(a.At.Offset, b.At.Offset), cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Got, b.Got))
	})
	return all
}

// exchange follows the CALLs of the case and their answers.
func (r *run) exchange(ctx context.Context) error {
	x := rule.NewExchange()
	for m, err := range r.c.FrameMarks(ctx) {
		if err != nil {
			return err
		}
		x.Add(m)
	}
	resolved, err := x.Resolve(&frameReader{ctx: ctx, run: r})
	if err != nil {
		return err
	}
	r.aside.hold(rule.Exchanges(resolved, r.set))
	return nil
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
