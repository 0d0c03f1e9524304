package format

import (
	"bytes"
	"strings"
)

// loose is a message whose parts are members of JSON objects: the action beside the payload.
type loose struct {
	action   string
	kind     byte // '2', '3', '4'; 0 where nothing says
	id       string
	code     string // of an error
	text     string
	payloads []loosePayload
	frame    bool // a member is a frame itself
}

// loosePayload is a member that holds a payload.
type loosePayload struct {
	member
	answer bool // its key says so
	quoted bool // it is a string
}

// keyRole says what a member of a record tells.
type keyRole uint8

const (
	keyOther keyRole = iota
	keyAction
	keyKind
	keyID
	keyRowID // of the record, or of the message
	keyPayload
	keyAnswer
	keyCode
	keyText
)

func roleOfKey(key []byte) keyRole {
	var buf [24]byte
	switch string(plainKey(key, &buf)) {
	case "action", "command", "ocppaction", "actionname", "messageaction", "messagename", "method", "operation", "cmd", "commandname", "ocppcommand":
		return keyAction
	case "calltype", "msgtype", "messagetype", "messagetypeid", "messagetypenumber", "type", "kind", "typeid":
		return keyKind
	case "uniqueid", "messageid", "msgid", "uuid", "correlationid", "requestid", "callid", "ocppid", "ocppmessageid", "transactionuuid":
		return keyID
	case "id":
		return keyRowID
	case "payload", "data", "body", "content", "message", "msg", "request", "req", "params", "ocppmessage", "messagepayload", "ocpppayload",
		"requestpayload", "parameters", "args", "value":
		return keyPayload
	case "response", "answer", "result", "conf", "confirmation", "reply", "responsepayload", "res":
		return keyAnswer
	case "errorcode", "errcode":
		return keyCode
	case "errordescription", "errdescription", "errormessage":
		return keyText
	}
	return keyOther
}

// hasLooseMessage says whether a text has messages whose action stands beside their payload.
func hasLooseMessage(text []byte) bool {
	found := false
	for _, key := range []string{`ction"`, `ommand"`, `ype"`, `ypeId"`, `md"`, `ethod"`, `ame"`, `essage"`, `"line"`} { // whatever they begin with
		if found = bytes.Contains(text, []byte(key)); found {
			break
		}
	}
	if !found {
		return false
	}
	const mostTries = 4096
	w := looseWriter{raw: text}
	for i, tries := 0, 0; i < len(text) && tries < mostTries; tries++ {
		open := firstBrace(text, i)
		if open >= 0 {
			if m, end, _, ok := readLoose(text, open); ok && (!m.frame || bytes.IndexByte(text[open:end], '\n') >= 0) {
				return true
			} else if end > open {
				w.done = end
			}
		}
		n := bytes.IndexByte(text[i:], '\n')
		if n < 0 {
			return false
		}
		i += n + 1
	}
	return false
}

// firstBrace finds the first brace on the line of b[i], which may be the first of a record; −1 if there is
// none, or if it is part of a frame.
func firstBrace(b []byte, i int) int {
	end := len(b)
	if n := bytes.IndexByte(b[i:], '\n'); n >= 0 {
		end = i + n
	}
	n := bytes.IndexByte(b[i:end], '{')
	if n < 0 {
		return -1
	}
	for k := i; k < i+n; k++ {
		if b[k] == '[' && isMessage(string(b[k:min(end, k+16)])) {
			return -1
		}
	}
	return i + n
}

// readLoose reads the record that opens at b[open]. ok says that it is a message, or holds a frame; end is
// where it closes, or where reading it failed. short says that more of the text would tell more.
func readLoose(b []byte, open int) (m loose, end int, short, ok bool) {
	b = b[:min(len(b), open+mostRecord)]
	members, end, whole, short := objectAt(b, open)
	if !whole && !short { // what failed in another record doesn't belong to it
		next, found := nextObject(b, open)
		b, short = b[:next], !found
		members, end, _, _ = objectAt(b, open)
	}
	m.collect(b, members, 0)
	ok = m.frame || len(m.payloads) > 0 && (m.action != "" || m.kind == '3' && m.id != "") || m.kind == '4' && m.id != "" && m.code != ""
	if !whole { // what failed in its payload, or behind it, is a message all the same
		n := len(m.payloads)
		ok = ok && !m.frame && n > 0
		if ok {
			if end = m.payloads[n-1].end; end < 0 {
				end = m.payloads[n-1].start + 1
			}
		}
	}
	return m, end, short && !whole, ok
}

// nextObject is where the record that opens at b[open] must have ended: with its line if it began on that, else
// where the next one opens. It is not found where that stands behind b.
func nextObject(b []byte, open int) (next int, found bool) {
	n := bytes.IndexByte(b[open:], '\n')
	if n < 0 {
		return len(b), false
	}
	if len(bytes.TrimSpace(b[open+1:open+n])) > 0 {
		return open + n, true
	}
	line := bytes.LastIndexByte(b[:open], '\n') + 1
	sign := append(append([]byte{'\n'}, b[line:open]...), '{')
	if k := bytes.Index(b[open+n:], sign); k >= 0 {
		return open + n + k, true
	}
	return len(b), false
}

// collect takes over what members say.
func (m *loose) collect(b []byte, members []member, depth int) {
	for _, x := range members {
		role := roleOfKey(x.key)
		switch c := at(b, x.start); {
		case x.end >= 0 && isFrameValue(b[x.start:x.end]):
			m.frame = true
		case c == '{':
			m.object(b, x, role, depth)
		case c == '"' && x.end < 0:
			if (role == keyPayload || role == keyAnswer) && beginsQuotedObject(b[x.start+1:]) {
				m.payloads = append(m.payloads, loosePayload{member: x, answer: role == keyAnswer, quoted: true})
			}
		case c == '"':
			v := b[x.start+1 : x.end-1]
			if (role == keyPayload || role == keyAnswer) && isQuotedObject(v) {
				m.payloads = append(m.payloads, loosePayload{member: x, answer: role == keyAnswer, quoted: true})
				continue
			}
			m.say(role, string(v))
		case x.end > 0:
			m.say(role, string(b[x.start:x.end]))
		}
	}
}

// object takes over a member that is an object: a payload, or one that has more to say.
func (m *loose) object(b []byte, x member, role keyRole, depth int) {
	const mostNested = 3
	if x.end < 0 {
		if role == keyPayload || role == keyAnswer {
			m.payloads = append(m.payloads, loosePayload{member: x, answer: role == keyAnswer})
		}
		return
	}
	inner, _, _, _ := objectAt(b[:x.end], x.start)
	if role != keyPayload && role != keyAnswer {
		if depth < mostNested {
			m.collect(b, inner, depth+1)
		}
		return
	}
	var in loose
	if depth < mostNested {
		in.collect(b, inner, depth+1)
	}
	switch {
	case in.frame:
		m.frame = true
	case len(in.payloads) > 0 && (in.action != "" || in.kind != 0): // a wrapper
		m.merge(in)
	default:
		m.payloads = append(m.payloads, loosePayload{member: x, answer: role == keyAnswer})
	}
}

// merge takes over what an object inside says: it stands nearer to the payload.
func (m *loose) merge(in loose) {
	m.payloads = append(m.payloads, in.payloads...)
	if in.action != "" {
		m.action = in.action
	}
	if in.kind != 0 {
		m.kind = in.kind
	}
	if in.id != "" {
		m.id = in.id
	}
}

// say takes over a member that is a word or a number.
func (m *loose) say(role keyRole, v string) {
	switch role {
	case keyAction, keyKind:
		if a := knownAction(v); a != "" && m.action == "" {
			m.action = a
			if a != v && m.kind == 0 {
				m.kind = kindOf(v)
			}
			return
		}
		if k := kindOf(v); k != 0 && role == keyKind {
			m.kind = k
		}
	case keyID, keyRowID:
		if (m.id == "" || role == keyID) && len(v) <= 200 && !strings.ContainsAny(v, "\\\"\n") && v != "null" {
			m.id = v
		}
	case keyCode:
		m.code = plainWords(v)
	case keyText:
		m.text = plainWords(v)
	case keyPayload, keyAnswer, keyOther:
	}
}

// plainWords is v where it may stand in any string.
func plainWords(v string) string {
	if strings.ContainsAny(v, "\\\"\n\r") {
		return ""
	}
	return v
}

// kindOf is the message type that a word names; 0 if it names none.
func kindOf(v string) byte {
	low := strings.ToLower(v)
	switch {
	case low == "4" || strings.HasSuffix(low, "error"):
		return '4'
	case isAnswer(v) || low == "call_result" || strings.HasSuffix(low, ".conf"):
		return '3'
	case isRequest(v) || strings.HasSuffix(low, "request") || strings.HasSuffix(low, ".req"):
		return '2'
	}
	return 0
}

// isFrameValue says whether a value is a frame: as JSON, or as a string.
func isFrameValue(v []byte) bool {
	if len(v) < 8 {
		return false
	}
	switch v[0] {
	case '[':
		return isMessage(string(v[:min(len(v), 64)]))
	case '"':
		rest := bytes.TrimLeft(v[1:min(len(v), 400)], " ")
		for _, start := range []string{"[2,", "[3,", "[4,", "[2 ,", "[3 ,"} {
			if i := bytes.Index(rest, []byte(start)); i >= 0 {
				return bytes.HasPrefix(bytes.TrimLeft(rest[i+len(start):], " "), []byte(`\"`))
			}
		}
	}
	return false
}

// beginsQuotedObject says whether an object begins a string's text.
func beginsQuotedObject(v []byte) bool {
	rest, ok := bytes.CutPrefix(v, []byte("{"))
	return ok && bytes.HasPrefix(rest, []byte(`\"`))
}

// isQuotedObject says whether a string's text is an object with members, or an empty one.
func isQuotedObject(v []byte) bool {
	rest, ok := bytes.CutPrefix(bytes.TrimLeft(v, " "), []byte("{"))
	rest = bytes.TrimLeft(rest, " ")
	return ok && (bytes.HasPrefix(rest, []byte(`\"`)) || bytes.HasPrefix(rest, []byte("}"))) && bytes.HasSuffix(bytes.TrimRight(v, " "), []byte("}"))
}

// answers says whether a payload is an answer: by its key, by the record's kind, else by what it holds.
func (m *loose) answers(b []byte, p loosePayload) bool {
	switch {
	case p.answer, m.kind == '3':
		return true
	case m.kind == '2', p.end < 0:
		return false
	}
	return looksAnswered(m.action, string(b[p.start:p.end]))
}

// looksAnswered says whether a payload of an action can't be a request, for the lack of what each has.
func looksAnswered(action, payload string) bool {
	has := func(keys ...string) bool {
		for _, k := range keys {
			if strings.Contains(payload, `"`+k) { // with or without an escape behind it
				return true
			}
		}
		return false
	}
	switch action {
	case "MeterValues":
		return !has("meterValue", "connectorId", "values")
	case "StartTransaction":
		return has("transactionId", "idTagInfo") && !has("meterStart", "connectorId")
	case "StopTransaction":
		return !has("transactionId", "meterStop")
	case "StatusNotification", "FirmwareStatusNotification", "DiagnosticsStatusNotification", "LogStatusNotification":
		return !has("status")
	case "BootNotification":
		return has("currentTime", "interval") && !has("chargePointModel", "chargePointVendor")
	case "Authorize":
		return has("idTagInfo")
	case "Heartbeat":
		return has("currentTime")
	case "DataTransfer":
		return !has("vendorId")
	case "GetConfiguration":
		return has("configurationKey", "unknownKey")
	}
	return has("status")
}

// message writes the record that begins on the line at raw[i] with its messages put together. ok is false
// where the line has none.
func (w *looseWriter) message(i int, final bool) (next int, whole, ok bool) {
	open := firstBrace(w.raw, i)
	if open < 0 {
		return i, false, false
	}
	m, end, short, ok := readLoose(w.raw, open)
	if short && !final && len(w.raw)-open < mostRecord {
		return i, false, true
	}
	if !ok {
		return i, false, false
	}
	if n := len(m.payloads); n > 0 && m.payloads[n-1].end < 0 { // broken: the scanner says where
		line := bytes.IndexByte(w.raw[end:], '\n')
		if line < 0 && !final && len(w.raw)-open < mostRecord {
			return i, false, true
		}
		// All of the record stands on one line for the scanner: if it has to go on in the next window, that begins here.
		w.flat(m.payloads[n-1].start)
		if !w.hasMeterValues(end) { // those it finds, and reads even if they are wrapped or cut off
			w.head(&m, m.payloads[n-1])
		}
		w.copy(end)
		if line >= 0 {
			return end + line + 1, true, w.rest(end + line + 1)
		}
		return len(w.raw), true, w.rest(len(w.raw))
	}
	if !m.frame {
		for _, p := range m.payloads {
			w.flat(p.start)
			w.head(&m, p)
			w.flat(p.end)
			if p.quoted {
				w.undoQuote(p.end)
			}
			w.invent("]", p.end-1)
			if p.quoted {
				w.invent(`"`, p.end-1)
			}
		}
		if len(m.payloads) == 0 { // an error
			w.flat(end - 1)
			w.invent(`,"frame":[4,"`+m.id+`","`+m.code+`","`+m.text+`",{}]`, end-1)
		}
	}
	w.flat(end)
	// Another record may begin behind this one, on the same line.
	comma := -1
	for end < len(w.raw) && strings.IndexByte(" ,]\t\r", w.raw[end]) >= 0 {
		if w.raw[end] == ',' {
			comma = end
		}
		end++
	}
	if end < len(w.raw) && w.raw[end] == '\n' {
		end++
	} else if comma >= 0 { // a line each
		w.copy(comma + 1)
		w.text[len(w.text)-1] = '\n'
	}
	w.copy(end)
	return end, true, true
}

// hasMeterValues says whether the line goes on with a list of meter values.
func (w *looseWriter) hasMeterValues(i int) bool {
	line := w.raw[i:]
	if n := bytes.IndexByte(line, '\n'); n >= 0 {
		line = line[:n]
	}
	return bytes.Contains(line, []byte(`"meterValue"`)) || bytes.Contains(line, []byte(`"meterValue\"`))
}

// rest copies up to end.
func (w *looseWriter) rest(end int) bool {
	w.copy(end)
	return true
}

// undoQuote takes back the quote that was just written.
func (w *looseWriter) undoQuote(end int) {
	w.text = w.text[:len(w.text)-1]
	w.next = end - 1
	if n := len(w.from); n > 0 && w.from[n-1].Text == len(w.text) {
		w.from = w.from[:n-1]
	}
}

// head writes what a frame has before its payload.
func (w *looseWriter) head(m *loose, p loosePayload) {
	w.copy(p.start)
	quote := `"`
	if p.quoted {
		quote = `\"`
		w.copy(p.start + 1)
	}
	head := "[2," + quote + m.id + quote + "," + quote + m.action + quote + ","
	switch {
	case m.kind == '4':
		head = "[4," + quote + m.id + quote + "," + quote + m.code + quote + "," + quote + m.text + quote + ","
	case m.answers(w.raw, p):
		head = "[3," + quote + m.id + quote + ","
	}
	w.invent(head, p.start)
}

// knownAction is the action of OCPP 1.6 that a word names, as a request or an answer; "" if it names none.
func knownAction(v string) string {
	a := actionName(v)
	switch a {
	case "CancelReservation", "GetDiagnostics", "GetLocalListVersion", "ReserveNow", "UpdateFirmware", "LogStatusNotification",
		"SignCertificate", "SignedFirmwareStatusNotification", "CertificateSigned", "DeleteCertificate", "ExtendedTriggerMessage",
		"GetInstalledCertificateIds", "GetLog", "InstallCertificate", "SignedUpdateFirmware":
		return a
	}
	if isAction(v) {
		return a
	}
	return ""
}
