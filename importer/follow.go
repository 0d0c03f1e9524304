package importer

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"

	"meterscope/importer/archive"
	"meterscope/importer/ocppj"
	"meterscope/model"
)

// Appender is a Sink that can go on with a source which is complete.
type Appender interface {
	Sink
	// Grown finds the complete source of a file, however its path was spelled, that it begins with and that has grown
	// since; sum gives the SHA-256 of as many bytes of the file. Its ID is 0 if there is none.
	Grown(ctx context.Context, path string, size int64, sum func(size int64) ([32]byte, error)) (model.Source, error)
	// Append goes on behind the end of a complete source. Write and Complete follow; until Complete it is as it was.
	Append(ctx context.Context, src model.Source) (model.Resume, error)
}

// What ends following a file, with all that was read of it kept.
var (
	ErrReplaced  = errors.New("another file has taken its place")
	ErrTruncated = errors.New("it became shorter, or what was read of it has changed")
)

// ErrNotPlain says that a file can't be followed.
var ErrNotPlain = errors.New("only a log that is written line by line can be followed, and no archive")

// Follower reads a file that grows. Each step reads the whole lines that came since the one before and adds them to
// the source, which is complete at any time: what it was when the step ended. It is not for use by several
// goroutines at once.
//
// What a line is may depend on those that come within the next few hundred: where a log has each message twice, which
// of both counts. A step doesn't wait for them, and [Follower.Hasty] says whether that mattered: read again from its
// evidence the source is as if it had been imported as a whole.
type Follower struct {
	path  string
	opt   Options
	parts []model.SourceID // earlier files of the same log

	scanner *ocppj.Scanner
	buffers buffers
	file    *os.File // nil between steps where an open file can't be renamed
	is      os.FileInfo
	how     reading
	a       *assembler
	digest  hasher
	source  model.Source
	offset  int64
	lines   int
	back    lookBack
	hasty   bool
}

// Step is what a step brought.
type Step struct {
	Bytes  int64
	Counts model.Counts
}

// NewFollower makes a follower of a file. parts are the sources that hold earlier files of the same log.
func NewFollower(path string, opt Options, parts ...model.SourceID) *Follower {
	f := &Follower{path: path, opt: opt, parts: parts}
	f.scanner = newRunner(nil, nil, opt).scanner
	return f
}

// Source is the source that is added to; its ID is 0 until the file has a message.
func (f *Follower) Source() model.Source { return f.source }

// Hasty says that it was decided what counts before all was there that it may depend on.
func (f *Follower) Hasty() bool { return f.hasty }

// Close lets go of the file.
func (f *Follower) Close() error {
	if f.file == nil {
		return nil
	}
	err := f.file.Close()
	f.file = nil
	return err
}

// Step reads what the file has got, up to the end of its last line; with final to its last byte. Where that is
// nothing, the sink isn't called. [ErrReplaced] and [ErrTruncated] end it; before [ErrReplaced] what was left of the
// file that was there is read, as far as the system keeps it.
func (f *Follower) Step(ctx context.Context, sink Appender, final bool) (Step, error) {
	var step Step
	size, end, err := f.measure(ctx)
	if err != nil && !errors.Is(err, ErrReplaced) {
		return step, err
	}
	replaced := err
	if size > f.offset || f.a == nil && size > 0 {
		step, err = f.read(ctx, sink, end, final || replaced != nil)
		if err != nil {
			return step, fmt.Errorf("follow %s: %w", f.path, err)
		}
	}
	if runtime.GOOS == "windows" { // there an open file can't be renamed
		err = f.Close()
	}
	return step, errors.Join(replaced, err)
}

// measure opens the file where it isn't open, and says how long it is and where its last line ends. The error is
// ErrReplaced where there still is something of the old one to read.
func (f *Follower) measure(ctx context.Context) (size, end int64, err error) {
	now, err := os.Stat(f.path)
	gone := errors.Is(err, os.ErrNotExist) && f.is != nil
	if err != nil && !gone {
		return 0, 0, fmt.Errorf("follow %s: %w", f.path, err)
	}
	replaced := gone || f.is != nil && !os.SameFile(f.is, now)
	if !replaced && !now.Mode().IsRegular() {
		return 0, 0, fmt.Errorf("follow %s: %w", f.path, ErrNotPlain)
	}
	if replaced && f.file == nil {
		return 0, 0, fmt.Errorf("follow %s: %w", f.path, ErrReplaced)
	}
	if f.file == nil {
		if f.file, err = os.Open(f.path); err != nil {
			return 0, 0, fmt.Errorf("follow %s: %w", f.path, err)
		}
	}
	info, err := f.file.Stat()
	if err != nil {
		return 0, 0, fmt.Errorf("follow %s: %w", f.path, err)
	}
	if f.is, size = info, info.Size(); size < f.offset {
		return 0, 0, fmt.Errorf("follow %s: %w", f.path, ErrTruncated)
	}
	same, err := f.back.unchanged(ctx, f.file, info, f.offset, f.digest)
	switch {
	case err != nil:
		return 0, 0, fmt.Errorf("follow %s: %w", f.path, err)
	case !same:
		return 0, 0, fmt.Errorf("follow %s: %w", f.path, ErrTruncated)
	}
	if end, err = f.lineEnd(size); err != nil {
		return 0, 0, fmt.Errorf("follow %s: %w", f.path, err)
	}
	if replaced {
		return size, end, fmt.Errorf("follow %s: %w", f.path, ErrReplaced)
	}
	return size, end, nil
}

// charset is what the end of the file is written in.
func (f *Follower) charset() charset {
	if f.a == nil {
		return utf8Text
	}
	return f.a.mode.charset
}

// lineEnd finds where the last line of the file ends, not before what was read. A character of UTF-16 is two bytes.
func (f *Follower) lineEnd(size int64) (int64, error) {
	const block = 64 << 10
	mark, wide := []byte{'\n'}, int64(1)
	switch f.charset() {
	case utf16LE:
		mark, wide = []byte{'\n', 0}, 2
	case utf16BE:
		mark, wide = []byte{0, '\n'}, 2
	}
	buf := make([]byte, block)
	for to := size - size%wide; to > f.offset; {
		from := max(f.offset-f.offset%wide, to-block)
		b := buf[:to-from]
		if _, err := f.file.ReadAt(b, from); err != nil {
			return 0, err
		}
		for i := bytes.LastIndex(b, mark); i >= 0; i = bytes.LastIndex(b[:i], mark) {
			if int64(i)%wide == 0 {
				return from + int64(i) + wide, nil
			}
		}
		to = from
		if from <= f.offset {
			break
		}
	}
	return f.offset, nil
}

// read reads the file up to end, or all of it, into the source.
func (f *Follower) read(ctx context.Context, sink Appender, end int64, final bool) (step Step, err error) {
	if final {
		end = f.is.Size()
	}
	if f.a == nil {
		if err := f.plain(); err != nil || end == 0 {
			return step, err
		}
		if ok, err := f.begin(ctx, sink, end); !ok || err != nil {
			return step, err
		}
	}
	if end <= f.offset {
		return step, nil
	}
	begun := false
	err = f.batches(ctx, end, final, func(b *model.Batch) error {
		if !begun && f.source.Complete {
			r, err := sink.Append(ctx, f.source)
			if err != nil {
				return err
			}
			if r.Offset != b.Offset || len(b.Frames) > 0 && b.Frames[0].Seq != r.Frames {
				return fmt.Errorf("source %d ends at %d, not at %d", f.source.ID, r.Offset, b.Offset)
			}
		}
		begun = true
		step.Counts.Add(b.Counts)
		return sink.Write(ctx, b)
	})
	if err != nil || !begun {
		return step, err
	}
	step.Bytes = f.offset - f.source.Size
	src := f.source
	src.Size, src.SHA256, src.Complete = f.offset, [32]byte(f.digest.Sum(nil)), true
	src.Counts.Add(step.Counts)
	src.Charset = f.a.chars.String()
	if err := sink.Complete(ctx, src); err != nil {
		return step, err
	}
	f.source = src
	return step, nil
}

// plain is an error for what is compressed, or an archive.
func (f *Follower) plain() error {
	start := make([]byte, archive.HeadBytes)
	n, err := f.file.ReadAt(start, 0)
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return err
	case !archive.Plain(start[:n]):
		return ErrNotPlain
	}
	return nil
}

// begin finds out how to read the file, as far as its lines are whole, and which source it is. It is not ok while there
// is no message in it.
func (f *Follower) begin(ctx context.Context, sink Appender, end int64) (ok bool, err error) {
	src := &source{name: f.path, size: end, done: func() {}, open: func(bool) (io.ReadCloser, error) {
		return io.NopCloser(io.NewSectionReader(f.file, 0, end)), nil
	}}
	known, err := sink.Grown(ctx, f.path, src.size, func(size int64) ([32]byte, error) {
		h, _, err := hashPrefix(ctx, src, size)
		if err != nil {
			return [32]byte{}, err
		}
		return [32]byte(h.Sum(nil)), nil
	})
	if err != nil {
		return false, err
	}
	if known.ID != 0 {
		if ok, err := f.goOn(ctx, src, &known); ok || err != nil {
			return ok, err
		}
	}
	how, head, err := look(ctx, src, f.opt, f.scanner, &f.buffers)
	if errors.Is(err, ErrNoFrames) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	ann := model.Announcement{Source: announced(f.path, &how, &f.opt), Head: head, Fresh: true, Parts: f.parts}
	ann.Size = -1 // nobody knows
	r, err := sink.Begin(ctx, ann, nil)
	if err != nil {
		return false, err
	}
	f.source = ann.Source
	f.source.ID, f.source.Size = r.Source, 0
	f.how, f.a, f.digest = how, newAssembler(how, r.Source), sha256.New()
	return true, nil
}

// goOn reads what a source holds of the file again, without giving it to anybody, to go on where it ends. It is not ok
// where its last line was not whole, or where it isn't read now as it was.
func (f *Follower) goOn(ctx context.Context, src *source, known *model.Source) (ok bool, err error) {
	opt := f.opt
	if opt.Station == "" && known.StationFrom == model.FromUser {
		opt.Station = known.Station
	}
	how, _, err := look(ctx, src, opt, f.scanner, &f.buffers)
	if err != nil {
		return false, nil //nolint:nilerr // it is read as a source of its own, and that error told
	}
	if formatOf(how.format) != known.Format || how.zone != known.Zone || how.columns != known.Columns {
		return false, nil
	}
	if !f.lineEndsAt(known.Size) {
		return false, nil
	}
	f.how, f.a, f.digest = how, newAssembler(how, known.ID), sha256.New()
	defer func() {
		if !ok {
			f.a, f.how, f.offset, f.lines, f.hasty = nil, reading{}, 0, 0, false
			f.back.head, f.back.last = nil, nil
		}
	}()
	whole := true
	err = f.batches(ctx, known.Size, true, func(b *model.Batch) error {
		if n := len(f.a.records); n > 0 && b.End() == known.Size {
			whole = f.a.records[n-1].Status == ocppj.Whole
		}
		return nil
	})
	f.hasty = false // it was read so before
	if err != nil || !whole || f.offset != known.Size || f.a.chars.String() != known.Charset {
		return false, err
	}
	f.source = *known
	return true, nil
}

// lineEndsAt says whether a line ends before or behind an offset.
func (f *Follower) lineEndsAt(off int64) bool {
	b := make([]byte, 2)
	n, err := f.file.ReadAt(b, off-1)
	return (err == nil || errors.Is(err, io.EOF)) && (n > 0 && b[0] == '\n' || n > 1 && (b[1] == '\n' || b[1] == '\r'))
}

// batches decodes the file from where reading stands to end, and gives what it finds.
func (f *Follower) batches(ctx context.Context, end int64, final bool, give func(*model.Batch) error) error {
	want, err := f.opt.shape()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	in := windows{
		feed:   newFeed(ctx, io.NewSectionReader(f.file, f.offset, end-f.offset), &f.buffers),
		offset: f.offset, line: f.lines + 1, want: &want, mode: f.a.mode, live: !final,
	}
	defer in.feed.close()
	var buf []byte
	var res ocppj.Result
	var batch model.Batch
	for {
		used := 0
		var done bool
		var err error
		buf, done, err = in.next(ctx, buf, func(w ocppj.Window) (int, bool) {
			res.Reset()
			scanned := f.scanner.Scan(w, &res)
			if in.turn(&w, &res, scanned) {
				return 0, false
			}
			used = f.a.assemble(w, &res, scanned, !res.Stopped && (w.Final || w.Full || in.atEnd), &batch)
			if used == 0 && res.Stopped {
				used = f.a.assemble(w, &res, scanned, true, &batch)
			}
			if used > 0 {
				f.a.mode, f.a.chars = in.following(used), f.a.chars.with(in.charset)
			}
			f.hasty = f.hasty || in.atEnd && !w.Final && f.a.waited(used)
			return used, used > 0 && res.Stopped
		})
		if err != nil {
			return err
		}
		if used > 0 {
			_, _ = f.digest.Write(batch.Evidence) // never fails
			f.offset, f.lines = batch.End(), batch.Lines
			f.back.read(batch.Evidence)
			batch.State = nil
			if err := give(&batch); err != nil {
				return err
			}
		}
		if done {
			return nil
		}
	}
}
