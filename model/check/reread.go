package check

import (
	"context"
	"errors"
	"fmt"

	"meterscope/model"
	"meterscope/model/rule"
	"meterscope/model/store"
)

// RereadSink puts another reading of a source of the case in the place of the one that there is: with another zone,
// station, format or columns. It is an importer.Sink for one source, whose input is the stored evidence:
//
//	sink := check.NewRereadSink(c, opt, id)
//	evidence := c.EvidenceReader(ctx, id)
//	report, err := importer.Run(ctx, []importer.Input{{Path: source.Name, Reader: evidence}}, sink, importer.Options{Zone: zone})
//
// The options are all that the source is read with: what it was read with before and is to stay must be in them
// again ([model.Source] says which of it the user had given: ZoneFrom, StationFrom, FormatFrom, ColumnsFrom). While it
// runs the case is as it was. In the end the new reading takes the place of the old one at once, and then
// transactions and findings are made again; a transaction that is the same keeps its key and note, and the source its
// id, name and evidence. Cancelling, an error or a kill leaves the old reading; after a kill between the two steps
// [Refresh] does the second.
//
// If the evidence is read otherwise and no frame is found, the report has importer.ErrNoFrames and the old reading
// stays.
type RereadSink struct {
	c       *store.Case
	opt     Options
	set     *rule.Settings
	err     error
	id      model.SourceID
	reading model.SourceID // 0 while there is none
	done    bool
	zone    rule.Zone
}

// NewRereadSink gives a sink for a source of the case. Options that can't be are an error of Begin.
func NewRereadSink(c *store.Case, opt Options, id model.SourceID) *RereadSink {
	return &RereadSink{c: c, opt: opt, id: id, err: opt.Validate()}
}

// Begin begins the reading. The bytes are those of the evidence: nothing is asked for its sum.
func (s *RereadSink) Begin(ctx context.Context, src model.Announcement, _ func() ([32]byte, error)) (model.Resume, error) {
	if s.err != nil {
		return model.Resume{}, s.err
	}
	if s.reading != 0 {
		return model.Resume{}, errors.New("read a source again: there is more than one log in it")
	}
	if s.set == nil {
		_, set, err := s.opt.of(ctx, s.c)
		if err != nil {
			return model.Resume{}, err
		}
		s.set = set
	}
	s.zone = rule.Zone{Name: src.Zone, From: src.ZoneFrom}
	r, err := s.c.BeginReread(ctx, s.id, src)
	s.reading = r.Source
	r.Source = s.id
	return r, err
}

// Write lets the frame rules look at a batch, and stores it with the new reading.
func (s *RereadSink) Write(ctx context.Context, b *model.Batch) error {
	rule.Frames(b, s.set, s.zone)
	b.Source = s.reading
	for i := range b.Findings {
		b.Findings[i].At.Source = s.reading
	}
	return s.c.WriteBatch(ctx, b)
}

// Complete puts the new reading in the place of the old one.
func (s *RereadSink) Complete(ctx context.Context, src model.Source) error {
	src.ID = s.reading
	if err := s.c.CompleteReread(ctx, src); err != nil {
		return err
	}
	s.done = true
	return nil
}

// Finish joins the transactions and runs the rules over them. A reading that didn't come to its end is given up.
func (s *RereadSink) Finish(ctx context.Context) error {
	switch {
	case s.err != nil:
		return s.err
	case s.done:
		return Run(ctx, s.c, s.opt)
	}
	return s.GiveUp(ctx)
}

// GiveUp gives a reading up that didn't come to its end; else it has nothing to do. It is for those who finish later,
// with [Run], after they read more than one source again.
func (s *RereadSink) GiveUp(ctx context.Context) error {
	if s.done || s.reading == 0 {
		return nil
	}
	if err := s.c.AbandonReread(ctx, s.reading); err != nil {
		return fmt.Errorf("give up a reading: %w", err)
	}
	s.reading = 0
	return nil
}

// Remove takes sources out of the case, and then makes transactions and findings again, once. What other sources have
// in common with them counts there from then on. Until the case is closed [Restore] undoes it: transactions have their
// keys and notes again. After an error, as when it was cancelled, the sources are there as before, all of them.
func Remove(ctx context.Context, c *store.Case, opt Options, ids ...model.SourceID) error {
	return alter(ctx, c, opt, ids, c.RemoveSource, c.RestoreSource)
}

// Restore brings back sources that were removed since the case was opened. After an error none of them is back.
func Restore(ctx context.Context, c *store.Case, opt Options, ids ...model.SourceID) error {
	return alter(ctx, c, opt, ids, c.RestoreSource, c.RemoveSource)
}

func alter(ctx context.Context, c *store.Case, opt Options, ids []model.SourceID, do, back func(context.Context, ...model.SourceID) error) error {
	if err := do(ctx, ids...); err != nil {
		return err
	}
	err := Run(ctx, c, opt)
	if err != nil {
		err = errors.Join(err, back(context.WithoutCancel(ctx), ids...))
	}
	return err
}
