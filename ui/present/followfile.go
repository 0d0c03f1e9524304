package present

import (
	"context"
	"errors"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/check"
	"meterscope/model/store"
)

// followedFile is a file on disk that is followed.
type followedFile struct {
	f     *importer.Follower
	steps int
}

// followFile begins to follow a file. parts are the sources that hold earlier files of the same log.
func followFile(path string, parts ...model.SourceID) Followed {
	var known []model.SourceID
	for _, id := range parts {
		if id != 0 {
			known = append(known, id)
		}
	}
	return &followedFile{f: importer.NewFollower(path, importer.Options{}, known...)}
}

// Step adds what came to the case.
func (f *followedFile) Step(ctx context.Context, c CaseFile, final bool) (FollowStep, error) {
	file, ok := c.(*store.Case)
	if !ok {
		return FollowStep{}, errNoCaseFile
	}
	sink := check.NewSink(file, check.Options{})
	step, err := f.f.Step(ctx, sink, final)
	out := FollowStep{Source: f.f.Source(), New: step.Counts, Bytes: step.Bytes}
	if step.Bytes > 0 {
		f.steps++
		err = errors.Join(err, sink.Finish(ctx))
	} else if err != nil { // half a batch must not stay
		err = errors.Join(err, file.Settle(context.WithoutCancel(ctx)))
	}
	return out, err
}

// settleAfter is after how many steps a source is put together anew: each left small pieces in the case.
const settleAfter = 500

// Settle reads the source again where lines were decided on early, or it is in many pieces.
func (f *followedFile) Settle(ctx context.Context, c CaseFile) error {
	src := f.f.Source()
	if src.ID == 0 || f.steps == 0 || !f.f.Hasty() && f.steps < settleAfter {
		return nil
	}
	_, err := reread(ctx, c, src, readingOf(&src), nil)
	return err
}

// Close lets go of the file.
func (f *followedFile) Close() error { return f.f.Close() }
