package format

import "bytes"

// Delta reads the logs of Delta's stations, and of others that tell the answers in words.
type Delta struct{}

const (
	sendBuf   = "SendBuf="
	wordsMark = "ResultParsing:"
	deltaArea = "[OCPP16J]"
)

// Info describes the format.
func (Delta) Info() Info {
	return Info{
		ID:    "delta",
		Title: "Delta",
		Doc: "Time without a year, and direction. The answers stand in the log in words: what they say is read as the answer to " +
			"the last request of their action that has none.",
		Reads: Reads{
			Time:      "without a year, which follows from the payloads",
			Station:   "not named: it is the station's own log",
			Direction: "SendBuf is sent; the answers in words are received",
		},
		Samples: []string{
			`Mar  1 10:00:00.328 OpenWrt local7.info OpenWrt[2596]: [Info][OCPP16J]HeartbeatReq:pu8SendBuf=[2,"17","Heartbeat",{}]`,
			`Mar  1 10:00:00.391 OpenWrt local7.info OpenWrt[2596]: [Info][OCPP16J]ResultParsing:StartTransaction:status=Accepted,expiryDate=,parentIdTag=,transactionId=42`,
		},
	}
}

// Sniff counts lines of the protocol's log.
func (Delta) Sniff(head []byte, _ string) Confidence {
	return countLines(head, func(line []byte) bool {
		return bytes.Contains(line, []byte(sendBuf+"[")) || bytes.Contains(line, []byte("]"+wordsMark))
	})
}

// Prefix reads "TIME HOST FACILITY PROGRAM[PID]: [Info][OCPP16J]ACTIONReq:pu8SendBuf=".
func (Delta) Prefix(before []byte) Prefix {
	p := anyLine(before)
	said := before
	if i := bytes.LastIndexByte(said, '\n'); i >= 0 {
		said = said[i+1:]
	}
	switch i := bytes.LastIndex(said, []byte(wordsMark)); {
	case bytes.HasSuffix(said, []byte(sendBuf)):
		p.Role = Sent
	case bytes.HasSuffix(said, []byte("RecvBuf=")), bytes.HasSuffix(said, []byte("RcvBuf=")):
		p.Role = Received
	case i >= 0:
		p.Role = Received
		name, _, _ := bytes.Cut(said[i+len(wordsMark):], []byte(":"))
		p.Action = knownAction(string(name))
	}
	return p
}

// words writes the answer that the line raw[i:end] tells: "ResultParsing:ACTION:status=Accepted,…".
func (w *looseWriter) words(i, end int) {
	line := bytes.TrimRight(w.raw[i:end], "\r\n")
	n := bytes.Index(line, []byte(wordsMark))
	if n < 0 {
		return
	}
	rest := line[n+len(wordsMark):]
	name, said, ok := bytes.Cut(rest, []byte(":"))
	action := knownAction(string(name))
	if !ok || action == "" || bytes.IndexByte(said, '[') >= 0 {
		return
	}
	from := i + len(line) - len(said)
	w.copy(from)
	start := min(from, i+len(line)-1)
	w.invent(`[3,"",{`, start)
	info := action == "StartTransaction" || action == "StopTransaction" || action == "Authorize"
	first := true
	for _, inside := range []bool{false, true} {
		if inside && info {
			if !first {
				w.invent(",", start)
			}
			w.invent(`"idTagInfo":{`, start)
			first = true
		}
		at := from
		for _, part := range bytes.Split(said, []byte(",")) {
			key, value, ok := bytes.Cut(part, []byte("="))
			trimmed := string(bytes.TrimSpace(key))
			own := trimmed == "status" || trimmed == "expiryDate" || trimmed == "parentIdTag"
			if ok && len(bytes.TrimSpace(value)) > 0 && isPlainKey(trimmed) && (info && own) == inside {
				if !first {
					w.invent(",", at)
				}
				first = false
				w.pair(trimmed, value, at+len(key)+1)
			}
			at += len(part) + 1
		}
		if inside && info {
			w.invent("}", i+len(line)-1)
		}
	}
	w.invent("}]", i+len(line)-1)
	w.done, w.next = i+len(line), -1
}

// pair writes a member with a value that stands at raw[at]. Numbers stay numbers.
func (w *looseWriter) pair(key string, value []byte, at int) {
	at += len(value) - len(bytes.TrimLeft(value, " "))
	value = bytes.TrimSpace(value)
	w.invent(`"`+key+`":`, at)
	quote := ""
	if !isInteger(value) {
		quote = `"`
	}
	w.invent(quote, at)
	for k, c := range value {
		if c == '"' || c == '\\' || c < ' ' {
			c = '\''
		}
		w.segment(at + k)
		w.text = append(w.text, c)
		w.next = at + k + 1
	}
	w.invent(quote, at+len(value)-1)
}

func isPlainKey(s string) bool {
	for i := range len(s) {
		if !isLetter(s[i]) && !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

func isInteger(b []byte) bool {
	if len(b) > 1 && b[0] == '-' {
		b = b[1:]
	}
	for _, c := range b {
		if !isDigit(c) {
			return false
		}
	}
	return len(b) > 0 && len(b) < 19 && (b[0] != '0' || len(b) == 1)
}
