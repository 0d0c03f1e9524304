package importer

import (
	"bytes"
	"context"
	"errors"
	"io"

	"meterscope/importer/format"
	"meterscope/importer/ocppj"
)

// windows cuts a stream into windows, each beginning where the one before was used up.
type windows struct {
	feed   *feed
	offset int64
	line   int
	carry  []byte // read, but not used up
	size   int    // of a window, where it isn't windowBytes
	dense  bool   // the carry is more than one batch of its own
	live   bool   // the source doesn't end where the stream does: more will come
	atEnd  bool   // the window at hand ends with the stream
	raw    []byte // the window at hand, as it stands in the source

	detect bool                    // of a stream at its beginning: its mode is found out
	misfit error                   // the user said what it isn't
	want   *shape                  // what the user said; nil: the mode doesn't change
	mode                           // of what is read
	first  mode                    // at the beginning
	cut    int                     // so far behind the window's beginning that mode ends; 0: it is not known to
	after  mode                    // then
	again  bool                    // the window at hand is to be read again: mode or cut have changed
	memory [slabs]format.Rewritten // of the last windows: when one comes again, its batch was taken
	round  int
}

// next fills buf with the next window and has it used; use gives how many bytes it used up, and whether the
// window holds so much that the rest of it is left for the next. A window of
// which nothing could be used is made larger, up to windowMost. The buffer comes back, since it may be a
// larger one. At the stream's end final is true; err is what broke the stream, and then what could be used
// was.
func (s *windows) next(ctx context.Context, buf []byte, use func(ocppj.Window) (used int, dense bool)) (_ []byte, final bool, err error) {
	s.round = (s.round + 1) % len(s.memory)
	first := windowBytes
	if s.size > 0 {
		first = s.size
	}
	size := first
	for !s.dense && size < len(s.carry)+first/2 {
		size *= 2
	}
	size = max(min(size, windowMost), len(s.carry))
	buf = grow(buf[:0], size)
	n, tried := copy(buf, s.carry), 0
	for {
		m, err := s.feed.fill(ctx, buf[n:])
		n += m
		if err != nil && !errors.Is(err, io.EOF) && ctx.Err() != nil {
			return buf, false, ctx.Err()
		}
		final := errors.Is(err, io.EOF)
		larger := min(2*size, windowMost)
		if tried > 0 && err == nil && larger > size && bytes.IndexByte(buf[tried:n], '\n') < 0 { // the same line goes on
			size, tried, buf = larger, n, grow(buf[:n], larger)
			continue
		}
		if s.detect && s.offset == 0 && !s.again {
			s.start(buf[:n])
		}
		s.atEnd, s.again = final, false
		w := s.window(buf[:n], final, size >= windowMost)
		used := 0
		if s.dense = false; len(w.Text) > 0 || s.cut > 0 {
			used, s.dense = use(w)
		}
		if s.again {
			continue
		}
		if used == 0 && !final && err == nil {
			if larger > size {
				size, tried, buf = larger, n, grow(buf[:n], larger)
				continue
			}
			used = n // can't be: a full window is always used
		}
		s.offset += int64(used)
		s.line += bytes.Count(buf[:used], []byte{'\n'})
		s.carry = append(s.carry[:0], buf[used:n]...)
		section := s.cut > 0
		s.behind(used)
		if s.dense || section && used < n { // what ended the stream comes again
			return buf, false, nil
		}
		if final {
			return buf, true, nil
		}
		return buf, false, err
	}
}

// window makes a window of raw, as far as the mode at hand goes.
func (s *windows) window(raw []byte, final, full bool) ocppj.Window {
	for {
		end := s.section(raw, final)
		s.raw = raw
		w := ocppj.Window{Text: raw[:end], Base: s.offset, Line: s.line, Final: final && !s.live && end == len(raw), Full: full}
		cut := s.cut > 0 && end == s.cut
		if cut {
			w.Full, w.Whole = true, true
		}
		if s.charset != utf8Text {
			w.Raw = raw[:end]
			var whole int
			if w.Text, w.Map, whole = s.charset.decode(w.Raw); !w.Final && !cut { // else what is half a character stays in the evidence
				w.Raw = raw[:whole]
			}
		}
		if s.table == nil || s.rows(&w, cut) {
			return w
		}
	}
}

// rows makes a window of what is whole of a text that is rewritten. It is false where it begins with what isn't
// rewritten so: then the mode is another one.
func (s *windows) rows(w *ocppj.Window, cut bool) bool {
	raw, from := w.Bytes(), w.Map
	memory := &s.memory[s.round]
	if cap(memory.Text) > 8*windowBytes { // a large one was the exception
		*memory = format.Rewritten{}
	}
	decoded := w.Text
	own := *w
	memory.At = func(i int) int64 { return own.Base + int64(own.At(i)) }
	memory.MayEnd = s.cut == 0 && s.want.turns()
	rewritten, used := s.table.Rows(*memory, decoded, w.Final || cut)
	*memory = rewritten
	end := w.At(used)
	if rewritten.Ended {
		m := s.want.begin(s.raw[end:], s.charset, s.offset+int64(end))
		if end == 0 {
			if _, again := m.table.(*format.Table); again && s.mode.how == modeFound && s.mode.from == m.from {
				m = s.want.loose(s.raw, s.charset, s.offset)
			}
			s.mode = m
			return false
		}
		s.cut, s.after, w.Full = end, m, true
	}
	text, rows := rewritten.Text, rewritten.From
	if from != nil {
		rows = rows.Over(from, len(text))
	}
	w.Text, w.Map, w.Raw, w.Whole, w.Lines = text, rows, raw[:end], s.table.Whole() || cut, true
	if t, ok := s.table.(*format.Table); ok && t.Put() {
		w.Put, w.Inferred = true, t.Inferred()
		if t.Rewrites() {
			w.Said = func(sample int) string { return t.Said(rewritten, sample, decoded) }
		}
	}
	return true
}

// grow makes a buffer of this size with what is in buf.
func grow(buf []byte, size int) []byte {
	if cap(buf) >= size {
		return buf[:size]
	}
	larger := make([]byte, size)
	copy(larger, buf)
	return larger
}
