package ocppj

import (
	"strings"
	"testing"
)

// wrapped breaks a text every so many bytes and puts the prefixes before the lines, the last one before all that follow.
func wrapped(text string, width int, prefixes ...string) string {
	var b strings.Builder
	for n := 0; len(text) > 0; n++ {
		size := min(width, len(text))
		b.WriteString(prefixes[min(n, len(prefixes)-1)] + text[:size] + "\n")
		text = text[size:]
	}
	return b.String()
}

func TestFramesThatALoggerWrappedArePutTogether(t *testing.T) {
	const next = `2025-03-01 10:00:09.000 [ocpp] CP1: receive message [3,"8",{}]`
	for _, c := range []struct {
		name     string
		prefixes []string
	}{
		{"the same", []string{"2025-03-01 10:00:00.123 INFO ocpp: "}},
		{"a time that goes on", []string{"Mar  1 09:59:59 pi ocppd[99]: ", "Mar  1 10:00:00 pi ocppd[99]: "}},
		{"numbers of other lengths", []string{"2025-03-01T10:00:00.9Z csms | ", "2025-03-01T10:00:00.912345Z csms | "}},
		{"a verb on the first line only", []string{"Mar  1 09:59:59 pi ocppd[99]: received ", "Mar  1 10:00:00 pi ocppd[99]: "}},
		{"parts of a line", []string{"2025-03-01T10:00:00.000000001Z stdout P ", "2025-03-01T10:00:00.000000002Z stdout P ", "2025-03-01T10:00:00.00000003Z stdout F "}},
		{"parts, with the program's own prefix", []string{"2025-03-01T10:00:00.1Z stdout P 2025-03-01 11:00:00.123 INFO (MainThread) [ocpp] CP1: receive message ",
			"2025-03-01T10:00:00.2Z stdout P ", "2025-03-01T10:00:00.3Z stdout F "}},
		{"a task and a level", []string{"I (123456) OCPP: Sending: ", "I (123460) OCPP: "}},
		{"logcat", []string{"03-01 10:00:00.123  1234  5678 D OCPP    : recv ", "03-01 10:00:00.123  1234  5678 D OCPP    : "}},
	} {
		for _, width := range []int{17, 40, 61, 100} {
			frames := []string{meter, strings.Replace(meter, "1", "2", 1)}
			text := wrapped(frames[0], width, c.prefixes...) + next + "\n"
			if _, got := scan(t, text); len(got) != 2 || got[0] != "2 7 MeterValues ×1" || got[1] != "3 8 " {
				t.Errorf("%s, %d wide: %q in\n%s", c.name, width, got, text)
			}
		}
	}
}

func TestPartsOfALineWithAnotherStreamBetween(t *testing.T) {
	const other = "2025-03-01T10:00:00.2Z stderr F a warning\n"
	for _, width := range []int{17, 40, 100} {
		lines := strings.SplitAfter(wrapped(prefix+meter, width, "2025-03-01T10:00:00.1Z stdout P "), "\n")
		lines[len(lines)-2] = strings.Replace(lines[len(lines)-2], " P ", " F ", 1)
		text := strings.Join(lines, other+other)
		if _, got := scan(t, text); len(got) != 1 || got[0] != "2 7 MeterValues ×1" {
			t.Errorf("%d wide: %q in\n%s", width, got, text)
		}
	}
}

// What fails to be put together is cut off where its first line ends, and takes nothing of what follows along.
func TestWrappedFrameThatLacksALineTakesNothingAlong(t *testing.T) {
	const prefix = "Mar  1 10:00:00 pi ocppd[99]: "
	lines := strings.SplitAfter(wrapped(meter, 40, prefix), "\n")
	text := lines[0] + strings.Join(lines[2:], "") + prefix + "received " + answer + "\n" + prefix + meter + "\n"
	_, got := scan(t, text)
	if len(got) != 3 || !strings.HasPrefix(got[0], "unread") || got[1] != "3 7 " || got[2] != "2 7 MeterValues ×1" {
		t.Errorf("%q in\n%s", got, text)
	}
}
