package present

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"meterscope/model"
)

// Raw is a stretch of a source as it is in the evidence: the lines around a place.
type Raw struct {
	Source    model.Source
	At        model.Place // the place that is shown: its line and byte
	text      []byte
	offset    int64 // of text in the source
	firstLine int   // number of the line that text begins in
	cutBefore bool  // text begins inside a line
	cutAfter  bool  // text ends inside a line
	frame     [2]int
	mark      [2]int
	hit       [2]int // what was searched for
}

// RawRow is a row on the screen: a line, or a piece of a long one.
type RawRow struct {
	Line  int // its number; 0 for a piece that goes on
	Spans []RawSpan
}

// RawSpan is a stretch of a row.
type RawSpan struct {
	Text  string
	Frame bool // belongs to the message
	Mark  bool // the offending place
	Hit   bool // what was searched for
}

const (
	rawBefore = 24 << 10 // bytes of context before the message
	rawAfter  = 24 << 10 // and after it
	rawMost   = 16 << 20 // of a message: what is longer is cut
	rawLines  = 12       // of context before the message, and after it
)

// newRaw makes the view of a message and its neighbours. frame and mark are offsets in text.
func newRaw(src model.Source, at model.Place, text []byte, offset int64, frame, mark [2]int, frameLine int) *Raw {
	r := &Raw{Source: src, At: at, text: text, offset: offset, frame: frame, mark: mark}
	r.firstLine = frameLine - bytes.Count(text[:min(frame[0], len(text))], []byte{'\n'})
	r.trim()
	r.near()
	return r
}

// near leaves of the lines before and after the message as many as help to read it.
func (r *Raw) near() {
	from := min(r.frame[0], len(r.text))
	begin := bytes.LastIndexByte(r.text[:from], '\n') + 1
	for n := 0; begin > 0 && n < rawLines; n++ {
		begin = bytes.LastIndexByte(r.text[:begin-1], '\n') + 1
	}
	if begin > 0 {
		r.cut(begin)
		r.cutBefore = false
	}
	end := min(max(r.frame[1], 0), len(r.text))
	for range rawLines + 1 {
		next := bytes.IndexByte(r.text[end:], '\n')
		if next < 0 {
			return
		}
		end += next + 1
	}
	r.text, r.cutAfter = r.text[:end-1], false
}

// trim leaves out pieces of lines at both ends, as far as they are not the message's own.
func (r *Raw) trim() {
	if r.offset > 0 {
		if i := bytes.IndexByte(r.text[:min(r.frame[0], len(r.text))], '\n'); i >= 0 {
			r.cut(i + 1)
		} else {
			r.cutBefore = true
		}
	}
	if r.offset+int64(len(r.text)) < r.Source.Size {
		if i := bytes.LastIndexByte(r.text, '\n'); i >= r.frame[1] {
			r.text = r.text[:i]
		} else {
			r.cutAfter = true
		}
	}
}

func (r *Raw) cut(n int) {
	r.firstLine += bytes.Count(r.text[:n], []byte{'\n'})
	r.text, r.offset = r.text[n:], r.offset+int64(n)
	for i := range r.frame {
		r.frame[i] -= n
		r.mark[i] -= n
		r.hit[i] -= n
	}
}

// Text is the message as it stands in the source.
func (r *Raw) Text() string {
	from, to := max(r.frame[0], 0), min(r.frame[1], len(r.text))
	if from >= to {
		return ""
	}
	return string(r.text[from:to])
}

// rawCut is a row on the screen: bytes of the text, with the number of the line that begins there, or 0.
type rawCut struct{ from, to, line int }

// RawView is a stretch of a source as a window of so many columns shows it. Rows are made when they are asked for.
type RawView struct {
	raw  *Raw
	cuts []rawCut
}

// Lay lays the lines out in so many columns.
func (r *Raw) Lay(columns int) *RawView {
	columns = max(columns, 20)
	v := &RawView{raw: r}
	line := r.firstLine
	for start := 0; start <= len(r.text); {
		end := start + bytes.IndexByte(r.text[start:], '\n')
		last := end < start
		if last {
			end = len(r.text)
		}
		if last && start == end {
			break
		}
		number := line
		for at := start; number > 0 || at < end; {
			to := r.breakAt(at, end, columns)
			v.cuts = append(v.cuts, rawCut{at, to, number})
			at, number = to, 0
		}
		start = end + 1
		line++
	}
	return v
}

// Len is how many rows there are.
func (v *RawView) Len() int { return len(v.cuts) }

// Row gives a row.
func (v *RawView) Row(i int) RawRow {
	if i < 0 || i >= len(v.cuts) {
		return RawRow{}
	}
	c := v.cuts[i]
	return RawRow{Line: c.line, Spans: v.raw.spans(c.from, c.to)}
}

// LastLine is the highest number of a line.
func (v *RawView) LastLine() int { return v.raw.firstLine + bytes.Count(v.raw.text, []byte{'\n'}) }

// Focus is the row of what was searched for, else of the offending place, else of the message.
func (v *RawView) Focus() int {
	for i, c := range v.cuts {
		if v.raw.holds(c.from, c.to) {
			return i
		}
	}
	return 0
}

// Rows gives all rows in so many columns. The row of the offending place (else of the message) is at focus.
func (r *Raw) Rows(columns int) (rows []RawRow, focus int) {
	v := r.Lay(columns)
	for i := range v.Len() {
		rows = append(rows, v.Row(i))
	}
	return rows, v.Focus()
}

// holds says that the place that was asked for begins in this stretch.
func (r *Raw) holds(from, to int) bool {
	at := r.frame[0]
	switch {
	case r.hit[1] > r.hit[0]:
		at = r.hit[0]
	case r.mark[1] > r.mark[0]:
		at = r.mark[0]
	}
	return from <= at && at < to
}

// breakAt is where a row ends that begins at from: after so many characters, never inside one.
func (r *Raw) breakAt(from, end, columns int) int {
	at := from
	for n := 0; n < columns && at < end; n++ {
		_, size := utf8.DecodeRune(r.text[at:end])
		at += size
	}
	return at
}

func (r *Raw) spans(from, to int) []RawSpan {
	var spans []RawSpan
	for from < to {
		end := to
		for _, edge := range [...]int{r.frame[0], r.frame[1], r.mark[0], r.mark[1], r.hit[0], r.hit[1]} {
			if edge > from && edge < end {
				end = edge
			}
		}
		spans = append(spans, RawSpan{
			Text:  visible(r.text[from:end]),
			Frame: from >= r.frame[0] && from < r.frame[1],
			Mark:  from >= r.mark[0] && from < r.mark[1],
			Hit:   from >= r.hit[0] && from < r.hit[1],
		})
		from = end
	}
	return spans
}

// visible makes each character one that shows: a control character or a broken byte becomes a dot, a tab a
// space.
func visible(b []byte) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == '\t':
			return ' '
		case c == utf8.RuneError, unicode.IsControl(c), !unicode.IsPrint(c):
			return '·'
		}
		return c
	}, string(b))
}
