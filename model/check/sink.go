package check

import (
	"context"

	"meterscope/model"
	"meterscope/model/rule"
	"meterscope/model/store"
)

// Sink keeps what an import finds in a case and checks it. It is an importer.Sink.
type Sink struct {
	c    *store.Case
	opt  Options
	set  *rule.Settings
	err  error // of the options
	zone rule.Zone
}

// NewSink gives a sink for the case. Options that can't be are an error of Begin.
func NewSink(c *store.Case, opt Options) *Sink {
	return &Sink{c: c, opt: opt, err: opt.Validate()}
}

// Begin enters a source into the case, or finds it again.
func (s *Sink) Begin(ctx context.Context, src model.Announcement, sum func() ([32]byte, error)) (model.Resume, error) {
	if s.err != nil {
		return model.Resume{}, s.err
	}
	if s.set == nil {
		opt, set, err := s.opt.of(ctx, s.c)
		if err == nil {
			err = beginReading(ctx, s.c, opt)
		}
		if err != nil {
			return model.Resume{}, err
		}
		s.set = set
	}
	s.zone = rule.Zone{Name: src.Zone, From: src.ZoneFrom}
	return s.c.BeginSource(ctx, src, sum)
}

// Write lets the frame rules look at a batch, and stores it. What another source has too is told apart when all is
// there: see [Run].
func (s *Sink) Write(ctx context.Context, b *model.Batch) error {
	rule.Frames(b, s.set, s.zone)
	return s.c.WriteBatch(ctx, b)
}

// Complete closes a source. One that the case turns out to hold already, under another name, is not kept twice:
// the error is a [model.AlreadyError].
func (s *Sink) Complete(ctx context.Context, src model.Source) error {
	src.Counts = model.Counts{} // the case has added up those of the batches, without what was dropped
	return s.c.CompleteSource(ctx, src)
}

// Finish joins the transactions and runs the rules over them.
func (s *Sink) Finish(ctx context.Context) error {
	if s.err != nil {
		return s.err
	}
	if err := s.c.Settle(ctx); err != nil { // a source that broke off: what was read of it counts
		return err
	}
	if err := Run(ctx, s.c, s.opt); err != nil {
		return err
	}
	return rememberProgram(ctx, s.c)
}
