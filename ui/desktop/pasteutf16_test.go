package desktop

import (
	"testing"
	"unicode/utf16"
)

func TestTextOfTheClipboardOfWindowsIsRead(t *testing.T) {
	for _, want := range []string{"", "a line", "Säule ⚡ 🔌", "[2,\"1\"]\r\n"} {
		units := append(utf16.Encode([]rune(want)), 0, 'x')
		if got := fromUTF16(units); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := fromUTF16([]uint16{'a', 0xd83d, 'b', 0xd83d}); got != "a\ufffdb\ufffd" {
		t.Errorf("halves of pairs make %q", got)
	}
}
