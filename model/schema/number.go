package schema

import "bytes"

// number is a JSON number in a form that has only one spelling for each value: 0.d₁d₂d₃… × 10^exp, without
// zeros before or after the digits; no digits for zero.
type number struct {
	negative bool
	digits   []byte
	exp      int64
}

// maxExponent bounds exponents: beyond it they are all alike.
const maxExponent = 1 << 40

// parseNumber takes apart a text that is a JSON number.
func parseNumber(text []byte) number {
	var n number
	if len(text) > 0 && text[0] == '-' {
		n.negative, text = true, text[1:]
	}
	if e := bytes.IndexAny(text, "eE"); e >= 0 {
		n.exp = parseExponent(text[e+1:])
		text = text[:e]
	}
	whole, frac, _ := bytes.Cut(text, []byte{'.'})
	n.exp += int64(len(whole))
	n.digits = append(append(make([]byte, 0, len(whole)+len(frac)), whole...), frac...)
	for len(n.digits) > 0 && n.digits[0] == '0' {
		n.digits = n.digits[1:]
		n.exp--
	}
	n.digits = bytes.TrimRight(n.digits, "0")
	if len(n.digits) == 0 {
		return number{}
	}
	return n
}

func parseExponent(text []byte) int64 {
	negative := len(text) > 0 && text[0] == '-'
	var v int64
	for _, c := range text {
		if c < '0' || c > '9' {
			continue
		}
		if v < maxExponent {
			v = v*10 + int64(c-'0')
		}
	}
	if negative {
		return -v
	}
	return v
}

func (n number) sign() int {
	switch {
	case len(n.digits) == 0:
		return 0
	case n.negative:
		return -1
	}
	return 1
}

// compare orders by value: −1, 0 or 1. It is exact.
func (n number) compare(m number) int {
	s := n.sign()
	if t := m.sign(); s != t {
		if s < t {
			return -1
		}
		return 1
	}
	switch {
	case s == 0:
		return 0
	case n.exp < m.exp:
		return -s
	case n.exp > m.exp:
		return s
	}
	return s * bytes.Compare(n.digits, m.digits)
}
