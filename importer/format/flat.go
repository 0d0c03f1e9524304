package format

import "bytes"

// The rows of one meter value make one message: those that follow one another with the same station, connector,
// transaction and time. So many rows and bytes of the source it may have.
const (
	mostGroupRows  = 1000
	mostGroupBytes = 1 << 20
)

// flatGroup is the message that rows of samples are being put into.
type flatGroup struct {
	open     bool
	key      [6]cell // of its first row: see flatKey
	start    int     // in the source
	end      int     // of its last row
	last     int     // the last byte that was copied
	text     int     // where it begins in the text
	segments int
	rows     int
}

func flatKey() [6]field {
	return [6]field{fieldTime, fieldDate, fieldStation, fieldConnector, fieldTransaction, fieldReceived}
}

// flatRow writes a row of samples into the message of its meter value.
func (w *rowWriter) flatRow(cells []cell, start, end int) {
	switch {
	case w.skipped(cells, start, end):
		w.closeGroup()
		w.invent(string(rowMark)+"\n", start) // so that the text begins where the source does
		return
	case len(cells) < w.columns, len(cells) > w.columns && !blankCells(cells[w.columns:], w.raw):
		w.closeGroup()
		w.oddRow(start, end)
		return
	}
	g := &w.group
	if g.open && (g.rows >= mostGroupRows || end-g.start > mostGroupBytes || !w.sameMeterValue(cells)) {
		w.closeGroup()
	}
	first := !g.open
	if first {
		w.openGroup(cells, start)
	}
	g.end = end
	g.rows++
	if len(w.wide) == 0 {
		w.flatValue(cells, cells[w.at[fieldValue]], start, nil, first)
		return
	}
	for i := range w.wide {
		c := trimmed(cells[w.wide[i].column], w.raw)
		if c.start == c.end {
			continue
		}
		w.flatValue(cells, c, c.start, &w.wide[i].measure, first)
		first = false
	}
}

// skipped says whether a row has no samples: it is empty, the header or a line before it, or has no value in any of
// its columns of values.
func (w *rowWriter) skipped(cells []cell, start, end int) bool {
	if blankCells(cells, w.raw) {
		return true
	}
	if w.skips(w.raw[start:end]) {
		return true
	}
	if len(w.wide) == 0 || len(cells) < w.columns {
		return false
	}
	for _, c := range w.wide {
		if v := trimmed(cells[c.column], w.raw); v.start < v.end {
			return false
		}
	}
	return true
}

func blankCells(cells []cell, raw []byte) bool {
	for _, c := range cells {
		if c = trimmed(c, raw); c.start < c.end {
			return false
		}
	}
	return true
}

// trimmed is a cell without the white space around what it says.
func trimmed(c cell, raw []byte) cell {
	for c.start < c.end && isBlank(raw[c.start]) {
		c.start++
	}
	for c.end > c.start && isBlank(raw[c.end-1]) {
		c.end--
	}
	return c
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0 }

// sameMeterValue says whether a row goes on with the message at hand.
func (w *rowWriter) sameMeterValue(cells []cell) bool {
	for i, f := range flatKey() {
		n := w.at[f]
		if n < 0 {
			continue
		}
		k, c := w.group.key[i], cells[n]
		if !bytes.Equal(w.raw[k.start:k.end], w.raw[c.start:c.end]) {
			return false
		}
	}
	return true
}

// openGroup begins a message: up to its list of sampled values.
func (w *rowWriter) openGroup(cells []cell, start int) {
	w.group = flatGroup{open: true, start: start, text: len(w.text), segments: len(w.from), last: start}
	for i, f := range flatKey() {
		if n := w.at[f]; n >= 0 {
			w.group.key[i] = cells[n]
		}
	}
	when := w.when(w.cell(cells, w.at[fieldDate]), w.cell(cells, w.at[fieldTime]))
	if received := isoTime(w.cell(cells, w.at[fieldReceived]), w.dayFirst); received != "" {
		w.fields(cells, start, received, w.at[fieldStation], -1)
	} else { // the row's time is all that the table says
		w.fields(cells, start, when, w.at[fieldStation], -1)
	}
	w.invent("{", start)
	for _, p := range []struct {
		column int
		name   string
	}{{w.at[fieldConnector], `"connectorId":`}, {w.at[fieldTransaction], `"transactionId":`}} {
		if p.column < 0 {
			continue
		}
		c := trimmed(cells[p.column], w.raw)
		if c.start == c.end {
			continue
		}
		w.invent(p.name, start)
		if plainInteger(w.raw[c.start:c.end]) {
			w.copy(c.start, c.end)
			w.group.last = c.end - 1
		} else {
			w.quote(c)
			w.invent(`"`, w.group.last)
		}
		w.invent(",", w.group.last)
	}
	w.invent(`"meterValue":[{"timestamp":`, start)
	w.timestamp(trimmed(cells[w.at[fieldTime]], w.raw), when)
	w.invent(`","sampledValue":[`, w.group.last)
}

// timestamp writes a time as a payload has it, without its closing quote: v is what isoTime made of the cell.
func (w *rowWriter) timestamp(c cell, v string) {
	t, _ := payloadTime(v)
	if v == "" || t == string(w.raw[c.start:c.end]) {
		w.quote(c)
		return
	}
	w.invent(`"`+t, c.start)
	w.group.last = max(c.start, c.end-1)
}

// flatValue writes a sampled value. With a measure that says what it is, else other cells do. start is where it
// stands; first says that it is the message's first.
func (w *rowWriter) flatValue(cells []cell, value cell, start int, m *measure, first bool) {
	if first {
		w.invent(sampledValue, start)
	} else {
		w.invent(","+sampledValue, start)
	}
	w.value(trimmed(value, w.raw))
	if m != nil {
		s := `","measurand":"` + string(m.measurand)
		if m.phase != "" {
			s += `","phase":"` + string(m.phase)
		}
		if m.unit != "" {
			s += `","unit":"` + string(m.unit)
		}
		w.invent(s, w.group.last)
	}
	for _, p := range flatProperties() {
		if w.at[p.field] < 0 || m != nil && p.ofMeasure {
			continue
		}
		c := trimmed(cells[w.at[p.field]], w.raw)
		if c.start == c.end {
			continue
		}
		w.invent(p.name, c.start)
		w.content(c)
	}
	w.invent(`"}`, w.group.last)
}

// sampledValue is what a sampled value begins with, up to its value's opening quote.
const sampledValue = `{"value":`

// flatProperty is a property of a sampled value that a cell holds.
type flatProperty struct {
	field     field
	name      string // from the closing quote of the property before to the opening one of its own value
	ofMeasure bool   // a column of values of one kind says it itself
}

func flatProperties() [6]flatProperty {
	return [6]flatProperty{
		{fieldContext, `","context":"`, false}, {fieldFormat, `","format":"`, false}, {fieldMeasurand, `","measurand":"`, true},
		{fieldPhase, `","phase":"`, true}, {fieldLocation, `","location":"`, false}, {fieldUnit, `","unit":"`, true},
	}
}

// quote writes a cell as a string, without its closing quote.
func (w *rowWriter) quote(c cell) {
	w.invent(`"`, c.start)
	w.content(c)
}

// content writes what stands in a cell as a string has it.
func (w *rowWriter) content(c cell) {
	w.group.last = max(c.start, c.end-1)
	plain := true
	for _, b := range w.raw[c.start:c.end] {
		if b < ' ' || b == '"' || b == '\\' {
			plain = false
			break
		}
	}
	if plain {
		w.copy(c.start, c.end)
		return
	}
	for i := c.start; i < c.end; i++ {
		switch b := w.raw[i]; {
		case b == '"' || b == '\\':
			w.invent(`\`, i)
			w.put(b, i)
			if c.quoted && b == '"' && at(w.raw, i+1) == '"' && i+1 < c.end {
				i++
			}
		case b < ' ':
			w.put(' ', i)
		default:
			w.put(b, i)
		}
	}
}

// value writes a cell of values: as it stands, or as a plain number where the table's way of writing numbers is known.
func (w *rowWriter) value(c cell) {
	if w.decimal != 0 {
		keep, ok := plainNumber(w.keep[:0], w.raw[c.start:c.end], w.decimal)
		w.keep = keep
		if ok && (w.decimal != '.' || len(keep) < c.end-c.start) {
			w.invent(`"`, c.start)
			for _, i := range keep {
				b := w.raw[c.start+i]
				if b == w.decimal {
					b = '.'
				}
				w.put(b, c.start+i)
			}
			w.group.last = c.end - 1
			return
		}
	}
	w.quote(c)
}

// closeGroup ends the message at hand.
func (w *rowWriter) closeGroup() {
	g := &w.group
	if !g.open {
		return
	}
	g.open = false
	w.invent("]}]}", g.last)
	end := g.end
	if w.raw[end-1] == '\n' {
		end--
	}
	w.invent("\n", end)
}

// endFlat ends what was written of rows up to used. Rows that may go on behind it are left out, unless they are the
// last. It gives how far the source was used.
func (w *rowWriter) endFlat(used int, final bool) int {
	switch {
	case !w.group.open:
	case final:
		w.closeGroup()
	default:
		w.text, w.from = w.text[:w.group.text], w.from[:w.group.segments]
		w.group.open = false
		return w.group.start
	}
	return used
}

// oddRow has a row reported that doesn't have the table's cells.
func (w *rowWriter) oddRow(start, end int) {
	w.fields(nil, start, "", -1, -1)
	w.text = append(w.text, rowMark)
	w.invent(`[0,"`+oddRowWant+`"]`, start)
	w.invent("\n", end-1)
}

// oddRowWant is what is expected of a row that can't be read.
const oddRowWant = "a row with as many cells as the others"

// plainInteger says whether JSON has a number so.
func plainInteger(v []byte) bool {
	const mostDigits = 18
	digits := bytes.TrimPrefix(v, []byte("-"))
	if len(digits) == 0 || len(digits) > mostDigits || digits[0] == '0' && len(digits) > 1 {
		return false
	}
	for _, c := range digits {
		if !isDigit(c) {
			return false
		}
	}
	return true
}

// Rewrites says that numbers may be written otherwise in the source: with a decimal comma, or marks between thousands.
func (t *Table) Rewrites() bool { return t.flat() && t.decimal != 0 }

// Said gives what stands in the source for a sampled value whose number was written otherwise there; "" where it
// stands as it is. rows is what Rows gave of raw, and sample where the sampled value begins in it.
func (t *Table) Said(rows Rewritten, sample int, raw []byte) string {
	text, from := rows.Text, rows.From
	first := sample + len(sampledValue) + 1
	size := bytes.IndexByte(text[min(first, len(text)):], '"')
	if size <= 0 {
		return ""
	}
	start, end := int(from.Source(first)), int(from.Source(first+size-1))+1
	if start < 0 || end > len(raw) || start >= end || bytes.Equal(text[first:first+size], raw[start:end]) {
		return ""
	}
	return string(raw[start:end])
}
