package format

import (
	"bytes"
	"slices"
	"strings"

	"meterscope/model"
)

const byteOrderMark = "\xef\xbb\xbf"

// mostPreamble is how many lines may stand before a table: a title, the time of the export, "sep=;".
const mostPreamble = 12

// mostColumns is how many columns a table may have: more are something else.
const mostColumns = 1000

// grid is the beginning of a table, cut into cells.
type grid struct {
	separator byte
	columns   int
	header    []string // "" where there is none
	rows      [][]string
	skip      [][]byte // lines without samples: those before the header, and the header
	shifted   bool     // the header has more or fewer cells than the rows: what is below a name isn't its own
}

// statedSeparator reads the line with which a spreadsheet says it: "sep=;".
func statedSeparator(head []byte) (byte, bool) {
	if len(head) > 5 && bytes.EqualFold(head[:4], []byte("sep=")) && (head[5] == '\r' || head[5] == '\n') {
		return head[4], true
	}
	return 0, false
}

// gridRow is a row of a table that may be none.
type gridRow struct {
	cells      []string
	line       []byte
	unbalanced bool // a cell closes more or fewer brackets than it opens
}

// readGrid reads text as a table with this separator. It is not ok where the rows don't have the same number of
// cells, or where the separator is one of the text's own. A strict reader takes one damaged row, or one among
// twenty; one that was told that there is a table, four in ten.
func readGrid(head []byte, separator byte, strict bool) (grid, bool) {
	rows, columns := gridRows(head, separator)
	if columns < 2 || columns > mostColumns {
		return grid{}, false
	}
	g := grid{separator: separator, columns: columns, header: make([]string, columns)}
	first := 0
	for first < len(rows) && first < mostPreamble && (len(rows[first].cells) != columns || isTitle(rows[first].cells)) {
		if line := rows[first].line; holdsFrame(string(line)) || hasLooseMessage(line) { // another log stands before the table
			return grid{}, false
		}
		g.skip = append(g.skip, rows[first].line)
		first++
	}
	before := rows
	rows = rows[first:]
	const enough = 3
	if strict && len(g.skip) > 0 && (columns < enough || len(rows) < enough) {
		return grid{}, false
	}
	var above []string // the row above the first one, where it has another number of cells
	if first > 0 {
		above = before[first-1].cells
	}
	damaged := 0
	for i, r := range rows {
		if len(r.cells) != columns {
			damaged++
			continue
		}
		if r.unbalanced {
			return grid{}, false
		}
		if i == 0 && isHeader(r.cells) {
			g.header, g.skip = r.cells, append(g.skip, r.line)
			continue
		}
		if slices.Equal(r.cells, g.header) { // exports that were put one behind the other
			continue
		}
		g.rows = append(g.rows, r.cells)
	}
	g.takeHeader(above)
	if strict {
		return g, damaged*20 <= len(rows) || damaged == 1 && len(g.rows) > enough
	}
	return g, damaged*10 <= len(rows)*4
}

// takeHeader takes a header that has more or fewer cells than the rows. It fits where those at the end are empty.
func (g *grid) takeHeader(above []string) {
	if !nameless(g.header) || len(above) < 3 || isTitle(above) || !isHeader(above) {
		return
	}
	for i := g.columns; i < len(above); i++ {
		g.shifted = g.shifted || above[i] != ""
	}
	for _, row := range g.rows {
		for i := len(above); i < g.columns; i++ {
			g.shifted = g.shifted || row[i] != ""
		}
	}
	if !g.shifted {
		copy(g.header, above)
	}
}

// gridRows cuts text into rows, and gives the number of cells that most of them have.
func gridRows(head []byte, separator byte) (rows []gridRow, columns int) {
	counts := map[int]int{}
	var buf []cell
	for i := 0; i < len(head) && len(rows) < tableRows+mostPreamble; {
		if next := nextLine(head, i); len(rows) > 0 && isRuler(head[i:next]) {
			i = next
			continue
		}
		cells, end, _ := splitRow(head, i, separator, true, buf[:0])
		buf = cells
		if len(rows) > 1 && len(cells) != columns {
			if end == len(head) && len(cells) < columns {
				break // cut off: by the look, or while it was written
			}
			if n := bytes.IndexByte(head[i:end], '\n'); n >= 0 && i+n+1 < end { // a quote too many
				cells, end, _ = splitRow(head[:i+n+1], i, separator, true, buf[:0])
			}
		}
		r := gridRow{line: bytes.TrimRight(head[i:end], "\r\n")}
		for _, c := range cells {
			v := string(c.value(head))
			if !c.quoted && (separator == ',' || !isMessage(v)) && !isBalanced(v) {
				r.unbalanced = true
			}
			r.cells = append(r.cells, v)
		}
		rows = append(rows, r)
		counts[len(cells)]++
		if n := counts[len(cells)]; n > counts[columns] || n == counts[columns] && len(cells) > columns {
			columns = len(cells)
		}
		i = end
	}
	return rows, columns
}

// isRuler says whether a line only parts others, as databases draw their tables, or says what separates cells: "sep=;".
func isRuler(line []byte) bool {
	line = bytes.TrimRight(line, "\r\n")
	if len(line) == len("sep=;") && bytes.EqualFold(line[:4], []byte("sep=")) {
		return true
	}
	return len(line) > 2 && len(bytes.Trim(line, "-+|=: \t")) == 0 && (bytes.Contains(line, []byte("--")) || bytes.Contains(line, []byte("==")))
}

// isTitle says whether a row has next to nothing in its cells, as a title has that a spreadsheet wrote.
func isTitle(row []string) bool {
	filled := 0
	for _, v := range row {
		if isMessage(v) {
			return false
		}
		if v != "" {
			filled++
		}
	}
	return len(row) > 3 && filled < 3
}

// isHeader says whether a row names columns: none of its cells is a message, a time or a number.
func isHeader(row []string) bool {
	named := false
	for _, v := range row {
		if isMessage(v) || isoTime(v, false) != "" || isoTime(v, true) != "" {
			return false
		}
		if _, _, ok := model.ReadNumber(v); ok {
			return false
		}
		named = named || strings.TrimSpace(v) != ""
	}
	return named
}
