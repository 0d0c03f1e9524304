package model

// Context says why a value was sampled (OCPP 1.6 §7.35, ReadingContext).
type Context string

// The reading contexts of OCPP 1.6 §7.35.
const (
	InterruptionBegin Context = "Interruption.Begin"
	InterruptionEnd   Context = "Interruption.End"
	SampleClock       Context = "Sample.Clock"
	SamplePeriodic    Context = "Sample.Periodic"
	TransactionBegin  Context = "Transaction.Begin"
	TransactionEnd    Context = "Transaction.End"
	Trigger           Context = "Trigger"
	OtherContext      Context = "Other"
)

// DefaultContext is the context of a sampled value that names none (OCPP 1.6 §7.43).
const DefaultContext = SamplePeriodic

// Location says where a value was measured (OCPP 1.6 §7.30).
type Location string

// The locations of OCPP 1.6 §7.30.
const (
	Cable  Location = "Cable"
	EV     Location = "EV"
	Inlet  Location = "Inlet"
	Outlet Location = "Outlet"
	Body   Location = "Body"
)

// DefaultLocation is the location of a sampled value that names none (OCPP 1.6 §7.43).
const DefaultLocation = Outlet

// Format says how the value is written (OCPP 1.6 §7.49, ValueFormat).
type Format string

// The value formats of OCPP 1.6 §7.49: a plain number, or a signed record that is no number.
const (
	Raw        Format = "Raw"
	SignedData Format = "SignedData"
)

// DefaultFormat is the format of a sampled value that names none (OCPP 1.6 §7.43).
const DefaultFormat = Raw
