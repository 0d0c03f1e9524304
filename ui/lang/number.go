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
	mark := ","
	if t != nil {
		mark = "."
	}
	s := strconv.FormatInt(n, 10)
	neg := strings.HasPrefix(s, "-")
	s = strings.TrimPrefix(s, "-")
	const group = 3
	for i := len(s) - group; i > 0; i -= group {
		s = s[:i] + mark + s[i:]
	}
	if neg {
		return "−" + s
	}
	return s
}

// Number writes the digits of a number as the language has them: "12.5" with its own decimal mark, and a real
// minus.
func (t *Texts) Number(digits string) string {
	digits = strings.Replace(digits, "-", "−", 1)
	if t == nil {
		return digits
	}
	return strings.Replace(digits, ".", ",", 1)
}

// Fixed writes a decimal with exactly so many digits after the point.
func (t *Texts) Fixed(d model.Decimal, digits int) string {
	return t.Number(d.Round(digits).Add(model.NewDecimal(0, digits)).String())
}

// Plain writes a decimal with the digits that it has.
func (t *Texts) Plain(d model.Decimal) string { return t.Exact(d.Plain()) }

// Exact writes the digits of a number as they are, but for the language's decimal mark.
func (t *Texts) Exact(digits string) string {
	if t == nil {
		return digits
	}
	return t.Number(digits)
}

// Kilo writes a quantity in Wh or W as kWh or kW with three digits after the point, rounded for the screen.
func (t *Texts) Kilo(d model.Decimal) string {
	const kilo = 3
	return t.Fixed(d.Shift(-kilo), kilo)
}

// Bytes writes a size: "204 kB", "2.1 GB".
func (t *Texts) Bytes(n int64) string {
	const kilo = 1000
	if n < kilo {
		return strconv.FormatInt(n, 10) + " B"
	}
	v, units := float64(n), "kMGTPE"
	i := -1
	for v >= kilo && i < len(units)-1 {
		v /= kilo
		i++
	}
	digits := 0
	if v < 10 && i > 0 {
		digits = 1
	}
	return t.Number(strconv.FormatFloat(v, 'f', digits, 64)) + " " + units[i:i+1] + "B"
}
