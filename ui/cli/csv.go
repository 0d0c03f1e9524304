package cli

import (
	"bufio"
	"strings"

	"meterscope/ui/present"
)

// csvWriter writes comma-separated values (RFC 4180) whose cells no spreadsheet takes for a formula. Unlike
// encoding/csv with CRLF it keeps line ends inside a cell as they are.
type csvWriter struct {
	out *bufio.Writer
	buf []byte
	err error
}

func newCSV(out *bufio.Writer) *csvWriter { return &csvWriter{out: out} }

// row writes a row, and gives the first error of all rows.
func (c *csvWriter) row(cells ...string) error {
	c.buf = c.buf[:0]
	for i, s := range cells {
		if i > 0 {
			c.buf = append(c.buf, ',')
		}
		c.cell(strings.ToValidUTF8(defuse(s), "\ufffd"))
	}
	c.buf = append(c.buf, '\r', '\n')
	if c.err == nil {
		_, c.err = c.out.Write(c.buf)
	}
	return c.err
}

func (c *csvWriter) cell(s string) {
	if !strings.ContainsAny(s, ",\"\r\n") {
		c.buf = append(c.buf, s...)
		return
	}
	c.buf = append(c.buf, '"')
	for i := range len(s) {
		if s[i] == '"' {
			c.buf = append(c.buf, '"')
		}
		c.buf = append(c.buf, s[i])
	}
	c.buf = append(c.buf, '"')
}

// defuse puts a quote before a text that a spreadsheet would run, as [present.Defuse] does. A line break at its
// beginning stays as it is: in CSV it stands within the cell's own quotes.
func defuse(s string) string {
	if strings.HasPrefix(s, "\n") {
		return s
	}
	return present.Defuse(s)
}
