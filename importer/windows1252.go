package importer

import (
	"unicode/utf8"

	"meterscope/model"
)

// isWindows1252 says whether text that isn't all UTF-8 was written in Windows-1252 or Latin-1: it has letters and
// signs of that where they stand in words, and hardly anything of UTF-8. Bytes that are no UTF-8 for another reason,
// a character cut in two, noise on a line, don't look so.
func isWindows1252(text []byte) bool {
	const most = 2 // letters for each character of UTF-8, or each byte that is neither
	letters, other := 0, 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c < utf8.RuneSelf {
			continue
		}
		if r, size := utf8.DecodeRune(text[i:]); r != utf8.RuneError || size > 1 {
			other++
			i += size - 1
			continue
		}
		if !utf8.FullRune(text[i:]) {
			break // the end of what is looked at
		}
		if likelyWindows1252(c) && (i == 0 || isText(text[i-1])) && (i+1 == len(text) || isText(text[i+1])) {
			letters++
		} else {
			other++
		}
	}
	return letters > most*other
}

// isText says whether a byte is no control character but white space.
func isText(c byte) bool {
	return c >= ' ' && c != 0x7f || c == '\t' || c == '\n' || c == '\r'
}

// likelyWindows1252 says whether a byte is one that texts have: letters but those that begin most of UTF-8's
// characters, and the signs °, µ, §, ², ³, €, – and their like.
func likelyWindows1252(c byte) bool {
	switch c {
	case 0xc2, 0xc3, 0xd7, 0xf7, 0xfe, 0xff:
		return false
	case 0x80, 0x85, 0x91, 0x92, 0x93, 0x94, 0x96, 0x97, 0xa3, 0xa7, 0xa9, 0xab, 0xb0, 0xb1, 0xb2, 0xb3, 0xb4, 0xb5, 0xb7, 0xbb, 0xbf, 0xa0, 0xa1, 0x8a, 0x8c, 0x8e, 0x9a, 0x9c, 0x9e, 0x9f:
		return true
	}
	return c >= 0xc0
}

// decodeWindows1252 gives the text of raw as UTF-8, and where each byte of it comes from. What is UTF-8 already stays
// as it is. What may be the beginning of such a character at the end is left out: whole says where it begins.
func decodeWindows1252(raw []byte) (_ []byte, _ model.Segments, whole int) {
	text := make([]byte, 0, len(raw)+len(raw)/16)
	segments := model.Segments{{}}
	i := 0
	for i < len(raw) {
		start := i
		for i < len(raw) && raw[i] < utf8.RuneSelf {
			i++
		}
		text = append(text, raw[start:i]...)
		if i == len(raw) || !utf8.FullRune(raw[i:]) {
			break
		}
		if r, size := utf8.DecodeRune(raw[i:]); r != utf8.RuneError || size > 1 {
			text = append(text, raw[i:i+size]...)
			i += size
			continue
		}
		segments = append(segments, model.Segment{Text: len(text), Source: int64(i), Step: model.StepNone})
		text = utf8.AppendRune(text, rune1252(raw[i]))
		i++
		segments = append(segments, model.Segment{Text: len(text), Source: int64(i)})
	}
	return text, segments, i
}

// rune1252 is the character of a byte from 0x80 on. Those that Windows-1252 leaves open are control characters, as in
// Latin-1.
func rune1252(c byte) rune {
	const first = 0x80
	high := [32]rune{
		'€', 0x81, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0x8d, 'Ž', 0x8f,
		0x90, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0x9d, 'ž', 'Ÿ',
	}
	if i := int(c) - first; i < len(high) {
		return high[i]
	}
	return rune(c)
}
