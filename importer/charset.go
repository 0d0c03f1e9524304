package importer

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"meterscope/model"
)

// charset is how a source writes characters.
type charset uint8

const (
	utf8Text charset = iota // or ASCII, or anything else: what is no UTF-8 is found out where it matters
	utf16LE
	utf16BE
	windows1252 // or Latin-1, of which it is a superset; with UTF-8 among it
)

// charsetOf finds out the encoding of a source from its beginning: by a byte order mark, or by the zeros
// that UTF-16 has for every other byte of what is mostly ASCII; or by letters that are no UTF-8.
func charsetOf(whole []byte) charset {
	const enough = 4096
	head := whole[:min(len(whole), enough)]
	if len(head) < 4 {
		return utf8Text
	}
	switch {
	case head[0] == 0xff && head[1] == 0xfe:
		return utf16LE
	case head[0] == 0xfe && head[1] == 0xff:
		return utf16BE
	}
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	half := len(head) / 2
	switch {
	case zeros[1] > half*3/4 && zeros[0] <= half/16:
		return utf16LE
	case zeros[0] > half*3/4 && zeros[1] <= half/16:
		return utf16BE
	}
	if isWindows1252(whole) {
		return windows1252
	}
	return utf8Text
}

// decode gives the text of raw, and where each byte of it comes from. What is half a character at the end is
// left out: whole says where it begins.
func (e charset) decode(raw []byte) (_ []byte, _ model.Segments, whole int) {
	if e == windows1252 {
		return decodeWindows1252(raw)
	}
	var order binary.ByteOrder = binary.LittleEndian
	if e == utf16BE {
		order = binary.BigEndian
	}
	text := make([]byte, 0, len(raw)/2+len(raw)/16)
	var segments model.Segments
	narrow := false // the last segment runs in steps of two
	i := 0
	for i+1 < len(raw) {
		c, size := rune(order.Uint16(raw[i:])), 2
		if c < utf8.RuneSelf {
			if !narrow {
				segments = append(segments, model.Segment{Text: len(text), Source: int64(i), Step: 2})
			}
			narrow = true
			text = append(text, byte(c))
			i += size
			continue
		}
		if utf16.IsSurrogate(c) {
			if i+3 >= len(raw) {
				break
			}
			if c = utf16.DecodeRune(c, rune(order.Uint16(raw[i+2:]))); c != utf8.RuneError {
				size = 4
			}
		}
		narrow = false
		// All bytes of a character come from where it begins.
		segments = append(segments, model.Segment{Text: len(text), Source: int64(i), Step: model.StepNone})
		text = utf8.AppendRune(text, c)
		i += size
	}
	return text, segments, i
}

// String names the encoding as a source does; "" for UTF-8.
func (e charset) String() string {
	switch e {
	case utf16LE:
		return "utf-16le"
	case utf16BE:
		return "utf-16be"
	case windows1252:
		return "windows-1252"
	}
	return ""
}

// charsets are encodings that a source has.
type charsets uint8

// with adds one.
func (c charsets) with(e charset) charsets { return c | 1<<e }

// String names those that aren't UTF-8.
func (c charsets) String() string {
	var names []string
	for e := range windows1252 + 1 {
		if name := e.String(); name != "" && c&(1<<e) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}
