package importer

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

	"meterscope/importer/format"
	"meterscope/importer/ocppj"
	"meterscope/model"
)

// headBytes is how much of a source its head hash is of.
const headBytes = 64 << 10

// look reads a source up to its first frame, and decides how to read all of it. A source without frames is
// read to its end here: it costs one pass, keeps nothing, and leaves no trace.
func look(ctx context.Context, src *source, opt Options, scanner *ocppj.Scanner, memory *buffers) (how reading, head [32]byte, err error) {
	stream, err := src.open(false)
	if err != nil {
		return reading{}, head, err
	}
	defer stream.Close() //nolint:errcheck // only read from
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	f := newFeed(ctx, stream, memory)
	defer f.close()
	want, err := opt.shape()
	if err != nil {
		return reading{}, head, err
	}
	in := windows{feed: f, line: 1, detect: true, want: &want}
	s := &memory.slabs[0]
	s.prepare()
	res := &s.res
	res.Brief = true
	defer func() { res.Brief = false }()
	empty := true
	for found := false; !found; {
		first := in.offset == 0
		var final bool
		s.buf, final, err = in.next(ctx, s.buf, func(w ocppj.Window) (int, bool) {
			if first {
				empty = len(in.raw) == 0
				head = sha256.Sum256(in.raw[:min(len(in.raw), headBytes)])
			}
			res.Reset()
			done := scanner.Scan(w, res)
			if in.turn(&w, res, done) {
				return 0, false
			}
			if found = len(res.Items) > 0; found {
				how = survey(w, res, src.name, opt)
				how.mode = in.first
				if t, ok := in.table.(*format.Table); ok {
					how.columns, how.columnsFrom = t.Columns(), model.Inferred
					if !want.columns.Empty() {
						how.columnsFrom = model.FromUser
					}
				}
			}
			return w.At(done), res.Stopped
		})
		var wrong *format.ColumnsError
		switch {
		case in.misfit != nil && (found || errors.As(in.misfit, &wrong)):
			return reading{}, head, fmt.Errorf("read %s: %w", src.name, in.misfit)
		case found:
			return how, head, nil
		case err != nil:
			return reading{}, head, fmt.Errorf("read %s: %w", src.name, err)
		case final:
			if t, ok := in.table.(*format.Table); ok && t.Doubt() != nil {
				return reading{}, head, fmt.Errorf("read %s: %w", src.name, t.Doubt())
			}
			if empty {
				return reading{}, head, fmt.Errorf("read %s: %w", src.name, ErrEmpty)
			}
			return reading{}, head, ErrNoFrames
		}
	}
	return how, head, nil
}

// sum gives the SHA-256 of a whole source.
func sum(ctx context.Context, src *source) (h [32]byte, err error) {
	d, stream, err := hashPrefix(ctx, src, -1)
	if err != nil {
		return h, err
	}
	return [32]byte(d.Sum(nil)), stream.Close()
}

// hashPrefix reads the first n bytes of a source, all of it if n < 0. It gives the stream behind them. The
// source may still be read from its beginning.
func hashPrefix(ctx context.Context, src *source, n int64) (h hasher, rest io.ReadCloser, err error) {
	stream, err := src.open(false)
	if err != nil {
		return nil, nil, err
	}
	d := sha256.New()
	buf := make([]byte, blockBytes)
	for n != 0 {
		if err := ctx.Err(); err != nil {
			_ = stream.Close() // only read from
			return nil, nil, err
		}
		part := buf
		if n > 0 {
			part = buf[:min(int64(len(buf)), n)]
		}
		m, err := stream.Read(part)
		_, _ = d.Write(part[:m]) // never fails
		if n > 0 {
			n -= int64(m)
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			_ = stream.Close() // only read from
			return nil, nil, fmt.Errorf("read %s: %w", src.name, err)
		}
	}
	return d, stream, nil
}

// formatOf is the format's id as a source names it.
func formatOf(f format.Format) string { return f.Info().ID }
