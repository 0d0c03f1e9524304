package model

import "time"

// TransactionKey numbers the transactions of a case file, from 1. It is stable: joining again keeps it.
type TransactionKey int64

// EnergySource says what a transaction's energy was computed from.
type EnergySource string

// In the order of preference.
const (
	EnergyFromMeter    EnergySource = "meter"    // meterStop − meterStart
	EnergyFromRegister EnergySource = "register" // Energy.Active.Import.Register, last − first
	EnergyFromInterval EnergySource = "interval" // the sum of Energy.Active.Import.Interval
	EnergyFromPower    EnergySource = "power"    // integrated Power.Active.Import
)

// Transaction is one charging transaction as the log shows it: from StartTransaction, MeterValues and
// StopTransaction of one station and connector.
type Transaction struct {
	Key           TransactionKey
	Station       string // "" if nothing names it
	Connector     Opt[int64]
	ID            Opt[int64] // the transactionId
	IDTag         string     // "" where no StartTransaction or StopTransaction names it
	Start, Stop   Time       // timestamps of StartTransaction and StopTransaction; zero if not in the log
	First, Last   Time       // the extent of all that belongs to it, samples included
	StopReason    string
	Complete      bool         // both StartTransaction and StopTransaction are in the log
	MeterStart    Opt[int64]   // Wh
	MeterStop     Opt[int64]   // Wh
	Energy        Opt[Decimal] // Wh, from EnergyFrom; negative where the meter says so
	EnergyFrom    EnergySource // "" if there is no energy
	MaxPower      Opt[Decimal] // W, highest Power.Active.Import: of a total, else of the sum of phases
	SoCStart      Opt[Decimal] // Percent; the first that the vehicle told: not the 0 that stations send before
	SoCEnd        Opt[Decimal] // the last
	MeterValues   int64        // MeterValues frames
	SampledValues int64        // sampled values of those
	Errors        int          // findings by severity
	Warnings      int
	Infos         int
	At            Place // of its first frame
	Inferred      bool  // some of it was assigned by time, not by id; or to its station by what another source says
	Noted         bool  // somebody wrote a note about it: known of what was read from a case
}

// Begin is the start, or where that is unknown the first sign of it.
func (t *Transaction) Begin() Time {
	if !t.Start.IsZero() {
		return t.Start
	}
	return t.First
}

// End is the stop, or where that is unknown the last sign of it.
func (t *Transaction) End() Time {
	if !t.Stop.IsZero() {
		return t.Stop
	}
	return t.Last
}

// clockSet is the moment before which a charger's clock was not yet set (CLK002): 2010-01-01T00:00:00Z.
const clockSet = 1262304000

// Length is the time from Begin to End. ok is false where one of them is not known, or of a clock that was not set.
func (t *Transaction) Length() (d time.Duration, ok bool) {
	for _, at := range []Time{t.Begin(), t.End()} {
		if sec, _ := at.Unix(); at.IsZero() || sec < clockSet {
			return 0, false
		}
	}
	return t.End().Sub(t.Begin()), true
}

// Severity is the worst severity among its findings; SeverityNone if there are none.
func (t *Transaction) Severity() Severity {
	switch {
	case t.Errors > 0:
		return SeverityError
	case t.Warnings > 0:
		return SeverityWarning
	case t.Infos > 0:
		return SeverityInfo
	}
	return SeverityNone
}

// Span is a stretch of frames that belongs to a transaction: the frames First to Last (by Seq, inclusive)
// of one source, among those of one station, connector and transactionId as sent.
type Span struct {
	Transaction TransactionKey
	Source      SourceID
	Station     string
	Connector   Opt[int64]
	ID          Opt[int64] // as sent
	First, Last int64      // frame Seq
	Inferred    bool       // assigned by time, because the frames name no transaction
}
