package format

import (
	"bytes"

	"meterscope/model"
)

// Text reads any text with frames in it: the shape of last resort.
type Text struct{}

// Info describes the format.
func (Text) Info() Info {
	return Info{
		ID:    "text",
		Title: "Any text",
		Doc: "Frames and MeterValues payloads anywhere: in log lines, tickets, mails, pretty-printed or wrapped. " +
			"The time that a line begins with is the log's: with or without date, year and zone, or as a number of seconds since 1970. " +
			"Words like “received” and “Sent:” tell the direction; “from CP1:”, “CP1 <-”, “chargePointId=CP1” and the address of a connection tell the station, " +
			"and a name that stands alone with the time. Where the line says no time or station before a frame, what stands behind it may. " +
			"A frame that begins a line takes what the line above says, if that has a time or ends with a colon.",
		Reads: Reads{
			Time:      "the line's first; without a zone it is inferred, without a date or year it follows from the payloads",
			Station:   "where the line can mean nothing else: from CP1:, CP1 <-, chargePointId=CP1, wss://…/CP1; CP1 alone with the time",
			Direction: "received, recv, incoming, rx, IN: and sent, send, outgoing, tx, OUT:; else the action tells",
		},
		Samples: []string{
			`[2,"17","Heartbeat",{}]`,
			`2024-01-15 08:30:22,456 WS message OUT: [2,"17","Heartbeat",{}]`,
			`2024-01-15T08:30:22.456Z CP1 <- [3,"17",{}]`,
			`{"connectorId":1,"meterValue":[]}`,
			`2024-01-15 08:30:22,456 DEBUG [exec-1] c.e.OcppHandler - Received from CP1: [2,"17","Heartbeat",{}]`,
			`1705307422.456 sent [3,"17",{}]`,
			`[15/Jan/2024:08:30:22 +0100] chargePointId=CP1 received [2,"17","Heartbeat",{}]`,
			`15.01.2024 08:30:22.456 Rx: [2,"17","Heartbeat",{}]`,
			`2024-01-15 08:30:22,456 INFO [CP1] [2,"17","Heartbeat",{}]`,
			`03-01 10:00:00.123  1234  5678 D OCPP    : received [2,"17","Heartbeat",{}]`,
			`[2024-01-15T08:30:22.456+00:00] ocpp.INFO: received [2,"17","Heartbeat",{}] {"station":"CP1"} []`,
		},
	}
}

// Sniff takes anything.
func (Text) Sniff([]byte, string) Confidence { return Possible }

// Prefix reads the time that the line begins with, the last word that tells the direction, and the station
// where the line names it.
func (Text) Prefix(before []byte) Prefix { return anyLine(before) }

// textLine is what a line says that is of no shape.
func textLine(before []byte) Prefix {
	p := lineTime(before)
	p.Role = role(before)
	if p.Station = namedStation(before); p.Station == "" && !p.LoggedAt.IsZero() {
		head, n := collectorHead(before)
		p.Station = loneStation(before[n:], !head.LoggedAt.IsZero())
	}
	return p
}

// lineTime reads the time of a line: the program's own, if what collected the line put another one before it.
func lineTime(line []byte) Prefix {
	if t, n := Stamp(line); n > 0 && n+1 < len(line) && line[n] == ' ' && t.Zone() == model.ZoneAssumed &&
		line[10] == ' ' && !isDigit(line[n+1]) { // by far the most: neither syslog nor a container's engine writes it so
		return Prefix{LoggedAt: t}
	}
	head, n := collectorHead(line)
	if n == 0 {
		return ownTime(line)
	}
	if own := lineTime(line[n:]); !own.LoggedAt.IsZero() && (own.Lacks <= head.Lacks || head.LoggedAt.IsZero()) {
		return own
	}
	return head
}

// collectorHead reads what syslog, a container's engine or the like put in front of a line. n is 0 if there
// is nothing of the kind.
func collectorHead(line []byte) (p Prefix, n int) {
	if p, n = syslogHead(line); n > 0 {
		return p, n
	}
	return containerHead(line)
}

// ownTime reads the time that a line begins with, in any of the ways that programs write it.
func ownTime(line []byte) (p Prefix) {
	at := skipOpening(line, 0)
	if at >= len(line) {
		return p
	}
	if t, n := leadingStamp(line); n > 0 {
		p.LoggedAt = t
		return p
	}
	if t, n := oddStamp(line[at:]); n > 0 && afterStamp(line, at+n) {
		p.LoggedAt = t
		return p
	}
	if head, n := syslogTime(line[at:]); n > 0 {
		return Prefix{LoggedAt: head.LoggedAt, Lacks: head.Lacks}
	}
	if head, n := yearlessTime(line[at:]); n > 0 {
		return head
	}
	if t, n := timeOfDay(line[at:]); n > 0 {
		return Prefix{LoggedAt: t, Lacks: LacksDate}
	}
	if isDigit(line[at]) {
		if t, n := epochStamp(line[at:]); n > 0 && afterStamp(line, at+n) {
			p.LoggedAt = t
			return p
		}
	}
	if p = laterTime(line); p.LoggedAt.IsZero() {
		p.LoggedAt = attributeTime(line)
	}
	return p
}

// attributeTime reads the time that a line says as a pair: <event timestamp="1740823200123" level="DEBUG">.
func attributeTime(line []byte) model.Time {
	const reach = 400
	line = line[max(0, len(line)-reach):]
	if bytes.IndexByte(line, '=') < 0 {
		return model.Time{}
	}
	var p Prefix
	readPairs(line, &p)
	return p.LoggedAt
}

// inTuple says whether what stands between these quotes is one of several values, as in a dump of a database:
// "VALUES (1,'2025-03-01 10:00:00',".
func inTuple(line []byte, open, end int) bool {
	before := bytes.TrimRight(line[:open], " ")
	return len(before) > 0 && (before[len(before)-1] == ',' || before[len(before)-1] == '(') && at(line, end) == line[open] && at(line, end+1) == ','
}

// laterTime reads a time that doesn't stand at the very beginning of a line but behind a word or two, such as
// the level: "[INFO ] 2024-02-26 09:14:46,425", "DEBUG [main] 2024-02-26T09:14:46".
func laterTime(line []byte) (p Prefix) {
	const reach = 64
	for i := 1; i < min(len(line), reach); i++ {
		if !isDigit(line[i]) || wordAt(line, i-1) || bytes.IndexByte([]byte(".-+/"), line[i-1]) >= 0 {
			continue
		}
		quote := line[i-1] == '"' || line[i-1] == '\''
		if t, n := Stamp(line[i:]); n > 0 && (!quote && afterStamp(line, i+n) || quote && inTuple(line, i-1, i+n)) {
			p.LoggedAt = t
			return p
		}
		if line[i-1] != '[' {
			continue
		}
		if t, n := epochStamp(line[i:]); n > 10 && afterStamp(line, i+n) { // Fluent Bit: "[0] tag: [1740823200.123456789, {"
			p.LoggedAt = t
			return p
		}
	}
	return p
}
