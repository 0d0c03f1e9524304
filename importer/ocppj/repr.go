package ocppj

import (
	"bytes"

	"meterscope/model"
)

// reprReach is how far a payload written as a Python object is looked for its end.
const reprReach = 1 << 20

// resolveRepr reads a payload that was printed as a Python object, {'connectorId': 1, 'ok': True}, as
// mobilityhouse/ocpp does where it complains about one. start is its "{", or where the Call begins that it
// is part of.
func (s *Scanner) resolveRepr(w Window, start, open int, id string) outcome {
	end := min(len(w.Text), open+reprReach)
	text, segments, closed := unrepr(w.Text[:end], open)
	if closed < 0 {
		lim := s.limit(w.Text, open, true, reading{}, reprReach)
		if lim.open && !w.Final {
			return outcome{more: true}
		}
		end = lim.end
		text, segments, closed = unrepr(w.Text[:end], open)
	}
	r := s.read(text, 0, true)
	if id != "" {
		r.kind, r.id = model.Call, id
	}
	o := outcome{reading: r, text: text, segments: segments, end: closed, repr: true}
	switch {
	case closed < 0 && r.verdict == broken && r.err.Truncated:
		o.cut = true
		o.end = open + len(bytes.TrimRight(w.Text[open:end], " \t\r\n\x00"))
	case r.verdict == broken: // an object of some other language, or prose: not ours to complain about
		o.verdict = nothing
	case closed < 0:
		o.end = sourceEnd(segments, r.end)
	}
	return o
}

// pythonCall finds the Call that a payload at text[open] is part of: "<Call - unique_id=7, action=MeterValues,
// payload=" stands before it.
func pythonCall(text []byte, floor, open int) (start int, id string, ok bool) {
	const reach = 300
	before := text[max(floor, open-reach):open]
	if !bytes.HasSuffix(before, []byte(", payload=")) {
		return 0, "", false
	}
	for _, head := range []string{"<Call - unique_id=", "Call(unique_id="} {
		i := bytes.LastIndex(before, []byte(head))
		if i < 0 {
			continue
		}
		word, rest, ok := bytes.Cut(before[i+len(head):], []byte(", action="))
		action, _, _ := bytes.Cut(rest, []byte(","))
		if ok && len(word) > 0 && string(bytes.Trim(action, `'"`)) == model.ActionMeterValues {
			return open - len(before) + i, string(bytes.Trim(word, `'"`)), true
		}
	}
	return 0, "", false
}

// unrepr writes the Python object at text[start:] as JSON. end is where it closes in text, −1 if it doesn't.
// Line breaks are left out: the notation has none in a string, so they come from wrapping.
func unrepr(text []byte, start int) (out []byte, segments model.Segments, end int) {
	u := unreprer{}
	depth := 0
	for i := start; i < len(text); {
		switch c := text[i]; c {
		case '\'', '"':
			i = u.str(text, i)
			continue
		case '\n', '\r':
			i++
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case 'N', 'T', 'F':
			if n := u.constant(text[i:], i); n > 0 {
				i += n
				continue
			}
		}
		u.put(text[i], i)
		i++
		if depth == 0 {
			return u.out, u.segments, i
		}
	}
	return u.out, u.segments, -1
}

// unreprer writes JSON and maps it to where it comes from.
type unreprer struct {
	out      []byte
	segments model.Segments
	next     int // the source offset that continues the last segment
}

// put writes a byte that stands for the one at source.
func (u *unreprer) put(c byte, source int) {
	if len(u.segments) == 0 || source != u.next {
		u.segments = append(u.segments, model.Segment{Text: len(u.out), Source: int64(source)})
	}
	u.out = append(u.out, c)
	u.next = source + 1
}

// invent writes a byte that the source doesn't have: it takes the place of the byte before source.
func (u *unreprer) invent(c byte, source int) { u.put(c, max(source-1, 0)) }

// constant writes None, True or False; it gives its length, 0 if none stands there.
func (u *unreprer) constant(b []byte, source int) int {
	for _, w := range [][2]string{{"None", "null"}, {"True", "true"}, {"False", "false"}} {
		if bytes.HasPrefix(b, []byte(w[0])) {
			for k := range len(w[1]) {
				u.put(w[1][k], source+k)
			}
			return len(w[0])
		}
	}
	return 0
}

// str writes the string at text[i] and gives where it ends.
func (u *unreprer) str(text []byte, i int) int {
	quote := text[i]
	u.put('"', i)
	for i++; i < len(text); i++ {
		switch c := text[i]; {
		case c == quote:
			u.put('"', i)
			return i + 1
		case c == '\n' || c == '\r':
		case c == '"':
			u.invent('\\', i)
			u.put(c, i)
		case c == '\\' && i+1 < len(text):
			i++
			switch e := text[i]; e {
			case '\'':
				u.put(e, i)
			case 'x':
				u.put('\\', i-1)
				u.put('u', i)
				u.invent('0', i+1)
				u.invent('0', i+1)
			default:
				u.put('\\', i-1)
				u.put(e, i)
			}
		default:
			u.put(c, i)
		}
	}
	return i
}
