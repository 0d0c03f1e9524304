package cli

import (
	"bufio"
	"strings"
	"unicode/utf8"

	"meterscope/ui/present"
)

// column is one column of a table for people.
type column struct {
	title string
	right bool // numbers
}

// cell is a text and how it is painted.
type cell struct{ text, code string }

// table writes aligned rows as they come. It looks at the first rows to find the widths, so a list of any
// length needs no more memory than those.
type table struct {
	out    *bufio.Writer
	style  style
	cols   []column
	widths []int
	held   [][]cell
	open   bool // the widths are fixed and the header is written
}

// rowsForWidth is how many rows a table looks at.
const rowsForWidth = 400

// newTable begins a table. The titles of its columns are texts.
func newTable(e *env, cols ...column) *table {
	t := &table{out: e.out, style: e.style, cols: cols, widths: make([]int, len(cols))}
	for i := range cols {
		cols[i].title = e.t.Text(cols[i].title)
		t.widths[i] = utf8.RuneCountInString(t.cols[i].title)
	}
	return t
}

// row adds a row; a string is a cell without colour.
func (t *table) row(cells ...cell) {
	for i := range cells {
		cells[i].text = present.PlainText(cells[i].text)
	}
	if t.open {
		t.write(cells)
		return
	}
	for i, c := range cells {
		t.widths[i] = max(t.widths[i], utf8.RuneCountInString(c.text))
	}
	t.held = append(t.held, cells)
	if len(t.held) == rowsForWidth {
		t.end()
	}
}

// end writes what is held back. More rows may follow.
func (t *table) end() {
	if !t.open {
		head := make([]cell, len(t.cols))
		for i, c := range t.cols {
			head[i] = cell{c.title, escDim}
		}
		t.write(head)
		t.open = true
	}
	for _, r := range t.held {
		t.write(r)
	}
	t.held = nil
}

func (t *table) write(cells []cell) {
	var b strings.Builder
	blank := 0 // so that no line ends in spaces
	space := func(n int) { blank += n }
	for i, c := range cells {
		if i > 0 {
			space(2)
		}
		pad := max(0, t.widths[i]-utf8.RuneCountInString(c.text))
		if t.cols[i].right {
			space(pad)
		}
		if c.text != "" {
			b.WriteString(strings.Repeat(" ", blank))
			blank = 0
			b.WriteString(t.style.paint(c.code, c.text))
		}
		if !t.cols[i].right {
			space(pad)
		}
	}
	b.WriteByte('\n')
	// The buffer keeps the first error for Flush, where it is looked at.
	_, _ = t.out.WriteString(b.String())
}
