package check

import (
	"context"
	"slices"

	"meterscope/model"
)

// loggedAgain is the rule whose findings stand in a frame that was dropped, and name the one that was kept.
const loggedAgain model.RuleID = "JSN006"

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
	twins, err := s.duplicates(ctx, b)
	if err != nil || len(twins) == 0 && len(s.dropped) == 0 {
		return err
	}
	gone := func(frame int64) bool { _, ok := twins[frame]; return ok }
	kept := b.Events[:0]
	for _, e := range b.Events {
		if gone(e.Frame) {
			s.uncount(b, &e)
			if err := s.shareStation(ctx, &e, twins[e.Frame]); err != nil {
				return err
			}
			continue
		}
		if s.dropped[e.AnswerTo] {
			e.AnswerTo = model.NoFrame // to a CALL that is kept in another source: it is found by its id
		}
		kept = append(kept, e)
	}
	b.Events = kept
	b.Samples = slices.DeleteFunc(b.Samples, func(x model.Sample) bool { return gone(x.Frame) })
	b.Findings = slices.DeleteFunc(b.Findings, func(f model.Finding) bool {
		return f.Frame != model.NoFrame && gone(f.Frame) && f.Rule != loggedAgain // which speaks of another frame
	})
	for i := range b.Frames {
		if f := &b.Frames[i]; gone(f.Seq) {
			b.Counts.Frames--
			b.Counts.Duplicates++
			b.Findings = append(b.Findings, model.Finding{
				Rule: loggedAgain, At: f.At, Count: 1, Frame: f.Seq, FrameID: f.ID, FrameLine: f.At.Line,
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

// twin is a frame in another source that is the same.
type twin struct {
	source  model.SourceID
	station string
}

// shareStation makes the nameless stations of two sources one where both logged a frame of a transaction: what
// is dropped of one source is missing from the other's transactions otherwise. What carries a reading or a
// start is the same in two sources only if it is of one station; answers and heartbeats may be by chance.
func (s *Sink) shareStation(ctx context.Context, e *model.Event, t twin) error {
	switch e.Kind {
	case model.EventMeterValues, model.EventStart, model.EventStop:
	default:
		return nil
	}
	if e.Station != "" || t.station != "" || s.shared[t.source] {
		return nil
	}
	if s.shared == nil {
		s.shared = map[model.SourceID]bool{}
	}
	s.shared[t.source] = true
	return s.c.SameStation(ctx, t.source, e.At.Source)
}

// duplicates finds the frames of a batch that another source logged at the same time.
func (s *Sink) duplicates(ctx context.Context, b *model.Batch) (map[int64]twin, error) {
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
	var found map[int64]twin
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
			if found == nil {
				found = map[int64]twin{}
			}
			found[f.Seq] = twin{other.At.Source, other.Station}
		}
	}
	return found, nil
}
