package importer

import (
	"bytes"
	"fmt"
	"strings"
)

// A log is written on by other programs than began it: what one appends may be UTF-16 behind ASCII, or the other way
// round. So many characters must be written so before it is believed.
const (
	sureWide   = 8  // characters of UTF-16 in a row
	sureNarrow = 32 // bytes of ASCII in a row, where UTF-16 has a zero in each character of ASCII
)

// stretch gives how much of raw, which begins in this encoding, is written in it, and what follows. Where nothing else
// follows, undecided is how much at the end may be the beginning of something else.
func (e charset) stretch(raw []byte) (n int, follows charset, undecided int) {
	if e == utf16LE || e == utf16BE {
		return e.wideStretch(raw)
	}
	for i := 0; i < len(raw); {
		zero := bytes.IndexByte(raw[i:], 0)
		if zero < 0 {
			break
		}
		i += zero
		switch {
		case i > 0 && isASCIIText(raw[i-1]):
			pairs, whole := wideRun(raw[i-1:], 0)
			if pairs >= sureWide {
				return beforeMark(raw, i-1, 0xff, 0xfe), utf16LE, 0
			}
			if !whole {
				return len(raw), e, len(raw) - beforeMark(raw, i-1, 0xff, 0xfe)
			}
		case i+1 < len(raw) && isASCIIText(raw[i+1]):
			pairs, whole := wideRun(raw[i:], 1)
			if pairs >= sureWide {
				return beforeMark(raw, i, 0xfe, 0xff), utf16BE, 0
			}
			if !whole {
				return len(raw), e, len(raw) - beforeMark(raw, i, 0xfe, 0xff)
			}
		}
		for i++; i < len(raw) && raw[i] == 0; i++ { // a stretch of a file that was never written
		}
	}
	return len(raw), e, 0
}

// wideRun counts the characters of ASCII at the beginning of b that are written in UTF-16, with the letter at this place
// of both bytes. whole says that what follows is none; else b ends there.
func wideRun(b []byte, letter int) (pairs int, whole bool) {
	for ; 2*pairs+1 < len(b); pairs++ {
		if pairs >= sureWide || !isASCIIText(b[2*pairs+letter]) || b[2*pairs+1-letter] != 0 {
			return pairs, true
		}
	}
	return pairs, false
}

// beforeMark gives where text that begins at b[i] begins with the mark that stands before it.
func beforeMark(b []byte, i int, first, second byte) int {
	if i > 1 && b[i-2] == first && b[i-1] == second {
		return i - 2
	}
	return i
}

// wideStretch is stretch for UTF-16.
func (e charset) wideStretch(raw []byte) (n int, follows charset, undecided int) {
	run := 0 // bytes of ASCII in a row
	for i, c := range raw {
		if !isASCIIText(c) {
			run = 0
			continue
		}
		if run++; run < sureNarrow {
			continue
		}
		begin := i + 1 - run
		if e == utf16BE && begin > 0 && raw[begin-1] == 0 { // the last character's own letter
			begin++
		}
		return begin + begin%2, utf8Text, 0
	}
	if run > 2 {
		return len(raw), e, run - run%2
	}
	return len(raw), e, 0
}

// isASCIIText says whether a byte is one that text in ASCII has.
func isASCIIText(c byte) bool { return c < 0x7f && isText(c) }

// Charsets lists the encodings that a user can choose, as [Options] has them.
func Charsets() []string { return []string{"utf-8", "utf-16le", "utf-16be", "windows-1252"} }

// charsetNamed finds an encoding by its name. Latin-1 is read as Windows-1252, which has all its letters.
func charsetNamed(name string) (charset, error) {
	switch low := strings.ToLower(name); low {
	case "utf-8", "utf8", "ascii":
		return utf8Text, nil
	case "latin-1", "latin1", "iso-8859-1", "iso-8859-15", "cp1252":
		return windows1252, nil
	default:
		for e := range windows1252 + 1 {
			if low != "" && e.String() == low {
				return e, nil
			}
		}
	}
	return utf8Text, fmt.Errorf("there is no character set %q: there are %s", name, strings.Join(Charsets(), ", "))
}

// SameCharset says whether two names of a character set mean the same one; "" is UTF-8.
func SameCharset(a, b string) bool {
	named := func(s string) (charset, error) {
		if s == "" {
			return utf8Text, nil
		}
		return charsetNamed(s)
	}
	x, errA := named(a)
	y, errB := named(b)
	return errA == nil && errB == nil && x == y
}
