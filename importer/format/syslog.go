package format

import (
	"bytes"
	"strings"
	"time"

	"meterscope/model"
)

// Syslog reads what syslog and journald write in front of another program's lines.
type Syslog struct{}

// Info describes the format.
func (Syslog) Info() Info {
	return Info{
		ID:    "syslog",
		Title: "syslog, journald",
		Doc: "The time in front of a line, with or without a year: that follows from the payloads. " +
			"Where the program's own line has a time, that one counts. It may stand around any other shape.",
		Reads: Reads{
			Time:      "the program's own, else that in front; without a year it follows from the payloads",
			Station:   "as the program's own line names it: the host isn't the station",
			Direction: "as the program's own line says",
		},
		Samples: []string{
			`Jul 22 16:52:57 pi ocppd[99]: received [2,"17","Heartbeat",{}]`,
			`<30>Jul  2 06:52:57 pi ocppd: [2,"17","Heartbeat",{}]`,
			`2025-03-01T10:00:00.123456+01:00 pi ocppd[99]: sent [3,"17",{}]`,
			`<30>1 2025-03-01T10:00:00.123Z pi ocppd 99 - - [3,"17",{}]`,
		},
	}
}

// Sniff counts lines with a host and a program behind a time.
func (Syslog) Sniff(head []byte, _ string) Confidence {
	return countLines(head, func(line []byte) bool {
		_, n := syslogHead(line)
		return n > 0 && !bytes.Contains(line, []byte(deltaArea))
	})
}

// Prefix reads "TIME HOST PROGRAM[PID]: " and what follows.
func (Syslog) Prefix(before []byte) Prefix { return anyLine(before) }

// syslogHead reads what syslog put in front of a line: up to and with the space before the program's own
// text. n is 0 if there is nothing of the kind.
func syslogHead(line []byte) (p Prefix, n int) {
	i, version := priority(line)
	p, size := syslogTime(line[i:])
	if size == 0 {
		return p, 0
	}
	i += size
	host := wordEnd(line, i)
	if host == i || host >= len(line) || line[host] != ' ' {
		return p, 0
	}
	i = host + 1
	if version { // RFC 5424: program, process, message and structured data
		for range 3 {
			end := wordEnd(line, i)
			if end == i || end >= len(line) {
				return p, 0
			}
			i = end + 1
		}
		if bytes.HasPrefix(line[i:], []byte("- ")) {
			return p, i + 2
		}
		end := bytes.Index(line[i:], []byte("] "))
		if end < 0 || line[i] != '[' {
			return p, 0
		}
		return p, i + end + 2
	}
	end := wordEnd(line, i)
	if isFacility(line[i:end]) {
		i = min(end+1, len(line))
		end = wordEnd(line, i)
	}
	program := line[i:end]
	if len(program) < 2 || program[len(program)-1] != ':' || !isLetter(program[0]) && program[0] != '(' {
		return p, 0
	}
	return p, min(end+1, len(line))
}

// isFacility says whether a word is a facility and a level, as OpenWrt writes them: "local7.info".
func isFacility(word []byte) bool {
	_, level, ok := bytes.Cut(word, []byte("."))
	if !ok {
		return false
	}
	switch string(level) {
	case "emerg", "alert", "crit", "err", "warn", "warning", "notice", "info", "debug":
		return true
	}
	return false
}

// priority reads "<30>", or "<30>1 " of RFC 5424.
func priority(line []byte) (n int, version bool) {
	if len(line) < 4 || line[0] != '<' {
		return 0, false
	}
	end := bytes.IndexByte(line[:min(len(line), 5)], '>')
	if end < 2 || !isDigit(line[1]) {
		return 0, false
	}
	if bytes.HasPrefix(line[end+1:], []byte("1 ")) {
		return end + 3, true
	}
	return end + 1, false
}

// syslogTime reads a time and the space behind it.
func syslogTime(b []byte) (p Prefix, n int) {
	if t, n := Stamp(b); n > 0 && n < len(b) && b[n] == ' ' && (b[10] == 'T' || t.Zone() == model.ZoneStated) {
		return Prefix{LoggedAt: t}, n + 1
	}
	if !syslog(b) {
		return p, 0
	}
	const clockAt = len("Mmm dd ")
	month := strings.Index(months, string(b[:3]))/3 + 1
	day := 0
	for _, c := range b[4:6] {
		if isDigit(c) {
			day = day*10 + int(c-'0')
		}
	}
	t, size := timeOfDay(b[clockAt:])
	n = clockAt + size
	if day < 1 || day > 31 || size == 0 || n >= len(b) || b[n] != ' ' {
		return p, 0
	}
	const leapYear = 2000
	date := time.Date(leapYear, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	at := model.NewTime(date.Add(t.Time().Sub(time.Unix(0, 0))), t.Digits(), model.ZoneAssumed)
	return Prefix{LoggedAt: at, Lacks: LacksYear}, n + 1
}

// timeOfDay reads "16:52:57.123" as a time on the first day of 1970.
func timeOfDay(b []byte) (t model.Time, n int) {
	if !clock(b) {
		return t, 0
	}
	num := func(i int) int { return int(b[i]-'0')*10 + int(b[i+1]-'0') }
	hour, minute, second := num(0), num(3), num(6)
	nsec, digits, n := fraction(b, 8)
	if hour > 23 || minute > 59 || second > 60 {
		return t, 0
	}
	return model.NewTime(time.Date(1970, 1, 1, hour, minute, second, nsec, time.UTC), digits, model.ZoneAssumed), n
}

// wordEnd is where the word at b[i] ends: at a space, or at the end.
func wordEnd(b []byte, i int) int {
	if n := bytes.IndexByte(b[i:], ' '); n >= 0 {
		return i + n
	}
	return len(b)
}
