package desktop

import (
	"strings"
	"unicode/utf16"
)

// The words that Windows' file dialogs (comdlg32) are spoken to in. They are here, and not beside the calls, so
// that they are tested on every system.

// comdlgFilter writes filters as a row of names and patterns, each ended by a zero, and one more at the end.
func comdlgFilter(filters []filter) []uint16 {
	var b strings.Builder
	for _, f := range filters {
		patterns := "*.*"
		if len(f.endings) > 0 {
			patterns = "*" + strings.Join(f.endings, ";*")
		}
		b.WriteString(f.name + "\x00" + patterns + "\x00")
	}
	b.WriteByte(0)
	return utf16.Encode([]rune(b.String()))
}

// comdlgPaths reads what the user chose: one path, or a folder and the names in it.
func comdlgPaths(buffer []uint16) []string {
	var parts []string
	for len(buffer) > 0 && buffer[0] != 0 {
		n := 0
		for n < len(buffer) && buffer[n] != 0 {
			n++
		}
		parts = append(parts, string(utf16.Decode(buffer[:n])))
		buffer = buffer[min(n+1, len(buffer)):]
	}
	if len(parts) < 2 {
		return parts
	}
	folder := strings.TrimSuffix(parts[0], `\`)
	for i := range parts[1:] {
		parts[i+1] = folder + `\` + parts[i+1]
	}
	return parts[1:]
}
