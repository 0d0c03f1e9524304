package format

import (
	"bytes"
	"cmp"
)

// Logfmt reads lines of key=value pairs.
type Logfmt struct{}

// Info describes the format.
func (Logfmt) Info() Info {
	return Info{
		ID:    "logfmt",
		Title: "key=value lines (logfmt)",
		Doc: "The value of a key holds the frame; others, before or behind it, the time, the station and the direction. " +
			"They are known by their names: time, cp_id, direction and the like.",
		Reads: Reads{
			Time:      "a key; a number counts from 1970 in UTC",
			Station:   "a key",
			Direction: "a key",
		},
		Samples: []string{
			`time=2025-03-01T10:00:00Z level=info msg="[2,\"17\",\"Heartbeat\",{}]" cp_id=CP1 direction=in`,
			`ts=1740823200.123 station="CP1" dir=out frame=[3,"17",{}]`,
		},
	}
}

// Sniff counts lines that begin with pairs, one of which holds a frame, and another the time.
func (Logfmt) Sniff(head []byte, _ string) Confidence {
	return countLines(head, func(line []byte) bool {
		if !beginsPair(line) {
			return false
		}
		for _, start := range []string{`[2,`, `[3,`, `[4,`} {
			before, after, ok := bytes.Cut(line, []byte(start))
			if ok && bytes.IndexByte(before, '{') < 0 {
				p := Logfmt{}.Around(before, after)
				return !p.LoggedAt.IsZero() && bytes.IndexByte(before, '=') > 0
			}
		}
		return false
	})
}

// beginsPair says whether a line begins with "key=".
func beginsPair(line []byte) bool {
	i := 0
	for i < len(line) && i < 24 && (wordAt(line, i) || line[i] == '.' || line[i] == '-') {
		i++
	}
	return i > 0 && at(line, i) == '='
}

// Prefix reads the pairs before a frame.
func (f Logfmt) Prefix(before []byte) Prefix { return f.Around(before, nil) }

// Around reads the pairs before and behind a frame.
func (Logfmt) Around(before, after []byte) Prefix {
	if !beginsPair(before) {
		return JSONLines{}.Around(before, after)
	}
	var p Prefix
	inside := readPairs(before, &p)
	if inside >= 0 {
		_, end := stringAt(after, -1)
		after = after[end:]
		if own := role(before[inside:]); own != Unsaid && p.Role == Unsaid {
			p.Role = own
		}
		p.Station = cmp.Or(p.Station, namedStation(before[inside:]))
	}
	readPairs(after, &p)
	return p
}

// readPairs reads "key=value" and "key=\"value\"". inside is where the text of the value begins that is open
// at the end of b; −1 if none is.
func readPairs(b []byte, p *Prefix) (inside int) {
	for i := 0; i < len(b); {
		n := bytes.IndexByte(b[i:], '=')
		if n < 0 {
			return -1
		}
		i += n
		k := i
		for k > 0 && (wordAt(b, k-1) || b[k-1] == '-' || b[k-1] == '.') {
			k--
		}
		key := b[k:i]
		i++
		if at(b, i) == '"' {
			value, end := stringAt(b, i)
			if end == len(b) && (b[end-1] != '"' || end-1 == i) {
				return i + 1
			}
			if len(value) > 0 {
				readMember(key, value, p)
			}
			i = end
			continue
		}
		end := i
		for end < len(b) && bytes.IndexByte([]byte(" \t,;\r\n"), b[end]) < 0 {
			end++
		}
		if end > i && end-i < 80 {
			readMember(key, b[i:end], p)
		}
		i = end
	}
	return -1
}
