package present

import (
	"sort"
	"unicode/utf8"

	"meterscope/model"
	"meterscope/ui/lang"
)

// JSONView is a text of JSON as a window of so many columns shows it: what is folded is left out, and lines that are
// too long go over several rows. Rows are made when they are asked for, so that a text may have many.
type JSONView struct {
	t       *lang.Texts
	json    *jsonFormatter
	marks   []JSONMark
	columns int
	folded  map[int]bool // by the token that opens it
	shown   []shownRow
	hits    [][2]int // bytes of the text, in order
	hit     int      // the one that one is at; −1: none

	parts   []JSONLine // of the row that was asked for last
	partsOf int
}

// shownRow is a row on the screen: a part of a line.
type shownRow struct{ line, part int }

// wrapIndent is how much further in the rows of a long line stand after its first.
const wrapIndent = 4

func newJSONView(t *lang.Texts, text []byte, marks []JSONMark) *JSONView {
	return &JSONView{t: t, json: readJSON(text), marks: marks, folded: map[int]bool{}, hit: -1, partsOf: -1}
}

// Lay lays the text out in so many columns.
func (v *JSONView) Lay(columns int) {
	columns = max(columns, 20)
	if v.columns != columns {
		v.columns = columns
		v.json.lay(v.marks, columns)
		v.show()
	}
}

// show works out which rows there are.
func (v *JSONView) show() {
	v.shown, v.partsOf = v.shown[:0], -1
	for i := 0; i < len(v.json.rows); i++ {
		r := &v.json.rows[i]
		length, last := v.length(r.from, r.to), i
		if fold, match := v.fold(i); fold == Folded {
			last = v.lineOf(match)
			length += v.length(match, v.json.rows[last].to) + len(v.folding(r.to-1)) // as good as: it has no long words
		}
		for part := range partsOf(length, r.indent, v.columns) {
			v.shown = append(v.shown, shownRow{i, part})
		}
		i = last
	}
}

// partsOf is how many rows a line of so many characters takes.
func partsOf(length, indent, columns int) int {
	const least = 10
	first, next := max(columns-indent, least), max(columns-indent-wrapIndent, least)
	if length <= first {
		return 1
	}
	return 1 + (length-first+next-1)/next
}

// length is how many characters tokens have on their line.
func (v *JSONView) length(from, to int) int {
	n := 0
	for i := from; i < to; i++ {
		t := &v.json.tokens[i]
		n += utf8.RuneCount(v.json.text[t.start:t.end])
		if v.json.spaced(i, to) {
			n++
		}
	}
	return n
}

// fold says what a line begins that can be folded, and the token that ends it.
func (v *JSONView) fold(line int) (f Fold, match int) {
	r := &v.json.rows[line]
	last := &v.json.tokens[r.to-1]
	if last.char != '{' && last.char != '[' || last.match < r.to {
		return NoFold, 0
	}
	if v.folded[r.to-1] {
		return Folded, last.match
	}
	return Unfolded, last.match
}

// lineOf is the line that a token stands in.
func (v *JSONView) lineOf(token int) int {
	return sort.Search(len(v.json.rows), func(i int) bool { return v.json.rows[i].to > token })
}

// folding stands for what is folded away behind a bracket: " … 12 values ".
func (v *JSONView) folding(open int) string {
	n, depth := 0, 0
	for i := open + 1; i < v.json.tokens[open].match; i++ {
		switch t := &v.json.tokens[i]; t.char {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case ',':
			if depth == 0 {
				n++
			}
		}
	}
	if v.json.tokens[open].match > open+1 {
		n++
	}
	return " … " + Plural(v.t, n, "value", "values") + " "
}

// Len is how many rows there are.
func (v *JSONView) Len() int { return len(v.shown) }

// Row gives a row.
func (v *JSONView) Row(i int) JSONLine {
	if i < 0 || i >= len(v.shown) {
		return JSONLine{}
	}
	s := v.shown[i]
	if v.partsOf != s.line {
		v.parts, v.partsOf = v.line(s.line).wrap(v.columns), s.line
	}
	if s.part >= len(v.parts) {
		return JSONLine{}
	}
	return v.parts[s.part]
}

// line makes a line as a whole.
func (v *JSONView) line(i int) JSONLine {
	r := &v.json.rows[i]
	l := JSONLine{Indent: r.indent, Spans: v.json.spans(nil, r.from, r.to)}
	fold, match := v.fold(i)
	if l.Fold = fold; fold == Folded {
		l.Spans = append(l.Spans, JSONSpan{Text: v.folding(r.to - 1), Kind: JSONPunctuation, Mark: v.worst(r.to, match), at: -1})
		l.Spans = v.json.spans(l.Spans, match, v.json.rows[v.lineOf(match)].to)
	}
	if len(v.hits) > 0 {
		l.Spans = v.lit(l.Spans)
	}
	return l
}

// worst is the worst finding among tokens.
func (v *JSONView) worst(from, to int) (s model.Severity) {
	if len(v.json.marks) == 0 {
		return s
	}
	for i, m := range v.json.marks {
		if i >= from && i < to {
			s = max(s, m.severity)
		}
	}
	return s
}

// lit cuts spans where something was found begins and ends.
func (v *JSONView) lit(spans []JSONSpan) []JSONSpan {
	var out []JSONSpan
	for _, s := range spans {
		if s.at < 0 {
			out = append(out, s)
			continue
		}
		k := sort.Search(len(v.hits), func(i int) bool { return v.hits[i][1] > s.at })
		for at := s.at; s.Text != ""; k++ {
			var piece JSONSpan
			if k == len(v.hits) {
				out = append(out, s)
				break
			}
			if piece, s.Text = v.piece(s, at, v.hits[k][0]); piece.Text != "" {
				out = append(out, piece)
			}
			at = max(at, v.hits[k][0])
			if piece, s.Text = v.piece(s, at, v.hits[k][1]); piece.Text != "" {
				if piece.Hit = OtherHit; k == v.hit {
					piece.Hit = ThisHit
				}
				out = append(out, piece)
			}
			at = max(at, v.hits[k][1])
		}
	}
	return out
}

// piece cuts what stands between two bytes from the beginning of a span; what is shown has as many characters.
func (v *JSONView) piece(s JSONSpan, from, to int) (piece JSONSpan, rest string) {
	piece = s
	to = min(to, len(v.json.text))
	if to <= from {
		piece.Text = ""
		return piece, s.Text
	}
	piece.Text, rest, _ = firstRunes(s.Text, utf8.RuneCount(v.json.text[from:to]))
	return piece, rest
}

// wrap breaks a line that is too long into several, the later ones further in.
func (l JSONLine) wrap(columns int) []JSONLine {
	const least = 10
	lines := []JSONLine{{Indent: l.Indent, Fold: l.Fold}}
	room := max(columns-l.Indent, least)
	for _, s := range l.Spans {
		for s.Text != "" {
			if room <= 0 {
				lines = append(lines, JSONLine{Indent: l.Indent + wrapIndent})
				room = max(columns-l.Indent-wrapIndent, least)
			}
			piece, n := s, 0
			piece.Text, s.Text, n = firstRunes(s.Text, room)
			last := &lines[len(lines)-1]
			last.Spans = append(last.Spans, piece)
			room -= n
		}
	}
	return lines
}

// firstRunes cuts a text after so many characters, and says how many those are.
func firstRunes(s string, most int) (first, rest string, n int) {
	for i := range s {
		if n == most {
			return s[:i], s[i:], n
		}
		n++
	}
	return s, "", n
}

// Toggle folds what a row begins, or unfolds it; false if it begins nothing.
func (v *JSONView) Toggle(i int) bool {
	if i < 0 || i >= len(v.shown) {
		return false
	}
	line := v.shown[i].line
	fold, _ := v.fold(line)
	if fold == NoFold {
		return false
	}
	v.folded[v.json.rows[line].to-1] = fold == Unfolded
	v.show()
	return true
}

// FoldAll folds everything that stands so deep, or unfolds everything where depth is negative.
func (v *JSONView) FoldAll(depth int) {
	v.folded = map[int]bool{}
	for i := range v.json.rows {
		if f, _ := v.fold(i); f != NoFold && depth >= 0 && v.json.rows[i].indent >= depth*jsonIndent {
			v.folded[v.json.rows[i].to-1] = true
		}
	}
	v.show()
}

// Folds says whether something can be folded, and whether something is.
func (v *JSONView) Folds() (can, is bool) {
	for _, on := range v.folded {
		is = is || on
	}
	for i := range v.json.rows {
		if f, _ := v.fold(i); f != NoFold {
			return true, is
		}
	}
	return false, is
}

// Find marks what was searched for, as stretches of the text in order, and which of them one is at.
func (v *JSONView) Find(hits [][2]int, at int) {
	v.hits, v.hit, v.partsOf = hits, at, -1
	if at >= 0 && at < len(hits) {
		v.reveal(hits[at][0])
	}
}

// Focus is the row of what one is at: what was searched for, else the place that was asked for.
func (v *JSONView) Focus() int {
	if v.hit >= 0 && v.hit < len(v.hits) {
		return v.rowAt(v.hits[v.hit][0])
	}
	for _, m := range v.marks {
		if m.Main {
			v.reveal(m.Offset)
			return v.rowAt(m.Offset)
		}
	}
	return 0
}

// token is the one that stands at a byte, or the next.
func (v *JSONView) token(offset int) int {
	return sort.Search(len(v.json.tokens), func(i int) bool { return v.json.tokens[i].end > offset })
}

// reveal unfolds what a byte is folded away in.
func (v *JSONView) reveal(offset int) {
	token, changed := v.token(offset), false
	for open, on := range v.folded {
		if on && open < token && token < v.json.tokens[open].match {
			v.folded[open], changed = false, true
		}
	}
	if changed {
		v.show()
	}
}

// rowAt is the row that a byte stands in.
func (v *JSONView) rowAt(offset int) int {
	token := v.token(offset)
	if token == len(v.json.tokens) || len(v.shown) == 0 {
		return 0
	}
	line := v.lineOf(token)
	row := max(sort.Search(len(v.shown), func(i int) bool { return v.shown[i].line > line })-1, 0)
	for row > 0 && v.shown[row-1].line == v.shown[row].line {
		row--
	}
	r := &v.json.rows[v.shown[row].line]
	before := v.length(r.from, token)
	if t := &v.json.tokens[token]; offset > t.start {
		before += utf8.RuneCount(v.json.text[t.start:offset])
	}
	row += partsOf(before+1, r.indent, v.columns) - 1
	return min(row, len(v.shown)-1)
}
