package ocppj

import (
	"bytes"

	"meterscope/model"
)

// mostPassed is how many lines of something else may stand between two parts of a frame.
const mostPassed = 64

// longestHead is how long the beginning of a frame that was printed over many lines may be, up to its action.
const longestHead = 400

// beginsSplit says whether a frame begins at text[i], which is a "[", whose head was printed over many lines: each stands
// in the string of a record of its own.
func beginsSplit(text []byte, i int) bool {
	k := i + 1
	if c := at(text, k); c >= '2' && c <= '4' && at(text, k+1) == ',' {
		k += 2
	}
	for at(text, k) == ' ' {
		k++
	}
	if next := skipEscapedSpace(text, k); next == k || at(text, next) != '"' || at(text, next+1) != ',' && at(text, next+1) != '}' {
		return false
	}
	const near = 4 << 10 // a long line may hold millions of places to ask for
	floor := max(0, i-near)
	key := keyBefore(text[floor:], i-floor)
	if key == nil {
		return false
	}
	var parts splitText
	line := parts.add(text, i)
	for range 3 { // the type, the id
		record := text[min(line, len(text)):lineStop(text, line)]
		n := bytes.Index(record, key)
		if n < 0 {
			return false
		}
		line = parts.add(text, line+n+len(key))
		u := undoing{text: parts.text, from: parts.from}
		if u, _ = u.once(backslash); len(u.text) > longestHead {
			return false
		}
		if _, _, ok := beginsFrame(u.text, 0); ok {
			return true
		}
	}
	return false
}

// resolveSplit reads an escaped frame whose string closes in its middle and goes on in that of the next record: Docker
// takes lines of more than 16 kB apart so, journald those of more than 48 kB, and a frame that was printed over many
// lines has a record for each. The parts are strings below the same key, of the same stream. It is such a frame only if
// it can be read whole so.
func (s *Scanner) resolveSplit(w Window, c candidate) outcome {
	key := keyBefore(w.Text, c.start)
	if key == nil {
		return outcome{}
	}
	stream := streamOf(w.Text[lineStart(w.Text, c.start):lineStop(w.Text, c.start)])
	var parts splitText
	line := parts.add(w.Text, c.start)
	for passed, check := 0, 2; ; {
		end := lineStop(w.Text, line)
		if end == len(w.Text) && !w.ends() {
			return outcome{more: true}
		}
		record := w.Text[min(line, end):end]
		at := bytes.Index(record, key)
		if at >= 0 && !bytes.Equal(streamOf(record), stream) {
			if passed++; passed <= mostPassed && !holdsEscaped(record) {
				line = end + 1
				continue
			}
			at = -1
		}
		if at >= 0 {
			parts.add(w.Text, line+at+len(key))
			line = end + 1
		}
		last := at < 0 || line >= len(w.Text) || len(parts.from) > mostLines
		if len(parts.from) < 2 {
			return outcome{}
		}
		if !last && len(parts.from) < check {
			continue
		}
		check *= 2
		switch o := s.readSplit(w, c, &parts); {
		case o.verdict == whole:
			return o
		case last || o.verdict == nothing && len(o.text) > longestHead || o.verdict == malformed ||
			o.verdict == broken && o.err.Offset+endMatters < len(o.text):
			return outcome{}
		}
	}
}

// readSplit reads the frame that the parts make together.
func (s *Scanner) readSplit(w Window, c candidate, parts *splitText) outcome {
	u := undoing{text: parts.text, from: parts.from}
	for range c.esc.depth {
		u, _ = u.once(backslash)
	}
	if len(u.text) == 0 || deep(u.text) {
		return outcome{reading: reading{verdict: malformed}}
	}
	r := s.read(u.text, 0, c.bare)
	o := outcome{reading: r, text: u.text, segments: u.from}
	if r.verdict == whole {
		o.end = u.source(r.end-1) + 1
	}
	return o
}

// splitText is the text of strings, one behind the other.
type splitText struct {
	text []byte
	from model.Segments
}

// add adds what text[i:] has of the string that it stands in, up to its line's end, and gives where the next line begins.
func (p *splitText) add(text []byte, i int) (line int) {
	end := lineStop(text, i)
	stop := stringStop(text, i, end)
	if stop > i && text[stop-1] == '"' && !escapedAt(text, i, stop-1) {
		stop--
	}
	p.from = append(p.from, model.Segment{Text: len(p.text), Source: int64(i)})
	p.text = append(p.text, text[i:stop]...)
	return end + 1
}

// keyBefore is the key of the string that text[i] stands in, from its quote to the one that opens the string; nil if
// it is no member's.
func keyBefore(text []byte, i int) []byte {
	floor := lineStart(text, i)
	value := i
	for value > floor && (text[value-1] != '"' || escapedAt(text, floor, value-1)) {
		value--
	}
	k := value - 1
	for k > floor && (text[k-1] == ' ' || text[k-1] == ':') {
		k--
	}
	if value == floor || k <= floor || bytes.IndexByte(text[k:value], ':') < 0 || text[k-1] != '"' {
		return nil
	}
	if k = openingQuote(text, floor, k-1); k < 0 {
		return nil
	}
	return text[k:value]
}

// escapedAt says whether a backslash escapes text[i]. It looks back no further than floor.
func escapedAt(text []byte, floor, i int) bool {
	slashes := 0
	for i-1-slashes >= floor && text[i-1-slashes] == '\\' {
		slashes++
	}
	return slashes%2 == 1
}

// streamOf is the stream that a record says its text was written to; nil if it says none.
func streamOf(record []byte) []byte {
	_, rest, ok := bytes.Cut(record, []byte(`"stream":`))
	rest, quoted := bytes.CutPrefix(bytes.TrimLeft(rest, " "), []byte{'"'})
	if !ok || !quoted {
		return nil
	}
	name, _, _ := bytes.Cut(rest, []byte{'"'})
	return name
}

// holdsEscaped says whether something that looks like an escaped frame begins on a line.
func holdsEscaped(line []byte) bool {
	for i, c := range line {
		if c == '[' {
			if _, ok := beginsEscaped(line, i); ok {
				return true
			}
		}
	}
	return false
}

// lineStop gives where the line of text[i] ends: at its line feed, or at the end of text.
func lineStop(text []byte, i int) int {
	if i >= len(text) {
		return len(text)
	}
	if n := bytes.IndexByte(text[i:], '\n'); n >= 0 {
		return i + n
	}
	return len(text)
}
