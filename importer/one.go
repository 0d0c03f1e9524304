package importer

import (
	"context"
	"crypto/sha256"
	"encoding"
	"errors"
	"fmt"
	"hash"
	"io"

	"meterscope/importer/ocppj"
	"meterscope/model"
)

type hasher = hash.Hash

// slab is what one window of a source needs on its way to the sink. It is used again when the sink has
// taken its batch.
type slab struct {
	buf   []byte
	res   ocppj.Result
	batch model.Batch
	state []byte // what the assembler needs to go on
	empty bool   // there is no batch: only an end
	final bool
	err   error // of the stream
}

// slabs is how many windows are on their way: one being read, one waiting, one being written.
const slabs = 3

// importSource takes one source from its bytes to the sink. The report says what became of it; err is that
// of the sink or of ctx.
func (r *runner) importSource(ctx context.Context, src *source, rep *SourceReport) error {
	how, head, err := r.look(ctx, src)
	if err != nil {
		rep.Err = err
		return ctx.Err()
	}
	size := rep.Source.Size
	rep.Source = announced(rep.Source.Name, &how, &r.opt)
	rep.Source.Size = size
	ann := model.Announcement{Source: rep.Source, Head: head, Parts: r.rotations.parts(r.folder + src.name)}
	from, err := r.begin(ctx, src, ann)
	if err != nil {
		return err
	}
	rep.Source.ID = from.Source
	if from.Complete {
		rep.Already, rep.Source.Complete = true, true
		return nil
	}
	a := newAssembler(how, from.Source)
	stream, digest, err := r.goOn(ctx, src, &from, a)
	if err == nil && stream == nil { // it isn't the one that was interrupted, although it began alike
		ann.Fresh = true
		if from, err = r.begin(ctx, src, ann); err != nil {
			return err
		}
		rep.Source.ID = from.Source
		a, digest = newAssembler(how, from.Source), sha256.New()
		from.Offset, from.Lines = 0, 0
		stream, err = src.open(true)
	}
	if err != nil {
		rep.Err = err
		return ctx.Err()
	}
	defer stream.Close() //nolint:errcheck // only read from
	if err := r.batches(ctx, stream, a, from, digest, rep); err != nil {
		return err
	}
	rep.Source.Counts, rep.Source.Charset = r.counts, a.chars.String()
	if read := max(from.Offset, r.progress.Read); rep.Err == nil && read < src.size {
		rep.Err = fmt.Errorf("read %s: %w: %d of %d bytes were there", src.name, ErrShrunk, read, src.size)
	}
	if rep.Err != nil {
		return ctx.Err()
	}
	rep.Source.SHA256 = [32]byte(digest.Sum(nil))
	rep.Source.Complete = true
	err = r.sink.Complete(ctx, rep.Source)
	var already *model.AlreadyError
	if errors.As(err, &already) {
		rep.Already, rep.Source.ID, rep.Source.Counts = true, already.Source, model.Counts{}
		return nil
	}
	if err != nil {
		return fmt.Errorf("complete %s: %w", src.name, err)
	}
	return nil
}

func (r *runner) begin(ctx context.Context, src *source, ann model.Announcement) (model.Resume, error) {
	from, err := r.sink.Begin(ctx, ann, func() ([32]byte, error) { return sum(ctx, src) })
	if err != nil {
		return from, fmt.Errorf("begin %s: %w", src.name, err)
	}
	return from, nil
}

// goOn opens a source where an import of it is to go on. The stream is nil if the source doesn't begin with
// what was imported.
func (r *runner) goOn(ctx context.Context, src *source, from *model.Resume, a *assembler) (io.ReadCloser, hasher, error) {
	if from.Offset == 0 {
		stream, err := src.open(true)
		return stream, sha256.New(), err
	}
	state, err := a.restore(from.State)
	if err != nil || src.size >= 0 && src.size < from.Offset {
		return nil, nil, nil //nolint:nilerr // then it is imported from its beginning
	}
	want := sha256.New()
	if err := want.(encoding.BinaryUnmarshaler).UnmarshalBinary(state); err != nil {
		return nil, nil, nil //nolint:nilerr // then it is imported from its beginning
	}
	got, stream, err := hashPrefix(ctx, src, from.Offset)
	if err != nil {
		return nil, nil, err
	}
	if [32]byte(got.Sum(nil)) != [32]byte(want.Sum(nil)) {
		return nil, nil, stream.Close()
	}
	r.counts = a.counts
	if err := r.findMode(ctx, src, a); err != nil {
		return nil, nil, err
	}
	return stream, got, nil
}

// findMode finds again how the section is read that an import goes on in.
func (r *runner) findMode(ctx context.Context, src *source, a *assembler) error {
	if a.mode.how == modeOfSource {
		a.mode.table = a.how.mode.table
		return nil
	}
	want, err := r.opt.shape()
	if err != nil {
		return err
	}
	_, stream, err := hashPrefix(ctx, src, a.mode.from)
	if err != nil {
		return err
	}
	raw, err := io.ReadAll(io.LimitReader(stream, a.mode.size))
	_ = stream.Close() // only read from
	if err != nil {
		return fmt.Errorf("read %s: %w", src.name, err)
	}
	a.mode = a.mode.again(&want, raw)
	return nil
}

// looked is what look found.
type looked struct {
	how  reading
	head [32]byte
	err  error
}

// look is that of a source, until it is cancelled: what it was at then ends when it can, and nobody waits for it. A
// long line takes its time.
func (r *runner) look(ctx context.Context, src *source) (reading, [32]byte, error) {
	found := make(chan looked, 1)
	go func() {
		var l looked
		l.how, l.head, l.err = look(ctx, src, r.opt, r.scanner, &r.buffers)
		found <- l
	}()
	select {
	case l := <-found:
		return l.how, l.head, l.err
	case <-ctx.Done():
		return reading{}, [32]byte{}, ctx.Err()
	}
}

// batches reads a stream to its end and writes its batches. Reading and decoding run ahead of writing. Where it is
// cancelled, the window at hand is decoded to its end, and nobody waits for that.
func (r *runner) batches(ctx context.Context, stream io.Reader, a *assembler, from model.Resume, digest hasher, rep *SourceReport) error {
	want, err := r.opt.shape()
	if err != nil {
		return err
	}
	outer := ctx
	ctx, cancel := context.WithCancel(ctx)
	f := newFeed(ctx, stream, &r.buffers)
	free, ready := make(chan *slab, slabs), make(chan *slab, slabs)
	for i := range r.buffers.slabs {
		free <- &r.buffers.slabs[i]
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer f.close()
		defer close(ready)
		decode(ctx, r.scanner, a, &windows{
			feed: f, offset: from.Offset, line: from.Lines + 1, want: &want, mode: a.mode, size: r.opt.window,
		}, free, ready)
	}()
	defer func() {
		cancel()
		select {
		case <-ended:
		case <-outer.Done(): // the runner does nothing more
		}
	}()
	for {
		var s *slab
		var ok bool
		select {
		case s, ok = <-ready:
		case <-ctx.Done():
			return ctx.Err()
		}
		if !ok {
			return ctx.Err()
		}
		if s.err != nil {
			if errors.Is(s.err, context.Canceled) || errors.Is(s.err, context.DeadlineExceeded) {
				return ctx.Err()
			}
			rep.Err = fmt.Errorf("read %s: %w", rep.Source.Name, s.err)
		}
		if err := r.write(ctx, s, digest, rep); err != nil {
			return err
		}
		if s.final || s.err != nil {
			return nil
		}
		free <- s
	}
}

// write hands one batch over.
func (r *runner) write(ctx context.Context, s *slab, digest hasher, rep *SourceReport) error {
	if s.empty {
		return nil
	}
	_, _ = digest.Write(s.batch.Evidence) // never fails
	state, err := digest.(encoding.BinaryMarshaler).MarshalBinary()
	if err != nil {
		return fmt.Errorf("save state of %s: %w", rep.Source.Name, err)
	}
	s.batch.State = joinState(s.batch.State[:0], state, s.state)
	if err := r.sink.Write(ctx, &s.batch); err != nil {
		return fmt.Errorf("write batch of %s: %w", rep.Source.Name, err)
	}
	rep.Source.Size = s.batch.End()
	r.progress.Read = rep.Source.Size
	r.counts.Add(s.batch.Counts)
	r.findings += int64(len(s.batch.Findings))
	r.report(false)
	return nil
}

// prepare makes a slab ready to be used again.
func (s *slab) prepare() {
	if cap(s.buf) > 2*windowBytes || cap(s.batch.Samples) > mostKept || cap(s.batch.Findings) > mostKept { // a large one was the exception
		*s = slab{}
	}
}

// mostKept is how large a batch's samples and findings may be for its memory to be used again.
const mostKept = 256 << 10

// decode turns windows into batches until the stream ends.
func decode(ctx context.Context, scanner *ocppj.Scanner, a *assembler, in *windows, free <-chan *slab, ready chan<- *slab) {
	for {
		var s *slab
		select {
		case s = <-free:
		case <-ctx.Done():
			return
		}
		s.prepare()
		s.empty, s.err = true, nil
		s.buf, s.final, s.err = in.next(ctx, s.buf, func(w ocppj.Window) (int, bool) {
			s.res.Reset()
			done := scanner.Scan(w, &s.res)
			if in.turn(&w, &s.res, done) {
				return 0, false
			}
			used := a.assemble(w, &s.res, done, !s.res.Stopped && (w.Final || w.Full), &s.batch)
			if used == 0 && s.res.Stopped { // more of the window wouldn't tell more
				used = a.assemble(w, &s.res, done, true, &s.batch)
			}
			if s.empty = used == 0; !s.empty {
				a.mode, a.chars = in.following(used), a.chars.with(in.charset)
				s.state = a.appendState(s.state[:0])
			}
			return used, used > 0 && s.res.Stopped
		})
		select {
		case ready <- s:
		case <-ctx.Done():
			return
		}
		if s.final || s.err != nil {
			return
		}
	}
}
