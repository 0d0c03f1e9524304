package format

import (
	"bytes"
	"strings"
)

// loneStation is the name that stands between the time of a line and its frame with nothing but a level and a direction
// beside it: "2024-01-15T08:30:22Z INFO [CP1] ". "" where more stands there, or the name could be that of a thread.
// timed says that the time stands elsewhere.
func loneStation(before []byte, timed bool) string {
	const longest = 120
	line := bytes.TrimRight(before, " \t\r\n")
	line = line[bytes.LastIndexByte(line, '\n')+1:]
	if len(line) > longest {
		return ""
	}
	var lone []byte
	for word := range bytes.FieldsSeq(line) {
		name := nameIn(word)
		switch {
		case isTimePart(name):
			timed = true
		case len(name) == 0, isLevel(name), isNumbered(word), isArrow(word), roleOf(name, true) != Unsaid, isRule(name), isParty(name):
		case timed && lone == nil && stationLike(name) && !isThread(name):
			lone = name
		default:
			return ""
		}
	}
	return string(lone)
}

// isTimePart says whether a word is a time or a part of one: digits with what stands between them.
func isTimePart(word []byte) bool {
	digits := 0
	for _, c := range word {
		switch {
		case isDigit(c):
			digits++
		case bytes.IndexByte([]byte("-:./,+TZ"), c) < 0:
			return false
		}
	}
	return digits > 1
}

// isParty says whether a word names a side, or what goes between them: "Charger -> CSMS", "Received message".
func isParty(word []byte) bool {
	switch strings.ToLower(string(word)) {
	case "charger", "chargepoint", "cp", "cs", "csms", "cpo", "server", "backend", "centralsystem", "station", "message", "msg", "frame", "ocpp":
		return true
	}
	return bytes.HasPrefix(word, []byte("pod/")) // as kubectl writes it
}

// isRule says whether a word only parts others: "|", "-", "--".
func isRule(word []byte) bool { return len(bytes.Trim(word, "|-/=")) == 0 }

// isNumbered says whether a word is a number with its sign, as of a process: "#1234".
func isNumbered(word []byte) bool {
	digits, ok := bytes.CutPrefix(bytes.TrimRight(word, "]:)"), []byte("#"))
	return ok && len(digits) > 0 && len(bytes.Trim(digits, "0123456789")) == 0
}

func isLevel(word []byte) bool {
	for _, level := range levels() {
		if strings.EqualFold(string(word), level) {
			return true
		}
	}
	switch string(word) { // Serilog's, and those of Ruby
	case "VRB", "DBG", "INF", "WRN", "ERR", "FTL", "D", "I", "W", "E", "F":
		return true
	}
	return false
}

// isThread says whether a word could name a thread, a connection or a version instead of a station: what stands before
// its first digit.
func isThread(word []byte) bool {
	if len(word) == 36 && word[8] == '-' && word[13] == '-' && word[18] == '-' && word[23] == '-' { // a UUID
		return true
	}
	name := strings.ToLower(string(bytes.TrimRight(word[:bytes.IndexAny(word, "0123456789")], "-_.")))
	for _, part := range []string{"thread", "exec", "worker", "pool", "task", "nio", "http", "goroutine", "main", "conn", "session", "socket", "client", "server", "ocpp", "log", "msg", "frame", "line"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	switch name {
	case "", "v", "t", "pid", "tid", "id", "no", "seq", "core", "cpu", "ws", "req", "call":
		return true
	}
	return false
}
