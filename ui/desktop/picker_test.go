package desktop

import (
	"slices"
	"testing"
	"unicode/utf16"
)

func TestWindowsDialogIsSpokenToInItsWords(t *testing.T) {
	got := string(utf16.Decode(comdlgFilter([]filter{{"Logs", []string{".log", ".txt"}}, {name: "All"}})))
	if want := "Logs\x00*.log;*.txt\x00All\x00*.*\x00\x00"; got != want {
		t.Errorf("filter %q, want %q", got, want)
	}
	for text, want := range map[string][]string{
		"":                                       nil,
		"\x00\x00":                               nil,
		"C:\\logs\\Tag ä.log\x00\x00rest":        {`C:\logs\Tag ä.log`},
		"C:\\logs\x00a.log\x00b.log\x00\x00rest": {`C:\logs\a.log`, `C:\logs\b.log`},
		"C:\\\x00a.log\x00b.log\x00\x00":         {`C:\a.log`, `C:\b.log`},
		"C:\\unended":                            {`C:\unended`},
	} {
		if got := comdlgPaths(utf16.Encode([]rune(text))); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
