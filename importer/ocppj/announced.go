package ocppj

import (
	"bytes"

	"meterscope/model"
)

// Announced sets what says whether the text before a place on its line announces a message. Where it does,
// JSON that is no frame, and text that is no JSON, are reported; elsewhere they are text like any other.
func (s *Scanner) Announced(by func(before []byte) bool) { s.announces = by }

// rowMark stands before what isn't a row's own.
const rowMark = '\x1e'

// longestAnnouncement is how long the text before a message may be for it to be asked whether it announces one.
const longestAnnouncement = 400

// announced says whether a message is announced for text[start].
func (s *Scanner) announced(text []byte, start int) bool {
	if s.announces == nil {
		return false
	}
	floor := max(0, start-longestAnnouncement-1) // a long line may hold millions of places to ask for
	line := floor + bytes.LastIndexByte(text[floor:start], '\n') + 1
	return start > line && start-line <= longestAnnouncement && s.announces(text[line:start])
}

// readAnnounced reads an array that was announced as a message and is none.
func (s *Scanner) readAnnounced(text []byte, start int) reading {
	r := reading{want: "message type 2, 3 or 4"}
	i := skipSpace(text, start+1)
	if start > 0 && text[start-1] == rowMark { // put there for a row of a table that can't be read: what it lacks
		if from := bytes.IndexByte(text[start:], '"'); from >= 0 {
			if end, ok := stringEnd(text, start+from); ok {
				r.want = stringValue(text[start+from : end])
			}
		}
	}
	if c := at(text, i); c >= '2' && c <= '4' && numberEnd(text, i) == i+1 {
		r.kind = model.FrameKind(c - '0')
		switch r.kind {
		case model.Call:
			r.want = "an action and a payload after the id"
		case model.CallResult:
			r.want = "a payload after the id"
		default:
			r.want = "an error code, a description and details after the id"
		}
		i = skipSpace(text, i+1)
		i = skipSpace(text, i+1)
		end, ok := stringEnd(text, i)
		switch {
		case at(text, i) != '"':
			r.want = "a string as the frame's id"
		case ok && end-i <= maxID:
			r.id = stringValue(text[i:end])
		}
	}
	s.dec.DecodeAnswer(text, start, &s.msg)
	if s.msg.Syntax != nil {
		r.verdict, r.err = broken, *s.msg.Syntax
		return r
	}
	r.verdict, r.end = malformed, s.msg.End
	return r
}
