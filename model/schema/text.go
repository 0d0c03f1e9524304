package schema

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unicode/utf16"
	"unicode/utf8"
)

// flaw is what is wrong with a string that is JSON all the same.
type flaw uint8

const (
	flawless flaw = iota
	invalidUTF8
	loneSurrogate
)

const (
	everyByte = 0x0101010101010101
	highBits  = 0x80 * everyByte
)

// special marks the lowest byte of eight that a string can't simply go on over: a quote, a backslash, a
// control character, or one beyond ASCII. (Higher bytes may be marked wrongly.)
func special(w uint64) uint64 {
	quote, backslash := w^'"'*everyByte, w^'\\'*everyByte
	return ((quote-everyByte)&^quote | (backslash-everyByte)&^backslash | (w-0x20*everyByte)&^w | w) & highBits
}

// readString reads a string from its quote to its quote. s is its content without escapes, U+FFFD in the
// place of what is no character; it is good until the next string is read.
func (d *Decoder) readString() (s []byte, f flaw, ok bool) {
	t, i := d.text, d.pos+1
	for i+8 <= len(t) {
		if m := special(binary.LittleEndian.Uint64(t[i:])); m != 0 {
			i += bits.TrailingZeros64(m) >> 3
			if t[i] == '"' {
				s = t[d.pos+1 : i]
				d.pos = i + 1
				return s, flawless, true
			}
			break
		}
		i += 8
	}
	return d.readOddString(i)
}

// readOddString goes on from i with a string that has escapes, or other than ASCII, or stands near the end.
func (d *Decoder) readOddString(i int) (s []byte, f flaw, ok bool) {
	end, odd, want := stringEnd(d.text, i)
	if want != "" {
		return nil, flawless, d.fail(end, want)
	}
	s = d.text[d.pos+1 : end]
	d.pos = end + 1
	if odd && !isPlain(s) {
		d.scratch, f = unescape(d.scratch[:0], s)
		s = d.scratch
	}
	return s, f, true
}

// isPlain says that the content of a string means itself.
func isPlain(s []byte) bool { return bytes.IndexByte(s, '\\') < 0 && utf8.Valid(s) }

// stringEnd finds the closing quote of a string, from t[i] within it. odd says that there are escapes or
// other than ASCII. Where the string is broken want is what was expected at t[end].
func stringEnd(t []byte, i int) (end int, odd bool, want string) {
	for {
		for i+8 <= len(t) {
			m := special(binary.LittleEndian.Uint64(t[i:]))
			if m != 0 {
				i += bits.TrailingZeros64(m) >> 3
				break
			}
			i += 8
		}
		if i >= len(t) {
			return len(t), odd, "the rest of a string"
		}
		switch c := t[i]; {
		case c == '"':
			return i, odd, ""
		case c == '\\':
			odd = true
			if i, want = escapeEnd(t, i); want != "" {
				return i, odd, want
			}
		case c < 0x20:
			return i, odd, "no control character in a string"
		default:
			odd = odd || c >= utf8.RuneSelf
			i++
		}
	}
}

// escapeEnd is behind the escape whose backslash stands at t[i].
func escapeEnd(t []byte, i int) (end int, want string) {
	if i+1 >= len(t) {
		return len(t), "the rest of an escape"
	}
	switch t[i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 2, ""
	case 'u':
		for k := i + 2; k < i+6; k++ {
			if k >= len(t) {
				return len(t), "the rest of an escape"
			}
			if hexDigit(t[k]) < 0 {
				return k, "a hexadecimal digit"
			}
		}
		return i + 6, ""
	}
	return i + 1, `one of "\/bfnrtu after a backslash`
}

func hexDigit(c byte) rune {
	switch {
	case c-'0' <= 9:
		return rune(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return rune(c|0x20-'a') + 10
	}
	return -1
}

// unescape appends what the content of a string means.
func unescape(dst, s []byte) ([]byte, flaw) {
	var f flaw
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '\\' && i+1 < len(s):
			var r rune
			r, i = escaped(s, i)
			if r < 0 {
				r, f = utf8.RuneError, loneSurrogate
			}
			dst = utf8.AppendRune(dst, r)
		case c < utf8.RuneSelf:
			dst = append(dst, c)
			i++
		default:
			r, size := utf8.DecodeRune(s[i:])
			if r == utf8.RuneError && size == 1 {
				f = invalidUTF8
			}
			dst = utf8.AppendRune(dst, r)
			i += size
		}
	}
	return dst, f
}

// escaped reads the escape at s[i]. A surrogate without its other half is −1.
func escaped(s []byte, i int) (r rune, end int) {
	switch s[i+1] {
	case 'b':
		return '\b', i + 2
	case 'f':
		return '\f', i + 2
	case 'n':
		return '\n', i + 2
	case 'r':
		return '\r', i + 2
	case 't':
		return '\t', i + 2
	case 'u':
		r, end = unit(s, i), min(i+6, len(s))
		if !utf16.IsSurrogate(r) {
			return r, end
		}
		if pair := utf16.DecodeRune(r, unit(s, end)); pair != utf8.RuneError {
			return pair, end + 6
		}
		return -1, end
	}
	return rune(s[i+1]), i + 2
}

// unit is the UTF-16 code unit of the \uXXXX at s[i]; −1 if there is none.
func unit(s []byte, i int) rune {
	if i+6 > len(s) || s[i] != '\\' || s[i+1] != 'u' {
		return -1
	}
	var r rune
	for _, c := range s[i+2 : i+6] {
		r = r<<4 | hexDigit(c)
	}
	return r
}

// codePoints counts the code points of a string.
func codePoints(s []byte) int { return utf8.RuneCount(s) }

// maxGot is how many characters of the text are quoted.
const maxGot = 80

// cut gives at most the first 80 characters.
func cut(s []byte) []byte {
	if len(s) <= maxGot {
		return s
	}
	i := 0
	for n := 0; n < maxGot && i < len(s); n++ {
		_, size := utf8.DecodeRune(s[i:])
		i += size
	}
	return s[:i]
}

// readNumber reads a number and says whether it is an integer.
func (d *Decoder) readNumber() (k kind, ok bool) {
	end, k, want := numberEnd(d.text, d.pos)
	if want != "" {
		return 0, d.fail(end, want)
	}
	d.pos = end
	return k, true
}

// numberEnd finds the end of the number that begins at t[i]. Where it is broken want is what was expected at
// t[end].
func numberEnd(t []byte, i int) (end int, k kind, want string) {
	const digit = "a digit"
	if t[i] == '-' {
		i++
	}
	switch {
	case i >= len(t) || t[i]-'0' > 9:
		return i, 0, digit
	case t[i] == '0':
		i++
	default:
		i = digitsEnd(t, i)
	}
	k = kindInteger
	if i < len(t) && t[i] == '.' {
		k = kindFraction
		from := i + 1
		if i = digitsEnd(t, from); i == from {
			return i, 0, digit
		}
	}
	if i < len(t) && t[i]|0x20 == 'e' {
		k = kindFraction
		i++
		if i < len(t) && (t[i] == '+' || t[i] == '-') {
			i++
		}
		from := i
		if i = digitsEnd(t, from); i == from {
			return i, 0, digit
		}
	}
	return i, k, ""
}

func digitsEnd(t []byte, i int) int {
	for i < len(t) && t[i]-'0' <= 9 {
		i++
	}
	return i
}
