package lang

import (
	"strconv"
	"strings"

	"meterscope/model"
)

// Dash stands where a value is unknown: a gap is never a zero.
const Dash = "–"

// Count writes a whole number with a mark between thousands: "1,204".
func (t *Texts) Count(n int64) string {
	return strings.Replace(t.Grouped(strconv.FormatInt(n, 10)), "-", "−", 1)
}

// Number writes the digits of a number, "12.5", with the decimal mark that is the manner's or the language's, and a real
// minus.
func (t *Texts) Number(digits string) string {
	return strings.Replace(strings.Replace(digits, "-", "−", 1), ".", t.marks().Decimal, 1)
}

// Fixed writes a decimal with exactly so many digits after the point.
func (t *Texts) Fixed(d model.Decimal, digits int) string {
	return t.Number(d.Round(digits).Add(model.NewDecimal(0, digits)).String())
}

// Plain writes a decimal with the digits that it has.
func (t *Texts) Plain(d model.Decimal) string { return t.Exact(d.Plain()) }

// Exact writes the digits of a number as they are, but for the decimal mark.
func (t *Texts) Exact(digits string) string {
	if t == nil {
		return digits
	}
	return t.Number(digits)
}

// Bytes writes a size: "204 kB", "2.1 GB".
func (t *Texts) Bytes(n int64) string {
	const thousand = 1000
	if n < thousand {
		return strconv.FormatInt(n, 10) + " B"
	}
	v, units := float64(n), "kMGTPE"
	i := -1
	for v >= thousand && i < len(units)-1 {
		v /= thousand
		i++
	}
	digits := 0
	if v < 10 && i > 0 {
		digits = 1
	}
	return t.Number(strconv.FormatFloat(v, 'f', digits, 64)) + " " + units[i:i+1] + "B"
}
