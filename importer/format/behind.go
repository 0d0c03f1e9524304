package format

import "bytes"

// longestBehind is how long the text behind a frame may be to say something about it.
const longestBehind = 400

// TakeBehind takes over what stands behind a frame on its line, and isn't said before it: {"station":"CP1"}, station="CP1",
// or a time at the end.
func (p *Prefix) TakeBehind(after []byte) {
	after = bytes.TrimSpace(after)
	if len(after) == 0 || len(after) > longestBehind || holdsFrame(string(after)) { // what follows speaks of that
		return
	}
	had := *p
	switch first := bytes.TrimLeft(after, " \t'\"`)>,;|"); {
	case bytes.HasPrefix(first, []byte(`{"`)):
		readMembers(first, p, nil)
	case bytes.IndexByte(first, '=') >= 0:
		readPairs(first, p)
	default:
		p.takeLastTime(first)
	}
	if !had.LoggedAt.IsZero() {
		p.LoggedAt, p.Lacks = had.LoggedAt, had.Lacks
	}
	if had.Role != Unsaid {
		p.Role = had.Role
	}
	p.Action = had.Action
}

// takeLastTime takes over the time that a line ends with, as the developers' tools of browsers write it.
func (p *Prefix) takeLastTime(b []byte) {
	line := append(bytes.Clone(b), ' ') // a time of day has something behind it
	for i := range b {
		if !isDigit(b[i]) || i > 0 && (wordAt(b, i-1) || b[i-1] == ':' || b[i-1] == '.' || b[i-1] == '-') {
			continue
		}
		if clock, n := timeOfDay(line[i:]); n > 0 && i+n == len(b) {
			p.LoggedAt, p.Lacks = clock, LacksDate
			return
		}
		if t, n := Stamp(line[i:]); n > 0 && i+n == len(b) {
			p.LoggedAt = t
			return
		}
	}
}
