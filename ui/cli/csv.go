package cli

import (
	"bufio"
	"strings"

	"meterscope/model"
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

// defuse puts a quote before a text that a spreadsheet would run: one that begins with =, +, @, a tab, a
// carriage return, or with a minus that doesn't begin a number.
func defuse(s string) string {
	if s == "" {
		return s
	}
	switch s[0] {
	case '=', '+', '@', '\t', '\r':
		return "'" + s
	case '-':
		if !isNumber(s) {
			return "'" + s
		}
	}
	return s
}

// isNumber says whether s is a decimal number, with or without an exponent.
func isNumber(s string) bool {
	mantissa := s
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		exponent := s[i+1:]
		if exponent != "" && (exponent[0] == '+' || exponent[0] == '-') {
			exponent = exponent[1:]
		}
		if exponent == "" || strings.Trim(exponent, "0123456789") != "" {
			return false
		}
		mantissa = s[:i]
	}
	_, err := model.ParseDecimal(mantissa)
	return err == nil
}
