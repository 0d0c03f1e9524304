package format

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"meterscope/model"
)

// Table says how the rows of a table in text are read: an export whose cells hold frames or payloads, or whose rows
// are sampled values.
type Table struct {
	separator byte
	columns   int
	at        [fieldCount]int // the column of each field; −1 where there is none
	messages  []int
	answers   map[int]bool // those of messages whose payloads are answers
	wide      []wideColumn // columns of values of one kind each
	skip      [][]byte     // lines without samples: those before the header, and the header

	fixed      [fieldCount]bool // the user said which column it is
	dayFirst   bool             // of dates that don't say it themselves
	tellDates  bool             // there are such dates
	decimal    byte             // of values, where it makes a difference; else 0
	valueNamed bool             // the column of values has its name
	concluded  bool             // what is measured was concluded from the columns' names
	doubt      error            // why there may be no message where the user says
}

// A table's rows are given to the scanner as lines of their own: rowMark, the time, the station and the
// direction, each with a fieldMark behind it, and then the frames.
const (
	rowMark   = '\x1e'
	fieldMark = '\x1f'
)

// Rows decodes the whole rows at the beginning of raw, in the memory of an earlier text. It gives the text for the
// scanner, and how much of raw that is. With final the last row needs no line end.
func (t *Table) Rows(memory Rewritten, raw []byte, final bool) (_ Rewritten, used int) {
	w := rowWriter{Table: t, raw: raw, text: slices.Grow(memory.Text[:0], len(raw)), from: memory.From[:0], source: memory.At}
	flat := t.flat()
	used = len(raw) - len(bytes.TrimPrefix(raw, []byte(byteOrderMark)))
	var cells []cell
	odd := oddLines{may: memory.MayEnd, flat: flat}
	for used < len(raw) {
		var end int
		var whole bool
		cells, end, whole = splitRow(raw, used, t.separator, final, cells[:0])
		if !whole {
			break
		}
		if len(cells) != t.columns { // a quote too many or too few
			if n := bytes.IndexByte(raw[used:end], '\n'); n >= 0 {
				end = used + n + 1
			}
		}
		if !flat && torn(cells, raw, t.separator) {
			cells = cells[:1]
		}
		if odd.line(&w, cells, used, end, final) {
			break
		}
		switch {
		case flat:
			w.flatRow(cells, used, end)
		case len(cells) == t.columns:
			w.row(cells, used, end)
		default: // what frames the line has are found all the same
			w.line(used, end)
		}
		used = end
	}
	if odd.end(&w, final) {
		return Rewritten{Text: w.text, From: w.from, Ended: odd.ended}, odd.at
	}
	if flat {
		used = w.endFlat(used, final)
	}
	return Rewritten{Text: w.text, From: w.from}, used
}

// torn says whether the separator took a frame apart that stands on a line: that is no row, whatever its cells are.
func torn(cells []cell, b []byte, separator byte) bool {
	if separator != ',' {
		return false
	}
	for i, c := range cells {
		if n := c.end - c.start; c.quoted || n < 2 || i+2 >= len(cells) || b[c.end-1] < '2' || b[c.end-1] > '4' || b[c.end-2] != '[' {
			continue
		}
		if next := cells[i+1]; next.quoted && next.start-1 == c.end+1 || bytes.HasPrefix(bytes.TrimLeft(b[next.start:next.end], ` \`), []byte{'"'}) {
			return true
		}
	}
	return false
}

// cell is a stretch of a row, without its quotes.
type cell struct {
	start, end int
	quoted     bool
}

// The most that a cell in quotes may have: a quote that isn't closed before is a quote of the text. And the most
// that a row may have: what is longer is cut there.
const (
	maxCell = 1 << 20
	maxRow  = 16 << 20
)

// splitRow reads the cells of the row at b[i] [RFC 4180] and appends them to cells. whole says that its line end is
// there, or that final says that there will be no more.
func splitRow(b []byte, i int, separator byte, final bool, cells []cell) (_ []cell, end int, whole bool) {
	if len(b)-i >= maxRow {
		b, final = b[:i+maxRow], true
	}
	for {
		c := cell{start: i}
		if at(b, i) == '"' {
			n, closed := closingQuote(b, i)
			if !closed && !final && n == len(b) {
				return cells, n, false
			}
			if closed && !overran(b, i, n, separator) {
				c = cell{start: i + 1, end: n, quoted: true}
				i = n + 1
			}
		}
		for i < len(b) && b[i] != separator && b[i] != '\n' {
			i++
		}
		if !c.quoted {
			if c.end = i; c.end > c.start && b[c.end-1] == '\r' {
				c.end--
			}
		}
		cells = append(cells, c)
		switch {
		case i >= len(b):
			return cells, len(b), final
		case b[i] == '\n':
			return cells, i + 1, true
		}
		i++
	}
}

// overran says whether the quote at b[closing] doesn't close the cell that opens at b[open], but opens one on a later line:
// the cell was cut off.
func overran(b []byte, open, closing int, separator byte) bool {
	next := closing + 1
	for next < len(b) && (b[next] == ' ' || b[next] == '\r') {
		next++
	}
	return next < len(b) && b[next] != separator && b[next] != '\n' && bytes.IndexByte(b[open:closing], '\n') >= 0
}

// closingQuote finds the quote that closes the cell which opens at b[i].
func closingQuote(b []byte, i int) (n int, closed bool) {
	end := min(len(b), i+maxCell)
	for i++; i < end; i++ {
		if b[i] != '"' {
			continue
		}
		if at(b, i+1) != '"' {
			return i, true
		}
		i++
	}
	return end, false
}

func at(b []byte, i int) byte {
	if i < len(b) {
		return b[i]
	}
	return 0
}

// value is what a cell says.
func (c cell) value(b []byte) []byte {
	v := b[c.start:c.end]
	if c.quoted {
		v = bytes.ReplaceAll(v, []byte(`""`), []byte(`"`))
	}
	return bytes.TrimSpace(v)
}

// rowWriter writes rows for the scanner.
type rowWriter struct {
	*Table
	raw  []byte
	text []byte
	from model.Segments
	next int

	source func(raw int) int64
	group  flatGroup
	keep   []int
}

func (w *rowWriter) put(c byte, source int) {
	if len(w.from) == 0 || source != w.next {
		w.from = append(w.from, model.Segment{Text: len(w.text), Source: int64(source)})
	}
	w.text = append(w.text, c)
	w.next = source + 1
}

// invent writes what the source doesn't have, all at one place.
func (w *rowWriter) invent(s string, source int) {
	w.from = append(w.from, model.Segment{Text: len(w.text), Source: int64(source), Step: model.StepNone})
	w.text = append(w.text, s...)
	w.next = -1
}

// copy writes a stretch of the source.
func (w *rowWriter) copy(start, end int) {
	if start == w.next && len(w.from) > 0 {
		w.text = append(w.text, w.raw[start:end]...)
		w.next = end
		return
	}
	if start >= end {
		return
	}
	w.from = append(w.from, model.Segment{Text: len(w.text), Source: int64(start)})
	w.text = append(w.text, w.raw[start:end]...)
	w.next = end
}

func (w *rowWriter) row(cells []cell, start, end int) {
	w.fields(cells, start, w.when(w.cell(cells, w.at[fieldDate]), w.cell(cells, w.at[fieldTime])), w.at[fieldStation], w.at[fieldDirection])
	w.next = -1
	for _, column := range w.messages {
		if column < len(cells) && cells[column].end > cells[column].start {
			w.message(cells, column, start)
			w.put(' ', cells[column].end)
		}
	}
	for column := 0; column < len(cells) && !w.fixed[fieldMessage]; column++ { // a row of another table, or of other columns
		if c := cells[column]; hasFrame(w.raw[c.start:c.end]) && !slices.Contains(w.messages, column) {
			w.message(cells, column, start)
			w.put(' ', c.end)
		}
	}
	w.put('\n', end-1)
}

// fields begins a line for the scanner with what the row says about its messages: time, station and direction.
func (w *rowWriter) fields(cells []cell, start int, when string, station, direction int) {
	w.from = append(w.from, model.Segment{Text: len(w.text), Source: int64(start), Step: model.StepNone})
	w.text = append(w.text, rowMark)
	for _, v := range [3]string{when, w.cell(cells, station), w.cell(cells, direction)} {
		for _, c := range []byte(v) {
			if c < ' ' {
				c = ' '
			}
			w.text = append(w.text, c)
		}
		w.text = append(w.text, fieldMark)
	}
	w.next = -1
}

// line writes a line that is no row of the table as it stands.
func (w *rowWriter) line(start, end int) {
	w.next = -1
	w.put(rowMark, start)
	w.next = -1
	for i := start; i < end; i++ {
		w.put(w.raw[i], i)
	}
	if w.raw[end-1] != '\n' {
		w.put('\n', end-1)
	}
}

// place is where a byte stands in the source.
func (w *rowWriter) place(i int) int64 {
	if w.source == nil {
		return int64(i)
	}
	return w.source(i)
}

// cell is what a column of a row says; "" without such a column.
func (w *rowWriter) cell(cells []cell, column int) string {
	if column < 0 || column >= len(cells) {
		return ""
	}
	return string(cells[column].value(w.raw))
}

// message writes a frame: as its cell has it, or put together from a payload and what other cells say.
func (w *rowWriter) message(cells []cell, column, row int) {
	c := cells[column]
	first := c.start
	for first < c.end && bytes.IndexByte([]byte(" \t\r\n"), w.raw[first]) >= 0 {
		first++
	}
	tail := ""
	action, id := actionName(w.cell(cells, w.at[fieldAction])), w.cell(cells, w.at[fieldID])
	answer := id != "" && isAnswer(w.cell(cells, w.at[fieldType])) // needs no action
	if (action != "" || answer) && at(w.raw, first) == '{' && first < c.end {
		if id == "" {
			id = fmt.Sprintf("row at %d", w.place(row))
		}
		head := fmt.Sprintf("[2,%q,%q,", id, action)
		if answer || w.answers[column] || isAnswer(w.cell(cells, w.at[fieldType])) || isAnswer(w.cell(cells, w.at[fieldAction])) {
			head = fmt.Sprintf("[3,%q,", id)
		}
		w.invent(head, first)
		tail = "]"
	}
	last := first
	run := first // from here to i the text is the source's
	for i := first; i < c.end; i++ {
		last = i
		switch b := w.raw[i]; {
		case b == '\n' || b == '\r':
			w.copy(run, i)
			w.put(' ', i)
			run = i + 1
		case b == '"' && c.quoted && at(w.raw, i+1) == '"':
			w.copy(run, i+1)
			i++
			run = i + 1
		}
	}
	w.copy(run, c.end)
	if tail != "" {
		w.invent(tail, last)
	}
}

// actionName is the action that a cell names; "" if it names none.
func actionName(v string) string {
	for _, end := range []string{".req", ".conf", "Request", "Response", "Req", "Conf"} {
		v = strings.TrimSuffix(v, end)
	}
	if len(v) < 4 || len(v) > 40 {
		return ""
	}
	for _, c := range []byte(v) {
		if !isLetter(c) {
			return ""
		}
	}
	return v
}

// isAnswer says whether a cell calls its frame an answer.
func isAnswer(v string) bool {
	low := strings.ToLower(v)
	return low == "3" || strings.HasSuffix(low, "result") || strings.HasSuffix(low, "response") || strings.HasSuffix(low, "conf") ||
		strings.HasSuffix(low, "confirmation") || strings.HasSuffix(low, "answer")
}
