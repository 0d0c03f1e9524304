package ocppj

import (
	"encoding/json"
	"strings"
	"testing"
)

// records writes the parts of a line as records of a container's log, with tail behind each.
func records(parts []string, tail string) string {
	var b strings.Builder
	for _, p := range parts {
		quoted, _ := json.Marshal(p) // strings always can be
		b.WriteString(`{"log":` + string(quoted) + tail + "\n")
	}
	return b.String()
}

// cutInto cuts a text every so many bytes.
func cutInto(text string, width int) (parts []string) {
	for len(text) > width {
		parts, text = append(parts, text[:width]), text[width:]
	}
	return append(parts, text)
}

func TestFramesThatDockerSplitArePutTogether(t *testing.T) {
	const out = `,"stream":"stdout","time":"2025-03-01T10:00:00.1Z"}`
	const err = `,"stream":"stderr","time":"2025-03-01T10:00:00.2Z"}`
	other := records([]string{"a warning [x]\n"}, err)
	pretty := strings.SplitAfter(strings.NewReplacer(`,"`, ",\n  \"", `:[`, ":\n  [").Replace(meter), "\n")
	quoted, _ := json.Marshal(meter)
	for _, width := range []int{40, 61, 80, 150} {
		parts := cutInto(prefix+meter+"\n", width+len(prefix))
		lines := strings.SplitAfter(records(parts, out), "\n")
		answered := records([]string{prefix + answer + "\n"}, out)
		for name, text := range map[string]string{
			"docker":                strings.Join(lines, ""),
			"no stream":             records(parts, `}`),
			"spaces":                strings.ReplaceAll(strings.Join(lines, ""), `{"log":`, `{"log": `),
			"stderr in between":     strings.Join(lines, other),
			"journald":              strings.ReplaceAll(strings.Join(lines, ""), `{"log":`, `{"__CURSOR":"s=1;i=2","_LINE_BREAK":"line-max","MESSAGE":`),
			"printed over lines":    records(append([]string{prefix}, pretty...), out),
			"a log of JSON objects": records(cutInto(`{"level":"info","msg":`+string(quoted)+"}\n", width), out),
		} {
			_, got := scan(t, text+answered)
			if len(got) != 2 || got[0] != "2 7 MeterValues ×1" || got[1] != "3 7 " {
				t.Errorf("%s, %d wide: %q in\n%s", name, width, got, text)
			}
		}
	}
}

// What lacks a part is cut off, and takes nothing of what follows along.
func TestSplitFrameThatLacksAPartTakesNothingAlong(t *testing.T) {
	const out = `,"stream":"stdout","time":"2025-03-01T10:00:00.1Z"}`
	lines := strings.SplitAfter(records(cutInto(meter+"\n", 64), out), "\n")
	text := lines[0] + strings.Join(lines[2:], "") + records([]string{answer + "\n", meter + "\n"}, out)
	_, got := scan(t, text)
	if len(got) != 3 || !strings.HasPrefix(got[0], "unread JSN002") || got[1] != "3 7 " || got[2] != "2 7 MeterValues ×1" {
		t.Errorf("%q in\n%s", got, text)
	}
	// A line of another stream with a frame of its own isn't passed over: it would be lost.
	const err = `,"stream":"stderr","time":"2025-03-01T10:00:00.2Z"}`
	text = lines[0] + records([]string{answer + "\n"}, err) + strings.Join(lines[1:], "")
	if _, got = scan(t, text); len(got) < 2 || !strings.HasPrefix(got[0], "unread JSN002") || got[1] != "3 7 " {
		t.Errorf("%q in\n%s", got, text)
	}
}
