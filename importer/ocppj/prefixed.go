package ocppj

import (
	"bytes"

	"meterscope/model"
)

// Of a frame whose logger wrapped it: the longest prefix of its lines, the least of it that may come again
// without the rest, and the most lines.
const (
	longestPrefix = 200
	leastHead     = 8
	mostLines     = 4096
)

// resolvePrefixed reads a frame whose logger wrapped it and put the same in front of each line: a time, which
// may go on, its name. What it says about the frame itself ("received") may stand on the first line only. It is
// such a frame only if it can be read whole so. failed is where reading it as it stands did.
func (s *Scanner) resolvePrefixed(w Window, start int, bare bool, failed int) outcome {
	prefix := w.Text[lineStart(w.Text, start):start]
	if len(prefix) > longestPrefix || blank(prefix) || bytes.IndexByte(w.Text[start:min(len(w.Text), failed+2)], '\n') < 0 {
		return outcome{}
	}
	var joined []byte
	var segments model.Segments
	head := partHead(prefix) // what each line begins with
	parted := head != nil
	for i, lines, check := start, 0, 2; ; {
		end, next := len(w.Text), len(w.Text)
		if n := bytes.IndexByte(w.Text[i:], '\n'); n >= 0 {
			end, next = i+n, i+n+1
			if end > i && w.Text[end-1] == '\r' {
				end--
			}
		}
		segments = append(segments, model.Segment{Text: len(joined), Source: int64(i)})
		joined = append(joined, w.Text[i:end]...)
		if lineStop(w.Text, next) == len(w.Text) && !w.ends() {
			return outcome{more: true}
		}
		if lines++; lines == 1 && !parted {
			head = commonHead(prefix, w.Text[next:])
		}
		n, same := matchHead(head, w.Text[next:])
		for passed := 0; parted && !same && passed < mostPassed && isOtherStream(head, w.Text[next:]); passed++ {
			stop := lineStop(w.Text, next)
			if s.nextFrameIn(w.Text, next, stop) >= 0 {
				break
			}
			if next = min(stop+1, len(w.Text)); lineStop(w.Text, next) == len(w.Text) && !w.ends() {
				return outcome{more: true}
			}
			n, same = matchHead(head, w.Text[next:])
		}
		i = next + n
		last := !same || lines > mostLines || i >= len(w.Text) || surelyBeginsFrame(w.Text, i)
		if last && lines == 1 {
			return outcome{}
		}
		if !last && lines < check {
			continue
		}
		check *= 2
		switch r := s.read(joined, 0, bare); {
		case r.verdict == whole:
			return outcome{reading: r, text: joined, segments: segments, end: sourceEnd(segments, r.end)}
		case last, r.verdict != broken, r.err.Offset < len(joined):
			return outcome{}
		}
	}
}

// partHead is what a container's engine puts before a part of a line, "TIME stdout P "; nil where it put nothing.
func partHead(prefix []byte) []byte {
	for _, mark := range []string{" stdout P ", " stderr P "} {
		if i := bytes.Index(prefix, []byte(mark)); i > 0 && bytes.IndexByte(prefix[:i], ' ') < 0 && isDigit(prefix[0]) {
			return prefix[:i+len(mark)]
		}
	}
	return nil
}

// isOtherStream says whether a line has such a head, but of the other stream.
func isOtherStream(head, line []byte) bool {
	before := bytes.IndexByte(head, ' ') + 1
	n, same := matchHead(head[:before], line)
	rest := line[min(n, len(line)):]
	return same && (bytes.HasPrefix(rest, []byte("stdout ")) || bytes.HasPrefix(rest, []byte("stderr "))) &&
		!bytes.HasPrefix(rest, head[before:before+len("stdout ")])
}

// commonHead is how much of the prefix of a line the next one begins with too: all of it, or as many words of it
// as are enough not to be chance; nil if it is none.
func commonHead(prefix, next []byte) []byte {
	head := 0
	for i, k := 0, 0; i < len(prefix); {
		n, m := sameAt(prefix, i, next, k)
		if n == 0 {
			if head < leastHead {
				return nil
			}
			return prefix[:head]
		}
		i, k = i+n, k+m
		if bytes.IndexByte([]byte(" \t:|]>)"), prefix[i-1]) >= 0 {
			head = i
		}
	}
	return prefix
}

// matchHead says whether a line begins with a head, but for its numbers, and how long that is there.
func matchHead(head, line []byte) (n int, ok bool) {
	for i := 0; i < len(head); {
		a, b := sameAt(head, i, line, n)
		if a == 0 {
			return 0, false
		}
		i, n = i+a, n+b
	}
	return n, len(head) > 0
}

// sameAt compares a[i] and b[k]: numbers are alike, and so are the marks of a part of a line and of its last part
// (Kubernetes' P and F). It gives how many bytes were compared of each, 0 if they differ.
func sameAt(a []byte, i int, b []byte, k int) (n, m int) {
	if k >= len(b) {
		return 0, 0
	}
	if isDigit(a[i]) && isDigit(b[k]) {
		for i+n < len(a) && isDigit(a[i+n]) {
			n++
		}
		for k+m < len(b) && isDigit(b[k+m]) {
			m++
		}
		return n, m
	}
	part := (a[i] == 'P' || a[i] == 'F') && (b[k] == 'P' || b[k] == 'F') && i > 0 && a[i-1] == ' ' && at(a, i+1) == ' '
	if a[i] != b[k] && !part {
		return 0, 0
	}
	return 1, 1
}

// lineStart gives where the line of text[i] begins, no further back than lookBack.
func lineStart(text []byte, i int) int {
	floor := max(0, i-lookBack)
	return floor + bytes.LastIndexByte(text[floor:i], '\n') + 1
}
