package format

import (
	"bytes"
	"strings"
)

// Exports are put one behind the other in one file, each with its own columns. The next one is told by its header.

// mostHeader is how long the header of a table may be, in bytes.
const mostHeader = 4 << 10

// namesColumns says whether a line is the header of a table: it names columns, each once, and among them one that a table
// of messages or of samples has.
func namesColumns(line []byte) bool {
	line = bytes.TrimRight(bytes.TrimPrefix(line, []byte(byteOrderMark)), "\r\n")
	if len(line) == 0 || len(line) > mostHeader {
		return false
	}
	for _, separator := range []byte(",;\t|") {
		if bytes.IndexByte(line, separator) < 0 {
			continue
		}
		cells, end, _ := splitRow(line, 0, separator, true, nil)
		if end == len(line) && areNames(cells, line) {
			return true
		}
	}
	return false
}

func areNames(cells []cell, line []byte) bool {
	const fewest, longest = 3, 40
	if len(cells) < fewest {
		return false
	}
	names := make([]string, 0, len(cells))
	seen := map[string]bool{}
	known := false
	for _, c := range cells {
		v := plainName(string(c.value(line)))
		if v == "" || len(v) > longest || seen[v] || !isNameStart(v[0]) {
			return false
		}
		seen[v] = true
		names = append(names, string(c.value(line)))
		known = known || isColumnName(v)
	}
	return known && isHeader(names)
}

func isNameStart(c byte) bool { return isLetter(c) || c >= 0x80 || c == '#' }

// isColumnName says whether a plain name is what a column of times, messages or values is called.
func isColumnName(v string) bool {
	for _, name := range []string{
		"time", "date", "stamp", "zeit", "datum", "heure", "horodat", "fecha", "hora", "message", "payload", "frame", "nachricht", "value", "wert",
	} {
		if strings.Contains(v, name) {
			return true
		}
	}
	return false
}

// nextHeaders says where lines begin that may be the headers of further tables, among the first rows of a text.
func nextHeaders(head []byte) (at []int) {
	const most = 4
	var first []byte
	rows := 0 // since a header
	for i, n := 0, 0; i < len(head) && n < tableRows+mostPreamble && len(at) < most; n++ {
		end := nextLine(head, i)
		line := bytes.TrimRight(head[i:end], "\r\n")
		switch names := namesColumns(line); {
		case !names:
			rows++
		case first == nil || rows == 0:
			first, rows = line, 0
		case !bytes.Equal(line, first):
			at = append(at, i)
		}
		i = end
	}
	return at
}

// mostNext is how often a text is looked at for whether another table begins, and nextRows how many lines must be there
// to tell.
const (
	mostNext = 8
	nextRows = 8
)

// another says whether another table begins with a row. wait says that what is there doesn't tell.
func (o *oddLines) another(w *rowWriter, cells []cell, start, end int, final bool) (begins, wait bool) {
	if n := max(0, min(w.at[fieldTime], len(cells)-1)); isDigit(at(w.raw, cells[n].start)) {
		return false, false
	}
	line := w.raw[start:end]
	if o.tried >= mostNext || !namesColumns(line) {
		return false, false
	}
	rows, all := firstLines(w.raw[start:], nextRows)
	if !all && !final {
		return false, true
	}
	o.tried++
	t := FindTable(rows)
	return t != nil && t.skips(bytes.TrimPrefix(line, []byte(byteOrderMark))), false
}

// firstLines gives so many lines, as far as a table is recognised from them; all says that they are there.
func firstLines(text []byte, n int) (lines []byte, all bool) {
	if all = len(text) > tableBytes; all {
		text = text[:tableBytes]
	}
	end := 0
	for range n {
		i := bytes.IndexByte(text[end:], '\n')
		if i < 0 {
			return text, all
		}
		end += i + 1
	}
	return text[:end], true
}

// skips says whether a line is the table's header, or stands before that.
func (t *Table) skips(line []byte) bool {
	line = bytes.TrimRight(line, "\r\n")
	for _, s := range t.skip {
		if bytes.Equal(s, line) {
			return true
		}
	}
	return false
}

// here notes that the table ends before a line.
func (o *oddLines) here(w *rowWriter, start int) {
	o.n, o.at, o.text, o.segments, o.group = 1, start, len(w.text), len(w.from), w.group
}
