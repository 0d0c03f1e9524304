package format

import "bytes"

// Announces says whether what stands before a place on its line says that an OCPP message follows, as the
// programs do that are known to log just that. What follows then was one, whatever it looks like.
func Announces(before []byte) bool {
	b := bytes.TrimRight(before, " \t")
	switch {
	case len(b) > 1 && b[0] == rowMark: // a row that can't be read ends its fields with a mark
		return b[len(b)-1] == rowMark
	case bytes.HasSuffix(b, []byte(": receive message")), bytes.HasSuffix(b, []byte(": send")):
		return bytes.Contains(b, []byte("ocpp"))
	case bytes.HasSuffix(b, []byte("] Received:")), bytes.HasSuffix(b, []byte("] Sending:")):
		return bytes.Contains(b, []byte(chargeBoxID))
	case bytes.HasSuffix(b, []byte(":")):
		rest, ok := evccLine(b)
		if !ok {
			return false
		}
		_, n := Stamp(rest)
		rest = bytes.TrimLeft(rest[n:], " ")
		for _, verb := range evccVerbs() {
			if bytes.HasPrefix(rest, []byte(verb.word)) {
				return true
			}
		}
	}
	return false
}

// Introduces says whether a line says something about the frame that begins on the next one: it ends as an introduction
// does, or it is timed. What follows a timed line and has no time of its own goes on with it.
func Introduces(line []byte) bool {
	line = bytes.TrimRight(line, " \t\r\n")
	if i := bytes.LastIndexByte(line, '\n'); i >= 0 {
		line = line[i+1:]
	}
	if len(line) == 0 {
		return false
	}
	return line[len(line)-1] == ':' || everestWay(line) != Unsaid || isLibraryLine(line) ||
		!lineTime(line).LoggedAt.IsZero()
}
