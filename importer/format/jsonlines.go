package format

import (
	"bytes"
	"cmp"
	"time"

	"meterscope/model"
)

// JSONLines reads logs of JSON objects, with a frame or a message in each.
type JSONLines struct{}

// Info describes the format.
func (JSONLines) Info() Info {
	return Info{
		ID:    "json-lines",
		Title: "JSON objects, one a message",
		Doc: "A member holds the frame, or the payload with its action beside it, as a string or as JSON; others, before or behind, " +
			"the time, the station, the direction and the id. They are known by their names: timestamp, chargePointId, direction, action and the like. " +
			"An object may stand on a line, over many lines, or in a list. Where the text in a member is a log line of its own, as in " +
			"those of Docker and journald, it is read like one. What was split over several records is put together. " +
			"An answer that doesn't name its request belongs to the last one of its action.",
		Reads: Reads{
			Time:      "a member, or the log line in it; a number counts from 1970 in UTC",
			Station:   "a member, or the log line in it",
			Direction: "a member, the log line in it, or the message type",
		},
		Samples: []string{
			`{"timestamp":"2025-03-01T10:00:00Z","chargePointId":"CP1","direction":"in","message":"[2,\"17\",\"Heartbeat\",{}]"}`,
			`{"message":"[3,\"17\",{}]","time":"2025-03-01 10:00:00","cp_id":"CP1","direction":"sent"}`,
			`{"msg":[3,"17",{}],"ts":1740823200000,"station":"CP1","dir":"out"}`,
			`{"timestamp":"2025-03-01T10:00:00Z","chargePointId":"CP1","action":"Heartbeat","messageId":"17","payload":{}}`,
			`{"ocpp":{"chargeBoxIdentity":"CP1","MessageId":"17","msgType":2,"command":"Heartbeat"},"payload":{"command":"Heartbeat","data":{}}}`,
			`{"log":"received [2,\"17\",\"Heartbeat\",{}]\n","stream":"stdout","time":"2025-03-01T10:00:00.000000001Z"}`,
			`{"__REALTIME_TIMESTAMP":"1740823200000000","SYSLOG_IDENTIFIER":"ocppd","MESSAGE":"sent [3,\"17\",{}]"}`,
		},
	}
}

// Sniff counts objects that have a frame or a message and say when, or whose.
func (JSONLines) Sniff(head []byte, _ string) Confidence {
	return countLines(head, func(line []byte) bool {
		open := firstBrace(line, 0)
		if open < 0 {
			return false
		}
		members, _, whole, _ := objectAt(line, open)
		if !whole {
			return false
		}
		var m loose
		m.collect(line, members, 0)
		holds := m.frame || len(m.payloads) > 0 && m.action != ""
		var p Prefix
		for _, x := range members {
			v := line[x.start:x.end]
			holds = holds || bytes.Contains(v, []byte(`"meterValue`)) || isFrameValue(v)
			readMembers(line[x.at:x.end], &p, nil)
		}
		for _, start := range []string{`[2,`, `[3,`} { // of a list that stands on one line
			if i := bytes.Index(line, []byte(start)); i > 0 && p == (Prefix{}) && objectStart(line[:i]) >= 0 {
				holds, p = true, JSONLines{}.Around(line[:i], line[i:])
			}
		}
		return holds && (!p.LoggedAt.IsZero() || p.Station != "" || p.Role != Unsaid || m.kind != 0 && m.id != "")
	})
}

// Prefix reads the members before a frame.
func (f JSONLines) Prefix(before []byte) Prefix { return f.Around(before, nil) }

// Around reads the members before and behind a frame.
func (JSONLines) Around(before, after []byte) Prefix {
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	if beginsPair(line) {
		return Logfmt{}.Around(line, after)
	}
	open := objectStart(line)
	if open < 0 {
		return otherLine(before, "json-lines")
	}
	var p Prefix
	brackets, inside := readMembers(line[open:], &p, nil)
	var own Prefix
	if inside >= 0 { // a string holds the frame
		words := line[open+inside:]
		if bytes.Contains(words, []byte(`\u003`)) { // Go's own way to write an arrow
			words = bytes.ReplaceAll(bytes.ReplaceAll(words, []byte(`\u003c`), []byte("<")), []byte(`\u003e`), []byte(">"))
		}
		own = otherLine(words, "json-lines")
		if quoted := line[open+inside:]; bytes.HasPrefix(quoted, []byte(`{\"`)) { // an object, written as a string
			own = JSONLines{}.Prefix(bytes.ReplaceAll(quoted, []byte(`\"`), []byte(`"`)))
		}
		_, end := stringAt(after, -1)
		after = after[end:]
	}
	if len(brackets) > 0 {
		readMembers(after, &p, brackets)
	}
	if outer := line[:open]; p.LoggedAt.IsZero() && len(bytes.TrimSpace(outer)) > 2 {
		q := otherLine(outer, "json-lines")
		p.LoggedAt, p.Lacks = q.LoggedAt, q.Lacks
		if p.Station == "" {
			p.Station = q.Station
		}
		if p.Role == Unsaid {
			p.Role = q.Role
		}
	}
	if !own.LoggedAt.IsZero() && (p.LoggedAt.IsZero() || own.Lacks == LacksNothing) {
		p.LoggedAt, p.Lacks = own.LoggedAt, own.Lacks
	}
	if p.Station == "" {
		p.Station = own.Station
	}
	if p.Station == "" && inside >= 0 && !p.LoggedAt.IsZero() {
		p.Station = loneStation(line[open+inside:], true)
	}
	if own.Role != Unsaid {
		p.Role = own.Role
	}
	return p
}

// objectStart finds the first brace with a key behind it; −1 if there is none.
func objectStart(line []byte) int {
	for i := 0; ; i++ {
		n := bytes.IndexByte(line[i:], '{')
		if n < 0 {
			return -1
		}
		i += n
		k := i + 1
		for k < len(line) && line[k] == ' ' {
			k++
		}
		if at(line, k) == '"' {
			return i
		}
	}
}

// readMembers reads those members of an object that say something about a frame; what was said first counts.
// Of a list only the element that stays open speaks of it. within are the brackets that are open before b: with one
// or more it stops where the last of them closes. It gives those that are open at the end of b, and where the text of
// the string begins that is open there; −1 if none is.
func readMembers(b []byte, p *Prefix, within openBrackets) (open openBrackets, inside int) {
	open = within
	var said savedPrefixes
	var lone []byte // the string before this one, in a list
	whose := 0      // how deep an object stands that is of a station: "chargePoint":{"id":"CP1"}
	for i := 0; i < len(b); {
		switch b[i] {
		case '{', '[':
			switch {
			case open.inList():
				said.save(len(open), *p)
			case len(open) == 0 && bytes.HasSuffix(bytes.TrimRight(b[:i], " \t"), []byte(",")): // of a list that began before
				*p = Prefix{}
			}
			open = append(open, b[i])
			lone = nil
		case '}', ']':
			if whose == len(open) {
				whose = 0
			}
			if len(open) > 0 {
				open = open[:len(open)-1]
			} else { // what was said was of something else
				*p = Prefix{}
			}
			if len(within) > 0 && len(open) == 0 {
				return open, -1
			}
			said.restore(len(open), p)
		case '"':
			text, end := stringAt(b, i)
			if end == len(b) && (b[end-1] != '"' || end-1 == i) {
				if p.LoggedAt.IsZero() && len(lone) == len(nanoseconds) { // Loki: ["1740823200000000000","…"]
					p.LoggedAt = memberTime(lone)
				}
				return open, i + 1
			}
			if lone = nil; open.inList() {
				lone = text
			}
			key := text
			i = end
			v := i
			for v < len(b) && (b[v] == ' ' || b[v] == ':') {
				v++
			}
			if v == i || bytes.IndexByte(b[i:v], ':') < 0 || v >= len(b) {
				continue
			}
			value := text[:0]
			switch {
			case b[v] == '"':
				if value, i = stringAt(b, v); i == len(b) && (b[i-1] != '"' || i-1 == v) {
					return open, v + 1
				}
			case isDigit(b[v]):
				for i = v; i < len(b) && (isDigit(b[i]) || b[i] == '.'); i++ {
				}
				value = b[v:i]
			default:
				i = v
				if b[v] == '{' && isStationKey(key) {
					whose = len(open) + 1
				}
			}
			if len(value) > 0 {
				readMember(key, value, p)
				if whose > 0 && whose == len(open) && p.Station == "" && string(key) == "id" && len(value) <= longestStation {
					p.Station = string(value)
				}
			}
			continue
		}
		i++
	}
	return open, -1
}

// stringAt reads the string that opens at b[i], without undoing escapes, and gives where it ends.
func stringAt(b []byte, i int) (s []byte, end int) {
	for end = i + 1; end < len(b) && b[end] != '"'; end++ {
		if b[end] == '\\' {
			end++
		}
	}
	end = min(end, len(b))
	return b[i+1 : end], min(end+1, len(b))
}

func readMember(key, value []byte, p *Prefix) {
	var buf [24]byte
	switch string(plainKey(key, &buf)) {
	case "timestamp", "time", "ts", "date", "datetime", "createdat", "loggedat", "receivedat", "sentat", "insertedat", "created", "at", "t",
		"logtime", "logtimestamp", "eventtime", "messagetime", "asctime", "utc", "utctime", "timeutc", "when", "$date",
		"tst", "realtimetimestamp", "frametimeepoch", "sourcerealtimetimestamp":
		if p.LoggedAt.IsZero() {
			p.LoggedAt = memberTime(value)
		}
	case "direction", "dir", "messagedirection", "flow":
		if p.Role == Unsaid {
			p.Role = tableRole(string(value))
		}
	case "type", "event", "eventtype", "kind":
		if p.Role == Unsaid {
			p.Role = roleOf(value, false)
		}
	case "topic", "mqtttopic", "logstream", "logstreamname", "path", "url", "requesturi":
		if p.Station == "" {
			p.Station = cmp.Or(addressStation(value), pathStation(value))
		}
	case "client":
		if p.Station == "" && stationLike(value) { // not the address of one
			p.Station = string(value)
		}
	case "$numberlong": // MongoDB's
		if p.LoggedAt.IsZero() && len(value) == len("1740823200000") {
			p.LoggedAt = memberTime(value)
		}
	case "action", "command", "ocppaction", "actionname", "messagename", "method", "operation", "cmd":
		if p.Action == "" {
			p.Action = knownAction(string(value))
		}
	default:
		if p.Station == "" && len(value) <= longestStation && isStationKey(key) {
			p.Station = string(value)
		}
	}
}

// longestStation is the longest name of a station that is believed; OCPP 1.6 allows 20 to 25 characters.
const longestStation = 64

// memberTime reads a time as JSON has it: a text, or a number of seconds, milli-, micro- or nanoseconds since
// 1970.
func memberTime(v []byte) model.Time {
	if t, n := Stamp(v); n > 0 && n == len(v) {
		return t
	}
	if isDigit(v[0]) {
		if t, n := epochStamp(v); n > 0 && n == len(v) {
			return t
		}
	}
	t, _ := Stamp([]byte(isoTime(string(v), false)))
	return t
}

// epochStamp reads a number of seconds since 1970 at the beginning of b, with or without a fraction, or of
// milli-, micro- or nanoseconds, from 2001 to 2096. n is how long it is, 0 if it is none.
func epochStamp(b []byte) (t model.Time, n int) {
	const longest = len("1740823200000000000")
	var v int64
	for n < len(b) && isDigit(b[n]) {
		if n++; n > longest {
			return t, 0
		}
		v = v*10 + int64(b[n-1]-'0')
	}
	digits, nsec := n-10, int64(0)
	switch n {
	case 10:
		var fractional int
		if at(b, n) == '.' {
			nsecs, size, end := fraction(b, n)
			nsec, fractional, n = int64(nsecs), size, end
		}
		digits = fractional
		v *= int64(time.Second)
	case 13:
		v *= int64(time.Millisecond)
	case 16:
		v *= int64(time.Microsecond)
	case 19:
	default:
		return t, 0
	}
	sec := v / int64(time.Second)
	if sec < 1_000_000_000 || sec > 4_000_000_000 {
		return t, 0
	}
	return model.NewTime(time.Unix(0, v+nsec), digits, model.ZoneStated), n
}

// anyLine reads what stands before a frame on a line of whatever shape.
func anyLine(before []byte) Prefix {
	if len(before) == 0 {
		return Prefix{}
	}
	return otherLine(before, "")
}

// otherLine is anyLine for a line that isn't of the shape with this id: its own would ask for it again.
func otherLine(before []byte, but string) Prefix {
	if isLibraryLine(before) {
		return HomeAssistant{}.Prefix(before)
	}
	if _, ok := evccLine(before); ok {
		return EVCC{}.Prefix(before)
	}
	if bytes.Contains(before, []byte(chargeBoxID)) {
		return SteVe{}.Prefix(before)
	}
	if but != "everest" && everestWay(before) != Unsaid {
		return EVerest{}.Prefix(before)
	}
	if but != "json-lines" && objectStart(before) >= 0 {
		return JSONLines{}.Prefix(before)
	}
	if t := pairTime(before); !t.IsZero() {
		return Prefix{LoggedAt: t}
	}
	return textLine(before)
}

// nanoseconds is how a time is written as nanoseconds since 1970.
const nanoseconds = "1740823200000000000"

// pairTime is the time of a line of Loki's that is the second of a pair: ],["1740823200000000000","…
func pairTime(before []byte) (t model.Time) {
	digits, ok := bytes.CutSuffix(before, []byte(`"`))
	digits, _ = bytes.CutSuffix(bytes.TrimRight(digits, " "), []byte(`",`))
	if at := len(digits) - len(nanoseconds); ok && at > 1 && digits[at-1] == '"' && digits[at-2] == '[' {
		if d, n := epochStamp(digits[at:]); n == len(nanoseconds) {
			return d
		}
	}
	return t
}

// isLibraryLine says whether a line ends as those of mobilityhouse/ocpp do.
func isLibraryLine(before []byte) bool {
	said := bytes.TrimRight(before[max(0, len(before)-24):], " \t")
	return bytes.HasSuffix(said, []byte(": receive message")) || bytes.HasSuffix(said, []byte(": send"))
}

// LeadingTime is the time that a line begins with; zero if it begins with none.
func LeadingTime(line []byte) model.Time {
	if len(line) > 0 && line[0] == '{' {
		return JSONLines{}.Prefix(line).LoggedAt
	}
	if len(line) > 0 && line[0] == rowMark {
		return CSV{}.Prefix(line).LoggedAt
	}
	return Text{}.Prefix(line).LoggedAt
}
