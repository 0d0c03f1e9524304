package format

import "strings"

// fewestLines is the least share of a column's cells that must hold a frame for the others to be lines of a log, too.
const fewestLines = .005

// longestName is how long the name of a column may be.
const longestName = 48

// findLines finds the column whose cells are lines of a log, as what collects logs exports them: some hold a frame, with
// words before it. A table without names is none of those: it is text.
func (c *columns) findLines(t *Table) {
	if nameless(c.header) || len(c.rows) == 0 {
		return
	}
	for n, h := range c.header {
		if len(h) > longestName || holdsFrame(h) || h != "" && h == c.rows[0][n] { // a line like those below it
			return
		}
	}
	if n := c.find(holdsFrame, fewestLines); n >= 0 {
		t.messages = append(t.messages, n)
	}
}

// holdsFrame says whether a frame begins somewhere in a cell.
func holdsFrame(v string) bool {
	for i := 0; ; i++ {
		n := strings.IndexByte(v[i:], '[')
		if n < 0 {
			return false
		}
		i += n
		rest := v[i:min(len(v), i+64)]
		if isMessage(rest) || isMessage(strings.ReplaceAll(rest, `\"`, `"`)) {
			return true
		}
	}
}
