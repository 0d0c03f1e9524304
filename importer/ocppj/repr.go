package ocppj

import (
	"bytes"

	"meterscope/model"
)

// reprReach is how far a payload that a program printed is looked for its end.
const reprReach = 1 << 20

// maxDepth is how deep a printed payload may be: no payload of OCPP is.
const maxDepth = 32

// resolveRepr reads a payload or a frame that a program printed: as a Python object, {'connectorId': 1, 'ok': True}, as
// mobilityhouse/ocpp does where it complains about one, or as JavaScript's console does.
func (s *Scanner) resolveRepr(w Window, c candidate) outcome {
	end, closed := 0, -1
	list := c.bare && at(w.Text, c.open) == '['
	var text []byte
	var segments model.Segments
	var r reading
	for reach := firstReach / 4; end < min(len(w.Text), c.open+reprReach); reach *= 4 { // mostly prose, and soon known to be
		end = min(len(w.Text), c.open+reach, c.open+reprReach)
		text, segments, closed = unrepr(w.Text[:end], c.open, list)
		if r = s.readPrinted(text, c); closed >= 0 || r.verdict == broken && !r.err.Truncated {
			break
		}
	}
	if closed < 0 && r.err.Truncated {
		lim := s.limit(w.Text, c.open, c.bare, reading{}, reprReach)
		if lim.open && !w.ends() {
			return outcome{more: true}
		}
		end = lim.end
		text, segments, closed = unrepr(w.Text[:end], c.open, list)
		r = s.readPrinted(text, c)
	}
	if x := int(segments.Source(r.err.Offset)); r.verdict == broken && !r.err.Truncated {
		if line := lineBehind(w.Text[:end], c.open, x); line >= 0 && blank(w.Text[min(line, x):x]) { // another matter begins there
			end, closed = line, -1
			text, segments, _ = unrepr(w.Text[:end], c.open, list)
			r = s.readPrinted(text, c)
		}
	}
	o := outcome{reading: r, text: text, segments: segments, end: closed, repr: true, list: list}
	if closed > 0 && c.start < c.open && w.Text[c.start] == '[' {
		if after := skipSpace(w.Text, closed); at(w.Text, after) == ']' {
			o.end = after + 1
		}
	}
	switch {
	case !c.bare && closed < 0 && r.verdict == broken && r.err.Truncated && (r.kind != model.Call || knownAction(r.action)):
		o.cut = true
		o.end = c.open + len(bytes.TrimRight(w.Text[c.open:end], " \t\r\n\x00"))
	case closed < 0 && r.verdict == broken && r.err.Truncated && (len(s.samples()) > 0 || w.Text[c.open] == '{' && bytes.HasPrefix(text, []byte(`{"`))):
		o.cut = true
		o.end = c.open + len(bytes.TrimRight(w.Text[c.open:end], " \t\r\n\x00"))
	case !c.bare && closed >= 0 && r.verdict == broken && knownAction(r.action):
	case r.verdict == broken: // an object of some other language, or prose: not ours to complain about
		o.verdict = nothing
	case closed < 0 && r.verdict != nothing:
		o.end = sourceEnd(segments, r.end)
	}
	return o
}

// readPrinted reads a printed frame, or a printed payload by its content: what has a final reading and a transaction's
// data is a StopTransaction.
func (s *Scanner) readPrinted(text []byte, c candidate) reading {
	if !c.bare {
		return s.read(text, 0, false)
	}
	action := model.ActionMeterValues
	if c.call != "" {
		action = c.call
	} else if bytes.Contains(text, []byte(`"transactionData"`)) {
		action = model.ActionStopTransaction
	}
	r := s.readBare(text, 0, action)
	switch {
	case c.id != "":
		r.kind, r.id = model.Call, c.id
	case action == model.ActionStopTransaction && (!bytes.Contains(text, []byte(`"meterStop"`)) || len(s.samples()) == 0):
		r.verdict = nothing
	}
	return r
}

// pythonCall finds the Call that a payload at text[open] is part of: "<Call - unique_id=7, action=MeterValues,
// payload=" stands before it.
func pythonCall(text []byte, floor, open int) (start int, id, action string, ok bool) {
	const reach = 300
	before := text[max(floor, open-reach):open]
	if !bytes.HasSuffix(before, []byte(", payload=")) {
		return printedFrame(text, open-len(before), open)
	}
	for _, head := range []string{"<Call - unique_id=", "Call(unique_id="} {
		i := bytes.LastIndex(before, []byte(head))
		if i < 0 {
			continue
		}
		word, rest, ok := bytes.Cut(before[i+len(head):], []byte(", action="))
		name, _, _ := bytes.Cut(rest, []byte(","))
		action = string(bytes.Trim(name, `'"`))
		if ok && len(word) > 0 && hasSamples(action) {
			return open - len(before) + i, string(bytes.Trim(word, `'"`)), action, true
		}
	}
	return 0, "", "", false
}

// printedFrame finds the CALL that a payload at text[open] is part of where it was printed as a list:
// "[2, '7', 'MeterValues', ".
func printedFrame(text []byte, floor, open int) (start int, id, action string, ok bool) {
	i := bytes.LastIndexByte(text[floor:open], '[')
	if i < 0 {
		return 0, "", "", false
	}
	parts := bytes.Split(text[floor+i+1:open], []byte(","))
	if len(parts) != 4 || string(bytes.TrimSpace(parts[0])) != "2" || !blank(parts[3]) {
		return 0, "", "", false
	}
	word, name := bytes.TrimSpace(parts[1]), string(bytes.Trim(parts[2], " \t\r\n'\""))
	if len(word) < 3 || word[0] != '\'' && word[0] != '"' || word[len(word)-1] != word[0] || !hasSamples(name) {
		return 0, "", "", false
	}
	return floor + i, string(word[1 : len(word)-1]), name, true
}

// unrepr writes the object or array at text[start:] as JSON; as a payload, where that is a list of meter values
// alone. end is where it closes in text, −1 if it doesn't. Line breaks are left out: the notations have none in a string, so
// they lie between tokens or come from wrapping.
func unrepr(text []byte, start int, list bool) (out []byte, segments model.Segments, end int) {
	u := unreprer{quoted: quoted(text, start)}
	if list {
		u.inventText(`{"meterValue":`, start)
	}
	depth := 0
	for i := start; i < len(text); {
		switch c := text[i]; {
		case c == '\'' || c == '"':
			i = u.str(text, i)
			continue
		case c == '\n' || c == '\r':
			i = u.lineBreak(text, i)
			continue
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				u.put('!', i) // no payload
				return u.out, u.segments, -1
			}
		case c == '}' || c == ']':
			depth--
		case isWord(c) || c == '$':
			if i = u.word(text, i); i < 0 {
				return u.out, u.segments, -1
			}
			continue
		}
		u.put(text[i], i)
		i++
		if depth == 0 {
			if list {
				u.inventText("}", i)
			}
			return u.out, u.segments, i
		}
	}
	return u.out, u.segments, -1
}

// unreprer writes JSON and maps it to where it comes from.
type unreprer struct {
	out      []byte
	segments model.Segments
	next     int  // the source offset that continues the last segment
	quoted   bool // lines begin with ">", as in a mail
}

// lineBreak gives where the text goes on behind the line break at text[i]: behind the marks of a quotation.
func (u *unreprer) lineBreak(text []byte, i int) int {
	for i++; u.quoted && (at(text, i) == '>' || at(text, i) == ' ' && text[i-1] == '>'); {
		i++
	}
	return i
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

func (u *unreprer) inventText(s string, source int) {
	for i := range len(s) {
		u.invent(s[i], source)
	}
}

// word writes what stands without quotes: a number as it is, a constant as JSON has it, a key or a time in
// quotes. It gives where it ends; −1 if text ends before one can tell what it is.
func (u *unreprer) word(text []byte, i int) int {
	end := i
	for end < len(text) && (isWord(text[end]) || text[end] == '$') {
		end++
	}
	next := skipSpace(text, end)
	if next >= len(text) || end-i == 4 && text[end] == '-' && len(text)-i < len(timeShape) {
		return -1
	}
	key := text[next] == ':'
	w := text[i:end]
	for _, c := range [][2]string{
		{"None", "null"}, {"True", "true"}, {"False", "false"}, {"undefined", "null"}, {"null", "null"}, {"true", "true"}, {"false", "false"},
	} {
		if !key && string(w) == c[0] {
			for k := range len(c[1]) {
				u.put(c[1][k], i+k)
			}
			return end
		}
	}
	if !key && !isTime(text, i) {
		u.copy(text, i, end)
		return end
	}
	if !key {
		for end < len(text) && (isWord(text[end]) || bytes.IndexByte([]byte("-:.+"), text[end]) >= 0) {
			end++
		}
	}
	u.invent('"', i)
	u.copy(text, i, end)
	u.invent('"', end)
	return end
}

func (u *unreprer) copy(text []byte, i, end int) {
	for ; i < end; i++ {
		u.put(text[i], i)
	}
}

const timeShape = "2023-07-01T"

// isTime says whether a date and time stands at text[i], as JavaScript prints one.
func isTime(text []byte, i int) bool {
	return i+len(timeShape) <= len(text) && text[i+4] == '-' && text[i+7] == '-' && text[i+10] == 'T'
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
			i = u.lineBreak(text, i) - 1
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
