package desktop

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// fromUTF16 makes UTF-8 of a text that ends with a zero, or with its room: so Windows has it in its clipboard. It is here,
// and not beside the calls, so that it is tested on every system.
func fromUTF16(units []uint16) string {
	var b strings.Builder
	b.Grow(len(units))
	for i := 0; i < len(units) && units[i] != 0; i++ {
		r := rune(units[i])
		if utf16.IsSurrogate(r) {
			r = utf8.RuneError
			if i+1 < len(units) {
				if pair := utf16.DecodeRune(rune(units[i]), rune(units[i+1])); pair != utf8.RuneError {
					r = pair
					i++
				}
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}
