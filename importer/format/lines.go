package format

import (
	"bytes"
	"strings"
)

// BeginsRecord says whether a line looks like the first of a log record: it begins with a timestamp or with
// the level of a logger. What hard wrapping left of a frame doesn't.
func BeginsRecord(line []byte) bool {
	if len(line) > 0 && line[0] == rowMark {
		return true
	}
	line = line[:min(len(line), 120)]
	if i := bytes.IndexByte(line, '\n'); i >= 0 {
		line = line[:i]
	}
	if _, n := leadingStamp(line); n > 0 {
		return true
	}
	if _, n := syslogHead(line); n > 0 {
		return true
	}
	return level(line) > 0 || bracketed(line) || syslog(line) || clock(line) || beginsObject(line) || beginsTimePair(line)
}

// beginsObject says whether a line is a JSON object that says something about a message, and no part of one.
func beginsObject(line []byte) bool {
	if !bytes.HasPrefix(line, []byte(`{"`)) {
		return false
	}
	end := bytes.IndexByte(line[2:], '"')
	if end < 0 {
		return false
	}
	key := line[2 : 2+end]
	if isStationKey(key) {
		return true
	}
	switch string(key) {
	case "message", "msg", "log", "level", "direction", "action", "payload", "ocpp", "MESSAGE", "__CURSOR", "__REALTIME_TIMESTAMP", "time", "ts", "@timestamp":
		return true
	case "timestamp": // so begins a meter value too
		rest := line[2+end:]
		return !bytes.Contains(rest, []byte("sampledValue")) && bytes.Count(rest, []byte(`":`)) > 1
	}
	return false
}

// beginsTimePair says whether a line begins with "time=" or the like.
func beginsTimePair(line []byte) bool {
	for _, key := range []string{"time=", "ts=", "t=", "level=", "timestamp="} {
		if bytes.HasPrefix(line, []byte(key)) {
			return true
		}
	}
	return false
}

// levels are the names that loggers give to severity, longest first where one begins another.
func levels() []string {
	return []string{"TRACE", "DEBUG", "INFO", "WARNING", "WARN", "ERROR", "CRITICAL", "FATAL", "NOTICE"}
}

// level reads "INFO:" or " INFO : " at the beginning of a line.
func level(line []byte) int {
	at := 0
	for at < len(line) && (line[at] == ' ' || line[at] == '`') {
		at++
	}
	for _, word := range levels() {
		if !bytes.HasPrefix(line[at:], []byte(word)) {
			continue
		}
		n := at + len(word)
		for n < len(line) && line[n] == ' ' {
			n++
		}
		if n < len(line) && line[n] == ':' {
			return n + 1
		}
	}
	return 0
}

// bracketed recognises "[ocpp  ] TRACE …" and "[INFO ] …".
func bracketed(line []byte) bool {
	if len(line) == 0 || line[0] != '[' {
		return false
	}
	end := bytes.IndexByte(line, ']')
	if end < 2 || end+1 >= len(line) || line[end+1] != ' ' {
		return false
	}
	inside, rest := strings.TrimSpace(string(line[1:end])), string(line[end+2:])
	for _, word := range levels() {
		if inside == word || strings.HasPrefix(rest, word+" ") {
			return true
		}
	}
	_, n := Stamp(line[end+2:])
	return n > 0
}

const months = "JanFebMarAprMayJunJulAugSepOctNovDec"

// syslog recognises "Jul 22 16:52:57 ".
func syslog(line []byte) bool {
	const shape = "Mmm dd hh:mm:ss "
	if len(line) < len(shape) || line[3] != ' ' || line[6] != ' ' {
		return false
	}
	month := strings.Index(months, string(line[:3]))
	return month >= 0 && month%3 == 0 && clock(line[7:])
}

// clock recognises a time of day at the beginning of a line: "11:27:22.157 > ".
func clock(line []byte) bool {
	if len(line) < 8 || line[2] != ':' || line[5] != ':' {
		return false
	}
	for _, i := range []int{0, 1, 3, 4, 6, 7} {
		if !isDigit(line[i]) {
			return false
		}
	}
	_, _, n := fraction(line, 8)
	return afterStamp(line, n)
}

// role finds the last word before a frame that says whether it was received or sent.
func role(before []byte) Role {
	const near = 80
	b := before[max(0, len(before)-near):]
	for end := len(b); end > 0; {
		if !isLetter(b[end-1]) {
			end--
			continue
		}
		at := end - 1
		for at > 0 && isLetter(b[at-1]) {
			at--
		}
		colon := end < len(b) && b[end] == ':'
		if r := roleOf(b[at:end], colon); r != Unsaid && (at == 0 || !wordAt(b, at-1)) && !wordAt(b, end) {
			return r
		}
		end = at
	}
	return Unsaid
}

// roleOf is what a word says about a frame; "in" and "out" do so only before a colon.
func roleOf(word []byte, colon bool) Role {
	const longest = len("receiving")
	if len(word) < 2 || len(word) > longest {
		return Unsaid
	}
	var low [longest]byte
	for i, c := range word {
		low[i] = c | 0x20
	}
	switch string(low[:len(word)]) {
	case "receive", "received", "receiving", "recv", "incoming", "rx", "empfangen":
		return Received
	case "send", "sent", "sending", "outgoing", "tx", "gesendet":
		return Sent
	case "in":
		if colon {
			return Received
		}
	case "out":
		if colon {
			return Sent
		}
	}
	return Unsaid
}
