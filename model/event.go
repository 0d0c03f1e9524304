package model

// EventKind says what a frame means to a session.
type EventKind uint8

// The events that transactions and timelines are joined from.
const (
	EventMeterValues EventKind = iota + 1 // MeterValues: only its head; the samples are stored apart
	EventStart                            // StartTransaction
	EventStop                             // StopTransaction
	EventStatus                           // StatusNotification
	EventBoot                             // BootNotification
	EventAuthorize                        // Authorize
	EventAnswer                           // a CALLRESULT to one of those, or to one that steers the station
	EventError                            // a CALLERROR
	EventOther                            // any other CALL
)

// Event is the head of one frame: what joining transactions needs of it, without its samples.
type Event struct {
	Kind        EventKind
	Frame       int64 // Seq of its frame
	At          Place // of the frame
	Size        int   // of the frame
	ID          string
	Action      string // of the CALL, or of the CALL that it answers
	AnswerTo    int64  // Seq of that CALL in the same source, or NoFrame
	Station     string
	Dir         Direction
	LoggedAt    Time
	Connector   Opt[int64]
	Transaction Opt[int64] // as sent, or as a StartTransaction's answer gives it
	Time        Time       // timestamp of the payload; of MeterValues the earliest meter value's; currentTime of an answer
	Last        Time       // of MeterValues the latest meter value's; else zero
	Samples     int        // of MeterValues, and of a StopTransaction's transactionData
	Meter       Opt[int64] // meterStart or meterStop, Wh
	IDTag       string
	Reason      string // stop reason as sent; "" if absent
	Status      string // of a StatusNotification; idTagInfo.status or status of an answer; the code of a CALLERROR
	ErrorCode   string // of a StatusNotification
	Info        string // of a StatusNotification; the description of a CALLERROR; see [Event.Configuration]
	VendorError string // vendorErrorCode of a StatusNotification
	Partial     bool   // the frame is cut off
	HugeID      bool   // its transactionId is beyond 64 bits: read as none (TXN013)
}

// Moment is the time by which events are ordered: the payload's, else the log's. What an answer says of the time is
// the other side's.
func (e *Event) Moment() Time {
	if !e.Time.IsZero() && e.Kind != EventAnswer {
		return e.Time
	}
	return e.LoggedAt
}
