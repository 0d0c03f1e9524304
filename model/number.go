package model

import (
	"strings"
	"unicode"
)

// NumberForm says how the text of a value writes its number.
type NumberForm uint8

// The forms that meters are seen to write. Where a text is unusual in more than one way the form is the
// stranger one: white space around a decimal comma is NumberComma.
const (
	NumberNone      NumberForm = iota // no number in any form
	NumberPlain                       // what [ParseDecimal] reads
	NumberEmpty                       // nothing, or only white space
	NumberSpaced                      // plain, with white space around
	NumberComma                       // a decimal comma: 12,5
	NumberThousands                   // marks between thousands: 1,234.5
	NumberAmbiguous                   // 1,234: a decimal comma or a thousands mark; not read
	NumberExponent                    // 1.2e3
	NumberPlus                        // +12
	NumberBarePoint                   // .5 or 5.
	NumberNaN                         // NaN; not read
	NumberInfinite                    // Infinity, -inf; not read
	NumberHex                         // 0x1F; not read
)

// ReadNumber reads the text of a value as leniently as is safe, and says in which form it was written. ok
// says that v is the number; where the text could mean two numbers, or none, it is false.
func ReadNumber(text string) (v Decimal, form NumberForm, ok bool) {
	if d, err := ParseDecimal(text); err == nil {
		return d, NumberPlain, true
	}
	s := strings.TrimFunc(text, unicode.IsSpace)
	if s == "" {
		return Decimal{}, NumberEmpty, false
	}
	if len(s) > 2*MaxDigits {
		return Decimal{}, NumberNone, false
	}
	if s != text {
		if d, err := ParseDecimal(s); err == nil {
			return d, NumberSpaced, true
		}
	}
	return readUnusual(s)
}

// readUnusual reads a trimmed text that is no plain decimal number.
func readUnusual(s string) (Decimal, NumberForm, bool) {
	sign, body := "", s
	plus := false
	switch s[0] {
	case '-':
		sign, body = "-", s[1:]
	case '+':
		plus, body = true, s[1:]
	}
	if body == "" {
		return Decimal{}, NumberNone, false
	}
	if form := notFinite(body); form != NumberNone {
		return Decimal{}, form, false
	}
	if d, form, ok := readExponent(sign, body); form != NumberNone {
		return d, form, ok
	}
	if d, form, ok := readMarks(sign, body); form != NumberNone {
		return d, form, ok
	}
	if d, ok := readBarePoint(sign, body); ok {
		return d, NumberBarePoint, true
	}
	if plus {
		if d, err := ParseDecimal(body); err == nil && body[0] != '-' {
			return d, NumberPlus, true
		}
	}
	return Decimal{}, NumberNone, false
}

// notFinite recognises NaN, the infinities and hexadecimal digits.
func notFinite(s string) NumberForm {
	switch lower := strings.ToLower(s); {
	case lower == "nan":
		return NumberNaN
	case lower == "inf", lower == "infinity":
		return NumberInfinite
	case len(lower) > 2 && strings.HasPrefix(lower, "0x") && strings.Trim(lower[2:], "0123456789abcdef") == "":
		return NumberHex
	}
	return NumberNone
}

// readExponent reads digits with an exponent. An exponent beyond MaxDigits is no meter's: it is not read.
func readExponent(sign, body string) (Decimal, NumberForm, bool) {
	at := strings.IndexAny(body, "eE")
	if at <= 0 {
		return Decimal{}, NumberNone, false
	}
	mantissa, exp := body[:at], body[at+1:]
	d, err := ParseDecimal(sign + mantissa)
	if err != nil || mantissa[0] == '-' {
		var ok bool
		if d, ok = readBarePoint(sign, mantissa); !ok {
			return Decimal{}, NumberNone, false
		}
	}
	negative := strings.HasPrefix(exp, "-")
	if negative || strings.HasPrefix(exp, "+") {
		exp = exp[1:]
	}
	if !allDigits(exp) {
		return Decimal{}, NumberNone, false
	}
	n := 0
	for i := range len(exp) {
		if n = n*10 + int(exp[i]-'0'); n > MaxDigits {
			return Decimal{}, NumberExponent, false
		}
	}
	if negative {
		n = -n
	}
	return d.Shift(n), NumberExponent, true
}

// readBarePoint reads .5 and 5. as 0.5 and 5.
func readBarePoint(sign, body string) (Decimal, bool) {
	whole, frac, found := strings.Cut(body, ".")
	if !found || (whole == "") == (frac == "") || !allDigits(whole+frac) {
		return Decimal{}, false
	}
	if frac == "" {
		d, err := ParseDecimal(sign + whole)
		return d, err == nil
	}
	d, err := ParseDecimal(sign + "0." + frac)
	return d, err == nil
}

// readMarks reads a decimal comma and marks between thousands. "1,234" could be either and is not read;
// "0,234", "1234,567" and "1,234,567" can't.
func readMarks(sign, body string) (Decimal, NumberForm, bool) {
	whole, frac, decimal := splitDecimal(body)
	groups, mark := splitGroups(whole)
	if len(groups) == 0 || (decimal != 0 && (!allDigits(frac) || mark == decimal)) {
		return Decimal{}, NumberNone, false
	}
	form := NumberComma
	switch {
	case len(groups) > 1:
		form = NumberThousands
	case decimal != ',':
		return Decimal{}, NumberNone, false
	case len(frac) == 3 && len(whole) <= 3 && whole[0] != '0':
		return Decimal{}, NumberAmbiguous, false
	}
	text := sign + strings.Join(groups, "")
	if decimal != 0 {
		text += "." + frac
	}
	d, err := ParseDecimal(text)
	return d, form, err == nil
}

// splitDecimal cuts at the point or comma that can only be the decimal one: the last, if its kind stands
// there once.
func splitDecimal(s string) (whole, frac string, decimal rune) {
	at := strings.LastIndexAny(s, ".,")
	if at <= 0 || strings.Count(s, s[at:at+1]) > 1 {
		return s, "", 0
	}
	return s[:at], s[at+1:], rune(s[at])
}

// splitGroups cuts a whole number at its thousands marks. It gives nothing where the groups are not of
// three digits or the marks not of one kind.
func splitGroups(s string) (groups []string, mark rune) {
	isMark := func(r rune) bool {
		switch r {
		case ',', '.', '\'', '’', ' ', '\u00a0', '\u202f':
			return true
		}
		return false
	}
	for _, r := range s {
		if !isMark(r) {
			continue
		}
		if mark != 0 && r != mark {
			return nil, 0
		}
		mark = r
	}
	groups = []string{s}
	if mark != 0 {
		groups = strings.Split(s, string(mark))
	}
	for i, g := range groups {
		if !allDigits(g) || i > 0 && len(g) != 3 || i == 0 && len(groups) > 1 && (len(g) > 3 || g[0] == '0') {
			return nil, 0
		}
	}
	return groups, mark
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
