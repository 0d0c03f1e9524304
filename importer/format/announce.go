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
