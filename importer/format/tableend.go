package format

import (
	"bytes"
	"slices"
)

// What follows a table in the same text is told by so many lines in a row that aren't its own. Where rows are samples, half
// of them must have hardly a separator, or a message in them: else they are damaged rows, which are told of one by one.
const endLines = 30

// oddLines counts the lines in a row that don't have the table's cells.
type oddLines struct {
	may     bool
	flat    bool // the rows are samples
	n       int
	foreign int // of them, those that surely are something else
	tried   int // lines that were looked at for being the header of another table
	ended   bool
	wait    bool // whether it ended is told by what follows

	at             int // where the first of them begins
	text, segments int // what was written before it
	group          flatGroup
}

// line looks at the next line. It is true where the table ended before.
func (o *oddLines) line(w *rowWriter, cells []cell, start, end int, final bool) bool {
	if !o.may {
		return false
	}
	line := w.raw[start:end]
	if blankCells(cells, w.raw) || isRuler(line) {
		return false
	}
	own := w.skips(line)
	if !own {
		if o.ended, o.wait = o.another(w, cells, start, end, final); o.ended || o.wait {
			o.here(w, start)
			return true
		}
	}
	if len(cells) == w.columns && w.timely(cells) {
		o.n, o.foreign = 0, 0
		return false
	}
	if own {
		return false
	}
	if hasLooseMessage(line) { // which only a text's reader puts together
		o.here(w, start)
		o.ended = true
		return true
	}
	if o.n == 0 {
		o.at, o.text, o.segments, o.group = start, len(w.text), len(w.from), w.group
	}
	o.n++
	if !o.flat || len(cells) == 1 || 2*len(cells) < w.columns || hasFrame(line) {
		o.foreign++
	}
	o.ended = o.n >= endLines && 2*o.foreign >= o.n
	return o.ended
}

// timely says whether a row has what may be a time where the table has times.
func (w *rowWriter) timely(cells []cell) bool {
	if w.at[fieldTime] < 0 || w.fixed[fieldTime] {
		return true
	}
	v := w.raw[cells[w.at[fieldTime]].start:cells[w.at[fieldTime]].end]
	if v = bytes.TrimSpace(v); len(v) == 0 {
		return true
	}
	const shortest, longest = len("10:00:00"), 40
	return len(v) >= shortest && len(v) <= longest && (isDigit(v[0]) || isLetter(v[0]) && isoTime(string(v), false) != "")
}

// hasFrame says whether a frame or a payload may stand on a line.
func hasFrame(line []byte) bool {
	for _, sign := range []string{`[2,"`, `[3,"`, `[4,"`, `"meterValue"`} {
		if len(line) > len(sign) && bytes.Contains(line, []byte(sign)) {
			return true
		}
	}
	return false
}

// end takes back what was written of lines that aren't the table's, or may not be: those are left for the next text.
// It is false where there are none.
func (o *oddLines) end(w *rowWriter, final bool) bool {
	const few = 3
	if final && o.may && o.n >= few && o.foreign == o.n { // what the text ends with
		o.ended = true
	}
	if o.n == 0 || !o.ended && !o.wait && (final || o.at == 0 || 2*o.foreign < o.n) {
		return false
	}
	w.text, w.from, w.group = w.text[:o.text], w.from[:o.segments], o.group
	w.next = -1
	w.closeGroup()
	return true
}

// TableExtents says how much of the beginning of a text has rows with the same number of cells, for each of what may
// separate those, the shortest first. A row that doesn't may stand among them.
func TableExtents(text []byte) (sizes []int) {
	for _, separator := range []byte(",;\t|") {
		if size := extent(text, separator); size > 0 && !slices.Contains(sizes, size) {
			sizes = append(sizes, size)
		}
	}
	slices.Sort(sizes)
	return sizes
}

func extent(text []byte, separator byte) (size int) {
	const enough = 3
	var cells []cell
	rows, columns, odd := 0, 0, 0
	for i := 0; i < len(text) && odd < 2; {
		next := nextLine(text, i)
		if rows > 0 && isRuler(text[i:next]) {
			i, size = next, next
			continue
		}
		cells, next, _ = splitRow(text, i, separator, true, cells[:0])
		switch {
		case rows == 0 || len(cells) == columns:
			columns, odd, size = len(cells), 0, next
			rows++
		case rows == 1: // the header has others
			columns = len(cells)
		default:
			odd++
			next = nextLine(text, i)
		}
		i = next
	}
	if rows < enough || columns < 2 {
		return 0
	}
	return size
}

// nextLine is where the line behind that of text[i] begins.
func nextLine(text []byte, i int) int {
	if n := bytes.IndexByte(text[i:], '\n'); n >= 0 {
		return i + n + 1
	}
	return len(text)
}
