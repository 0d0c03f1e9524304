package account

import (
	"meterscope/model"
	"meterscope/model/session"
)

// Kind names a way to say how much energy flowed.
type Kind string

// The accounts, in the order in which they are trusted and shown.
const (
	Meter    Kind = "meter"    // meterStop − meterStart
	Register Kind = "register" // Energy.Active.Import.Register: the last reading less the first
	Interval Kind = "interval" // the sum of Energy.Active.Import.Interval
	Power    Kind = "power"    // Power.Active.Import, integrated
	Current  Kind = "current"  // Voltage × Current.Import (× Power.Factor), phase by phase, integrated
	Phases   Kind = "phases"   // what the phases counted or drew, added up, where there is a total too
	Signed   Kind = "signed"   // the signed meter records
	Billed   Kind = "billed"   // what the customer was billed: given by the user
	Car      Kind = "car"      // what the car shows, or its battery took: given by the user
)

// Account is one way to say how much energy flowed in a transaction.
type Account struct {
	Kind     Kind
	Energy   model.Decimal  // Wh; what was sent is exact, what was integrated is rounded once to 0.001
	From, To model.Time     // what it covers; zero where nothing says so
	Samples  int            // readings with a number that it stands on: the meter's are meterStart and meterStop
	Lines    []model.Phase  // the phases that it was added up from; none: it is of a total
	Where    model.Location // where it was measured, if that is not the outlet: there was nothing else of its kind

	Difference model.Opt[model.Decimal] // Energy less the reference's; absent where there is no reference
	Tolerance  model.Opt[model.Decimal] // see tolerance.go
	Agrees     bool                     // |Difference| ≤ Tolerance
	Cause      *Cause                   // why it doesn't agree; nil if it does, or if nothing in the log explains it
}

// Statement is all accounts of a transaction, side by side.
type Statement struct {
	Reference Kind      // the account that the others are compared with; "" if there is none
	Accounts  []Account // those that there is data for, in the order of the kinds
	Against   []Kind    // those that agree with each other but not with the reference, if at least two measure otherwise
	Loss      Loss      // that the car's account was compared with

	Exported model.Opt[Exported] // what the vehicle gave back; absent where that is nothing
}

// Of gives the account of a kind; nil if there is none.
func (s *Statement) Of(k Kind) *Account {
	for i := range s.Accounts {
		if s.Accounts[i].Kind == k {
			return &s.Accounts[i]
		}
	}
	return nil
}

// Input is what the accounts of a transaction are made from.
type Input struct {
	Tx       *model.Transaction
	Series   []model.Series  // all its samples, in base units, those after its end too
	Findings []model.Finding // of the rules over it: falls (REG001), spikes (REG005) and jumps (REG006) of its registers, gaps (CLK007), a clock that went back (CLK005), readings of the meter (REG003, REG004)
	Limits   session.Limits  // of gaps
	Signed   []SignedReading // what its signed records say
	Given    Given

	elsewhere map[model.Measurand]model.Location // see brought
}

// Given is what the user adds.
type Given struct {
	Billed  model.Opt[model.Decimal] // Wh
	Car     model.Opt[model.Decimal] // Wh that the car shows as charged
	Battery model.Opt[model.Decimal] // Wh of usable capacity: with the change of SoC another way to know what the car took
	SoCFrom model.Opt[model.Decimal] // percent, before the log's
	SoCTo   model.Opt[model.Decimal]
	Loss    Loss
	Digit   Digits
}

// Digits are one of the least digit of what the user gave, in Wh: 100 for "38.2" kWh.
type Digits struct{ Billed, Car, Battery model.Decimal }

// Loss is how much of the energy delivered doesn't reach the battery, in percent of it.
type Loss struct{ Low, High model.Decimal }

// DefaultLoss is usual for charging with alternating current.
func DefaultLoss() Loss { return Loss{Low: model.NewDecimal(5, 0), High: model.NewDecimal(15, 0)} }
