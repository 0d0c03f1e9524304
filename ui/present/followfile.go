package present

import (
	"context"
	"errors"
	"sync"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/check"
	"meterscope/model/store"
)

// followers make the files that are followed. What is followed into one case shares what is remembered of it.
type followers struct {
	mu    sync.Mutex
	c     *store.Case
	live  *check.Live
	using int // files that are followed
}

// follow begins to follow a file. parts are the sources that hold earlier files of the same log.
func (s *followers) follow(path string, parts ...model.SourceID) Followed {
	var known []model.SourceID
	for _, id := range parts {
		if id != 0 {
			known = append(known, id)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.using++
	return &followedFile{of: s, f: importer.NewFollower(path, importer.Options{}, known...)}
}

// of gives what is remembered of a case.
func (s *followers) of(c *store.Case) *check.Live {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.c != c || s.live == nil {
		s.c, s.live = c, check.NewLive(c, check.Options{})
	}
	return s.live
}

// done lets go of what is remembered when nothing is followed any longer.
func (s *followers) done() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.using--; s.using == 0 {
		s.c, s.live = nil, nil
	}
}

// followedFile is a file on disk that is followed.
type followedFile struct {
	of     *followers
	f      *importer.Follower
	steps  int
	closed bool
}

// Step adds what came to the case.
func (f *followedFile) Step(ctx context.Context, c CaseFile, final bool) (FollowStep, error) {
	file, ok := c.(*store.Case)
	if !ok {
		return FollowStep{}, errNoCaseFile
	}
	live := f.of.of(file)
	step, err := f.f.Step(ctx, live, final)
	out := FollowStep{Source: f.f.Source(), New: step.Counts, Bytes: step.Bytes}
	if step.Bytes > 0 {
		f.steps++
		err = errors.Join(err, live.Finish(ctx))
		out.Changed = live.Came()
	} else if err != nil { // half a batch must not stay
		err = errors.Join(err, file.Settle(context.WithoutCancel(ctx)))
	}
	return out, err
}

// A source is put together anew after so many steps, or one for each piece of its bytes that is kept, because each left
// a small piece.
const (
	settleAfter = 500
	settlePiece = 256 << 10
)

// Settle reads the source again where lines were decided on early, or it is in many pieces.
func (f *followedFile) Settle(ctx context.Context, c CaseFile) error {
	src := f.f.Source()
	if src.ID == 0 || f.steps == 0 || !f.f.Hasty() && int64(f.steps) < max(settleAfter, src.Size/settlePiece) {
		return nil
	}
	_, err := reread(ctx, c, src, readingOf(&src), nil)
	return err
}

// Close lets go of the file.
func (f *followedFile) Close() error {
	if !f.closed {
		f.closed = true
		f.of.done()
	}
	return f.f.Close()
}
