package format

import "bytes"

// Records reads records of a key and its value a line, one of which is the message.
type Records struct{}

// Info describes the format.
func (Records) Info() Info {
	return Info{
		ID:    "records",
		Title: "A key and its value a line",
		Doc: "The lines above that of a message, up to a blank one, say a key and its value each: YAML, the vertical output of databases, " +
			"journalctl with -o verbose or export. Keys are known by their names: timestamp, charge_point_id, direction and the like.",
		Reads: Reads{
			Time:      "a key, or the line above the first one; a number counts from 1970 in UTC",
			Station:   "a key, or the log line in the value",
			Direction: "a key, or the log line in the value",
		},
		Samples: []string{
			"- time: 2025-03-01T10:00:00Z\n  station: CP1\n  direction: in\n  message: '[2,\"17\",\"Heartbeat\",{}]'",
			"        id: 1\ncreated_at: 2025-03-01 10:00:00\n   station: CP1\n   message: [3,\"17\",{}]",
		},
	}
}

// Sniff counts messages below lines with keys that tell something.
func (Records) Sniff(head []byte, _ string) Confidence {
	found := 0
	for at := 0; at < len(head) && found < 2; {
		line := head[at:]
		end := bytes.IndexByte(line, '\n')
		if end < 0 {
			end = len(line)
		}
		key, value, ok := recordPair(line[:end])
		if ok && len(key) > 0 && holdsFrame(string(value[:min(len(value), 64)])) {
			before := head[recordAbove(head, at) : at+bytes.IndexByte(line, '[')]
			if p, ok := (Records{}).read(before); ok && (p.Station != "" || !p.LoggedAt.IsZero()) {
				found++
			}
		}
		at += end + 1
	}
	return [...]Confidence{No, Likely, Certain}[found]
}

// mostAbove is how many lines a record may have before its message.
const mostAbove = 32

// recordAbove gives where the record begins whose line begins at b[line].
func recordAbove(b []byte, line int) int {
	for range mostAbove {
		above := bytes.LastIndexByte(b[:max(line-1, 0)], '\n') + 1
		if line == 0 || len(bytes.TrimSpace(b[above:line])) == 0 {
			break
		}
		line = above
	}
	return line
}

// Prefix reads the keys above a message, and what stands before it on its own line.
func (Records) Prefix(before []byte) Prefix {
	p, _ := RecordPrefix(before)
	return p
}

// RecordPrefix is Prefix of a record. It is not ok where before is none, which is then read like any line.
func RecordPrefix(before []byte) (p Prefix, ok bool) {
	if p, ok = (Records{}).read(before); ok {
		return p, true
	}
	return anyLine(before[bytes.LastIndexByte(before, '\n')+1:]), false
}

// read reads a record up to its message.
func (Records) read(before []byte) (p Prefix, ok bool) {
	own := before[bytes.LastIndexByte(before, '\n')+1:]
	_, words, ok := recordPair(own)
	if !ok || len(own) == len(before) {
		return p, false
	}
	lines := bytes.Split(before[:len(before)-len(own)-1], []byte{'\n'})
	ok = false
	for i := len(lines) - 1; i >= 0; i-- { // what stands nearest counts
		line := bytes.TrimRight(lines[i], " \t\r")
		key, value, pair := recordPair(line)
		if !pair {
			if p.LoggedAt.IsZero() && i < len(lines)-1 { // what begins the record: "Sat 2025-03-01 10:00:00.123 UTC [s=…"
				q := lineTime(line)
				p.LoggedAt, p.Lacks = q.LoggedAt, q.Lacks
				ok = ok || !q.LoggedAt.IsZero() && indented(lines[i+1]) && !indented(line)
			}
			break
		}
		if len(value) > 0 {
			readMember(key, value, &p)
		}
		ok = ok || p != Prefix{}
		if len(line) > 0 && line[0] == '-' && i < len(lines)-1 { // an element of a list begins
			break
		}
	}
	if !ok {
		return Prefix{}, false
	}
	p.takeOwn(words)
	return p, true
}

func indented(line []byte) bool { return len(line) > 0 && (line[0] == ' ' || line[0] == '\t') }

// recordPair reads "key: value" or "key=value", indented or as an element of a list.
func recordPair(line []byte) (key, value []byte, ok bool) {
	line = bytes.TrimLeft(line, " \t")
	line = bytes.TrimLeft(bytes.TrimPrefix(line, []byte("- ")), " ")
	i := 0
	for i < len(line) && i < 40 && (wordAt(line, i) || line[i] == '-' || line[i] == '.' || line[i] == '@' || line[i] == ' ' && i > 0) {
		i++
	}
	if i == 0 || i == len(line) {
		return nil, nil, false
	}
	c := line[i]
	if c != ':' && c != '=' || c == ':' && i+1 < len(line) && line[i+1] != ' ' {
		return nil, nil, false
	}
	key = bytes.TrimRight(line[:i], " ")
	value = bytes.TrimLeft(line[i+1:], " \t")
	if n := len(value); n > 1 && (value[0] == '"' || value[0] == '\'') && value[n-1] == value[0] {
		value = value[1 : n-1]
	}
	return key, value, len(key) > 1
}
