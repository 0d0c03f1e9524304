package schema

import "meterscope/model"

// Message is what one payload says. Its strings don't alias the text.
type Message struct {
	Fields     Fields
	Samples    []model.Sample // behind those that were there: see [Decoder.Decode]
	Violations []Violation    // every failing keyword of every place (SCH…), and JSN003, JSN004; ordered by Offset
	Hash       uint64         // equal for equal JSON values; 0 with a syntax error
	Ellipsis   bool           // a key or a string has "..." in it
	Unlisted   int            // violations beyond [MaxViolations]
	Syntax     *SyntaxError   // the text is no valid JSON, or ends early; what was read until there is kept
	End        int            // offset in the text after the value, white space excluded; with a syntax error where it is
	Checked    bool           // there is a schema for the action
}

// MaxViolations is how many violations of one message are listed. The rest of a text that is hostile rather
// than quirky is only counted.
const MaxViolations = 1 << 18

// MaxSamples is how many sampled values a message may have. Stations send some dozens; more than this, which no
// message holds that a network connection would take, is a syntax error.
const MaxSamples = 1 << 18

// MaxDepth is how many arrays and objects may stand within one another. No message needs a tenth of it;
// deeper text is a syntax error.
const MaxDepth = 512

// SyntaxError says where reading failed.
type SyntaxError struct {
	Offset    int    // the byte at which reading failed
	Truncated bool   // the text ended before the value did
	Want      string // what was expected there
	Got       string // what stood there, cut at 80 characters; "" at the end of the text
	Pointer   string // where in the payload
}

// Error says what was expected, and what stood there.
func (e *SyntaxError) Error() string {
	if e.Truncated {
		return "the text ends where " + e.Want + " was expected"
	}
	return "expected " + e.Want + ", got " + e.Got
}

// Violation is one failing keyword at one place. Offsets are into the text that was given to Decode.
type Violation struct {
	Rule    model.RuleID // SCH001…SCH009, JSN003, JSN004
	Keyword string       // of the schema; "" for a JSN rule
	Pointer string       // RFC 6901; of the object for a missing property, of the property for an extra one
	Offset  int          // of the offending value; of the object that lacks a property; of an extra property's key
	Got     string       // the JSON text at Offset, cut at 80 characters (runes); an extra property's whole member
	HasGot  bool         // false for a missing property
	Want    string       // one of …, string, at most 20 characters, …
}

// Fields are the properties outside sampled values that sessions need, of whichever action.
type Fields struct {
	Connector, Transaction, Meter model.Opt[int64] // connectorId; transactionId; meterStart or meterStop
	Time                          model.Time       // timestamp
	IDTag, Reason, Status         string           // idTag; reason; status (also idTagInfo.status of an answer)
	ErrorCode, Info, VendorError  string           // errorCode, info, vendorErrorCode
	CurrentTime                   model.Time       // currentTime of an answer
	HasMeterValue                 bool             // meterValue or transactionData was there
	MeterValues                   int              // elements of it
	First, Last                   model.Time       // earliest and latest meter value timestamp
	Hollow                        bool             // a meterValue or a sampledValue in it is an empty list
	HugeID                        bool             // transactionId is a whole number beyond 64 bits: read as none
}
