package importer

import (
	"bytes"
	"unicode/utf8"

	"meterscope/importer/format"
	"meterscope/importer/ocppj"
)

// A source may be several texts, one behind the other: a mail with a table in it, a log that another program wrote on
// in other characters. Each such section is read in its own mode. Sections are told by what stands in the source, not by
// where windows end.

// mode is how a section is read.
type mode struct {
	charset charset
	table   format.Rewriter // nil: the scanner gets the text as it is
	how     modeKind
	from    int64 // of the source: what it was recognised from, where how says so
	size    int64
}

// modeKind says how a mode was found, which is all that an import which goes on must know to find it again.
type modeKind int64

const (
	modeOfSource modeKind = iota // at the beginning of the source
	modeFound                    // from the beginning of a section
	modeLoose                    // from messages among the text
	modeKinds
)

// begin finds the mode of a section from its beginning.
func (s *shape) begin(raw []byte, e charset, from int64) mode {
	m := mode{charset: e, how: modeFound, from: from, size: int64(min(len(raw), windowBytes))}
	m.table, _ = s.rewriter(m.text(raw)) // it is an error only where the source begins
	return m
}

// loose finds the mode of a section that isn't a table.
func (s *shape) loose(raw []byte, e charset, from int64) mode {
	m := mode{charset: e, how: modeLoose, from: from, size: int64(min(len(raw), windowBytes))}
	m.table = format.FindLoose(m.text(raw))
	return m
}

// text is what raw says, as far as a mode is recognised from it.
func (m *mode) text(raw []byte) []byte {
	raw = raw[:min(len(raw), windowBytes)]
	if m.charset != utf8Text {
		raw, _, _ = m.charset.decode(raw)
	}
	return raw
}

// again finds a mode again from what it was recognised from.
func (m *mode) again(s *shape, raw []byte) mode {
	if m.how == modeLoose {
		return s.loose(raw, m.charset, m.from)
	}
	return s.begin(raw, m.charset, m.from)
}

// turns says whether sections are looked for: where the user says nothing of how the source is read.
func (s *shape) turns() bool { return s != nil && s.format == nil && s.columns.Empty() }

// start finds the mode of a source from its beginning.
func (s *windows) start(raw []byte) {
	m := mode{charset: charsetOf(raw[:min(len(raw), windowBytes)])}
	end := len(raw)
	if s.want.charset != nil {
		m.charset = *s.want.charset
	} else {
		if m.charset != utf16LE && m.charset != utf16BE {
			m.charset = utf8Text
		}
		var follows charset
		if end, follows, _ = m.charset.stretch(raw); end == 0 && follows != m.charset {
			m.charset = follows
			end, _, _ = m.charset.stretch(raw)
		}
		if m.charset == utf8Text && isWindows1252(raw[:min(end, windowBytes)]) {
			m.charset = windows1252
		}
	}
	m.table, s.misfit = s.want.rewriter(m.text(raw[:end]))
	s.mode, s.first, s.cut = m, m, 0
}

// section gives how far raw is read in the mode at hand. What may or may not be the beginning of another one is left for
// the next window.
func (s *windows) section(raw []byte, final bool) (end int) {
	if s.cut > 0 {
		return min(s.cut, len(raw))
	}
	if s.want == nil || s.want.charset != nil {
		return len(raw)
	}
	for {
		n, follows, undecided := s.charset.stretch(raw)
		if follows == s.charset {
			if final {
				return len(raw)
			}
			return len(raw) - undecided
		}
		m := s.want.begin(raw[n:], follows, s.offset+int64(n))
		if n > 0 {
			s.cut, s.after = n, m
			return n
		}
		s.mode = m
	}
}

// following is the mode behind so much of the window at hand.
func (s *windows) following(used int) mode {
	if s.cut > 0 && used >= s.cut {
		return s.after
	}
	return s.mode
}

// behind goes on behind so much of the window at hand.
func (s *windows) behind(used int) {
	s.mode = s.following(used)
	s.cut = max(0, s.cut-used)
}

// cutAt has the window at hand end at this offset of it, where a section begins that is read in this mode.
func (s *windows) cutAt(end int, m mode) {
	s.cut, s.after, s.again = end, m, true
}

// turn looks at what was found in a window for the beginning of a section that has to be read otherwise. If there is
// one, what was found doesn't count, and the window comes again.
func (s *windows) turn(w *ocppj.Window, res *ocppj.Result, done int) bool {
	if s.want == nil {
		return false
	}
	// What the mode of the source was recognised from has been looked at for letters.
	unseen := s.mode.how != modeOfSource || w.Base+int64(len(s.raw)) > windowBytes
	if unseen && s.charset == utf8Text && s.want.charset == nil && s.foreign(w, res) && isWindows1252(w.Text) {
		s.mode.charset, s.again = windows1252, true
		return true
	}
	if s.table != nil || !s.want.turns() {
		return false
	}
	done = min(done, len(w.Text))
	return s.tableRow(w, res) || s.between(w, res, done)
}

// foreign says whether something is no UTF-8 in a frame, or in what stands before one.
func (s *windows) foreign(w *ocppj.Window, res *ocppj.Result) bool {
	for i := range res.Findings {
		if res.Findings[i].Rule == "JSN004" {
			return true
		}
	}
	for i := range res.Items {
		it := &res.Items[i]
		if !utf8.Valid(w.Text[it.Before:it.Start]) || res.Brief && !utf8.Valid(w.Text[it.Start:it.End]) {
			return true
		}
	}
	return false
}

// tableRow looks for a frame that stands as a cell of a table does.
func (s *windows) tableRow(w *ocppj.Window, res *ocppj.Result) bool {
	for i := range res.Items {
		it := &res.Items[i]
		if !isCell(w.Text, it.Start) {
			continue
		}
		row := lineStart(w.Text, it.Start)
		above := 0
		if i > 0 {
			above = res.Items[i-1].End
		}
		if row > 0 && lineStart(w.Text, row-1) >= above { // the header
			row = lineStart(w.Text, row-1)
		}
		return s.tableAt(w, row)
	}
	return false
}

// isCell says whether a separator of cells stands before text[i], with or without a quote, or what begins there has the
// doubled quotes of a cell.
func isCell(text []byte, i int) bool {
	if bytes.HasPrefix(text[min(i+1, len(text)):], []byte(`2,""`)) || bytes.HasPrefix(text[min(i+1, len(text)):], []byte(`3,""`)) {
		return true // the words of a log stand before it in its cell
	}
	for i > 0 && text[i-1] == ' ' {
		i--
	}
	if i > 1 && text[i-1] == '"' {
		return bytes.IndexByte([]byte(",;\t|\n"), text[i-2]) >= 0
	}
	return i > 0 && bytes.IndexByte([]byte(";\t|"), text[i-1]) >= 0
}

// tableAt begins a section where a table begins at text[row], if that is one.
func (s *windows) tableAt(w *ocppj.Window, row int) bool {
	begin := w.At(row)
	for _, size := range format.TableExtents(w.Text[row:min(len(w.Text), row+windowBytes)]) {
		m := s.want.begin(s.raw[begin:w.At(row+size)], s.charset, w.Base+int64(begin))
		if _, ok := m.table.(*format.Table); !ok {
			continue
		}
		if begin == 0 {
			s.mode, s.again = m, true
		} else {
			s.cutAt(begin, m)
		}
		return true
	}
	return false
}

// What stands between frames is looked at here and there.
const (
	sampleStep  = 512
	sampleRows  = 6 // lines that look like rows of one table
	mostTries   = 4
	looseStep   = 64 << 10
	looseSample = 4 << 10
)

// between looks at what stands between the frames of a window: for a table, and for messages that are no frames.
func (s *windows) between(w *ocppj.Window, res *ocppj.Result, done int) bool {
	from, tries := 0, 0
	for i := 0; i <= len(res.Items); i++ {
		to, next := done, done
		if i < len(res.Items) {
			to, next = res.Items[i].Before, res.Items[i].End
		}
		if to-from >= sampleStep && i > 0 {
			from = nextLine(w.Text[:to], from)
		}
		for at := from; to-at >= sampleStep && tries < mostTries; at += sampleStep {
			line := at
			if at > from {
				line = nextLine(w.Text[:to], at)
			}
			row := firstRow(w.Text, from, line, to)
			if row >= 0 {
				if tries++; s.tableAt(w, row) {
					return true
				}
				line += 64 << 10
			}
			at = max(at, line-sampleStep) // no line is looked for twice
		}
		for at := from; to-at >= sampleStep; at += looseStep {
			begin, end := w.At(at), w.At(min(to, at+looseSample))
			if m := s.want.loose(s.raw[begin:end], s.charset, w.Base+int64(begin)); m.table != nil {
				s.mode, s.again = m, true
				return true
			}
		}
		from = max(from, next)
	}
	return false
}

// nextLine is where the line behind that of text[i] begins.
func nextLine(text []byte, i int) int {
	if n := bytes.IndexByte(text[i:], '\n'); n >= 0 {
		return i + n + 1
	}
	return len(text)
}

// firstRow says where the first line stands that looks like a row of the same table as the one at text[line] and those
// behind it; −1 where those don't. It is looked for in text[from:to].
func firstRow(text []byte, from, line, to int) int {
	first := line
	var separator byte
	count := 0
	for range sampleRows {
		end := nextLine(text[:to], line)
		if end >= to || end == line {
			return -1
		}
		if separator == 0 {
			if separator, count = separates(text[line:end]); separator == 0 {
				return -1
			}
		} else if bytes.Count(text[line:end], []byte{separator}) != count {
			return -1
		}
		line = end
	}
	for first > from {
		above := lineStart(text, first-1)
		if above < from || bytes.Count(text[above:first], []byte{separator}) != count {
			break
		}
		first = above
	}
	return first
}

// separates gives what may separate the cells of a line, and how often it stands there; 0 where nothing does.
func separates(line []byte) (separator byte, count int) {
	for _, c := range []byte(";\t,|") {
		if n := bytes.Count(line, []byte{c}); n >= 2 {
			return c, n
		}
	}
	return 0, 0
}
