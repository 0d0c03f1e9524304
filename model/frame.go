package model

// FrameKind is the message type of an OCPP-J frame [J 4.1.3], or a payload that stands without one.
type FrameKind uint8

// The kinds of frame.
const (
	BarePayload FrameKind = 0 // a payload without its frame: its Action follows from its content
	Call        FrameKind = 2
	CallResult  FrameKind = 3
	CallError   FrameKind = 4
)

// Direction says who sent a frame.
type Direction uint8

// A frame comes from the station, goes to it, or the log doesn't say and the action doesn't tell.
const (
	DirectionUnknown Direction = iota
	FromStation
	ToStation
)

// The actions of OCPP 1.6 that Meterscope reads.
const (
	ActionMeterValues        = "MeterValues"
	ActionStartTransaction   = "StartTransaction"
	ActionStopTransaction    = "StopTransaction"
	ActionStatusNotification = "StatusNotification"
	ActionBootNotification   = "BootNotification"
	ActionAuthorize          = "Authorize"
	ActionDataTransfer       = "DataTransfer"
	ActionHeartbeat          = "Heartbeat"

	ActionChangeConfiguration = "ChangeConfiguration"
	ActionGetConfiguration    = "GetConfiguration"
	ActionRemoteStart         = "RemoteStartTransaction"
	ActionRemoteStop          = "RemoteStopTransaction"
	ActionSetProfile          = "SetChargingProfile"
	ActionClearProfile        = "ClearChargingProfile"
	ActionChangeAvailability  = "ChangeAvailability"
	ActionUnlockConnector     = "UnlockConnector"
	ActionReset               = "Reset"
)

// NoFrame is the sequence number of no frame.
const NoFrame int64 = -1

// Frame is one OCPP-J message, or one bare payload, where it stands in the evidence.
type Frame struct {
	Seq      int64 // counts the kept frames of a source from 0, in log order
	Kind     FrameKind
	ID       string // the frame's unique id; "" for a bare payload
	Action   string // of a CALL, or of the CALL that this answers where that is known; else ""
	At       Place  // its first byte
	Size     int    // bytes in the source from its first to its last
	LoggedAt Time   // the log's own time of the line; zero where it has none
	Station  string // "" where nothing names it
	Dir      Direction
	AnswerTo int64  // Seq of the CALL that this answers, in the same source; NoFrame if none or unknown
	Hash     uint64 // of kind, id and payload as JSON values: equal frames have equal hashes
	Partial  bool   // cut off: only what could be read up to the cut was
	Hollow   bool   // a meterValue or sampledValue in it is an empty list; known only until Sink.Write returns
	Payload  []byte // the payload's text; valid only until Sink.Write returns

	// Where Payload comes from; like it, valid only until Sink.Write returns. Without segments it stands in the
	// source as it is, from PayloadAt on.
	PayloadAt int64
	Segments  Segments
}

// Source is the offset in the source that a byte of the payload's text came from.
func (f *Frame) Source(text int) int64 {
	if len(f.Segments) == 0 {
		return f.PayloadAt + int64(text)
	}
	return f.Segments.Source(text)
}
