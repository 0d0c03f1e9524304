package importer

import (
	"encoding/binary"
	"strings"
	"testing"
)

func TestStretchesOfAnotherEncodingAreFound(t *testing.T) {
	text := "2025-03-01 10:00:00 received from CP1: " + meterFrame("1", "5") + "\n"
	le, be := string(wide(text, binary.LittleEndian)), string(wide(text, binary.BigEndian))
	zeros := strings.Repeat("\x00", 5000)
	chinese := string(wide(strings.Repeat("中文充电桩日志，没有任何问题。", 40), binary.LittleEndian))
	for _, c := range []struct {
		name    string
		in      charset
		raw     string
		n       int
		follows charset
	}{
		{"ASCII alone", utf8Text, text, len(text), utf8Text},
		{"UTF-16 behind ASCII", utf8Text, text + le, len(text), utf16LE},
		{"with its mark", utf8Text, text + "\xff\xfe" + le, len(text), utf16LE},
		{"big endian with its mark", utf8Text, text + "\xfe\xff" + be, len(text), utf16BE},
		{"zeros that were never written", utf8Text, text + zeros + text, 2*len(text) + len(zeros), utf8Text},
		{"a zero here and there", utf8Text, text + "a\x00b\x00c\x00" + text, 2*len(text) + 6, utf8Text},
		{"UTF-16 alone", utf16LE, le, len(le), utf16LE},
		{"ASCII behind UTF-16", utf16LE, le + text, len(le), utf8Text},
		{"ASCII behind big endian", utf16BE, be + text, len(be), utf8Text},
		{"Chinese", utf16LE, chinese, len(chinese), utf16LE},
	} {
		n, follows, undecided := c.in.stretch([]byte(c.raw))
		if n != c.n || follows != c.follows || undecided > 2*sureNarrow {
			t.Errorf("%s: %d bytes, then %d (%d undecided); want %d, then %d", c.name, n, follows, undecided, c.n, c.follows)
		}
	}
}
