package ocppj

import (
	"bytes"

	"meterscope/model"
)

// maxGap is the most white space that may stand between two tokens of a frame's head.
const maxGap = 4096

// skipSpace passes over JSON white space, within maxGap.
func skipSpace(b []byte, i int) int {
	for end := min(len(b), i+maxGap); i < end; i++ {
		switch b[i] {
		case ' ', '\t', '\n', '\r':
		default:
			return i
		}
	}
	return i
}

// at gives b[i], and 0 behind the end.
func at(b []byte, i int) byte {
	if i < len(b) {
		return b[i]
	}
	return 0
}

// stringEnd gives the offset behind a string's closing quote, b[i] being its opening one. ok is false where
// it doesn't close before a control character or the end: end is there then.
func stringEnd(b []byte, i int) (end int, ok bool) {
	for i++; i < len(b); i++ {
		switch c := b[i]; {
		case c == '"':
			return i + 1, true
		case c == '\\':
			i++
		case c < ' ':
			return i, false
		}
	}
	return len(b), false
}

// numberEnd gives the offset behind a JSON number at b[i]; i if there is none.
func numberEnd(b []byte, i int) int {
	n := i
	if at(b, n) == '-' {
		n++
	}
	digits := n
	for isDigit(at(b, n)) {
		n++
	}
	if n == digits {
		return i
	}
	if at(b, n) == '.' && isDigit(at(b, n+1)) {
		for n++; isDigit(at(b, n)); n++ {
		}
	}
	return n
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// beginsFrame says whether a frame begins at b[i]: "[2,", "[3," or "[4," and then a quote.
func beginsFrame(b []byte, i int) (kind model.FrameKind, idAt int, ok bool) {
	if at(b, i) != '[' {
		return 0, 0, false
	}
	i = skipSpace(b, i+1)
	c := at(b, i)
	if c < '2' || c > '4' {
		return 0, 0, false
	}
	if i = skipSpace(b, i+1); at(b, i) != ',' {
		return 0, 0, false
	}
	i = skipSpace(b, i+1)
	return model.FrameKind(c - '0'), i, at(b, i) == '"'
}

// surelyBeginsFrame also asks for an id and what may follow it. It tells the beginning of another frame from
// something inside of one.
func surelyBeginsFrame(b []byte, i int) bool {
	kind, idAt, ok := beginsFrame(b, i)
	if !ok {
		return false
	}
	end, ok := stringEnd(b, idAt)
	if !ok || end-idAt > maxID {
		return false
	}
	if i = skipSpace(b, end); at(b, i) != ',' {
		return false
	}
	switch i = skipSpace(b, i+1); kind {
	case model.CallResult:
		return at(b, i) == '{' || bytes.HasPrefix(b[min(i, len(b)):], []byte("null"))
	default:
		if at(b, i) != '"' {
			return false
		}
		end, ok = stringEnd(b, i)
		return ok && isName(b[i+1:end-1]) || isShortName(b[i+1:end])
	}
}

// isShortName says whether s begins with a name of which a logger shows only the beginning: "Meter...".
func isShortName(s []byte) bool {
	name, _, ok := bytes.Cut(s[:min(len(s), 64)], []byte("..."))
	return ok && (len(name) == 0 || isName(name))
}

// maxID is the most bytes that an id may have, with its quotes, to be taken for one. OCPP-J 1.6 §4.1.4 allows 36
// characters.
const maxID = 200 + 2

// isName says whether s could name an action or an error.
func isName(s []byte) bool {
	if len(s) == 0 || len(s) > 64 {
		return false
	}
	for i, c := range s {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (i == 0 || !isDigit(c) && c != '_' && c != '.' && c != '-') {
			return false
		}
	}
	return true
}

// beginsPayload says whether b[i] begins an object whose first key is one that a MeterValues payload begins
// with.
func beginsPayload(b []byte, i int) bool {
	if at(b, i) != '{' {
		return false
	}
	i = skipSpace(b, i+1)
	rest := b[min(i, len(b)):]
	for _, key := range []string{`"connectorId"`, `"meterValue"`, `"transactionId"`} {
		if bytes.HasPrefix(rest, []byte(key)) {
			return true
		}
	}
	return false
}

// blank says whether there is only white space in b.
func blank(b []byte) bool { return len(bytes.TrimSpace(b)) == 0 }
