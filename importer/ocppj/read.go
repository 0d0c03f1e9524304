package ocppj

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"

	"meterscope/model"
	"meterscope/model/schema"
)

// verdict is what reading at a place came to.
type verdict uint8

const (
	nothing   verdict = iota // no frame begins here
	whole                    // a frame, or a bare payload
	malformed                // JSON, but no OCPP-J frame
	broken                   // what begins like a frame is no valid JSON
)

// reading is what was read at one place. What its payload says is in the scanner's msg.
type reading struct {
	verdict             verdict
	kind                model.FrameKind
	id, action          string
	payload, payloadEnd int    // the payload's text; payload is 0 where it wasn't reached
	code, description   string // of a CALLERROR
	end                 int
	want                string             // of a malformed frame
	err                 schema.SyntaxError // of a broken one
}

// read reads what begins at text[start:] as a frame, or as a bare payload.
func (s *Scanner) read(text []byte, start int, bare bool) reading {
	s.forget()
	if bare {
		return s.readBare(text, start, model.ActionMeterValues)
	}
	kind, idAt, ok := beginsFrame(text, start)
	if !ok {
		return s.readOdd(text, start)
	}
	r := reading{kind: kind}
	idEnd, ok := stringEnd(text, idAt)
	if !ok {
		return r.broke(text, idEnd, "the end of the frame's id")
	}
	if idEnd-idAt > maxID {
		return s.longID(text, r, idEnd)
	}
	i := skipSpace(text, idEnd)
	switch at(text, i) {
	case ',':
	case 0, '\n', '\r':
		r.id = stringValue(text[idAt:idEnd])
		return r.broke(text, i, ",")
	default:
		return reading{}
	}
	i = skipSpace(text, i+1)
	switch kind {
	case model.Call:
		return s.readCall(text, r, text[idAt:idEnd], i)
	case model.CallResult:
		return s.readResult(text, r, text[idAt:idEnd], i)
	default:
		return s.readError(text, r, text[idAt:idEnd], i)
	}
}

// longID reads a frame whose id is longer than any. It is one that is said to be none, if it is whole.
func (s *Scanner) longID(text []byte, r reading, idEnd int) reading {
	i := skipSpace(text, idEnd)
	if at(text, i) != ',' {
		return reading{}
	}
	i = skipSpace(text, i+1)
	none := []byte(`""`)
	switch kind := r.kind; kind {
	case model.Call:
		r = s.readCall(text, r, none, i)
	case model.CallResult:
		r = s.readResult(text, r, none, i)
	default:
		r = s.readError(text, r, none, i)
	}
	if r.verdict != whole {
		return reading{}
	}
	r.verdict, r.want = malformed, "an id of at most 200 characters"
	return r
}

// forget empties the message for what is read next. The samples of what was found before it stay.
func (s *Scanner) forget() {
	s.msg = schema.Message{Samples: s.msg.Samples[:s.found], Violations: s.msg.Violations[:0]}
}

// samples are those of the message.
func (s *Scanner) samples() []model.Sample { return s.msg.Samples[s.found:] }

// readCall reads a CALL from its action on.
func (s *Scanner) readCall(text []byte, r reading, id []byte, i int) reading {
	c := at(text, i)
	if c == '{' {
		r.id = stringValue(id)
		return s.wrongShape(text, r, i, "an action and a payload after the id")
	}
	if c != '"' {
		if i < len(text) && !startsKnownAction(text[i:]) {
			return reading{}
		}
		r.id = stringValue(id)
		return r.broke(text, i, "an action")
	}
	end, ok := stringEnd(text, i)
	if !ok {
		r.id = stringValue(id)
		return r.broke(text, end, "the end of the action")
	}
	name := text[i+1 : end-1]
	r.action = s.name(name)
	known := knownAction(r.action)
	if !known && !isName(name) {
		return reading{}
	}
	next := skipSpace(text, end)
	if c = at(text, next); c != ',' {
		switch {
		case c == ']' && known:
			r.id, r.end = stringValue(id), next+1
			r.verdict, r.want = malformed, "a payload after the action"
			return r
		case c != ']' && (known || next >= len(text) || c == ':' && isShortName(name)):
			r.id = stringValue(id)
			return r.broke(text, next, ",")
		}
		return reading{}
	}
	next = skipSpace(text, next+1)
	if c = at(text, next); c != '{' && !known && next < len(text) {
		return reading{}
	}
	r.id = stringValue(id)
	r.payload = next
	s.dec.Decode(r.action, text, next, &s.msg)
	return s.close(text, r)
}

// readResult reads a CALLRESULT from its payload on.
func (s *Scanner) readResult(text []byte, r reading, id []byte, i int) reading {
	if i < len(text) && text[i] != '{' && text[i] != 'n' {
		return reading{}
	}
	r.id = stringValue(id)
	r.payload = i
	s.dec.DecodeAnswer(text, i, &s.msg)
	if s.msg.Syntax != nil && at(text, i) != '{' && i < len(text) {
		return reading{}
	}
	return s.close(text, r)
}

// readError reads a CALLERROR from its code on. Its details may be missing: some
// stations leave them out, which is said (JSN005).
func (s *Scanner) readError(text []byte, r reading, id []byte, i int) reading {
	r.id = stringValue(id)
	for n, field := range []*string{&r.code, &r.description} {
		if at(text, i) != '"' {
			if n == 0 && i < len(text) || n == 1 && !knownError(r.code) {
				return reading{}
			}
			return r.broke(text, i, "a string")
		}
		end, ok := stringEnd(text, i)
		if !ok {
			return r.broke(text, end, "the end of the string")
		}
		*field = stringValue(text[i:end])
		i = skipSpace(text, end)
		switch c := at(text, i); {
		case c == ']' && n == 0:
			if !knownError(r.code) {
				return reading{}
			}
			r.verdict, r.want, r.end = malformed, "a description and details after the error code", i+1
			return r
		case c == ']':
			r.verdict, r.end, r.payload, r.payloadEnd = whole, i+1, i, i
			return r
		case c != ',':
			if i < len(text) && !knownError(r.code) {
				return reading{}
			}
			return r.broke(text, i, ", or ]")
		}
		i = skipSpace(text, i+1)
	}
	if i < len(text) && text[i] != '{' && !knownError(r.code) {
		return reading{}
	}
	r.payload = i
	s.dec.DecodeAnswer(text, i, &s.msg)
	return s.close(text, r)
}

// close reads the frame's end, behind its payload.
func (s *Scanner) close(text []byte, r reading) reading {
	if s.msg.Syntax != nil {
		r.verdict, r.err = broken, *s.msg.Syntax
		return r
	}
	r.payloadEnd = s.msg.End
	i := skipSpace(text, r.payloadEnd)
	switch at(text, i) {
	case ']':
		r.verdict, r.end = whole, i+1
		return r
	case ',':
		return s.wrongShape(text, r, i+1, "] after the payload")
	}
	return r.broke(text, i, "]")
}

// wrongShape reads the rest of an array that is no frame.
func (s *Scanner) wrongShape(text []byte, r reading, i int, want string) reading {
	for {
		i = skipSpace(text, i)
		s.dec.DecodeAnswer(text, i, &s.msg)
		if s.msg.Syntax != nil {
			r.verdict, r.err = broken, *s.msg.Syntax
			return r
		}
		i = skipSpace(text, s.msg.End)
		switch at(text, i) {
		case ',':
			i++
		case ']':
			r.verdict, r.want, r.end = malformed, want, i+1
			return r
		default:
			return r.broke(text, i, ", or ]")
		}
	}
}

// readBare reads a payload that stands without a frame.
func (s *Scanner) readBare(text []byte, start int, action string) reading {
	s.forget()
	r := reading{kind: model.BarePayload, action: action, payload: start}
	s.dec.Decode(action, text, start, &s.msg)
	if s.msg.Syntax != nil {
		r.verdict, r.err = broken, *s.msg.Syntax
		return r
	}
	r.verdict, r.payloadEnd, r.end = whole, s.msg.End, s.msg.End
	return r
}

// readOdd reads an array that looks like a frame but for its message type or the type of its id. It is
// careful: a number and a comma begin many an array that has nothing to do with OCPP.
func (s *Scanner) readOdd(text []byte, start int) reading {
	i := skipSpace(text, start+1)
	kindEnd := scalarEnd(text, i)
	kind := bytes.Trim(text[i:kindEnd], `"`)
	i = skipSpace(text, kindEnd)
	if kindEnd == start+1 || at(text, i) != ',' {
		return reading{}
	}
	idAt := skipSpace(text, i+1)
	idEnd := scalarEnd(text, idAt)
	i = skipSpace(text, idEnd)
	if idEnd == idAt || at(text, i) != ',' {
		return reading{}
	}
	i = skipSpace(text, i+1)
	r := reading{want: "message type 2, 3 or 4"}
	if len(kind) == 1 && kind[0] >= '2' && kind[0] <= '4' {
		r.kind = model.FrameKind(kind[0] - '0')
		if text[idAt] != '"' {
			r.want = "a string as the frame's id"
		}
	}
	switch c := at(text, i); {
	case c == '{' && (r.kind == model.CallResult):
	case c == '"':
		end, ok := stringEnd(text, i)
		name := string(text[i+1 : max(i+1, end-1)])
		if !ok || !knownAction(name) && (r.kind != model.CallError || !knownError(name)) {
			return reading{}
		}
		if i = skipSpace(text, end); at(text, i) != ',' {
			return reading{}
		}
		r.action = name
	default:
		return reading{}
	}
	next := i
	if r.action != "" {
		next = skipSpace(text, i+1)
		if c := at(text, next); c != '{' && (r.kind != model.CallError || c != '"') {
			return reading{}
		}
	}
	if r = s.wrongShape(text, r, next, r.want); r.verdict == broken && !r.err.Truncated && r.action == "" {
		return reading{}
	}
	return r
}

// scalarEnd gives the offset behind a number or a string at b[i]; i if there is neither.
func scalarEnd(b []byte, i int) int {
	if at(b, i) != '"' {
		return numberEnd(b, i)
	}
	end, ok := stringEnd(b, i)
	if !ok || end-i > maxID {
		return i
	}
	return end
}

// broke marks a reading as broken at text[i].
func (r reading) broke(text []byte, i int, want string) reading {
	i = min(i, len(text))
	r.verdict = broken
	r.err = schema.SyntaxError{Offset: i, Truncated: i == len(text), Want: want, Got: excerpt(text[i:])}
	return r
}

const excerptRunes = 80

// excerpted says whether an excerpt is the same whatever follows.
func excerpted(text []byte) bool {
	return len(text) >= excerptRunes*utf8.UTFMax || bytes.IndexByte(text, '\n') > 0
}

// excerpt cuts text for a finding: 80 characters, up to the end of its line.
func excerpt(text []byte) string {
	text = text[:min(len(text), excerptRunes*utf8.UTFMax)]
	if i := bytes.IndexByte(text, '\n'); i > 0 {
		text = bytes.TrimRight(text[:i], "\r")
	}
	runes := bytes.Runes(text)
	return string(runes[:min(len(runes), excerptRunes)])
}

// stringValue is what a JSON string says, b being its text with both quotes.
func stringValue(b []byte) string {
	if bytes.IndexByte(b, '\\') < 0 {
		return string(b[1 : len(b)-1])
	}
	var v string
	if err := json.Unmarshal(b, &v); err != nil {
		return string(b[1 : len(b)-1])
	}
	return v
}

// startsKnownAction says whether an action stands there without its quotes.
func startsKnownAction(b []byte) bool {
	n := 0
	for n < len(b) && n < 64 && (b[n]|0x20) >= 'a' && (b[n]|0x20) <= 'z' {
		n++
	}
	return knownAction(string(b[:n]))
}
