package ocppj

import (
	"bytes"

	"meterscope/model"
)

// Of a frame whose logger wrapped it: the longest prefix of its lines, and the most lines.
const (
	longestPrefix = 200
	mostLines     = 4096
)

// resolvePrefixed reads a frame whose logger wrapped it and put the same in front of each line: a time, which
// may go on, its name. It is one only if it can be read whole so. failed is where reading it as it stands did.
func (s *Scanner) resolvePrefixed(w Window, start int, bare bool, failed int) outcome {
	line := lineStart(w.Text, start)
	prefix := w.Text[line:start]
	if len(prefix) > longestPrefix || blank(prefix) || bytes.IndexByte(w.Text[start:min(len(w.Text), failed+2)], '\n') < 0 {
		return outcome{}
	}
	var joined []byte
	var segments model.Segments
	lines := 0
	for i := start; ; lines++ {
		end, next := len(w.Text), len(w.Text)
		if n := bytes.IndexByte(w.Text[i:], '\n'); n >= 0 {
			end, next = i+n, i+n+1
			if end > i && w.Text[end-1] == '\r' {
				end--
			}
		}
		segments = append(segments, model.Segment{Text: len(joined), Source: int64(i)})
		joined = append(joined, w.Text[i:end]...)
		if next == len(w.Text) && !w.ends() {
			return outcome{more: true}
		}
		i = next + len(prefix)
		if lines > mostLines || i >= len(w.Text) || !samePrefix(prefix, w.Text[next:i]) || surelyBeginsFrame(w.Text, i) {
			break
		}
	}
	if lines == 0 {
		return outcome{}
	}
	r := s.read(joined, 0, bare)
	if r.verdict != whole {
		return outcome{}
	}
	return outcome{reading: r, text: joined, segments: segments, end: sourceEnd(segments, r.end)}
}

// samePrefix says whether two lines begin alike, but for their digits.
func samePrefix(a, b []byte) bool {
	for i := range a {
		if a[i] != b[i] && (!isDigit(a[i]) || !isDigit(b[i])) {
			return false
		}
	}
	return true
}

// lineStart gives where the line of text[i] begins, no further back than lookBack.
func lineStart(text []byte, i int) int {
	floor := max(0, i-lookBack)
	return floor + bytes.LastIndexByte(text[floor:i], '\n') + 1
}
