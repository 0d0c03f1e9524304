package format

import (
	"bytes"
	"strings"
)

// BeginsRecord says whether a line looks like the first of a log record: it begins with a timestamp or with
// the level of a logger. What hard wrapping left of a frame doesn't.
func BeginsRecord(line []byte) bool {
	line = line[:min(len(line), 120)]
	if i := bytes.IndexByte(line, '\n'); i >= 0 {
		line = line[:i]
	}
	if _, n := leadingStamp(line); n > 0 {
		return true
	}
	return level(line) > 0 || bracketed(line) || syslog(line) || clock(line)
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

// syslog recognises "Jul 22 16:52:57 ".
func syslog(line []byte) bool {
	const shape = "Mmm dd hh:mm:ss "
	if len(line) < len(shape) || line[3] != ' ' || line[6] != ' ' {
		return false
	}
	month := strings.Index("JanFebMarAprMayJunJulAugSepOctNovDec", string(line[:3]))
	return month >= 0 && month%3 == 0 && clock(line[7:])
}

// clock recognises a time of day at the beginning of a line: "11:27:22.157 > ".
func clock(line []byte) bool {
	if len(line) < 9 || line[2] != ':' || line[5] != ':' {
		return false
	}
	for _, i := range []int{0, 1, 3, 4, 6, 7} {
		if !isDigit(line[i]) {
			return false
		}
	}
	_, _, n := fraction(line, 8)
	return n < len(line) && (line[n] == ' ' || line[n] == '\t')
}

// role finds the last word before a frame that says whether it was received or sent.
func role(before []byte) Role {
	const near = 80
	b := before[max(0, len(before)-near):]
	at, found := -1, Unsaid
	for _, w := range roleWords() {
		if i := lastWord(b, w.word); i > at {
			at, found = i, w.role
		}
	}
	return found
}

type roleWord struct {
	word string // lower case
	role Role
}

func roleWords() []roleWord {
	return []roleWord{
		{"receive", Received}, {"received", Received}, {"recv", Received}, {"receiving", Received},
		{"incoming", Received}, {"in:", Received}, {"rx", Received},
		{"send", Sent}, {"sent", Sent}, {"sending", Sent}, {"outgoing", Sent}, {"out:", Sent}, {"tx", Sent},
	}
}

// lastWord finds the last place of a whole word, without regard to case; -1 if there is none.
func lastWord(b []byte, word string) int {
	for i := len(b) - len(word); i >= 0; i-- {
		if b[i]|0x20 != word[0] || !bytes.EqualFold(b[i:i+len(word)], []byte(word)) {
			continue
		}
		if (i == 0 || !wordAt(b, i-1)) && (word[len(word)-1] == ':' || !wordAt(b, i+len(word))) {
			return i
		}
	}
	return -1
}
