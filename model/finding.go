package model

// RuleID names a rule of the catalogue: family and number, "SCH003". IDs are never reused.
type RuleID string

// Severity orders findings by how much they matter.
type Severity uint8

// From nothing to an error.
const (
	SeverityNone Severity = iota
	SeverityInfo
	SeverityWarning
	SeverityError
)

// String gives the word of the command line.
func (s Severity) String() string {
	switch s {
	case SeverityInfo:
		return "info"
	case SeverityWarning:
		return "warning"
	case SeverityError:
		return "error"
	}
	return "off"
}

// ParseSeverity reads what String writes.
func ParseSeverity(s string) (Severity, bool) {
	for v := SeverityNone; v <= SeverityError; v++ {
		if v.String() == s {
			return v, true
		}
	}
	return SeverityNone, false
}

// Finding is a rule's statement about a place.
//
// Got is the JSON text that begins at At.Offset, cut at 80 characters; for a rule over quantities what was
// found. Want says what was expected. Neither is a sentence: the message is derived from them.
type Finding struct {
	Rule        RuleID
	Severity    Severity
	At          Place  // where the offending value begins
	End         Place  // the last place of a stretch; zero for a single place
	From, To    Time   // a stretch in time; zero if the rule is not about one
	Count       int    // how many places a stretch has; at least 1
	Pointer     string // RFC 6901, inside the payload
	HasPointer  bool   // false: the finding is about the frame, and its pointer and got are null
	Got         string
	HasGot      bool
	Want        string
	Frame       int64          // Seq of its frame; NoFrame: the place could not be read as a frame
	FrameID     string         // the unique id of the frame in which the place is
	FrameLine   int            // the line where that frame begins; 0 if unknown
	Transaction TransactionKey // 0 if it belongs to none; likewise for findings about one value
	Inferred    bool
}
