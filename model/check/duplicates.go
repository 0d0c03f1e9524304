package check

import (
	"context"
	"slices"

	"meterscope/model"
)

// loggedFrame is what the same frame, logged again in another source, has in common.
type loggedFrame struct {
	hash uint64 // of kind, id and payload
	sec  int64
	nsec int32
}

func logged(f *model.Frame) loggedFrame {
	sec, nsec := f.LoggedAt.Unix()
	return loggedFrame{f.Hash, sec, nsec}
}

// dropDuplicates takes out of a batch what the case has from another source already: files of one log overlap.
// Such a frame keeps its place, so that numbers stay as they are, but it means nothing any more: it counts as a
// duplicate, and its samples, events and findings are dropped.
func (s *Sink) dropDuplicates(ctx context.Context, b *model.Batch) error {
	dropped, err := s.duplicates(ctx, b)
	if err != nil || len(dropped) == 0 && len(s.dropped) == 0 {
		return err
	}
	gone := func(frame int64) bool { _, ok := slices.BinarySearch(dropped, frame); return ok }
	kept := b.Events[:0]
	for _, e := range b.Events {
		if gone(e.Frame) {
			s.uncount(b, &e)
			continue
		}
		if s.dropped[e.AnswerTo] {
			e.AnswerTo = model.NoFrame // to a CALL that is kept in another source: it is found by its id
		}
		kept = append(kept, e)
	}
	b.Events = kept
	b.Samples = slices.DeleteFunc(b.Samples, func(x model.Sample) bool { return gone(x.Frame) })
	b.Findings = slices.DeleteFunc(b.Findings, func(f model.Finding) bool { return f.Frame != model.NoFrame && gone(f.Frame) })
	for i := range b.Frames {
		if f := &b.Frames[i]; gone(f.Seq) {
			b.Counts.Frames--
			b.Counts.Duplicates++
			b.Findings = append(b.Findings, model.Finding{
				Rule: "JSN006", At: f.At, Count: 1, Frame: f.Seq, FrameID: f.ID, FrameLine: f.At.Line,
			})
		}
	}
	return nil
}

// uncount takes a dropped frame out of the counts. The answers to a dropped start or stop will look for it.
func (s *Sink) uncount(b *model.Batch, e *model.Event) {
	switch e.Kind {
	case model.EventMeterValues:
		b.Counts.MeterValues--
		b.Counts.SampledValues -= int64(e.Samples)
	case model.EventStart, model.EventStop:
		if s.dropped == nil {
			s.dropped = map[int64]bool{}
		}
		s.dropped[e.Frame] = true
	}
}

// duplicates finds the frames of a batch that another source logged at the same time, ascending.
func (s *Sink) duplicates(ctx context.Context, b *model.Batch) ([]int64, error) {
	var from, to model.Time
	own := map[loggedFrame]int{}
	for i := range b.Frames {
		f := &b.Frames[i]
		if f.LoggedAt.IsZero() {
			continue
		}
		if from.IsZero() || f.LoggedAt.Before(from) {
			from = f.LoggedAt
		}
		if to.Before(f.LoggedAt) {
			to = f.LoggedAt
		}
	}
	if from.IsZero() {
		return nil, nil
	}
	var found []int64
	for other, err := range s.c.FramesLogged(ctx, b.Source, from, to) {
		if err != nil {
			return nil, err
		}
		if len(own) == 0 {
			for i := range b.Frames {
				if f := &b.Frames[i]; !f.LoggedAt.IsZero() {
					own[logged(f)] = i
				}
			}
		}
		i, ok := own[logged(other)]
		if !ok {
			continue
		}
		if f := &b.Frames[i]; f.Kind == other.Kind && f.ID == other.ID &&
			(f.Station == other.Station || f.Station == "" || other.Station == "") {
			found = append(found, f.Seq)
		}
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}
