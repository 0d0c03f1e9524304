package ocppj

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"meterscope/model"
)

// escape says how a frame's text was written into another text.
type escape struct {
	kind  escapeKind
	depth int // how many times; from 1
}

type escapeKind uint8

const (
	plain     escapeKind = iota
	backslash            // in a string of JSON, or of a programming language: \"
	doubled              // in a cell of a table: ""
	entities             // in a page: &quot;
	typeset              // by a word processor: “ and ”, and spaces that don't break
)

// maxEscapes is how many times a text may have been escaped.
const maxEscapes = 4

// endMatters is how near to the end of a text that was cut anywhere reading may fail because of it: inside of
// an escape.
const endMatters = 32

// beginsEscaped says whether an escaped frame begins at text[i], which is a "[".
func beginsEscaped(text []byte, i int) (e escape, ok bool) {
	i = skipEscapedSpace(text, i+1)
	if c := at(text, i); c < '2' || c > '4' {
		return e, false
	}
	if i = skipEscapedSpace(text, i+1); at(text, i) != ',' {
		return e, false
	}
	comma := i
	i = skipEscapedSpace(text, i+1)
	if at(text, i) == '"' && isTypesetSpace(text[comma+1:]) {
		return escape{typeset, 1}, true
	}
	e, n := escapedQuote(text, i)
	if e.kind == doubled && (at(text, i+n) == ',' || at(text, i+n) == ']') {
		return escape{}, false // an empty string
	}
	return e, n > 0
}

// escapedQuote reads an escaped quote at text[i]; n is its length, 0 if none stands there.
func escapedQuote(text []byte, i int) (e escape, n int) {
	switch at(text, i) {
	case '\\':
		for at(text, i+n) == '\\' {
			n++
		}
		for e.kind = backslash; e.depth < maxEscapes && 1<<e.depth-1 < n; {
			e.depth++
		}
		if 1<<e.depth-1 == n && at(text, i+n) == '"' {
			return e, n + 1
		}
		if bytes.HasPrefix(text[i+n:], []byte("u0022")) { // .NET's own way to write a quote
			for e.depth = 1; e.depth < maxEscapes && 1<<(e.depth-1) < n; {
				e.depth++
			}
			if 1<<(e.depth-1) == n {
				return e, n + len("u0022")
			}
		}
	case '"':
		for at(text, i+n) == '"' {
			n++
		}
		for e.kind = doubled; e.depth < maxEscapes && 1<<e.depth < n; {
			e.depth++
		}
		if n > 1 && 1<<e.depth == n {
			return e, n
		}
	case 0xe2:
		if isTypesetQuote(text[i:]) {
			return escape{typeset, 1}, len("“")
		}
	case '&':
		for e = (escape{entities, 1}); e.depth <= maxEscapes && bytes.HasPrefix(text[i+1+n:], []byte("amp;")); e.depth++ {
			n += len("amp;")
		}
		for _, name := range []string{"quot;", "#34;", "#x22;", "#039;"} {
			if bytes.HasPrefix(text[i+1+n:], []byte(name)) && name != "#039;" {
				return e, 1 + n + len(name)
			}
		}
	}
	return escape{}, 0
}

// isTypesetQuote says whether b begins with a quote that a word processor made of a plain one: “, ”, „ or ‟.
func isTypesetQuote(b []byte) bool {
	return len(b) > 2 && b[0] == 0xe2 && b[1] == 0x80 && b[2] >= 0x9c && b[2] <= 0x9f
}

// isTypesetSpace says whether b begins with a space that doesn't break.
func isTypesetSpace(b []byte) bool { return len(b) > 1 && b[0] == 0xc2 && b[1] == 0xa0 }

// skipEscapedSpace passes over white space, also over the escapes of it.
func skipEscapedSpace(text []byte, i int) int {
	for end := i + maxGap; i < end; {
		i = skipSpace(text, i)
		if at(text, i) == 0xc2 && isTypesetSpace(text[i:]) {
			i += len("\u00a0")
			continue
		}
		k := i
		for at(text, k) == '\\' {
			k++
		}
		if c := at(text, k); k == i || c != 'n' && c != 'r' && c != 't' {
			return i
		}
		i = k + 1
	}
	return i
}

// undoing is a text while its escapes are undone, with where each byte came from.
type undoing struct {
	text []byte
	from model.Segments
	next int // the source offset that continues the last segment
}

func (u *undoing) put(c byte, from int) {
	u.segment(from)
	u.text = append(u.text, c)
	u.next = from + 1
}

// run is put for bytes that stand in the source as they are.
func (u *undoing) run(b []byte, from int) {
	if len(b) == 0 {
		return
	}
	u.segment(from)
	u.text = append(u.text, b...)
	u.next = from + len(b)
}

func (u *undoing) segment(from int) {
	if len(u.from) == 0 || from != u.next {
		u.from = append(u.from, model.Segment{Text: len(u.text), Source: int64(from)})
	}
}

// source is the offset in the source of a byte of the text.
func (u *undoing) source(i int) int { return int(u.from.Source(i)) }

// cursor gives the sources of bytes whose offsets don't go back.
type cursor struct {
	from model.Segments
	k    int
}

func (c *cursor) at(i int) int {
	for c.k+1 < len(c.from) && c.from[c.k+1].Text <= i {
		c.k++
	}
	return int(c.from[c.k].Source) + i - c.from[c.k].Text
}

// straight gives how many bytes from i on stand in the source one after the other.
func (c *cursor) straight(i int) int {
	c.at(i)
	if c.k+1 < len(c.from) {
		return c.from[c.k+1].Text - i
	}
	const all = 1 << 40
	return all
}

// unescape undoes the escapes of text[start:end]. It stops where the string, the cell or the text of the page
// ends that the text was written into; closed says that it came so far. Line breaks that such a string can't
// have come from wrapping, and are left out.
func unescape(text []byte, start, end int, e escape) (u undoing, closed bool) {
	if e.kind == backslash {
		end = stringStop(text, start, end)
	}
	for i := start; i < end; {
		n := end - i
		if e.kind == backslash {
			if k := bytes.IndexAny(text[i:end], "\r\n"); k >= 0 {
				n = k
			}
		}
		if u.text == nil && i+n == end { // as it stands: it is only read from
			u.text, u.from = text[i:end:end], model.Segments{{Source: int64(i)}}
		} else {
			u.run(text[i:i+n], i)
		}
		for i += n; i < end && e.kind == backslash && (text[i] == '\n' || text[i] == '\r'); {
			i++
		}
	}
	for range e.depth {
		var stopped bool
		if u, stopped = u.once(e.kind); stopped {
			closed = true
		}
	}
	return u, closed
}

// stringStop gives where the string ends that text[start:end] stands in: behind the first quote that isn't
// escaped; end if there is none.
func stringStop(text []byte, start, end int) int {
	for i := start; i < end; i++ {
		n := bytes.IndexByte(text[i:end], '"')
		if n < 0 {
			return end
		}
		i += n
		if !escapedAt(text, start, i) {
			return i + 1
		}
	}
	return end
}

// once undoes the escapes once.
func (u *undoing) once(kind escapeKind) (out undoing, stopped bool) {
	if len(u.text) == 0 {
		return out, false
	}
	out = undoing{text: make([]byte, 0, len(u.text)), from: make(model.Segments, 0, len(u.text)/8)}
	c := cursor{from: u.from}
	for i := 0; i < len(u.text); {
		if n := min(plainRun(u.text[i:], kind), c.straight(i)); n > 0 {
			out.run(u.text[i:i+n], c.at(i))
			i += n
			continue
		}
		b, n := u.text[i], 0
		switch {
		case b == '"' && kind == backslash:
			return out, true
		case b == '"' && kind == doubled:
			if at(u.text, i+1) != '"' {
				return out, i+1 < len(u.text)
			}
			n = 2
			out.put('"', c.at(i))
		case b == '<' && kind == entities && i+1 < len(u.text) && (u.text[i+1] == '/' || isWord(u.text[i+1])):
			return out, true
		case b == '\\' && kind == backslash:
			n = u.slash(&out, i, c.at(i))
		case b == 0xe2 && kind == typeset && isTypesetQuote(u.text[i:]):
			n = len("“")
			out.put('"', c.at(i))
		case b == 0xc2 && kind == typeset && isTypesetSpace(u.text[i:]):
			n = len("\u00a0")
			out.put(' ', c.at(i))
		case b == '&' && kind == entities:
			n = u.entity(&out, i, c.at(i))
		}
		if n == 0 {
			out.put(b, c.at(i))
			n = 1
		}
		i += n
	}
	return out, false
}

// plainRun gives how many bytes b begins with that no escape of a kind begins with.
func plainRun(b []byte, kind escapeKind) int {
	for i, c := range b {
		switch c {
		case '"':
			if kind == backslash || kind == doubled {
				return i
			}
		case 0xe2, 0xc2:
			if kind == typeset {
				return i
			}
		case '\\':
			if kind == backslash {
				return i
			}
		case '<', '&':
			if kind == entities {
				return i
			}
		}
	}
	return len(b)
}

// slash undoes the escape at text[i], and gives its length; 0 if it is none.
func (u *undoing) slash(out *undoing, i, from int) int {
	simple := bytes.IndexByte([]byte(`"\/'nrtbf`), at(u.text, i+1))
	if simple >= 0 {
		out.put("\"\\/'\n\r\t\b\f"[simple], from)
		return 2
	}
	if at(u.text, i+1) != 'u' || i+6 > len(u.text) {
		return 0
	}
	r, err := strconv.ParseUint(string(u.text[i+2:i+6]), 16, 16)
	if err != nil || r >= 0xd800 && r < 0xe000 {
		return 0
	}
	for _, c := range utf8.AppendRune(nil, rune(r)) {
		out.put(c, from)
	}
	return 6
}

// entity undoes the character reference at text[i], and gives its length; 0 if it is none.
func (u *undoing) entity(out *undoing, i, from int) int {
	name, _, ok := bytes.Cut(u.text[i+1:min(len(u.text), i+12)], []byte(";"))
	if !ok {
		return 0
	}
	var r rune
	switch s := string(name); s {
	case "quot":
		r = '"'
	case "amp":
		r = '&'
	case "lt":
		r = '<'
	case "gt":
		r = '>'
	case "apos":
		r = '\''
	case "nbsp":
		r = ' '
	default:
		if len(s) < 2 || s[0] != '#' {
			return 0
		}
		base := 10
		if s = s[1:]; s[0] == 'x' || s[0] == 'X' {
			s, base = s[1:], 16
		}
		n, err := strconv.ParseUint(s, base, 21)
		if err != nil || !utf8.ValidRune(rune(n)) {
			return 0
		}
		r = rune(n)
	}
	for _, c := range utf8.AppendRune(nil, r) {
		out.put(c, from)
	}
	return len(name) + 2
}

// resolveEscaped reads a frame or a payload whose text was escaped.
func (s *Scanner) resolveEscaped(w Window, c candidate) outcome {
	end, most := 0, min(len(w.Text), c.start+reprReach)
	var u undoing
	var r reading
	closed := false
	for reach := firstReach / 4; end < most && !closed; reach *= 4 {
		end = min(c.start+reach, most)
		if u, closed = unescape(w.Text, c.start, end, c.esc); len(u.text) == 0 {
			continue
		}
		if deep(u.text) { // what follows may be, where no quote ends the frame's string
			line := lineStop(w.Text[:end], c.start)
			if line == end {
				return outcome{}
			}
			end = line
			if u, _ = unescape(w.Text, c.start, end, c.esc); len(u.text) == 0 || deep(u.text) {
				return outcome{}
			}
			closed = true
		}
		if r = s.read(u.text, 0, c.bare); r.verdict != broken || r.err.Offset+endMatters < len(u.text) {
			break
		}
	}
	if closed && c.esc.kind == backslash && (r.verdict == broken && r.err.Offset+endMatters >= len(u.text) || r.verdict == nothing && len(u.text) < endMatters) {
		if o := s.resolveSplit(w, c); o.verdict == whole || o.more {
			return o
		}
		r = s.read(u.text, 0, c.bare)
	}
	if !closed && r.verdict != whole && r.err.Offset+endMatters >= len(u.text) {
		lim := s.limit(w.Text, c.start, c.bare, reading{}, reprReach)
		if lim.open && !w.ends() {
			return outcome{more: true}
		}
		end = lim.end
		if u, _ = unescape(w.Text, c.start, end, c.esc); len(u.text) > 0 {
			r = s.read(u.text, 0, c.bare)
		}
	}
	if len(u.text) == 0 || r.verdict == nothing {
		return outcome{}
	}
	if line := s.nextRecord(w.Text[:end], c.start, &u, r); line >= 0 { // it went on into what doesn't belong to it
		if u, _ = unescape(w.Text, c.start, line, c.esc); len(u.text) == 0 {
			return outcome{}
		}
		r, end = s.read(u.text, 0, c.bare), line
	}
	if r.verdict == broken && end == len(w.Text) && !w.ends() && !excerpted(u.text[min(r.err.Offset, len(u.text)):]) {
		return outcome{more: true}
	}
	segments := u.from
	o := outcome{reading: r, text: u.text, segments: segments}
	switch {
	case r.verdict != broken:
		o.end = u.end(w.Text, r.end, c.esc)
	case r.err.Truncated:
		n := len(bytes.TrimRight(u.text, " \t\r\n\x00"))
		o.reading, o.text, o.cut = s.read(u.text[:n], 0, c.bare), u.text[:n], true
		o.end = u.end(w.Text, n, c.esc)
	case c.bare: // text about a payload, or one that is cut in its middle: no more is known of it
		return outcome{}
	default:
		o.end = end
		if x := u.source(min(r.err.Offset, len(u.text)-1)); bytes.IndexByte(w.Text[x:end], '\n') >= 0 {
			o.end = x + bytes.IndexByte(w.Text[x:end], '\n')
		}
	}
	return o
}

// nextRecord finds where the record behind the one at start begins, if reading failed in that; −1 if it didn't.
func (s *Scanner) nextRecord(text []byte, start int, u *undoing, r reading) int {
	if r.verdict != broken {
		return -1
	}
	failed := u.source(min(r.err.Offset, len(u.text)-1))
	for line := start; ; {
		n := bytes.IndexByte(text[line:], '\n')
		if n < 0 {
			return -1
		}
		if line+n > failed {
			if len(bytes.Trim(text[failed:line+n], "\\\r")) > 0 { // it is broken on its own line
				return -1
			}
			return failed // cut off inside of an escape
		}
		line += n + 1
		end := len(text)
		if n := bytes.IndexByte(text[line:], '\n'); n >= 0 {
			end = line + n
		}
		if s.begins(text[line:end]) {
			return line
		}
		for i := line; i < end; i++ {
			n := bytes.IndexByte(text[i:end], '[')
			if n < 0 {
				break
			}
			i += n
			if _, ok := beginsEscaped(text, i); ok || surelyBeginsFrame(text, i) {
				return line
			}
		}
	}
}

// deep says whether brackets are nested deeper than any frame's are. Those in strings count as well.
func deep(text []byte) bool {
	depth := 0
	for _, c := range text {
		switch c {
		case '{', '[':
			if depth++; depth > maxDepth {
				return true
			}
		case '}', ']':
			depth--
		}
	}
	return false
}

// end gives where the source of the text up to n ends.
func (u *undoing) end(text []byte, n int, e escape) int {
	last := u.source(n - 1)
	if n < len(u.text) {
		return max(u.source(n), last+1)
	}
	if _, size := escapedQuote(text, last); size > 0 && e.kind != plain {
		return last + size
	}
	return last + 1
}
