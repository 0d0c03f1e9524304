package present

import (
	"sort"

	"meterscope/model"
)

// JSONKind is what a stretch of formatted JSON is, for its colour.
type JSONKind uint8

// The kinds of text in formatted JSON.
const (
	JSONPunctuation JSONKind = iota
	JSONKey
	JSONString
	JSONNumber
	JSONWord  // true, false, null
	JSONOther // what is no JSON
)

// JSONSpan is a stretch of one kind in a line.
type JSONSpan struct {
	Text string
	Kind JSONKind
	Mark model.Severity // of the finding at this place; SeverityNone: no finding
	Main bool           // the place that was asked for
	Hit  Hit            // what was searched for

	at int // its first byte in the text
}

// Hit says that a stretch is what was searched for.
type Hit uint8

// Nothing was found here, something was, and it is the one that one is at.
const (
	NoHit Hit = iota
	OtherHit
	ThisHit
)

// JSONLine is a line of formatted JSON.
type JSONLine struct {
	Indent int // characters
	Spans  []JSONSpan
	Fold   Fold
}

// Fold says whether a line begins something that can be folded away.
type Fold uint8

// There is nothing to fold, something that is unfolded, and something that is folded.
const (
	NoFold Fold = iota
	Unfolded
	Folded
)

// JSONMark is a place to be marked: the value, or the member of an object, that begins at an offset.
type JSONMark struct {
	Offset   int
	Severity model.Severity
	Main     bool
}

// jsonIndent is how many characters a level is set in.
const jsonIndent = 2

type jsonToken struct {
	kind       JSONKind
	char       byte // of punctuation
	start, end int
	match      int  // of a bracket: the index of its other half, −1 if there is none
	flat       bool // of an opening bracket: on one line
}

// FormatJSON lays JSON text out in so many columns: what holds only plain values and fits stays on one line,
// everything else goes over several. It reads whatever it is given: text that breaks off or is no JSON is
// shown as it is.
func FormatJSON(text []byte, marks []JSONMark, columns int) []JSONLine {
	f := readJSON(text)
	f.lay(marks, columns)
	lines := make([]JSONLine, len(f.rows))
	for i, r := range f.rows {
		lines[i] = JSONLine{Indent: r.indent, Spans: f.spans(nil, r.from, r.to)}
	}
	return lines
}

// readJSON takes a text apart.
func readJSON(text []byte) *jsonFormatter {
	return &jsonFormatter{text: text, tokens: jsonTokens(text)}
}

// lay puts the tokens on lines.
func (f *jsonFormatter) lay(marks []JSONMark, columns int) {
	f.pair(columns)
	f.marks = f.spread(marks)
	f.rows, f.indent, f.open = f.rows[:0], 0, false
	f.write()
}

func jsonTokens(text []byte) []jsonToken {
	var tokens []jsonToken
	for i := 0; i < len(text); {
		c := text[i]
		t := jsonToken{start: i, match: -1}
		switch c {
		case ' ', '\t', '\n', '\r':
			i++
			continue
		case '"':
			t.kind = JSONString
			i = stringEnd(text, i)
		case '{', '}', '[', ']', ',', ':':
			t.char = c
			i++
		default:
			for i < len(text) && !jsonEnds(text[i]) {
				i++
			}
			t.kind = jsonWord(text[t.start:i])
		}
		t.end = i
		if n := len(tokens); c == ':' && n > 0 && tokens[n-1].kind == JSONString {
			tokens[n-1].kind = JSONKey
		}
		tokens = append(tokens, t)
	}
	return tokens
}

// stringEnd is where the string that begins at i ends.
func stringEnd(text []byte, i int) int {
	for i++; i < len(text) && text[i] != '"'; i++ {
		if text[i] == '\\' {
			i++
		}
	}
	return min(i+1, len(text))
}

func jsonEnds(c byte) bool {
	switch c {
	case ' ', '\t', '\n', '\r', '"', '{', '}', '[', ']', ',', ':':
		return true
	}
	return false
}

func jsonWord(w []byte) JSONKind {
	switch string(w) {
	case "true", "false", "null":
		return JSONWord
	}
	if c := w[0]; c == '-' || c >= '0' && c <= '9' {
		return JSONNumber
	}
	return JSONOther
}

type jsonFormatter struct {
	text   []byte
	tokens []jsonToken
	marks  map[int]tokenMark // by token
	rows   []jsonRow
	indent int
	open   bool // the last line can be added to
}

// jsonRow is a line: so many tokens.
type jsonRow struct {
	from, to int
	indent   int // characters
}

type tokenMark struct {
	severity model.Severity
	main     bool
}

// pair finds the brackets that belong together, and which of them stay on one line.
func (f *jsonFormatter) pair(columns int) {
	type level struct {
		token, length int
		nested        bool
	}
	var stack []level
	for i := range f.tokens {
		t := &f.tokens[i]
		n := t.end - t.start
		switch t.char {
		case '{', '[':
			if k := len(stack) - 1; k >= 0 {
				stack[k].nested = true
			}
			stack = append(stack, level{token: i})
			continue
		case '}', ']':
			if len(stack) == 0 {
				continue
			}
			top := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			f.tokens[top.token].match, t.match = i, top.token
			f.tokens[top.token].flat = !top.nested && top.length+2+jsonIndent*len(stack) < columns
			continue
		case ',', ':':
			n = 2
		}
		if k := len(stack) - 1; k >= 0 {
			stack[k].length += n
		}
	}
}

// spread says for each token which finding it shows.
func (f *jsonFormatter) spread(marks []JSONMark) map[int]tokenMark {
	out := map[int]tokenMark{}
	for _, m := range marks {
		from, to := f.extent(m.Offset)
		for i := from; i < to; i++ {
			now := out[i]
			switch {
			case now.main && !m.Main:
			case m.Main && !now.main:
				out[i] = tokenMark{m.Severity, true}
			default:
				out[i] = tokenMark{max(now.severity, m.Severity), now.main}
			}
		}
	}
	return out
}

// valueEnd is where the value ends that the tokens begin with: a container that doesn't end ends with its
// bracket.
func valueEnd(tokens []jsonToken) int {
	depth := 0
	for _, t := range tokens {
		switch t.char {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		if depth <= 0 {
			return t.end
		}
	}
	return tokens[0].end
}

// markedTokens is how large a container may be that is marked as a whole: a sampled value is, a list of them
// is marked at its bracket only.
const markedTokens = 40

// extent is which tokens the value or the member at an offset has.
func (f *jsonFormatter) extent(offset int) (from, to int) {
	i := sort.Search(len(f.tokens), func(i int) bool { return f.tokens[i].end > offset })
	if i == len(f.tokens) || f.tokens[i].start > offset {
		return 0, 0
	}
	end := i + 1
	if f.tokens[i].kind == JSONKey {
		end = i + 3 // key, colon, value
	}
	if end > len(f.tokens) {
		end = len(f.tokens)
	}
	if last := f.tokens[end-1]; last.match >= end && (last.flat || last.match-end < markedTokens) {
		end = last.match + 1
	}
	return i, end
}

// write makes the lines.
func (f *jsonFormatter) write() {
	for i := 0; i < len(f.tokens); i++ {
		t := f.tokens[i]
		switch t.char {
		case '{', '[':
			f.put(i)
			switch {
			case t.flat:
				i = f.flat(i)
			case i+1 < len(f.tokens) && f.tokens[i+1].char == 0 && t.char == '[':
				f.indent++ // plain values at the beginning of an array stay beside its bracket
			default:
				f.indent++
				f.open = false
			}
		case '}', ']':
			f.indent = max(f.indent-1, 0)
			f.open = false
			f.put(i)
		case ',':
			f.put(i)
			f.open = f.besides(i)
		default:
			f.put(i)
		}
	}
}

// besides says that what follows a comma stands on the same line: a plain value after a plain value, within
// an array.
func (f *jsonFormatter) besides(i int) bool {
	return i > 0 && i+1 < len(f.tokens) && f.tokens[i-1].char == 0 && f.tokens[i+1].char == 0 &&
		f.tokens[i+1].kind != JSONKey && (i < 2 || f.tokens[i-2].char != ':')
}

// flat writes a container on one line and gives the index of its last token.
func (f *jsonFormatter) flat(i int) int {
	end := f.tokens[i].match
	for i++; i < end; i++ {
		f.put(i)
	}
	f.put(end)
	return end
}

func (f *jsonFormatter) put(i int) {
	if !f.open {
		f.rows = append(f.rows, jsonRow{from: i, indent: jsonIndent * f.indent})
		f.open = true
	}
	f.rows[len(f.rows)-1].to = i + 1
}

// spaced says that a space stands behind a token: a mark that goes on covers it.
func (f *jsonFormatter) spaced(i, to int) bool {
	return f.tokens[i].char == ':' || f.tokens[i].char == ',' && i+1 < to
}

// spans gives a stretch of tokens of one line.
func (f *jsonFormatter) spans(out []JSONSpan, from, to int) []JSONSpan {
	for i := from; i < to; i++ {
		t, m := &f.tokens[i], f.marks[i]
		out = append(out, JSONSpan{Text: visible(f.text[t.start:t.end]), Kind: t.kind, Mark: m.severity, Main: m.main, at: t.start})
		if f.spaced(i, to) {
			out = append(out, JSONSpan{Text: " ", Mark: m.severity, Main: m.main, at: t.end})
		}
	}
	return out
}
