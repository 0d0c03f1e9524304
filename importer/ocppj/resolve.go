package ocppj

import (
	"bytes"

	"meterscope/model"
)

// outcome is what a place comes to, once it is known why it couldn't be read as it stands.
type outcome struct {
	reading
	text     []byte         // what the reading's offsets are in: the window's text, or lines put together
	segments model.Segments // of text, in the window; nil where text is the window's
	end      int            // in the window
	cut      bool           // the frame is cut off at the end of text
	large    bool           // it is larger than any window
	more     bool           // a larger window is needed to know
	repr     bool           // a program printed it
	list     bool           // it is a list of meter values without its payload
}

// How far the lines behind a failure are looked at: the first time, and at most.
const (
	firstReach = 16 << 10
	lastReach  = 4 << 20
)

// resolve reads what begins at a candidate, and finds out what it is where that fails.
func (s *Scanner) resolve(w Window, c candidate) outcome {
	if c.repr {
		return s.resolveRepr(w, c)
	}
	start, bare := c.start, c.bare
	if c.esc.kind == doubled && !bare { // it may as well be a frame whose id is empty
		if r := s.read(w.Text, start, bare); r.verdict == whole {
			return outcome{reading: r, text: w.Text, end: r.end}
		}
	}
	if c.esc.kind != plain {
		return s.resolveEscaped(w, c)
	}
	if s.broken >= doubtful {
		if o, ok := s.doubt(w, start, bare); ok {
			return o
		}
	}
	r := s.read(w.Text, start, bare)
	if r.verdict == nothing && !bare && s.announced(w.Text, start) {
		r = s.readAnnounced(w.Text, start)
	}
	if r.verdict != broken {
		if r.verdict == whole {
			s.broken = 0
		}
		return outcome{reading: r, text: w.Text, end: r.end}
	}
	if rest := w.Text[min(r.err.Offset, len(w.Text)):]; isTypesetQuote(rest) || isTypesetSpace(rest) {
		c.esc = escape{typeset, 1}
		if o := s.resolveEscaped(w, c); o.verdict == whole || o.more {
			return o
		}
	}
	s.broken++
	if o := s.resolvePrefixed(w, start, bare, r.err.Offset); o.verdict == whole || o.more {
		return o
	}
	for reach := firstReach; ; reach *= 4 {
		o, again := s.explain(w, start, bare, r, reach)
		if !again {
			return o
		}
	}
}

// doubtful is how many places in a row must have been broken for the next one not to be read further than to
// where another one begins.
const doubtful = 16

// doubt reads what begins at start up to where something else begins, which is near where one broken frame
// follows another. Reading on into those that follow would take time that grows with their number. It is not
// ok where the place isn't simply cut off there.
func (s *Scanner) doubt(w Window, start int, bare bool) (o outcome, ok bool) {
	lim := s.limit(w.Text, start, bare, reading{}, firstReach)
	if !lim.bounded || lim.open {
		return o, false
	}
	text := w.Text[:lim.end]
	r := s.read(text, start, bare)
	switch {
	case r.verdict == whole:
		s.broken = 0
		return outcome{reading: r, text: text, end: r.end}, true
	case r.verdict == broken && r.err.Offset >= lim.end:
		return s.cutOff(text, nil, start, bare, lim.end), true
	}
	return o, false
}

// tooLarge gives up a place that no window holds.
func (s *Scanner) tooLarge(w Window, start int, bare bool) outcome {
	r := s.read(w.Text, start, bare)
	return outcome{reading: r, text: w.Text, end: len(w.Text), cut: true, large: true}
}

// explain finds out why reading failed: because the frame is cut off, because its lines were wrapped, or
// because it is no JSON. again asks for a longer reach.
func (s *Scanner) explain(w Window, start int, bare bool, r reading, reach int) (o outcome, again bool) {
	lim := s.limit(w.Text, start, bare, r, reach)
	if lim.open && !w.ends() {
		return outcome{more: true}, false
	}
	text := w.Text[:lim.end]
	if r.err.Offset >= lim.end { // it went on into what doesn't belong to it
		if r = s.read(text, start, bare); r.verdict != broken {
			return outcome{reading: r, text: text, end: r.end}, false
		}
	}
	e := r.err.Offset
	if e >= lim.end {
		return s.cutOff(text, nil, start, bare, lim.end), false
	}
	line := lineBehind(text, start, e)
	if line < 0 { // it fails on the line on which it begins
		if cutMark(text, e) {
			return s.cutOff(text[:e], nil, start, bare, e), false
		}
		if !w.ends() && !excerpted(w.Text[e:]) {
			return outcome{more: true}, false
		}
		return s.failed(text, start, r, lim), false
	}
	joined, segments := join(text, start, quoted(text, start))
	rj := s.read(joined, 0, bare)
	if rj.verdict != broken {
		o := outcome{reading: rj, text: joined, segments: segments}
		if rj.verdict != nothing {
			o.end = sourceEnd(segments, rj.end)
		}
		return o, false
	}
	if rj.err.Offset >= len(joined) {
		if !lim.bounded && reach < lastReach {
			return outcome{}, true
		}
		if !lim.bounded {
			return s.cutOff(text[:line], nil, start, bare, line), false
		}
		return s.cutOff(joined, segments, 0, bare, lim.end), false
	}
	if x := int(segments.Source(rj.err.Offset)); !w.ends() && !excerpted(w.Text[max(e, x):]) {
		return outcome{more: true}, false
	}
	return s.failedBehind(text, joined, segments, start, bare, r, rj, lim), false
}

// failedBehind decides about a frame that fails on a line after its first, joined or not: it is broken there
// if the line goes on with it, and cut off before it if the line has nothing to do with it.
func (s *Scanner) failedBehind(text, joined []byte, segments model.Segments, start int, bare bool, r, rj reading, lim limit) outcome {
	e := r.err.Offset
	x := int(segments.Source(rj.err.Offset))
	line := lineBehind(text, start, x)
	if line < 0 {
		return s.failed(text, start, r, lim)
	}
	if e >= line { // read as it stands it comes as far
		if blank(text[line:e]) && !bytes.ContainsRune([]byte("\"{}[],:-0123456789"), rune(text[e])) {
			return s.cutOff(text[:line], nil, start, bare, line)
		}
		return s.failed(text, start, r, lim)
	}
	if bytes.Contains(text[line:x], []byte(`":`)) {
		o := outcome{reading: rj, text: joined, segments: segments}
		o.end = endOfBroken(text, start, x, lim)
		return o
	}
	if first := bytes.IndexByte(text[e:], '\n'); first >= 0 && e+first+1 >= line {
		return s.cutOff(text[:line], nil, start, bare, line)
	}
	n := textOffset(segments, line)
	return s.cutOff(joined[:n], segments, 0, bare, line)
}

// failed is a frame that is no JSON.
func (s *Scanner) failed(text []byte, start int, r reading, lim limit) outcome {
	return outcome{reading: r, text: text, end: endOfBroken(text, start, r.err.Offset, lim)}
}

// cutOff reads a frame up to where it is cut off: at the end of text. end is where that is in the window.
func (s *Scanner) cutOff(text []byte, segments model.Segments, start int, bare bool, end int) outcome {
	trimmed := bytes.TrimRight(text, " \t\r\n\x00")
	end -= len(text) - len(trimmed)
	r := s.read(trimmed, start, bare)
	return outcome{reading: r, text: trimmed, segments: segments, end: max(end, 1), cut: r.verdict == broken && r.err.Truncated}
}

// endOfBroken is where a broken frame ends: at its own closing bracket as far as one can tell, else where the
// next thing begins, else at the end of the line on which it failed.
func endOfBroken(text []byte, start, failed int, lim limit) int {
	depth := 0
	for i := start; i < len(text); i++ {
		switch text[i] {
		case '"':
			end, ok := stringEnd(text, i)
			if !ok && end < len(text) {
				continue
			}
			i = end - 1
		case '[', '{':
			depth++
		case ']', '}':
			if depth--; depth == 0 && i >= failed {
				return i + 1
			}
		}
	}
	if lim.bounded {
		return lim.end
	}
	if i := bytes.IndexByte(text[failed:], '\n'); i >= 0 {
		return failed + i
	}
	return len(text)
}

// limit is how far a broken frame may reach.
type limit struct {
	end     int
	bounded bool // something else begins there, or the source ends
	open    bool // the window ends there
}

// limit looks for what can't belong to the frame at start: a line that begins a log record, another frame,
// another payload. It looks at lines up to reach bytes behind where reading failed.
func (s *Scanner) limit(text []byte, start int, bare bool, r reading, reach int) limit {
	last := max(r.err.Offset, start) + reach
	for line := start; ; {
		end := min(len(text), last)
		if i := bytes.IndexByte(text[line:end], '\n'); i >= 0 {
			end = line + i + 1
		}
		if line > start {
			own := !bare && (r.payload == 0 || r.payload >= line) // its own payload may begin a line
			first := skipSpace(text[:end], line)
			if s.begins(text[line:end]) || !own && beginsPayload(text, first) {
				return limit{end: line, bounded: true}
			}
		}
		payload := -1
		if bare && line == start {
			payload = nextPayloadIn(text, start+1, end)
		}
		before := end
		if payload >= 0 {
			before = payload
		}
		if i := s.nextFrameIn(text, max(line, start+1), before); i >= 0 {
			return limit{end: i, bounded: true}
		}
		if payload >= 0 {
			return limit{end: payload, bounded: true}
		}
		if end == len(text) {
			return limit{end: end, bounded: true, open: true}
		}
		if line = end; line >= last {
			return limit{end: line}
		}
	}
}

// nextFrameIn finds a place in text[from:to] where surely another frame begins; −1 if there is none. Behind many
// broken places the next one that looks like a frame will do.
func (s *Scanner) nextFrameIn(text []byte, from, to int) int {
	for i := from; i < to; i++ {
		n := bytes.IndexByte(text[i:to], '[')
		if n < 0 {
			return -1
		}
		i += n
		if s.broken >= doubtful {
			if _, _, ok := beginsFrame(text, i); ok {
				return i
			}
		} else if surelyBeginsFrame(text, i) {
			return i
		}
	}
	return -1
}

// nextPayloadIn is the same for bare payloads.
func nextPayloadIn(text []byte, from, to int) int {
	for i := from; i < to; i++ {
		n := bytes.IndexByte(text[i:to], '{')
		if n < 0 {
			return -1
		}
		if i += n; beginsPayload(text, i) {
			return i
		}
	}
	return -1
}

// lineBehind gives where the line of text[i] begins, if that is behind the line of text[start]; a line break
// at i counts as its own line's end, and the next line is meant. −1 if i is on the first line.
func lineBehind(text []byte, start, i int) int {
	if at(text, i) == '\r' && at(text, i+1) == '\n' {
		i++
	}
	if at(text, i) == '\n' {
		return i + 1
	}
	n := bytes.LastIndexByte(text[start:i], '\n')
	if n < 0 {
		return -1
	}
	return start + n + 1
}

// cutMark says whether a program that shortens what it prints stopped at text[i].
func cutMark(text []byte, i int) bool {
	if at(text, i) == 0 {
		return true
	}
	rest := text[i:min(len(text), i+200)]
	if n := bytes.IndexByte(rest, '\n'); n >= 0 {
		rest = rest[:n]
	}
	for _, mark := range []string{"...", "…", "<truncated", "(truncated", "[truncated"} {
		if after, ok := bytes.CutPrefix(rest, []byte(mark)); ok {
			return !bytes.Contains(after, []byte("}]"))
		}
	}
	return false
}

// quoted says whether the line of text[start] is a quotation: "> …", as in a mail or a ticket.
func quoted(text []byte, start int) bool {
	floor := max(0, start-lookBack)
	line := floor + bytes.LastIndexByte(text[floor:start], '\n') + 1
	return at(text, line) == '>'
}

// join puts the lines of text[start:] together, and maps each to where it stands. Of quoted lines it leaves
// the marks out.
func join(text []byte, start int, quoted bool) ([]byte, model.Segments) {
	out := make([]byte, 0, len(text)-start)
	var segments model.Segments
	for i := start; i < len(text); {
		for quoted && i > start && (at(text, i) == '>' || at(text, i) == ' ' && text[i-1] == '>') {
			i++
		}
		end, next := len(text), len(text)
		if n := bytes.IndexByte(text[i:], '\n'); n >= 0 {
			end, next = i+n, i+n+1
			if end > i && text[end-1] == '\r' {
				end--
			}
		}
		segments = append(segments, model.Segment{Text: len(out), Source: int64(i)})
		out = append(out, text[i:end]...)
		i = next
	}
	return out, segments
}

// sourceEnd gives the offset in the source behind the byte before text offset end.
func sourceEnd(segments model.Segments, end int) int {
	return int(segments.Source(end-1)) + 1
}

// textOffset gives the text offset at which the line that begins at this source offset begins.
func textOffset(segments model.Segments, source int) int {
	for _, g := range segments {
		if g.Source >= int64(source) {
			return g.Text
		}
	}
	return 0
}
